"""The budget by fiscal year: the most, what is to be expected, and the three clocks side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from sibmodel.report import words
from sibmodel.report.committee.payer import Payer
from sibmodel.report.tables import Row, Table, numbers, row, total
from sibmodel.report.tables import words as column

if TYPE_CHECKING:
    from sibmodel.risk.simulation import Spread

Likely = Mapping[str, float | None]
"""The heads of what a simulation says of a year, each with its quantile; None for the mean."""

_CLOCKS: Final = {"outcome_payments": "Cash", "accrued": "Accrued", "service": "For the year’s service"}
_EXPECTED: Final[Likely] = {"Expected": None, "P80": 0.80}
_WHOLE: Final[Likely] = {"Expected": None, "P50": 0.50, "P80": 0.80, "P95": 0.95}
_IN_ALL: Final = "In all"
_CLOCKS_IN_WORDS: Final = (
    "Cash is when it is paid; accrued, when an outcome is measured; for the year’s service, when people are served for "
    "it, which is what has to be set aside and may be more than can be paid in the year. All three come to the same in "
    "all."
)
_MOST_IN_WORDS: Final = (
    "No outcomes bring a year above its most; where the terms set none for a year, it is all that may fall due in it. "
    "The last row is what can be owed in all, not the sum of the years. Amounts are rounded."
)


def by_year(payer: Payer) -> Table:
    """A row for each fiscal year of the payer: all in one, for a page that has no room for more."""
    likely = _EXPECTED if payer.run is not None else {}
    heads = (column("Fiscal year"), *numbers("At most", *likely, *_CLOCKS.values(), "Cash so far"))
    so_far, rows = 0.0, []
    for year in payer.years:
        so_far += payer.of("outcome_payments", year)
        cells = (_most(payer.most_of(year)), *_likely(payer.spread(year), likely))
        rows.append(row(str(year), *cells, *_clocks(payer, year), words.amount(so_far)))
    cells = (_most(payer.most_in_all), *_likely(payer.in_all, likely))
    rows.append(total(_IN_ALL, *cells, *_clocks_in_all(payer), words.NIL))
    what, title = payer.payments_in_words, payer.view.scenario_title()
    simulated = f"; {words.listed(likely)} are simulated" if likely else ""
    caption = f"{payer.title}: {what} by fiscal year, {title} ({payer.money.code}){simulated}"
    notes = (year_in_words(payer), _MOST_IN_WORDS, _CLOCKS_IN_WORDS, *_of_simulation(payer, likely))
    return Table(caption, heads, tuple(rows), " ".join(notes))


def clocks(payer: Payer) -> Table:
    """The three clocks of each fiscal year, and what is still to be paid after it.

    The most of each year stands beside them where no simulation has a table of its own for it.
    """
    with_most = payer.run is None
    rows = []
    for year in payer.years:
        cells = (*_clocks(payer, year), words.amount(payer.of("still_to_pay", year)))
        rows.append(row(str(year), *cells, *((_most(payer.most_of(year)),) if with_most else ())))
    most = (_most(payer.most_in_all),) if with_most else ()
    rows.append(total(_IN_ALL, *_clocks_in_all(payer), words.NIL, *most))
    heads = (*_CLOCKS.values(), "Still to pay at its end", *(("At most",) if with_most else ()))
    what, title = payer.payments_in_words, payer.view.scenario_title()
    caption = f"{payer.title}: three clocks of {what}, {title} ({payer.money.code})"
    notes = (_CLOCKS_IN_WORDS, *((_MOST_IN_WORDS,) if with_most else ()))
    return Table(caption, (column("Fiscal year"), *numbers(*heads)), tuple(rows), " ".join(notes))


def most_and_likely(payer: Payer) -> Table | None:
    """What is to be expected in each fiscal year, how far it may go, and the most; None without a simulation."""
    if payer.run is None:
        return None
    caption = f"{payer.title}: what is likely, and the most that can be owed, in a fiscal year ({payer.money.code})"
    notes = (_MOST_IN_WORDS, *_of_simulation(payer, _WHOLE))
    return Table(
        caption,
        (column("Fiscal year"), *numbers(*_WHOLE, "At most")),
        tuple(_most_rows(payer, _WHOLE)),
        " ".join(notes),
    )


def _most_rows(payer: Payer, likely: Likely) -> Iterator[Row]:
    for year in payer.years:
        yield row(str(year), *_likely(payer.spread(year), likely), _most(payer.most_of(year)))
    yield total(_IN_ALL, *_likely(payer.in_all, likely), _most(payer.most_in_all))


def year_in_words(payer: Payer) -> str:
    """Which months a fiscal year of the payer has."""
    ends = payer.view.deal.terms.payers[payer.name].fiscal_year_ends.capitalize()
    return f"A fiscal year ends in {ends} and is named by the year in which it ends."


def _clocks(payer: Payer, year: int) -> Iterator[str]:
    return (words.amount(payer.of(line, year)) for line in _CLOCKS)


def _clocks_in_all(payer: Payer) -> Iterator[str]:
    return (words.amount(payer.view.number(f"budget.{payer.name}.{line}")) for line in _CLOCKS)


def _most(amount: float | None) -> str:
    return "no limit" if amount is None else words.amount(amount)


def _likely(spread: Spread | None, likely: Likely) -> Iterator[str]:
    """The mean and quantiles that are asked for; a dash each for a year of which nothing was simulated."""
    for share in likely.values():
        if spread is None:
            yield words.NIL
        else:
            yield words.amount(spread.mean if share is None else spread.at(share).value)


def _of_simulation(payer: Payer, likely: Likely) -> Iterator[str]:
    if payer.run is None:
        return
    quantiles = words.listed([head for head, share in likely.items() if share is not None])
    yield (
        f"Expected (the average) and {quantiles} are simulated ({payer.run.scenarios:,} scenarios, seed "
        f"{payer.run.seed}): in eight of ten no more than the P80 is paid. The P80 of all years is not the sum of "
        "those of single years."
    )
