"""Why a target is out of reach: which limits bind, whether payments depend on the lever, who gets what is left."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from sibmodel.analysis.asked import ALL_LOST
from sibmodel.analysis.crossings.found import Point, Solved
from sibmodel.analysis.price.finding import SOME
from sibmodel.analysis.price.grounds import Ground, OnDraws, OnPlan
from sibmodel.analysis.price.held import held
from sibmodel.analysis.price.readings import HARDLY, ROUNDED, Reading, amount, cuts_of, differ, happens
from sibmodel.analysis.price.targets import Target
from sibmodel.deal.wording import percent

_CENT: Final = 0.005
_HARDLY: Final = 1e-5
_ERRORS: Final = 3.0
_FAR: Final = 0.1


@dataclass(frozen=True, slots=True)
class _Seen:
    """Some amounts at the lowest value, at the one that comes nearest, and at the highest.

    A cap that binds in all but a few of many draws lets their mean grow by less than ``same``, a share of it: no more
    is then paid.
    """

    lowest: dict[str, float]
    nearest: dict[str, float]
    highest: dict[str, float]
    same: float

    def moves(self, key: str) -> bool:
        """Whether an amount differs between the lowest and the highest value."""
        return differ(self.lowest[key], self.highest[key])

    @property
    def beyond(self) -> dict[str, float]:
        """The amounts at the end at which more is paid for outcomes."""
        return self.highest if self.highest["paid"] >= self.lowest["paid"] else self.lowest

    def still_moves(self, key: str) -> bool:
        """Whether an amount differs between the value that comes nearest and the end at which most is paid."""
        return differ(self.nearest[key], self.beyond[key], self.same)


def reasons(ground: Ground, solved: Solved, target: Target) -> tuple[str, ...]:
    """Why no value meets a target, in sentences.

    Args:
        ground: Where it was searched.
        solved: What the search found: nothing.
        target: What was aimed at.
    """
    nearest = solved.nearest
    if nearest is None:
        seen = _seen(ground, target, [solved.low, ground.lever.now, solved.high])
        if not any(each["drawn"] > _CENT for each in (seen.lowest, seen.nearest, seen.highest)):
            return ("Investors put nothing in, so there is nothing to earn a rate on.",)
        return (f"There is no figure at any value. {_NO_RATE}",)
    seen = _seen(ground, target, [solved.low, nearest.at, solved.high])
    falls_short = (nearest.figure < solved.target) == (target.wanted == "at_least")
    if seen.moves("paid") and _is_flat(solved) and not is_without_rate(nearest, target):
        return ("The figure is the same at any value: it does not depend on it.",)
    said = [*_said(ground, seen, target, nearest, falls_short=falls_short)]
    beyond = [low for low, _ in solved.holes if low > nearest.at]
    if falls_short and beyond and target.kind == "irr":
        said.append(f"From {beyond[0]:,.6g} on there is no figure. {_NO_RATE}")
    return tuple(said)


def is_without_rate(nearest: Point, target: Target) -> bool:
    """Whether what comes nearest to an internal rate is none: all is lost, or it is a loss at any rate."""
    return target.kind == "irr" and nearest.figure <= ALL_LOST


def _is_flat(solved: Solved) -> bool:
    low, high = solved.lowest, solved.highest
    return (
        low is not None and high is not None and abs(high.figure - low.figure) <= _HARDLY * max(abs(high.figure), 1.0)
    )


_OF_A_LOSS: Final = (
    "A loss that comes back sooner has a lower rate, or none at all, so that rates below nothing say little of a price."
)
_NO_RATE: Final = (
    "Investors' cash flows have no single internal rate there, or they are never out of pocket. A net present value "
    "exists at any value: nothing lost or gained at a rate is a target that can be solved for."
)


def _said(ground: Ground, seen: _Seen, target: Target, nearest: Point, *, falls_short: bool) -> Iterator[str]:
    deal = ground.deal
    if not seen.moves("paid"):
        yield f"Outcome payments do not depend on it: they come to {seen.nearest['paid']:,.0f} at any value."
        return
    if not falls_short:
        yield f"Investors do better than that at any value: {seen.nearest['returned']:,.0f} comes back even there."
        return
    share = percent(round(seen.nearest["nothing_paid"], 4))
    if target.kind == "loss" and _is_all_of(nearest.figure, seen.nearest["nothing_paid"]):
        yield f"In {share} of scenarios nothing is paid for outcomes, whatever the price: these are all that is left."
        return
    is_bound = any(seen.beyond[named] > _CENT for named in cuts_of(deal))
    if target.kind == "irr" and nearest.figure < 0:
        if is_bound:
            yield _bound(ground, seen, nearest.at)
        yield (
            f"Even where most is paid, investors get back {seen.beyond['returned']:,.0f} of the "
            f"{seen.beyond['drawn']:,.0f} that they put in. {_OF_A_LOSS}"
        )
    elif seen.still_moves("returned"):
        better = "chance fall" if target.kind == "loss" else "figure rise"
        yield f"More is paid beyond that, but the terms of investors' capital let this {better} no further."
    elif seen.still_moves("paid"):
        yield (
            f"What investors get back rises no further: {seen.nearest['returned']:,.0f} for "
            f"{seen.nearest['drawn']:,.0f} put in. What is paid beyond goes to others."
        )
    elif is_bound:
        yield _bound(ground, seen, nearest.at)
    else:
        yield f"No more is paid for outcomes than {seen.nearest['paid']:,.0f}, whatever it is."
    if target.kind == "loss" and seen.nearest["nothing_paid"] > 0:
        yield f"In {share} of scenarios nothing at all is paid for outcomes, whatever is paid for each."
    elif seen.nearest["nothing_paid"] == 1:
        yield "Nothing is paid for outcomes: none is achieved here."


def _is_all_of(chance: float, nothing_paid: float) -> bool:
    """Whether those scenarios in which nothing is paid are all in which money is lost, as far as so many can tell."""
    error = math.sqrt(nothing_paid * (1 - nothing_paid) / SOME)
    return nothing_paid > 0 and abs(chance - nothing_paid) <= _ERRORS * error


def _bound(ground: Ground, seen: _Seen, nearest: float) -> str:
    """Which limits bind, and from where on: up to the nearest there is, what is paid may still come sooner."""
    lever = ground.lever
    found = held(ground, lever.highest if seen.beyond is seen.highest else lever.lowest)
    if isinstance(ground, OnPlan) and lever.said(found.since) != lever.said(nearest):
        return f"From {lever.said(found.since)} on {found.named}: no more is paid for outcomes in all, at most sooner."
    if isinstance(ground, OnDraws) and abs(found.since - nearest) > _FAR * abs(nearest):
        since = lever.roughly(found.since)
        return f"From about {since} on {found.named}: hardly any more is paid for outcomes in all, at most sooner."
    return f"From there on {found.named}: nothing more is paid for outcomes."


def _seen(ground: Ground, target: Target, values: list[float]) -> _Seen:
    at = f"investors.{target.investor}"
    paid = amount("paid", "payments.paid")
    readings: tuple[Reading, ...] = (
        paid,
        amount("drawn", f"{at}.drawn"),
        amount("returned", f"{at}.returned"),
        happens("anything_paid", paid),
        *cuts_of(ground.deal).values(),
    )
    means = replace(ground, readings=readings).at(np.array(values), SOME).means  # type: ignore[type-var]
    found = [dict(zip([each.key for each in readings], column.tolist(), strict=True)) for column in means.T]
    lowest, nearest, highest = ({**each, "nothing_paid": 1 - each["anything_paid"]} for each in found)
    return _Seen(lowest, nearest, highest, HARDLY if isinstance(ground, OnDraws) else ROUNDED)
