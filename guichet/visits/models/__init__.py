"""Visits, the line, home visits, identity papers, what agents know."""

from guichet.visits.models.home import HomeVisit, Round
from guichet.visits.models.identity import IdentityPaper
from guichet.visits.models.knowledge import AgentNote, Mastery, Training
from guichet.visits.models.visit import Line, Matter, Visit

__all__ = ["AgentNote", "HomeVisit", "IdentityPaper", "Line", "Mastery", "Matter", "Round", "Training", "Visit"]
