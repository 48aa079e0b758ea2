"""Files: what people send, what we print. Every byte is checked when it comes in and written durably.

Owns stored files, their bytes under FILES_ROOT, their previews, and the papers' Typst language; marks, joins and seals.
Owns the signatures drawn on a screen, with the evidence page that joins each to what was signed.
Refuses what is empty, too big, broken, locked, infected, or not a picture or a PDF whatever it is called; no drawing.
States `FileKept`, `FileDiscarded`, `FileInfected`, `InfectedFileRefused`, `SignatureDrawn`, `SignatureErased`.
"""
