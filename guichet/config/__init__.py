"""Puts the house together: settings, addresses, servers, command line. Nothing imports it but the outside."""
