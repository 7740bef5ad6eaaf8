"""The Published sheet: what sources print about the deal beside what this model gave when the file was written.

Only a deal that states published figures has it. Each figure belongs to its own scenario, and a workbook holds one
scenario at a time: so the figures are pasted, and say so, and a live cell says when they no longer hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sibmodel.engine.published import Comparison, Status, compared
from sibmodel.graph.units import Unit
from sibmodel.workbook.sheets import scenarios
from sibmodel.workbook.styles import AMBER, GREEN, GREY, RED, unit_in_words

if TYPE_CHECKING:
    from sibmodel.workbook.draft import Draft, Page

NAME: Final = "Published"
ABOUT: Final = "what sources print about the deal, and what this model gave; pasted values"
HEADS: Final = 5
"""The row of the heads of the columns, counted from 0."""
_COLUMNS: Final = (
    ("Figure", 26), ("Scenario", 20), ("What it is in this model", 26), ("Unit", 8), ("Published", 13),
    ("To within", 9), ("This model", 13), ("Difference", 11), ("Result", 15), ("Source", 26), ("Confidence", 10),
    ("Why not reproduced; note", 34),
)  # fmt: skip
_NUMBERS: Final = range(4, 8)
_RESULT: Final = 8
_PASTED: Final = (
    "Pasted values: the engine worked these out when the file was written, each under its own scenario, whichever one "
    "is in use. They do not follow the other sheets; write the workbook again to bring them up to date."
)
_RESULTS: Final[dict[Status, tuple[str, str]]] = {
    "derived": ("derived", GREEN),
    "by_construction": ("by construction", GREY),
    "not_reproduced": ("not reproduced", AMBER),
    "failed": ("FAILED: claimed as reproduced, and is not", RED),
    "unconfirmed": ("unconfirmed, not a published figure", GREY),
}
_WRAPPED: Final = (0, 1, 2, 8, 9, 11)
"""The columns whose words are wrapped."""


def write_published(draft: Draft) -> None:
    """Write the sheet, where the deal has published figures."""
    found = compared(draft.projection)
    if not found:
        return
    page, styles = draft.page(NAME), draft.styles
    page.title("Published figures and what this model gave")
    page.text(2, 0, _PASTED, styles.quiet(italic=True))
    page.text(3, 0, "Tables pasted from the engine", styles.quiet())
    page.formula(3, 1, f"={scenarios.IS_CURRENT}", scenarios.CURRENT, styles(bold=True))
    scenarios.colour_current(page, 3, 1)
    for column, (words, width) in enumerate(_COLUMNS):
        look: dict[str, Any] = {"align": "right"} if column in _NUMBERS else {"indent": int(column == _RESULT)}
        page.text(HEADS, column, words, styles.column_head(**look))
        page.width(column, column, width)
    for row, each in enumerate(found, start=HEADS + 1):
        _write_row(page, row, each)
    last = HEADS + len(found)
    page.set_up(colour="#9CA3AF", freeze=(HEADS + 1, 1), last=(last, len(_COLUMNS) - 1), titles=HEADS)


def _write_row(page: Page, row: int, each: Comparison) -> None:
    draft, figure = page.draft, each.published
    document = draft.deal.sources.documents.get(figure.source)
    texts = {
        0: each.title,
        1: each.scenario_title,
        2: _in_this_model(each),
        3: unit_in_words(each.unit, draft.deal.currency),
        9: document.title if document else figure.source,
        10: figure.confidence,
        11: " ".join(part for part in (figure.not_reproduced, figure.note) if part),
    }
    for column, words in texts.items():
        style = draft.styles.quiet(font_size=7, text_wrap=True) if column == 2 else draft.styles.text()
        page.text(row, column, words, style)
    obtained = each.why_none if each.obtained is None else each.obtained
    difference = "" if each.difference is None else each.difference
    style = draft.styles(num_format=_format(each.unit, figure.within), italic=True, align="right")
    for column, value in zip(_NUMBERS, (figure.value, figure.within, obtained, difference), strict=True):
        page.entry(row, column, value, style)
    result, colour = _RESULTS[each.status]
    page.text(row, 8, result, draft.styles.text(bold=True, font_color=colour, indent=1))
    page.fit(row, *((texts.get(column, result), float(_COLUMNS[column][1])) for column in _WRAPPED))


def _in_this_model(each: Comparison) -> str:
    """The figures of this model that it is made of, and the time they are taken from."""
    figure = each.published
    parts = [
        figure.figure or "",
        f"less {figure.minus}" if figure.minus else "",
        f"over {figure.over}" if figure.over else "",
    ]
    parts += [f"from {figure.from_date}" if figure.from_date else "", f"to {figure.to_date}" if figure.to_date else ""]
    parts += [f"in fiscal year {figure.in_fiscal_year}" if figure.in_fiscal_year else ""]
    return ", ".join(part for part in parts if part)


def _format(unit: Unit, within: float) -> str:
    """Numbers to what was printed: money in whole units, or with its cents where cents were printed."""
    if unit.shown_as == "share":
        return "0.0###%"
    return ("#,##0" if within >= 1 else "#,##0.00#") if unit.shown_as == "money" else "#,##0.0####"
