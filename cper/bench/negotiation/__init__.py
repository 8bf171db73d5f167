"""Dossiers by the thousand, and the pages of the negotiation."""
