"""Deals that analyses are tried on: templates, each read once."""

from __future__ import annotations

import functools
from fnmatch import fnmatch
from pathlib import Path

import sibmodel
from sibmodel.analysis.asked import MOST_IN_A_YEAR
from sibmodel.deal.part import date_of
from sibmodel.deal.timeline import MONTHS_IN
from sibmodel.engine.evaluate import evaluate
from sibmodel.engine.projection import Projection, scenario_inputs
from sibmodel.engine.stresses import with_room
from sibmodel.graph.units import DATE, MONTHS

TEMPLATES = sorted(path.stem for path in Path("deal_templates").glob("*.yaml"))


@functools.cache
def deal_of(name):
    return sibmodel.read_deal(f"deal_templates/{name}.yaml")


def rebuilt(deal, inputs):
    """The deal written anew with other inputs, as somebody would write it into the file."""
    data = deal.model_dump()
    for path, value in inputs.items():
        counts = deal.written.inputs[path].counts
        place = data
        *steps, last = path.split(".")
        for step in steps:
            place = place[step]
        assert last in place
        place[last] = date_of(value) if counts == DATE else int(value) if counts == MONTHS else float(value)
    return type(deal).model_validate(data)


def comes_to(deal, result, scenario="plan", *, periods=0):
    """A result of a deal as the projection has it: its number, or None where it has no meaning."""
    if periods:
        deal = with_room(deal, periods * MONTHS_IN[deal.terms.timeline.period])
    lines = [each for each in deal.written.lines if fnmatch(each, "budget.*.outcome_payments")]
    family = result.name.rpartition(".")[0]
    keep = lines if result.name == MOST_IN_A_YEAR else [each for each in deal.written.lines if each.startswith(family)]
    values = evaluate(deal.written, scenario_inputs(deal, [scenario]), keep=[*keep, "time.years"])
    now = Projection(deal, (scenario,), values)
    if result.name == MOST_IN_A_YEAR:
        return max(now.row(line, scenario).max() for line in lines)
    if result.name in now.model.measures:
        return now.figure(result.name, scenario).value
    return now.number(result.name, scenario)
