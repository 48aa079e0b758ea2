"""Kills the program under a load of submissions, starts it again, and counts what was acknowledged."""
