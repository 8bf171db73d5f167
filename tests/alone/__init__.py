"""The site of the negotiation alone, as tests run it in a process of its own: applications are chosen once."""
