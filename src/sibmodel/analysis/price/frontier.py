"""The frontier of cap and price: for each cap the price that keeps investors' target, and what the cap then does.

A plan that stays below a cap shows no cost of it. Over all that may happen there is one: in the good scenarios the cap
takes what would have made up for the bad ones, and the price has to rise for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sibmodel.analysis.price.corridor import Basis
from sibmodel.analysis.price.finding import Found, find
from sibmodel.analysis.price.grounds import OnDraws
from sibmodel.analysis.price.levers import Lever, caps_of
from sibmodel.analysis.price.readings import amount, cut_by, happens
from sibmodel.analysis.price.targets import Target
from sibmodel.deal.deal import Deal
from sibmodel.deal.faults.scenarios import change_of_an_input
from sibmodel.errors import Problem, ScenarioError, did_you_mean

Array = NDArray[np.float64]

USUAL: Final = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5)
"""The caps that are tried where none are named, as shares of the one in the deal file."""
TAIL: Final = 0.95
_MOST_CAPS: Final = 50


@dataclass(frozen=True, slots=True)
class Caps:
    """A cap, and the values of it that are tried.

    Args:
        path: The cap.
        values: Its values; :data:`USUAL` shares of the one in the deal file where none are named.
    """

    path: str
    values: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class AtCap:
    """What one cap comes to.

    Args:
        cap: The cap.
        found: The value of the lever that keeps the target.
        binds: The chance that the cap cuts anything then, and its standard error; None where there is no such value.
        paid: The mean of outcome payments then.
        sd: Their standard deviation.
        tail: What they do not pass in nineteen of twenty scenarios.
    """

    cap: float
    found: Found
    binds: tuple[float, float] | None
    paid: float | None
    sd: float | None
    tail: float | None


@dataclass(frozen=True, slots=True)
class Frontier:
    """The frontier over one cap.

    Args:
        path: The cap.
        label: What readers call it.
        points: What each value of it comes to, from the lowest up.
    """

    path: str
    label: str
    points: tuple[AtCap, ...]


def check_caps(deal: Deal, lever: Lever, caps: Caps, *, is_simulated: bool) -> None:
    """Refuse what no frontier can be drawn over.

    Raises:
        ScenarioError: with every reason.
    """
    problems, path = [], caps.path
    known = {entry.path: entry for entry in caps_of(deal)}
    if path not in deal.written.inputs:
        problems.append(Problem(path, "is not an input of this deal.", did_you_mean(path, known)))
    elif cut_by(deal, path) is None:
        hint = did_you_mean(path, known) or "The deal has none."
        problems.append(Problem(path, "is no limit of payments, so no frontier runs over it.", hint))
    elif path in lever.values:
        problems.append(Problem(path, "is what is being solved for.", "Solve for another input."))
    else:
        faults = (fault for cap in caps.values if cap > 0 for fault in change_of_an_input(deal, ("values", path), cap))
        problems += [Problem(path, fault.message, fault.hint) for fault in faults]
    if not is_simulated:
        message = "a frontier of caps needs to know what may happen: under the plan alone a cap costs nothing or all."
        problems.append(
            Problem(
                "risk",
                message,
                "Add a part 'risk:' to the deal file, and name a target that is about all that may happen.",
            )
        )
    if len(caps.values) > _MOST_CAPS:
        problems.append(Problem("", f"{len(caps.values)} caps are too many.", f"Name no more than {_MOST_CAPS}."))
    if any(cap <= 0 for cap in caps.values):
        problems.append(Problem("", "a cap must be above nothing.", "Leave the others out."))
    if problems:
        raise ScenarioError(problems)


def frontier(
    deal: Deal,
    lever: Lever,
    target: Target,
    basis: Basis,
    caps: Caps,
    told: Callable[[str], None],
    about: float | None = None,
) -> Frontier:
    """The frontier over one cap; :func:`check_caps` says what is refused.

    Args:
        deal: A deal whose file has a ``risk`` part.
        lever: What is changed.
        target: What investors are to get.
        basis: What it is worked out on.
        caps: The cap, and its values.
        told: Told what is under way.
        about: The answer at the cap of the deal file, near which the others are.
    """
    path = caps.path
    entry = deal.written.inputs[path]
    now = basis.base.get(path, entry.value)
    values = sorted(set(caps.values)) or [share * now for share in USUAL]
    points = []
    for cap in values:
        told(f"a cap of {cap:,.0f}")
        points.append(_at(deal, lever, target, basis, path, cap, about))
    return Frontier(path, entry.label, tuple(points))


def _at(deal: Deal, lever: Lever, target: Target, basis: Basis, path: str, cap: float, about: float | None) -> AtCap:
    base: Mapping[str, float] = {**basis.base, path: cap}
    here = Basis(base, basis.scenarios, basis.seed, basis.workers)
    same = lever.on(deal, base)
    cut = cut_by(deal, path)
    assert cut is not None
    paid = amount("paid", "payments.paid")
    ground = here.ground(deal, same, (target.reading(), paid, happens("binds", cut)))
    assert isinstance(ground, OnDraws)
    found = find(ground, 0, target.figure(here.scenarios), target.close, wanted=target.wanted, about=about)
    if found.value is None:
        return AtCap(cap, found, None, None, None, None)
    known = ground.at(np.array([found.value]))
    amounts = ground.scenarios_of(1, found.value)
    return AtCap(
        cap,
        found,
        (float(known.means[2, 0]), float(known.errors[2, 0])),
        float(known.means[1, 0]),
        float(amounts.std(ddof=1)) if amounts.size > 1 else 0.0,
        float(np.quantile(amounts, TAIL)),
    )
