"""Outcomes: who starts, what is measured, what is expected, and when it is known."""

from __future__ import annotations

from collections.abc import Iterator

from sibmodel.deal.part import titled
from sibmodel.report import words
from sibmodel.report.blocks import Block, Data, Heading, Pairs, Section, prose, section
from sibmodel.report.say import Said, as_table
from sibmodel.report.sections import exits
from sibmodel.report.tables import Table, numbers, row, total
from sibmodel.report.tables import words as column
from sibmodel.report.view import View


def outcomes(view: View) -> Section | None:
    """Definitions, then each outcome with what the scenario expects of it."""
    definitions = prose(*words.paragraphs(view.deal.description.outcome_definitions))
    blocks = [block for name in view.deal.plan.outcomes for block in _outcome(view, name)]
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


def _outcome(view: View, name: str) -> Iterator[Block]:
    outcome, said = view.deal.plan.outcomes[name], Said(view)

    def number(line: str) -> float:
        return view.number(f"outcomes.{name}.{line}")

    yield Heading(view.outcome(name))
    yield Pairs(tuple(outcome.facts(said, number)))
    if (table := outcome.table(said, number)) is not None:
        yield Data(as_table(table, view.outcome(name)))
