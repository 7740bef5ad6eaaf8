"""What the investor one-pager says in words: odds, order of payments, dates, fees, termination, evidence."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sibmodel.deal.part import fields_of
from sibmodel.deal.sources import Confidence
from sibmodel.engine import investors as asked
from sibmodel.engine.exits import exit_table
from sibmodel.engine.power import Power, powers
from sibmodel.report import words
from sibmodel.report.odds import Estimate
from sibmodel.report.sections import order
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING
from sibmodel.version import __version__

if TYPE_CHECKING:
    from sibmodel.risk.closed import ClosedForm

Said = Iterator[tuple[str, str]]

_NO_ODDS: Final = (
    "The deal file states no uncertainty, so no probabilities are given. To have them, add a “risk” part to the deal "
    "file; then run “sib simulate”."
)
_NOT_ASKED: Final = "The deal file says what is uncertain, but nothing was simulated for this page. Run “sib run”."
_LOWEST: Final = "; −100%: everything is lost, or the flows are a loss at any rate"
_LONGEST: Final = 320
"""Letters of a clause that the page has room for."""
_KEY: Final = ("effect", "rate", "counterfactual", "count", "without_programme", "level", "continues")
"""The fields of outcomes that say how well they go; the others say when, or how they are rounded."""
_CONFIDENCE: Final[dict[Confidence | str, str]] = {
    "stated": "stated in a source",
    "dataset": "from a dataset",
    "computed": "computed from a source",
    "unconfirmed": "unconfirmed",
    "assumption": "assumed",
    "": "without a source",
}
_NOT_DEDUCTED: Final = (
    "Both are after all costs of the programme, and before tax and whatever investors pay themselves, such as fees of "
    "their own funds."
)


def odds(view: View) -> Said:
    """What a simulation says, each figure with its Monte Carlo standard error; or how to have one."""
    found = view.odds
    if found is None:
        yield "Probabilities", _NOT_ASKED if view.deal.risk.is_there else _NO_ODDS
        return
    money = view.currency
    loss = f"{money.full(found.expected_loss.value or 0.0)} (± {money.full(found.expected_loss.error)})"
    several = len(view.investors) > 1
    whose = "at least one investor loses principal" if several else "principal is lost"
    lost = f"{_share(found.principal_loss)}; on average {loss} is lost"
    yield "Odds", f"given all that the file says is uncertain, {whose}: {lost}"
    yield "", f"Less comes back than was put in{', all together' * several}: {_share(found.below_drawn)}"
    rates = zip(("P10", "P50", "P90"), (found.irr_p10, found.irr_p50, found.irr_p90), strict=True)
    said = "; ".join(f"{name} {_share(each)}" for name, each in rates)
    lowest = any(each.value is not None and each.value <= -1 for each in (found.irr_p10, found.irr_p50, found.irr_p90))
    yield "Internal rates", f"of the expected cash flows {_share(found.rate_of_expected)}; {said}{_LOWEST * lowest}"
    if (found.unfunded.value or 0.0) > 0:
        yield "Not funded", f"some costs, with a probability of {_share(found.unfunded)}; returns leave them out"


def _share(found: Estimate) -> str:
    """A share, and in points its standard error."""
    if found.value is None:
        return "no rate"
    return f"{words.percent(found.value, 1)} (± {words.grouped(found.error * 100, 1)})"


def order_of_payments(view: View) -> Said:
    """The steps in one sentence, and who pays after them."""
    steps = [order.COSTS, *(title for title, _ in order.steps_paid(view))]
    said = "; ".join(f"{number}. {title}" for number, title in enumerate(steps, start=1))
    after = words.listed(view.capital(name) for name in view.guarantees)
    yield "Order of payments", said + (f"; after every step: {after}, called from its own funds" if after else "")


def after_the_tables(view: View) -> Said:
    """Dates, fees and returns, termination, evidence."""
    yield "Cash dates", _cash_dates(view)
    life, payback = asked.average_life(view.projection, view.scenario), view.figure("investors.total.payback_years")
    average = "nothing comes back" if life is None else f"{words.exact(round(life, 2))} years"
    back = words.years(payback) + ("" if payback.value is None else " years")
    yield (
        "Average life; payback",
        (f"{average} from financial close to what comes back, weighted by amount; payback: {back}"),
    )
    yield from _fees(view)
    yield "Termination", _termination(view)
    yield "Evaluation", _clause(view.deal.description.evaluation) or "the deal file does not describe it"
    yield "Evidence", _evidence(view)
    yield "Power of the evaluation", _power(view)
    yield "Worked out by", f"sibmodel {__version__}, from a deal file with SHA-256 {_fingerprint(view)}"


def _fingerprint(view: View) -> str:
    """Which file the page is of, for it may be handed out without the rest."""
    return view.projection.deal.file_sha256 or "none: it was made in Python"


def _cash_dates(view: View) -> str:
    found = asked.cash_dates(view.projection, view.scenario)
    return (
        f"first draw {_day(found.first_draw)}, last draw {_day(found.last_draw)}; first repayment "
        f"{_day(found.first_back)}, last {_day(found.last_back)}"
    )


def _day(day: dt.date | None) -> str:
    return "never" if day is None else words.date(day)


def _fees(view: View) -> Said:
    """Returns before and after the fees of the structure; one figure where the terms have none."""
    fees = asked.fees_paid(view.projection, view.scenario)
    net = f"{view.rate('total')} a year, {_times(view)}"
    costs = view.currency.full(view.number("vehicle.costs_paid"))
    if not fees:
        yield "Fees", f"the terms have no fee of the structure; costs of the programme of {costs} come first"
        yield "Gross and net return", f"the same: {net}. {_NOT_DEDUCTED}"
        return
    named = words.listed(f"{view.capital(name)} {view.currency.full(paid)}" for name, paid in fees.items())
    yield "Fees", f"{named}, paid by the vehicle in their turn; costs of the programme of {costs} come first"
    gross = View(asked.before_fees(view.projection, view.scenario), view.scenario)
    before = f"{gross.rate('total')} a year, {_times(gross)}"
    yield "Gross and net return", f"gross, if no fee were charged: {before}; net, after fees: {net}. {_NOT_DEDUCTED}"


def _times(view: View) -> str:
    multiple = view.figure("investors.total.multiple")
    return words.multiple(multiple) if multiple.value is None else f"{words.multiple(multiple)} times what is drawn"


def _termination(view: View) -> str:
    """The worst and the mildest early end for investors; the clause where the terms are not modelled."""
    terms, money = view.deal.terms, view.currency
    if terms.termination is None:
        return _clause(view.deal.description.termination) or "the deal file states no terms of an early end"
    exits = exit_table(view.projection.deal, view.scenario)
    if not exits:
        return "the deal has no period end before its last at which it could end early"
    worst, lowest = max(exits, key=lambda each: each.lost), min(exits, key=lambda each: each.lost)
    if worst.lost <= NOTHING:
        return "ended early at any period end, no principal is lost; see “Early termination and wind-down”"
    least = f"at least {money.full(lowest.lost)}" if lowest.lost > NOTHING else "none"
    return (
        f"ended early, investors lose at most {money.full(worst.lost)} of principal "
        f"({words.month_of_deal(view.start, worst.month)}), and {least} in "
        f"{words.month_of_deal(view.start, lowest.month)}; see “Early termination and wind-down”"
    )


def _clause(text: str) -> str:
    """The head of a clause, cut at the end of a sentence where there is one."""
    first = " ".join(text.split())
    if len(first) <= _LONGEST:
        return first
    end = first.rfind(". ", 0, _LONGEST)
    return first[: end + 1] if end > 0 else words.shortened(first, _LONGEST)


def _evidence(view: View) -> str:
    """How sure the figures are that say how well outcomes go."""
    sources = view.projection.deal.sources
    found = [each for each in fields_of(view.projection.deal.plan, "plan") if _is_key(each.path)]
    if not found:
        return "no figure of an outcome is stated"
    if not sources.figures:
        return "the deal file gives no source for any figure"
    counts = Counter(evidence.confidence if (evidence := sources.evidence(each.path)) else "" for each in found)
    said = words.listed(f"{counts[key]} {text}" for key, text in _CONFIDENCE.items() if counts[key])
    return f"{words.plural(len(found), 'figure', 'figures')} of expected outcomes: {said}"


def _is_key(path: str) -> bool:
    return path.startswith("plan.outcomes.") and path.rsplit(".", 1)[-1] in _KEY


def _power(view: View) -> str:
    """How likely each payment is earned if the planned effect is true; payments of equal odds together."""
    alike: dict[tuple[str, ...], list[str]] = {}
    measured = {form.term: form for form in view.closed_forms}
    for form in (each for each in measured.values() if each.found is not None):
        alike.setdefault(_odds_by_design(view, form), []).append(view.term(form.term))
    for each in powers(view.deal):
        if each.term not in measured:
            alike.setdefault(_odds_of(view, each), []).append(view.term(each.term))
    any_of_several = [each for each in measured.values() if each.found is None]
    if not alike and any_of_several:
        return "if the planned effect is true, " + "; ".join(_by_triggers(view, form) for form in any_of_several)
    if not alike:
        return "not stated: the deal file gives no standard error of an estimate that decides a payment"
    earned = "; ".join(
        f"{words.listed(f'“{term}”' for term in terms)} {'is' if len(terms) == 1 else 'are each'} earned with a "
        f"probability of {chance} (planned {planned}, needed {needed}, standard error {error})"
        for (chance, planned, needed, error), terms in alike.items()
    )
    return f"if the planned effect is true, {earned}{_detected(view)}"


def _by_triggers(view: View, form: ClosedForm) -> str:
    """The same where any of several groups may be paid for."""
    assert form.error is not None
    error = words.points(round(form.error.total, 4))
    return (
        f"“{view.term(form.term)}” is paid for at least one of its groups with a probability of "
        f"{words.percent(1 - form.unpaid_at_plan, 0)} (standard error {error} in each)"
    )


def _odds_by_design(view: View, form: ClosedForm) -> tuple[str, ...]:
    """The same where the file says how the effect is measured."""
    assert form.error is not None
    figures = (form.plan, form.threshold, form.error.total)
    return words.percent(1 - form.unpaid_at_plan, 0), *(view.level(form.outcome, round(each, 4)) for each in figures)


def _detected(view: View) -> str:
    """The power of a test, where one effect decides one payment by itself."""
    found = [form for form in view.closed_forms if form.power is not None and form.detectable is not None]
    if len(found) != 1:
        return ""
    power, least = words.percent(found[0].power or 0.0, 0), words.percent(found[0].detectable or 0.0, 1)
    return f"; a test at 5% on one side finds it with a probability of {power}, and finds {least} four times in five"


def _odds_of(view: View, each: Power) -> tuple[str, ...]:
    figures = (each.planned, each.threshold, each.standard_error)
    return words.percent(each.chance, 0), *(view.level(each.outcome, round(figure, 6)) for figure in figures)
