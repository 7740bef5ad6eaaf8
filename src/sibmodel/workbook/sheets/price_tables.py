"""The tables of the Price sheet: the answer with its proof, prices, what the deal comes to, ceilings and room."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sibmodel.graph.units import MONEY, SHARE
from sibmodel.workbook.layout import address
from sibmodel.workbook.sheets import pasted
from sibmodel.workbook.sheets.pasted import NOTHING, Cell
from sibmodel.workbook.sheets.price import LAST, NAME
from sibmodel.workbook.styles import number_format

if TYPE_CHECKING:
    from sibmodel.analysis.crossings.found import Crossing, Point
    from sibmodel.analysis.price.ceiling import Ceiling
    from sibmodel.analysis.price.pricing import Priced, Standing
    from sibmodel.workbook.draft import Page

AMOUNT: Final = number_format(MONEY)
_CENTS: Final = "#,##0.00;[Red]-#,##0.00;0.00"
_RATE: Final = "0.0000%"
_FIGURES: Final = {"irr": _RATE, "npv": _CENTS, "loss": "0.000%"}
_CALLED: Final = {"irr": "internal rate", "npv": "net present value", "loss": "chance of loss"}
_HOW: Final = {
    "root": "met exactly",
    "jump": "leapt over: never met exactly",
    "stretch": "met anywhere from here to the value above",
    "hole": "passed where there is no figure",
}
_KINDS: Final = {
    "one": "One value meets the target: the only one among those tried.",
    "jump": "No value meets the target exactly: the figure leaps over it.",
    "stretch": "A whole stretch of values meets the target: nothing moves in between.",
    "hole": "The target is passed somewhere where there is no figure.",
    "several": "Several values meet the target, so that none of them is the answer. What follows takes the lowest.",
    "none": "No value meets the target.",
}
_ANSWER: Final = (
    "Value", "Standard error", "Value below", "Figure there", "Value above", "Figure there", "Target", "How it is met",
)  # fmt: skip
_STANDING: Final = (
    ("Outcome payments", "outcome_payments", "payments.paid"),
    ("Investors put in", "drawn", "investors.{0}.drawn"),
    ("Investors get back", "returned", "investors.{0}.returned"),
    ("Costs without funding", "unfunded", "vehicle.unfunded"),
)
_RETURNS: Final = (("Money multiple", "multiple"), ("Internal rate", "irr"), ("Net present value", "npv"))


def form_of(priced: Priced) -> str:
    """The format of a value of the lever."""
    if priced.lever.is_factor:
        return '0.0000"x"'
    if priced.lever.is_money:
        return _CENTS
    return _RATE if priced.lever.unit.shown_as == SHARE.shown_as else "#,##0.0#####"


def _form_as_solved(priced: Priced) -> str:
    """More digits than the answer has, so that the two are not taken for two answers."""
    if priced.lever.is_factor:
        return '0.00000000"x"'
    return "#,##0.000000" if priced.lever.is_money else form_of(priced)


def _figure(priced: Priced, figure: float | None) -> Cell:
    from sibmodel.analysis.price.wording import NO_RATE, is_no_rate

    if figure is not None and is_no_rate(priced, figure):
        return Cell(NO_RATE)
    is_there = figure is not None and not math.isnan(figure)
    return Cell(figure if is_there else "no figure", _FIGURES[priced.target.kind])


def _standing(priced: Priced, standing: Standing) -> Cell:
    """The figure at one value; words where it is a loss without a rate."""
    from sibmodel.analysis.price.wording import without_rate

    said = without_rate(priced, standing)
    return Cell(said) if said else _figure(priced, standing.figure)


# --- the answer ----------------------------------------------------------------------------------------------------


def write_answer(page: Page, row: int, priced: Priced) -> tuple[int, str, str]:
    """Write what meets the target, with its proof; the row after it, the cell of the answer and that as solved."""
    lever, found, form = priced.lever, priced.found, form_of(priced)
    row = pasted.write_heading(page, row, f"What investors need: {lever.label}, for {priced.aim}", LAST)
    row = pasted.write_heads(page, row, ("What meets the target", *_ANSWER))
    told = address(row, 1, fixed=True)
    for number, crossing in enumerate(found.solved.crossings):
        label = "Value" if len(found.solved.crossings) == 1 else f"Value {number + 1} of {len(found.solved.crossings)}"
        row = pasted.write_row(page, row, label, _crossing(priced, crossing, is_first=number == 0))
    exact = address(row, 1, fixed=True)
    solved = found.value if found.value is not None else "none"
    row = pasted.write_row(page, row, "As solved, before it is rounded", [Cell(solved, _form_as_solved(priced))])
    if priced.nearest is not None:
        best_called = "The highest rate there is" if priced.falls_below_nothing else "The best there is"
        words = f"{best_called}: this {_CALLED[priced.target.kind]}, first at the value beside it"
        best = [_figure(priced, priced.nearest.figure), Cell(priced.nearest.at, form)]
        row = pasted.write_row(page, row, words, best)
    tried = f"{found.solved.tried:,} values tried, from {found.solved.low:,.12g} to {found.solved.high:,.12g}."
    notes = [f"{_KINDS[found.solved.kind]} {tried}", *priced.because]
    return pasted.write_notes(page, row, notes, LAST), told, exact


def _crossing(priced: Priced, crossing: Crossing, *, is_first: bool) -> list[Cell]:
    found, form = priced.found, form_of(priced)
    proof = found.proof if is_first and found.proof is not None else (crossing.below, crossing.above)
    rounded = found.told if is_first and found.told is not None else crossing.value
    error = Cell(found.error, form) if is_first and found.error else NOTHING
    sides = [cell for point in proof for cell in _point(priced, point)]
    aim = Cell(found.solved.target, _FIGURES[priced.target.kind])
    return [Cell(rounded, form), error, *sides, aim, Cell(_HOW[crossing.passed])]


def _point(priced: Priced, point: Point) -> tuple[Cell, Cell]:
    return Cell(point.at, form_of(priced)), _figure(priced, point.figure)


def write_prices(page: Page, row: int, priced: Priced, exact: str) -> int:
    """Write each input that the lever moves: in use, as it was, and at the answer."""
    draft, is_factor = page.draft, priced.lever.is_factor
    row = pasted.write_heading(page, row, "The prices" if priced.lever.is_money or is_factor else "The input", LAST)
    row = pasted.write_heads(
        page, row, ("Input", "In use", "When this was written", "At the answer", "Answer less in use")
    )
    for path, (now, then) in priced.prices.items():
        form = _CENTS if is_factor else form_of(priced)
        live = pasted.input_in_use(draft, path, NAME, form)
        use, was, answer = (address(row, column) for column in (1, 2, 3))
        cells = [live, Cell(now, form), Cell("none")]
        if then is not None:
            assert isinstance(live.value, float)
            formula = f"={exact}*{was}" if is_factor else f"={exact}"
            cells[-1] = Cell(then, form, formula)
            cells.append(Cell(then - live.value, form, f"={answer}-{use}"))
        row = pasted.write_row(page, row, priced.lever.labels[path], cells)
    return row


def write_standing(page: Page, row: int, priced: Priced) -> int:
    """Write what the deal comes to: live, as it was, and at the answer."""
    from sibmodel.analysis.price.wording import last_head

    draft, answered, investor = page.draft, priced.answered, priced.target.investor
    row = pasted.write_heading(page, row, "What it comes to", LAST)
    mean = "expected over all scenarios" if priced.is_simulated else "when this was written"
    last = last_head(priced).capitalize()
    row = pasted.write_heads(
        page, row, ("", "In use, all as planned", f"As the file stands, {mean}", last, "Answer less as it stands")
    )
    for label, field, name in _STANDING:
        now, stood = pasted.line_in_use(draft, name.format(investor), NAME), getattr(priced.stands, field)
        cells = [now, Cell(stood, AMOUNT)]
        if answered is not None:
            then = getattr(answered, field)
            cells += [Cell(then, AMOUNT), Cell(then - stood, AMOUNT, f"={address(row, 3)}-{address(row, 2)}")]
        row = pasted.write_row(page, row, label, cells)
    figure = f"The figure that the target is about: {_CALLED[priced.target.kind]}"
    both = [_standing(priced, each) for each in (priced.stands, answered) if each is not None]
    row = pasted.write_row(page, row, figure, [NOTHING, *both])
    for label, what in _RETURNS:
        now = pasted.line_in_use(draft, f"investors.{investor}.{what}", NAME)
        row = pasted.write_row(page, row, f"Investors' {label.lower()}, from the sheet Returns", [now])
    said = "Costs without funding: investors' figures take it that somebody else pays them."
    return pasted.write_notes(page, row, [said], LAST) if answered is not None and answered.unfunded > 0 else row


# --- the room between ----------------------------------------------------------------------------------------------


def write_ceilings(page: Page, row: int, priced: Priced, floor: str) -> tuple[int, dict[str, str]]:
    """Write what government can pay from each side; the row after it, and the cells of the room by perspective."""
    from sibmodel.analysis.price.wording import about_ceilings, room_in_words

    rises = priced.corridor is None or priced.corridor.rises
    gaps = {} if priced.corridor is None else {each.perspective: each for each in priced.corridor.gaps}
    row = pasted.write_heading(page, row, "What government can pay, and the room above what investors need", LAST)
    can = "Can pay up to" if rises else "Needs at least"
    heads = ("Seen from", "Avoided", "Own costs", "Paid as it stands", "Gains as it stands", can, "Standard error")
    row = pasted.write_heads(page, row, (*heads, "Room", "Standard error"))
    rooms = {}
    for each in priced.ceilings:
        room, error = Cell(room_in_words(priced, each) or None), NOTHING
        if (gap := gaps.get(each.perspective.key)) is not None:
            rooms[each.perspective.key] = address(row, 7, fixed=True)
            width = f"{address(row, 5)}-{floor}" if rises else f"{floor}-{address(row, 5)}"
            room = Cell(gap.told, form_of_change(priced), f"={width}")
            error = Cell(gap.error, form_of(priced)) if gap.error else NOTHING
        row = pasted.write_row(page, row, each.perspective.title, [*_ceiling(priced, each, row), room, error])
    return pasted.write_notes(page, row, list(about_ceilings(priced)), LAST), rooms


def _ceiling(priced: Priced, each: Ceiling, row: int) -> list[Cell]:
    from sibmodel.analysis.price.wording import ceiling_in_words

    avoided, own, paid = (address(row, column) for column in (1, 2, 3))
    amounts = [Cell(amount, AMOUNT) for amount in (each.worth, each.own_costs, each.paid)]
    gain = Cell(each.worth - each.own_costs - each.paid, AMOUNT, f"={avoided}-{own}-{paid}")
    top = Cell(ceiling_in_words(each) if each.value is None else each.value, form_of(priced))
    return [*amounts, gain, top, Cell(each.error, form_of(priced)) if each.error else NOTHING]


def form_of_change(priced: Priced) -> str:
    """The format of a difference of values of the lever."""
    if priced.lever.is_factor:
        return '+0.0000"x";[Red]-0.0000"x";0.0000"x"'
    if priced.lever.is_money:
        return "+#,##0.00;[Red]-#,##0.00;0.00"
    return "+0.0000%;[Red]-0.0000%;0.0000%" if priced.lever.unit.shown_as == SHARE.shown_as else "General"
