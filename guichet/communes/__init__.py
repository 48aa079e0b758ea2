"""The public bodies: communes and their intercommunal body, which have a counter here; outside bodies, which are told by e-mail.

Owns bodies, departments, opening hours, closures and each body's version (raised by every publication, read by the
page cache), the official list of communes, what is asked of the national address service. Refuses a body without a
known INSEE or SIREN code, a closure that ends before it starts. States `BodyOpened`, `BodyChanged`, `HoursSet`,
`CounterClosed`, `CounterReopened`, `DepartmentOpened`, `DepartmentChanged`, `Published`.
"""
