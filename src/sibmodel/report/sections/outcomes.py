"""Outcomes: who starts, what is measured, what is expected, and when it is known."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from sibmodel.deal.outcomes.level import GroupLevel
from sibmodel.deal.part import titled
from sibmodel.deal.payments.by_level import PaymentByLevel
from sibmodel.report import words
from sibmodel.report.blocks import Block, Data, Heading, Pairs, Section, prose, section
from sibmodel.report.say import Said, as_table
from sibmodel.report.sections import exits
from sibmodel.report.tables import Column, Row, Table, numbers, row, total
from sibmodel.report.tables import words as column
from sibmodel.report.view import View

_MANY: Final = 12
"""Outcomes that are told in one table rather than one by one."""


def outcomes(view: View) -> Section | None:
    """Definitions, then each outcome with what the scenario expects of it."""
    definitions = prose(*words.paragraphs(view.deal.description.outcome_definitions))
    blocks = list(_alike(view)) or [block for name in view.deal.plan.outcomes for block in _outcome(view, name)]
    parts = (definitions, _scaled(view), _starts(view), _by_the_end(view), *blocks)
    return section("outcomes", "Outcomes and metrics", *parts)


def _scaled(view: View) -> Block | None:
    achieved = view.deal.plan.achievement
    if achieved == 1:
        return None
    return prose(f"Every expected outcome below is scaled: {words.percent(achieved)} of it is counted on.")


def _by_the_end(view: View) -> Block | None:
    """How many of the people planned have started by an early end, and that later measurements count nothing."""
    if view.ends_early_in is None:
        return None
    planned = sum(cohort.people for cohort in view.deal.plan.starts.values())
    started = f"{words.exact(round(view.number('programme.starts'), 1))} of the {words.exact(planned)} people planned"
    by_then = f" {started} have started by then." if planned else ""
    return prose(f"{exits.ends_early(view)}{by_then} Numbers of outcomes below count what is measured by then.")


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
        planned = sum(cohort.people for cohort in cohorts.values())
        rows.append(total("All", words.exact(round(planned, 6)), "", ""))
    early = view.ends_early_in is not None
    heads = (column("Group"), *numbers("People planned" if early else "People"), column("Start in"), column("Over"))
    return Data(Table("People who start", heads, tuple(rows))) if rows else None


def _alike(view: View) -> Iterator[Block]:
    """Many outcomes of few kinds as one table for each kind; nothing where they are few or have tables of their own."""
    plan = view.deal.plan
    if len(plan.outcomes) < _MANY:
        return
    kinds: dict[tuple[str, tuple[Column, ...]], list[Row]] = {}
    for name in plan.outcomes:
        found = _as_row(view, name)
        if found is None:
            return
        kinds.setdefault(found[:2], []).append(found[2])
    for (caption, heads), rows in kinds.items():
        yield Data(Table(f"Outcomes: {caption}", (column("Outcome"), *heads), tuple(rows)))


def _as_row(view: View, name: str) -> tuple[str, tuple[Column, ...], Row] | None:
    """What an outcome has to say as a row of a table of its kind; None for one with several readings."""
    said, number, outcome = Said(view), partial(_number, view, name), view.deal.plan.outcomes[name]
    facts, own = (*outcome.facts(said, number), *_decides(view, name)), outcome.table(said, number)
    if own is None:
        heads = tuple(column(label) for label, _ in facts)
        return "measure and what is expected", heads, row(view.outcome(name), *(text for _, text in facts))
    if len(own.rows) > 1 or len(facts) > 1:
        return None
    heads = tuple(Column(title, is_number) for title, is_number in own.heads[1:])
    return f"{facts[0][1]}, as expected", heads, row(view.outcome(name), *own.rows[0][1:])


def _number(view: View, name: str, line: str) -> float:
    return view.number(f"outcomes.{name}.{line}")


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

    number = partial(_number, view, name)
    yield Heading(view.outcome(name))
    yield Pairs((*outcome.facts(said, number), *_decides(view, name)))
    if (table := outcome.table(said, number)) is not None:
        yield Data(as_table(table, view.outcome(name)))
