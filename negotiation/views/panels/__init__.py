"""What each part of a dossier shows: one module a tab, from loaded rows to ready values. No query in a loop."""
