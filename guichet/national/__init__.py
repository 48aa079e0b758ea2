"""The State's sheets as its archive gives them: read, kept, told to residents beside the town's own procedures.

Owns the sheets of "vos droits et démarches" (files F, N and R of the DILA) and the archives they came from; one set for
the whole instance. Refuses an archive that is no archive, too large, without a sheet,
or that would withdraw a third of what is shown: what was there stays.
States `NationalSheetsImported`.
"""
