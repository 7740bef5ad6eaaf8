"""The tables of the Sensitivity sheet: bars of a tornado, stresses, and where a result turns, as labels and cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from sibmodel.analysis.sensitivity.assumptions import grade_of
from sibmodel.analysis.sensitivity.wording import safely
from sibmodel.graph.units import DATE, MONEY, MONTHS
from sibmodel.workbook.layout import address
from sibmodel.workbook.sheets import inputs, pasted
from sibmodel.workbook.sheets.pasted import NOTHING, Cell
from sibmodel.workbook.sheets.sensitivity import NAME, Swing, form_of, words_or_number
from sibmodel.workbook.styles import entry_format, number_format, unit_in_words

if TYPE_CHECKING:
    from sibmodel.analysis.asked import Result
    from sibmodel.analysis.columns import End
    from sibmodel.analysis.sensitivity.levers import Lever
    from sibmodel.analysis.sensitivity.stressed import StressedResult
    from sibmodel.analysis.sensitivity.switching import Line, Switching
    from sibmodel.analysis.sensitivity.tornado import Bar, Tornado
    from sibmodel.workbook.draft import Draft

BARS: Final = (
    "Input that is moved", "Unit", "In use", "Low", "High", "Result at low", "Result at high", "Swing",
    "Without funding at low", "Without funding at high", "Range", "How sure",
)  # fmt: skip
STRESSES: Final = (
    "Standard stress, on the plan", "", "", "", "", "Result", "", "Apart from the plan", "Without funding", "",
    "What fails",
)  # fmt: skip
TURNS: Final = (
    "Unit", "In use", "Searched from", "to", "Line", "Turns at", "Room: turn less in use", "Without funding there", "",
    "Line is met", "In the plan",
)  # fmt: skip
NO_DEAL: Final = "no deal"
_AT_LOW, _AT_HIGH = 5, 6
_IN_USE, _TURN = 2, 6
_MONEY: Final = number_format(MONEY)
_MET: Final = {True: "met", False: "not met", None: "no number"}
_SHIFT: Final = "+#,##0.0###;-#,##0.0###;0"
_SHIFTS: Final = {"share": "+0.0##%;-0.0##%;0%", "months": "+0;-0;0"}


def bars(draft: Draft, tornado: Tornado, swing: Swing, first: int) -> Iterator[tuple[str, list[Cell]]]:
    """Every input that moves a result, the most first; then those that cannot be moved alone."""
    ranked = [(each, True) for each in tornado.bars]
    others = [(each, False) for each in (*tornado.unranked, *tornado.apart)]
    for row, (bar, is_ranked) in enumerate([*ranked, *others], start=first):
        ends = (address(row, _AT_LOW), address(row, _AT_HIGH))
        form = form_of(tornado.result)
        if is_ranked:
            assert bar.swing is not None
            apart = Cell(bar.swing, form, swing.between(*ends))
        else:
            apart = Cell(NO_DEAL if bar.fails else "no number")
        yield bar.range.lever.label, _bar(draft, tornado, bar, apart)


def _bar(draft: Draft, tornado: Tornado, bar: Bar, apart: Cell) -> list[Cell]:
    lever, numbers = bar.range.lever, (bar.range.low, bar.range.high)
    form = form_of_lever(draft, lever, numbers)
    return [
        Cell(unit(draft, lever)),
        where(draft, lever, numbers),
        *(Cell(number, form) for number in numbers),
        *(_end(tornado.result, end) for end in (bar.low, bar.high)),
        apart,
        *(_unfunded(end) for end in (bar.low, bar.high)),
        Cell(_rule(bar)),
        Cell(grade_of(tornado.deal, lever.paths[0]).words),
    ]


def _end(result: Result, end: End) -> Cell:
    """A result at one end; a check that fails there makes it no deal."""
    return Cell(NO_DEAL if end.fails else words_or_number(end.found.value, end.found.words), form_of(result))


def _unfunded(end: End) -> Cell:
    return Cell(end.unfunded, _MONEY) if end.unfunded and not end.fails else NOTHING


def _rule(bar: Bar) -> str:
    clipped = ", at its limit" if bar.range.is_clipped else ""
    later = f", with {bar.periods_added} periods more" if bar.periods_added else ""
    return f"{bar.range.rule}{clipped}{later}"


def notes(tornado: Tornado) -> list[str]:
    """How many were tried, what does not move the result, and what was not moved and why."""
    moving, still = len(tornado.bars) + len(tornado.unranked), len(tornado.unmoved)
    found = [
        f"{tornado.tried} inputs tried: {moving} move it, {still} do not, {len(tornado.apart)} cannot be moved alone."
    ]
    fails = list(dict.fromkeys(label for bar in tornado.apart for label in bar.fails))
    if fails:
        found.append(f"“{NO_DEAL}”: a check fails there, so that what comes of it is none: {'; '.join(fails)}.")
    if tornado.without_width:
        labels = pasted.named([each.lever.label for each in tornado.without_width])
        found.append(f"Not tried, because a tenth of nothing is nothing: {labels}.")
    return found


def stress(tornado: Tornado, each: StressedResult, swing: Swing, row: int) -> list[Cell]:
    """A result under a stress."""
    assert each.end is not None
    end, result, before = each.end, tornado.result, tornado.planned.rank
    apart = Cell(NO_DEAL if end.fails else "no number")
    if not end.fails and end.found.rank is not None and before is not None:
        apart = Cell(abs(end.found.rank - before), form_of(result), swing.between(address(row, _AT_LOW)))
    cells = [NOTHING, NOTHING, NOTHING, NOTHING, _end(result, end), NOTHING, apart, _unfunded(end), NOTHING]
    return [*cells, Cell("; ".join(end.fails))]


def turns(draft: Draft, line: Line, each: Switching, first: int) -> Iterator[list[Cell]]:
    """Where a lever makes a result cross a line: a row for each place, or one that says there is none."""
    lever = each.lever
    met = [safely(one.met, lever.unit, up=one.rises) for one in each.crossings]
    numbers = (each.low, each.high, *met)
    form = form_of_lever(draft, lever, numbers)
    start = [Cell(unit(draft, lever)), where(draft, lever, numbers), Cell(each.low, form), Cell(each.high, form)]
    start, plan = [*start, Cell(line.label)], Cell(_MET[each.is_met])
    if not each.crossings:
        said = {True: "always", False: "never", None: "no number"}[each.is_met]
        yield [*start, Cell("nowhere"), NOTHING, _money(max(each.at_ends)), NOTHING, Cell(said), plan]
    here = number_in_use(draft, lever)
    for row, (one, at, short) in enumerate(zip(each.crossings, met, each.unfunded, strict=True), start=first):
        room = Cell(at - here, _room(draft, lever, form), f"={address(row, _TURN)}-{address(row, _IN_USE)}")
        side = Cell("from here up" if one.rises else "up to here")
        yield [*start, Cell(at, form), room, _money(short), NOTHING, side, plan]


def _money(amount: float) -> Cell:
    return Cell(amount, _MONEY) if amount else NOTHING


# --- levers --------------------------------------------------------------------------------------------------------


def number_in_use(draft: Draft, lever: Lever) -> float:
    """Where a lever is in the scenario in use; a factor or a shift that moves nothing is as planned."""
    return inputs.in_use(draft, lever.paths[0]) if lever.how == "value" else lever.planned


def where(draft: Draft, lever: Lever, numbers: Sequence[float]) -> Cell:
    """The same as a cell: live where it is an input."""
    form = form_of_lever(draft, lever, numbers)
    if lever.how == "value":
        return pasted.input_in_use(draft, lever.paths[0], NAME, form)
    return Cell(lever.planned, form)


def unit(draft: Draft, lever: Lever) -> str:
    """What the numbers of a lever count."""
    if lever.how == "factor":
        return "times as planned"
    words = unit_in_words(draft.model.inputs[lever.paths[0]].counts, draft.deal.currency)
    return f"{words} more or less".strip() if lever.how == "shift" else words


def form_of_lever(draft: Draft, lever: Lever, numbers: Sequence[float]) -> str:
    """The format of numbers of a lever; of a factor or a shift with what it does."""
    counts = draft.model.inputs[lever.paths[0]].counts
    if lever.how == "factor":
        return '0.0###"x"'
    if lever.how == "shift":
        return _SHIFTS.get(counts.shown_as, _SHIFT)
    return entry_format(counts, [number_in_use(draft, lever), *numbers])


def _room(draft: Draft, lever: Lever, form: str) -> str:
    """The format of a difference: of dates in days."""
    counts = draft.model.inputs[lever.paths[0]].counts
    if counts in (DATE, MONTHS):
        return "+0;-0;0"
    if lever.how == "value":
        return _SHIFTS.get(counts.shown_as, _SHIFT)
    return form if lever.how == "shift" else '+0.0###"x";-0.0###"x";0"x"'
