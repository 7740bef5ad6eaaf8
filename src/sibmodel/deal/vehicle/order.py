"""The order of payments: step by step, each as far as the cash that reaches it goes.

Steps of legs come first, each from its own pool; then, with what the legs leave, the steps of the common pool.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sibmodel.deal.capital.claims import PAID_AS, Claim, taken
from sibmodel.deal.capital.stake import Stake
from sibmodel.deal.capital.steps import RESERVE, Step
from sibmodel.deal.vehicle.pools import Pool
from sibmodel.graph.expressions import Expression, add_up, minimum, ratio
from sibmodel.graph.model import Line, Section
from sibmodel.graph.units import MONEY

Claims = Mapping[tuple[str, str], Claim]


def paid_as(steps: Sequence[Step], step: Step, name: str, *, has_reserve: bool) -> str:
    """The last part of the name of the line that holds what a step pays to one of those whom it pays.

    What a claim gets has one line of its own; where several steps or a reserve pay it, that line is their sum, and each
    has a line that says from where.
    """
    whole = PAID_AS[step.what]
    paying = [each for each in steps if (name, step.what) in each.claims]
    if len(paying) == 1 and not has_reserve:
        return whole
    return f"{whole}_from_{step.leg}" if step.leg else f"{whole}_in_turn"


class OrderOfPayments:
    """The paying of the steps.

    Args:
        pen: Where the lines of the pools go.
        steps: The steps, in the order of the file.
        claims: Whom a step pays what.
        stakes: The tranches, which note what they get.
        called: What the leg of a payment term is called.
        reserve: Whether a reserve stands in for what falls due.
    """

    def __init__(
        self,
        pen: Section,
        steps: Sequence[Step],
        claims: Claims,
        stakes: Mapping[str, Stake],
        called: Mapping[str, str],
        *,
        has_reserve: bool,
    ) -> None:
        self.pen = pen
        self.steps = steps
        self.claims = claims
        self.stakes = stakes
        self.called = called
        self.has_reserve = has_reserve

    def pay(self, step: Step, pool: Pool) -> None:
        """Pay one step from its pool; the reserve is filled by its own."""
        claims = [self.claims[each] for each in step.claims]
        asked = _side_by_side(claims, pool.left, step) if len(claims) > 1 else [taken(claims[0], pool.left)]
        label = f"{step.number}. {' and '.join(claim.title for claim in claims)}{self._source(step)}"
        for name, claim, amount in zip(step.names, claims, asked, strict=True):
            pool.paid.append(self._paid(step, name, claim, amount))
        left = pool.left - add_up(pool.paid[-len(claims) :], MONEY)
        pool.left = self.pen.line(f"left_after_{step.number}", f"Left after {label}", left, unit=MONEY)

    def _source(self, step: Step) -> str:
        return f", from {self.called[step.leg]}" if step.leg else ""

    def _paid(self, step: Step, name: str, claim: Claim, amount: Expression) -> Line:
        title = f"{step.number}. {claim.title} paid{self._source(step)}"
        has_reserve = self.has_reserve and claim.is_insisted
        line = paid_as(self.steps, step, name, has_reserve=has_reserve)
        paid = claim.writer.pen.flow(line, title, amount, unit=MONEY)
        claim.paid.append(paid)
        if name in self.stakes:
            self.stakes[name].received.append(paid)
        return paid


def _side_by_side(claims: Sequence[Claim], left: Expression, step: Step) -> list[Expression]:
    """What each of several of equal rank gets: all of what is due, or the cash in proportion to it."""
    name, when = f"due_in_step_{step.number}", f"due in step {step.number}"
    due: list[Expression] = [claim.writer.pen.line(name, f"{claim.title} {when}", claim.asks(left)) for claim in claims]
    whole = add_up(due, MONEY)
    share = ratio(minimum(left, whole), whole, 0)
    return [each * share for each in due]


def is_reserve(step: Step) -> bool:
    """Whether a step fills the reserve."""
    return step.what == RESERVE
