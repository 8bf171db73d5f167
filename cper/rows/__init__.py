"""How rows are asked for: all of one thing at once, and a question of every page without writing its SQL again."""
