"""The Change log: what to do on changing something, and an empty table to write it down in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sibmodel.workbook.styles import INPUT_FILL, RULE

if TYPE_CHECKING:
    from sibmodel.workbook.draft import Draft

_ADVICE: Final = (
    "A number: change the plan value on Inputs, or what a scenario says on Scenarios. Change nothing else there.",
    "Then look at the Checks sheet: every check should pass under every scenario, and a failure says what to do.",
    "The pasted tables on Returns do not follow. Put the change into the deal file and write the workbook again.",
    "A rule (a tranche, a payment, a period): change the deal file, not a formula, or the engine no longer agrees.",
    "sibmodel never overwrites a workbook that was saved by hand; it writes a new one beside it.",
    "Write down below what was changed, by whom and why, and what it did to the headline figures.",
)
_HEADS: Final = (
    ("Date", 12), ("Who", 18), ("Sheet and cell", 18), ("From", 14), ("To", 14), ("Why", 50),
    ("Effect on headline figures", 34),
)  # fmt: skip
_LINES: Final = 30


def write_change_log(draft: Draft) -> None:
    """Write the sheet."""
    page, styles = draft.page("Change log"), draft.styles
    page.title("Change log")
    for row, words in enumerate(_ADVICE, start=3):
        page.text(row, 0, f"{row - 2}.  {words}", styles())
    head = 3 + len(_ADVICE) + 1
    for column, (words, width) in enumerate(_HEADS):
        page.text(head, column, words, styles.column_head())
        page.width(column, column, width)
    entry = styles.text(bg_color=INPUT_FILL, border=1, border_color=RULE)
    for row in range(head + 1, head + 1 + _LINES):
        page.blanks(row, 0, len(_HEADS) - 1, entry)
    page.set_up(colour="#9CA3AF", freeze=(head + 1, 0), last=(head + _LINES, len(_HEADS) - 1))
