"""The lever: the one number of a deal that is changed until a target is met; or several prices, changed by one factor.

What counts as a price is read off its unit: money, or money for something, in a payment term that pays for outcomes.
Caps are amounts of money too and no prices, so they are named here; any input may be changed by its path.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray

from sibmodel.deal.deal import Deal
from sibmodel.deal.part import Role, fields_of
from sibmodel.deal.payments.deduction import Deduction
from sibmodel.deal.payments.fee import Fee
from sibmodel.deal.payments.minimum_payment import MinimumPayment
from sibmodel.deal.payments.termination_payment import TerminationPayment
from sibmodel.deal.wording import number
from sibmodel.errors import Problem, ScenarioError, did_you_mean
from sibmodel.graph.model import Input
from sibmodel.graph.units import MULTIPLE, SHARE, Unit

Array = NDArray[np.float64]

ALL_PRICES: Final = "all_prices"
"""The key of the lever that multiplies all outcome prices by one factor."""
MOST: Final = 1e12
_MOST_FACTOR: Final = 1e6
_NOT_FOR_OUTCOMES: Final = (Fee, MinimumPayment, Deduction, TerminationPayment)
_NO_PRICE: Final = frozenset({"max", "until_paid", "notional", "penalty_per_point"})
"""Amounts of money within a payment term that are limits, sizes, or flow the other way."""
_LEAST: Final = 1e-2
_MOST_SHARE: Final = 1e6
_DECADE: Final = 60
_EVEN: Final = 200
_TWICE: Final = 2.0
_LIMITS: Final = re.compile(r"\.max$|\.max_per_fiscal_year$|^terms\.limits\.")
_WHOLE_UNITS: Final = frozenset({"months", "date"})
_JUST_ABOVE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Lever:
    """What is changed.

    Args:
        key: The path of the input, or :data:`ALL_PRICES`.
        label: What readers call it.
        unit: What it counts.
        values: The inputs that it moves, by path, with their values as they stand.
        is_factor: Whether it multiplies them all; otherwise it is the value of the only one.
        lowest: The lowest value that it may have.
        highest: The highest.
        labels: What readers call each of the inputs.
    """

    key: str
    label: str
    unit: Unit
    values: Mapping[str, float]
    is_factor: bool
    lowest: float
    highest: float
    labels: Mapping[str, str]

    @property
    def now(self) -> float:
        """Its value as things stand."""
        return 1.0 if self.is_factor else next(iter(self.values.values()))

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of money, which comes in whole cents."""
        return not self.is_factor and ("money", 1) in self.unit.dimensions

    @property
    def step(self) -> float:
        """The step to which its values are rounded: a cent, a ten-thousandth of a factor or of a percentage point."""
        if self.is_money:
            return 0.01
        if self.is_factor:
            return 1e-4
        is_share = self.unit.shown_as == SHARE.shown_as
        return 1e-6 if is_share else 10.0 ** (math.floor(math.log10(max(abs(self.now), 1.0))) - 5)

    def said(self, value: float, *, signed: bool = False) -> str:
        """A value of it as people write it.

        Example:
            >>> from sibmodel.graph.units import MONEY
            >>> Lever("a", "A", MONEY, {"a": 1.0}, False, 0.0, 1e12, {}).said(24447.744)
            '24,447.74'
        """
        sign = "+" if signed else ""
        if self.is_factor:
            digits = 0 if value.is_integer() and not signed else 4
            return f"{value:{sign}z,.{digits}f}{'' if signed else 'x'}"
        if self.is_money:
            return f"{value:{sign}z,.2f}"
        if self.unit.shown_as == SHARE.shown_as:
            return f"{value:{sign}z.4%}"
        return f"{value:{sign},.6g}" if signed else number(float(f"{value:.9g}"))

    def roughly(self, value: float) -> str:
        """A value of it to three digits: of one that is known no better."""
        rounded = float(f"{value:.3g}")
        if self.is_factor:
            return f"{number(rounded)}x"
        return number(rounded) if self.is_money else self.said(rounded)

    @property
    def is_of_terms(self) -> bool:
        """Whether it is signed, so that nothing that is drawn hangs on it."""
        return all(path.startswith("terms.") for path in self.values)

    def inputs(self, at: float | Array) -> dict[str, Array]:
        """The inputs of the model at one value or at many, by path."""
        values = np.atleast_1d(np.asarray(at, dtype=np.float64))
        return {path: values * now if self.is_factor else values for path, now in self.values.items()}

    def on(self, deal: Deal, base: Mapping[str, float]) -> Lever:
        """The same lever, with no more room, on a deal that is changed otherwise."""
        inputs = deal.written.inputs
        return replace(self, values={path: base.get(path, inputs[path].value) for path in self.values})

    def grid(self, decade: int = _DECADE, even: int = _EVEN) -> Array:
        """The values that are tried first: evenly where it has a narrow range, else over all orders of magnitude.

        Args:
            decade: How many there are in each order of magnitude.
            even: How many there are evenly about the value as it stands.
        """
        ends = np.array([self.lowest, self.highest])
        about = np.linspace(0.0, _TWICE * self.now, even + 1) if self.now > 0 else np.zeros(0)
        if self.highest <= 10 and not self.is_factor:
            wide = np.linspace(self.lowest, self.highest, 2 * even + 1)
        else:
            least, most = np.log10(_LEAST), np.log10(self.highest)
            wide = np.logspace(least, most, round((most - least) * decade) + 1)
            wide = np.concatenate([-wide, wide]) if self.lowest < 0 else wide
        found = np.unique(np.concatenate([ends, wide, about, np.array([self.now])]))
        return np.asarray(found[(found >= self.lowest) & (found <= self.highest)])


def read_lever(deal: Deal, change: str | None = None, base: Mapping[str, float] | None = None) -> Lever:
    """The lever that is meant.

    Args:
        deal: The deal.
        change: The path of an input, or :data:`ALL_PRICES`; where nothing is said, the only price there is, or all of
            them together.
        base: Inputs that differ from the deal file, such as those of a scenario.

    Raises:
        ScenarioError: for a path that the deal does not have or that cannot be solved for, or where there is no price.

    Example:
        >>> import sibmodel
        >>> read_lever(sibmodel.read_deal("deal_templates/starter.yaml")).key
        'terms.payments.jobs.prices.in_work'
        >>> read_lever(sibmodel.read_deal("deal_templates/starter_homelessness.yaml")).key
        'all_prices'
    """
    inputs, given = deal.written.inputs, base or {}
    found = prices_of(deal)
    if change is None and not found:
        raise ScenarioError([Problem("terms.payments", _NO_PRICES.format(_example(deal)))])
    if change == ALL_PRICES or (change is None and len(found) > 1):
        values = {entry.path: given.get(entry.path, entry.value) for entry in found}
        if not any(values.values()):
            hint = f"Name the price that is looked for, such as {found[0].path}." if found else ""
            raise ScenarioError([Problem("terms.payments", "no price is above nothing, so none can be scaled.", hint)])
        labels = {entry.path: entry.label for entry in found}
        return Lever(ALL_PRICES, "All outcome prices, by one factor", MULTIPLE, values, True, 0.0, _MOST_FACTOR, labels)
    path = found[0].path if change is None else change
    if path not in inputs:
        hint = did_you_mean(path, [*(entry.path for entry in found), *inputs])
        raise ScenarioError([Problem(path, "is not an input of this deal.", hint)])
    return _single(deal, inputs[path], given)


_NO_PRICES: Final = "no payment for outcomes has a price in money. Name the input that is to be changed, such as {0}."


def _single(deal: Deal, entry: Input, given: Mapping[str, float]) -> Lever:
    annotation = {each.path: each.annotation for each in fields_of(deal) if each.role is Role.INPUT}[entry.path]
    kinds = set(_walk(annotation))
    if int in kinds or dt.date in kinds:
        message = (
            f"is counted in whole {'months' if int in kinds else 'days'}, between which nothing can be solved for."
        )
        raise ScenarioError([Problem(entry.path, message, "Try its values one by one, as scenarios of the deal file.")])
    lowest, highest = _bounds(kinds)
    if entry.counts.shown_as == SHARE.shown_as and highest > _MOST_SHARE:
        lowest, highest = max(lowest, -1.0), 1.0  # a level that may be anything, and counts a share here
    values = {entry.path: given.get(entry.path, entry.value)}
    most = min(highest, MOST)
    return Lever(entry.path, entry.label, entry.counts, values, False, lowest, most, {entry.path: entry.label})


def prices_of(deal: Deal) -> list[Input]:
    """The prices of outcomes: amounts of money, or of money for something, in terms that pay for outcomes.

    Example:
        >>> import sibmodel
        >>> deal = sibmodel.read_deal("deal_templates/starter_reoffending.yaml")
        >>> [entry.value for entry in prices_of(deal)]
        [900000.0, 1700000.0, 2050000.0, 2300000.0]
    """
    for_outcomes = [name for name, term in deal.terms.payments.items() if not isinstance(term, _NOT_FOR_OUTCOMES)]
    starts = tuple(f"terms.payments.{name}." for name in for_outcomes)
    return [
        entry
        for path, entry in deal.written.inputs.items()
        if path.startswith(starts)
        and ("money", 1) in entry.counts.dimensions
        and path.rsplit(".", 1)[-1] not in _NO_PRICE
    ]


def caps_of(deal: Deal) -> list[Input]:
    """The limits of payments that are amounts of money, in the order of the file."""
    return [
        entry
        for path, entry in deal.written.inputs.items()
        if path.startswith("terms.") and ("money", 1) in entry.counts.dimensions and _LIMITS.search(path)
    ]


def drawn_by(deal: Deal, lever: Lever) -> str:
    """The uncertain number that draws a lever's value itself, so that changing it changes nothing; else empty."""
    for name, term in deal.risk.uncertain.items():
        if term.stands_for == "value" and not set(term.moves).isdisjoint(lever.values):
            return name
    return ""


def is_drawn(deal: Deal, lever: Lever) -> bool:
    """Whether anything that is drawn hangs on the lever, so that each of its values needs draws of its own."""
    moved = {path for term in deal.risk.uncertain.values() for path in term.moves}
    return not lever.is_of_terms or not moved.isdisjoint(lever.values)


def _example(deal: Deal) -> str:
    """An input of the payments that can be solved for."""
    paths = [path for path in deal.written.inputs if path.startswith("terms.payments.")]
    fit = [path for path in paths if not _is_whole(deal.written.inputs[path])]
    return next(iter(fit or paths), "terms.payments")


def _is_whole(entry: Input) -> bool:
    return not _WHOLE_UNITS.isdisjoint(name for name, power in entry.counts.dimensions if power > 0)


def _bounds(kinds: set[Any]) -> tuple[float, float]:
    """The lowest and the highest value that an annotation takes."""

    def said(name: str, beyond: float = 0.0) -> list[float]:
        return [float(bound) + beyond for each in kinds if (bound := getattr(each, name, None)) is not None]

    lows, tops = said("ge") + said("gt", _JUST_ABOVE), said("le") + said("lt", -_JUST_ABOVE)
    return max(lows, default=0.0), min(tops, default=MOST)


def _walk(annotation: Any) -> Iterator[Any]:
    """Everything that an annotation is made of."""
    if isinstance(annotation, tuple | list):
        for each in annotation:
            yield from _walk(each)
        return
    inside = (*get_args(annotation), *getattr(annotation, "__metadata__", ()), *getattr(annotation, "metadata", ()))
    if isinstance(annotation, type) or not inside:
        yield annotation
    for each in inside:
        yield from _walk(each)
