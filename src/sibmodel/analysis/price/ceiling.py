"""The government's ceiling: the price at which it gains nothing, seen from three sides that are never mixed.

The *payers' own budget* counts cash that the payers themselves can take out of a budget. *All of government* counts
cash and freed capacity of every agency. *Society* counts all value, whoever has it; payments are then a transfer and no
cost, so that this ceiling says how much value there is for each payment, and not what payments cost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sibmodel.analysis.crossings.search import Closeness
from sibmodel.analysis.price.finding import Found, find
from sibmodel.analysis.price.grounds import Ground
from sibmodel.analysis.price.no_ceiling import NoCeiling, no_ceiling
from sibmodel.analysis.price.readings import Reading, Rows
from sibmodel.deal.deal import Deal
from sibmodel.deal.savings.saving import Saving
from sibmodel.engine.roots import summed

Array = NDArray[np.float64]

_CENT: Final = 0.005
_FACTOR: Final = "government.discount_factor"
_PAID: Final = "government.outcome_payments"
_BACK: Final = "government.surplus_received"
_OWN: Final = "government.own_costs"


@dataclass(frozen=True, slots=True)
class Perspective:
    """Whose gain is counted.

    Args:
        key: Its name in results.
        title: What readers call it.
        classes: The classes of value that count.
        of_payers_only: Whether only agencies that pay for outcomes count.
        of_all: Whether it is everybody: what only changes hands then counts for nothing, and of agencies those whose
            benefits the plan says count.
    """

    key: str
    title: str
    classes: tuple[str, ...]
    of_payers_only: bool = False
    of_all: bool = False

    def savings(self, deal: Deal) -> list[str]:
        """The lines of what is avoided that counts."""
        counted = ((name, saving) for name, saving in deal.plan.savings.items() if self._counts(deal, saving))
        return [
            f"savings.{name}.{row}" for name, saving in counted for row, kind in saving.parts if kind in self.classes
        ]

    def _counts(self, deal: Deal, saving: Saving) -> bool:
        if self.of_payers_only:
            return saving.agency in deal.terms.payers
        standing = deal.plan.standing
        return not self.of_all or (not saving.transfer and (not standing or saving.agency in standing))


PERSPECTIVES: Final = (
    Perspective("payers", "Payers' own budget", ("cashable",), of_payers_only=True),
    Perspective("government", "All of government", ("cashable", "fiscal")),
    Perspective("society", "Society", ("cashable", "fiscal", "economic", "social"), of_all=True),
)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The ceiling from one side.

    Args:
        perspective: Whose gain is counted.
        found: Where the gain is nothing; None where no value is stated that would count.
        worth: What is avoided that counts, discounted, at the lever as it stands.
        own_costs: What payers spend themselves, discounted.
        paid: What they pay less the surplus that they get, discounted, at the lever as it stands.
        missing: Why there is no ceiling; empty where there is one.
    """

    perspective: Perspective
    found: Found | None
    worth: float
    own_costs: float
    paid: float
    missing: NoCeiling

    @property
    def because(self) -> str:
        """Why there is no ceiling, in full; empty where there is one."""
        return self.missing.text

    @property
    def is_endless(self) -> bool:
        """Whether government gains at any value, so that none is too high; else a missing ceiling is for nothing."""
        if self.found is None or self.found.solved.crossings:
            return False
        nearest = self.found.solved.nearest
        return nearest is not None and nearest.figure > 0

    @property
    def value(self) -> float | None:
        """The ceiling; None where there is none."""
        return None if self.found is None else self.found.value

    @property
    def error(self) -> float | None:
        """Its standard error."""
        return None if self.found is None else self.found.error


def worth_to_government(rows: Rows, line: str) -> Array:
    """What a line of the government's is worth at financial close, by its own discount factors."""
    return summed(rows[line] * rows[_FACTOR])


def readings_of(deal: Deal) -> tuple[Reading, ...]:
    """What payers pay net of surplus, what they spend, then of each perspective what counts and what is gained."""

    def paid(rows: Rows) -> Array:
        return worth_to_government(rows, _PAID) - worth_to_government(rows, _BACK)

    always = (_PAID, _BACK, _OWN, _FACTOR)
    found = [
        Reading("paid", always, paid),
        Reading("own_costs", always, lambda rows: worth_to_government(rows, _OWN)),
    ]
    for perspective in PERSPECTIVES:
        lines = perspective.savings(deal)
        worth = _worth(lines)
        found.append(Reading(f"worth.{perspective.key}", (*always, *lines), worth))
        found.append(Reading(f"gain.{perspective.key}", (*always, *lines), _gain(worth, paid)))
    return tuple(found)


def _worth(lines: list[str]) -> Callable[[Rows], Array]:
    return lambda rows: np.asarray(sum((worth_to_government(rows, line) for line in lines), np.zeros(1)))


def _gain(worth: Callable[[Rows], Array], paid: Callable[[Rows], Array]) -> Callable[[Rows], Array]:
    return lambda rows: np.asarray(worth(rows) - paid(rows) - worth_to_government(rows, _OWN))


def ceilings(
    ground: Ground, *, scenarios: int | None = None, about: Mapping[str, float] | None = None
) -> list[Ceiling]:
    """The ceiling from each side.

    Args:
        ground: The deal, with :func:`readings_of` it among its readings.
        scenarios: Over how many scenarios, on draws.
        about: Where the ceilings of a deal that is much like it are, by perspective.
    """
    keys = [each.key for each in ground.readings]
    stands = dict(zip(keys, ground.at(np.array([ground.lever.now]), scenarios).means[:, 0].tolist(), strict=True))
    found = []
    known: dict[tuple[str, ...], Found] = {}
    for perspective in PERSPECTIVES:
        worth, counted = stands[f"worth.{perspective.key}"], tuple(perspective.savings(ground.deal))
        if counted and counted not in known:
            reading, near = keys.index(f"gain.{perspective.key}"), (about or {}).get(perspective.key)
            known[counted] = find(ground, reading, 0.0, Closeness(_CENT), scenarios=scenarios, about=near)
        missing = (
            no_ceiling(ground, known[counted].solved, perspective.key)
            if counted
            else NoCeiling(_nothing(ground.deal, perspective))
        )
        solved = known.get(counted)
        found.append(Ceiling(perspective, solved, worth, stands["own_costs"], stands["paid"], missing))
    return found


def _nothing(deal: Deal, perspective: Perspective) -> str:
    if not deal.plan.savings:
        return "the deal file states no cost avoided. Add what an outcome is worth under plan.savings"
    if perspective.of_all and any(saving.transfer for saving in deal.plan.savings.values()):
        return "all that plan.savings states only changes hands, or is of agencies whose benefits do not count"
    if perspective.of_payers_only:
        return "no cashable saving of a payer is stated under plan.savings"
    return f"no value of these classes is stated under plan.savings: {', '.join(perspective.classes)}"
