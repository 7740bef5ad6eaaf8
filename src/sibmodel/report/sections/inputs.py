"""Inputs by name: what an input belongs to and what it is, so that a reader knows it without its path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sibmodel.deal.part import in_words
from sibmodel.deal.rates import Discount
from sibmodel.graph.model import Input
from sibmodel.report.sections.discounting import field_in_words
from sibmodel.report.view import View

_DISCOUNT: Final = "plan.discount."
_SURPLUS: Final = "terms.surplus."
_WHOSE: Final = {"investors": "investors (hurdle)", "government": "government"}


def parted(view: View, entry: Input) -> tuple[str, str]:
    """What an input belongs to, and what it is, in plain words."""
    whole, tail = _parted(view, entry)
    return whole.replace(", if ", ", condition: "), _plain(view, entry.path.split(".")) or tail


def _plain(view: View, steps: list[str]) -> str:
    """What an input is where its path alone would say it in the words of the file; nothing where the path is plain."""
    *_, group, name = ["", "", *steps]
    if steps == ["plan", "achievement"]:
        return "share of every expected outcome that is achieved"
    if group in _OF_OUTCOMES and name in view.deal.plan.outcomes:
        return f"{_OF_OUTCOMES[group]} {view.outcome(name)}"
    if len(steps) > 2 and steps[-3] in _STEPS:
        field = _FIELDS.get(name, in_words(name))
        return f"{_STEPS[steps[-3]]} “{in_words(group)}”: {field}"
    return ""


_OF_OUTCOMES: Final = {
    "prices": "price of",
    "most_units": "most units of",
    "most_share": "largest share of",
    "of": "weight of",
}
_STEPS: Final = {"tiers": "tier", "steps": "step", "bands": "band"}
_FIELDS: Final = {
    "at_least": "from this level",
    "pays": "amount",
    "up_to": "up to this level",
    "per_point": "for each percentage point",
    "above": "above this number",
}


def _parted(view: View, entry: Input) -> tuple[str, str]:
    """The tail of its label that its path spells, or else its last part."""
    steps = entry.path.split(".")
    if entry.path.startswith(_DISCOUNT):
        return _discount(view, steps[2]), _of_discount(steps, _discounts(view)[steps[2]].basis)
    if entry.path.startswith(_SURPLUS):
        return "Surplus", f"to {view.deal.terms.called(steps[2])}"
    for first in range(len(steps)):
        tail = ": ".join(in_words(step) for step in steps[first:])
        if entry.label.endswith(f": {tail}"):
            return entry.label[: -len(tail) - 2], tail
    whole, _, tail = entry.label.rpartition(": ")
    return whole or tail, tail


def in_one(view: View, entry: Input) -> str:
    """What readers call an input where nothing stands above it."""
    if entry.path.startswith((_DISCOUNT, _SURPLUS)):
        return ": ".join(parted(view, entry))
    return ": ".join(parted(view, entry)) if _plain(view, entry.path.split(".")) else entry.label


def _discount(view: View, who: str) -> str:
    title = _discounts(view)[who].title
    return f"Discount rate: {_WHOSE[who]}{f', {title}' if title else ''}"


def _of_discount(steps: list[str], basis: str) -> str:
    """Which number of a discount it is."""
    said = field_in_words(".".join(steps[3:]))
    return f"{said} a year, {basis}" if steps[-1] == "rate" else said


def _discounts(view: View) -> Mapping[str, Discount]:
    return {str(who): discount for who, discount in view.deal.plan.discount.items()}
