"""The sums that a page or a printed report states, under the names by which a reader finds them.

Amounts are whole FCFA; None is « non connu » or a dash.
"""

import re

from lxml import html

NUMBERS = './td[contains(@class, "num")]'
AMOUNT = re.compile(r"\d{1,3}(?:\s\d{3})*")


def amount(words: str) -> int | None:
    """The first sum of a cell; None where it tells none."""
    found = AMOUNT.match(words.strip())
    return int(re.sub(r"\D", "", found[0])) if found else None


def name(element) -> str:
    return " ".join(element.text_content().split())


class Page:
    """A page as it was answered."""

    def __init__(self, response):
        assert response.status_code == 200
        self.root = html.fromstring(response.content.decode())

    def bars(self) -> dict[str, dict[str, int | None]]:
        """The money in one line: the title of each bar, then each of its sums."""
        return {
            name(bar.xpath('.//*[@class="way__title"]')[0]): {
                name(step.xpath("./dt")[0]): amount(name(step.xpath("./dd/span")[0]))
                for step in bar.xpath('.//*[@class="way__step"]')
            }
            for bar in self.root.xpath('//*[@class="way"]')
        }

    def table(self, start: str) -> list[dict[str, int | None]]:
        """The numbers of the tables whose caption starts so, row by row, each under its column's label."""
        return [
            {cell.get("data-label"): amount(own_words(cell)) for cell in row.xpath(NUMBERS)}
            for table in self.root.xpath("//table[caption]")
            if name(table.xpath("./caption")[0]).startswith(start)
            for row in table.xpath("./tbody/tr[td[@data-label]]")  # the others say words
        ]

    def sum(self, start: str, label: str) -> int:
        """The sum of a column."""
        return sum(row[label] or 0 for row in self.table(start))

    def shares(self) -> dict[str, int]:
        """Who pays what of the cost, and the cost."""
        return {
            name(line.xpath('.//*[@class="shares__label"]')[0]): amount(name(line.xpath('.//*[@class="amount"]')[0]))
            for line in self.root.xpath('//*[@class="shares__list"]/li | //*[@class="shares__cost"]')
        }

    def alarm(self, title: str) -> int | None:
        """The figure of the box of that title."""
        (figure,) = (
            box.xpath('.//*[@class="alarm__figure"]')[0]
            for box in self.root.xpath('//*[@class="alarm"]')
            if name(box.xpath("./h3")[0]) == title
        )
        return amount(name(figure))


def own_words(cell) -> str:
    """What a cell says before its notes."""
    first = cell.xpath('./span[not(contains(@class, "note"))]')
    return name(first[0]) if first and not (cell.text or "").strip() else (cell.text or "")
