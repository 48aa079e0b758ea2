"""Who may act for whom, on what, until when: the town's simple mandate (Code civil, art. 1984 and following).

Owns the mandates: their text, its hash, how it was signed, when it was revoked. Nothing of a mandate changes but its
signature and its revocation, once each; it is erased six years after its end.
Refuses a mandate without a theme, without a last name, for a protected person, not read aloud; a second signature.
States `MandateGiven`, `MandateSigned`, `MandateRevoked`, `MandateRead`, `MandateErased`.
"""
