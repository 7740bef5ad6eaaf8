"""Values and parts of a deal in words: how a number, a text, a part, or what a field takes is told to people."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final

from sibmodel.deal.part import Part
from sibmodel.deal.percent import Percent
from sibmodel.deal.schema import bare, choices, item_of, kinds, part_of

MAX_SHOWN: Final = 40

# --- values ------------------------------------------------------------------------------------------------------


def quoted(text: str) -> str:
    """A text in quotes, shortened when it is long."""
    return f"'{text}'" if len(text) <= MAX_SHOWN else f"'{text[:MAX_SHOWN]}…'"


def number(value: float) -> str:
    """A number as people write it.

    Example:
        >>> number(1e6), number(0.125), number(-5)
        ('1,000,000', '0.125', '-5')
    """
    return f"{value:,.12g}" if abs(value) < 1e12 else f"{value:,.0f}"


def percent(value: float) -> str:
    """A share as people write it.

    Example:
        >>> percent(0.085), percent(35)
        ('8.5%', '3,500%')
    """
    return f"{number(round(value * 100, 9))}%"


def shown(value: object) -> str:
    """A value from a file, and what it is.

    Example:
        >>> shown("abc"), shown(5), shown(None)
        ("the text 'abc'", '5', 'empty')
        >>> shown(Percent(0.6))
        '60%'
    """
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return percent(value) if isinstance(value, Percent) else number(value)
    if isinstance(value, str):
        return f"the text {quoted(value)}"
    if isinstance(value, dt.date):
        return f"the date {value.isoformat()}"
    return "a list" if isinstance(value, list) else "a group of names and values"


# --- parts -------------------------------------------------------------------------------------------------------

_CALLED: Final[Mapping[str, str]] = {
    "About": "'about'",
    "Account": "the account",
    "AnyOf": "a condition any_of",
    "AsNeeded": "a draw as needed",
    "AtClose": "a draw at close",
    "AtRisk": "the share at risk",
    "Beta": "a beta distribution",
    "BonusPenalty": "a bonus and penalty",
    "CohortElsePooled": "a payment by cohort, else pooled",
    "CohortTrigger": "a group of people",
    "CountReading": "a reading",
    "CouponFloor": "the floor of a coupon",
    "Composite": "a composite design",
    "Description": "the description",
    "DifferenceInDifferences": "a difference in differences",
    "Discrete": "a discrete distribution",
    "Fixed": "a fixed cost",
    "ForEachPerson": "a limit for each person",
    "GroupLevel": "a level",
    "InAll": "a limit in all",
    "Inflation": "an inflation",
    "LaterPrices": "a change of prices",
    "LevelReading": "a reading",
    "Lognormal": "a lognormal distribution",
    "Luck": "the luck of an outcome",
    "Monthly": "a monthly cost",
    "NoCounterfactual": "a design without a counterfactual",
    "Normal": "a normal distribution",
    "OneOff": "a one-off cost",
    "PerFiscalYear": "a limit of a fiscal year",
    "PerPerson": "a cost per person",
    "Pert": "a pert distribution",
    "Plan": "the plan",
    "Proportional": "a proportional payment",
    "Randomised": "a randomised design",
    "Reaches": "a condition reaches",
    "Redemption": "the redemption",
    "Risk": "the risk",
    "Scheduled": "a schedule of draws",
    "ShareOfTotal": "a limit to a share of the total",
    "Significant": "a condition significant",
    "Sources": "the sources",
    "StartsLuck": "the luck of starts",
    "Stated": "a stated design",
    "Sustained": "a sustained outcome",
    "Terms": "the terms",
    "Together": "what goes together",
    "Threshold": "a threshold payment",
    "Timeline": "the timeline",
    "Triangular": "a triangular distribution",
    "VolumeTier": "a tier",
    "VolumeTiers": "a payment by volume tiers",
}


def called(part: type[Part]) -> str:
    """What people call a part.

    Example:
        >>> from sibmodel.deal.payments.rate_card import RateCard
        >>> called(RateCard)
        'a rate card'
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", part.__name__).lower()
    return _CALLED.get(part.__name__, f"{'an' if words[0] in 'aeiou' else 'a'} {words}")


def wanted(annotation: Any) -> str:
    """What a field takes, in words that follow "and"."""
    simple = {float: "a number", int: "a whole number", str: "a text", bool: "true or false", dt.date: "a date"}
    if (words := simple.get(bare(annotation))) is not None:
        return words
    if among := choices(annotation):
        return f"one of {', '.join(among)}" if len(among) > 1 else among[0]
    if among := list(kinds(annotation)):
        return f"a kind ({', '.join(among)})"
    if item_of(annotation) is None or part_of(item_of(annotation)) or kinds(item_of(annotation)):
        return "what belongs to it, indented below"
    return "its entries"
