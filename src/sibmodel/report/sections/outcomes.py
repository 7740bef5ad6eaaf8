"""Outcomes: who starts, what is measured, what is expected, and when it is known."""

from __future__ import annotations

from collections.abc import Iterator

from sibmodel.deal.outcomes import Count, Reduction, SuccessRate
from sibmodel.deal.part import titled
from sibmodel.report import words
from sibmodel.report.blocks import Block, Data, Heading, Pairs, Section, prose, section
from sibmodel.report.sections.timeline import month_in_words, reading_title
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


def _outcome(view: View, name: str) -> Iterator[Block]:
    outcome = view.deal.plan.outcomes[name]
    yield Heading(view.outcome(name))
    match outcome:
        case SuccessRate():
            yield Pairs(tuple(_success_rate(view, name, outcome)))
        case Reduction():
            yield Pairs(tuple(_reduction(view, name, outcome)))
        case Count():
            yield Pairs((("Measure", f"count of {outcome.of}, read off in stated months"),))
            yield Data(_count(view, name, outcome))


def _success_rate(view: View, name: str, outcome: SuccessRate) -> Iterator[tuple[str, str]]:
    line = f"outcomes.{name}"
    yield "Measure", "share of the people who start that reach the outcome"
    yield "Expected, gross", _people(view.number(f"{line}.rate_gross"), view.number(f"{line}.people_gross"))
    yield "Would have reached it anyway", words.percent(outcome.counterfactual)
    yield "Expected, net", _people(view.number(f"{line}.rate_net"), view.number(f"{line}.people_net"))
    yield "Measured", f"{words.months(outcome.measured_after)} after the end of the period in which a person starts"
    yield "Verified", f"{words.months(outcome.verified_after)} after that"


def _people(share: float, people: float) -> str:
    return f"{words.percent(round(share, 6))}, which is {words.exact(round(people, 1))} people"


def _reduction(view: View, name: str, outcome: Reduction) -> Iterator[tuple[str, str]]:
    kind = {"relative": "relative reduction", "absolute": "absolute reduction, in percentage points"}[outcome.stated]
    yield "Measure", f"{kind}, against a comparison; net by nature"
    yield "Expected", words.percent(round(view.number(f"outcomes.{name}.effect"), 6))
    if outcome.rounded_to is not None:
        yield "Rounded, for payment, to steps of", words.percent(outcome.rounded_to)
        yield "Expected, as rounded for payment", words.percent(round(view.number(f"outcomes.{name}.paid_on"), 6))
    yield "Measured", month_in_words(view, outcome.measured_at)
    yield "Verified", month_in_words(view, view.number(f"outcomes.{name}.verified"))


def _count(view: View, name: str, outcome: Count) -> Table:
    line = f"outcomes.{name}"
    rows = [
        row(
            reading_title(key, reading),
            words.month_of_deal(view.start, reading.month),
            words.month_of_deal(view.start, view.number(f"{line}.{key}.verified")),
            words.grouped(view.number(f"{line}.{key}.gross")),
            words.exact(reading.without_programme),
            words.grouped(view.number(f"{line}.{key}.net")),
        )
        for key, reading in outcome.readings.items()
    ]
    if len(rows) > 1:
        both = [words.grouped(view.number(f"{line}.total_{basis}")) for basis in ("gross", "net")]
        without = sum(reading.without_programme for reading in outcome.readings.values())
        rows.append(total("All", "", "", both[0], words.exact(without), both[1]))
    heads = (
        column("Reading"),
        column("Measured"),
        column("Verified"),
        *numbers("Gross", "Without the programme", "Net"),
    )
    return Table(f"{view.outcome(name)}: expected count of {outcome.of}", heads, tuple(rows))
