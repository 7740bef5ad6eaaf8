"""Moves that may close a gap between what investors need and what government can pay, each as a changed deal.

A move is told apart from its effect: here is only what it changes. A move that a deal has no room for says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sibmodel.analysis.price.earlier import one_period_earlier
from sibmodel.deal.capital.guarantee import Guarantee
from sibmodel.deal.deal import Deal
from sibmodel.deal.risk import designs as by
from sibmodel.deal.risk.designs import Design, Measurement
from sibmodel.engine.stresses import Stress, changes

MORE_PEOPLE: Final = 1.1
LESS_ERROR: Final = 0.5
MORE_COVER: Final = 0.10


@dataclass(frozen=True, slots=True)
class Move:
    """One move.

    Args:
        key: Its name in results.
        title: What readers call it.
        deal: The deal with it.
        changed: The inputs that it changes, by path.
        because: Why the deal has no room for it; empty where it has.
        noted: What of it is less than its title says; empty where it is the whole.
    """

    key: str
    title: str
    deal: Deal
    changed: Mapping[str, float] = field(default_factory=dict)
    because: str = ""
    noted: str = ""


def moves_of(deal: Deal, base: Mapping[str, float], *, is_simulated: bool) -> Iterator[Move]:
    """The moves that are tried.

    Args:
        deal: The deal.
        base: The inputs in which a scenario differs from the deal file.
        is_simulated: Whether what is uncertain is drawn, so that an error of measurement matters.
    """
    yield _more_people(deal, base)
    yield _less_error(deal, is_simulated=is_simulated)
    yield _more_cover(deal, base)
    yield _earlier(deal, base)


def _more_people(deal: Deal, base: Mapping[str, float]) -> Move:
    title = f"{MORE_PEOPLE - 1:.0%} more people start"
    paths = changes(deal, Stress("people", title, starts=MORE_PEOPLE))
    if not paths:
        return Move("people", title, deal, because="the deal file states no people who start and no counts")
    return Move("people", title, deal, {path: _now(deal, base, path) * MORE_PEOPLE for path in paths})


def _less_error(deal: Deal, *, is_simulated: bool) -> Move:
    title = "Half the error of measurement"
    if not is_simulated:
        return Move("error", title, deal, because="nothing is drawn here, so that it makes no difference")
    if not deal.risk.measured:
        return Move("error", title, deal, because="no design of measurement is stated under risk.measured")
    measured = {name: _halved(each) for name, each in deal.risk.measured.items()}
    if any(None in each.values() for each in measured.values()):
        return Move("error", title, deal, because="the standard error is that of the outcome itself: state a design")
    parts = {name: deal.risk.measured[name].model_copy(update={"designs": each}) for name, each in measured.items()}
    return Move("error", title, _with(deal, risk=deal.risk.model_copy(update={"measured": parts})))


def _halved(measurement: Measurement) -> dict[str, Design | None]:
    """Each design with half its standard error: what is sampled of four times as many, what is systematic at half."""
    return {name: _half(design) for name, design in measurement.designs.items()}


def _half(design: Design) -> Design | None:
    update: dict[str, Any] = {"differs_by": design.differs_by * LESS_ERROR}
    many = round(1 / LESS_ERROR**2)
    if isinstance(design, by.Stated):
        if design.standard_error is None:
            return None
        update["standard_error"] = design.standard_error * LESS_ERROR
    elif isinstance(design, by.OfPeople):
        update["treated"] = design.treated * many
        if isinstance(design, by.AgainstOthers):
            update["comparison"] = design.comparison * many
        if isinstance(design, by.HistoricalBaseline):
            update["baseline_error"] = design.baseline_error * LESS_ERROR
    elif isinstance(design, by.DifferenceInDifferences):
        update["sd"] = design.sd * LESS_ERROR
    return design.model_copy(update=update)


def _more_cover(deal: Deal, base: Mapping[str, float]) -> Move:
    points = f"{MORE_COVER * 100:.0f} points"
    if deal.terms.guarantees:
        changed = {}
        for name, part in deal.terms.guarantees.items():
            at = f"terms.capital.{name}"
            if part.share is not None:
                changed[f"{at}.share"] = min(1.0, _now(deal, base, f"{at}.share") + MORE_COVER)
            else:
                whole = _now(deal, base, f"terms.capital.{part.of}.commitment")
                changed[f"{at}.amount"] = _now(deal, base, f"{at}.amount") + MORE_COVER * whole
        return Move("guarantee", f"Guarantees cover {points} more of principal", deal, changed)
    title = f"A guarantee of the first {MORE_COVER:.0%} of what each investor draws"
    behind = [name for name, part in deal.terms.investors.items() if part.may_be_guaranteed]
    if not behind:
        return Move("guarantee", title, deal, because="no principal is owed to any investor")
    capital: dict[str, Any] = dict(deal.terms.capital)
    for name in behind:
        capital[f"more_cover_{name}"[:40]] = Guarantee(
            kind="guarantee",
            of=name,
            form="first_loss",
            share=MORE_COVER,
            on="drawn",
            called_at=deal.terms.timeline.months,
        )
    return Move("guarantee", title, _with(deal, terms=deal.terms.model_copy(update={"capital": capital})))


def _earlier(deal: Deal, base: Mapping[str, float]) -> Move:
    title = f"Outcomes are verified and paid for one {deal.terms.timeline.period.replace('_', ' ')} earlier"
    sooner = one_period_earlier(deal, base)
    if not sooner.lags:
        return Move("earlier", title, deal, because="outcomes are verified at once, and paid for as soon as they are")
    return Move("earlier", title, deal, sooner.lags, noted=sooner.told)


def _now(deal: Deal, base: Mapping[str, float], path: str) -> float:
    return base.get(path, deal.written.inputs[path].value)


def _with(deal: Deal, **parts: Any) -> Deal:
    """The deal with another part, not written yet: a plain copy would keep the lines of the old one."""
    kept = {name: getattr(deal, name) for name in type(deal).model_fields}
    return type(deal).model_construct(**{**kept, **parts})
