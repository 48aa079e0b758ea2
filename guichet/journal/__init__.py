"""Facts: what happened, in the past tense, with plain ids and no personal data.

Owns the facts and their deliveries to subscribers. Refuses a fact outside a transaction.
A fact is recorded in the transaction of what it tells; the worker hands it, at least once and in
order per subject, to the idempotent subscribers of higher rooms. States no fact of its own but `ChoreDone`.
"""
