"""P95 year by year and P95 of all years together: two numbers that budgets mix up, side by side for each payer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sibmodel.graph.units import MONEY
from sibmodel.risk.results import by_year
from sibmodel.workbook.layout import address
from sibmodel.workbook.sheets import pasted
from sibmodel.workbook.sheets.pasted import Cell
from sibmodel.workbook.styles import number_format

if TYPE_CHECKING:
    from sibmodel.risk.payment_risk import PaymentRisk
    from sibmodel.workbook.draft import Page

TITLE: Final = "P95 of each fiscal year, and of all years together"
HEADS: Final = ("P95 of the year; their sum", "P95 of all years together", "Sum less P95 of all")
SENTENCE: Final = (
    "P95 of the sum is not the sum of the P95s. It lies below where high years seldom all come together, above where "
    "each year pays rarely, and is the same only where one year pays or all go up and down as one. An appropriation "
    "for a year goes by the P95 of that year; a commitment for all years by that of all years together."
)
_P95: Final = 0.95
_FORM: Final = number_format(MONEY)


def write_years(page: Page, row: int, risk: PaymentRisk, last: int) -> int:
    """Write the table; the row after it.

    Args:
        page: The sheet.
        row: Where it begins.
        risk: What a simulation came to.
        last: The last column of the sheet.
    """
    run = risk.run
    row = pasted.write_heads(page, pasted.write_heading(page, row, TITLE, last), ("", *HEADS))
    for payer in run.deal.terms.payers:
        whole, years = run.spreads[f"payers.{payer}.paid"], list(by_year(run, payer))
        first = row
        for year, spread in years:
            label = f"{whole.label}, fiscal year {year}"
            row = pasted.write_row(page, row, label, [Cell(spread.at(_P95).value, _FORM)])
        if years:
            added, together = sum(spread.at(_P95).value for _, spread in years), whole.at(_P95).value
            formula = f"=SUM({address(first, 1)}:{address(row - 1, 1)})"
            apart = f"={address(row, 1)}-{address(row, 2)}"
            cells = [Cell(added, _FORM, formula), Cell(together, _FORM), Cell(added - together, _FORM, apart)]
            row = pasted.write_row(page, row, f"{whole.label}, all years", cells)
    return pasted.write_notes(page, row, [SENTENCE], last)
