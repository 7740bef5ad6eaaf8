"""The evaluator's design: how an effect is measured, and what noise that adds to what is true.

Each design has a *sampling* part, which shrinks with the number of people, and a *systematic* part, which does not: a
comparison group that differs in what nobody observed, a baseline from which the world has drifted. The systematic
part is common to all cohorts that are measured alike.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sibmodel.deal.part import LABEL, ODDS, Name, Part, Text
from sibmodel.deal.risk.numbers import Above, Amount, Chance, Correlation, People, Spread


class Design(Part):
    """A way of measuring an effect.

    ``differs_by`` is the standard deviation of what makes the comparison unlike, in the terms of the effect;
    ``off_by`` is by how much it is expected to be off: what an evaluator without a comparison group takes for an
    effect though it would have come about anyway.
    """

    title: Text = ""
    differs_by: Spread = 0.0
    off_by: Amount = 0.0

    def faults(self, stated: str) -> dict[str, str]:
        """What does not fit in it, for an effect that is stated ``relative`` or ``absolute``: field to reason."""
        return {}


class Stated(Design):
    """A standard error as the evaluator states it; left out, that of the outcome itself."""

    kind: Annotated[Literal["stated"], LABEL]
    standard_error: Spread | None = None


class OfPeople(Design):
    """A design that observes single people: a share of them, events of each, or a score."""

    treated: People
    rate_without: Chance | None = None
    events_without: Above | None = None
    with_any: Chance | None = None
    clustered: Annotated[float, ODDS, Field(ge=1, le=1e6, description="A multiple, such as 1.5.")] = 1.0
    explained: Annotated[float, ODDS, Field(ge=0, lt=1, description="A share below 100%.")] = 0.0

    def faults(self, stated: str) -> dict[str, str]:
        """One measure, and what it needs."""
        if (self.rate_without is None) == (self.events_without is None):
            reason = "says how things are without the programme: either the share of people (rate_without)"
            return {"treated": f"needs one number that {reason} or the events of each (events_without)"}
        if self.rate_without is not None and not 0 < self.rate_without < 1:
            return {"rate_without": "is none or everybody, so that nothing could be measured"}
        if self.events_without is not None and self.with_any is None:
            return {"events_without": "needs with_any beside it: the share of people who have any event"}
        if self.with_any is not None and self.events_without is None:
            return {"with_any": "belongs to events_without, which is not stated"}
        if self.with_any is not None and not 0 < self.with_any < 1:
            return {"with_any": "is nobody or everybody, so that the spread of events cannot be told"}
        if stated == "absolute" and self.events_without is not None:
            return {"events_without": "counts events, and the effect is stated absolute, in points of a share"}
        return {}


class AgainstOthers(OfPeople):
    """A design with a comparison group."""

    comparison: People
    comparison_group: Text = ""

    @property
    def group(self) -> str:
        """The name of the comparison group; cohorts that name the same one share its luck."""
        return self.comparison_group


class Randomised(AgainstOthers):
    """A randomised trial: lots decide who takes part."""

    kind: Annotated[Literal["randomised"], LABEL]


class MatchedComparison(AgainstOthers):
    """People alike who did not take part, as far as their records tell.

    ``comparison`` is as many as they are worth: weighted controls count for (sum of weights)^2 / sum of squares.
    """

    kind: Annotated[Literal["matched_comparison"], LABEL]


class HistoricalBaseline(OfPeople):
    """Earlier people, from whom things may have drifted since: ``differs_by`` is how far.

    The baseline is fixed in the contract. ``baseline_error`` is how uncertain it was when it was fixed.
    """

    kind: Annotated[Literal["historical_baseline"], LABEL]
    baseline_error: Spread = 0.0


class DifferenceInDifferences(Design):
    """The change of those who take part less the change of others.

    ``sd`` is the standard deviation between people, in the terms of the effect; ``before_and_after`` how strongly a
    person's two readings go together; ``differs_by`` how far the two trends may part.
    """

    kind: Annotated[Literal["difference_in_differences"], LABEL]
    sd: Above
    treated: People
    comparison: People
    before_and_after: Correlation = 0.0

    def faults(self, stated: str) -> dict[str, str]:
        """Two readings that were the same would measure without any noise."""
        return {"before_and_after": "must be below 1"} if self.before_and_after >= 1 else {}


class NoCounterfactual(OfPeople):
    """No comparison: whatever changes is taken for the effect; ``off_by`` is what would have changed anyway."""

    kind: Annotated[Literal["no_counterfactual"], LABEL]


class Composite(Design):
    """One estimate made of two or more others, each with its weight."""

    kind: Annotated[Literal["composite"], LABEL]
    of: Annotated[dict[Name, Chance], Field(min_length=2)]
    correlation: Correlation = 0.0

    def faults(self, stated: str) -> dict[str, str]:
        """The weights add up."""
        whole = sum(self.of.values())
        return {} if abs(whole - 1) <= 1e-6 else {"of": f"weights add up to {whole:.6g} and not to 100%"}


DesignTerm = Annotated[
    Stated
    | Randomised
    | MatchedComparison
    | HistoricalBaseline
    | DifferenceInDifferences
    | NoCounterfactual
    | Composite,
    Field(discriminator="kind"),
]


class Measurement(Part):
    """How one reduction is measured, and what the contract could fall back on.

    ``designs`` names the ways; the contract uses ``by``, the first one where nothing is said. ``no_result`` is the
    chance that nothing valid is reported; then the contract takes ``deemed`` as the result: no effect, unless it says
    otherwise. ``success`` is the true effect at which the programme counts as working; the plan's, if left out.
    ``systematic_with`` names another outcome that is measured alike, so that both are off by the same.
    """

    designs: Annotated[dict[Name, DesignTerm], Field(min_length=1)]
    by: Text = ""
    no_result: Chance = 0.0
    deemed: Amount = 0.0
    success: Amount | None = None
    systematic_with: Text = ""

    @property
    def used(self) -> str:
        """The name of the design that the contract uses."""
        return self.by or next(iter(self.designs))
