"""The negotiation of a CPER: from the council's deliberation (E1) to the signed convention (E8)."""
