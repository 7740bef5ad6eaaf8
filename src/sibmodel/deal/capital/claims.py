"""Claims: what somebody may be paid by a step of the order of payments, what is owed of it, and how it is booked.

An instrument makes its claims once its draw of the instant is known. A claim is asked what it takes of the cash that
reaches its step; whatever is paid on it is booked there, and at the end of the instant it closes its balance.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sibmodel.deal.part import Writer
from sibmodel.graph.expressions import Expression, add_up, minimum, positive
from sibmodel.graph.model import Balance, Line
from sibmodel.graph.units import MONEY

PAID_AS: Final[Mapping[str, str]] = {
    "interest": "interest_paid",
    "principal": "principal_repaid",
    "fee": "fee_paid",
    "return": "return_paid",
    "distribution": "distributed",
    "reimbursement": "reimbursed",
}
"""What a step may pay, and the line that holds what it paid."""


class Claim:
    """Something that a step may pay.

    Args:
        writer: Of the part to which it is owed.
        what: The word of the step: "interest", "principal".
        is_insisted: Whether it has a day on which it must be paid, so that a reserve stands in for it.
    """

    def __init__(self, writer: Writer, what: str, *, is_insisted: bool = False) -> None:
        self.writer = writer
        self.what = what
        self.words = what
        self.is_insisted = is_insisted
        self.paid: list[Line] = []
        self.whole: Line | None = None

    @property
    def title(self) -> str:
        """Whose it is, and what."""
        return f"{self.writer.title}: {self.words}" if self.words else self.writer.title

    def asks(self, left: Expression) -> Expression:
        """How much it takes of the cash left, were there enough."""
        raise NotImplementedError

    def still_owed(self) -> Expression | None:
        """What is owed after all that this instant paid so far; None where nothing ever is."""
        return None

    def settle(self) -> Line | None:
        """All that this instant paid on it, as one line; None where no step pays it."""
        if self.paid and self.whole is None:
            name, pen = PAID_AS[self.what], self.writer.pen
            if self.paid[0].name == f"{pen.prefix}.{name}":
                self.whole = self.paid[0]
            else:
                self.whole = pen.flow(name, f"{self.title} paid", add_up(list(self.paid), MONEY), unit=MONEY)
        return self.whole

    def close(self) -> None:
        """Close what balances it has."""


class Debt(Claim):
    """A claim with a balance: opening, what is added, what is paid, closing.

    Args:
        writer: Of the part to which it is owed.
        what: The word of the step.
        balance: The corkscrew.
        added: What this instant adds before its steps.
        is_insisted: Whether it has a day on which it must be paid.
    """

    def __init__(
        self, writer: Writer, what: str, balance: Balance, added: Expression | None, *, is_insisted: bool = False
    ) -> None:
        super().__init__(writer, what, is_insisted=is_insisted)
        self.balance = balance
        self.added = [] if added is None else [added]
        self.added_later: list[Line] = []
        self.covered: list[Line] = []

    def owed(self) -> Expression:
        """What is owed before anything is paid at this instant."""
        return add_up([self.balance.opening, *self.added], MONEY)

    def due(self) -> Expression:
        """What of it may be paid at this instant."""
        return self.owed()

    def asks(self, left: Expression) -> Expression:
        """What is due and not paid yet."""
        return self.due() - add_up(list(self.paid), MONEY) if self.paid else self.due()

    def still_owed(self) -> Expression:
        """What is owed after this instant's payments so far."""
        gone = [*self.paid, *self.covered]
        return self.owed() - add_up(gone, MONEY) if gone else self.owed()

    def close(self) -> None:
        """Book what was added and what was paid, by steps or by somebody else."""
        whole = self.settle()
        paid = [whole] if whole is not None else []
        self.balance.close([*self.added, *self.added_later], [*paid, *self.covered])


class WaitingDebt(Debt):
    """A debt that is due only from an instant on.

    Args:
        writer: Of the part to which it is owed.
        what: The word of the step.
        balance: The corkscrew.
        added: What this instant adds before its steps.
        flag: 1 from the instant on at which it is due.
    """

    def __init__(self, writer: Writer, what: str, balance: Balance, added: Expression, flag: Line) -> None:
        super().__init__(writer, what, balance, added, is_insisted=True)
        self.flag = flag

    def due(self) -> Expression:
        """Everything, or nothing yet."""
        return self.owed() * self.flag


class PlannedDebt(Debt):
    """A debt of which a part is not due yet.

    Args:
        writer: Of the part to which it is owed.
        what: The word of the step.
        balance: The corkscrew.
        added: What this instant adds before its steps.
        not_due: What of it is still not due at the end of the instant.
    """

    def __init__(self, writer: Writer, what: str, balance: Balance, added: Expression, not_due: Line) -> None:
        super().__init__(writer, what, balance, added, is_insisted=True)
        self.not_due = not_due

    def due(self) -> Expression:
        """What has fallen due and was not paid."""
        return positive(self.owed() - self.not_due)


class Distribution(Claim):
    """Whatever is left in a leg: nothing is owed and nothing is kept."""

    def __init__(self, writer: Writer) -> None:
        super().__init__(writer, "distribution")

    def asks(self, left: Expression) -> Expression:
        """All of it."""
        return left


def taken(claim: Claim, left: Expression) -> Expression:
    """What a claim takes of the cash that reaches it."""
    asked = claim.asks(left)
    return asked if asked is left else minimum(left, asked)
