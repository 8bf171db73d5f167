"""How things are written in French, and how days are counted: these modules know neither the law nor the database."""
