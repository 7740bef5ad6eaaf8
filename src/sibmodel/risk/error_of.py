"""How far an evaluator's finding may be off, by closed form: the error of each design at a true effect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import hypot, sqrt
from typing import Any, Final

from sibmodel.deal.risk import designs as by
from sibmodel.risk import measurement
from sibmodel.risk.events import shape_of_prevalence
from sibmodel.risk.measurement import MeasuredEffect
from sibmodel.risk.metric import Events, Rate
from sibmodel.risk.relative import relative_reduction_error


def error_of(
    design: by.Design,
    true: float,
    *,
    stated: str,
    standard_error: float | None = None,
    designs: Mapping[str, by.Design] | None = None,
) -> MeasuredEffect:
    """The error of a measured effect, as standard deviations, by the delta method.

    Args:
        design: How it is measured.
        true: The true effect, in the terms of the effect.
        stated: Whether it is ``relative`` or ``absolute``.
        standard_error: That of the outcome itself, for a design that states none.
        designs: All designs by name, for one that is made of others.

    Raises:
        NotMeasured: If nothing could be measured at this effect.

    Example:
        >>> trial = by.Randomised(kind="randomised", treated=1000, comparison=1000, rate_without=0.6)
        >>> round(error_of(trial, 0.125, stated="relative").total, 6)
        0.034686
    """
    if isinstance(design, by.Composite):
        return _of_composite(design, true, stated, standard_error, designs or {})
    if isinstance(design, by.Stated):
        own = design.standard_error if design.standard_error is not None else standard_error
        return MeasuredEffect(own or 0.0, design.differs_by)
    return _ERRORS[type(design)](design, true, stated)


def metric_of(design: by.OfPeople) -> Rate | Events:
    """What a design observes of single people, as it is without the programme."""
    if design.rate_without is not None:
        return Rate(design.rate_without)
    assert design.events_without is not None
    assert design.with_any is not None
    return Events(design.events_without, float(shape_of_prevalence(design.events_without, design.with_any)))


def worth(design: by.OfPeople, people: int) -> int:
    """How many people who do not resemble each other a group is worth, when what explains them is taken off."""
    return max(1, round(people / (design.clustered * (1 - design.explained))))


def treated_at(design: by.OfPeople, true: float, stated: str) -> Rate | Events:
    """What a design observes of the treated at a true effect."""
    without = metric_of(design)
    return without.reduced(true if stated == "relative" else true / without.mean)


def _of_composite(
    design: by.Composite, true: float, stated: str, standard_error: float | None, designs: Mapping[str, by.Design]
) -> MeasuredEffect:
    """Weighted estimates: sampling errors as they go together; what is systematic of one kind is added up."""
    parts = [
        (weight, error_of(designs[name], true, stated=stated, standard_error=standard_error))
        for name, weight in design.of.items()
    ]
    sampling = [weight * error.sampling_error for weight, error in parts]
    alone = sum(each**2 for each in sampling)
    together = sum(sampling) ** 2 - alone
    differs = design.differs_by + sum(weight * designs[name].differs_by for name, weight in design.of.items())
    baseline = sum(weight * baseline_error(designs[name], true, stated) for name, weight in design.of.items())
    return MeasuredEffect(sqrt(alone + design.correlation * together), hypot(differs, baseline))


def off_by(design: by.Design, designs: Mapping[str, by.Design]) -> float:
    """By how much a finding is expected to be off from what is true."""
    parts = design.of.items() if isinstance(design, by.Composite) else ()
    return design.off_by + sum(weight * designs[name].off_by for name, weight in parts)


def baseline_error(design: by.Design, true: float, stated: str) -> float:
    """What the error of a fixed baseline does to the effect: a rate that is lower moves a relative effect by less."""
    if not isinstance(design, by.HistoricalBaseline):
        return 0.0
    per = (1 - true) / metric_of(design).mean if stated == "relative" else 1.0
    return design.baseline_error * per


def _against_others(design: by.Randomised | by.MatchedComparison, true: float, stated: str) -> MeasuredEffect:
    groups = treated_at(design, true, stated), metric_of(design)
    sizes = worth(design, design.treated), worth(design, design.comparison)
    error = relative_reduction_error if stated == "relative" else measurement.randomised_trial
    return MeasuredEffect(error(*groups, *sizes).sampling_error, design.differs_by)


def _against_what_was(design: by.HistoricalBaseline | by.NoCounterfactual, true: float, stated: str) -> MeasuredEffect:
    treated = treated_at(design, true, stated)
    alone = measurement.without_counterfactual(treated, worth(design, design.treated)).sampling_error
    per = metric_of(design).mean if stated == "relative" else 1.0
    return MeasuredEffect(alone / per, hypot(baseline_error(design, true, stated), design.differs_by))


def _change_less_change(design: by.DifferenceInDifferences, _true: float, _stated: str) -> MeasuredEffect:
    return measurement.difference_in_differences(
        design.sd,
        design.treated,
        design.comparison,
        correlation=design.before_and_after,
        trends_apart=design.differs_by,
    )


_ERRORS: Final[dict[type[by.Design], Callable[[Any, float, str], MeasuredEffect]]] = {
    by.Randomised: _against_others,
    by.MatchedComparison: _against_others,
    by.HistoricalBaseline: _against_what_was,
    by.NoCounterfactual: _against_what_was,
    by.DifferenceInDifferences: _change_less_change,
}
"""How the error of each design is worked out; a test asserts that none is missing."""
