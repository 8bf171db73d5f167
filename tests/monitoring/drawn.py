"""What the tests of the drawings share: two years of progress, and how a figure is rendered and read."""

from datetime import date

from monitoring.chart import Progress, chart

# Two years of 365 and 366 days: on the wide plot, 578 units long and 232 high, the second one begins at 340.6.
TWO_YEARS = Progress(
    start=date(2019, 1, 1),
    end=date(2020, 12, 31),
    on=date(2019, 12, 31),
    planned=((date(2019, 1, 1), 50), (date(2020, 1, 1), 100)),
    paid=((date(2019, 7, 1), 25),),
    physical=((date(2019, 6, 30), 0), (date(2019, 12, 31), 1000)),
    total=100,
)


def wide(progress):
    return chart(progress).drawings[0]
