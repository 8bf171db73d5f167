"""What every page needs, whatever it shows: entries and marks, lists cut in pages, the edge of a request."""
