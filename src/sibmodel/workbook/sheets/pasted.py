"""Tables of an analysis on a sheet: what the engine found stands in italics, what follows from it is a formula.

No formula of a workbook can search or move an input and look what happens. So what a search found is pasted, says so,
says what it is based on, and a live cell says when it no longer holds.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sibmodel.version import __version__
from sibmodel.workbook.layout import address
from sibmodel.workbook.sheets import inputs, scenarios
from sibmodel.workbook.styles import AMBER, GREEN, GREY, RULE, format_of, number_format

if TYPE_CHECKING:
    from sibmodel.workbook.draft import Draft, Page

PASTED: Final = (
    "Figures in italics are pasted: the engine found them when the file was written. Figures upright are live. Write "
    "the workbook again to bring what is pasted up to date."
)
CURRENT_CELL: Final = (3, 1)
BASED_CELL: Final = (4, 1)
IN_USE: Final = "is the scenario in use"
NOT_IN_USE: Final = "is NOT the scenario in use"
TOP: Final = 10
"""The row in which the first table begins."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell of a table shows.

    Args:
        value: A number or words; None leaves the cell empty.
        form: The format of the number.
        formula: How it is worked out; empty for what is pasted.
    """

    value: float | str | None
    form: str = "General"
    formula: str = ""


NOTHING: Final = Cell(None)


def write_top(page: Page, title: str, scenario: str, facts: Sequence[tuple[str, float | str]] = ()) -> None:
    """Write the title, whether what is pasted holds, and what it is based on."""
    draft, styles = page.draft, page.draft.styles
    page.title(title)
    page.text(2, 0, PASTED, styles.quiet(italic=True))
    page.text(CURRENT_CELL[0], 0, "Tables pasted from the engine", styles.quiet())
    page.formula(*CURRENT_CELL, f"={scenarios.IS_CURRENT}", scenarios.CURRENT, styles(bold=True))
    scenarios.colour_current(page, *CURRENT_CELL)
    page.text(BASED_CELL[0], 0, "Based on the scenario, which", styles.quiet())
    page.text(*BASED_CELL, scenario, styles())
    said = IN_USE if draft.scenario == scenario else NOT_IN_USE
    at = (BASED_CELL[0], BASED_CELL[1] + 1)
    page.formula(*at, f'=IF({is_in_use()},"{IN_USE}","{NOT_IN_USE}")', said, styles(bold=True))
    colour(page, *at, {IN_USE: GREEN, NOT_IN_USE: AMBER})
    known = [*facts, ("Engine", f"sibmodel {__version__}")]
    for row, (words, value) in enumerate(known, start=BASED_CELL[0] + 1):
        page.text(row, 0, words, styles.quiet())
        page.entry(row, 1, value, styles(align="left", num_format="0"))


def is_in_use() -> str:
    """A condition: the scenario that the sheet is based on is the one in use."""
    return f"{scenarios.SELECTED}={address(*BASED_CELL, fixed=True)}"


def colour(page: Page, row: int, column: int, colours: dict[str, str]) -> None:
    """Colour a cell by the words in it."""
    for words, shade in colours.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{words}"'}
        rule["format"] = page.draft.styles(font_color=shade, bold=True)
        page.sheet.conditional_format(row, column, row, column, rule)


def write_heading(page: Page, row: int, words: str, last: int) -> int:
    """Write a heading across the sheet; the row after it."""
    page.blanks(row, 0, last, page.draft.styles.heading())
    page.text(row, 0, words, page.draft.styles.heading())
    return row + 1


def write_heads(page: Page, row: int, heads: Sequence[str], of_words: Collection[int] = ()) -> int:
    """Write the heads of the columns, above words to the left; the row after them."""
    look = {"bold": True, "text_wrap": True, "bottom": 1, "bottom_color": RULE}
    for column, words in enumerate(heads):
        style = page.draft.styles(align="right" if column and column not in of_words else "left", **look)
        if words:
            page.text(row, column, words, style)
        else:
            page.blanks(row, column, column, style)
    page.fit(row, *((words, page.widths[column]) for column, words in enumerate(heads)))
    return row + 1


def write_row(page: Page, row: int, label: str, cells: Sequence[Cell]) -> int:
    """Write a row of a table; the row after it."""
    page.text(row, 0, label, page.draft.styles.text(indent=1))
    for column, cell in enumerate(cells, start=1):
        write_cell(page, row, column, cell)
    words = [(each.value, page.widths[at]) for at, each in enumerate(cells, start=1) if isinstance(each.value, str)]
    page.fit(row, (label, page.widths[0] - 1), *words)
    return row + 1


def write_cell(page: Page, row: int, column: int, cell: Cell) -> None:
    """Write a cell: what is pasted in italics, a formula upright."""
    if cell.value is None or cell.value == "":
        return
    is_words = isinstance(cell.value, str) and not cell.formula
    style = page.draft.styles(num_format=cell.form, align="right", italic=not cell.formula, text_wrap=is_words)
    if cell.formula:
        page.formula(row, column, cell.formula, cell.value, style)
    else:
        page.entry(row, column, cell.value, style)


def write_notes(page: Page, row: int, notes: Sequence[str], last: int) -> int:
    """Write sentences below a table, across the sheet; the row after them."""
    style = page.draft.styles.text(font_color=GREY)
    width = sum(page.widths[column] for column in range(last + 1))
    for below, words in enumerate(notes, start=row):
        page.sheet.merge_range(below, 0, below, last, "", style)
        page.text(below, 0, words, style)
        page.fit(below, (words, width))
    return row + len(notes)


def input_in_use(draft: Draft, path: str, seen_from: str, form: str) -> Cell:
    """The value of an input that is in use."""
    return Cell(inputs.in_use(draft, path), form, f"={draft.layout.input_cell(path, seen_from)}")


def line_in_use(draft: Draft, name: str, seen_from: str) -> Cell:
    """What a line or headline figure comes to in the scenario in use; nothing where the workbook has no such line."""
    measure = draft.model.measures.get(name)
    if measure is not None:
        shown = draft.shown(measure, draft.scenario)
        return Cell(shown, format_of(measure.value), draft.shown_live(measure, seen_from))
    if name not in draft.model.lines:
        return NOTHING
    line = draft.model[name]
    return Cell(
        draft.projection.number(name, draft.scenario), number_format(line.counts), f"={draft.cell(line, seen_from)}"
    )


def named(labels: Sequence[str], most: int = 4) -> str:
    """The first few by name, and how many more there are."""
    more = len(labels) - most
    return ", ".join(labels[:most]) + (f" and {more} more" if more > 0 else "")
