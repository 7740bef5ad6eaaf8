"""What a unit cost is for each of: from the words of a table to the `per` of a deal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sibmodel.deal.savings.saving import Per

_PEOPLE: Final = frozenset({
    "adult", "applicant", "child", "children", "claimant", "client", "individual", "learner", "offender",
    "participant", "patient", "people", "person", "prisoner", "pupil", "recipient", "resident", "student",
    "tenant", "user", "victim",
})  # fmt: skip
_DAYS: Final = frozenset({"bed day", "bed night", "day", "hospital day", "jail day", "night", "prison day"})
_YEARS: Final = frozenset({"year", "annum", "annual", "yr", "p a", "pa"})
_NOTHING: Final = frozenset({"", "average cost", "cost", "gbp", "unit cost"})
_EVENTS: Final = frozenset({
    "action", "admission", "application", "appointment", "arrest", "assessment", "attendance", "birth", "call",
    "callout", "case", "claim", "consultation", "contact", "conviction", "course", "crime", "death", "each",
    "episode", "event", "eviction", "exclusion", "fire", "incident", "item", "job", "offence", "order",
    "outcome", "placement", "referral", "visit",
})  # fmt: skip
_REMEDY: Final = (
    "Turn the value into one of those, or count outcomes in this unit. If it is what starts in the deal, such as a "
    "household, write 'per: person'."
)


@dataclass(frozen=True, slots=True)
class UnitMeant:
    """What a unit of a table is in a deal.

    Args:
        per: Of what one costs so much.
        is_yearly: Whether the value is for each year that it lasts.
        doubt: Why it may not be so; empty where the words are plain.
        remedy: What to do about that.
    """

    per: Per
    is_yearly: bool = False
    doubt: str = ""
    remedy: str = ""


def unit_meant(said: str) -> UnitMeant:
    """What the words of a unit mean.

    What is not understood becomes an outcome: a deal refuses it wherever people or days are counted.

    Args:
        said: The words, such as "Per bed day".

    Example:
        >>> unit_meant("Per bed day").per, unit_meant("Per incident").per
        ('day', 'outcome')
        >>> unit_meant("Per person per year")
        UnitMeant(per='person', is_yearly=True, doubt='', remedy='')
        >>> unit_meant("Per month").doubt
        "is 'Per month', which is not plainly a person, a day or an outcome"
    """
    parts = [part for part in map(_bare, re.split(r"\bper\b|/|\bfor each\b", said.casefold())) if part not in _NOTHING]
    is_yearly = any(part in _YEARS for part in parts)
    things = [part for part in parts if part not in _YEARS]
    if len(things) == 1 and (per := _per(things[0])) and not re.search("[0-9]", said):
        return UnitMeant(per, is_yearly)
    if not things and is_yearly:
        doubt = f"is '{said}' and does not say of what; a person is assumed"
        return UnitMeant(
            "person", True, doubt, "Look whose year it is: of a service or a post it would be far too much."
        )
    if not said:
        return UnitMeant("outcome", doubt="is not said", remedy="Write 'per:' as the source has it.")
    doubt = f"is '{said}', which is not plainly a person, a day or an outcome"
    return UnitMeant("outcome", is_yearly, doubt, _REMEDY)


def _bare(part: str) -> str:
    """A part of a unit without its articles and signs."""
    return re.sub(r"^(a|an|the|one) ", "", " ".join(re.findall("[a-z]+", part)))


def _per(thing: str) -> Per | None:
    """A day only where it is no half day or working day; what is "of" something may be a group."""
    if thing in _DAYS:
        return "day"
    last = "" if " of " in thing else thing.rsplit(maxsplit=1)[-1]
    if {last, last.removesuffix("s")} & _PEOPLE:
        return "person"
    return "outcome" if {last, last.removesuffix("s")} & _EVENTS else None
