"""A stake: one tranche while its lines are being written, and the growing accounts that some of them keep."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sibmodel.deal.capital.claims import Claim
from sibmodel.deal.part import Writer
from sibmodel.deal.timeline import Clock
from sibmodel.graph.expressions import Expression, Number, add_up, minimum, positive, power, ratio
from sibmodel.graph.model import Balance, Line
from sibmodel.graph.units import MONEY, MONTHS

if TYPE_CHECKING:
    from sibmodel.deal.capital.funding import Funding


@dataclass(slots=True)
class Stake:
    """What a tranche has drawn, what it claims and what it got.

    Args:
        name: Its name in the deal.
        part: Its terms.
        writer: Writes its lines.
        clock: The timeline.
        drawn_to_date: All that it has put in.
        room: Its commitment not yet drawn before this instant.
        drawn: What it puts in at this instant.
        draws_go_on: 1 where more may be drawn after the instant before.
    """

    name: str
    part: Funding
    writer: Writer
    clock: Clock
    drawn_to_date: Line
    room: Line
    drawn: Line
    draws_go_on: Expression
    claims: dict[str, Claim] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    received: list[Line] = field(default_factory=list)
    surplus: Line | None = None

    def paid(self) -> dict[str, Line]:
        """What the steps paid, by what it was; once everything is settled."""
        return {what: line for what, claim in self.claims.items() if (line := claim.settle()) is not None}

    def closing(self, what: str) -> Line | None:
        """The closing balance of a claim, where there is one."""
        balance: Balance | None = getattr(self.claims.get(what), "balance", None)
        return balance.closing if balance is not None else None

    def returned(self) -> Line:
        """All that came back to an investor."""
        return self.writer.model[f"{self.writer.pen.prefix}.returned"]

    def close(self) -> None:
        """Close every balance, and write what came back to an investor and its cash flow."""
        for claim in self.claims.values():
            claim.close()
        for account in self.accounts.values():
            account.close()
        if not self.part.is_at_risk:
            return
        pen, title = self.writer.pen, self.writer.title
        whole = add_up(list(self.received), MONEY) if self.received else self.clock.nothing(MONEY)
        back = pen.flow("returned", f"{title}: all that comes back", whole, unit=MONEY)
        pen.flow("flow", f"{title}: cash flow of the investor", back - self.drawn)


class Account:
    """Something that is counted about a tranche from instant to instant."""

    def left(self) -> Expression:
        """What is missing, or still allowed."""
        raise NotImplementedError

    def close(self) -> None:
        """Close its balance at the end of the instant."""
        raise NotImplementedError


class GrowingAccount(Account):
    """What has been put in, grown at a yearly rate, less all that came back: nil once that rate is earned.

    It grows by (1 + rate) ^ (months / 12) and is never below zero.
    """

    def __init__(self, stake: Stake, name: str, label: str, rate: Expression) -> None:
        self.stake = stake
        pen, clock, title = stake.writer.pen, stake.clock, stake.writer.title
        self.balance = pen.balance(name, f"{title}: {label}", MONEY, clock.axis)
        growth = power(1 + rate, ratio(clock.months, Number(12.0, MONTHS), 0))
        self.grown = pen.flow(f"{name}_grown", f"{title}: {label}, growth", self.balance.opening * (growth - 1))
        self.name, self.label = name, label

    def left(self) -> Expression:
        """What is still missing after all that this instant paid so far."""
        whole = self.balance.opening + self.grown + self.stake.drawn
        received = self.stake.received
        return positive(whole - add_up(list(received), MONEY)) if received else whole

    def close(self) -> None:
        """Book what came back, as far as it fills the account."""
        received = self.stake.received
        whole = self.balance.opening + self.grown + self.stake.drawn
        pen, title = self.stake.writer.pen, self.stake.writer.title
        came = add_up(list(received), MONEY) if received else self.stake.clock.nothing(MONEY)
        counted = pen.flow(f"{self.name}_counted", f"{title}: {self.label}, came back", minimum(whole, came))
        self.balance.close([self.grown, self.stake.drawn], [counted])
