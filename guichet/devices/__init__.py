"""The kiosks: terminals and their keys, what they report, the running session, what is printed and scanned in it.

Owns `Terminal` with its configuration, `EnrolmentCode`, `DeviceKey`, `KioskSession`, `PrintJob`, `ScanJob`, `Order`,
`Incident`, `Call`, `TypedUse`. A session knows nobody: when it ends, what it printed and scanned is erased, and what
stays is counted. Refuses a code used twice, a key revoked, a job of a session that is over, more pages than the quota.
States `TerminalAdded`, `TerminalChanged`, `EnrolmentCodeMade`, `TerminalEnrolled`, `KeyRevoked`, `SessionOpened`,
`SessionEnded`, `PrintOrdered`, `PrintTold`, `ScanOrdered`, `ScanTold`, `OrderGiven`, `IncidentOpened`,
`IncidentClosed`, `AgentCalled`, `CallAnswered`, `UseTyped`.
"""
