"""What `sib simulate` says: what was drawn, what is paid, what investors get back, and how often payment misses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from sibmodel.cli.summary import Table, console, money, multiple
from sibmodel.cli.terminal import long_progress
from sibmodel.deal.deal import PLAN, Deal
from sibmodel.deal.part import titled
from sibmodel.risk.closed import ClosedForm
from sibmodel.risk.figures import investors_shown
from sibmodel.risk.payment_risk import Known, PaymentRisk, TermRisk, UnderDesign, payment_risk, scenarios_in_all
from sibmodel.risk.results import by_year, inputs_sha256
from sibmodel.risk.simulation import Method, Simulation, Spread
from sibmodel.risk.streams import VERSION
from sibmodel.version import __version__

if TYPE_CHECKING:
    from sibmodel.engine.projection import Projection

_SHARES: Final = (0.05, 0.50, 0.80, 0.95)
_HEADS: Final = ("expected", "error", *(f"P{share * 100:.0f}" for share in _SHARES))
_RETURNS: Final = (
    "rate of expected flows", "IRR P10", "P50", "P90", "multiple", "less than drawn", "all lost", "worst 5%",
    "rate in the plan",
)  # fmt: skip
_FAILS: Final = "fails."
_FEW: Final = 1000


def simulated(deal: Deal, scenarios: int, seed: int, *, scenario: str, method: Method) -> PaymentRisk:
    """The payment risk of a deal, with a bar that shows how far it is."""
    with long_progress("Simulating", scenarios_in_all(deal, scenarios)) as show:
        before, last = 0, 0

        def told(about: str, done: int, _: int) -> None:
            nonlocal before, last
            if done < last:
                before += last
            last = done
            show(about, before + done)

        return payment_risk(deal, scenarios, seed, scenario=scenario, method=method, told=told)


def chance(known: Known | None) -> str:
    """A chance with its standard error.

    Example:
        >>> chance(Known(0.0446, 0.0008)), chance(None)
        ('4.5% (±0.1)', 'never came about')
    """
    return "never came about" if known is None else f"{known.value:.1%} (±{known.error * 100:.1f})"


def print_risk(risk: PaymentRisk, projection: Projection) -> None:
    """Print what a simulation tells.

    Args:
        risk: What was simulated.
        projection: The deal worked out, for what the plan itself comes to.
    """
    out, run = console(), risk.run
    out.print(run.deal.name, style="bold")
    for line in _drawn(run):
        out.print(line)
    for table in _tables(risk, projection):
        out.print(f"\n{table.title}", style="bold")
        for number, line in enumerate(table.lines(out.width)):
            out.print(line, style="" if number else "dim", soft_wrap=True)
        for note in table.notes:
            out.print(note)
    out.print("\nPayment and truth", style="bold")
    for line in _sentences(risk):
        out.print(line)
    run_of = f"streams {VERSION}, engine {__version__}, inputs {inputs_sha256(run.deal, run.scenario)[:12]}"
    out.print(f"\nTo draw the same again: seed {run.seed}, {run_of}", style="dim")


def _drawn(run: Simulation) -> Iterator[str]:
    how = "evenly spread" if run.method.evenly else "drawn at random"
    based = "the plan" if run.scenario == PLAN else f"scenario {run.scenario}"
    yield f"{run.scenarios:,} scenarios, seed {run.seed}, {how}, based on {based}; amounts in {run.deal.currency}"
    yield "Simulated: ± is the standard error of a figure. What is uncertain, and by how much, is what the file says."
    if run.drawn_instead:
        yield f"The scenario has no say in what is drawn by its value: {', '.join(run.drawn_instead)}."
    if run.scenarios < _FEW:
        yield f"With fewer than {_FEW:,} scenarios, quantiles and small chances are rough."
    for name, share in run.held.items():
        if share > 0:
            yield f"{titled(name)}: {share:.1%} of the draws were held at the end of what the input may be."


# --- tables ------------------------------------------------------------------------------------------------------


def _tables(risk: PaymentRisk, projection: Projection) -> Iterator[Table]:
    run = risk.run
    yield _payments(run)
    for payer in run.deal.terms.payers:
        yield _years(run, payer)
    if run.deal.terms.investors:
        yield _returns(run, projection)
    yield _government(run)
    yield _split(risk)
    if risk.designs:
        yield _designs(risk)


def _row(spread: Spread) -> list[str]:
    return [
        money(spread.mean),
        "" if np.isnan(spread.error) else f"±{money(spread.error)}",
        *(money(spread.at(share).value) for share in _SHARES),
    ]


def _payments(run: Simulation) -> Table:
    terms, rows = run.deal.terms, [("All outcome payments", _row(run.spreads["payments.paid"]))]
    named = {
        "payments": {name: titled(name, part.title) for name, part in terms.payments.items()},
        "payers": {name: f"by {titled(name, part.title)}" for name, part in terms.payers.items()},
    }
    for group, titles in named.items():
        if len(titles) > 1:
            rows += [(title, _row(run.spreads[f"{group}.{name}.paid"])) for name, title in titles.items()]
    note = "P80: in four of five scenarios it is no more. Quantiles of parts do not add up to that of the whole."
    return Table("Outcome payments", _HEADS, rows, ("error",), (note, _how_well_known(run.spreads["payments.paid"])))


def _how_well_known(spread: Spread) -> str:
    """Where the quantiles of a figure lie with a probability of 95 %."""
    found = [(share, spread.at(share)) for share in _SHARES]
    parts = [f"P{share * 100:.0f} {money(each.low)} to {money(each.high)}" for share, each in found]
    return f"From so many scenarios they lie, with 95% each, within: {'; '.join(parts)}."


def _years(run: Simulation, payer: str) -> Table:
    title = titled(payer, run.deal.terms.payers[payer].title)
    rows = [(f"{year}", _row(spread)) for year, spread in by_year(run, payer) if spread.highest > 0]
    return Table(f"{title}, by fiscal year", _HEADS, rows or [("never", ["0"] * len(_HEADS))], ("error",))


def _returns(run: Simulation, projection: Projection) -> Table:
    shown = investors_shown(run.deal)
    rows = [(title, _returns_of(run, projection, name)) for name, title in shown.items()]
    notes = (
        "Rate of expected flows: the internal rate of the expected cash flows, which is no average of rates.",
        "IRR P10, P50, P90: rates as they rank; everything lost, or a loss at any rate, is -100%.",
        "Multiple: expected, ± its error.",
        "Worst 5%: what comes back less what was drawn, on average over the worst scenarios. Before tax.",
        "All of it is given what the file says is uncertain, and nothing else.",
        *_without_rate(run, shown),
    )
    return Table("Returns of investors", _RETURNS, rows, ("P50", "multiple"), notes)


def _without_rate(run: Simulation, investors: Mapping[str, str]) -> Iterator[str]:
    for name, title in investors.items():
        if missing := run.spreads[f"investors.{name}.irr"].missing:
            yield f"{title}: {missing:.1%} of scenarios have no single rate and are in no P of it."


def _returns_of(run: Simulation, projection: Projection, name: str) -> list[str]:
    at = f"investors.{name}"
    expected, irr = run.rate_of_expected(name), run.spreads[f"{at}.irr"]
    planned = projection.figure(f"{at}.irr", run.scenario)
    many, less, lost = run.spreads[f"{at}.multiple"], run.chances[f"{at}.below_one"], run.chances[f"{at}.all_lost"]
    return [
        "no single rate" if expected is None else f"{expected:z.2%}{_give_or_take(run.error_of_rate(name))}",
        *(_rate(irr.at(share).value) for share in (0.10, 0.50, 0.90)),
        f"{multiple(many.mean)} ±{many.error:.3f}",
        chance(Known(less.value, less.error)),
        chance(Known(lost.value, lost.error)),
        f"{money(run.spreads[f'{at}.gain'].worst)} ±{money(run.spreads[f'{at}.gain'].worst_error)}",
        planned.status if planned.value is None else f"{planned.value:z.2%}",
    ]


def _give_or_take(error: float | None) -> str:
    return "" if error is None else f" (±{error * 100:.2f})"


def _rate(value: float) -> str:
    return "-" if np.isnan(value) else f"{value:z.2%}"


def _government(run: Simulation) -> Table:
    labels = {"net_cashable": "Net cashable, nominal", "net_fiscal": "Net fiscal, nominal"}
    rows = [(label, _row(run.spreads[f"government.{key}"])) for key, label in labels.items()]
    note = "Higher is better for government; P5 is the bad end here."
    return Table("Government as a whole", _HEADS, rows, ("error",), (note,))


def _split(risk: PaymentRisk) -> Table:
    split = risk.split
    parts = {
        "For the true effect": split.for_effect,
        "For luck and noise": split.for_noise,
        "For what would have been anyway": split.anyway,
        "Expected payment": split.expected,
    }
    rows = [(label, [money(each.value), f"±{money(each.error)}"]) for label, each in parts.items()]
    return Table("What the expected payment is for", ("amount", "error"), rows)


def _designs(risk: PaymentRisk) -> Table:
    rows = [(f"{each.title}{' (in use)' if each.is_used else ''}", _under(each)) for each in risk.designs]
    terms = ", ".join(each.title for each in risk.terms)
    note = f"Counts only what hangs on a measured effect: {terms}."
    heads = ("expected payment", "paid", "paid without effect", "unpaid at plan")
    return Table("However it is measured", heads, rows, notes=(note,))


def _under(each: UnderDesign) -> list[str]:
    chances = (each.paid, each.paid_without_effect, each.unpaid_at_plan)
    return [money(each.expected.value), *(chance(known) for known in chances)]


# --- sentences ---------------------------------------------------------------------------------------------------


def _sentences(risk: PaymentRisk) -> Iterator[str]:
    nothing, planned = _give_or_take_money(risk.without_effect), money(risk.planned)
    share = f", {risk.without_effect.mean / risk.planned:.0%} of what the plan pays" if risk.planned else ""
    yield f"If nothing is achieved beyond what would have been anyway, {nothing} is paid on average{share}."
    achieved = _give_or_take_money(risk.at_plan)
    yield f"If the plan is truly achieved, {achieved} is paid on average; the plan shows {planned}."
    unfunded = risk.run.chances["unfunded"]
    if unfunded.value > 0:
        amount = money(risk.run.spreads["vehicle.unfunded"].mean)
        known = chance(Known(unfunded.value, unfunded.error))
        yield f"Costs are without funding in {known} of scenarios, {amount} on average over all of them;"
        yield "  returns take it that somebody else pays them."
    for term in risk.terms:
        yield from _of_term(term)
    for form in risk.closed:
        yield from _of_closed(form)
    for key, failing in risk.run.chances.items():
        if key.startswith(_FAILS) and failing.value > 0:
            yield f"In {failing.value:.1%} of scenarios a check fails: {failing.label}"


def _give_or_take_money(spread: Spread) -> str:
    return f"{money(spread.mean)} (±{money(spread.error)})" if spread.error > 0 else money(spread.mean)


def _of_term(term: TermRisk) -> Iterator[str]:
    works = "as the file states it" if term.truth.is_stated else "as planned"
    yield f"{term.title} (success is a true effect of {term.truth.success:.1%} or more, {works}):"
    for words, known in (
        ("paid, given no effect", term.paid_without_effect),
        ("not paid, given that the plan is achieved", term.unpaid_at_plan),
        ("truly works, before anything is measured", term.works),
        ("truly works, given that it is paid", term.works_if_paid),
        ("truly works, given that it is not paid", term.works_if_unpaid),
    ):
        yield f"  {words:<43}{chance(known)}"


def _of_closed(form: ClosedForm) -> Iterator[str]:
    if form.because:
        yield f"{form.title}: no formula, because {form.because}."
        return
    amount = "" if form.expected_at_plan is None else f"; expected payment at the plan {money(form.expected_at_plan)}"
    before = f" (before {'; '.join(form.before)})" if form.before else ""
    yield f"  by formula{before}: {_errors(form.paid_without_effect, form.unpaid_at_plan)}{amount}"
    for group in form.groups:
        alone = f"{group.title}, from {group.threshold:.1%} on"
        yield f"  {alone}, counted exactly: {_errors(group.paid_without_effect, group.unpaid_at_plan)}"
    if form.found is not None and form.found.has_plan_on_cliff:
        yield "The plan sits on a cliff: measured a little less, it earns far less."


def _errors(false_positive: float, false_negative: float) -> str:
    return f"paid without effect {false_positive:.2%}, unpaid at plan {false_negative:.2%}"
