"""Sheets of lines in columns: one formula a row, the same in every column, with what the engine says it comes to."""

from __future__ import annotations

from typing import Final

from sibmodel.graph.model import Line
from sibmodel.workbook.draft import Draft, Page
from sibmodel.workbook.formulas import Reader
from sibmodel.workbook.layout import (
    CONSTANT,
    COUNTER_ROW,
    DATE_ROW,
    FIRST,
    FIRST_ROW,
    LABEL,
    NAME,
    OPENING,
    SCENARIO_ROW,
    UNIT,
    Block,
    address,
)
from sibmodel.workbook.sheets import checks, returns, scenarios
from sibmodel.workbook.styles import PALE, format_of, unit_in_words

TITLES: Final = {
    "Timeline": "Timeline: instants, people who start, costs",
    "Outcomes": "Outcomes: what is measured, and what it is paid on",
    "Payments": "Payments: earned, verified, due, limited, paid",
    "Capital": "Capital: accounts, tranches, order of payments",
    "Returns": "Returns: what investors put in and get back",
    "Savings": "Savings: cost avoided, and the value to government",
    "Budget": "Budget: what each payer spends, by fiscal year",
    "Workings": "Workings: the search for internal rates of return",
}
_FEWEST_PRINTED: Final = 4
"""Columns that are printed in any case: what the master check says runs over so many."""
_WIDER: Final = ("Workings",)
_EMPTY: Final = "This deal has nothing to show on this sheet."
_WIDTHS: Final = ((LABEL, 44), (UNIT, 12), (NAME, 24), (CONSTANT, 13), (OPENING, 1.5))


def write_lines(draft: Draft, name: str) -> None:
    """Write one sheet of lines."""
    page = draft.page(name)
    blocks = draft.layout.blocks.get(name, [])
    columns = max(draft.layout.widest(name), draft.model.time.size, returns.COLUMNS if name == "Returns" else 0)
    write_header(page, TITLES.get(name, name), columns)
    if not blocks:
        page.text(FIRST_ROW, LABEL, _EMPTY, draft.styles.quiet(italic=True))
    for number, block in enumerate(blocks):
        _write_heading(page, draft.layout.heading_rows[name, number], block, columns)
        for line in block.lines:
            write_line(page, line)
    if name == "Returns":
        returns.write_headlines(draft)
    _set_up(page, columns)


def write_header(page: Page, title: str, columns: int) -> None:
    """Write what all sheets with columns have in common: title, scenario, column numbers and dates."""
    draft, styles = page.draft, page.draft.styles
    page.title(title)
    page.text(SCENARIO_ROW, LABEL, "Scenario in use", styles.quiet())
    title = scenarios.title_of(draft, draft.scenario)
    page.formula(SCENARIO_ROW, CONSTANT, scenarios.title_in_use(draft), title, styles(bold=True))
    page.formula(SCENARIO_ROW, FIRST, f"={checks.MASTER}", checks.master_says(draft), styles(bold=True))
    checks.colour_master(page, SCENARIO_ROW, FIRST)
    _write_counter(page, columns)
    head = styles.column_head()
    for column, words in ((LABEL, "Line"), (UNIT, "Unit"), (NAME, "Name")):
        page.text(DATE_ROW, column, words, head)
    page.text(DATE_ROW, CONSTANT, "Total or constant", styles.column_head(align="right"))
    page.blanks(DATE_ROW, OPENING, OPENING, head)
    if page.name == "Budget":
        page.blanks(DATE_ROW, FIRST, FIRST + columns - 1, head)
        page.text(DATE_ROW, FIRST, "Fiscal years", head)
    else:
        _write_dates(page)
        page.blanks(DATE_ROW, FIRST + draft.model.time.size, FIRST + columns - 1, head)


def _set_up(page: Page, columns: int) -> None:
    """Set widths and paper; only the columns that lines of the sheet run over are printed.

    The halvings of a search are many and say little on paper: of them so many are printed as there are instants.
    """
    layout, time = page.draft.layout, page.draft.model.time.size
    widest = min(layout.widest(page.name), time) if page.name == "Workings" else layout.widest(page.name)
    used = columns if page.name == "Returns" else max(widest, _FEWEST_PRINTED)
    for column, width in _WIDTHS:
        page.width(column, column, width)
    page.width(FIRST, FIRST + columns - 1, 12 if page.name in _WIDER else 11)
    last = layout.last_row(page.name), FIRST + used - 1
    page.set_up(colour="#6B7280", freeze=(DATE_ROW + 1, FIRST), last=last, titles=DATE_ROW)


def _write_counter(page: Page, columns: int) -> None:
    """Number the columns from 1, each one more than the column before; before the first there is nothing."""
    styles = page.draft.styles
    page.text(COUNTER_ROW, LABEL, "Column", styles.quiet(font_size=8))
    for index in range(columns):
        before = address(COUNTER_ROW, FIRST + index - 1)
        page.formula(COUNTER_ROW, FIRST + index, f"={before}+1", index + 1, styles.quiet(font_size=8, align="right"))


def _write_dates(page: Page) -> None:
    draft = page.draft
    date = draft.model["time.date"]
    reader = Reader(draft.layout, page.name)
    style = draft.styles.column_head(num_format="d mmm yyyy", align="right", text_wrap=False)
    for (index, column), value in zip(draft.layout.columns(date), draft.values(date), strict=True):
        page.formula(DATE_ROW, column, reader.at(index).formula(date), value, style)


def _write_heading(page: Page, row: int, block: Block, columns: int) -> None:
    style = page.draft.styles.heading()
    own = block.axis is None or block.axis is page.draft.model.time
    words = block.heading if own or block.axis is None else f"{block.heading} (columns are {block.axis.name})"
    page.blanks(row, LABEL, FIRST + columns - 1, style)
    page.text(row, LABEL, words, style)


def write_line(page: Page, line: Line) -> None:
    """Write the row of one line: its words, its formula in every column, and its sum where that means something."""
    draft, row = page.draft, page.draft.layout.row(line)
    write_words(page, row, line)
    reader = Reader(draft.layout, page.name)
    style = draft.styles(num_format=format_of(line))
    values = draft.values(line)
    for (index, column), value in zip(draft.layout.columns(line), values, strict=True):
        page.formula(row, column, reader.at(index).formula(line.written), value, style)
    if line.axis is None:
        return
    if line.is_flow:
        whole = draft.styles(num_format=format_of(line), bold=True)
        page.formula(row, CONSTANT, reader.sum_of(line), draft.projection.number(line.name, draft.scenario), whole)
    page.sheet.write_blank(row, OPENING, None, draft.styles(bg_color=PALE))


def write_words(page: Page, row: int, line: Line) -> None:
    """Write label, note, unit and name of a line; what its heading says already is not said again."""
    styles = page.draft.styles
    label, note = _label(line), _note(page, line)
    style = styles.text(indent=1)
    page.fit(row, (f"{label} – {note}", 48))
    if note:
        page.noted(row, LABEL, label, note, style)
    else:
        page.text(row, LABEL, label, style)
    page.text(row, UNIT, unit_in_words(line.counts, page.draft.deal.currency), styles.quiet())
    page.text(row, NAME, line.name, styles.quiet(font_size=7))


def _note(page: Page, line: Line) -> str:
    """Why it is computed so; for the status of a headline figure, what each of its numbers means."""
    for measure in page.draft.model.measures.values():
        if measure.status is line:
            return ", ".join(f"{code} {words.replace('_', ' ')}" for code, words in measure.statuses.items())
    return line.note


def _label(line: Line) -> str:
    """The label without what the heading above it says already."""
    before, colon, label = line.label.partition(": ")
    if not colon or not f" {line.place.heading}".endswith(f" {before}"):
        label = line.label
    return label[:1].upper() + label[1:]
