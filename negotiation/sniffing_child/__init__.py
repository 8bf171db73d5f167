"""Run as a folder (`python negotiation/sniffing_child`): its modules import each other by their own names."""
