"""Requests, from the first saved answer to the outcome and the erasure.

Owns case types (form, wording, delays), cases, their thread, their attachments and their search words, and where a town
sends each subject (`Routing`). Refuses any jump between states, an agent who has not seen what a colleague just did, a body
that shares nothing with the sender's. States `CaseReceived`, `CaseTaken`, `CaseTransmitted`, `CaseDecided`… : see facts.py.
"""
