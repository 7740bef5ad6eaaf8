"""The course of a curve in a sentence: where payment begins, what it rises to, what is taken back, what is expected."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from sibmodel.deal.deal import PLAN
from sibmodel.report.curves import Curve
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

_BEFORE = {
    "whole": "",
    "reading": "Of a single reading, before caps",
    "so_far": "Of all readings together, before caps",
}


def course(view: View, name: str, curve: Curve, drawn: str = "") -> str:
    """What the curve comes to.

    Args:
        view: The page.
        name: The payment term.
        curve: Its curve.
        drawn: What is drawn, in the words of the term; its own where it has none.
    """
    said = "; ".join(_parts(view, name, curve))
    before = drawn or _BEFORE[curve.drawn]
    said = f"{said[0].upper()}{said[1:]}."
    return f"{before}: {said}" if before else said


def _parts(view: View, name: str, curve: Curve) -> Iterator[str]:
    falls = _taken_back(view, curve)
    rises = _rise(view, name, curve)
    if rises and not (falls and rises.startswith("nothing")):
        yield rises
    if falls:
        yield falls
    yield _expected(view, curve, may_fall=bool(falls))


def _rise(view: View, name: str, curve: Curve) -> str:
    """Where payment begins and what it rises to."""
    money, paid = view.currency, curve.paid
    if not np.any(paid > NOTHING):
        unmet = f", for its conditions are not met {view.under()}" if view.deal.terms.payments[name].only_if else ""
        return f"nothing is paid at any level shown{unmet}"
    most = float(paid.max())
    first, last = (int(np.argmax(paid >= amount)) for amount in (2 * NOTHING, most - NOTHING))
    if first == 0 and last == 0:
        return f"{money.full(most)} is paid at every level shown"
    if paid[first] >= most - NOTHING:
        return f"{money.full(most)} is paid from {_level_at(view, curve, last)} on"
    rises_from = first - 1 if curve.turn_at(first) is None and curve.turn_at(first - 1) is not None else first
    begins = f"payment begins at {_level_at(view, curve, rises_from)}"
    if first == 0:
        begins = f"{money.full(float(paid[0]))} is paid at the lowest level shown"
    if (more := curve.goes_on_rising) and last > len(paid) - 10:
        end = _level_at(view, curve, len(paid) - 1).removeprefix("about ")
        each = f"{money.price(_cents(more, curve))} {_a_unit(view, curve)}"
        return f"{begins} and reaches {money.full(most)} at {end}, where the chart ends, and goes on rising by {each}"
    return f"{begins} and rises to {money.full(most)} at {_level_at(view, curve, last)}"


def _taken_back(view: View, curve: Curve) -> str:
    """What is taken back and from which level down; nothing where nothing ever is."""
    below = np.flatnonzero(curve.earned < -NOTHING)
    if not below.size:
        return ""
    last = int(below[-1])
    named = next((turn for at in (last, last + 1) if (turn := curve.turn_at(at)) is not None), None)
    begins = view.level(curve.outcome, named) if named is not None else _level_at(view, curve, last)
    if slope := curve.goes_on_falling:
        each = view.currency.price(_cents(slope, curve))
        return f"{each} {_a_unit(view, curve)} is taken back from {begins} down"
    return f"up to {view.currency.full(-float(curve.earned.min()))} is taken back from {begins} down"


def _expected(view: View, curve: Curve, *, may_fall: bool) -> str:
    """What is expected, and what that pays or takes back."""
    money, (_, amount), at = view.currency, curve.planned, planned_level(view, curve)
    whose = "the plan" if view.scenario == PLAN else f"“{view.scenario_title()}”"
    if view.ends_early_in is not None:
        return f"{whose} ends early, so that what it pays cannot be read off here"
    if amount < -NOTHING:
        return f"{whose} is {at}, which takes back {money.full(-amount)}"
    if may_fall and amount <= NOTHING:
        level = f"the plan of {at}" if view.scenario == PLAN else f"{at}, as in {whose}"
        return f"nothing is paid or taken back at {level}"
    return f"{whose} is {at}, which pays {money.full(amount)}"


def planned_level(view: View, curve: Curve) -> str:
    """The level expected, rounded where that does not carry it over a level that the terms name."""
    level = curve.planned[0]
    rounded = round(level, 6 if curve.unit.is_number else 2)
    crosses = any(min(level, rounded) < turn <= max(level, rounded) for turn in curve.turns)
    return view.level(curve.outcome, level if crosses else rounded)


def _level_at(view: View, curve: Curve, index: int) -> str:
    """A level at which the amount is paid: as the terms name it, else read off the curve and rounded up."""
    named, size = curve.turn_at(index), 1000 if curve.unit.is_number else 100
    if named is not None:
        return view.level(curve.outcome, named)
    return f"about {view.level(curve.outcome, math.ceil(float(curve.levels[index]) * size - 1e-6) / size)}"


def _a_unit(view: View, curve: Curve) -> str:
    """One unit of the level, as a price is for."""
    return "a point" if curve.unit.is_number else f"a {view.deal.plan.outcomes[curve.outcome].each}"


def _cents(slope: float, curve: Curve) -> float:
    """What a unit adds: of a share, a percentage point."""
    return round(slope * (0.01 if curve.unit.shown_as == "share" else 1.0), 2)
