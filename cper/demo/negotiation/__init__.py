"""Invented people and dossiers, told in `fixtures/demo_*.toml`."""
