"""People, sign-in and rights: a person is not an account, an account is not a contact point.

Owns accounts of agents, their roles, persons and their contact points, the counts of wrong secrets; derives every secret.
Refuses a role outside the body that gives it. States `AccountOpened`, `AccountRevised`, `RoleGiven`, `RoleWithdrawn`,
`PersonRead`, `PeopleMerged`, `PeopleParted`, `PeopleToldApart`, `PersonForgotten`.
"""
