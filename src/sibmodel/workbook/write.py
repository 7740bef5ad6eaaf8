"""Write a deal as a workbook: live formulas in every cell that is worked out, and never over somebody's edits."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlsxwriter import Workbook

from sibmodel.deal.deal import PLAN
from sibmodel.engine.projection import Projection
from sibmodel.version import __version__
from sibmodel.workbook.draft import Draft, clean
from sibmodel.workbook.layout import LINE_SHEETS, SHEETS, Layout, lay_out
from sibmodel.workbook.seal import PROPERTY, UNSEALED, is_untouched, sealed
from sibmodel.workbook.sheets import change_log, checks, cover, inputs, investors, lines, published, returns, scenarios
from sibmodel.workbook.sheets import price as price_sheet
from sibmodel.workbook.sheets import risk as risk_sheet
from sibmodel.workbook.sheets import sensitivity as sensitivity_sheet

if TYPE_CHECKING:
    from sibmodel.analysis.appraisal import Appraisal
    from sibmodel.risk.payment_risk import PaymentRisk

_EPOCH: Final = dt.date(2000, 1, 1)
"""The date of creation that a workbook carries where none is given, so that equal deals make equal files."""

_OPTIONS: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_workbook(
    projection: Projection,
    path: Path | str,
    *,
    scenario: str = PLAN,
    written_on: dt.date | None = None,
    risk: PaymentRisk | None = None,
    appraisal: Appraisal | None = None,
) -> Path:
    """Write a deal as a workbook.

    A file that somebody has edited is left alone: the workbook is then written beside it.

    Args:
        projection: The deal and its figures.
        path: Where to write.
        scenario: The scenario that is selected when the workbook opens; one of those of the projection.
        written_on: The date that the cover shows; none by default.
        risk: What a simulation of the deal came to; without one there is no Risk sheet.
        appraisal: What moves the deal, and what it should cost; without it there is no sheet of these.

    Returns:
        Where it was written: ``path``, or ``path (2)`` and so on where ``path`` had been edited.

    Raises:
        ScenarioError: for a scenario that the projection does not have.
    """
    content = workbook_bytes(projection, scenario=scenario, written_on=written_on, risk=risk, appraisal=appraisal)
    target = free_path(Path(path))
    _replace(target, content)
    return target


def workbook_bytes(
    projection: Projection,
    *,
    scenario: str = PLAN,
    written_on: dt.date | None = None,
    risk: PaymentRisk | None = None,
    appraisal: Appraisal | None = None,
) -> bytes:
    """The workbook as the bytes of a file, the same for the same deal."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, **_OPTIONS})
    draft = Draft(book, projection, scenario, layout_of(projection), written_on, risk, appraisal)
    projection.row("time.date", scenario)  # an unknown scenario stops here, with the names there are
    _describe(draft)
    _write_sheets(draft)
    book.close()
    return sealed(out.getvalue())


def layout_of(projection: Projection) -> Layout:
    """Where the workbook of a projection has each of its lines and inputs."""
    model = projection.model
    above = {"Returns": returns.rows_above(projection), "Checks": checks.ROWS_ABOVE}
    return lay_out(model, inputs.place_inputs(projection.deal, model), above)


def free_path(path: Path) -> Path:
    """The path, or the first numbered one beside it that holds nothing a person has edited."""
    candidate, number = path, 1
    while candidate.exists() and not is_untouched(candidate):
        number += 1
        candidate = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return candidate


def _replace(target: Path, content: bytes) -> None:
    """Write in one step, so that a file is whole or as it was before."""
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.stem[:40]}-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


def _describe(draft: Draft) -> None:
    created = draft.written_on or _EPOCH
    draft.book.set_properties(
        {
            "title": clean(draft.deal.name),
            "author": f"sibmodel {__version__}",
            "created": dt.datetime(created.year, created.month, created.day, tzinfo=dt.UTC),
        }
    )
    draft.book.set_custom_property(PROPERTY, UNSEALED, "text")
    draft.book.set_calc_mode("auto")
    draft.book.set_size(2400, 1400)


def sheets_of(draft: Draft) -> list[str]:
    """The sheets in their order; what was asked of the deal beyond its figures stands behind the budget."""
    appraised = [] if draft.appraisal is None else [sensitivity_sheet.NAME, price_sheet.NAME]
    asked = [*appraised, *([] if draft.risk is None else [risk_sheet.NAME])]
    behind = SHEETS.index("Budget") + 1
    return [*SHEETS[:behind], *asked, *SHEETS[behind:]]


def _write_sheets(draft: Draft) -> None:
    for name in sheets_of(draft):
        draft.page(name)
    investors.write_investors(draft)
    published.write_published(draft)
    sensitivity_sheet.write_sensitivity(draft)
    price_sheet.write_price(draft)
    risk_sheet.write_risk(draft)
    cover.write_cover(draft)
    inputs.write_inputs(draft)
    scenarios.write_scenarios(draft)
    for name in LINE_SHEETS:
        lines.write_lines(draft, name)
    checks.write_checks(draft)
    change_log.write_change_log(draft)
    for measure in draft.model.measures.values():
        draft.name_cell(measure.name, draft.cell(measure.value, ""))
