"""How the kiosks' own program (`borne`) speaks with us: a key in a header, JSON in and out, one socket. No cookie."""
