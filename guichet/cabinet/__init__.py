"""What stands in the town's forms cabinet (armoire à formulaires), with what was handed out of it.

Owns the drawers, their stock of paper forms and the blank forms attached to them.
Refuses a drawer's number taken twice, a blank form that is not a PDF whatever it is called, a stock of no form, more
papers than one PDF may hold. The same papers asked again on the same page are handed out once.
States `DrawerArranged`, `DrawerRemoved`, `DrawerRestocked`, `BlankAttached`, `BlankDetached`, `FormsHandedOut`.
"""
