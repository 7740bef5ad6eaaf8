"""The vehicle: cash in, costs out, and the order in which what remains is paid.

Within an instant: costs, draws, receipts, order of payments, surplus, guarantees. The *delivery account* takes what is
drawn and pays costs. Outcome payments and what is released feed the *pools* of the order of payments.

Where outcome payments are reused, the common pool of the instant before is used for costs before capital is drawn, and
cash that costs will still need is held back from the order of payments.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sibmodel.deal.capital.claims import Claim
from sibmodel.deal.capital.stake import Stake
from sibmodel.deal.capital.steps import as_paid
from sibmodel.deal.part import Writer, titled
from sibmodel.deal.terms import Terms
from sibmodel.deal.timeline import Clock
from sibmodel.deal.vehicle.delivery import Delivery, write_delivery
from sibmodel.deal.vehicle.guarantees import Cover
from sibmodel.deal.vehicle.order import OrderOfPayments, is_reserve
from sibmodel.deal.vehicle.pools import Pool, nothing_is_owed, spill
from sibmodel.deal.vehicle.reserve import ReserveAccount, open_reserve
from sibmodel.deal.vehicle.surplus import write_surplus
from sibmodel.graph.expressions import Expression, add_up, at_least, minimum, opposite, total
from sibmodel.graph.model import Balance, Line, Model
from sibmodel.graph.units import MONEY

COMMON = ""
"""The pool of all cash that no leg keeps."""


@dataclass(frozen=True, slots=True)
class Vehicle:
    """What the vehicle's cash comes to, for returns and for the government's view.

    Args:
        stakes: The tranches.
        surplus_to: Who gets what of the surplus.
        fees: What is paid for each fee of the structure.
        reimbursed: What each guarantee gets back.
        costs_paid: Costs of the programme, in cash and in kind.
        received: Outcome payments.
    """

    stakes: Mapping[str, Stake]
    surplus_to: Mapping[str, Line]
    fees: Mapping[str, tuple[str, Line]]
    reimbursed: Mapping[str, tuple[str, Line]]
    costs_paid: Line
    received: Line

    @property
    def at_risk(self) -> dict[str, Stake]:
        """The tranches whose money may be lost: all but grants."""
        return {name: stake for name, stake in self.stakes.items() if stake.part.is_at_risk}


def write_vehicle(model: Model, clock: Clock, terms: Terms, cost: Line, received: Mapping[str, Line]) -> Vehicle:
    """Write the accounts, the tranches and the order of payments.

    Args:
        model: Where the lines go.
        clock: The timeline.
        terms: Capital, account, fees, order of payments and surplus.
        cost: What the vehicle has to pay, by instant.
        received: What is paid for each payment term, by instant.
    """
    return _Writing(model, clock, terms, received).write(cost)


class _Writing:
    """The writing of one vehicle, step by step in the order of an instant."""

    def __init__(self, model: Model, clock: Clock, terms: Terms, received: Mapping[str, Line]) -> None:
        self.model, self.clock, self.terms = model, clock, terms
        self.pen = model.section("vehicle", "Capital", "Income account and order of payments")
        self.by_term = received
        self.received = self.pen.flow("received", "Outcome payments received", add_up(list(received.values()), MONEY))
        self.steps = terms.steps
        self.legs = list(dict.fromkeys(step.leg for step in self.steps if step.leg))
        self.titles = {leg: titled(leg, terms.payments[leg].title) for leg in self.legs}
        self.claims: dict[tuple[str, str], Claim] = {}

    def write(self, cost: Line) -> Vehicle:
        """Costs and draws, receipts, order of payments, surplus, guarantees, and every balance closed."""
        income = self.pen.balance("income", "Income account", MONEY, self.clock.axis)
        delivery = write_delivery(self.model, self.clock, self.terms, cost, income.opening)
        stakes = delivery.stakes
        covers = {name: Cover(self.model, self.clock, name, part) for name, part in self.terms.guarantees.items()}
        self._open_claims(stakes, covers)
        reserve = open_reserve(self.pen, self.clock, self.terms.account, delivery.set_aside)
        pools = {leg: self._open_leg(leg) for leg in self.legs}
        self._pay_in_order(pools, income, delivery, reserve)
        over = self._surplus(pools[COMMON], delivery)
        surplus_to = write_surplus(self.model, self.terms, stakes, over)
        pools[COMMON].paid += surplus_to.values()
        for cover in covers.values():
            cover.call(stakes)
        self._close(stakes, pools, reserve)
        return Vehicle(
            stakes,
            surplus_to,
            self._settled("fee", self.terms.fees),
            self._settled("reimbursement", covers),
            delivery.costs_paid,
            self.received,
        )

    # --- what may be paid ------------------------------------------------------------------------------------------

    def _open_claims(self, stakes: Mapping[str, Stake], covers: Mapping[str, Cover]) -> None:
        for name, stake in stakes.items():
            stake.part.open(stake)
            self.claims |= {(name, what): claim for what, claim in stake.claims.items()}
        for name, cover in covers.items():
            if cover.claim is not None:
                self.claims[name, "reimbursement"] = cover.claim
        for name, fee in self.terms.fees.items():
            pen = self.model.section(f"fees.{name}", "Capital", titled(name, fee.title))
            writer = Writer(fee, f"terms.fees.{name}", titled(name, fee.title), pen)
            self.claims[name, "fee"] = fee.claim(writer, self.clock, self.received)

    # --- the order of payments -------------------------------------------------------------------------------------

    def _open_leg(self, leg: str) -> Pool:
        title = f"Pool of {self.titles[leg]}"
        balance = self.pen.balance(f"pool_{leg}", title, MONEY, self.clock.axis)
        received = self.by_term[leg]
        cash = self.pen.line(f"pool_{leg}_available", f"{title}: available", balance.opening + received, unit=MONEY)
        return Pool(balance, [received], cash)

    def _open_common(
        self, income: Balance, delivery: Delivery, reserve: ReserveAccount | None, spilled: list[Line]
    ) -> Pool:
        """The common pool: what came in, less what paid costs and is held back for them."""
        received = self._common_receipts()
        taken_in: list[Expression] = [received, delivery.released, *spilled]
        if reserve is not None:
            taken_in.append(reserve.released)
        cash: Expression = add_up([income.opening, *taken_in], MONEY) - delivery.reused
        if self.terms.account.reuse_outcome_payments:
            cash = cash - self.pen.line(
                "held_back", "Held back for costs to come", minimum(cash, delivery.missing), unit=MONEY
            )
        available = self.pen.line("available", "Available to the order of payments", cash, unit=MONEY)
        return Pool(income, taken_in, available, [delivery.reused])

    def _common_receipts(self) -> Line:
        if not self.legs:
            return self.received
        others = [line for name, line in self.by_term.items() if name not in self.legs]
        whole = add_up(list(others), MONEY) if others else self.clock.nothing(MONEY)
        return self.pen.flow("received_in_common", "Received for terms without a leg", whole, unit=MONEY)

    def _pay_in_order(
        self, pools: dict[str, Pool], income: Balance, delivery: Delivery, reserve: ReserveAccount | None
    ) -> None:
        """Pay the legs' steps, pass on what they leave, pay the others, and let the reserve stand in."""
        reserved = {} if reserve is None else self._reserved()
        order = OrderOfPayments(self.pen, self.steps, self.claims, delivery.stakes, self.titles, reserved)
        steps = list(as_paid(self.steps))
        for step in steps:
            if step.leg:
                order.pay(step, pools[step.leg])
        spilled = [line for leg in self.legs if (line := self._spill(leg, pools[leg])) is not None]
        pools[COMMON] = self._open_common(income, delivery, reserve, spilled)
        for step in steps:
            if is_reserve(step):
                assert reserve is not None
                reserve.fill(pools[COMMON], step.number)
            elif not step.leg:
                order.pay(step, pools[COMMON])
        if reserve is not None:
            paid = reserve.stand_in(list(reserved.values()))
            for (name, _), line in zip(reserved, paid, strict=True):
                delivery.stakes[name].received.append(line)

    def _spill(self, leg: str, pool: Pool) -> Line | None:
        """What a leg leaves; a distribution leaves nothing."""
        steps = [step for step in self.steps if step.leg == leg]
        if any(step.what == "distribution" for step in steps):
            return None
        claims = [self.claims[each] for step in steps for each in step.claims]
        return spill(self.pen, pool, leg, f"Pool of {self.titles[leg]}", claims)

    def _reserved(self) -> dict[tuple[str, str], Claim]:
        """The claims for which a reserve stands in: what falls due to those whom the common pool pays, in its order."""
        order = dict.fromkeys(each for step in self.steps if not step.leg for each in step.claims)
        return {each: self.claims[each] for each in order if self.claims[each].is_insisted}

    def _surplus(self, pool: Pool, delivery: Delivery) -> Line:
        over = pool.left * opposite(delivery.goes_on)
        for stake in delivery.stakes.values():
            waits = stake.part.surplus_waits(stake)
            over = over if waits is None else over * waits
        clear = nothing_is_owed(self._on_the_common_pool())
        return self.pen.line(
            "surplus",
            "Surplus",
            over if clear is None else over * clear,
            unit=MONEY,
            note="what is left once the last cost is paid, nothing is still to be drawn and nothing is owed to anyone "
            "whom the common pool pays",
        )

    def _on_the_common_pool(self) -> list[Claim]:
        """All claims but those that are paid from a leg alone: for them the common pool need not wait."""
        bound = {each for step in self.steps if step.leg for each in step.claims}
        free = {each for step in self.steps if not step.leg for each in step.claims}
        return [claim for each, claim in self.claims.items() if each in free or each not in bound]

    # --- closing ---------------------------------------------------------------------------------------------------

    def _close(self, stakes: Mapping[str, Stake], pools: Mapping[str, Pool], reserve: ReserveAccount | None) -> None:
        for stake in stakes.values():
            stake.close()
        for (name, _), claim in self.claims.items():
            if name not in stakes:
                claim.close()
        cash = [pool.close() for pool in pools.values()]
        if reserve is not None:
            cash.append(reserve.close())
        self.pen.check(
            "nothing_left",
            "No cash is left in the vehicle after the last instant",
            at_least(0, total(add_up(list(cash), MONEY) * self.clock.is_last)),
            "cash is left in the vehicle after the last period of the deal.",
            "Check that every loan matures within the deal and that the surplus is shared out.",
            "terms.order_of_payments",
        )

    def _settled(self, what: str, names: Mapping[str, object]) -> dict[str, tuple[str, Line]]:
        """What was paid on the claims of those who put no money in: their title, and the line."""
        found = {}
        for name in names:
            claim = self.claims.get((name, what))
            if claim is not None and (line := claim.settle()) is not None:
                found[name] = (claim.writer.title, line)
        return found
