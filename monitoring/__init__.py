"""Follow-up of signed contracts: quarterly reports, tranches, what is late. Reserved: nothing is here yet."""
