"""What the box of whose turn it is shows at once, and what it folds."""


def apart(buttons: list[dict], *, mine: bool) -> dict[str, list[dict]]:
    """The acts of a box; for who is not awaited, those that cannot be done yet stay folded under who is."""
    refused = [] if mine else [button for button in buttons if not button["allowed"]]
    return {"actions": [button for button in buttons if button not in refused], "later": refused}
