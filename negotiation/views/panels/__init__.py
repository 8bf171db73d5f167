"""What each part of a dossier shows: one module a part, from loaded rows to ready values. No query in a loop."""

from negotiation.views.panels import convention, financing, journal, opinions, overview, pieces, projects, session

__all__ = ["convention", "financing", "journal", "opinions", "overview", "pieces", "projects", "session"]
