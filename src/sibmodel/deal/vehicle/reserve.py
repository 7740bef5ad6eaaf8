"""The reserve: filled by its step or at financial close, drawn on for what fell due and was not paid, then released.

What is filled at an instant can be drawn on from the next on.
"""

from __future__ import annotations

from collections.abc import Sequence

from sibmodel.deal.capital.account import Account, Reserve
from sibmodel.deal.capital.claims import PAID_AS, Claim
from sibmodel.deal.part import Writer
from sibmodel.deal.timeline import Clock
from sibmodel.deal.vehicle.pools import Pool
from sibmodel.graph.expressions import Expression, maximum, minimum, opposite, positive
from sibmodel.graph.model import Line, Section
from sibmodel.graph.units import MONEY, MONTHS


class ReserveAccount:
    """The lines of a reserve.

    Args:
        pen: Where they go.
        clock: The timeline.
        reserve: Its terms.
        set_aside: What fills it at financial close, if anything does.
    """

    def __init__(self, pen: Section, clock: Clock, reserve: Reserve, set_aside: Line | None) -> None:
        self.pen = pen
        self.writer = Writer(reserve, "terms.account.reserve", "Reserve", pen)
        self.balance = pen.balance("reserve", "Reserve", MONEY, clock.axis)
        self.filled = [] if set_aside is None else [set_aside]
        ends: Expression = clock.is_last
        if reserve.until_month is not None:
            ends = maximum(clock.is_last, clock.reached(self.writer.read("until_month", MONTHS)))
        ends = clock.due_by(ends)
        self.over = pen.line("reserve_is_over", "Reserve: is released", ends)
        self.released = pen.flow("reserve_released", "Reserve: released", self.balance.opening * self.over)
        self.drawn: list[Line] = []

    def fill(self, pool: Pool, number: int) -> None:
        """Fill it up from a pool."""
        missing = positive(self.writer.read("amount", MONEY) - self.balance.opening)
        if self.filled:
            missing = positive(self.writer.read("amount", MONEY) - self.balance.opening - self.filled[0])
        wanted = missing * opposite(self.over)
        label = f"{number}. Reserve: filled"
        filled = self.pen.flow("reserve_filled", label, minimum(pool.left, wanted), unit=MONEY)
        self.filled.append(filled)
        pool.paid.append(filled)
        pool.left = self.pen.line(f"left_after_{number}", f"Left after {label}", pool.left - filled, unit=MONEY)

    def stand_in(self, claims: Sequence[Claim]) -> list[tuple[Claim, Line]]:
        """Pay what fell due and the order of payments could not pay, in its order."""
        left: Expression = self.balance.opening - self.released
        found = []
        for claim in claims:
            amount = minimum(left, claim.asks(left))
            name, label = f"{PAID_AS[claim.what]}_from_reserve", f"{claim.title} paid from the reserve"
            paid = claim.writer.pen.flow(name, label, amount, unit=MONEY)
            claim.paid.append(paid)
            self.drawn.append(paid)
            left = left - paid
            found.append((claim, paid))
        return found

    def close(self) -> Line:
        """Close its balance."""
        return self.balance.close(list(self.filled), [*self.drawn, self.released])


def open_reserve(pen: Section, clock: Clock, account: Account, set_aside: Line | None) -> ReserveAccount | None:
    """The reserve of an account, where it has one."""
    return None if account.reserve is None else ReserveAccount(pen, clock, account.reserve, set_aside)
