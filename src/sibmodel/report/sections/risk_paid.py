"""Payment and success: how often a term pays for nothing, and how often success goes unpaid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sibmodel.report import simulated, words
from sibmodel.report.blocks import Block, Heading, Prose, points, prose
from sibmodel.report.view import View

if TYPE_CHECKING:
    from sibmodel.risk.closed import ClosedForm
    from sibmodel.risk.payment_risk import Known, PaymentRisk, TermRisk

_NONE: Final = (
    "No payment term hangs on one measured effect, so none can be judged by whether the programme truly works."
)


def paid(view: View, risk: PaymentRisk) -> Iterator[Block]:
    """For each term that hangs on one effect: paid for nothing, unpaid success, and what payment says of success."""
    yield Heading("Payment and success")
    if not risk.terms:
        yield Prose((_NONE,))
    closed = {each.term: each for each in risk.closed}
    for term in risk.terms:
        yield Prose((_judged(view, term),))
        yield points(*_sentences(term, closed.get(term.term)))
        if said := prose(_closed(closed.get(term.term))):
            yield said


def _judged(view: View, term: TermRisk) -> str:
    truth = term.truth
    level = view.level(truth.outcome, truth.success)
    why = (
        "as the deal file states"
        if truth.is_stated
        else "the effect that the plan expects, for the deal file states no other level of success"
    )
    return (
        f"“{term.title}” hangs on one effect: {view.outcome(truth.outcome)}. The programme counts as truly working "
        f"from a true effect of {level} on, {why}."
    )


def _sentences(term: TermRisk, form: ClosedForm | None) -> Iterator[str]:
    """Each probability with what it is given; beside it that of the closed form."""
    given = None if form is None else form.given
    yield (
        "If the programme had no effect at all, it would still be paid with a probability of "
        f"{_beside(term.paid_without_effect, form.paid_without_effect if form and not form.because else None)}."
    )
    yield (
        "If the plan were truly achieved, nothing would be paid all the same with a probability of "
        f"{_beside(term.unpaid_at_plan, form.unpaid_at_plan if form and not form.because else None)}."
    )
    if term.works_if_paid is not None:
        works = None if given is None or given.below_bar is None else 1 - given.below_bar
        said = _beside(term.works_if_paid, works)
        before = simulated.chance(term.works.value, term.works.error)
        yield (
            f"Given that it is paid, the programme truly works with a probability of {said}; before anything is "
            f"measured the file takes that for {before} likely{_if_unpaid(term)}."
        )
    if term.nothing_if_paid is not None:
        nothing = None if given is None else given.without_effect
        said = _beside(term.nothing_if_paid, nothing)
        yield f"Given that it is paid, the programme does nothing, or harm, with a probability of {said}."
    if term.unpaid_if_works is not None:
        missed = None if given is None else given.unpaid_though_reached
        yield (
            "Given that the programme truly works, nothing is paid all the same with a probability of "
            f"{_beside(term.unpaid_if_works, missed)}."
        )
    yield (
        "Given all that is uncertain and nothing else, it is paid with a probability of "
        f"{_beside(term.paid, None if given is None else given.probability)}."
    )


def _if_unpaid(term: TermRisk) -> str:
    unpaid = term.works_if_unpaid
    return (
        "" if unpaid is None else f", and given that it is not paid for {simulated.chance(unpaid.value, unpaid.error)}"
    )


def _beside(known: Known, exact: float | None) -> str:
    shown = simulated.chance(known.value, known.error)
    return shown if exact is None else f"{shown}; by closed form {words.percent(exact, 2)}"


def _closed(form: ClosedForm | None) -> str:
    if form is None:
        return ""
    if form.because:
        return f"There is no closed form, because {form.because}; these figures are simulated alone."
    error = "" if form.error is None else f" with a standard error of {words.points(round(form.error.total, 4))}"
    rest = "" if form.given is not None else " Where none stands beside a figure, there is none."
    rest += _before(form)
    return (
        f"The closed form takes what is found as normal about what is true{error}, and everything else as in the "
        f"plan. It is exact for that and no more, and a control of the simulation.{rest}"
    )


def _before(form: ClosedForm) -> str:
    if not form.before:
        return ""
    return f" It is before {words.listed(form.before)}, which the simulation has in it."


# --- cliffs ----------------------------------------------------------------------------------------------------------


def on_a_cliff(view: View, risk: PaymentRisk) -> Iterator[Block]:
    """A warning for each term whose plan stands where payment jumps."""
    for form in risk.closed:
        if form.found is not None and form.found.has_plan_on_cliff:
            yield Prose((f"The plan sits on a cliff: {form.title}.", _on_cliff(view, risk, form)), is_warning=True)


def _on_cliff(view: View, risk: PaymentRisk, form: ClosedForm) -> str:
    assert form.found is not None
    assert form.error is not None
    money, plan = view.currency, view.level(form.outcome, form.plan)
    jumps = words.listed(
        f"by {money.full(each.jump)} at {view.level(form.outcome, each.at)}"
        for each in form.found.cliffs
        if each.has_plan_on_it
    )
    error = words.points(round(form.error.total, 4))
    shown = view.number(f"payments.{form.term}.paid", risk.run.scenario)
    alone = len(view.deal.terms.payments) == 1
    also = f", {simulated.money(money, risk.at_plan.mean, risk.at_plan.error)} simulated" if alone else ""
    expected = f"{simulated.money(money, risk.at_plan.mean, risk.at_plan.error)} for all payments together"
    if form.expected_at_plan is not None:
        expected = f"{money.full(form.expected_at_plan)} by closed form{also}"
    return (
        f"The plan expects {plan}, and payment jumps {jumps}. Measured with a standard error of {error}, a programme "
        f"that truly reaches {plan} is paid with a probability of {words.percent(1 - form.unpaid_at_plan, 1)}, given "
        f"that the plan is achieved. The plan shows a payment of {money.full(shown)}; what is to be expected at a true "
        f"{plan} is {expected}.{_before(form)}"
    )
