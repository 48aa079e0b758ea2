"""Messages to a person or to a department: one wording, by e-mail, SMS or letter, kept with their outcome.

Owns what is (to be) sent and what came of it. Refuses nothing: somebody without e-mail, phone or address
gets a letter kept at the counter. States `MessageQueued`, `MessageSent`, `MessageFailed`, `LetterWritten`,
`LetterPosted`.
"""
