"""The State's sheets at the kiosk, where nothing scrolls and no text is pressed: cut into blocks, laid on screens."""
