"""What was simulated: how many scenarios, what is drawn in each of them, and how well founded that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from sibmodel.deal.part import titled
from sibmodel.deal.risk.designs import Measurement
from sibmodel.deal.risk.uncertain import UncertainTerm
from sibmodel.deal.sources import Evidence
from sibmodel.report import words
from sibmodel.report.blocks import Block, Data, Prose
from sibmodel.report.doubts import DOUBTED, SIGN
from sibmodel.report.tables import Row, Table, row
from sibmodel.report.tables import words as column
from sibmodel.report.view import View
from sibmodel.risk.closed import error_at
from sibmodel.risk.truth import planned

if TYPE_CHECKING:
    from sibmodel.risk.payment_risk import PaymentRisk

_CONFIDENCE: Final = {
    "stated": "stated in the source",
    "dataset": "from a dataset",
    "computed": "computed from the source",
    "unconfirmed": f"{SIGN} unconfirmed",
    "assumption": f"{SIGN} an assumption",
}


def stated(view: View, risk: PaymentRisk) -> Iterator[Block]:
    """How well founded the uncertainty is, first of all; then what was simulated, and what is drawn."""
    said, is_doubted = _evidence(view)
    yield Prose(said, is_warning=is_doubted)
    yield Prose((_run(view, risk), *_no_say(view, risk)))
    yield Data(_table(view))


def _run(view: View, risk: PaymentRisk) -> str:
    run = risk.run
    basis = "the plan" if run.scenario == "plan" else f"the scenario “{view.scenario_title(run.scenario)}”"
    return (
        f"{run.scenarios:,} scenarios were drawn on top of {basis}, with the seed {run.seed}; the same seed gives the "
        "same figures. A scenario here is one drawn future, not one of the scenarios that the file names; it is worked "
        "out by the same lines as the plan. What follows is simulated: behind each figure stands ± one standard error, "
        "which shrinks with the number of scenarios and says nothing of how far the file’s own view of the uncertainty "
        "may be off. A true effect is what an evaluation without any error would find; paid means that anything at all "
        "is paid."
    )


def _no_say(view: View, risk: PaymentRisk) -> Iterator[str]:
    """The scenario of the page changes an input that is drawn all the same."""
    if paths := risk.run.drawn_instead:
        entries = view.projection.model.inputs
        named = words.listed(f"“{entries[path].label}”" for path in paths if path in entries)
        yield f"The scenario has no say in {named}: the file draws its value, whatever the scenario."


# --- evidence --------------------------------------------------------------------------------------------------------


def _evidence(view: View) -> tuple[tuple[str, ...], bool]:
    """What the file says of its own uncertainty, and whether any of it is in doubt."""
    figures = view.projection.deal.sources.figures
    own = {path: each for path, each in figures.items() if path == "risk" or path.startswith("risk.")}
    if not own:
        return (f"{SIGN} The deal file gives no source for its uncertainty: take what follows as illustrative.",), True
    said: dict[str, list[str]] = {}
    for path, each in own.items():
        said.setdefault(_told(view, each), []).append(_about(view, path))
    texts = tuple(f"{words.listed(names)}: {text}" for text, names in said.items())
    return texts, any(each.confidence in DOUBTED for each in own.values())


def _told(view: View, found: Evidence) -> str:
    documents = view.projection.deal.sources.documents
    source = f" ({documents[found.source].title or found.source})" if found.source in documents else ""
    return f"{_CONFIDENCE[found.confidence]}{source}. {found.note}".strip()


def _about(view: View, path: str) -> str:
    """What a path under risk is about, in words."""
    _, *rest = path.split(".")
    if not rest:
        return "The uncertainty that the file states"
    group, *names = rest
    if not names:
        return {"uncertain": "What is uncertain", "measured": "How effects are measured"}.get(group, "Luck")
    risk = view.projection.deal.risk
    if group == "measured":
        return f"How “{view.outcome(names[0])}” is measured"
    if group == "uncertain" and names[0] in risk.uncertain:
        return f"“{titled(names[0], risk.uncertain[names[0]].title)}”"
    return f"The luck of “{_called(view, names[0])}”"


def _called(view: View, name: str) -> str:
    plan = view.deal.plan
    return view.outcome(name) if name in plan.outcomes else titled(name, plan.starts[name].title)


# --- what is drawn ---------------------------------------------------------------------------------------------------


def _table(view: View) -> Table:
    return Table("What differs from scenario to scenario", (column("What"), column("How")), tuple(_rows(view)))


def _rows(view: View) -> Iterator[Row]:
    risk = view.projection.deal.risk
    for name, term in risk.uncertain.items():
        yield row(titled(name, term.title), drawn_as(view, term))
    for name, each in risk.together.items():
        of = words.listed(titled(part, risk.uncertain[part].title) for part in each.of)
        yield row(titled(name, ""), f"{of} go together with a rank correlation of {words.exact(each.rank_correlation)}")
    for name, starts in risk.starts.items():
        room = "" if starts.room is None else f"; room for {words.exact(starts.room)}"
        yield row(f"Who starts: {_called(view, name)}", f"{words.in_words(starts.arrive)} arrivals{room}")
    for name, luck in risk.luck.items():
        alike = f", alike within a cohort by {words.percent(luck.alike)}" if luck.alike else ""
        yield row(f"Luck: {view.outcome(name)}", f"of single people{alike}")
    for name, measured in risk.measured.items():
        for design in measured.designs:
            used = " (in use)" if design == measured.used else ""
            yield row(f"Measurement: {view.outcome(name)}{used}", _measured(view, name, measured, design))
        if measured.no_result:
            yield row(f"No valid result: {view.outcome(name)}", _no_result(measured))


def _measured(view: View, outcome: str, measured: Measurement, name: str) -> str:
    """A design: whom it observes, and the error that follows if the plan is true."""
    design = measured.designs[name]
    error = error_at(view.deal, outcome, planned(view.deal, outcome), name)
    people = [
        f"{words.grouped(getattr(design, field))} {said}"
        for field, said in (("treated", "treated"), ("comparison", "in comparison"))
        if getattr(design, field, None) is not None
    ]
    off = f"; expected to be off by {words.points(round(design.off_by, 4))}" if design.off_by else ""
    parts = f" ({words.points(round(error.sampling_error, 4))} by sampling" if error.systematic_error else ""
    parts += f", {words.points(round(error.systematic_error, 4))} systematic)" if error.systematic_error else ""
    said = ", ".join([titled(name, design.title), *people])
    return f"{said}: a standard error of {words.points(round(error.total, 4))}{parts} if the plan is true{off}"


def _no_result(measured: Measurement) -> str:
    """What the contract takes where nothing valid is reported."""
    rule = f"the contract takes {words.points(measured.deemed)}"
    if measured.falls_back_on:
        rule = f"the contract uses “{titled(measured.falls_back_on, measured.designs[measured.falls_back_on].title)}”"
    return f"with a probability of {words.percent(measured.no_result)}; then {rule}"


def drawn_as(view: View, term: UncertainTerm) -> str:
    """How an uncertain number is drawn, in words."""

    def number(value: float) -> str:
        if term.stands_for == "factor":
            return words.percent(round(value, 4))
        entry = view.projection.model.inputs.get(term.moves[0])
        unit = None if entry is None else entry.unit.shown_as
        if unit == "share":
            return words.percent(round(value, 4))
        return view.currency.price(value) if unit == "money" else words.exact(value)

    of = {"value": "", "factor": " of what the plan has", "shift": " added to what the plan has"}[term.stands_for]
    return f"{_shape(term, number)}{of}"


def _shape(term: UncertainTerm, number: Callable[[float], str]) -> str:
    match term.kind:
        case "point":
            return f"always {number(term.value)}"
        case "discrete":
            return words.listed(
                (f"{number(each.value)} ({words.percent(each.chance)})" for each in term.possible.values()), "or"
            )
        case "normal" | "beta" | "lognormal":
            return f"{term.kind}, mean {number(term.mean)}, standard deviation {number(term.sd)}"
        case "pert" | "triangular":
            ends = f"from {number(term.lowest)} to {number(term.highest)}"
            return f"{term.kind}, {ends}, most likely {number(term.likeliest)}"
        case "rate_ratio":
            interval = f"{words.percent(term.confidence)} interval {words.exact(term.low)} to {words.exact(term.high)}"
            return f"ratio of rates of {words.exact(term.ratio)}, {interval}"
        case "evidence":
            return (
                f"earlier studies: {number(term.estimate)}, standard error {number(term.standard_error)}, between "
                f"sites {number(term.between_sites)}, of which {words.percent(term.replication)} carries over: mean "
                f"{number(round(term.mean, 4))}, standard deviation {number(round(term.sd, 4))}"
            )
