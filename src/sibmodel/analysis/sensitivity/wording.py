"""What a sensitivity says in words: where an input turns an answer, what could not be moved, where ranges come from.

The command and the term sheet say the same in the same words.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from sibmodel.analysis.sensitivity.levers import Lever
from sibmodel.analysis.sensitivity.switching import Switching
from sibmodel.analysis.sensitivity.tornado import Tornado
from sibmodel.graph.units import Unit

UNFUNDED: Final = "!"
"""The mark of a figure at which costs are without funding."""
ABOUT_UNFUNDED: Final = "costs are without funding there, and returns take it that somebody else pays them."
CONVENTION: Final = "a convention (±10%, a rate a year ±1 point, months and dates ±3 months), which is no evidence"
"""What an input is tried between where nobody states a range."""
_NAMED: Final = 4
"""So many inputs are named where others are counted."""
_DIGITS: Final = 4


def apart(tornado: Tornado) -> Iterator[str]:
    """What was not moved, or not alone, and why."""
    if tornado.apart:
        labels = named([bar.range.lever.label for bar in tornado.apart])
        yield (
            "Not moved alone, for what comes of it is no deal (shares that no longer add up, money after the end, a "
            f"guarantee that pays for what is only late): {labels}."
        )
    if tornado.without_width:
        labels = named([each.lever.label for each in tornado.without_width])
        yield f"Without a range, because a tenth of nothing is nothing: {labels}."


def named(labels: Sequence[str]) -> str:
    """Some labels, and how many more there are."""
    more = len(labels) - _NAMED
    return ", ".join(labels[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def where(lever: Lever) -> str:
    """Where a lever is; a factor or a shift that moves nothing is as planned."""
    return lever.said(lever.planned) if lever.how == "value" else "as planned"


def turn(each: Switching) -> str:
    """Where a line is met, in words."""
    low, high = each.lever.said(each.low), each.lever.said(each.high)
    if not each.crossings:
        met = {True: "always", False: "never", None: "no number"}[each.is_met]
        return f"{met}, {low} to {high}{UNFUNDED if any(each.at_ends) else ''}"
    ends = [
        each.lever.said(safely(one.met, each.lever.unit, up=one.rises)) + (UNFUNDED if short else "")
        for one, short in zip(each.crossings, each.unfunded, strict=True)
    ]
    parts, start = [], ""
    for one, end in zip(each.crossings, ends, strict=True):
        if not one.rises:
            parts.append(f"{start} to {end}" if start else f"at most {end}")
        start = end if one.rises else ""
    return ", ".join([*parts, *([f"at least {start}"] if start else [])])


def safely(value: float, unit: Unit, *, up: bool) -> float:
    """A value rounded so that it is still on the side that it was on: up for what must be reached, else down.

    Example:
        >>> from sibmodel.graph.units import MONEY, SHARE
        >>> safely(0.446512, SHARE, up=True), safely(7123.4, MONEY, up=False), safely(0.0007, SHARE, up=True)
        (0.4466, 7123.0, 0.0007)
    """
    if value == 0 or value == round(value):
        return value
    scale = 10.0 ** max(_DIGITS - 1 - math.floor(math.log10(abs(value))), 4 if unit.shown_as == "share" else 0)
    if round(value * scale) / scale == value:
        return value  # it has no more digits, and only the product may have some
    return (math.ceil if up else math.floor)(value * scale) / scale
