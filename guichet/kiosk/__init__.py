"""The kiosk: what the town offers on a large touch screen, alone or with the agent."""
