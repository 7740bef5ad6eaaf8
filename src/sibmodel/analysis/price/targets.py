"""The target: what investors are to get, and in what sense.

Three are offered. An internal rate under the plan or one scenario; an expected net present value of nothing at a
hurdle, which is the same as that rate on the *expected* cash flows; a chance of loss. A mean internal rate is not:
where everything may be lost it says little, and where there is no rate it does not exist.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

from sibmodel.analysis.crossings.found import Wanted
from sibmodel.analysis.crossings.search import Closeness
from sibmodel.analysis.price.readings import Reading, falls_short, internal_rate, net_present_value
from sibmodel.deal.deal import Deal
from sibmodel.deal.wording import percent
from sibmodel.engine.evaluate import evaluate
from sibmodel.errors import Problem, ScenarioError, did_you_mean
from sibmodel.risk.figures import CENT, investors_of

Kind = Literal["irr", "npv", "loss"]

_LEAST_RATE: Final = -0.99
_MOST_RATE: Final = 10.0
_SAME_RATE: Final = 1e-11
_LEAST_STEP: Final = 1e-6
_CENTS: Final = 0.05
"""What the roundings of a few instants may come to; as a share of what was put in, a rate leaps by about as much."""


_TARGETS: Final = "an internal rate, a net present value of nothing at a rate, or a chance of loss not to be passed"


@dataclass(frozen=True, slots=True)
class Target:
    """What is aimed at.

    Args:
        kind: ``irr``: an internal rate, under the plan or a scenario. ``npv``: a net present value of nothing.
            ``loss``: a chance of loss.
        rate: The internal rate, or the rate at which cash flows are discounted.
        chance: The chance of loss that may not be passed; nothing for the others.
        investor: The tranche, or ``total`` for all together.
        put_in: What the investor puts in as things stand, against which cents are small; nothing where it is not known.
    """

    kind: Kind
    rate: float
    chance: float = 0.0
    investor: str = "total"
    put_in: float = 0.0

    @property
    def is_expected(self) -> bool:
        """Whether it is about all that may happen, where the deal file says what may."""
        return self.kind != "irr"

    @property
    def wanted(self) -> Wanted:
        """Which side of it is good enough."""
        return "at_most" if self.kind == "loss" else "at_least"

    def reading(self) -> Reading:
        """The figure that is to meet it."""
        if self.kind == "irr":
            return internal_rate(self.investor)
        if self.kind == "npv":
            return net_present_value(self.investor, self.rate)
        return falls_short(self.investor, self.rate)

    def figure(self, scenarios: int) -> float:
        """The figure that is aimed at.

        A chance over so many scenarios comes in steps: it is no more than the target exactly where it is below the
        half step above it.
        """
        if self.kind == "loss":
            return (math.floor(self.chance * scenarios * (1 + 1e-12)) + 0.5) / max(scenarios, 1)
        return self.rate if self.kind == "irr" else 0.0

    @property
    def close(self) -> Closeness:
        """What differences of the figure are none: cash flows are rounded to cents before a rate is taken of them."""
        if self.kind == "loss":
            return Closeness(0.0)
        if self.kind == "npv":
            return Closeness(CENT, 2 * CENT, 2 * CENT)
        steps = _CENTS / self.put_in if self.put_in > 0 else 0.0
        return Closeness(_SAME_RATE, _LEAST_STEP, max(_LEAST_STEP, steps))

    def in_words(self, deal: Deal, *, is_simulated: bool) -> str:
        """The target in a sentence."""
        who = investors_of(deal).get(self.investor, "All investors")
        whose = "" if self.investor == "total" else f" of {who}"
        if self.kind == "irr":
            return f"an internal rate{whose} of {percent(self.rate)}"
        if self.kind == "npv":
            expected = "an expected net present value" if is_simulated else "a net present value"
            return f"{expected}{whose} of nothing at {percent(self.rate)}"
        short = "less back than was put in" if self.rate == 0 else f"less than {percent(self.rate)} a year"
        return f"a chance of no more than {percent(self.chance)} that {who.lower()} get{_s(self.investor)} {short}"


def _s(investor: str) -> str:
    return "" if investor == "total" else "s"


def hurdle_of(deal: Deal) -> float | None:
    """The nominal yearly rate at which the deal file discounts investors' cash; None where it states none."""
    if "investors" not in deal.plan.discount:
        return None
    line = "discount.investors"
    return float(evaluate(deal.written, keep=[line])[line][0, 0])


def usual_target(deal: Deal, investor: str = "total") -> Target:
    """The target where none is named: nothing lost or gained at the hurdle rate of the deal file.

    Raises:
        ScenarioError: where it states no hurdle rate.
    """
    hurdle = hurdle_of(deal)
    if "investors" in deal.plan.discount and deal.plan.discount["investors"].later:
        message = "the investors' hurdle rate changes in later years, and a target has one rate."
        raise ScenarioError([Problem("plan.discount.investors", message, f"Name a target: {_TARGETS}.")])
    if hurdle is None:
        message = "the deal file states no hurdle rate for investors, so there is no target to take for granted."
        hint = f"State one under plan.discount.investors, or name a target: {_TARGETS}."
        raise ScenarioError([Problem("plan.discount.investors", message, hint)])
    return Target("npv" if deal.risk.is_there else "irr", hurdle, investor=investor)


def check_target(deal: Deal, target: Target) -> None:
    """Refuse a target that no deal, or not this one, can be priced for.

    Raises:
        ScenarioError: with every reason.
    """
    problems = []
    investors = investors_of(deal)
    if not investors:
        message = "nobody's money is at risk: all capital is granted, so there is no return to price for."
        problems.append(Problem("terms.capital", message, "Make one of the tranches a loan or equity."))
    elif target.investor not in investors:
        known = did_you_mean(target.investor, investors)
        problems.append(Problem("terms.capital", f"there is no investor '{target.investor}'.", known))
    if not _LEAST_RATE <= target.rate <= _MOST_RATE:
        message = f"a rate of {percent(target.rate)} cannot be a target."
        problems.append(Problem("", message, f"Give one from {percent(_LEAST_RATE)} to {percent(_MOST_RATE)} a year."))
    if target.kind == "loss":
        if not 0 <= target.chance < 1:
            message = f"a chance of {percent(target.chance)} cannot be a target."
            problems.append(Problem("", message, "Give one from 0% up to, but not, 100%."))
        if not deal.risk.is_there:
            message = "nothing in this deal is uncertain, so a loss is certain or impossible."
            hint = "Add a part 'risk:' to the deal file, or ask for an internal rate."
            problems.append(Problem("risk", message, hint))
    if problems:
        raise ScenarioError(problems)
