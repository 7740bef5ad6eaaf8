"""The deal: terms that are signed, a plan of what is expected, scenarios, and where every figure comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any, Final, Literal

from pydantic import Field, PrivateAttr

from sibmodel.deal.government import Government, Spending, write_government
from sibmodel.deal.outcomes.outcomes import write_outcomes
from sibmodel.deal.part import LABEL, Name, Part, Role, Text, Writer, fields_of, serial, titled
from sibmodel.deal.payments.limits import Cut
from sibmodel.deal.payments.payers import Paid, write_payers
from sibmodel.deal.payments.payment import Due, Surroundings
from sibmodel.deal.payments.settlement import settle
from sibmodel.deal.plan import PLAN, Plan, Scenario
from sibmodel.deal.prices import write_indices
from sibmodel.deal.programme import VEHICLE, write_programme
from sibmodel.deal.published import PublishedFigure
from sibmodel.deal.rates import write_discount
from sibmodel.deal.returns import write_returns
from sibmodel.deal.risk.risk import Risk
from sibmodel.deal.savings.horizon import write_horizon
from sibmodel.deal.savings.ledger import Valued, write_savings
from sibmodel.deal.sources import About, Description, Evidence, Sources
from sibmodel.deal.terms import Terms
from sibmodel.deal.vehicle.outstanding import capital_outstanding
from sibmodel.deal.vehicle.sources_and_uses import write_sources_and_uses
from sibmodel.deal.vehicle.vehicle import write_vehicle
from sibmodel.graph.axes import Axis
from sibmodel.graph.expressions import Expression, add_up, at_least
from sibmodel.graph.model import Model
from sibmodel.graph.units import MONEY, SHARE

__all__ = ["PLAN", "Deal", "Plan", "Scenario", "Sources", "Terms", "count_fields"]

_DISCOUNT: Final = "plan.discount."
_UNIT_COSTS: Final = "plan.unit_costs."


class Deal(Part):
    """A social impact bond or pay-for-success contract."""

    sibmodel: Annotated[Literal[1], LABEL]
    name: Annotated[str, LABEL, Field(min_length=1, max_length=200)]
    currency: Annotated[str, LABEL, Field(pattern=r"^[A-Z]{3}$")]
    summary: Text = ""
    description: Description = Description()
    terms: Terms
    plan: Plan
    risk: Risk = Risk()
    scenarios: dict[Name, Scenario] = {}
    sources: Sources = Sources()
    published: dict[Name, PublishedFigure] = {}
    about: About | None = None

    _file_sha256: str = PrivateAttr(default="")

    @property
    def file_sha256(self) -> str:
        """The fingerprint of the file it was read from; empty for a deal that was made in Python."""
        return self._file_sha256

    def read_from(self, sha256: str) -> Deal:
        """The deal, with the fingerprint of its file."""
        self._file_sha256 = sha256
        return self

    @cached_property
    def written(self) -> Model:
        """The deal written as lines, once."""
        return self._written[0]

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """Where what each limit cuts from each payment stands, in the order in which limits apply."""
        return self._written[1]

    @property
    def passed_on(self) -> tuple[Cut, ...]:
        """Where what one payer's limit cuts and another payer takes over stands."""
        return self._written[2]

    @cached_property
    def _written(self) -> tuple[Model, tuple[Cut, ...], tuple[Cut, ...]]:
        return _write(self)

    def model(self) -> Model:
        """Write the deal as a graph of lines."""
        return _write(self)[0]

    def scenario_names(self) -> list[str]:
        """The plan first, then the scenarios of the file."""
        return [PLAN, *self.scenarios]

    def changes(self, scenario: str) -> Mapping[str, float | dt.date]:
        """The inputs in which a scenario differs from the plan."""
        return {} if scenario == PLAN else self.scenarios[scenario].changes

    def changed_numbers(self, scenario: str) -> dict[str, float]:
        """The same as numbers, by path: a date as the day number that spreadsheets use."""
        return {path: serial(value) for path, value in self.changes(scenario).items()}

    def changed_under(self, path: str, scenario: str) -> dict[str, float]:
        """The numbers under a path that a scenario changes, by what follows the path."""
        at = f"{path}."
        changes = self.changed_numbers(scenario)
        return {each.removeprefix(at): number for each, number in changes.items() if each.startswith(at)}

    def evidence(self, path: str) -> Evidence | None:
        """Where an input comes from: as the file says of it, or else the table that it was taken from."""
        if path.startswith(_DISCOUNT) and not self.sources.nearest(path).startswith(_DISCOUNT):
            who, _, field = path.removeprefix(_DISCOUNT).partition(".")
            found = next((each.evidence(field) for name, each in self.plan.discount.items() if name == who), None)
            return found or self.sources.evidence(path)
        stated = self.sources.evidence(path)
        if path.startswith(_UNIT_COSTS) and not self.sources.nearest(path).startswith(_UNIT_COSTS):
            cost = self.plan.unit_costs.get(path.removeprefix(_UNIT_COSTS).partition(".")[0])
            return stated if cost is None else cost.evidence(stated)
        return stated

    def with_(self, path: str, value: float | dt.date) -> Deal:
        """The same deal with one input changed, built anew.

        Raises:
            KeyError: when the deal has no such field.
        """
        data = self.model_dump()
        place: Any = data
        *steps, last = path.split(".")
        for step in steps:
            place = place[step]
        if last not in place:
            raise KeyError(path)
        if isinstance(place[last], int) and isinstance(value, float) and value.is_integer():
            value = int(value)
        place[last] = value
        return type(self).model_validate(data)


def _write(deal: Deal) -> tuple[Model, tuple[Cut, ...], tuple[Cut, ...]]:
    """The deal as lines, in the order in which money flows: time, people, outcomes, payments, vehicle, returns."""
    terms, plan = deal.terms, deal.plan
    model = Model(Axis("instants", terms.timeline.periods + 1))
    clock = terms.timeline.write(model, terms.termination)
    indices = write_indices(model, clock, plan.inflation)
    programme = write_programme(model, clock, plan.starts, plan.costs, indices, terms.called)
    plan_writer = Writer(plan, "plan", "Plan", model.section("plan", "Outcomes", "Outcomes"))
    outcomes = write_outcomes(model, clock, programme, plan.outcomes, plan_writer.read("achievement", SHARE))
    dues: dict[str, Due] = {}
    around = Surroundings(clock, outcomes, indices, programme, dues)
    _write_payments(model, terms, around, dues)
    settled = settle(model, terms.payments, terms.limits, around)
    payers = write_payers(model, terms.payers, settled, around)
    settled.close(model, dues)
    _check_shares(model, terms)
    _write_receipts(model, dues, payers)
    received = {name: due.paid for name, due in dues.items()}
    vehicle = write_vehicle(model, clock, terms, programme.by_payer[VEHICLE].whole, received)
    if clock.ending is not None:
        clock.ending.outstanding.formula = capital_outstanding(clock, vehicle)
    write_returns(model, clock, vehicle, write_discount(model, "investors", plan.discount.get("investors")))
    horizon = write_horizon(model, clock, terms.timeline, plan.savings_years)
    valued = Valued(plan.unit_costs, plan.evidence, indices)
    savings = write_savings(model, horizon, plan.savings, outcomes, valued, terms.called)
    curve = write_discount(model, "government", plan.discount.get("government"))
    own_costs = {name: line for name, line in programme.by_payer.items() if name in payers}
    surplus = {name: line for name, line in vehicle.surplus_to.items() if name in payers}
    spending = Spending(programme.cost, programme.service, [paid for _, paid in vehicle.fees.values()])
    government = Government(payers, own_costs, surplus, savings, dues, spending, plan.standing, terms.called)
    write_government(model, horizon, government, curve)
    write_sources_and_uses(model, vehicle, terms.called)
    return model, tuple(settled.cuts), tuple(settled.passed_on)


def _write_payments(model: Model, terms: Terms, around: Surroundings, dues: dict[str, Due]) -> None:
    """Write every payment term; a term may read those that stand before it."""
    for name, payment in terms.payments.items():
        title = titled(name, payment.title)
        pen = model.section(f"payments.{name}", "Payments", title)
        dues[name] = payment.write(Writer(payment, f"terms.payments.{name}", title, pen), around)


def _check_shares(model: Model, terms: Terms) -> None:
    """Write the checks that shares of one whole add up to it, for they can be changed in the workbook too."""
    payers = {
        name: Writer(
            payer, f"terms.payers.{name}", titled(name, payer.title), model.section("payers", "Payments", "Payers")
        )
        for name, payer in terms.payers.items()
    }
    if any(payer.pays for payer in terms.payers.values()):
        for term in terms.payments:
            label = f"Payers pay all of what is due under {titled(term, terms.payments[term].title)}"
            _check_whole(model, f"payers_of_{term}", label, [*_shares_of(terms, payers, term)], "payers")
    else:
        shares = [each.read("share", SHARE) for each in payers.values()]
        _check_whole(model, "payers", "Payers pay all of what is due", shares, "payers")
    surplus = Writer(terms, "terms", "Surplus", model.section("vehicle", "Capital", "Surplus"))
    shares = [surplus.read(f"surplus.{name}", SHARE) for name in terms.surplus]
    _check_whole(model, "surplus", "The surplus is shared out in full", shares, "surplus")


def _shares_of(terms: Terms, payers: Mapping[str, Writer], term: str) -> Iterator[Expression]:
    """Each payer's share of one payment term."""
    for name, payer in terms.payers.items():
        share = payers[name].read("share", SHARE)
        if not payer.pays:
            yield share
        elif term in payer.pays:
            yield share * payers[name].read(f"pays.{term}", SHARE)


def _check_whole(model: Model, name: str, label: str, shares: Sequence[Expression], group: str) -> None:
    whole = add_up(list(shares), SHARE)
    model.section("shares", "Checks", "Checks").check(
        name,
        label,
        at_least(whole, 1) * at_least(1, whole),
        "the shares do not add up to 100%.",
        "Change them until they do.",
        f"terms.{group}",
    )


def _write_receipts(model: Model, dues: Mapping[str, Due], payers: Mapping[str, Paid]) -> None:
    for name, due in dues.items():
        parts = [payer.by_term[name] for payer in payers.values() if name in payer.by_term]
        due.paid.formula = add_up(parts, MONEY)
    pen = model.section("payments", "Payments", "All payments")
    pen.flow("paid", "Outcome payments", add_up([payer.total for payer in payers.values()], MONEY), unit=MONEY)


def count_fields(deal: Part) -> dict[Role, int]:
    """How many fields of a deal are inputs, shapes and labels."""
    counts = dict.fromkeys(Role, 0)
    for each in fields_of(deal):
        counts[each.role] += 1
    return counts
