"""The parts of the bench: each takes a town and yields the figures of one run."""
