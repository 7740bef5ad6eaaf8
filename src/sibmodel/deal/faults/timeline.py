"""Faults of the timeline: dates beyond reason, a first period that does not fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sibmodel.deal.faults.fault import Fault
from sibmodel.deal.termination import NEVER
from sibmodel.deal.timeline import LONGEST_MONTHS, MONTHS_IN

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal

FIRST_YEAR: Final = 1980
LAST_YEAR: Final = 2100
_AT: Final = ("terms", "timeline")


def starts_within_reason(deal: Deal) -> Iterator[Fault]:
    """The first social impact bond is of 2010; spreadsheets count days from 1900."""
    starts = deal.terms.timeline.starts
    if not FIRST_YEAR <= starts.year <= LAST_YEAR:
        hint = f"Write a date between {FIRST_YEAR} and {LAST_YEAR}."
        yield Fault((*_AT, "starts"), f"is {starts.isoformat()}, beyond the dates of any deal.", hint)


def starts_with_a_month(deal: Deal) -> Iterator[Fault]:
    """Everything is timed in whole months: a start within a month would count that month in full."""
    starts = deal.terms.timeline.starts
    if starts.day != 1:
        message = f"is {starts.isoformat()}; a deal starts on the first day of a month, for time is counted in months."
        yield Fault((*_AT, "starts"), message, f"Write {starts.replace(day=1).isoformat()}.")


def lasts_within_reason(deal: Deal) -> Iterator[Fault]:
    """A deal lasts fifty years at most."""
    timeline = deal.terms.timeline
    if timeline.months > LONGEST_MONTHS:
        words, most = timeline.period.replace("_", " "), LONGEST_MONTHS // MONTHS_IN[timeline.period]
        yield Fault(
            (*_AT, "periods"),
            f"is {timeline.periods}, which with a period of a {words} is {timeline.months / 12:g} years.",
            f"A deal lasts {LONGEST_MONTHS // 12} years at most: {most} periods.",
        )


def first_period_fits(deal: Deal) -> Iterator[Fault]:
    """A short first period ends with a month, after the start and before a full period is over."""
    timeline = deal.terms.timeline
    ends = timeline.first_period_ends
    if ends is None:
        return
    path = (*_AT, "first_period_ends")
    months = (ends.year - timeline.starts.year) * 12 + ends.month - timeline.starts.month
    if ends <= timeline.starts:
        yield Fault(path, f"is {ends}, not after the start ({timeline.starts}).", "Write a date after the start.")
    elif months >= MONTHS_IN[timeline.period]:
        message = f"is {ends}, later than a full period from the start ({timeline.starts})."
        yield Fault(path, message, "Leave it out where the first period is a full one.")
    elif (last := _month_end(ends)) != ends:
        yield Fault(path, f"is {ends}; periods end with a month.", f"Write {last}.")


def _month_end(day: dt.date) -> dt.date:
    first_of_next = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return first_of_next - dt.timedelta(days=1)


def ends_early_with_a_period(deal: Deal) -> Iterator[Fault]:
    """An early end is with a period before the last: within one, costs and fees of the whole period would be borne."""
    termination, timeline = deal.terms.termination, deal.terms.timeline
    if termination is None or not termination.is_early:
        return
    month, ends = termination.in_month, timeline.period_ends
    if month in ends[:-1]:
        return
    path = ("terms", "termination", "in_month")
    none = f"{NEVER} means that it runs to its own end"
    if len(ends) == 1:
        yield Fault(path, f"is {month}, but a deal of one period cannot end early.", "Leave it out.")
    elif month >= ends[-1]:
        message = f"is {month}, but the deal ends of itself with month {ends[-1]}."
        yield Fault(path, message, f"The last period before that ends with month {ends[-2]}; {none}.")
    else:
        near = sorted(sorted(ends[:-1], key=lambda end: abs(end - month))[:2])
        hint = f"Write {' or '.join(map(str, near))}; {none}."
        what = "a deal cannot end before its first period does" if month < ends[0] else "no period ends with that month"
        yield Fault(path, f"is {month}; {what}.", hint)


CHECKS: Final = (
    starts_within_reason, starts_with_a_month, lasts_within_reason, first_period_fits, ends_early_with_a_period,
)  # fmt: skip
