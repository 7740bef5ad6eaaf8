"""The Risk sheet: what a simulation of the deal came to when the file was written.

Only a workbook that was written with a simulation has it. No formula of a workbook can simulate, so that everything on
the sheet is pasted but sums of what is, and says so, and a live cell says when it no longer holds.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sibmodel.graph.units import MONEY
from sibmodel.version import __version__
from sibmodel.workbook.sheets import scenarios
from sibmodel.workbook.styles import RATE, number_format

if TYPE_CHECKING:
    from sibmodel.risk.payment_risk import PaymentRisk
    from sibmodel.workbook.draft import Draft, Page
    from sibmodel.workbook.sheets.risk_tables import Form, Number, Table

NAME: Final = "Risk"
ABOUT: Final = "what a simulation of the deal came to: payments, chances, returns; pasted values"
CURRENT_CELL: Final = (3, 1)
BUDGETED: Final = "Payments"
"""The table behind which the years' P95s are added up."""
TOP: Final = 12
"""The row in which the first table begins."""
_WIDTHS: Final = (56, 20, *(13.0,) * 8)
_PASTED: Final = (
    "Pasted values: the engine simulated these when the file was written, on top of one scenario, whichever one is in "
    "use. They do not follow the other sheets; write the workbook again to bring them up to date."
)
_READ: Final = (
    "Every figure is simulated, with its standard error. P80 is the value that is not exceeded with a probability of "
    "80 %. Expected amounts add up; quantiles do not."
)
_FORMATS: Final[dict[Form, str]] = {
    "money": number_format(MONEY), "rate": RATE, "multiple": '0.000"x"', "words": "General",
}  # fmt: skip
_ALONE: Final = "the deal file states no uncertainty; a part 'risk:' in it adds a simulation"
_LEFT_OUT: Final = "not simulated when this file was written"


def in_short(draft: Draft) -> str:
    """What the cover says of the simulation, or that there is none and how to have one."""
    if draft.risk is not None:
        return f"{draft.risk.run.scenarios:,} scenarios, seed {draft.risk.run.seed}: sheet {NAME}"
    return _LEFT_OUT if draft.deal.risk.is_there else _ALONE


def write_risk(draft: Draft) -> None:
    """Write the sheet, where the deal was simulated."""
    if draft.risk is None:
        return
    from sibmodel.workbook.sheets.risk_tables import tables
    from sibmodel.workbook.sheets.risk_years import write_years

    page, styles = draft.page(NAME), draft.styles
    page.title("Simulation: what could happen")
    for column, width in enumerate(_WIDTHS):
        page.width(column, column, width)
    page.text(2, 0, _PASTED, styles.quiet(italic=True))
    page.text(CURRENT_CELL[0], 0, "Tables pasted from the engine", styles.quiet())
    page.formula(*CURRENT_CELL, f"={scenarios.IS_CURRENT}", scenarios.CURRENT, styles(bold=True))
    scenarios.colour_current(page, *CURRENT_CELL)
    for row, (words, value) in enumerate(_facts(draft, draft.risk), start=CURRENT_CELL[0] + 1):
        page.text(row, 0, words, styles.quiet())
        page.entry(row, 1, value, styles(align="left", num_format="0"))
    page.text(TOP - 2, 0, _READ, styles.quiet(italic=True))
    row = TOP
    for table in tables(draft.projection, draft.risk):
        row = _write_table(page, row, table) + 1
        if table.title == BUDGETED:
            row = write_years(page, row, draft.risk, len(_WIDTHS) - 1) + 1
    page.set_up(colour="#9CA3AF", freeze=(TOP - 1, 1), last=(row - 2, len(_WIDTHS) - 1))


def _facts(draft: Draft, risk: PaymentRisk) -> list[tuple[str, float | str]]:
    from sibmodel.risk.results import inputs_sha256
    from sibmodel.risk.streams import VERSION

    run = risk.run
    return [
        ("Based on the scenario", scenarios.title_of(draft, run.scenario)),
        ("Scenarios drawn", run.scenarios),
        ("Seed", run.seed),
        ("Version of the random streams; engine", f"{VERSION}; sibmodel {__version__}"),
        ("Inputs, sha256", inputs_sha256(run.deal, run.scenario)),
        ("How well founded the uncertainty is", _evidence(draft)),
    ]


def _evidence(draft: Draft) -> str:
    found = draft.deal.sources.evidence("risk")
    return "no source given: illustrative" if found is None else f"{found.confidence}. {found.note}".strip()


def _write_table(page: Page, row: int, table: Table) -> int:
    """Write a table, and say which row comes after it."""
    styles, last = page.draft.styles, len(_WIDTHS) - 1
    page.blanks(row, 0, last, styles.heading())
    page.text(row, 0, table.title, styles.heading())
    head = styles(bold=True, text_wrap=True, bottom=1, align="right")
    page.blanks(row + 1, 0, len(table.heads), head)
    for column, words in enumerate(table.heads, start=1):
        page.text(row + 1, column, words, head)
    page.fit(row + 1, *((words, float(_WIDTHS[at])) for at, words in enumerate(table.heads, start=1)))
    for below, each in enumerate(table.rows, start=row + 2):
        page.text(below, 0, each.label, styles.text(indent=1))
        page.fit(below, (each.label, float(_WIDTHS[0])), *_wrapped(each.numbers))
        for column, (number, form) in enumerate(each.numbers, start=1):
            _write_number(page, below, column, number, form)
    return row + 2 + len(table.rows)


def _wrapped(numbers: tuple[tuple[Number, Form], ...]) -> list[tuple[str, float]]:
    return [(number, float(_WIDTHS[1])) for number, _ in numbers if isinstance(number, str)]


def _write_number(page: Page, row: int, column: int, number: Number, form: Form) -> None:
    """A number, or words; nothing where there is none."""
    if number is None or number == "" or (isinstance(number, float) and not math.isfinite(number)):
        return
    style = page.draft.styles(num_format=_FORMATS[form], italic=True, align="right", text_wrap=form == "words")
    page.entry(row, column, number, style)
