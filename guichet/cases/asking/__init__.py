"""The questions of a request as a form, the same on every face that asks them: portal, desk.

Owns nothing: what was typed is read here, kept by the actions, and each face draws the page around the fields.
"""
