"""The demonstration: invented people, dossiers and contracts in force, played through the operations."""
