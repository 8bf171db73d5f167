"""Composition only: settings, URLs, the embedded database, the demo. No rule of the job lives here."""
