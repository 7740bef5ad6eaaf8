"""Why government has no ceiling: it gains at every value, or at none, and what holds payments where they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sibmodel.analysis.crossings.found import Solved
from sibmodel.analysis.price.finding import SOME
from sibmodel.analysis.price.grounds import Ground, OnDraws
from sibmodel.analysis.price.held import held
from sibmodel.analysis.price.readings import differ


@dataclass(frozen=True, slots=True)
class _Seen:
    """Some amounts at one value of the lever."""

    at: float
    amounts: Mapping[str, float]

    @property
    def spent(self) -> float:
        """What government pays and spends itself, less the surplus that comes back."""
        return self.amounts["paid"] + self.amounts["own_costs"]


@dataclass(frozen=True, slots=True)
class NoCeiling:
    """Why government has no ceiling from one side, in parts that other sides may share.

    Args:
        rest: What is compared with what is avoided; all there is to say where nothing holds payments.
        since: From which value on something holds payments; empty where nothing does.
        holds: What holds them.
        spent: What is then spent at most.
    """

    rest: str = ""
    since: str = ""
    holds: str = ""
    spent: str = ""

    @property
    def text(self) -> str:
        """All of it."""
        return f"{self.since} {self.holds}: {self.spent}, {self.rest}" if self.holds else self.rest


def no_ceiling(ground: Ground, solved: Solved, perspective: str) -> NoCeiling:
    """Why no value costs government as much as it avoids, or every value more; empty where one does.

    Args:
        ground: Where the gain was read, with what is paid, spent and avoided among its readings.
        solved: What the search for a gain of nothing found.
        perspective: Whose gain it is.
    """
    if solved.crossings or solved.nearest is None:
        return NoCeiling()
    here, *ends = _seen(ground, [solved.nearest.at, solved.low, solved.high])
    avoided, said = here.amounts[f"worth.{perspective}"], ground.lever.said(here.at)
    spent = f"government spends {here.spent:,.0f}"
    if not any(differ(each.spent, here.spent) for each in ends):
        less = "less" if here.spent < avoided else "more"
        return NoCeiling(
            f"what government spends does not depend on it: {here.spent:,.0f}, {less} than the {avoided:,.0f} avoided"
        )
    if solved.nearest.figure < 0:
        return NoCeiling(f"even at {said}, where it loses least, {spent}, more than the {avoided:,.0f} avoided")
    most = max(ends, key=lambda each: each.spent)
    if here.at == most.at:
        end = "highest" if here.at == solved.high else "lowest"
        return NoCeiling(f"even at {said}, the {end} value there may be, {spent}, less than the {avoided:,.0f} avoided")
    found, is_drawn = held(ground, most.at), isinstance(ground, OnDraws)
    since = f"about {ground.lever.roughly(found.since)}" if is_drawn else ground.lever.said(found.since)
    holds = f"{found.named}, and " if found.by else ""
    more = "hardly any more" if is_drawn else "no more"
    return NoCeiling(
        f"less than the {avoided:,.0f} avoided, so no value is too high",
        f"from {since} on",
        f"{holds}{more} is paid in all",
        f"{spent} at most",
    )


def _seen(ground: Ground, values: list[float]) -> list[_Seen]:
    keys = [each.key for each in ground.readings]
    means = ground.at(np.array(values), SOME).means.T.tolist()
    return [_Seen(at, dict(zip(keys, column, strict=True))) for at, column in zip(values, means, strict=True)]
