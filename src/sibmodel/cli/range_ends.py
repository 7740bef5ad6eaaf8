"""What is wrong with the two ends of a range: what an input may not be, and numbers that were meant in per cent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sibmodel.deal.faults.risk import limits_of
from sibmodel.deal.faults.scenarios import change_of_an_input, look_up
from sibmodel.deal.part import serial
from sibmodel.deal.percent import Percent, no_share
from sibmodel.deal.refusals import in_per_cent
from sibmodel.deal.wording import number, percent
from sibmodel.errors import Problem, did_you_mean
from sibmodel.graph.units import DATE

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal
    from sibmodel.deal.risk.uncertain import UncertainTerm

RISK: Final = "risk.uncertain."
"""Before the name of an uncertain number, where it is written as a path."""
_MOST_TIMES: Final = 10.0
"""A factor above this was meant in per cent: nobody asks what becomes of a deal with ten times its people."""

Value = float | dt.date


def wrong_ends(deal: Deal, name: str, low: Value, high: Value) -> Iterator[Problem]:
    """What is wrong with a range: its name, its ends, their order."""
    of_ends = _of_an_uncertain if is_uncertain(deal, name) else _of_ends
    wrong = [*_of_name(deal, name), *of_ends(deal, name, low, high)]
    yield from {each.message: each for each in wrong}.values()
    if wrong or isinstance(low, dt.date) != isinstance(high, dt.date):
        return
    if serial(low) > serial(high):
        yield Problem(name, f"has its low end, {_said(low)}, above its high end, {_said(high)}.", "Swap the two.")
    elif serial(low) == serial(high):
        yield Problem(name, f"is {_said(low)} at both ends, so nothing would move.", "Write two different values.")


def _said(value: Value) -> str:
    return value.isoformat() if isinstance(value, dt.date) else f"{value:g}"


def is_uncertain(deal: Deal, name: str) -> bool:
    """Whether a name is that of an uncertain number, with or without what stands before it in a path."""
    return name.removeprefix(RISK) in deal.risk.uncertain and name not in deal.written.inputs


def _of_name(deal: Deal, name: str) -> Iterator[Problem]:
    bare = name.removeprefix(RISK)
    if "." not in bare and not is_uncertain(deal, name):
        known = did_you_mean(bare, [*deal.risk.uncertain, *([] if bare != name else deal.written.inputs)])
        yield Problem(name, "is neither the path of an input nor an uncertain number of this deal.", known)


def _of_an_uncertain(deal: Deal, name: str, low: Value, high: Value) -> Iterator[Problem]:
    """What the number of an uncertain one may not be: a date, unless it stands for dates, and out of bounds."""
    term = deal.risk.uncertain[name.removeprefix(RISK)]
    is_date = term.stands_for == "value" and deal.written.inputs[term.moves[0]].unit == DATE
    for value in (low, high):
        if isinstance(value, dt.date) != is_date:
            what = "a date" if is_date else f"a number, for it stands for a {term.stands_for}"
            yield Problem(name, f"must be {what}; it is {_said(value)}.", "Write the ends in its own terms.")
        elif term.stands_for == "value":
            faults = (fault for path in term.moves for fault in change_of_an_input(deal, ("range", path), value))
            yield from (Problem(name, fault.message, fault.hint) for fault in faults)
        elif isinstance(value, dt.date):
            continue
        elif term.stands_for == "factor":
            yield from _of_a_factor(name, value)
        else:
            yield from _of_a_shift(deal, name, term, value)


def _of_a_factor(name: str, value: float) -> Iterator[Problem]:
    """A factor is not above nothing by much, and not below it."""
    if value < 0:
        yield Problem(name, f"multiplies what the plan has; it is {number(value)}.", "Write a factor, such as 0.8.")
    elif value > _MOST_TIMES:
        message = f"multiplies what the plan has; {number(value)} would be {number(value)} times as much."
        yield Problem(name, message, f"Did you mean {number(value)}%?")


def _of_a_shift(deal: Deal, name: str, term: UncertainTerm, value: float) -> Iterator[Problem]:
    """What is added to a number is of its kind, and no more than lies between the least and the most that it may be."""
    for path in term.moves:
        taken = look_up(deal, path).taken
        low, high = limits_of(taken)
        if (wanted := no_share(taken)) is not None and isinstance(value, Percent):
            yield Problem(name, *in_per_cent(wanted, value))
        elif abs(value) > high - low:
            say, is_share = (percent, True) if high <= 1 else (number, False)
            message = f"is added to '{path}', which is {say(low)} to {say(high)}; it is {number(value)}."
            hint = f"Did you mean {number(value)}%?" if is_share else "Write a smaller one."
            yield Problem(name, message, hint)


def _of_ends(deal: Deal, name: str, low: Value, high: Value) -> Iterator[Problem]:
    """What an input may not be, by the rules for changes of a scenario."""
    if "." not in name.removeprefix(RISK):
        return
    faults = [fault for value in (low, high) for fault in change_of_an_input(deal, ("range", name), value)]
    yield from (Problem(name, fault.message, fault.hint) for fault in faults)
    if not faults and name not in deal.written.inputs:
        yield Problem(name, "is not read by this deal as it stands, so moving it changes nothing.", "Leave it out.")
