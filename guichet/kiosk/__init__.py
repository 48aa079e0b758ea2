"""The booth: what the town publishes on a large touch screen. So far what editors see in their preview."""
