"""The Sensitivity sheet: what moves the results of a deal, and how far each input may go before the answer turns.

What a moved input does is pasted, for a workbook holds one set of inputs at a time. Live are the inputs and results in
use beside it, the swings, and how much room is left to where an answer turns.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sibmodel.workbook.layout import address
from sibmodel.workbook.sheets import pasted, scenarios
from sibmodel.workbook.sheets.pasted import NOTHING, Cell
from sibmodel.workbook.styles import AMBER, GREEN, NAVY, RATE, RED, number_format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sibmodel.analysis.asked import Result
    from sibmodel.analysis.sensitivity.assumptions import Assumption
    from sibmodel.analysis.sensitivity.stressed import StressedResult
    from sibmodel.analysis.sensitivity.switching import Switches
    from sibmodel.analysis.sensitivity.tornado import Tornado
    from sibmodel.analysis.sensitivity.whole import Sensitivity
    from sibmodel.workbook.draft import Draft, Page

NAME: Final = "Sensitivity"
ABOUT: Final = "what moves the results, and how far an input may go before the answer turns; mostly pasted values"
WIDTHS: Final = (42, 15, 12, 12, 12, 13, 13, 13, 13, 13, 22, 13)
LAST: Final = len(WIDTHS) - 1
AS_WRITTEN: Final = "As written"
OTHER: Final = "Not as written: another scenario is in use"
DIFFERS: Final = "DIFFERS from what was written"
THEN, NOW, NIL, STATE, LOST = range(1, 6)
"""Rows below the heading of a result: when written, now, what difference is none, what holds, what all lost counts."""
_RANGES: Final = (
    "Each input is moved alone, all else as planned. Ranges: P10 to P90 of the deal's own uncertain numbers; the "
    "lowest and highest of its scenarios; else a convention (±10%, a rate a year ±1 point, months and dates ±3 "
    "months), which is no evidence. The swing is from the lowest to the highest of both ends and the plan; a swing of "
    "rates is in percentage points."
)
_UNFUNDED: Final = (
    "Where costs are without funding, returns take it that somebody else pays them, and are overstated by that."
)


def write_sensitivity(draft: Draft) -> None:
    """Write the sheet, where it was found what moves the deal."""
    if draft.appraisal is None:
        return
    page, whole = draft.page(NAME), draft.appraisal.sensitivity
    for column, width in enumerate(WIDTHS):
        page.width(column, column, width)
    pasted.write_top(page, "Sensitivity: what moves the results", whole.asked.scenario)
    row = pasted.write_notes(page, pasted.TOP - 3, [_RANGES, _UNFUNDED], LAST) + 1
    for at, tornado in enumerate(whole.tornados):
        row = _write_result(page, row, whole, tornado)
        if at == 0:
            row = _write_assumptions(page, row, tornado, whole.assumptions[tornado.result.name])
    page.set_up(colour=NAVY, freeze=(pasted.BASED_CELL[0] + 1, 1), last=(row - 2, LAST))


def _write_result(page: Page, row: int, whole: Sensitivity, tornado: Tornado) -> int:
    from sibmodel.workbook.sheets import sensitivity_tables as tables

    result = tornado.result
    _write_planned(page, row, tornado)
    swing = Swing(row, is_rate=result.is_rate, counts_plan=tornado.planned.rank is not None)
    row = pasted.write_heads(page, row + (LOST if result.is_rate else STATE) + 1, tables.BARS)
    for label, cells in tables.bars(page.draft, tornado, swing, row):
        row = pasted.write_row(page, row, label, cells)
    row = pasted.write_notes(page, row, tables.notes(tornado), LAST) + 1
    row = _write_stresses(page, row, tornado, whole.stresses[result.name], swing)
    return _write_turns(page, row, tornado.result, whole.switches[result.name])


def _write_stresses(page: Page, row: int, tornado: Tornado, found: Sequence[StressedResult], swing: Swing) -> int:
    from sibmodel.workbook.sheets import sensitivity_tables as tables

    applied = [each for each in found if each.end is not None]
    if not applied:
        return row
    row = pasted.write_heads(page, row, tables.STRESSES)
    for each in applied:
        row = pasted.write_row(page, row, each.stress.title, tables.stress(tornado, each, swing, row))
    return row + 1


def _write_turns(page: Page, row: int, result: Result, found: Sequence[Switches]) -> int:
    from sibmodel.workbook.sheets import sensitivity_tables as tables

    if not found:
        return row
    row = pasted.write_heads(page, row, (f"Where each makes it turn: {result.label}", *tables.TURNS))
    for line, each in ((switches.line, each) for switches in found for each in switches.found):
        for cells in tables.turns(page.draft, line, each, row):
            row = pasted.write_row(page, row, each.lever.label, cells)
    return row + 1


# --- the result where nothing is moved -----------------------------------------------------------------------------


class Swing:
    """The formula of how far apart results are, below the heading of one of them."""

    def __init__(self, heading: int, *, is_rate: bool, counts_plan: bool) -> None:
        self.planned = [address(heading + THEN, 1, fixed=True)] if counts_plan else []
        self.lost = address(heading + LOST, 1, fixed=True) if is_rate else ""

    def between(self, *cells: str) -> str:
        """From the lowest to the highest of some results and the planned one; words count as all lost."""
        all_of = (*cells, *self.planned)
        counted = ",".join(f"IF(COUNT({each}),{each},{self.lost})" if self.lost else each for each in all_of)
        return f"=MAX({counted})-MIN({counted})"


def _write_planned(page: Page, row: int, tornado: Tornado) -> None:
    """Write what the result is where nothing is moved: when written, and live."""
    draft, styles, result, planned = page.draft, page.draft.styles, tornado.result, tornado.planned
    pasted.write_heading(page, row, f"What moves it: {result.label}", LAST)
    form = form_of(result)
    then = Cell(words_or_number(planned.value, planned.words), form)
    now = _now(draft, result)
    rows = [
        ("Where nothing is moved, when this was written", then),
        ("The same now, in the scenario in use", now),
        ("A difference below this is none", Cell(result.nothing, "General")),
        ("What holds", _state(draft, tornado, row, then, now)),
    ]
    if result.is_rate:
        rows.append(("All lost, or a loss at any rate, counts in a swing as", Cell(-1.0, form)))
    for below, (label, cell) in enumerate(rows, start=row + 1):
        page.text(below, 0, label, styles(indent=1))
        pasted.write_cell(page, below, 1, cell)
    pasted.colour(page, row + STATE, 1, {AS_WRITTEN: GREEN, OTHER: AMBER, DIFFERS: RED, scenarios.OUT_OF_DATE: RED})


def form_of(result: Result) -> str:
    """The format of numbers of a result."""
    return RATE if result.is_rate else number_format(result.unit)


def words_or_number(value: float | None, words: str) -> float | str:
    """What a result came to, or the words that stand in its place."""
    return words or ("no number" if value is None else value)


def _now(draft: Draft, result: Result) -> Cell:
    """The result in the scenario in use, in the words of the analysis where it is no number."""
    measure = draft.model.measures.get(result.name)
    if measure is None:
        return pasted.line_in_use(draft, result.name, NAME)
    said = replace(measure, texts={code: result.words(code) for code in measure.texts})
    return Cell(draft.shown(said, draft.scenario), form_of(result), draft.shown_live(said, NAME))


def _state(draft: Draft, tornado: Tornado, row: int, then: Cell, now: Cell) -> Cell:
    """Whether the result is what it was, and if not, why."""
    if now.value is None:
        return NOTHING
    before, here, nil = (address(row + each, 1) for each in (THEN, NOW, NIL))
    same = f"IFERROR(ABS({here}-{before})<{nil},{here}={before})"
    formula = (
        f'=IF({scenarios.IS_CURRENT}<>"{scenarios.CURRENT}",{scenarios.IS_CURRENT},'
        f'IF({same},"{AS_WRITTEN}",IF({pasted.is_in_use()},"{DIFFERS}","{OTHER}")))'
    )
    if isinstance(now.value, float) and isinstance(then.value, float):
        is_same = abs(now.value - then.value) < tornado.result.nothing
    else:
        is_same = now.value == then.value
    said = DIFFERS if draft.scenario == tornado.scenario else OTHER
    return Cell(AS_WRITTEN if is_same else said, formula=formula)


# --- assumptions ---------------------------------------------------------------------------------------------------


def _write_assumptions(page: Page, row: int, tornado: Tornado, found: Sequence[Assumption]) -> int:
    from sibmodel.workbook.sheets import sensitivity_tables as tables

    if not found:
        return row
    style, last = page.draft.styles.text(indent=1), LAST
    row = pasted.write_heading(page, row, f"The assumptions that move it most: {tornado.result.label}", last)
    heads = ("Assumption", "How sure", "In use", "Source", "", "", "Note", *[""] * 5)
    row = pasted.write_heads(page, row, heads, of_words=(3, 6))
    for each in found:
        lever = each.bar.range.lever
        page.text(row, 0, lever.label, style)
        page.text(row, 1, each.value.words, page.draft.styles.text(align="right", italic=True))
        pasted.write_cell(page, row, 2, tables.where(page.draft, lever, ()))
        for (first, end), words in (((3, 5), each.value.source), ((6, last), each.value.note)):
            page.sheet.merge_range(row, first, row, end, "", style)
            page.text(row, first, words, style)
        wide = [sum(WIDTHS[3:6]) - 1.0, sum(WIDTHS[6:]) - 1.0]
        page.fit(row, (lever.label, WIDTHS[0] - 1), (each.value.source, wide[0]), (each.value.note, wide[1]))
        row += 1
    return row + 1
