"""Term and timeline: how long the deal runs, and when its steps fall."""

from __future__ import annotations

from collections.abc import Iterator

from sibmodel.deal.part import titled
from sibmodel.deal.programme import OneOff, PerPerson
from sibmodel.report import words
from sibmodel.report.blocks import Data, Pairs, Section, section
from sibmodel.report.tables import Table, row
from sibmodel.report.tables import words as column
from sibmodel.report.view import View

_PERIODS = {
    "month": ("month", "months"),
    "quarter": ("quarter", "quarters"),
    "half_year": ("half-year", "half-years"),
    "year": ("year", "years"),
}

_VERIFIED = ": measured, then verified"
"""What is measured by the end of a deal is verified after it all the same."""

Step = tuple[str, float, float]


def timeline(view: View) -> Section | None:
    """Start, end and length of the deal, and the months in which its steps fall."""
    line = view.deal.terms.timeline
    last = view.row("time.closes")[-1]
    in_months = "" if line.period == "month" else f" ({words.months(last)})"
    pairs = (
        ("Financial close", words.date(view.start)),
        ("End of the last period", words.date(view.dates[-1])),
        ("Term", f"{words.plural(line.periods, *_PERIODS[line.period])}{in_months}"),
    )
    short = (("First period ends", words.date(view.dates[1])),) if line.first_period_ends else ()
    return section("timeline", "Term and timeline", Pairs(pairs + short), _steps(view))


def _steps(view: View) -> Data | None:
    steps = sorted(_until_the_end(view), key=lambda step: (step[1], step[2]))
    rows = tuple(
        row(what, month_in_words(view, begins), month_in_words(view, ends) if ends > begins else "")
        for what, begins, ends in steps
    )
    heads = (column("Milestone"), column("From, or in"), column("To"))
    note = "The first month is that of financial close."
    return Data(Table("Milestones by month of the deal", heads, rows, note)) if rows else None


def month_in_words(view: View, month: float) -> str:
    """A month of the deal, with the calendar month that it is."""
    return view.month(month)


def _until_the_end(view: View) -> Iterator[Step]:
    """The steps; where the deal ends early, those that begin by then, none of them later than that."""
    last = view.ends_early_in
    if last is None:
        yield from _all_steps(view)
        return
    yield "The deal ends early; what is lent falls due", last, last
    for what, begins, ends in _all_steps(view):
        if begins <= last:
            yield what, begins, ends if what.endswith(_VERIFIED) else min(ends, last)


def _all_steps(view: View) -> Iterator[Step]:
    plan = view.deal.plan
    for name, cohort in plan.starts.items():
        window = (cohort.from_month + 1, cohort.from_month + cohort.over_months)
        yield f"{titled(name, cohort.title)}: people start", *window
    yield from _cost_steps(view)
    for name, outcome in plan.outcomes.items():
        for title, measured, verified in outcome.milestones():
            whole = f"{view.outcome(name)}, {title}" if title else view.outcome(name)
            yield f"{whole}{_VERIFIED}", measured, verified
    yield from _capital_steps(view)


def _cost_steps(view: View) -> Iterator[Step]:
    for name, cost in view.deal.plan.costs.items():
        title = titled(name, cost.title)
        if isinstance(cost, OneOff):
            yield f"{title}: paid", cost.month, cost.month
        elif not isinstance(cost, PerPerson):
            yield f"{title}: cost runs", cost.from_month + 1, cost.from_month + cost.months


def _capital_steps(view: View) -> Iterator[Step]:
    terms = view.deal.terms
    for name, part in {**terms.capital, **terms.fees}.items():
        yield from ((f"{view.capital(name)}: {what}", begins, ends) for what, begins, ends in part.milestones())
    reserve = terms.account.reserve
    if reserve is not None and reserve.until_month is not None:
        yield "Reserve: released", reserve.until_month, reserve.until_month
