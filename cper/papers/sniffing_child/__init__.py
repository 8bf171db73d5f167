"""Run as a folder (`python cper/papers/sniffing_child`): its modules import each other by their own names."""
