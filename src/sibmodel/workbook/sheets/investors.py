"""The Investors sheet: what somebody who may put money in asks first. Live, but for the stresses.

Everything that is a line of the model or follows from one by a formula is live and follows the scenario in use. The
stresses would need the model once for each, and one with more periods: they are pasted, and a cell says when they no
longer hold. The ladder of payment stands on the Returns sheet and is not repeated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sibmodel.deal.part import serial
from sibmodel.engine import investors as asked
from sibmodel.engine.stresses import Stressed
from sibmodel.graph.units import DATE, MONEY, MULTIPLE, SHARE, YEARS, Unit
from sibmodel.workbook.layout import FIRST, address
from sibmodel.workbook.sheets import scenarios
from sibmodel.workbook.styles import NAVY, RATE, RULE, format_of, number_format, unit_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.format import Format

    from sibmodel.graph.model import Line
    from sibmodel.workbook.draft import Draft, Page

NAME: Final = "Investors"
ABOUT: Final = "one page for investors: sources and uses, J-curve, dates, stresses"
_WIDTHS: Final = (46, 15, 15, 15, 15, 15, 15)
_PASTED: Final = (
    "Pasted values: the engine worked these out for the plan when the file was written. They do not follow the cells "
    "above; write the workbook again to bring them up to date."
)
_HEADS: Final = (
    "Outcome payments", "Multiple", "Internal rate", "Principal lost", "Without funding", "Periods added",
)  # fmt: skip
_FIGURES: Final = ("investors.total.committed", "investors.total.drawn", "investors.total.returned",
                   "investors.total.peak_drawn")  # fmt: skip
_MEASURES: Final = ("investors.total.multiple", "investors.total.irr", "investors.total.payback_years")
_MOVES: Final = (("First draw", "MIN", 4), ("Last draw", "MAX", 4), ("First repayment", "MIN", 5),
                 ("Last repayment", "MAX", 5))  # fmt: skip
"""Label, what picks the date, and the column beside the running sum that it picks from."""
_NIL: Final = "never"
_NONE: Final = "–"


def write_investors(draft: Draft) -> None:
    """Write the sheet, where somebody's money is at risk."""
    if not draft.deal.terms.investors:
        return
    page = draft.page(NAME)
    for column, width in enumerate(_WIDTHS):
        page.width(column, column, width)
    page.title("For investors")
    row = _write_scenario(page, 2)
    top = row + 2
    row = _write_figures(page, row + 1)
    moves, row = row, row + len(_MOVES)
    row = _write_sources_and_uses(page, row + 1)
    row = _write_stresses(page, row + 1)
    first, row = row + 3, _write_j_curve(page, row + 1)
    _write_moves(page, moves, (first, row - 1))
    _write_chart(page, top, (first, row - 1))
    page.set_up(colour="#2F6F4F", freeze=(3, 1), last=(row, len(_WIDTHS) - 1))


def _write_scenario(page: Page, row: int) -> int:
    draft, styles = page.draft, page.draft.styles
    page.text(row, 0, "Scenario in use", styles(bold=True))
    page.formula(row, 1, scenarios.title_in_use(draft), scenarios.title_of(draft, draft.scenario), styles(bold=True))
    return row + 1


def _heading(page: Page, row: int, words: str) -> None:
    page.blanks(row, 0, len(_WIDTHS) - 1, page.draft.styles.heading())
    page.text(row, 0, words, page.draft.styles.heading())


def _number(page: Page, unit: Unit) -> Format:
    form = RATE if unit.shown_as == "share" else number_format(unit)
    return page.draft.styles(num_format=form, align="right")


# --- headline figures ----------------------------------------------------------------------------------------------


def _write_figures(page: Page, row: int) -> int:
    """Money, returns, dates: each a formula on the lines of the model."""
    draft = page.draft
    _heading(page, row, "All investors together, under the scenario in use; nominal and before tax")
    for name in _FIGURES:
        row += 1
        line = draft.model[name]
        value = draft.projection.number(name, draft.scenario)
        _write(page, row, line.label, MONEY, f"={draft.cell(line, NAME)}", value)
    row = _write_headroom(page, row + 1)
    for name in _MEASURES:
        row += 1
        measure = draft.model.measures[name]
        style = draft.styles(num_format=format_of(measure.value), align="right")
        page.text(row, 0, measure.label, draft.styles(indent=1))
        page.formula(row, 1, draft.shown_live(measure, NAME), draft.shown(measure, draft.scenario), style)
    return _write_times(page, row + 1)


def _write(page: Page, row: int, label: str, unit: Unit, formula: str, value: float | str) -> None:
    page.text(row, 0, label, page.draft.styles(indent=1))
    page.formula(row, 1, formula, value, _number(page, unit))
    if unit == MONEY:
        page.text(row, 2, unit_in_words(unit, page.draft.deal.currency), page.draft.styles.quiet())


def _write_headroom(page: Page, row: int) -> int:
    draft = page.draft
    committed, peak = (draft.cell(draft.model[name], NAME) for name in (_FIGURES[0], _FIGURES[-1]))
    found = asked.peak(draft.projection, draft.scenario)
    _write(page, row, "Headroom: commitment less the most at risk", MONEY, f"={committed}-{peak}", found.headroom)
    risk, dates = _row(draft, asked.AT_RISK), _row(draft, "time.date")
    when = f"=INDEX({dates},MATCH(MAX({risk}),{risk},0))"
    day = float(draft.projection.row("time.date", draft.scenario)[found.at])
    _write(page, row + 1, "Date at which most is at risk", DATE, when, day)
    return row + 1


def _write_times(page: Page, row: int) -> int:
    """The average life of what comes back."""
    draft = page.draft
    back, years = _row(draft, asked.BACK), _row(draft, "time.years")
    life = asked.average_life(draft.projection, draft.scenario)
    formula = f'=IF(ROUND(SUM({back}),2)>0,SUMPRODUCT({back},{years})/SUM({back}),"{_NIL}")'
    label = "Average life: years to what comes back, weighted by amount"
    _write(page, row, label, YEARS, formula, _NIL if life is None else life)
    return row + 1


def _write_moves(page: Page, row: int, rows: tuple[int, int]) -> None:
    """When money moves first and last: the smallest and largest of the dates beside the running sum."""
    draft = page.draft
    found = asked.cash_dates(draft.projection, draft.scenario)
    days = (found.first_draw, found.last_draw, found.first_back, found.last_back)
    for (label, pick, column), day in zip(_MOVES, days, strict=True):
        dates = f"{address(rows[0], column, fixed=True)}:{address(rows[1], column, fixed=True)}"
        shown = f'=IF(COUNT({dates})>0,{pick}({dates}),"{_NIL}")'
        _write(page, row, label, DATE, shown, _NIL if day is None else serial(day))
        row += 1


def _row(draft: Draft, name: str) -> str:
    """The cells of a line, one for each instant."""
    line = draft.model[name]
    first, last = FIRST, FIRST + draft.model.time.size - 1
    row, before = draft.layout.row(line), draft.layout.prefix(line.place.sheet, NAME)
    return f"{before}{address(row, first, fixed=True)}:{address(row, last, fixed=True)}"


# --- sources and uses ----------------------------------------------------------------------------------------------


def _write_sources_and_uses(page: Page, row: int) -> int:
    draft = page.draft
    _heading(page, row, "Sources and uses of the vehicle’s money, under the scenario in use")
    for line in _of_the_vehicle(draft):
        row += 1
        value = draft.projection.number(line.name, draft.scenario)
        _write(page, row, line.label, MONEY, f"={draft.cell(line, NAME)}", value)
    return row + 1


def _of_the_vehicle(draft: Draft) -> list[Line]:
    return [line for name, line in draft.model.lines.items() if name.startswith("sources_and_uses.")]


# --- stresses ------------------------------------------------------------------------------------------------------


def _write_stresses(page: Page, row: int) -> int:
    styles = page.draft.styles
    _heading(page, row, "Standard stresses on the plan")
    page.text(row + 1, 0, _PASTED, styles.quiet(italic=True, font_size=8, text_wrap=True))
    page.height(row + 1, 26)
    page.formula(row + 1, 1, f"={scenarios.IS_CURRENT}", scenarios.CURRENT, styles(bold=True))
    scenarios.colour_current(page, row + 1, 1)
    row += 2
    page.text(row, 0, "Stress", styles(bold=True, bottom=1))
    for column, words in enumerate(_HEADS, start=1):
        page.text(row, column, words, styles(bold=True, bottom=1, align="right"))
    for each in page.draft.projection.stresses:
        row = _write_stress(page, row + 1, each)
    return row + 1


def _write_stress(page: Page, row: int, each: Stressed) -> int:
    """One stress; one that does not apply says why in the row below."""
    styles = page.draft.styles
    page.text(row, 0, each.stress.title, styles(indent=1))
    if each.projection is None:
        page.text(row, 1, "does not apply", styles(italic=True, align="right"))
    else:
        found, shown = each.as_dict(), each.projection
        model = shown.model
        figures: tuple[tuple[float | str, Unit | None], ...] = (
            (found["outcome_payments"], MONEY),
            ("nothing drawn" if found["multiple"] is None else found["multiple"], MULTIPLE),
            (_rate(found["irr"], model.measures["investors.total.irr"].texts, each), SHARE),
            (found["principal_lost"], MONEY),
            (found["unfunded"], MONEY),
            (float(each.periods_added), None),
        )
        for column, (figure, unit) in enumerate(figures, start=1):
            form = "0" if unit is None else RATE if unit is SHARE else number_format(unit)
            page.entry(row, column, figure, styles(num_format=form, italic=True, align="right"))
    for words in each.left_out:
        row += 1
        page.text(row, 0, f"left out: {words}", styles.quiet(font_size=8, text_wrap=True, indent=2))
        page.fit(row, (words, float(_WIDTHS[0])))
    return row


def _rate(found: float | None, texts: Mapping[int, str], each: Stressed) -> float | str:
    """The rate, or the words that stand in its place."""
    if found is not None:
        return found
    assert each.projection is not None
    code = round(each.projection.number("investors.total.irr_status", each.stress.name))
    return texts.get(code, "no single rate")


# --- the J-curve ---------------------------------------------------------------------------------------------------


def _write_j_curve(page: Page, row: int) -> int:
    """Date, drawn, came back and the running sum, down the page, and their chart."""
    draft, styles = page.draft, page.draft.styles
    _heading(page, row, "J-curve: cash flow of all investors by date, under the scenario in use")
    row += 1
    for column, words in enumerate(("Date", "Drawn", "Came back", "Running sum", "Drawn on", "Repaid on")):
        look = {} if not column else {"align": "right"}
        page.text(row, column, words, styles(bold=True, bottom=1, **look))
    top = row + 1
    sums = asked.running(draft.projection, draft.scenario)
    lines = [draft.model[name] for name in ("time.date", asked.DRAWN, asked.BACK)]
    values = [draft.values(line) for line in lines]
    for at in range(draft.model.time.size):
        row += 1
        for column, (line, numbers) in enumerate(zip(lines, values, strict=True)):
            cell = f"{draft.layout.prefix(line.place.sheet, NAME)}{address(draft.layout.row(line), FIRST + at)}"
            style = styles(num_format=number_format(DATE if not column else MONEY), align="right" if column else "left")
            page.formula(row, column, f"={cell}", numbers[at], style)
        drawn, back = (f"{address(top, column, fixed=True)}:{address(row, column)}" for column in (1, 2))
        page.formula(row, 3, f"=SUM({back})-SUM({drawn})", float(sums[at]), _number(page, MONEY))
        for column, amount in ((1, values[1][at]), (2, values[2][at])):
            when = f'=IF(ROUND({address(row, column)},2)>0,{address(row, 0)},"{_NONE}")'
            page.formula(row, column + 3, when, values[0][at] if round(amount, 2) > 0 else _NONE, _number(page, DATE))
    return row + 1


def _write_chart(page: Page, at: int, rows: tuple[int, int]) -> None:
    """The running sum as a line, in the room beside the headline figures."""
    chart = page.draft.book.add_chart({"type": "line"})
    ends = {"categories": (NAME, rows[0], 0, rows[1], 0), "values": (NAME, rows[0], 3, rows[1], 3)}
    series = {key: list(cells) for key, cells in ends.items()}
    chart.add_series({**series, "name": "Running sum", "line": {"color": NAVY, "width": 2}})
    chart.set_title({"name": "Cumulative net cash flow of all investors", "name_font": {"size": 10}})
    chart.set_legend({"none": True})
    chart.set_x_axis({"text_axis": True, "num_format": "mmm yyyy", "label_position": "low", "num_font": {"size": 8}})
    lines = {"visible": True, "line": {"color": RULE}}
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": lines, "num_font": {"size": 8}})
    chart.set_size({"width": 395, "height": 225})
    words = "Line chart of the running sum of drawn and returned money by date"
    page.sheet.insert_chart(at, 3, chart, {"x_offset": 24, "y_offset": 2, "description": words})
