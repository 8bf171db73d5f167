"""What pages and acts draw: where lines fall and where words stand beside them, whatever they tell."""
