"""Facts: all that a term sheet says, as plain data worked out from a projection.

No number is typed here or in a template: each comes from the projection, or from the terms it was made from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sibmodel.deal.deal import PLAN
from sibmodel.engine.projection import Projection
from sibmodel.report import words
from sibmodel.report.blocks import Prose, Section
from sibmodel.report.maximum import most_payable
from sibmodel.report.sections import (
    assumptions,
    brief,
    cash,
    clauses,
    dates,
    exits,
    funding,
    government,
    investors,
    limits,
    method,
    moves,
    order,
    outcomes,
    parties,
    payments,
    price,
    published,
    returns,
    risk,
    rungs,
    scenarios,
    timeline,
    value,
)
from sibmodel.report.view import View

if TYPE_CHECKING:
    from sibmodel.analysis.appraisal import Appraisal
    from sibmodel.risk.payment_risk import PaymentRisk

SECTIONS: Final[tuple[Callable[[View], Section | None], ...]] = (
    parties.parties,
    clauses.service,
    timeline.timeline,
    outcomes.outcomes,
    clauses.evaluation,
    payments.payments,
    limits.limits,
    dates.dates,
    funding.funding,
    order.order,
    returns.returns,
    rungs.ladder,
    cash.cash,
    government.government,
    value.value_for_money,
    scenarios.scenarios,
    moves.what_moves_it,
    risk.risk,
    price.what_it_should_cost,
    clauses.disputes,
    clauses.appropriation,
    exits.termination,
    clauses.reporting,
    assumptions.assumptions,
    published.published,
    assumptions.documents,
    method.method,
    investors.one_pager,
)
"""In the order in which term sheets have them; last the page that is handed out by itself, which begins a new one."""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One of the figures at the head of the page."""

    label: str
    figure: str
    about: str


@dataclass(frozen=True, slots=True)
class TermSheet:
    """All that a term sheet says.

    Args:
        name: The deal.
        summary: The deal in the words of its file.
        particulars: Currency, scenario, date, status of the model.
        brief: Sentences to quote.
        figures: The key figures.
        checks: What does not hold; None where everything does.
        sections: The sections that the deal has facts for.
        disclaimer: What the page is not.
    """

    name: str
    summary: tuple[str, ...]
    particulars: tuple[tuple[str, str], ...]
    brief: tuple[str, ...]
    figures: tuple[KeyFigure, ...]
    checks: Prose | None
    sections: tuple[Section, ...]
    disclaimer: tuple[str, ...]


def term_sheet(
    projection: Projection,
    scenario: str = PLAN,
    date: dt.date | None = None,
    risk: PaymentRisk | None = None,
    appraisal: Appraisal | None = None,
) -> TermSheet:
    """What the term sheet of a deal says.

    Args:
        projection: The evaluated deal.
        scenario: The scenario whose figures are shown wherever only one can be.
        date: The date to print; left out by default, so that the same file gives the same page.
        risk: What a simulation says of the deal, based on that scenario; none by default.
        appraisal: What moves the deal, and what it should cost, under that scenario; none by default.
    """
    view = View(projection, scenario, risk, appraisal)
    most = most_payable(view)
    return TermSheet(
        name=projection.deal.name,
        summary=words.paragraphs(projection.deal.summary),
        particulars=_particulars(view, date),
        brief=brief.in_brief(view, most),
        figures=tuple(KeyFigure(*figure) for figure in brief.key_figures(view, most)),
        checks=method.checks(view),
        sections=tuple(found for write in SECTIONS if (found := write(view)) is not None),
        disclaimer=method.disclaimer(),
    )


def _particulars(view: View, date: dt.date | None) -> tuple[tuple[str, str], ...]:
    dated = (("Date", words.date(date)),) if date else ()
    return (
        *dated,
        ("Currency", view.currency.code),
        ("Figures shown for", view.scenario_title()),
        ("Model checks", method.status(view)),
    )
