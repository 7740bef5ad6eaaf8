"""The delivery account: it takes what is drawn and pays costs; once the last cost is paid, what is left is released.

What costs lack is looked for in this order: what is borne in kind, cash in hand, agreed draws, outcome payments of
earlier instants (where they are reused), draws as needed. A cost that nothing funds stays unpaid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sibmodel.deal.capital.funding import Funding
from sibmodel.deal.capital.stake import Stake
from sibmodel.deal.part import Writer, titled
from sibmodel.deal.terms import Terms
from sibmodel.deal.timeline import Clock
from sibmodel.graph.expressions import (
    Expression,
    Number,
    above,
    add_up,
    at_least,
    cumulative,
    maximum,
    minimum,
    opposite,
    positive,
    previous,
    ratio,
    total,
)
from sibmodel.graph.model import Line, Model, Section
from sibmodel.graph.units import MONEY, MONTHS


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the delivery account leaves to the other parts of the vehicle.

    Args:
        stakes: The tranches with their draws.
        costs_paid: Costs paid, in cash and in kind.
        reused: Outcome payments of earlier instants that paid costs.
        released: What is left once the last cost is paid.
        set_aside: What fills the reserve at financial close; None where it is filled otherwise.
        goes_on: 1 where costs or agreed draws are still to come after the instant.
        missing: Cash that costs still to come will need beyond what is in hand.
    """

    stakes: Mapping[str, Stake]
    costs_paid: Line
    reused: Line
    released: Line
    set_aside: Line | None
    goes_on: Line
    missing: Expression


@dataclass(slots=True)
class _Opened:
    """A tranche before its draw is known."""

    name: str
    part: Funding
    writer: Writer
    to_date: Line
    room: Line
    agreed: Line | None = None
    drawn: Line | None = None

    def draw(self, asked: Expression) -> Line:
        """Draw what is asked, as far as the commitment goes."""
        pen, title = self.writer.pen, self.writer.title
        self.drawn = pen.flow("drawn", f"{title}: drawn", minimum(asked, self.room), unit=MONEY)
        self.to_date.formula = previous(self.to_date) + self.drawn
        return self.drawn


def write_delivery(model: Model, clock: Clock, terms: Terms, cost: Line, income: Expression) -> Delivery:
    """Write the tranches' draws and the account from which costs are paid.

    Args:
        model: Where the lines go.
        clock: The timeline.
        terms: Capital and account.
        cost: What the vehicle has to pay, by instant.
        income: Outcome payments of earlier instants that are at hand.
    """
    pen = model.section("vehicle", "Capital", "Delivery account")
    tranches = [_open(model, clock, name, part) for name, part in terms.tranches.items()]
    in_kind, in_cash = _in_kind(pen, tranches, cost)
    account = pen.balance("delivery", "Delivery account", MONEY, clock.axis)
    to_come = pen.line("cost_to_come", "Costs still to come", total(in_cash) - cumulative(in_cash), unit=MONEY)
    agreed = [line for each in tranches if (line := _agreed(clock, each)) is not None]
    goes_on = _goes_on(pen, to_come, [each.agreed for each in tranches if each.agreed is not None])
    reserve = _reserve_at_close(pen, clock, terms)
    need = _need(pen, terms, in_cash, goes_on, reserve, account.opening + add_up(list(agreed), MONEY))
    reuse = minimum(need, income) if terms.account.reuse_outcome_payments else clock.nothing(MONEY)
    reused = pen.flow("reused", "Outcome payments used for costs", reuse, unit=MONEY)
    draws = [*agreed, *_draws_as_needed(tranches, need - reused)]
    in_hand = pen.line("in_hand", "Cash in hand for costs", account.opening + add_up(list(draws), MONEY) + reused)
    paid, costs_paid = _pay_costs(pen, in_cash, in_hand, in_kind, cost)
    set_aside, released = _let_go(pen, in_hand - paid, goes_on, reserve)
    closing = account.close([*draws, reused], [paid, released, *([] if set_aside is None else [set_aside])])
    stakes = {each.name: _stake(clock, each, to_come) for each in tranches}
    return Delivery(stakes, costs_paid, reused, released, set_aside, goes_on, positive(to_come - closing))


def _open(model: Model, clock: Clock, name: str, part: Funding) -> _Opened:
    title = titled(name, part.title)
    pen = model.section(f"capital.{name}", "Capital", title)
    writer = Writer(part, f"terms.capital.{name}", title, pen)
    to_date = model.add(
        Line(f"{pen.prefix}.drawn_to_date", f"{title}: drawn to date", pen.place, MONEY, clock.axis, None)
    )
    undrawn = positive(writer.read("commitment", MONEY) - previous(to_date))
    return _Opened(name, part, writer, to_date, pen.line("undrawn", f"{title}: commitment not yet drawn", undrawn))


def _in_kind(pen: Section, tranches: list[_Opened], cost: Line) -> tuple[list[Line], Line]:
    """What is borne in kind, tranche by tranche in the order of the file, and the cost that is left to pay in cash."""
    left: Expression = cost
    borne = []
    for each in tranches:
        asked = each.part.in_kind(each.writer, cost)
        if asked is not None:
            borne.append(each.draw(minimum(asked, left)))
            left = left - borne[-1]
    return borne, pen.flow("cost_in_cash", "Costs to be paid in cash", left, unit=MONEY) if borne else cost


def _agreed(clock: Clock, tranche: _Opened) -> Line | None:
    """The agreed draws of a tranche, and the check that they are within its commitment."""
    requested = tranche.part.agreed(tranche.writer, clock)
    if requested is None:
        return None
    pen, title = tranche.writer.pen, tranche.writer.title
    requested = clock.running(requested, is_ahead=True)
    tranche.agreed = asked = pen.flow("agreed_draw", f"{title}: draw agreed", requested, unit=MONEY)
    pen.check(
        "within_commitment",
        f"{title}: agreed draws are within the commitment",
        at_least(tranche.writer.read("commitment", MONEY), total(asked)),
        "the agreed draws are more than the commitment.",
        "Raise the commitment or lower the draws.",
        tranche.writer.path,
    )
    return tranche.draw(asked)


def _goes_on(pen: Section, to_come: Line, agreed: list[Line]) -> Line:
    draws_to_come = add_up([_to_come(each) for each in agreed], MONEY)
    return pen.line(
        "delivery_goes_on",
        "Costs or agreed draws go on after this instant",
        maximum(above(to_come, 0), above(draws_to_come, 0)),
    )


def _to_come(row: Line) -> Expression:
    return total(row) - cumulative(row)


def _need(
    pen: Section, terms: Terms, in_cash: Line, goes_on: Line, reserve: Expression | None, at_hand: Expression
) -> Line:
    """Cash that costs, the cash to be kept and the reserve lack."""
    keep = Writer(terms.account, "terms.account", "Vehicle's account", pen).read("keep_cash", MONEY)
    wanted = in_cash + keep * goes_on if reserve is None else in_cash + keep * goes_on + reserve
    note = "costs of this instant and the cash to be kept, beyond what the account and agreed draws hold"
    return pen.flow("need", "Cash needed", positive(wanted - at_hand), note=note)


def _let_go(pen: Section, left: Expression, goes_on: Line, reserve: Expression | None) -> tuple[Line | None, Line]:
    """What fills the reserve at financial close, and what is released once the last cost is paid."""
    set_aside = None
    if reserve is not None:
        set_aside = pen.flow("set_aside", "Set aside for the reserve at financial close", minimum(reserve, left))
        left = left - set_aside
    released = pen.flow("released", "Released once the last cost is paid", opposite(goes_on) * left)
    return set_aside, released


def _reserve_at_close(pen: Section, clock: Clock, terms: Terms) -> Expression | None:
    reserve = terms.account.reserve
    if reserve is None or reserve.filled != "at_close":
        return None
    amount = Writer(reserve, "terms.account.reserve", "Reserve", pen).read("amount", MONEY)
    return amount * clock.falls(Number(0.0, MONTHS))


def _draws_as_needed(tranches: list[_Opened], need: Expression) -> list[Line]:
    """The draws that follow the need, shared by commitment."""
    waiting = [each for each in tranches if each.drawn is None]
    commitments = [each.writer.read("commitment", MONEY) for each in waiting]
    whole = add_up(list(commitments), MONEY)
    return [
        each.draw(need * ratio(commitment, whole, 0)) for each, commitment in zip(waiting, commitments, strict=True)
    ]


def _pay_costs(pen: Section, in_cash: Line, in_hand: Line, in_kind: list[Line], cost: Line) -> tuple[Line, Line]:
    """What is paid in cash, and what is paid in all; the check that nothing stays unpaid."""
    if in_kind:
        paid = pen.flow("costs_paid_in_cash", "Costs paid in cash", minimum(in_cash, in_hand), unit=MONEY)
        whole = pen.flow("costs_paid", "Costs paid, in cash and in kind", add_up([paid, *in_kind], MONEY), unit=MONEY)
    else:
        paid = whole = pen.flow("costs_paid", "Costs paid", minimum(cost, in_hand), unit=MONEY)
    short = pen.flow("unfunded", "Costs without funding", in_cash - paid, unit=MONEY)
    pen.check(
        "funded",
        "Every cost is funded",
        at_least(0, total(short)),
        "some costs are not funded by commitments and reused income; outcomes are still counted in full.",
        "Raise a commitment, draw more or earlier, or lower the costs.",
        "terms.capital",
        is_warning=True,
        amount=short,
    )
    return paid, whole


def _stake(clock: Clock, tranche: _Opened, cost_to_come: Line) -> Stake:
    """The tranche once its draw is known."""
    assert tranche.drawn is not None
    ahead = cost_to_come if tranche.agreed is None else _to_come(tranche.agreed)
    go_on = previous(above(ahead, 0))
    return Stake(tranche.name, tranche.part, tranche.writer, clock, tranche.to_date, tranche.room, tranche.drawn, go_on)
