"""The demonstration: invented people and dossiers, told in `fixtures/demo_*.toml`, played through the operations."""
