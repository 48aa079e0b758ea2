"""The program on the kiosk's mini-PC: it drives Chromium, prints, scans, speaks, and obeys one server.

Owns: the browser of a session and its end, the local pages for when the network is cut, the state of the machine.
Refuses: to keep anything of a person; to speak to any other server; to do what the server did not order.
Imports nothing of `guichet`: the two distributions share an API, no code.
"""

__version__ = "0.1.0"
