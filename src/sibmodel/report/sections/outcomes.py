"""Outcomes: who starts, what is measured, what is expected, and when it is known."""

from __future__ import annotations

from collections.abc import Iterator

from sibmodel.deal.outcomes.level import GroupLevel
from sibmodel.deal.part import titled
from sibmodel.deal.payments.payment import PaymentByLevel
from sibmodel.report import words
from sibmodel.report.blocks import Block, Data, Heading, Pairs, Section, prose, section
from sibmodel.report.say import Said, as_table
from sibmodel.report.tables import Table, numbers, row, total
from sibmodel.report.tables import words as column
from sibmodel.report.view import View


def outcomes(view: View) -> Section | None:
    """Definitions, then each outcome with what the scenario expects of it."""
    definitions = prose(*words.paragraphs(view.deal.description.outcome_definitions))
    blocks = [block for name in view.deal.plan.outcomes for block in _outcome(view, name)]
    return section("outcomes", "Outcomes and metrics", definitions, _scaled(view), _starts(view), *blocks)


def _scaled(view: View) -> Block | None:
    achieved = view.deal.plan.achievement
    if achieved == 1:
        return None
    return prose(f"Every expected outcome below is scaled: {words.percent(achieved)} of it is counted on.")


def _starts(view: View) -> Data | None:
    cohorts = view.deal.plan.starts
    rows = [
        row(
            titled(name, cohort.title),
            words.exact(cohort.people),
            words.month_of_deal(view.start, cohort.from_month + 1),
            words.months(cohort.over_months)
            + (f", ramp {words.months(cohort.ramp_months)}" if cohort.ramp_months else ""),
        )
        for name, cohort in cohorts.items()
    ]
    if len(rows) > 1:
        rows.append(total("All", words.exact(round(view.number("programme.starts"), 6)), "", ""))
    heads = (column("Group"), *numbers("People"), column("Start in"), column("Over"))
    return Data(Table("People who start", heads, tuple(rows))) if rows else None


def _decides(view: View, name: str) -> Iterator[tuple[str, str]]:
    """That the last of several readings decides, where a payment is settled once on it and none at each reading."""
    paid = [
        payment
        for payment in view.deal.terms.payments.values()
        if isinstance(payment, PaymentByLevel) and payment.outcome == name
    ]
    part = view.deal.plan.outcomes[name]
    is_read_often = isinstance(part, GroupLevel) and len(part.readings) > 1
    if is_read_often and paid and all(each.settles == "once" and each.line_of_one("") is None for each in paid):
        yield "Decides", "the last reading"


def _outcome(view: View, name: str) -> Iterator[Block]:
    outcome, said = view.deal.plan.outcomes[name], Said(view)

    def number(line: str) -> float:
        return view.number(f"outcomes.{name}.{line}")

    yield Heading(view.outcome(name))
    yield Pairs((*outcome.facts(said, number), *_decides(view, name)))
    if (table := outcome.table(said, number)) is not None:
        yield Data(as_table(table, view.outcome(name)))
