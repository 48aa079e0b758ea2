"""The machine of a kiosk without hardware."""
