"""Files: what people send, what we print. Every byte is checked when it comes in and written durably.

Owns stored files, their bytes under FILES_ROOT, their previews, and the papers' Typst language; marks, joins and seals.
Refuses what is empty, too big, broken, locked, infected, or not a picture or a PDF whatever it is called.
States `FileKept`, `FileDiscarded`, `FileInfected`, `InfectedFileRefused`.
"""
