"""The public bodies that have a counter here: communes and their intercommunal body.

Owns bodies, departments, opening hours, closures and each body's version (raised by every publication,
read by the page cache). Refuses a body without a known INSEE or SIREN code. States `BodyOpened`, `Published`.
"""
