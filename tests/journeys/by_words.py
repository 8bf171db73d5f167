"""Where things stand on a page, found by the words that a person reads there."""

# A label's own words, without what stands beside them such as « (facultatif) »; failing that, whatever it says.
LABEL = '//label[normalize-space(text()[1])="{}"]'
LABEL_AT_LENGTH = '//label[contains(normalize-space(), "{}")]'
BUTTON = '//main//button[not(@aria-hidden)][normalize-space()="{}"]'
LINK = '//main//a[starts-with(normalize-space(), "{}")]'
QUESTION = '//fieldset[legend[normalize-space(text()[1])="{}"]]'
ERRORS = '//*[contains(@class, "error-summary__list")]/li'


def plain(text: str) -> str:
    """The words with single ordinary spaces between them."""
    return " ".join(text.split())
