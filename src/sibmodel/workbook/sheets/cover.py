"""The Cover: which deal this is, what it comes to, where everything stands and how to read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from sibmodel.deal.hashes import sha256_of
from sibmodel.deal.part import titled
from sibmodel.graph.model import Line
from sibmodel.version import __version__
from sibmodel.workbook.sheets import checks, investors, price, published, risk, scenarios, sensitivity
from sibmodel.workbook.styles import (
    AMBER_FILL,
    GREEN,
    GREEN_FILL,
    INPUT,
    INPUT_FILL,
    NAVY,
    PALE,
    RED,
    RED_FILL,
    RULE,
    format_of,
    unit_in_words,
)

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal
    from sibmodel.workbook.draft import Draft, Page

_CONTENTS: Final = {
    "Cover": "",
    "Inputs": "every number of the deal, with its source; the yellow cells are the ones to edit",
    "Scenarios": "what each scenario changes, and the cell that selects one",
    "Timeline": "instants, fiscal years, people who start, costs",
    "Outcomes": "what is measured, gross and net, and what it is paid on",
    "Payments": "earned, verified, due, each limit, paid, by payer",
    "Capital": "accounts, tranches, order of payments, guarantees",
    "Returns": "multiple, internal rate, present value and payback; by scenario and by share of planned outcomes",
    "Savings": "cost avoided by agency and kind, and the value to government",
    "Budget": "what each payer spends in each fiscal year",
    "Workings": "the search for each internal rate of return, step by step",
    "Checks": "what should hold, and what to do where it does not",
    "Change log": "what to do on changing something, and where to write it down",
    investors.NAME: investors.ABOUT,
    published.NAME: published.ABOUT,
    sensitivity.NAME: sensitivity.ABOUT,
    price.NAME: price.ABOUT,
    risk.NAME: risk.ABOUT,
}
_HEADLINES: Final = (
    "payments.paid", "investors.total.committed", "investors.total.drawn", "investors.total.peak_drawn",
    "investors.total.returned", "investors.total.multiple", "investors.total.irr", "investors.total.npv",
    "investors.total.payback_years", "investors.total.principal_lost", "programme.cost", "vehicle.unfunded",
    "government.net_cashable", "government.net_fiscal", "government.pv_net_cashable", "government.pv_net_fiscal",
)  # fmt: skip
_DISCOUNTED: Final = ("investors.total.npv", "government.pv_net_cashable", "government.pv_net_fiscal")
_WIDTHS: Final = (42, 24, 56)
_WHOLE_WIDTH: Final = 135.0
_LAST_DIGIT: Final = 6
"""Decimals that count on the cover: what a subtraction of millions leaves behind is nothing, and shown so."""
_READING: Final = """\
Columns are instants: the first is financial close, each later one the end of a period. At an instant costs are paid, \
capital is drawn, outcome payments come in and the order of payments is paid, in that order.
Every row is one formula, the same in every column. The narrow column before the first instant is left empty on \
purpose, so that "previous column" means nothing there.
Cash to a party is positive in its own cash flow, cash from it negative. Costs and payments are positive amounts.
An internal rate is found by halving an interval (Workings). Where flows have no rate or several, words stand in \
its place; multiple and present value stand beside it in any case.
Figures follow the scenario in use. Tables of fixed values, worked out when the file was written, say so, and say \
when they are out of date."""


def write_cover(draft: Draft) -> None:
    """Write the sheet."""
    page = draft.page("Cover")
    for column, width in enumerate(_WIDTHS):
        page.width(column, column, width)
    page.text(0, 0, draft.deal.name, draft.styles.title())
    page.sheet.merge_range(1, 0, 1, 2, "", draft.styles.text())
    page.text(1, 0, draft.deal.summary, draft.styles.text())
    page.height(0, 24)
    page.fit(1, (draft.deal.summary, _WHOLE_WIDTH))
    row = _write_facts(page, 3)
    row = _write_headlines(page, row + 1)
    row = _write_contents(page, row + 1)
    row = _write_reading(page, row + 1)
    row = _write_colours(page, row + 1)
    page.set_up(colour=NAVY, freeze=(1, 0), last=(row, len(_WIDTHS) - 1))
    page.sheet.set_portrait()
    page.sheet.fit_to_pages(1, 1)


def _write_facts(page: Page, row: int) -> int:
    draft, styles = page.draft, page.draft.styles
    page.text(row, 0, "Scenario in use", styles(bold=True))
    page.formula(row, 1, scenarios.title_in_use(draft), scenarios.title_of(draft, draft.scenario), styles(bold=True))
    page.text(row, 2, "selected on the Scenarios sheet", styles.quiet())
    page.text(row + 1, 0, "Checks", styles(bold=True))
    page.formula(row + 1, 1, f"={checks.MASTER}", checks.master_says(draft), styles(bold=True))
    checks.colour_master(page, row + 1, 1)
    page.text(row + 1, 2, checks.other_scenarios_say(draft), styles.quiet())
    page.text(row + 2, 0, "Tables pasted from the engine", styles(bold=True))
    page.formula(row + 2, 1, f"={scenarios.IS_CURRENT}", scenarios.CURRENT, styles(bold=True))
    scenarios.colour_current(page, row + 2, 1)
    row += 3
    for words, value in _facts(draft):
        page.text(row, 0, words, styles.quiet())
        page.text(row, 1, value, styles())
        row += 1
    return row


def _facts(draft: Draft) -> list[tuple[str, str]]:
    deal = draft.deal
    facts = [
        ("Currency", deal.currency),
        ("Written on", draft.written_on.isoformat() if draft.written_on else ""),
        ("Engine", f"sibmodel {__version__}"),
        ("Format of the deal file", f"version {deal.sibmodel}"),
        ("Deal file, sha256", deal.file_sha256 or "made in Python, not read from a file"),
        ("Terms alone, sha256", sha256_of(deal.terms.model_dump(mode="json"))),
        *_tables_of(deal),
        ("Simulation", risk.in_short(draft)),
    ]
    return [(words, value) for words, value in facts if value]


def _tables_of(deal: Deal) -> Iterator[tuple[str, str]]:
    """The dated tables that discount rates of the plan come from, and the inflation on which real rates are put."""
    for who, discount in deal.plan.discount.items():
        if discount.source is not None:
            yield f"Discount rates of {who}", discount.source.title
            yield "  which are of", discount.dated
        if discount.basis == "real" and discount.inflation is not None:
            above = titled(discount.inflation, deal.plan.inflation[discount.inflation].title)
            yield f"Real rates of {who} are used", f"on top of {above}, because every flow here is nominal"


def _write_headlines(page: Page, row: int) -> int:
    draft, styles = page.draft, page.draft.styles
    _write_heading(page, row, "Key figures of the scenario in use")
    for name in _HEADLINES:
        if name not in draft.model.lines:
            continue
        row += 1
        line = draft.model[name]
        page.text(row, 0, _in_words(line, is_discounted="investors" in draft.deal.plan.discount), styles(indent=1))
        style = styles(num_format=format_of(line), bold=True, align="right")
        measure = draft.model.measures.get(name)
        if measure is not None:
            page.formula(row, 1, draft.shown_live(measure, "Cover"), draft.shown(measure, draft.scenario), style)
        else:
            value = round(draft.projection.number(name, draft.scenario), _LAST_DIGIT)
            page.formula(row, 1, f"=ROUND({draft.cell(line, 'Cover')},{_LAST_DIGIT})", value, style)
        words = _beside(draft, line)
        if words:
            page.text(row, 2, words, styles.quiet(indent=1))
    return row + 1


def _beside(draft: Draft, line: Line) -> str:
    """What stands beside a key figure: its unit, and what the deal does not state that it would take to judge it."""
    plan, family = draft.deal.plan, line.name.split(".", maxsplit=1)[0]
    carries_sign = line.counts.shown_as in ("share", "multiple")
    words = ["" if carries_sign else unit_in_words(line.counts, draft.deal.currency)]
    if family == "government" and not plan.savings:
        words.append("no cost avoided is stated")
    if line.name in _DISCOUNTED and family not in plan.discount:
        words.append("not discounted: no rate stated")
    return " · ".join(each for each in words if each)


def _in_words(line: Line, *, is_discounted: bool) -> str:
    """The line's words, and whose figure it is where they alone do not say."""
    if line.name.startswith("investors.total."):
        label = line.label if is_discounted else line.label.removesuffix(" at the hurdle rate")
        return f"Investors: {label[:1].lower()}{label[1:]}"
    if line.name.startswith("government."):
        return f"Government: {line.label[:1].lower()}{line.label[1:]}"
    return {"programme.cost": "All costs of the programme"}.get(line.name, line.label)


def _write_contents(page: Page, row: int) -> int:
    _write_heading(page, row, "Contents")
    for sheet in list(page.draft.pages)[1:]:
        row += 1
        page.link(row, 0, sheet, sheet)
        page.text(row, 1, _CONTENTS[sheet], page.draft.styles())
    return row + 1


def _write_reading(page: Page, row: int) -> int:
    style = page.draft.styles.text(indent=1)
    _write_heading(page, row, "How to read this workbook")
    for words in _READING.splitlines():
        row += 1
        page.sheet.merge_range(row, 0, row, 2, "", style)
        page.text(row, 0, words, style)
        page.fit(row, (words, _WHOLE_WIDTH))
    return row + 1


def _write_colours(page: Page, row: int) -> int:
    styles = page.draft.styles
    _write_heading(page, row, "Colours")
    entered = {"font_color": INPUT, "bg_color": INPUT_FILL, "border": 1, "border_color": RULE}
    overridden = {"bg_color": AMBER_FILL}
    holds = {"font_color": GREEN, "bg_color": GREEN_FILL, "bold": True}
    fails = {"font_color": RED, "bg_color": RED_FILL, "bold": True}
    key: list[tuple[str, str, dict[str, Any]]] = [
        ("1,000", "entered: change it", entered),
        ("1,000", "worked out: leave it", {}),
        ("1,000", "worked out, and not the plan value: the scenario in use says otherwise", overridden),
        ("1,000", "pasted from the engine when the file was written", {"italic": True}),
        ("", "left empty on purpose", {"bg_color": PALE}),
        (checks.HOLDS, "holds", holds),
        (checks.FAIL, "does not hold: the figures are not to be relied on", fails),
    ]
    for below, (sample, words, look) in enumerate(key, start=row + 1):
        page.text(below, 0, sample, styles(align="center", **look))
        page.text(below, 1, words, styles())
    return row + len(key)


def _write_heading(page: Page, row: int, words: str) -> None:
    page.blanks(row, 0, 2, page.draft.styles.heading())
    page.text(row, 0, words, page.draft.styles.heading())
