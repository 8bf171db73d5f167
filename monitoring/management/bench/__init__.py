"""The measurements of the follow-up: contracts in force by the thousand, each with twenty quarters."""
