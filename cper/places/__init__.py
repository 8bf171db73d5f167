"""Regions, the District and their cercles: what they are called, and what lay where on which day."""
