"""Payment risk: what is paid for what is true, what for luck, and how often payment and success part company.

Every probability says what it is given: a true effect, the plan, or nothing but the deal file. All runs draw the same
scenarios, so that differences between them are not of chance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from sibmodel.deal.deal import PLAN, Deal
from sibmodel.deal.part import titled
from sibmodel.engine.evaluate import evaluate
from sibmodel.risk.closed import ClosedForm, closed_forms, error_at
from sibmodel.risk.scenarios import ACHIEVEMENT, Given
from sibmodel.risk.simulation import (
    AS_USUAL,
    DEFAULT_SCENARIOS,
    Method,
    Share,
    Simulation,
    Spread,
    error_of_share,
    simulate,
)
from sibmodel.risk.streams import BLOCK, DEFAULT_SEED
from sibmodel.risk.truth import ON_EFFECTS, Truth, planned, truths_of

CURVE: Final = tuple(step / 10 for step in range(21))
"""The true outcomes at which the payout curve is worked out, as shares of the plan."""
CURVE_SCENARIOS: Final = BLOCK
SIDE_SCENARIOS: Final = 2**17
"""What is given something (no effect, the plan, another design) is run with no more scenarios than these."""
AMOUNTS: Final = (0.25, 0.50, 0.75, 1.0)
"""The amounts whose chance the payout curve shows, as shares of what the plan itself is paid."""

Told = Callable[[str, int, int], None]
"""Told what is under way, how many scenarios of it are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Known:
    """A mean or a chance, and its standard error."""

    value: float
    error: float


@dataclass(frozen=True, slots=True)
class Split:
    """The expected payment in three parts, which add up to it.

    Args:
        expected: The expected payment.
        for_effect: What is paid for the true effect: beyond what is paid for none, were it measured without error.
        for_noise: What luck and errors of measurement add, or take away.
        anyway: What is paid for what would have been anyway, measured exactly.
    """

    expected: Known
    for_effect: Known
    for_noise: Known
    anyway: Known


@dataclass(frozen=True, slots=True)
class TermRisk:
    """How payment and truth go together in one payment term.

    Args:
        term: Its name.
        title: What readers call it.
        truth: What it is judged by.
        paid: The chance that anything is paid, on all that is uncertain.
        paid_without_effect: The same if there is no effect: paid for nothing.
        unpaid_at_plan: The chance that nothing is paid although the plan is achieved.
        works: The chance that the programme truly works, before anything is measured.
        works_if_paid: The same given that it is paid; None where it never is.
        works_if_unpaid: The same given that nothing is paid; None where it always is.
        nothing_if_paid: The chance that it does nothing or harm, given that it is paid.
        unpaid_if_works: The chance that nothing is paid, given that it truly works; None where it never does.
    """

    term: str
    title: str
    truth: Truth
    paid: Known
    paid_without_effect: Known
    unpaid_at_plan: Known
    works: Known
    works_if_paid: Known | None
    works_if_unpaid: Known | None
    nothing_if_paid: Known | None
    unpaid_if_works: Known | None


@dataclass(frozen=True, slots=True)
class PayoutPoint:
    """What one true level of outcomes brings.

    Args:
        achieved: The true outcomes, as a share of the plan.
        expected: The expected payment.
        chances: The chance of at least each of the amounts.
    """

    achieved: float
    expected: Known
    chances: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class UnderDesign:
    """What payment would be if effects were measured in another way: by the terms that hang on one effect each.

    Args:
        design: The name of the design.
        title: What readers call it.
        errors: The standard error of the finding if the plan is achieved, by the outcomes that it measures.
        is_used: Whether it is the one that the contract uses, for all of them.
        expected: The expected payment by these terms.
        paid: The chance that they pay anything.
        paid_without_effect: The same if there is no effect.
        unpaid_at_plan: The chance that they pay nothing although the plan is achieved.
    """

    design: str
    title: str
    errors: Mapping[str, float]
    is_used: bool
    expected: Known
    paid: Known
    paid_without_effect: Known
    unpaid_at_plan: Known


@dataclass(frozen=True, slots=True)
class PaymentRisk:
    """Who bears what of a deal's outcome payments.

    Args:
        run: The simulation on all that is uncertain.
        split: The expected payment in parts.
        without_effect: What is paid if no outcome differs from what would have been anyway.
        at_plan: What is paid if every outcome truly is as planned.
        as_much_as_planned: The chance that at least so much is paid as the plan shows, if it is achieved; None where
            it shows nothing.
        planned: What the plan itself pays.
        terms: How payment and truth go together, by term that hangs on one effect.
        curve: What true outcomes bring.
        amounts: The amounts whose chances the curve has.
        designs: What payment would be under each design.
        closed: What closed forms say of the same, where there are any.
    """

    run: Simulation
    split: Split
    without_effect: Spread
    at_plan: Spread
    as_much_as_planned: Known | None
    planned: float
    terms: tuple[TermRisk, ...]
    curve: tuple[PayoutPoint, ...]
    amounts: tuple[float, ...]
    designs: tuple[UnderDesign, ...]
    closed: tuple[ClosedForm, ...]


def payment_risk(
    deal: Deal,
    scenarios: int = DEFAULT_SCENARIOS,
    seed: int = DEFAULT_SEED,
    *,
    scenario: str = PLAN,
    method: Method = AS_USUAL,
    told: Told | None = None,
) -> PaymentRisk:
    """Work out the payment risk of a deal.

    Args:
        deal: A deal whose file has a ``risk`` part.
        scenarios: How many scenarios; runs in which something is given have no more than :data:`SIDE_SCENARIOS`.
        seed: The seed of all runs.
        scenario: The scenario of the file that they are based on.
        method: How they are run.
        told: Told how far each run is.

    Raises:
        ScenarioError: for a deal that states no risk.
    """
    ask = _Ask(deal, min(scenarios, SIDE_SCENARIOS), seed, scenario, method, told)
    run = ask("all that is uncertain", Given(), scenarios)
    exactly = ask("outcomes measured exactly", Given(without_noise=True))
    plan = _planned_payment(ask)
    amounts = tuple(share * plan for share in AMOUNTS) if plan > 0 else ()
    nothing = ask("no effect", without_effect(deal, ask.base))
    anyway = ask("no effect, measured exactly", replace(without_effect(deal, ask.base), without_noise=True))
    as_planned = ask("the plan achieved", Given(fixed=as_plan(deal, ask.base)), amounts=amounts)
    return PaymentRisk(
        run,
        _split(run, exactly, anyway),
        nothing.spreads["payments.paid"],
        as_planned.spreads["payments.paid"],
        _chance(as_planned.chances[f"at_least.{len(amounts) - 1}"]) if amounts else None,
        plan,
        tuple(_term(deal, truth, run, nothing, as_planned) for truth in truths_of(deal, ask.base)),
        tuple(_curve(ask, amounts)),
        amounts,
        tuple(_designs(ask, run, nothing, as_planned)),
        closed_forms(deal, ask.base),
    )


def scenarios_in_all(deal: Deal, scenarios: int = DEFAULT_SCENARIOS) -> int:
    """How many scenarios all runs have together, for whoever shows how far they are."""
    names = {name for each in deal.risk.measured.values() for name in each.designs}
    others = [
        name
        for name in names
        if any(name in each.designs and name != each.used for each in deal.risk.measured.values())
    ]
    side = min(scenarios, SIDE_SCENARIOS)
    return scenarios + (4 + 3 * len(others)) * side + len(CURVE) * CURVE_SCENARIOS


@dataclass(frozen=True, slots=True)
class _Ask:
    """Runs simulations of one deal that differ in what is given; where anything is, only the payment is looked at."""

    deal: Deal
    scenarios: int
    seed: int
    scenario: str
    method: Method
    told: Told | None

    @property
    def base(self) -> Mapping[str, float]:
        """The inputs of the scenario."""
        return self.deal.changed_numbers(self.scenario)

    def __call__(
        self,
        about: str,
        given: Given,
        scenarios: int | None = None,
        amounts: Sequence[float] = (),
        *,
        method: Method | None = None,
    ) -> Simulation:
        def progress(done: int, of: int) -> None:
            if self.told is not None:
                self.told(about, done, of)

        return simulate(
            self.deal,
            scenarios or self.scenarios,
            self.seed,
            scenario=self.scenario,
            given=given,
            method=replace(method or self.method, payment_only=given != Given()),
            progress=progress,
            amounts=amounts,
        )


# --- what is given -------------------------------------------------------------------------------------------------


def without_effect(deal: Deal, base: Mapping[str, float] | None = None) -> Given:
    """That every outcome is what it would have been without the programme.

    What would have been may itself be uncertain: then it is what it is in each scenario.
    """
    moved = {path for term in deal.risk.uncertain.values() for path in term.moves}
    fixed, follows = {ACHIEVEMENT: 1.0}, {}
    for name, outcome in deal.plan.outcomes.items():
        at = f"plan.outcomes.{name}"
        for field, said in outcome.without().items():
            if not isinstance(said, str):
                fixed[f"{at}.{field}"] = float(said)
            elif f"{at}.{said}" in moved:
                follows[f"{at}.{field}"] = f"{at}.{said}"
            else:
                fixed[f"{at}.{field}"] = (base or {}).get(f"{at}.{said}", deal.written.inputs[f"{at}.{said}"].value)
    return Given(fixed=fixed, follows=follows)


def as_plan(deal: Deal, base: Mapping[str, float] | None = None) -> dict[str, float]:
    """The inputs that say how well outcomes go, as they are planned; when, of how many and at what cost stays open."""
    moved = {path for term in deal.risk.uncertain.values() for path in term.moves}
    own = {ACHIEVEMENT}
    for name, outcome in deal.plan.outcomes.items():
        own |= {f"plan.outcomes.{name}.{field}" for field in (*outcome.without(), "continues")}
    return {path: (base or {}).get(path, deal.written.inputs[path].value) for path in sorted(moved & own)}


# --- the parts -----------------------------------------------------------------------------------------------------


def _paid(run: Simulation) -> Spread:
    return run.spreads["payments.paid"]


def _known(spread: Spread) -> Known:
    return Known(spread.mean, spread.error)


def _chance(share: Share) -> Known:
    return Known(share.value, share.error)


def _planned_payment(ask: _Ask) -> float:
    """What the plan, or the scenario, itself pays."""
    return float(evaluate(ask.deal.written, ask.base, keep=["payments.paid"])["payments.paid"].sum())


def _split(run: Simulation, exactly: Simulation, anyway: Simulation) -> Split:
    """The expected payment in parts; the same scenarios without noise show what noise adds."""
    expected, true, none = (_known(_paid(each)) for each in (run, exactly, anyway))
    return Split(expected, _less(true, none), _less(expected, true), none)


def _less(one: Known, other: Known) -> Known:
    """A difference; its error is given as if the two had nothing to do with each other, and is smaller than that."""
    return Known(one.value - other.value, float(np.hypot(one.error, other.error)))


def _term(deal: Deal, truth: Truth, run: Simulation, nothing: Simulation, as_planned: Simulation) -> TermRisk:
    term = truth.term
    of = run.chances
    works, both = of[f"works.{term}"].value, of[f"works_and_paid.{term}"].value
    idle, paid = of[f"does_nothing_and_paid.{term}"].value, of[f"paid.{term}"].value
    unpaid = as_planned.chances[f"paid.{term}"]
    missed = _given(both, works, run.scenarios)
    return TermRisk(
        term,
        titled(term, deal.terms.payments[term].title),
        truth,
        _chance(of[f"paid.{term}"]),
        _chance(nothing.chances[f"paid.{term}"]),
        Known(1 - unpaid.value, unpaid.error),
        _chance(of[f"works.{term}"]),
        _given(both, paid, run.scenarios),
        _given(works - both, 1 - paid, run.scenarios),
        _given(idle, paid, run.scenarios),
        None if missed is None else Known(1 - missed.value, missed.error),
    )


def _given(both: float, condition: float, scenarios: int) -> Known | None:
    """The chance of something given another; None where that never happened."""
    if condition <= 0:
        return None
    return Known(both / condition, error_of_share(both * scenarios, condition * scenarios))


def _curve(ask: _Ask, amounts: Sequence[float]) -> list[PayoutPoint]:
    """The payment at each true level of outcomes, with fewer scenarios each."""
    fixed = as_plan(ask.deal, ask.base)
    achieved = ask.base.get(ACHIEVEMENT, ask.deal.written.inputs[ACHIEVEMENT].value)
    at_random = replace(ask.method, evenly=False)  # runs so short could not tell the error of even points
    found = []
    for share in CURVE:
        given = Given(fixed={**fixed, ACHIEVEMENT: share * achieved})
        run = ask(f"true outcomes at {share:.0%} of plan", given, CURVE_SCENARIOS, amounts, method=at_random)
        chances = tuple(run.chances[f"at_least.{at}"].value for at in range(len(amounts)))
        found.append(PayoutPoint(share, _known(_paid(run)), chances))
    return found


def _designs(ask: _Ask, run: Simulation, nothing: Simulation, as_planned: Simulation) -> list[UnderDesign]:
    """Payment under each design that effects could be measured by, those of the contract first.

    A design of one name is used for every outcome that has it: cohorts are measured alike.
    """
    measured = ask.deal.risk.measured if truths_of(ask.deal) else {}
    names = dict.fromkeys(name for each in measured.values() for name in (each.used, *each.designs))
    found = []
    for name in names:
        other = {outcome: name for outcome, each in measured.items() if name in each.designs}
        runs = (run, nothing, as_planned)
        if any(measured[outcome].used != name for outcome in other):
            about = f"measured by {_title(ask.deal, other).lower()}"
            runs = (
                ask(about, Given(designs=other)),
                ask(f"{about}, no effect", replace(without_effect(ask.deal, ask.base), designs=other)),
                ask(f"{about}, the plan achieved", Given(fixed=as_plan(ask.deal, ask.base), designs=other)),
            )
        found.append(_under(ask, name, other, runs))
    return found


def _title(deal: Deal, designs: Mapping[str, str]) -> str:
    outcome, name = next(iter(designs.items()))
    return titled(name, deal.risk.measured[outcome].designs[name].title)


def _under(
    ask: _Ask, name: str, designs: Mapping[str, str], runs: tuple[Simulation, Simulation, Simulation]
) -> UnderDesign:
    run, nothing, as_planned = runs
    unpaid = as_planned.chances[ON_EFFECTS]
    errors = {each: error_at(ask.deal, each, planned(ask.deal, each, ask.base), name).total for each in designs}
    return UnderDesign(
        name,
        _title(ask.deal, designs),
        errors,
        runs[0] is run and all(ask.deal.risk.measured[outcome].used == name for outcome in designs),
        _known(run.spreads[ON_EFFECTS]),
        _chance(run.chances[ON_EFFECTS]),
        _chance(nothing.chances[ON_EFFECTS]),
        Known(1 - unpaid.value, unpaid.error),
    )
