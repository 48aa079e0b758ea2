"""Who came, for what, how it was settled.

Owns the visits with their matters, the line, the home visits with their rounds, the identity papers to hand out, what
agents note for each other and what they learnt. What was done during a visit is not kept here: the journal tells it.
Refuses a third visit held at once, an outcome without its reason, the same person twice in a round.
States the facts of `facts.py`.
"""
