"""The Investors sheet: what somebody who may put money in asks first. Live, but for the stresses.

Everything that is a line of the model or follows from one by a formula is live and follows the scenario in use. The
stresses would need the model once for each, and one with more periods: they are pasted, and a cell says when they no
longer hold. The ladder of payment stands on the Returns sheet and is not repeated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sibmodel.engine import investors as asked
from sibmodel.engine.stresses import Stressed
from sibmodel.graph.units import DATE, MONEY, MULTIPLE, SHARE, YEARS, Unit
from sibmodel.workbook.layout import FIRST, address
from sibmodel.workbook.sheets import scenarios
from sibmodel.workbook.styles import RATE, format_of, number_format, unit_in_words

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
_NIL: Final = "never"


def write_investors(draft: Draft) -> None:
    """Write the sheet, where somebody's money is at risk."""
    if not has_investors(draft):
        return
    page = draft.page(NAME)
    for column, width in enumerate(_WIDTHS):
        page.width(column, column, width)
    page.title("For investors")
    row = _write_scenario(page, 2)
    row = _write_figures(page, row + 1)
    row = _write_sources_and_uses(page, row + 1)
    row = _write_stresses(page, row + 1)
    row = _write_j_curve(page, row + 1)
    page.set_up(colour="#2F6F4F", freeze=(3, 1), last=(row, len(_WIDTHS) - 1))


def has_investors(draft: Draft) -> bool:
    """Whether anybody puts money at risk; a deal may be paid for by grants alone."""
    return any(part.is_at_risk for part in draft.deal.terms.tranches.values())


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
    """Average life, and when money moves first and last; amounts below half a cent do not count as moving."""
    draft = page.draft
    back, years = _row(draft, asked.BACK), _row(draft, "time.years")
    life = asked.average_life(draft.projection, draft.scenario)
    formula = f'=IF(ROUND(SUM({back}),2)>0,SUMPRODUCT({back},{years})/SUM({back}),"{_NIL}")'
    label = "Average life: years to what comes back, weighted by amount"
    _write(page, row, label, YEARS, formula, _NIL if life is None else life)
    dates = _row(draft, "time.date")
    days = [float(day) for day in draft.projection.row("time.date", draft.scenario)]
    for what, name in (("draw", asked.DRAWN), ("repayment", asked.BACK)):
        line = _row(draft, name)
        moves = f"(ROUND({line},2)>0)"
        moved = [day for day, amount in zip(days, draft.values(draft.model[name]), strict=True) if amount > 0.005]
        last, end = f"SUMPRODUCT(MAX({moves}*{dates}))", f"MAX({dates})"
        first = f"{end}-SUMPRODUCT(MAX({moves}*({end}-{dates}+1)))+1"
        for when, formula_of, day in (("First", first, moved[:1]), ("Last", last, moved[-1:])):
            row += 1
            shown = f'=IF(SUMPRODUCT({moves}*1)>0,{formula_of},"{_NIL}")'
            _write(page, row, f"{when} {what}", DATE, shown, day[0] if day else _NIL)
    return row + 1


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
    page.height(row + 1, 48)
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
    for column, words in enumerate(("Date", "Drawn", "Came back", "Running sum")):
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
    _write_chart(page, top, row)
    return row + 1


def _write_chart(page: Page, top: int, last: int) -> None:
    """The running sum as a line, beside its numbers."""
    chart = page.draft.book.add_chart({"type": "line"})
    series = {"categories": [NAME, top, 0, last, 0], "values": [NAME, top, 3, last, 3], "name": "Running sum"}
    chart.add_series({**series, "line": {"color": "#1F3A5F", "width": 2}})
    chart.set_title({"name": "Cumulative net cash flow of all investors", "name_font": {"size": 10}})
    chart.set_legend({"none": True})
    chart.set_x_axis({"date_axis": True, "num_format": "mmm yyyy", "label_position": "low"})
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#C9D3DF"}}})
    chart.set_size({"width": 430, "height": 240})
    words = "Line chart of the running sum of drawn and returned money by date"
    page.sheet.insert_chart(top, 4, chart, {"x_offset": 6, "y_offset": 4, "description": words})
