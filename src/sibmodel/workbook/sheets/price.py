"""The Price sheet: the price that investors need, what government can pay, and what lies between.

A price is searched for, over one plan or over all that may happen, so that it is pasted; live are the room between
floor and ceilings, what each side gains, the prices at the answer, and what the deal comes to in the scenario in use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sibmodel.workbook.sheets import pasted
from sibmodel.workbook.styles import NAVY

if TYPE_CHECKING:
    from sibmodel.analysis.price.pricing import Priced
    from sibmodel.workbook.draft import Draft, Page

NAME: Final = "Price"
ABOUT: Final = "the price that investors need, what government can pay, and the room between; mostly pasted values"
WIDTHS: Final = (50, 24, 20, 15, 15, 15, 15, 15, 24)
LAST: Final = len(WIDTHS) - 1
FIRST: Final = pasted.TOP + 1
"""The row in which the answer begins."""
NO_PRICE: Final = "What it should cost cannot be said"


def write_price(draft: Draft) -> None:
    """Write the sheet, where it was asked what the deal should cost: with the reason where that cannot be said."""
    if draft.appraisal is None:
        return
    page, priced = draft.page(NAME), draft.appraisal.priced
    for column, width in enumerate(WIDTHS):
        page.width(column, column, width)
    if priced is None:
        scenario = draft.appraisal.sensitivity.asked.scenario
        pasted.write_top(page, "Price: what the deal should cost", scenario)
        row = pasted.write_heading(page, FIRST, NO_PRICE, LAST)
        row = pasted.write_notes(page, row, [_sentence(draft.appraisal.because)], LAST)
    else:
        pasted.write_top(page, "Price: what the deal should cost", priced.scenario, _facts(priced))
        row = _write_tables(page, priced)
    page.set_up(colour=NAVY, freeze=(pasted.BASED_CELL[0] + 1, 1), last=(row - 1, LAST))


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _facts(priced: Priced) -> list[tuple[str, float | str]]:
    from sibmodel.risk.results import inputs_sha256
    from sibmodel.risk.streams import VERSION

    known: list[tuple[str, float | str]] = []
    if priced.is_simulated:
        known = [("Scenarios drawn", priced.scenarios), ("Seed; version of the random streams", "")]
        known[1] = (known[1][0], f"{priced.seed}; {VERSION}")
    return [*known, ("Inputs, sha256", inputs_sha256(priced.deal, priced.scenario))]


def _write_tables(page: Page, priced: Priced) -> int:
    from sibmodel.workbook.sheets import price_moves
    from sibmodel.workbook.sheets import price_tables as tables

    row, floor, exact = tables.write_answer(page, FIRST, priced)
    row = tables.write_prices(page, row + 1, priced, exact)
    row = tables.write_standing(page, row + 1, priced)
    row, rooms = tables.write_ceilings(page, row + 1, priced, floor)
    if priced.corridor is not None:
        row = price_moves.write_moves(page, row + 1, priced, priced.corridor, rooms)
    if priced.frontier is not None:
        row = price_moves.write_frontier(page, row + 1, priced, priced.frontier)
    row = pasted.write_heading(page, row + 1, "Held fixed", LAST)
    return pasted.write_notes(page, row, [_sentence(held) for held in priced.held], LAST)
