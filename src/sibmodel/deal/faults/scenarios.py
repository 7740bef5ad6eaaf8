"""Faults of scenarios and of the evidence: paths that lead nowhere, shapes that no scenario may change, values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final

from pydantic import ConfigDict, TypeAdapter, ValidationError

from sibmodel.deal.faults.fault import Fault, unknown
from sibmodel.deal.part import INPUT, SHAPE, Part, Role, fields_of, role_of
from sibmodel.deal.percent import IN_PER_CENT, Percent
from sibmodel.deal.plan import PLAN
from sibmodel.deal.refusals import saying
from sibmodel.deal.salvage import Unknown, UnknownPart
from sibmodel.deal.schema import Spot, bare, field_of, item_of
from sibmodel.deal.wording import number, percent, shown
from sibmodel.errors import did_you_mean

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal
    from sibmodel.deal.plan import Scenario
    from sibmodel.deal.sources import Evidence

Number = float | dt.date


@dataclass(frozen=True, slots=True)
class Found:
    """What stands at a path of a deal.

    Args:
        role: What the field is; None for a part or a group.
        taken: What the field takes.
        value: What the deal has there.
        nearest: Where the path leads nowhere, the longest piece of it that leads somewhere; else None.
        known: The names that could have come next there.
    """

    role: Role | None = None
    taken: Any = None
    value: Any = None
    nearest: str | None = None
    known: tuple[str, ...] = ()


def look_up(deal: Deal, path: str) -> Found:
    """What stands at a dotted path."""
    node: Any = deal
    taken: Any = type(deal)
    role: Role | None = None
    steps = path.split(".")
    for at, step in enumerate(steps):
        names = _names(node)
        if step not in names:
            return Found(nearest=".".join(steps[:at]), known=tuple(names))
        taken = field_of(type(node), step) if isinstance(node, Part) else item_of(taken)
        node = getattr(node, step) if isinstance(node, Part) else node[step]
        role = role_of(taken) or role
    inner = isinstance(node, Part | Mapping | list)
    return Found(None if inner and role is not SHAPE else role or SHAPE, taken, node)


def _names(node: Any) -> list[str]:
    if isinstance(node, Unknown):
        raise UnknownPart
    if isinstance(node, Part):
        return list(type(node).model_fields)
    return list(node) if isinstance(node, Mapping) else []


def input_paths(deal: Deal) -> list[str]:
    """The paths of the inputs that a deal fills in."""
    halves = {name: getattr(deal, name, None) for name in ("terms", "plan")}
    return [
        each.path
        for name, half in halves.items()
        if half is not None
        for each in fields_of(half, name)
        if each.role is INPUT
    ]


# --- each change of each scenario --------------------------------------------------------------------------------


def is_not_the_plan(_: Deal, name: str, __: Scenario) -> Iterator[Fault]:
    """The plan has its own name."""
    if name == PLAN:
        message = "'plan' is the name of the plan itself, which is always there."
        yield Fault(("scenarios", name), message, "Give the scenario another name.", at_key=True)


def change_of_an_input(deal: Deal, at: tuple[str, str], value: Number) -> Iterator[Fault]:
    """A change has the path of an input, and a value that the input may take."""
    scenario, path = at
    where = ("scenarios", scenario, "changes", path)
    found = look_up(deal, path)
    if path.split(".")[0] == "risk":
        message = "says how uncertain the deal is, and no formula reads it: a scenario cannot change it."
        hint = "Change a number of terms or plan; for another risk write another deal file."
        yield Fault(where, message, hint, at_key=True)
    elif found.nearest is not None:
        hint = path_meant(deal, path, found)
        yield Fault(where, f"'{path[:100]}' leads nowhere in this deal.", hint, at_key=True)
    elif found.role is None:
        hint = f"Name one of the inputs in it{inputs_inside(deal, path)}."
        yield Fault(where, f"{why_no_input(path, found)}.", hint, at_key=True)
    elif found.role is not INPUT:
        message = f"{why_no_input(path, found)}: a scenario cannot change it."
        hint = "Make it a variant: another deal file." if found.role is SHAPE else "Change it in the deal."
        yield Fault(where, message, hint, at_key=True)
    elif found.value is None:
        message = "has no value in the deal, so there is nothing to change."
        yield Fault(where, message, "Write it in the deal, with a value that changes nothing there.", at_key=True)
    else:
        yield from _value_fits(where, found, value)


def inputs_inside(deal: Deal, path: str) -> str:
    """Some inputs below a path, in words that follow "in it"; nothing where there are none."""
    inside = [each for each in input_paths(deal) if each.startswith(f"{path}.")][:3]
    return f", such as {' or '.join(inside)}" if inside else ""


def why_no_input(path: str, found: Found) -> str:
    """Why what stands at a path is no input; nothing where it is one."""
    if path.split(".", maxsplit=1)[0] == "risk":
        return "says how uncertain something is and is no input"
    return {
        None: "is a group and not an input",
        SHAPE: "is part of the shape of the deal, not an input",
        INPUT: "",
    }.get(found.role, "is words, not an input")


_LISTED: Final = 12
"""So many names are told of what there is."""


def path_meant(deal: Deal, path: str, found: Found) -> str:
    """The path that was probably meant, or what there is where the path stops leading anywhere."""
    steps = path.split(".")
    done = len(found.nearest.split(".")) if found.nearest else 0
    for near in get_close_matches(steps[done], found.known, n=1):
        mended = ".".join([*steps[:done], near, *steps[done + 1 :]])
        if look_up(deal, mended).nearest is None:
            return f"Did you mean '{mended}'?"
    if found.nearest and not found.known:
        return f"The deal has nothing in {found.nearest}."
    guess = did_you_mean(path, input_paths(deal))
    if guess.startswith("Did") or not found.known:
        return guess
    known = [*found.known[:_LISTED], *(["…"] if len(found.known) > _LISTED else [])]
    return f"In {found.nearest or 'the deal'}: {', '.join(known)}."


def _value_fits(where: tuple[str, ...], found: Found, value: Number) -> Iterator[Fault]:
    if isinstance(value, Unknown):
        raise UnknownPart
    wants_date = bare(found.taken) is dt.date
    if wants_date != isinstance(value, dt.date):
        what = "a date" if wants_date else "a number"
        hint = (
            "Write year-month-day, such as 2027-04-01." if wants_date else "Write a number, such as 2_000_000 or 12.5%."
        )
        yield Fault(where, f"must be {what}; it is {shown(value)}.", hint)
        return
    try:
        taken_value(found.taken, value)
    except ValidationError as error:
        for each in error.errors():
            message, hint = saying(each, Spot(where, found.taken))
            if each["type"] == IN_PER_CENT and isinstance(value, Percent):
                part = number(round(value * found.value, 2))
                hint = f"Write the number itself: {percent(value)} of the {number(found.value)} in the deal is {part}."
            yield Fault(where, message, hint)


def taken_value(taken: Any, value: Number) -> Any:
    """The value as the field keeps it: a whole number for months.

    Raises:
        ValidationError: when the field does not take it.
    """
    return TypeAdapter(taken, config=ConfigDict(strict=False)).validate_python(value)


# --- scenarios as wholes, on a deal without other faults ---------------------------------------------------------


def unread_changes(deal: Deal) -> Iterator[Fault]:
    """A change of an input that no line reads would change nothing."""
    for name, scenario in deal.scenarios.items():
        for path in scenario.changes:
            if path not in deal.written.inputs:
                message = "is not read by this deal as it stands, so a change of it changes nothing."
                yield Fault(("scenarios", name, "changes", path), message, "Remove the change.", at_key=True)


def changed(deal: Deal, scenario: str) -> Deal:
    """The deal as it would be written if a scenario were its plan."""
    data = deal.model_dump()
    for path, value in deal.scenarios[scenario].changes.items():
        *steps, last = path.split(".")
        place: Any = data
        for step in steps:
            place = place[step]
        place[last] = taken_value(look_up(deal, path).taken, value)
    return type(deal).model_validate(data)


def blamed(deal: Deal, scenario: str, fault: Fault) -> Fault:
    """A fault that a scenario brings about, at the change that is nearest to it."""
    changes = list(deal.scenarios[scenario].changes)
    nearest = max(changes, key=lambda path: _in_common(path.split("."), fault.dotted.split(".")))
    message = f"brings about a fault at {fault.dotted}: {fault.message}"
    return Fault(("scenarios", scenario, "changes", nearest), message, fault.hint)


def _in_common(left: list[str], right: list[str]) -> int:
    """How many steps two paths share from the top."""
    same = (mine == other for mine, other in zip(left, right, strict=False))
    return sum(1 for _ in takewhile(bool, same))


OF_EACH: Final = (is_not_the_plan,)
OF_EACH_CHANGE: Final = (change_of_an_input,)


# --- evidence ----------------------------------------------------------------------------------------------------


def evidence_has_a_figure(deal: Deal, path: str, _: Evidence) -> Iterator[Fault]:
    """Evidence is for something in the deal."""
    found = look_up(deal, path)
    if found.nearest is not None:
        message = f"'{path[:100]}' leads nowhere in this deal."
        yield Fault(("sources", "figures", path), message, path_meant(deal, path, found), at_key=True)


def evidence_has_a_document(deal: Deal, path: str, evidence: Evidence) -> Iterator[Fault]:
    """A source is one of the documents."""
    documents = deal.sources.documents
    if evidence.source and evidence.source not in documents:
        yield unknown(("sources", "figures", path, "source"), "document", evidence.source, documents)


def stated_somewhere(_: Deal, path: str, evidence: Evidence) -> Iterator[Fault]:
    """What is stated is stated in a document."""
    if evidence.confidence in _IN_A_DOCUMENT and not evidence.source:
        message = f"is '{evidence.confidence}', but nothing says in which document."
        hint = "Add 'source:' and the name of a document, or write confidence: assumption."
        yield Fault(("sources", "figures", path, "confidence"), message, hint)


_IN_A_DOCUMENT: Final = ("stated", "dataset")
OF_EACH_EVIDENCE: Final = (evidence_has_a_figure, evidence_has_a_document, stated_somewhere)
