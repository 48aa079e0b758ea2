"""Messages to a person or to a department: one wording, by e-mail, SMS or letter, kept with their outcome.

Owns what is (to be) sent and what came of it, and the models of letters. Refuses nobody: without e-mail, phone or
address she gets a letter kept at the counter; refuses a model it cannot read. States `MessageQueued`, `MessageSent`,
`MessageFailed`, `LetterWritten`, `LetterPosted`, `LetterModelWritten`, `LetterModelDropped`.
"""
