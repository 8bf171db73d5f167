"""The follow-up of the demonstration: invented contracts in force, played act by act."""
