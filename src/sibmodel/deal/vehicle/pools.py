"""Pools: the cash of the order of payments, kept apart by where it came from.

There is one pool for each payment term from which some step is paid (a *leg*), and a common pool for all other cash.
What a leg leaves flows to the common pool once nothing is owed by any of its steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sibmodel.deal.capital.claims import Claim
from sibmodel.graph.expressions import Expression, add_up, at_least
from sibmodel.graph.model import Balance, Line, Section
from sibmodel.graph.units import MONEY


@dataclass(slots=True)
class Pool:
    """Cash in one pool while an instant is being written.

    Args:
        balance: The corkscrew.
        taken_in: What came in at this instant.
        left: What the steps so far have left.
        paid: What was paid out of it.
    """

    balance: Balance
    taken_in: list[Expression]
    left: Expression
    paid: list[Expression] = field(default_factory=list)

    def pay(self, line: Line) -> None:
        """Book a payment."""
        self.paid.append(line)
        self.left = self.left - line

    def close(self) -> Line:
        """Close the corkscrew."""
        return self.balance.close(self.taken_in, self.paid)


def nothing_is_owed(claims: Sequence[Claim]) -> Expression | None:
    """1 where nothing is owed on any of these claims; None where nothing ever is."""
    owed = [each for claim in claims if (each := claim.still_owed()) is not None]
    return at_least(0, add_up(owed, MONEY)) if owed else None


def spill(pen: Section, pool: Pool, name: str, title: str, claims: Sequence[Claim]) -> Line:
    """What a leg leaves to the common pool."""
    clear = nothing_is_owed(claims)
    free = pool.left if clear is None else pool.left * clear
    spilled = pen.flow(f"spilled_{name}", f"{title}: left to the common pool", free, unit=MONEY)
    pool.pay(spilled)
    return spilled
