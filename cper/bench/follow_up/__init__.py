"""Contracts in force by the thousand, each with twenty quarters, and the pages of the follow-up."""
