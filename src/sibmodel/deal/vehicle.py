"""The vehicle: cash in, costs out, and the order in which what remains is paid.

Within an instant: costs, draws, receipts, order of payments. Two accounts keep the purposes apart. The *delivery
account* takes what is drawn and pays costs; once the last cost is paid, what is left over is released. The
*income account* takes outcome payments and what is released, and feeds the order of payments.

Where outcome payments are reused, the income account of the instant before is used for costs before capital is
drawn, and cash that costs will still need is held back from the order of payments.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sibmodel.deal.capital import Guarantee, Loan, RecoverableGrant, Tranche
from sibmodel.deal.part import Writer, titled
from sibmodel.deal.terms import Terms
from sibmodel.deal.timeline import Clock
from sibmodel.graph.expressions import (
    Expression,
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
from sibmodel.graph.model import Balance, Line, Model
from sibmodel.graph.units import MONEY, SHARE


@dataclass(slots=True)
class Stake:
    """One tranche while its lines are being written."""

    name: str
    part: Tranche
    writer: Writer
    drawn_to_date: Line
    room: Line
    agreed: Line | None = None
    drawn: Line | None = None
    principal: Balance | None = None
    interest: Balance | None = None
    accrued: Line | None = None
    due_flag: Expression | None = None
    paid: dict[str, Line] = field(default_factory=dict)
    guaranteed: list[Line] = field(default_factory=list)
    returned: Line | None = None

    def owed(self) -> Expression | None:
        """Principal and interest still owed once this instant's steps are paid; None for equity."""
        parts: list[Expression] = []
        if self.principal is not None and self.drawn is not None:
            left = self.principal.opening + self.drawn
            parts.append(left - self.paid["principal"] if "principal" in self.paid else left)
        if self.interest is not None and self.accrued is not None:
            left = self.interest.opening + self.accrued
            parts.append(left - self.paid["interest"] if "interest" in self.paid else left)
        return add_up(parts, MONEY) if parts else None


@dataclass(frozen=True, slots=True)
class Vehicle:
    """What the vehicle's cash comes to, for returns and for the government's view."""

    stakes: Mapping[str, Stake]
    surplus_to: Mapping[str, Line]
    costs_paid: Line
    received: Line


def write_vehicle(model: Model, clock: Clock, terms: Terms, cost: Line, received: Line) -> Vehicle:
    """Write the accounts, the tranches and the order of payments.

    Args:
        model: Where the lines go.
        clock: The timeline.
        terms: Capital, account, order of payments and surplus.
        cost: What the vehicle has to pay, by instant.
        received: Outcome payments, by instant.
    """
    return _Writing(model, clock, terms, cost, received).write()


class _Writing:
    """The writing of one vehicle, step by step in the order of an instant."""

    def __init__(self, model: Model, clock: Clock, terms: Terms, cost: Line, received: Line) -> None:
        self.model = model
        self.clock = clock
        self.terms = terms
        self.account = terms.account
        self.cost = cost
        self.delivery_pen = model.section("vehicle", "Capital", "Delivery account")
        self.income_pen = model.section("vehicle", "Capital", "Income account and order of payments")
        self.received = self.income_pen.flow("received", "Outcome payments received", received, unit=MONEY)
        capital = terms.capital.items()
        self.stakes = {name: self._open(name, part) for name, part in capital if not isinstance(part, Guarantee)}
        self.guarantees = {name: part for name, part in capital if isinstance(part, Guarantee)}

    def write(self) -> Vehicle:
        """Costs and draws, receipts, order of payments, surplus, guarantees, and every balance closed."""
        delivery = self.delivery_pen.balance("delivery", "Delivery account", MONEY, self.clock.axis)
        income = self.income_pen.balance("income", "Income account", MONEY, self.clock.axis)
        reused, costs_paid, released = self._fund_costs(delivery, income)
        available = self._available(delivery, income, reused, released)
        left = self._pay_in_order(available)
        surpluses = self._pay_surplus(left)
        self._call_guarantees()
        income.close(
            [self.received, released],
            [reused, *(line for stake in self.stakes.values() for line in stake.paid.values()), *surpluses.values()],
        )
        for stake in self.stakes.values():
            self._close(stake, surpluses.get(stake.name))
        self._check_nothing_left(income)
        return Vehicle(self.stakes, surpluses, costs_paid, self.received)

    # --- what each tranche opens with --------------------------------------------------------------------------

    def _open(self, name: str, part: Tranche) -> Stake:
        title = titled(name, part.title)
        pen = self.model.section(f"capital.{name}", "Capital", title)
        writer = Writer(part, f"terms.capital.{name}", title, pen)
        to_date = self.model.add(
            Line(f"{pen.prefix}.drawn_to_date", f"{title}: drawn to date", pen.place, MONEY, self.clock.axis, None)
        )
        room = pen.line(
            "undrawn",
            f"{title}: commitment not yet drawn",
            positive(writer.read("commitment", MONEY) - previous(to_date)),
        )
        stake = Stake(name, part, writer, to_date, room)
        if isinstance(part, Loan | RecoverableGrant):
            stake.principal = pen.balance("principal", f"{title}: principal", MONEY, self.clock.axis)
            stake.due_flag = self._due_flag(writer, part)
        if isinstance(part, Loan):
            stake.interest = pen.balance("interest", f"{title}: interest owed", MONEY, self.clock.axis)
            stake.accrued = pen.flow(
                "interest_accrued", f"{title}: interest for the period", self._accrual(stake, part)
            )
        return stake

    def _due_flag(self, writer: Writer, part: Loan | RecoverableGrant) -> Expression | None:
        if not isinstance(part, Loan) or part.repayment == "sweep" or part.matures is None:
            return None
        matures = writer.read("matures", self.clock.closes.counts)
        self.clock.check_within(writer, "matures", matures, "the maturity of the loan")
        return writer.pen.line("has_matured", f"{writer.title}: has matured", self.clock.reached(matures))

    def _accrual(self, stake: Stake, part: Loan) -> Expression:
        assert stake.principal is not None
        assert stake.interest is not None
        base: Expression = stake.principal.opening
        if part.compounding == "compound":
            base = base + stake.interest.opening
        return base * stake.writer.read("interest_rate", SHARE) * part.year_fraction(self.clock)

    # --- costs and draws -----------------------------------------------------------------------------------------

    def _fund_costs(self, delivery: Balance, income: Balance) -> tuple[Line, Line, Line]:
        pen, cost = self.delivery_pen, self.cost
        to_come = pen.line("cost_to_come", "Costs still to come", total(cost) - cumulative(cost), unit=MONEY)
        fixed = self._fixed_draws()
        agreed = [stake.agreed for stake in self.stakes.values() if stake.agreed is not None]
        goes_on = pen.line(
            "delivery_goes_on",
            "Costs or agreed draws go on after this instant",
            maximum(above(to_come, 0), above(add_up([total(each) - cumulative(each) for each in agreed], MONEY), 0)),
        )
        keep = Writer(self.account, "terms.account", "Vehicle's account", pen).read("keep_cash", MONEY)
        need = pen.flow(
            "need",
            "Cash needed",
            positive(cost + keep * goes_on - delivery.opening - add_up(fixed, MONEY)),
            note="costs of this instant and the cash to be kept, beyond what the account and agreed draws hold",
        )
        reuse = minimum(need, income.opening) if self.account.reuse_outcome_payments else self.clock.nothing(MONEY)
        reused = pen.flow("reused", "Outcome payments used for costs", reuse, unit=MONEY)
        draws = [*fixed, *self._draws_as_needed(need - reused)]
        in_hand = pen.line("in_hand", "Cash in hand for costs", delivery.opening + add_up(draws, MONEY) + reused)
        paid = pen.flow("costs_paid", "Costs paid", minimum(cost, in_hand), unit=MONEY)
        short = pen.flow("unfunded", "Costs without funding", cost - paid, unit=MONEY)
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
        released = pen.flow("released", "Released once the last cost is paid", opposite(goes_on) * (in_hand - paid))
        delivery.close([*draws, reused], [paid, released])
        return reused, paid, released

    def _fixed_draws(self) -> list[Line]:
        drawn = []
        for stake in self.stakes.values():
            requested = stake.part.draws.requested(stake.writer, self.clock)
            if requested is not None:
                pen, title = stake.writer.pen, stake.writer.title
                stake.agreed = asked = pen.flow("agreed_draw", f"{title}: draw agreed", requested, unit=MONEY)
                drawn.append(self._draw(stake, asked))
                pen.check(
                    "within_commitment",
                    f"{title}: agreed draws are within the commitment",
                    at_least(stake.writer.read("commitment", MONEY), total(asked)),
                    "the agreed draws are more than the commitment.",
                    "Raise the commitment or lower the draws.",
                    stake.writer.path,
                )
        return drawn

    def _draws_as_needed(self, need: Expression) -> list[Line]:
        stakes = [each for each in self.stakes.values() if each.part.draws.kind == "as_needed"]
        commitments = [stake.writer.read("commitment", MONEY) for stake in stakes]
        return [
            self._draw(stake, need * ratio(commitment, add_up(list(commitments), MONEY), 0))
            for stake, commitment in zip(stakes, commitments, strict=True)
        ]

    def _draw(self, stake: Stake, asked: Expression) -> Line:
        stake.drawn = stake.writer.pen.flow(
            "drawn", f"{stake.writer.title}: drawn", minimum(asked, stake.room), unit=MONEY
        )
        stake.drawn_to_date.formula = previous(stake.drawn_to_date) + stake.drawn
        return stake.drawn

    # --- the order of payments -------------------------------------------------------------------------------------

    def _available(self, delivery: Balance, income: Balance, reused: Line, released: Line) -> Line:
        cash = income.opening + self.received + released - reused
        if self.account.reuse_outcome_payments:
            to_come = self.model["vehicle.cost_to_come"]
            held = self.income_pen.line(
                "held_back",
                "Held back for costs to come",
                minimum(cash, positive(to_come - delivery.closing)),
            )
            cash = cash - held
        return self.income_pen.line("available", "Available to the order of payments", cash, unit=MONEY)

    def _pay_in_order(self, available: Line) -> Expression:
        left: Expression = available
        for number, step in enumerate(self.terms.order_of_payments, start=1):
            name, what = step.rsplit(" ", 1)
            stake = self.stakes[name]
            due = self._due(stake, what)
            label = f"{number}. {stake.writer.title}: {what}"
            paid = stake.writer.pen.flow(_PAID[what], f"{label} paid", minimum(left, due), unit=MONEY)
            stake.paid[what] = paid
            left = self.income_pen.line(f"left_after_{number}", f"Left after {label}", left - paid, unit=MONEY)
        return left

    def _due(self, stake: Stake, what: str) -> Expression:
        if what == "interest":
            assert stake.interest is not None
            assert stake.accrued is not None
            owed = stake.interest.opening + stake.accrued
            waits = isinstance(stake.part, Loan) and stake.part.interest == "rolled_up"
        else:
            assert stake.principal is not None
            assert stake.drawn is not None
            owed = stake.principal.opening + stake.drawn
            waits = True
        return owed * stake.due_flag if waits and stake.due_flag is not None else owed

    def _pay_surplus(self, left: Expression) -> dict[str, Line]:
        owed = [each for stake in self.stakes.values() if (each := stake.owed()) is not None]
        over = self.income_pen.line(
            "surplus",
            "Surplus",
            left * opposite(self.model["vehicle.delivery_goes_on"]) * at_least(0, add_up(owed, MONEY)),
            unit=MONEY,
            note="what is left once the last cost is paid, nothing is still to be drawn and nothing is owed",
        )
        writer = Writer(self.terms, "terms", "Surplus", self.income_pen)
        paid = {}
        for name in self.terms.surplus:
            pen = self.stakes[name].writer.pen if name in self.stakes else self.model.section(
                f"surplus.{name}", "Capital", "Income account and order of payments"
            )  # fmt: skip
            share = writer.read(f"surplus.{name}", SHARE)
            paid[name] = pen.flow("surplus", f"{self.terms.called(name)}: share of surplus", over * share, unit=MONEY)
        return paid

    def _call_guarantees(self) -> None:
        for name, part in self.guarantees.items():
            title = titled(name, part.title)
            writer = Writer(
                part, f"terms.capital.{name}", title, self.model.section(f"capital.{name}", "Capital", title)
            )
            stake = self.stakes[part.of]
            outstanding = self._outstanding(stake)
            paid = writer.pen.flow(
                "paid",
                f"{title}: called",
                part.called(writer, self.clock, stake.drawn_to_date, outstanding),
                unit=MONEY,
            )
            stake.guaranteed.append(paid)

    def _outstanding(self, stake: Stake) -> Expression:
        """Principal still owed after this instant's payments and the guarantees called so far."""
        assert stake.principal is not None
        assert stake.drawn is not None
        owed = stake.principal.opening + stake.drawn
        taken = [line for what, line in stake.paid.items() if what == "principal"] + stake.guaranteed
        return owed - add_up(list(taken), MONEY)

    # --- closing ------------------------------------------------------------------------------------------------------

    def _close(self, stake: Stake, surplus: Line | None) -> None:
        assert stake.drawn is not None
        received = [*stake.paid.values(), *stake.guaranteed, *([surplus] if surplus is not None else [])]
        if stake.principal is not None:
            repaid = [line for what, line in stake.paid.items() if what == "principal"]
            stake.principal.close([stake.drawn], [*repaid, *stake.guaranteed])
        if stake.interest is not None and stake.accrued is not None:
            stake.interest.close([stake.accrued], [line for what, line in stake.paid.items() if what == "interest"])
        pen, title = stake.writer.pen, stake.writer.title
        back = pen.flow("returned", f"{title}: all that comes back", add_up(received, MONEY), unit=MONEY)
        pen.flow("flow", f"{title}: cash flow of the investor", back - stake.drawn)
        stake.returned = back

    def _check_nothing_left(self, income: Balance) -> None:
        self.income_pen.check(
            "nothing_left",
            "No cash is left in the vehicle after the last instant",
            at_least(0, total(income.closing * self.clock.is_last)),
            "cash is left in the vehicle after the last period of the deal.",
            "Check that every loan matures within the deal and that the surplus is shared out.",
            "terms.order_of_payments",
        )


_PAID = {"interest": "interest_paid", "principal": "principal_repaid"}
