"""HTML: the term sheet as one file that needs nothing else, runs nothing and prints."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sibmodel.deal.deal import PLAN
from sibmodel.engine.projection import Projection
from sibmodel.files.outputs import write_text
from sibmodel.report.charts import Chart, draw
from sibmodel.report.committee.page import committee_print
from sibmodel.report.facts import term_sheet
from sibmodel.report.spans import Spans, draw_spans
from sibmodel.report.stacked import Stacked, draw_stacked
from sibmodel.report.svg import as_text

if TYPE_CHECKING:
    from sibmodel.analysis.appraisal import Appraisal
    from sibmodel.risk.payment_risk import PaymentRisk

_UNSEEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Characters without a shape: controls, halves of pairs, and those that turn the direction of text."""


_APART: Final = re.compile(r"(?<=\d) (?=%)|(?<=±) (?=\S*\d)")
"""Spaces at which no line may end: before a per cent sign, and between a sign and its number."""
_MINUS: Final = re.compile("\N{MINUS SIGN}(?=\\D)")
"""A minus before the sign of a currency, after which no line may end."""
_LONGEST: Final = 18
_PIECE: Final = 9


def write_term_sheet(
    projection: Projection,
    path: Path | str,
    *,
    scenario: str = PLAN,
    date: dt.date | None = None,
    risk: PaymentRisk | None = None,
    appraisal: Appraisal | None = None,
) -> Path:
    """Write the term sheet of a deal as one HTML file.

    Args:
        projection: The evaluated deal.
        path: Where to write it; a file that stands there is replaced whole or not at all.
        scenario: The scenario whose figures are shown wherever only one can be.
        date: The date to print; left out by default, so that the same file gives the same page.
        risk: What a simulation says of the deal, based on that scenario; none by default.
        appraisal: What moves the deal, and what it should cost, under that scenario; none by default.

    Returns:
        The file written.

    Raises:
        ScenarioError: for a scenario that was not evaluated.
    """
    return write_text(Path(path), render(projection, scenario=scenario, date=date, risk=risk, appraisal=appraisal))


def render(
    projection: Projection,
    *,
    scenario: str = PLAN,
    date: dt.date | None = None,
    risk: PaymentRisk | None = None,
    appraisal: Appraisal | None = None,
) -> str:
    """The term sheet of a deal as HTML text."""
    sheet = term_sheet(projection, scenario, date, risk, appraisal)
    return _page("term_sheet.html", sheet, _style("term_sheet.css"))


def write_committee_print(
    projection: Projection,
    path: Path | str,
    payer: str,
    *,
    scenario: str = PLAN,
    risk: PaymentRisk | None = None,
) -> Path:
    """Write the two pages for the committee of a payer as one HTML file.

    Args:
        projection: The evaluated deal.
        path: Where to write it; a file that stands there is replaced whole or not at all.
        payer: The payer, by its name in the deal file.
        scenario: The scenario whose figures are shown.
        risk: What a simulation says of the deal, based on that scenario; none by default.

    Returns:
        The file written.

    Raises:
        ScenarioError: for a scenario that was not evaluated.
    """
    return write_text(Path(path), render_committee_print(projection, payer, scenario=scenario, risk=risk))


def render_committee_print(
    projection: Projection, payer: str, *, scenario: str = PLAN, risk: PaymentRisk | None = None
) -> str:
    """The two pages for the committee of a payer as HTML text."""
    sheet = committee_print(projection, payer, scenario=scenario, risk=risk)
    return _page("committee.html", sheet, _style("term_sheet.css", "committee.css"))


def _page(template: str, sheet: object, style: str) -> str:
    page = _templates().get_template(template).render(
        sheet=sheet, style=Markup(style), policy=_policy(style)  # noqa: S704 - our own file
    )  # fmt: skip
    return _UNSEEN.sub("", page)


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("sibmodel.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_joined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["drawn"] = _drawn
    environment.filters["breakable"] = _breakable
    return environment


def _joined(text: object) -> object:
    """A number and its signs stay on one line, however the author of a deal file parts them."""
    if type(text) is not str:
        return text
    return _MINUS.sub("\N{MINUS SIGN}\N{WORD JOINER}", _APART.sub("\N{NO-BREAK SPACE}", text))


def _drawn(chart: Chart | Stacked | Spans) -> Markup:
    """A chart as markup; the SVG writer has escaped every text in it."""
    match chart:
        case Chart():
            drawn = draw(chart)
        case Stacked():
            drawn = draw_stacked(chart)
        case Spans():
            drawn = draw_spans(chart)
    return Markup(as_text(drawn))  # noqa: S704


def _breakable(text: str) -> Markup:
    """A text whose very long words may be broken, so that no table is wider than the page."""
    return Markup("").join(
        Markup("<wbr>").join(run[at : at + _PIECE] for at in range(0, len(run), _PIECE)) if len(run) > _LONGEST else run
        for run in re.split(r"(\S+)", _APART.sub("\N{NO-BREAK SPACE}", text))
    )


@cache
def _style(*names: str) -> str:
    templates = files("sibmodel.report").joinpath("templates")
    return "\n".join(templates.joinpath(name).read_text("utf-8") for name in names)


def _policy(style: str) -> str:
    """Nothing may be loaded or run; the one style sheet is allowed by its fingerprint."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
