"""Sign-in of agents at /connexion/: password with TOTP or passkey, recovery codes, first access, choice of the role."""
