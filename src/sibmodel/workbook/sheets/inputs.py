"""The Inputs sheet: one row for each number of the deal, with its source; the blue cells are the ones to edit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from sibmodel.deal.part import fields_of, serial
from sibmodel.graph.units import DATE, MONTHS, Unit
from sibmodel.workbook.layout import letter
from sibmodel.workbook.styles import AMBER_FILL, INPUT, unit_in_words

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal
    from sibmodel.graph.model import Model
    from sibmodel.workbook.draft import Draft, Page

HEAD_ROW: Final = 6
FIRST_ROW: Final = 7
PLAN: Final = 2
IN_USE: Final = 3
PATH: Final = 7
_HEADS: Final = ("Input", "Unit", "Plan value", "In use", "Source", "Confidence", "Note", "Path in the deal file")
_WIDTHS: Final = (40, 14, 14, 14, 32, 13, 46, 30)
_HOW: Final = (
    "Edit the plan values, in blue. A value in use is the plan value unless the scenario in use says otherwise;",
    "what a scenario says instead stands on the Scenarios sheet, in blue too. Everything else is worked out.",
)


def grouped(deal: Deal, model: Model) -> dict[str, list[str]]:
    """The paths of all inputs by group, in the order of the deal file."""
    position = {each.path: index for index, each in enumerate(fields_of(deal))}
    groups: dict[str, list[str]] = {}
    for path in sorted(model.inputs, key=lambda path: position.get(path, len(position))):
        groups.setdefault(group_of(path), []).append(path)
    return groups


def group_of(path: str) -> str:
    """What stands above an input, in words.

    Example:
        >>> group_of("terms.payments.card.prices.move_in"), group_of("terms.timeline.starts")
        ('Terms › Payments › Card', 'Terms › Timeline')
    """
    steps = path.split(".")[:-1][:3]
    return " › ".join(step.replace("_", " ").capitalize() for step in steps)


def place_inputs(deal: Deal, model: Model) -> dict[str, int]:
    """The row of every input, on this sheet and on the Scenarios sheet alike."""
    rows: dict[str, int] = {}
    row = FIRST_ROW
    for paths in grouped(deal, model).values():
        row += 1
        for path in paths:
            rows[path] = row
            row += 1
    return rows


def write_inputs(draft: Draft) -> None:
    """Write the sheet."""
    page = draft.page("Inputs")
    page.title("Inputs: every number of the deal")
    for row, words in enumerate(_HOW, start=2):
        page.text(row, 0, words, draft.styles.quiet())
    for column, (words, width) in enumerate(zip(_HEADS, _WIDTHS, strict=True)):
        look: dict[str, Any] = {"align": "right"} if column in (PLAN, IN_USE) else {"indent": int(column > IN_USE)}
        page.text(HEAD_ROW, column, words, draft.styles.column_head(**look))
        page.sheet.set_column(column, column, width)
    write_rows(page, _write_row)
    page.set_up(colour=INPUT, freeze=(HEAD_ROW + 1, IN_USE + 1), repeat=(0, HEAD_ROW))
    rows = draft.layout.input_rows.values()
    differs = {
        "type": "formula",
        "criteria": f"=$C{min(rows) + 1}<>$D{min(rows) + 1}",
        "format": draft.styles(bg_color=AMBER_FILL),
    }
    page.sheet.conditional_format(min(rows), IN_USE, max(rows), IN_USE, differs)


def write_rows(page: Page, write: Callable[[Page, int, str], None]) -> None:
    """Write groups, labels and units as both sheets of inputs show them, and what each of them shows besides."""
    draft, styles = page.draft, page.draft.styles
    for group, paths in grouped(draft.deal, draft.model).items():
        first = draft.layout.input_rows[paths[0]]
        page.blanks(first - 1, 0, PATH if page.name == "Inputs" else 4 + len(draft.deal.scenarios), styles.heading())
        page.text(first - 1, 0, group, styles.heading())
        for path in paths:
            row, entry = draft.layout.input_rows[path], draft.model.inputs[path]
            page.text(row, 0, _label(entry.label), styles.text(indent=1))
            page.text(row, 1, unit_in_words(entry.counts, draft.deal.currency), styles.quiet())
            write(page, row, path)


def _label(label: str) -> str:
    """The label without the name of its part, which the heading of the group says."""
    words = label.split(": ", 1)[-1]
    return words[:1].upper() + words[1:]


def in_use(draft: Draft, path: str) -> float:
    """The value of an input under the selected scenario."""
    changes: Mapping[str, Any] = draft.deal.changes(draft.scenario)
    return serial(changes[path]) if path in changes else draft.model.inputs[path].value


def _write_row(page: Page, row: int, path: str) -> None:
    draft, styles = page.draft, page.draft.styles
    entry = draft.model.inputs[path]
    page.number(row, PLAN, entry.value, styles.entry(entry.counts))
    accept_numbers(page, row, PLAN, entry.counts)
    last = letter(4 + len(draft.deal.scenarios))
    chosen = f"INDEX(Scenarios!$E{row + 1}:${last}{row + 1},Scenarios!$D$4)"
    page.formula(row, IN_USE, f'=IF({chosen}="",C{row + 1},{chosen})', in_use(draft, path), styles.result(entry.counts))
    evidence = draft.deal.sources.evidence(path)
    documents = draft.deal.sources.documents
    source = evidence.source if evidence else ""
    words = (
        documents[source].title if source in documents else source,
        evidence.confidence if evidence else "",
        evidence.note if evidence else "",
    )
    for column, text in enumerate(words, start=IN_USE + 1):
        page.text(row, column, text, styles.text(indent=1))
    page.text(row, PATH, path, styles.quiet(font_size=7, text_wrap=True, indent=1))
    page.fit(row, (words[0], 31), (words[2], 45), (path, 36))
    draft.name_cell(path, f"Inputs!$D${row + 1}")


def accept_numbers(page: Page, row: int, column: int, unit: Unit) -> None:
    """Take only what the input can be: whole months, a date, a number; text would break every formula behind it."""
    kinds: dict[Unit, tuple[str, int, str]] = {
        MONTHS: ("integer", 0, "a whole number of months, 0 or more"),
        DATE: ("integer", 1, "a date"),
    }
    kind, least, words = kinds.get(unit, ("decimal", -(10**15), "a number"))
    page.sheet.data_validation(
        row,
        column,
        row,
        column,
        {
            "validate": kind,
            "criteria": ">=",
            "value": least,
            "error_title": "Input",
            "error_message": f"Enter {words}.",
        },
    )
