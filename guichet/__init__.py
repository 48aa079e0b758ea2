"""Guichet: the public-services counter of a small French town, as one program."""

__version__ = "0.1.0"
