"""What somebody typed, as it is printed: no line ends inside a number, before its unit, before « : » or inside « »;
what is written from right to left does not turn what stands beside it.

What was typed is kept as it was; only its reading changes, in one place for the pages and one for the acts.
"""

import re

NBSP = "\u00a0"

# What follows a number and is read with it.
UNITS = r"(?:F ?CFA|XOF|F|%|‰|€|km²?|m²|m³|m|cm|mm|ha|kg|t|kW|MW|mois|ans?|jours?|millions?|milliards?)"
# A plain space that must not end a line: inside a number in threes, before its unit, around French marks. It begins
# with the space itself, so that a page is searched at once.
LOOSE = re.compile(
    rf" (?:(?=[;:!?»](?!\w))(?<=\S )|(?<=\d )(?=\d{{3}}(?!\w)|{UNITS}(?![\w’']))|(?<=F )(?=CFA\b)|(?<=n° )(?=\d)"
    r"|(?<=« )(?=\S)|(?<=\bT[1-4] )(?=\d{4}(?!\d))|(?<=\bétape )(?=E[1-8]\b)|(?<=\bétapes )(?=E[1-8]\b))"
)
# A sentence that ends with the mention of who signs ends with its stop: « … P.I. », not « … P.I.. ».
DOUBLED = re.compile(r"(?<!\w)(P\.[IO]\.)\.(?!\.)")
# Arabic and N’Ko, written from right to left: from the first of their letters to the last one.
RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
LEFTWARDS = re.compile(rf"\u2067?[{RIGHT}](?:[{RIGHT}\d ,.;:!?()-]*[{RIGHT}])?\u2069?")
# They are told apart from what stands around them, whose numbers and marks would else follow their direction.
BEGIN, END = "\u2067", "\u2069"
# What a page draws, runs or gives back to be typed again is left as it is.
LEFT_ALONE = ("script", "style", "textarea", "svg", "pre", "code")


def bound(text: str) -> str:
    """« 12 000 FCFA », « 40 km », « n° 4 », « pistes : » with no-break spaces; idempotent."""
    return LEFTWARDS.sub(_isolated, DOUBLED.sub(r"\1", LOOSE.sub(NBSP, text)))


def _isolated(run: re.Match) -> str:
    return f"{BEGIN}{run[0].removeprefix(BEGIN).removesuffix(END)}{END}"


def bound_page(html: str) -> str:
    """The same for each piece of text of an HTML page; what stands inside a tag is not read."""
    head, *parts = html.split("<")
    found, closing = [head], ""
    for part in parts:
        tag, end, text = part.partition(">")
        if closing and not tag.startswith(closing):
            found.append(part)
            continue
        closing = next((f"/{name}" for name in LEFT_ALONE if tag.startswith(name)), "")
        said = end and not closing and (" " in text or not text.isascii())
        found.append(f"{tag}>{bound(text)}" if said else part)
    return "<".join(found)
