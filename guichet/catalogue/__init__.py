"""What a resident can do: procedures, the life events that lead to them, who offers them online.

Owns procedures and their sheets, life events and offers; reads the first two from the files of `data/`.
Refuses a sheet with a field missing or of the wrong kind, an offer whose department belongs to another body.
States `CatalogueLoaded`, `ProcedureOffered`, `OfferClosed`.
"""
