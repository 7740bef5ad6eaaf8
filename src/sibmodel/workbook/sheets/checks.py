"""The Checks sheet: what should hold, whether it does, what it means and what to do when it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sibmodel.workbook.formulas import Reader
from sibmodel.workbook.layout import CONSTANT, FIRST, FIRST_ROW, LABEL, NAME, OPENING, SCENARIO_ROW, UNIT
from sibmodel.workbook.styles import AMBER, AMBER_FILL, GREEN, GREEN_FILL, RED, RED_FILL

if TYPE_CHECKING:
    from sibmodel.graph.model import Check
    from sibmodel.workbook.draft import Draft, Page

MASTER: Final = f"Checks!$D${FIRST_ROW + 1}"
ALL_HOLD: Final = "All checks pass in this scenario"
WARNS: Final = "Checks pass in this scenario, with warnings"
FAILS: Final = "CHECKS FAIL: see the Checks sheet"
HOLDS: Final = "pass"
FAIL: Final = "FAIL"
WARNING: Final = "warning"
ROWS_ABOVE: Final = 5
_GUARD: Final = (
    "Comparisons allow for the last digits that a computer rounds: half a cent for money, 0.000000001 for anything "
    "else. Roundings go half away from zero."
)
_HEADS: Final = {
    LABEL: "What should hold",
    UNIT: "Result",
    NAME: "Name",
    CONSTANT: "1 where it holds",
    FIRST: "What it means where it does not",
    FIRST + 1: "What to do",
    FIRST + 2: "Where",
}
_WIDTHS: Final = {LABEL: 46, UNIT: 10, NAME: 22, CONSTANT: 14, OPENING: 1.5, FIRST: 42, FIRST + 1: 42, FIRST + 2: 26}


def write_checks(draft: Draft) -> None:
    """Write the sheet."""
    page = draft.page("Checks")
    page.title("Checks: what should hold under the scenario in use")
    head = draft.styles.column_head()
    page.blanks(FIRST_ROW - 2, LABEL, FIRST + 2, head)
    for column, words in _HEADS.items():
        page.text(FIRST_ROW - 2, column, words, head)
    for column, width in _WIDTHS.items():
        page.width(column, column, width)
    for number, block in enumerate(draft.layout.blocks.get("Checks", [])):
        row = draft.layout.heading_rows["Checks", number]
        page.blanks(row, LABEL, FIRST + 2, draft.styles.heading())
        page.text(row, LABEL, block.heading, draft.styles.heading())
    for check in draft.model.checks:
        _write_check(page, check)
    _write_master(page)
    page.text(SCENARIO_ROW, LABEL, _GUARD, draft.styles.quiet(font_size=8))
    last = max(draft.layout.last_row("Checks"), FIRST_ROW + 3), FIRST + 2
    page.set_up(colour=GREEN, freeze=(FIRST_ROW - 1, 1), last=last, titles=FIRST_ROW - 2)


def master_says(draft: Draft) -> str:
    """What the master check says about the selected scenario."""
    failures = draft.projection.failures(draft.scenario)
    if any(not check.is_warning for check in failures):
        return FAILS
    return WARNS if failures else ALL_HOLD


def other_scenarios_say(draft: Draft) -> str:
    """Which other scenarios had warnings when the file was written; a workbook holds one scenario at a time."""
    projection = draft.projection
    counts = {name: len(projection.failures(name)) for name in projection.scenarios if name != draft.scenario}
    told = [
        f"{count} {'warning' if count == 1 else 'warnings'} {projection.where(name)}"
        for name, count in counts.items()
        if count
    ]
    return f"when written also: {', '.join(told)}" if told else ""


def colour_master(page: Page, row: int, column: int) -> None:
    """Green, amber or red, by what the master check says."""
    for words, ink, fill in ((ALL_HOLD, GREEN, GREEN_FILL), (WARNS, AMBER, AMBER_FILL), (FAILS, RED, RED_FILL)):
        _colour(page, row, column, words, ink, fill)


def _colour(page: Page, row: int, column: int, words: str, ink: str, fill: str) -> None:
    style = page.draft.styles(font_color=ink, bg_color=fill, bold=True)
    rule = {"type": "cell", "criteria": "==", "value": f'"{words}"', "format": style}
    page.sheet.conditional_format(row, column, row, column, rule)


def _write_check(page: Page, check: Check) -> None:
    draft, styles, line = page.draft, page.draft.styles, check.line
    row, value = draft.layout.row(line), draft.values(line)[0]
    fails = WARNING if check.is_warning else FAIL
    page.text(row, LABEL, line.label, styles.text(indent=1))
    result = f'=IF(D{row + 1}>0.5,"{HOLDS}","{fails}")'
    page.formula(row, UNIT, result, HOLDS if value > 0.5 else fails, styles(bold=True, align="center"))
    _colour(page, row, UNIT, HOLDS, GREEN, GREEN_FILL)
    _colour(page, row, UNIT, FAIL, RED, RED_FILL)
    _colour(page, row, UNIT, WARNING, AMBER, AMBER_FILL)
    page.text(row, NAME, line.name, styles.quiet(font_size=7, text_wrap=True))
    formula = Reader(draft.layout, page.name).formula(line.written)
    page.formula(row, CONSTANT, formula, value, styles(num_format="0"))
    for column, words in enumerate((_sentence(check.message), check.hint), start=FIRST):
        page.text(row, column, words, styles.text())
    page.text(row, FIRST + 2, check.path, styles.quiet(font_size=7, text_wrap=True))
    page.fit(row, (line.label, 44), (check.message, 40), (check.hint, 40), (line.name, 26), (check.path, 30))


def _sentence(message: str) -> str:
    return message[:1].upper() + message[1:]


def _write_master(page: Page) -> None:
    """Write the one check of all checks, and the three counts that it is made of."""
    draft, styles = page.draft, page.draft.styles
    failures = draft.projection.failures(draft.scenario)
    inputs = draft.layout.input_rows.values()
    first, last = min(inputs) + 1, max(inputs) + 1
    paths, plan, used = (f"Inputs!${column}${first}:${column}${last}" for column in "HCD")
    blank = f"=COUNTA({paths})-MIN(COUNT({plan}),COUNT({used}))"
    counts = (
        ("Checks that fail", _count(draft, is_warning=False), sum(not check.is_warning for check in failures)),
        ("Warnings", _count(draft, is_warning=True), sum(check.is_warning for check in failures)),
        ("Inputs without a number", blank, 0),
    )
    for row, (words, formula, value) in enumerate(counts, start=FIRST_ROW + 1):
        page.text(row, LABEL, words, styles(indent=1))
        page.formula(row, CONSTANT, formula, value, styles(num_format="0"))
    page.text(FIRST_ROW, LABEL, "All checks together", styles(bold=True))
    fail, warn, empty = (f"D{row + 1}" for row in range(FIRST_ROW + 1, FIRST_ROW + 4))
    # Words in an input make an error of every count but this one, so it is asked first.
    says = f'=IF({empty}>0.5,"{FAILS}",IF({fail}>0.5,"{FAILS}",IF({warn}>0.5,"{WARNS}","{ALL_HOLD}")))'
    page.formula(FIRST_ROW, CONSTANT, says, master_says(draft), styles(bold=True))
    colour_master(page, FIRST_ROW, CONSTANT)


def _count(draft: Draft, *, is_warning: bool) -> str:
    """A formula that counts the checks of one kind that do not hold."""
    rows = [draft.layout.row(check.line) + 1 for check in draft.model.checks if check.is_warning == is_warning]
    return f"=SUMPRODUCT((D{min(rows)}:D{max(rows)}<0.5)*1)" if rows else "=0"
