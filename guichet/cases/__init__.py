"""Requests, from the first saved answer to the outcome and the erasure.

Owns case types (form, wording, delays), cases, their thread, their attachments and their search words.
Refuses any jump between states, and an agent who has not seen what a colleague just did.
States `CaseReceived`, `CaseTaken`, `CaseSettled`… : see facts.py.
"""
