"""From where on limits hold payments: the value of a lever beyond which no more is paid for outcomes in all.

A limit that is reached may still be reached sooner at a higher price, so that what is paid is worth more though it is
no more. Where a rate or a worth comes nearest is therefore no sign of where a limit begins to hold; the sum that is
paid is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from sibmodel.analysis.crossings.search import Array, Search
from sibmodel.analysis.crossings.solver import solve
from sibmodel.analysis.price.finding import COARSE, SOME
from sibmodel.analysis.price.grounds import Ground, OnDraws
from sibmodel.analysis.price.readings import HARDLY, amount, cuts_of
from sibmodel.deal.deal import Deal
from sibmodel.risk.figures import CENT

_NAMED: Final = 2
_DECADE: Final = 6
_EVEN: Final = 32


@dataclass(frozen=True, slots=True)
class Held:
    """What holds payments at one end of a lever.

    Args:
        by: The limits that cut there, as a sentence has them.
        since: The value from which on no more is paid in all; on draws, hardly any more.
        payers: Of how many payers some of them are caps, and how many these are.
    """

    by: tuple[str, ...]
    since: float
    payers: tuple[int, int] = (0, 0)

    @property
    def named(self) -> str:
        """The limits with their verb; more than two by how many there are."""
        if len(self.by) <= _NAMED:
            return f"{' and '.join(self.by)} {'binds' if len(self.by) == 1 else 'bind'}"
        payers, caps = self.payers
        others = len(self.by) - caps
        said = [f"the caps of {payers} payer{'s' if payers > 1 else ''}"] if caps else []
        said += [f"{others} {'other ' if caps else ''}limit{'s' if others > 1 else ''}"] if others else []
        return f"{' and '.join(said)} bind"


def held(ground: Ground, end: float) -> Held:
    """What holds payments towards one end of a lever, and from where on.

    Args:
        ground: The deal.
        end: The end of the lever at which most is paid.
    """
    cuts = cuts_of(ground.deal)
    seen = replace(ground, readings=(amount("paid", "payments.paid"), *cuts.values()))  # type: ignore[type-var]
    most, *cut = seen.at(np.array([end]), SOME).means[:, 0].tolist()
    by = tuple(name for name, much in zip(cuts, cut, strict=True) if much > CENT)
    is_drawn, lever = isinstance(ground, OnDraws), ground.lever

    def paid(values: Array) -> Array:
        return np.asarray(seen.at(values, COARSE if is_drawn else SOME).means[0])

    if is_drawn:
        most = float(paid(np.array([end]))[0])
    grid = lever.grid(_DECADE, _EVEN) if is_drawn else lever.grid()
    nearly = most - max(CENT, HARDLY * most if is_drawn else 0.0)
    close = Search(same=0.0, finest=lambda at: max(HARDLY * abs(at), lever.step) if is_drawn else lever.step / 100)
    found = solve(paid, grid, nearly, close).crossings
    since = found[-1 if end == lever.highest else 0].value if found else end
    return Held(by, since, _of_payers(ground.deal, by))


def _of_payers(deal: Deal, by: tuple[str, ...]) -> tuple[int, int]:
    """Of how many payers some limits are caps, and how many limits these are."""
    caps = {cut.named: cut.key.split(".")[1] for cut in deal.cuts if cut.is_payers and cut.named in by}
    return len(set(caps.values())), len(caps)
