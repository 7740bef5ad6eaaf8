"""Closed forms of a deal: in milliseconds what a simulation takes seconds for, and a control of it.

A term that is paid by the level of one measured reduction is a canonical schedule, and the finding is taken as normal
about the true effect. Cohorts that are paid for each by itself, else pooled, are triggers. For other terms there is no
closed form, which is said with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import ceil
from typing import Any, Final

import numpy as np

from sibmodel.deal.deal import Deal
from sibmodel.deal.outcomes.blend import Blend
from sibmodel.deal.outcomes.reduction import Reduction
from sibmodel.deal.part import titled
from sibmodel.deal.payments.cohort_else_pooled import CohortElsePooled
from sibmodel.deal.risk.designs import AgainstOthers
from sibmodel.risk.canonical import Canonical
from sibmodel.risk.compiled import Compiled, compiled
from sibmodel.risk.distributions import Distribution, Point
from sibmodel.risk.effects import measured_alike
from sibmodel.risk.error_of import error_of, metric_of, off_by, worth
from sibmodel.risk.findings import Findings, findings, split
from sibmodel.risk.measurement import MeasuredEffect
from sibmodel.risk.paid import paid_exactly
from sibmodel.risk.posterior import GivenPaid, given_paid_among, given_paid_under
from sibmodel.risk.priors import distribution_of
from sibmodel.risk.sample_size import minimum_detectable, needed_for_threshold, power
from sibmodel.risk.scenarios import ACHIEVEMENT
from sibmodel.risk.triggers import any_paid
from sibmodel.risk.truth import Truth, planned, truths_of

FALSE_PAYMENT, MISSED_PAYMENT = 0.05, 0.20
"""How often no effect may be paid, and the plan unpaid, when it is asked how many people a threshold needs."""


@dataclass(frozen=True, slots=True)
class Group:
    """One of the groups that a term may pay for, counted exactly: every number of events there may be.

    Args:
        title: What readers call it.
        threshold: The finding from which on it is paid for.
        paid_without_effect: The chance that it is paid for if there is no effect.
        unpaid_at_plan: The chance that it is not although the plan is achieved.
    """

    title: str
    threshold: float
    paid_without_effect: float
    unpaid_at_plan: float


@dataclass(frozen=True, slots=True)
class ClosedForm:
    """What one payment term comes to, by closed form.

    Args:
        term: Its name.
        title: What readers call it.
        outcome: The effect that it hangs on.
        because: Why there is none, in words that follow "no closed form, because"; empty where there is one.
        before: Limits that hang on more than its level. Chances are the same as long as these leave it anything;
            amounts are not told.
        plan: The true effect that is planned.
        error: The error of the finding there; None where there is no closed form.
        threshold: The finding from which on anything is paid.
        paid_without_effect: The chance of payment if there is no effect.
        unpaid_at_plan: The chance of none although the plan is achieved.
        expected_at_plan: The expected payment if the plan is achieved.
        sd_at_plan: Its standard deviation.
        without_noise: What would be paid if the plan were measured exactly.
        expected_without_effect: The expected payment if there is no effect.
        slope: What one unit more of the true effect adds to the expected payment, at the plan.
        value_of_noise: What one unit more of the error adds, at the plan.
        given: What payment says of the true effect, on what the deal file says of it.
        power: The chance that the plan is found significant, at 5 % on one side.
        detectable: The smallest true effect that is found so with a chance of 80 %.
        people: How many treated people would keep false payment at 5 % and missed payment at 20 %; None where not told.
        found: Cliffs, dead zones and the like.
        groups: The groups that it may pay for, each for itself.
    """

    term: str
    title: str
    outcome: str
    because: str = ""
    before: tuple[str, ...] = ()
    plan: float = np.nan
    error: MeasuredEffect | None = None
    threshold: float = np.nan
    paid_without_effect: float = np.nan
    unpaid_at_plan: float = np.nan
    expected_at_plan: float | None = None
    sd_at_plan: float | None = None
    without_noise: float | None = None
    expected_without_effect: float | None = None
    slope: float | None = None
    value_of_noise: float | None = None
    given: GivenPaid | None = None
    power: float | None = None
    detectable: float | None = None
    people: int | None = None
    found: Findings | None = None
    groups: tuple[Group, ...] = ()


def closed_forms(
    deal: Deal, base: Mapping[str, float] | None = None, *, counted: bool = True
) -> tuple[ClosedForm, ...]:
    """The closed form of every payment term that hangs on one effect, or why there is none.

    Args:
        deal: The deal.
        base: Inputs that differ from the deal file, such as those of a scenario.
        counted: Whether groups that are paid each for itself are counted exactly too, which takes half a second.

    Example:
        >>> import sibmodel
        >>> deal = sibmodel.read_deal("deal_templates/rikers_able.yaml")
        >>> rikers = closed_forms(deal)[0]
        >>> round(rikers.expected_at_plan), round(1 - rikers.unpaid_at_plan, 3)
        (5740710, 0.618)
    """
    return tuple(_closed(deal, truth, base or {}, counted=counted) for truth in truths_of(deal, base))


def error_at(deal: Deal, outcome: str, effect: float, design: str | None = None) -> MeasuredEffect:
    """The error of what is found of a reduction, by a design; none where the deal states no measurement.

    Args:
        deal: The deal.
        outcome: The reduction.
        effect: The true effect.
        design: The name of the design; the one in use by default.
    """
    part, measured = deal.plan.outcomes[outcome], deal.risk.measured.get(outcome)
    if measured is None or not isinstance(part, Reduction):
        return MeasuredEffect(0.0)
    term = measured.designs[design or measured.used]
    own = part.standard_error
    return error_of(term, effect, stated=part.stated, standard_error=own, designs=measured.designs)


def _closed(deal: Deal, truth: Truth, base: Mapping[str, float], *, counted: bool) -> ClosedForm:
    payment = deal.terms.payments[truth.term]
    nothing = partial(ClosedForm, truth.term, titled(truth.term, payment.title), truth.outcome)
    if isinstance(payment, CohortElsePooled):
        found = _of_triggers(deal, truth, payment, base)
        groups = _groups(deal, payment, found.plan) if counted and not found.because else ()
        return replace(found, groups=tuple(groups))
    if truth.outcome not in deal.risk.measured:
        blended = isinstance(deal.plan.outcomes[truth.outcome], Blend)
        return nothing("its effect is a blend of estimates" if blended else "no design says how its effect is measured")
    term = compiled(deal, truth.term, base)
    if not isinstance(term, Compiled):
        return nothing(term.because)
    if because := _not_about_the_truth(deal, [truth.outcome]):
        return nothing(because)
    form = _of_schedule(deal, truth, term.schedule, base)
    return form if not term.left_out else _before(form, term.left_out)


def _not_about_the_truth(deal: Deal, outcomes: Sequence[str]) -> str:
    """Why findings do not scatter about what is true; nothing where they do."""
    for name in outcomes:
        measured = deal.risk.measured.get(name)
        if measured is None:
            return "no design says how its effects are measured"
        if measured.no_result:
            return "there may be no valid result"
        if off_by(measured.designs[measured.used], measured.designs):
            return "what is found is expected to be off from what is true"
    return ""


_AMOUNTS: Final = (
    "expected_at_plan", "sd_at_plan", "without_noise", "expected_without_effect", "slope", "value_of_noise",
)  # fmt: skip
"""What is money, and no longer so where a limit is left out."""


def _before(form: ClosedForm, left_out: tuple[str, ...]) -> ClosedForm:
    nothing: dict[str, Any] = dict.fromkeys(_AMOUNTS)
    return replace(form, before=left_out, **nothing)


def _of_schedule(deal: Deal, truth: Truth, schedule: Canonical, base: Mapping[str, float]) -> ClosedForm:
    plan = planned(deal, truth.outcome, base)
    error, at_none = error_at(deal, truth.outcome, plan), error_at(deal, truth.outcome, 0.0)
    s = error.total
    paid_from = threshold_of(schedule)
    return ClosedForm(
        truth.term,
        titled(truth.term, deal.terms.payments[truth.term].title),
        truth.outcome,
        "",
        (),
        plan,
        error,
        paid_from,
        float(schedule.probability_paid(0.0, at_none.total)),
        1 - float(schedule.probability_paid(plan, s)),
        float(schedule.mean(plan, s)),
        float(schedule.sd(plan, s)),
        float(split(schedule, plan, s).for_true_effect),
        float(schedule.mean(0.0, at_none.total)),
        float(schedule.slope_felt(plan, s)) if s else None,
        float(schedule.value_of_noise(plan, s)) if s else None,
        _given(deal, truth, s, paid_from, base),
        float(power(plan, s)) if s else None,
        float(minimum_detectable(s)) if s else None,
        _people(deal, truth, paid_from, plan),
        findings(schedule, plan, s) if s else None,
    )


def threshold_of(schedule: Canonical) -> float:
    """The level from which on a schedule pays anything; infinite where it never does."""
    for piece in schedule.pieces:
        if np.isfinite(piece.low) and piece.at(piece.low) > 0:
            return piece.low
        if piece.slope > 0 and -piece.base / piece.slope < piece.high:
            return max(-piece.base / piece.slope, piece.low)
        if not np.isfinite(piece.low) and piece.slope == 0 and piece.base > 0:
            return -np.inf
    return np.inf


def prior_of(deal: Deal, outcome: str, base: Mapping[str, float] | None = None) -> Distribution | None:
    """The distribution of a true effect where one uncertain number alone gives its value; None where it is more.

    An effect that nothing moves is certain: it is what the plan has.
    """
    paths = {f"plan.outcomes.{outcome}.effect", ACHIEVEMENT}
    movers = [term for term in deal.risk.uncertain.values() if paths & set(term.moves)]
    if not movers:
        return Point(planned(deal, outcome, base))
    alone = len(movers) == 1 and movers[0].stands_for == "value" and ACHIEVEMENT not in movers[0].moves
    achieved = (base or {}).get(ACHIEVEMENT, deal.written.inputs[ACHIEVEMENT].value)
    return distribution_of(movers[0]) if alone and achieved == 1 else None


def _given(deal: Deal, truth: Truth, s: float, threshold: float, base: Mapping[str, float]) -> GivenPaid | None:
    """What payment says of the true effect; the error is taken as that at the plan."""
    prior = prior_of(deal, truth.outcome, base)
    if prior is None or not np.isfinite(threshold):
        return None
    if prior.is_point:
        at = np.array([prior.span[0]])
        return given_paid_among(at, np.ones(1), s, threshold=threshold, bar=truth.success, level=truth.success)
    return given_paid_under(prior, s, threshold=threshold, bar=truth.success, level=truth.success)


def _people(deal: Deal, truth: Truth, threshold: float, plan: float) -> int | None:
    """How many treated people the threshold needs; told for relative reductions of people observed one by one."""
    part, measured = deal.plan.outcomes[truth.outcome], deal.risk.measured[truth.outcome]
    design = measured.designs[measured.used]
    if not isinstance(part, Reduction) or part.stated != "relative" or not isinstance(design, AgainstOthers):
        return None
    if not 0 < threshold < plan or design.differs_by:
        return None
    ratio = design.comparison / design.treated
    errors = {"false_payment": FALSE_PAYMENT, "missed_payment": MISSED_PAYMENT}
    alone = needed_for_threshold(metric_of(design), threshold, plan, **errors, ratio=ratio).people
    return ceil(alone * design.clustered * (1 - design.explained))


def _of_triggers(deal: Deal, truth: Truth, payment: CohortElsePooled, base: Mapping[str, float]) -> ClosedForm:
    """Cohorts alike, each paid for itself, else all of them pooled, half each or however many there are."""
    title = titled(truth.term, payment.title)
    pool = deal.plan.outcomes[truth.outcome]
    names = [each.effect for each in payment.cohorts.values()]
    if not isinstance(pool, Blend) or sorted(pool.of) != sorted(names) or len({*pool.of.values()}) != 1:
        return ClosedForm(truth.term, title, truth.outcome, "its pool is not made of its cohorts in equal parts")
    if because := _not_about_the_truth(deal, names):
        return ClosedForm(truth.term, title, truth.outcome, because)
    plans = {planned(deal, name, base) for name in names}
    errors = {error_at(deal, name, max(plans)) for name in names}
    if len(plans) != 1 or len(errors) != 1 or not next(iter(errors)).total:
        return ClosedForm(
            truth.term, title, truth.outcome, "its cohorts differ in what is planned or in how they are measured"
        )
    alike = {measured_alike(deal, name) for name in names}
    if next(iter(errors)).systematic_error and len(alike) > 1:
        return ClosedForm(
            truth.term, title, truth.outcome, "its cohorts are off by amounts that have nothing to do with each other"
        )
    plan, thresholds = plans.pop(), [each.at_least for each in payment.cohorts.values()]

    def chance(effect: float) -> float:
        error = error_at(deal, names[0], effect)
        found = any_paid(
            effect, thresholds, payment.pooled.at_least, error.sampling_error, common_bias=error.systematic_error
        )
        return float(found)

    return ClosedForm(
        truth.term,
        title,
        truth.outcome,
        plan=plan,
        error=errors.pop(),
        threshold=payment.pooled.at_least,
        paid_without_effect=chance(0.0),
        unpaid_at_plan=1 - chance(plan),
    )


def _groups(deal: Deal, payment: CohortElsePooled, plan: float) -> Iterator[Group]:
    """Each cohort and the pool, where people are compared with others by a relative reduction."""
    first = next(iter(payment.cohorts.values())).effect
    measured, part = deal.risk.measured[first], deal.plan.outcomes[first]
    design = measured.designs[measured.used]
    if not isinstance(design, AgainstOthers) or not isinstance(part, Reduction) or part.stated != "relative":
        return
    for name, each in payment.cohorts.items():
        yield _group(titled(name), design, each.at_least, plan, 1)
    yield _group("All pooled", design, payment.pooled.at_least, plan, len(payment.cohorts))


def _group(title: str, design: AgainstOthers, threshold: float, plan: float, cohorts: int) -> Group:
    without, sizes = metric_of(design), [cohorts * worth(design, each) for each in (design.treated, design.comparison)]

    def paid(effect: float) -> float:
        return paid_exactly(without.reduced(effect), without, threshold, *sizes).probability

    return Group(title, threshold, paid(0.0), 1 - paid(plan))
