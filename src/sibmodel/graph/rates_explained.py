"""What an internal rate rests on: its cash flows to the cent, what they are worth at it, why no other rate fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sibmodel.graph import expressions as ex
from sibmodel.graph.expressions import Expression
from sibmodel.graph.model import Input, Line, Model
from sibmodel.graph.reading import ValueOf, parts
from sibmodel.graph.units import DATE, MONEY
from sibmodel.graph.words import is_nil, shown

_BEFORE_SEARCH: Final = (
    "Known before the search: added up in order of time, what has been paid and what is still to come change sign "
    "too seldom for a second rate."
)
_AFTER_SEARCH: Final = (
    "Known after the search: at this rate the investor is never ahead before the last cash flow, "
    "and then no other rate fits."
)


@dataclass(frozen=True, slots=True)
class DatedFlow:
    """One cash flow behind an internal rate: when, how much, and its worth at the start at that rate, if any."""

    date: str
    years: float
    amount: float
    worth: float | None


@dataclass(frozen=True, slots=True)
class RateFound:
    """What an internal rate rests on.

    Args:
        flow: The name of the cash flows, which are taken to the cent.
        label: The same in words.
        flows: The cash flows that are not nothing.
        present_value: What all of them are worth at the rate; ``None`` where there is no one rate.
        is_found: Whether there is one rate, certified.
        certificate: Why no other rate fits, in a sentence; empty where there is none.
    """

    flow: str
    label: str
    flows: tuple[DatedFlow, ...]
    present_value: float | None
    is_found: bool
    certificate: str


def rate_found(formula: Expression, model: Model, value_of: ValueOf) -> RateFound | None:
    """What an internal rate rests on; none where the formula is something else."""
    match formula:
        case ex.Choose(single, ex.Subtract(Line(formula=ex.GrowthRoot() as root) as growth, ex.Number(1.0)), _):
            return _found(root, growth if _is_certain(single, value_of) else None, model, value_of)
        case _:
            return None


def _found(root: ex.GrowthRoot, growth: Line | None, model: Model, value_of: ValueOf) -> RateFound:
    assert isinstance(root.of, Line)
    so_far = next(leaf for leaf, *_ in parts(root.of.written))
    assert isinstance(so_far, Line)
    flow = next(leaf for leaf, *_ in parts(so_far.written))  # the rounded sum is of the flows as they are
    worth = value_of(ex.PresentValue(root.of, root.years, growth), 0) if growth is not None else None
    flows = tuple(_flows(root, growth, model, value_of))
    certificate = _certificate(root, value_of) if growth is not None else ""
    return RateFound(_name(flow), flow.label, flows, worth, growth is not None, certificate)


def _certificate(root: ex.GrowthRoot, value_of: ValueOf) -> str:
    return _BEFORE_SEARCH if _is_certain(root.is_single, value_of) else _AFTER_SEARCH


def _flows(root: ex.GrowthRoot, growth: Line | None, model: Model, value_of: ValueOf) -> Iterator[DatedFlow]:
    assert root.of.axis is not None
    factor = value_of(growth, 0) if growth is not None else None
    dates = model.dates_of(root.of.axis)
    for column in range(root.of.axis.size):
        amount, years = value_of(root.of, column), value_of(root.years, column)
        date = shown(value_of(dates, column), DATE) if dates is not None else ""
        if not is_nil(amount, MONEY):
            yield DatedFlow(date, years, amount, amount / factor**years if factor else None)


def _is_certain(flag: Expression, value_of: ValueOf) -> bool:
    return value_of(flag, 0) > 0.5


def _name(leaf: Line | Input) -> str:
    return leaf.path if isinstance(leaf, Input) else leaf.name
