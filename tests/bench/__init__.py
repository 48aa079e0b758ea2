"""`make bench`: the figures of docs/performance.md, each beside what the same machine can do at best in the same run.

Modules here start and measure a real `guichet serve` from outside; `inside` holds what must run with the models.
"""
