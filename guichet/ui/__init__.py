"""The design system: tokens, layouts, one folder per component, drawings, behaviours.

Owns how every face looks, sounds and behaves in the browser; knows nothing of communes, cases or people.
Components are templates that take plain variables; `/composants/` shows them all.
"""
