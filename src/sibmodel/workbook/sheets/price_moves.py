"""More tables of the Price sheet: what would close a gap, one move at a time, and the frontier of cap and price."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sibmodel.workbook.layout import address
from sibmodel.workbook.sheets import pasted
from sibmodel.workbook.sheets.pasted import NOTHING, Cell
from sibmodel.workbook.sheets.price import LAST
from sibmodel.workbook.sheets.price_tables import AMOUNT, form_of, form_of_change

if TYPE_CHECKING:
    from sibmodel.analysis.price.corridor import Corridor, Moved
    from sibmodel.analysis.price.frontier import AtCap, Frontier
    from sibmodel.analysis.price.pricing import Priced
    from sibmodel.workbook.draft import Page

_SIDES: Final = ("payers", "government", "society")


def write_moves(page: Page, row: int, priced: Priced, corridor: Corridor, rooms: dict[str, str]) -> int:
    """Write what each move changes, and the room with it."""
    from sibmodel.analysis.price.wording import about_moves

    titles = {each.perspective.key: each.perspective.title.lower() for each in priced.ceilings}
    sides = [side for side in _SIDES if side in rooms]
    row = pasted.write_heading(page, row, "What would close a gap: changes by one move at a time", LAST)
    changes = [f"Room changes by: {titles[side]}" for side in sides]
    heads = ["Move", "What investors need changes by", *changes, *(f"Room with it: {titles[side]}" for side in sides)]
    row = pasted.write_heads(page, row, heads)
    for each in corridor.moved:
        row = pasted.write_row(page, row, each.move.title, _move(priced, corridor, each, rooms, row))
    return pasted.write_notes(page, row, list(about_moves(priced, corridor)), LAST)


def _move(priced: Priced, corridor: Corridor, moved: Moved, rooms: dict[str, str], row: int) -> list[Cell]:
    sides, gaps = [side for side in _SIDES if side in rooms], {each.perspective: each.told for each in corridor.gaps}
    form = form_of_change(priced)
    changes = [moved.gaps.get(side) for side in sides]
    cells = [Cell("none known" if each is None else each, form) for each in (moved.floor, *changes)]
    for at, (side, change) in enumerate(zip(sides, changes, strict=True), start=2):
        formula = f"={rooms[side]}+{address(row, at)}"
        cells.append(NOTHING if change is None else Cell(gaps[side] + change, form, formula))
    return cells


def write_frontier(page: Page, row: int, priced: Priced, frontier: Frontier) -> int:
    """Write the value that keeps the target at each cap, and what the cap then does."""
    row = pasted.write_heading(page, row, f"The frontier: {frontier.label}", LAST)
    heads = ("Investors need", "Standard error", "Cap binds", "Standard error", "Paid, expected", "Its sd", "P95")
    row = pasted.write_heads(page, row, ("Cap", *heads))
    for point in frontier.points:
        row = pasted.write_row(page, row, f"{point.cap:,.2f}", _at_cap(priced, point))
    said = "The plan alone shows no such cost of a cap: it takes away the good scenarios that pay for the bad ones."
    return pasted.write_notes(page, row, [said], LAST)


def _at_cap(priced: Priced, point: AtCap) -> list[Cell]:
    if point.found.told is None or point.binds is None:
        return [Cell("out of reach")]
    error = Cell(point.found.error, form_of(priced)) if point.found.error else NOTHING
    binds = [Cell(each, "0.0%") for each in point.binds]
    return [
        Cell(point.found.told, form_of(priced)),
        error,
        *binds,
        *(Cell(each, AMOUNT) for each in (point.paid, point.sd, point.tail)),
    ]
