"""The invented town that `guichet demo` builds and `make run` opens: bodies, agents, pages, cases in every state.

Owns no table: everything is done through the rooms' actions, at moments that make it look lived in.
"""

from guichet.config.demonstration.building import build, is_built, is_marked, mark
from guichet.config.demonstration.welcome import welcome

__all__ = ["build", "is_built", "is_marked", "mark", "welcome"]
