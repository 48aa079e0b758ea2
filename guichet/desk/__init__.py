"""The desk: where agents work. A face: addresses, pages, the door; no rule."""
