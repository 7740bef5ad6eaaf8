"""Every kind of outcome that a plan may have, and how they are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from sibmodel.deal.outcomes.avoided import Avoided
from sibmodel.deal.outcomes.blend import Blend
from sibmodel.deal.outcomes.count import Count
from sibmodel.deal.outcomes.level import GroupLevel
from sibmodel.deal.outcomes.outcome import Around, Outcome
from sibmodel.deal.outcomes.reduction import Reduction
from sibmodel.deal.outcomes.success_rate import SuccessRate
from sibmodel.deal.outcomes.sustained import Sustained
from sibmodel.deal.part import Name, Writer, titled
from sibmodel.deal.programme import Programme
from sibmodel.deal.timeline import Clock
from sibmodel.graph.expressions import Expression
from sibmodel.graph.model import Model

OutcomeTerm = Annotated[
    SuccessRate | Sustained | Reduction | Blend | Avoided | Count | GroupLevel, Field(discriminator="kind")
]


def write_outcomes(
    model: Model, clock: Clock, programme: Programme, terms: Mapping[Name, OutcomeTerm], achievement: Expression
) -> dict[str, Outcome]:
    """Write every outcome, those first that others are worked out from."""
    written: dict[str, Outcome] = {}
    for name in in_order(terms):
        title = titled(name, terms[name].title)
        writer = Writer(
            terms[name], f"plan.outcomes.{name}", title, model.section(f"outcomes.{name}", "Outcomes", title)
        )
        written[name] = terms[name].write(writer, Around(clock, programme, achievement, written))
    return {name: written[name] for name in terms}


def in_order(terms: Mapping[Name, OutcomeTerm]) -> list[str]:
    """The names of outcomes, each after those that it is worked out from."""
    ordered: dict[str, None] = {}

    def take(name: str) -> None:
        for other in terms[name].reads():
            take(other)
        ordered[name] = None

    for name in terms:
        take(name)
    return list(ordered)
