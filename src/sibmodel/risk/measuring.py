"""Measuring, drawn: what an evaluator finds when something is true, design by design.

Trials and comparisons of people are drawn as the counts that they are, so that small samples are exact. Nothing is
found where the comparison group has no event to compare with; what the contract then takes is its own rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sibmodel.deal.risk import designs as by
from sibmodel.risk.counting import drawn_events, drawn_people
from sibmodel.risk.error_of import baseline_error, error_of, metric_of, worth
from sibmodel.risk.metric import Rate

Array = NDArray[np.float64]
Stream = Callable[[str], np.random.Generator]
"""The stream of random numbers for a purpose, in one block."""


class Measuring:
    """One way of measuring one effect.

    Args:
        outcome: The name of the outcome, for its streams.
        stated: Whether the effect is ``relative`` or ``absolute``.
        design: The design.
        designs: All designs by name, for one that is made of others.
        standard_error: That of the outcome itself, for a design that states none.
        alike: The name under which systematic parts are shared.
    """

    def __init__(
        self,
        outcome: str,
        stated: str,
        design: by.Design,
        designs: Mapping[str, by.Design],
        standard_error: float | None,
        alike: str,
    ) -> None:
        self.outcome, self.stated, self.design = outcome, stated, design
        self.designs, self.standard_error, self.alike = designs, standard_error, alike

    def found(self, true: Array, stream: Stream) -> Array:
        """What is found, (scenario,); not a number where nothing could be found.

        Args:
            true: The true effects, (scenario,).
            stream: Gives the streams of the block.
        """
        systematic = np.full(true.shape, self.design.off_by)
        if self.design.differs_by:
            common = stream(f"systematic.{self.alike}").standard_normal(true.size)
            systematic = systematic + self.design.differs_by * common
        found: Array = self._sampled(self.design, true, stream) + systematic
        return found

    def _sampled(self, design: by.Design, true: Array, stream: Stream) -> Array:
        """What is found, but for the systematic part."""
        if isinstance(design, by.Composite):
            return self._composed(design, true, stream)
        found: Array = _FOUND[type(design)](self, design, true, stream)
        return found

    def _composed(self, design: by.Composite, true: Array, stream: Stream) -> Array:
        """The weighted sum of several designs, each drawn by itself.

        Where their sampling errors go together they are drawn as one normal error, of the size that follows.
        """
        parts = [(weight, self.designs[name], name) for name, weight in design.of.items()]
        if not design.correlation:
            each = [weight * self._part(part, name).found(true, stream) for weight, part, name in parts]
            return np.asarray(sum(each))
        middle, own = float(true.mean()), self.standard_error
        error = error_of(design, middle, stated=self.stated, standard_error=own, designs=self.designs)
        common = stream(f"systematic.{self.alike}").standard_normal(true.size)
        fixed = stream(f"baseline.{self.alike}").standard_normal(true.size)
        off = sum(
            weight * (part.off_by + part.differs_by * common + baseline_error(part, middle, self.stated) * fixed)
            for weight, part, _ in parts
        )
        return true + off + error.sampling_error * stream(f"measured.{self.outcome}").standard_normal(true.size)

    def _part(self, design: by.Design, name: str) -> Measuring:
        """One of the designs of a composite, with streams of its own."""
        return Measuring(f"{self.outcome}.{name}", self.stated, design, self.designs, self.standard_error, self.alike)

    # --- designs ---------------------------------------------------------------------------------------------------

    def stated_error(self, design: by.Stated, true: Array, stream: Stream) -> Array:
        """A normal error of the stated size."""
        error = design.standard_error if design.standard_error is not None else self.standard_error
        assert error is not None
        return true + error * stream(f"measured.{self.outcome}").standard_normal(true.size)

    def against_others(self, design: by.Randomised | by.MatchedComparison, true: Array, stream: Stream) -> Array:
        """Those treated beside a comparison group."""
        group = design.group or self.outcome
        treated = self._mean(design, design.treated, true, stream(f"measured.{self.outcome}.treated"))
        without = self._mean(design, design.comparison, np.zeros(true.shape), stream(f"comparison.{group}"))
        return self._effect(treated, without)

    def against_a_baseline(self, design: by.HistoricalBaseline, true: Array, stream: Stream) -> Array:
        """Those treated beside a rate that was fixed beforehand, and was itself estimated."""
        treated = self._mean(design, design.treated, true, stream(f"measured.{self.outcome}.treated"))
        without = np.full(true.shape, metric_of(design).mean)
        if design.baseline_error:
            without = without + design.baseline_error * stream(f"baseline.{self.alike}").standard_normal(true.size)
        return self._effect(treated, np.maximum(without, 0.0))

    def before_and_after(self, design: by.NoCounterfactual, true: Array, stream: Stream) -> Array:
        """Those treated beside how things were; whatever changed counts."""
        treated = self._mean(design, design.treated, true, stream(f"measured.{self.outcome}.treated"))
        return self._effect(treated, np.full(true.shape, metric_of(design).mean))

    def change_less_change(self, design: by.DifferenceInDifferences, true: Array, stream: Stream) -> Array:
        """A normal error, smaller the more a person's two readings go together."""
        variance = 2 * (1 - design.before_and_after) * (1 / design.treated + 1 / design.comparison)
        error = design.sd * np.sqrt(variance)
        return np.asarray(true + error * stream(f"measured.{self.outcome}").standard_normal(true.size))

    def _mean(self, design: by.OfPeople, people: int, true: Array, stream: np.random.Generator) -> Array:
        """The mean of a group whose effect is so much: a share of people, or events of each."""
        size, without = worth(design, people), metric_of(design)
        each = np.maximum(self._reduced(without.mean, true), 0.0)
        if isinstance(without, Rate):
            return drawn_people(stream, np.full(true.shape, size), np.minimum(each, 1.0)) / size
        return drawn_events(stream, size * each, size * without.shape) / size

    def _reduced(self, without: float, true: Array) -> Array:
        return without * (1 - true) if self.stated == "relative" else without - true

    def _effect(self, treated: Array, without: Array) -> Array:
        """The measured effect; not a number where there is nothing to compare with."""
        if self.stated == "absolute":
            return without - treated
        some = without > 0
        return np.where(some, 1 - treated / np.where(some, without, 1.0), np.nan)


_FOUND: Final[dict[type[by.Design], Callable[..., Array]]] = {
    by.Stated: Measuring.stated_error,
    by.Randomised: Measuring.against_others,
    by.MatchedComparison: Measuring.against_others,
    by.HistoricalBaseline: Measuring.against_a_baseline,
    by.NoCounterfactual: Measuring.before_and_after,
    by.DifferenceInDifferences: Measuring.change_less_change,
}
"""How each design is drawn; a test asserts that none is missing."""
