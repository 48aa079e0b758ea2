"""From a file of the archive to a neutral tree: lists and mappings of plain texts that any face can draw.

A node says what it is under "is"; "in" holds what it is made of. No text is ever HTML: what looks like a tag is shown as
it was written. An element the reader does not know gives its text and is counted.
"""
