"""The budget by fiscal year: the most, what is to be expected, and the three clocks side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sibmodel.report import words
from sibmodel.report.committee.payer import Payer
from sibmodel.report.tables import Table, numbers, row, total
from sibmodel.report.tables import words as column

if TYPE_CHECKING:
    from sibmodel.risk.simulation import Spread

_EIGHTY: Final = 0.80
_CLOCKS: Final = {"outcome_payments": "Cash", "accrued": "Accrued", "service": "For the year’s service"}


def by_year(payer: Payer) -> Table:
    """A row for each fiscal year of the payer."""
    is_simulated = payer.run is not None
    likely = ("Expected", "P80") if is_simulated else ()
    heads = (column("Fiscal year"), *numbers("At most", *likely, *_CLOCKS.values(), "Cash so far"))
    so_far, rows = 0.0, []
    for year in payer.years:
        clocks = [payer.of(line, year) for line in _CLOCKS]
        so_far += clocks[0]
        amounts = map(words.amount, [*clocks, so_far])
        rows.append(row(str(year), _most(payer.most_of(year)), *_likely(payer, year), *amounts))
    sums = [payer.view.number(f"budget.{payer.name}.{line}") for line in _CLOCKS]
    rows.append(total("In all", _most(payer.most_in_all), *_likely_in_all(payer), *map(words.amount, sums), words.NIL))
    caption = f"{payer.title}: outcome payments by fiscal year, {payer.view.scenario_title()} ({payer.money.code})"
    return Table(caption, heads, tuple(rows), _note(payer))


def _most(amount: float | None) -> str:
    return "no limit" if amount is None else words.amount(amount)


def _likely(payer: Payer, year: int) -> tuple[str, ...]:
    if payer.run is None:
        return ()
    spread = payer.spread(year)
    return (words.NIL, words.NIL) if spread is None else _of(spread)


def _likely_in_all(payer: Payer) -> tuple[str, ...]:
    return () if payer.in_all is None else _of(payer.in_all)


def _of(spread: Spread) -> tuple[str, str]:
    return words.amount(spread.mean), words.amount(spread.at(_EIGHTY).value)


def _note(payer: Payer) -> str:
    ends = payer.view.deal.terms.payers[payer.name].fiscal_year_ends.capitalize()
    said = (
        f"A fiscal year ends in {ends} and is named by the year in which it ends. The most of single years need not "
        "come together: in all no more than what stands in the last row can be owed. Cash is when it is paid, accrued "
        "when an outcome is measured, for the year’s service what will be owed in the end for people served in the "
        "year; all three come to the same."
    )
    if payer.run is None:
        return said
    return (
        f"{said} Expected and P80 are simulated ({payer.run.scenarios:,} scenarios, seed {payer.run.seed}): in eight "
        "of ten no more than the P80 is paid. The P80 of all years together is not the sum of those of single years."
    )
