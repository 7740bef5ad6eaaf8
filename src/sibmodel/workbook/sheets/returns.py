"""What stands above the lines of the Returns sheet: headline figures, live, and tables pasted from the engine.

A workbook holds one scenario at a time, so a comparison of scenarios and the ladder of returns are values that the
engine worked out when the file was written. Both say so, and a live cell beside them says when they no longer hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sibmodel.engine.ladder import RUNGS, Ladder
from sibmodel.graph.units import MONEY, MULTIPLE, SHARE, YEARS, Unit
from sibmodel.workbook.layout import CONSTANT, FIRST, FIRST_ROW, LABEL, NAME, OPENING, UNIT
from sibmodel.workbook.sheets import scenarios
from sibmodel.workbook.styles import RATE, format_of, number_format, unit_in_words

if TYPE_CHECKING:
    from sibmodel.engine.projection import Projection
    from sibmodel.graph.model import Measure, Model
    from sibmodel.workbook.draft import Draft, Page

_PASTED: Final = (
    "Pasted values: the engine worked these out when the file was written. They do not follow the cells above; write "
    "the workbook again to bring them up to date."
)
_TABLE_TOP: Final = 3
"""Rows of a pasted table above its figures: heading, what it is, heads of columns."""
_ALL: Final = "investors.total"
_COMPARED: Final = (
    ("Outcome payments", "payments.paid", MONEY),
    ("Drawn", f"{_ALL}.drawn", MONEY),
    ("Came back", f"{_ALL}.returned", MONEY),
    ("Money multiple", f"{_ALL}.multiple", MULTIPLE),
    ("Internal rate of return", f"{_ALL}.irr", SHARE),
    ("Net present value", f"{_ALL}.npv", MONEY),
    ("Payback, years", f"{_ALL}.payback_years", YEARS),
    ("Principal lost", f"{_ALL}.principal_lost", MONEY),
    ("Interest and fees still owed", f"{_ALL}.interest_unpaid", MONEY),
    ("Costs without funding", "vehicle.unfunded", MONEY),
)
COLUMNS: Final = len(_COMPARED) - 1
"""How many of the columns from F on the wider table takes."""
_RUNGS: Final = (
    ("Outcome payments", MONEY),
    ("Drawn", MONEY),
    ("Came back", MONEY),
    ("Money multiple", MULTIPLE),
    ("Internal rate of return", SHARE),
    ("Principal lost", MONEY),
)
_EXITS: Final = (
    ("Costs paid", "costs"),
    ("of which winding down", "wind_down"),
    ("Paid by payers", "outcome_payments"),
    ("of which for termination", "on_termination"),
    ("Drawn", "drawn"),
    ("Came back", "returned"),
    ("Principal lost", "lost"),
)
_WORDS: Final = {
    "none": "no rate",
    "total_loss": "all lost",
    "no_outlay": "never out of pocket",
    "multiple": "no single rate",
    "uncertified": "no single rate",
}


def headline_measures(model: Model) -> list[Measure]:
    """The headline figures of the investors, all of them together first."""
    own = [measure for name, measure in model.measures.items() if name.startswith("investors.")]
    return sorted(own, key=lambda measure: not measure.name.startswith(f"{_ALL}."))


def rows_above(projection: Projection) -> int:
    """How many rows the headline figures and the tables take."""
    end = _exits_row(projection.model, len(projection.scenarios))
    return end + (_TABLE_TOP + len(projection.exits) + 1 if projection.exits else 0) - FIRST_ROW


def _table_row(model: Model) -> int:
    return FIRST_ROW + 1 + len(headline_measures(model)) + 1


def _ladder_row(model: Model, scenarios_shown: int) -> int:
    return _table_row(model) + _TABLE_TOP + scenarios_shown + 1


def _exits_row(model: Model, scenarios_shown: int) -> int:
    return _ladder_row(model, scenarios_shown) + _TABLE_TOP + len(RUNGS) + 3


def write_headlines(draft: Draft) -> None:
    """Write the figures and tables, on the sheet whose header and lines are written elsewhere."""
    page = draft.page("Returns")
    last = FIRST + max(draft.layout.widest("Returns"), draft.model.time.size, COLUMNS) - 1
    _write_measures(page, last)
    _write_scenarios(page, _table_row(draft.model), last)
    _write_ladder(page, _ladder_row(draft.model, len(draft.projection.scenarios)), last)
    if draft.projection.exits:
        _write_exits(page, _exits_row(draft.model, len(draft.projection.scenarios)), last)


def _write_measures(page: Page, last: int) -> None:
    draft, styles = page.draft, page.draft.styles
    page.blanks(FIRST_ROW, LABEL, last, styles.heading())
    page.text(FIRST_ROW, LABEL, "Headline figures of the scenario in use", styles.heading())
    for row, measure in enumerate(headline_measures(draft.model), start=FIRST_ROW + 1):
        unit = measure.value.counts
        page.text(row, LABEL, f"{measure.value.place.heading}: {_lower(measure.label)}", styles(indent=1))
        page.text(row, UNIT, unit_in_words(unit, draft.deal.currency), styles.quiet())
        page.text(row, NAME, measure.name, styles.quiet(font_size=7))
        shown = draft.shown(measure, draft.scenario)
        style = styles(num_format=format_of(measure.value), bold=True, align="right")
        page.formula(row, CONSTANT, draft.shown_live(measure, page.name), shown, style)


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _write_scenarios(page: Page, row: int, last: int) -> None:
    draft = page.draft
    _write_title(page, row, "Returns of all investors by scenario", last)
    heads = [words for words, _, _ in _COMPARED]
    _write_heads(page, row + _TABLE_TOP - 1, "Scenario", heads)
    for below, name in enumerate(draft.projection.scenarios, start=row + _TABLE_TOP):
        scenario = draft.deal.scenarios.get(name)
        page.text(below, LABEL, (scenario.title if scenario else "Plan") or name, draft.styles(indent=1))
        page.text(below, NAME, name, draft.styles.quiet(font_size=7))
        figures = [(_figure(draft, line, name), unit) for _, line, unit in _COMPARED]
        _write_figures(page, below, figures)


def _figure(draft: Draft, name: str, scenario: str) -> float | str:
    measure = draft.model.measures.get(name)
    return draft.projection.number(name, scenario) if measure is None else draft.shown(measure, scenario)


def _write_ladder(page: Page, row: int, last: int) -> None:
    ladder = page.draft.projection.ladder
    _write_title(page, row, "Return ladder: the plan at 0 % to 130 % of its outcomes", last)
    _write_heads(page, row + _TABLE_TOP - 1, "Share of planned outcomes", [words for words, _ in _RUNGS])
    for below, rung in enumerate(ladder.rungs, start=row + _TABLE_TOP):
        page.number(below, LABEL, rung.achieved, page.draft.styles(num_format="0%", align="left", indent=1))
        rate = _WORDS.get(rung.irr_status, rung.irr or 0.0)
        multiple = "nothing drawn" if rung.multiple is None else rung.multiple
        figures = (rung.outcome_payments, rung.drawn, rung.returned, multiple, rate, rung.principal_lost)
        _write_figures(page, below, [(f, unit) for f, (_, unit) in zip(figures, _RUNGS, strict=True)])
    _write_capital_back(page, row + _TABLE_TOP + len(ladder.rungs), ladder)


def _write_capital_back(page: Page, row: int, ladder: Ladder) -> None:
    styles = page.draft.styles
    page.text(row, LABEL, "Everything drawn comes back", styles(bold=True, indent=1))
    page.text(row, CONSTANT, ladder.capital_back_in_words, styles(bold=True, align="right", italic=True))


def _write_exits(page: Page, row: int, last: int) -> None:
    """What each date of an early end would bring, under the plan."""
    draft = page.draft
    _write_title(page, row, "Early termination: the plan ended at one date or another", last)
    _write_heads(page, row + _TABLE_TOP - 1, "Ends in month", [words for words, _ in _EXITS])
    for below, each in enumerate(draft.projection.exits, start=row + _TABLE_TOP):
        page.number(below, LABEL, each.month, draft.styles(num_format="0", align="left", indent=1))
        _write_figures(page, below, [(getattr(each, field), MONEY) for _, field in _EXITS])


def _write_title(page: Page, row: int, words: str, last: int) -> None:
    """Write the heading of a pasted table, and whether it still holds."""
    styles = page.draft.styles
    page.blanks(row, LABEL, last, styles.heading())
    page.text(row, LABEL, words, styles.heading())
    page.text(row + 1, LABEL, _PASTED, styles.quiet(italic=True, font_size=8, text_wrap=True))
    page.height(row + 1, 36)
    page.formula(row + 1, CONSTANT, f"={scenarios.IS_CURRENT}", scenarios.CURRENT, styles(bold=True))
    scenarios.colour_current(page, row + 1, CONSTANT)


def _columns(count: int) -> list[int]:
    """D, then F onwards: the column between stays empty on every sheet with columns."""
    return [CONSTANT, *range(FIRST, FIRST + count - 1)]


def _write_heads(page: Page, row: int, first: str, heads: list[str]) -> None:
    styles = page.draft.styles
    head = styles(bold=True, text_wrap=True, bottom=1)
    page.blanks(row, LABEL, OPENING, head)
    page.text(row, LABEL, first, head)
    page.height(row, 26)
    for column, words in zip(_columns(len(heads)), heads, strict=True):
        page.text(row, column, words, styles(bold=True, text_wrap=True, bottom=1, align="right"))


def _write_figures(page: Page, row: int, figures: list[tuple[float | str, Unit]]) -> None:
    for column, (figure, unit) in zip(_columns(len(figures)), figures, strict=True):
        form = RATE if unit.shown_as == "share" else number_format(unit)
        page.entry(row, column, figure, page.draft.styles(num_format=form, italic=True, align="right"))
