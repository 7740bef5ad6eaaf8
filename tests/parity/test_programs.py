"""A program gives what evaluating the lines gives: bit for bit, and internal rates to 1e-9 with the same status."""

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from sibmodel.engine.evaluate import evaluate
from sibmodel.engine.program import compile_lines
from sibmodel.engine.projection import scenario_inputs
from sibmodel.files.deals import read_deal
from sibmodel.graph.returns import HALVINGS
from sibmodel.graph.units import DATE, MONTHS
from tests.support.deals import deals
from tests.support.payments import MORE

TEMPLATES = sorted((Path(__file__).parent.parent.parent / "deal_templates").glob("*.yaml"))
DEALS = int(os.environ.get("SIBMODEL_RANDOM_DEALS", "300")) // 5
CHUNK = 20
DRAWN = (Phase.generate,)
MANY = 24
LINES_AT_LEAST = 100
SAME_RATE = 1e-9
BY_POWER = ".rate.position"
"""Numpy takes a shorter way to the powers -1, 1/2 and 2 of some layouts, with another last digit; so a power of what
differs between scenarios may differ in it, as in this working. What is judged by it may not."""
COMPARED = []
"""How many lines were compared for each deal of a process."""


def outcomes(model):
    """The inputs that are uncertain in most deals: outcomes, who starts, and prices."""
    open_ones = ("plan.outcomes.", "plan.starts.", "plan.achievement", "terms.payments.")
    return [path for path, entry in model.inputs.items() if path.startswith(open_ones) and is_amount(entry)]


def is_amount(entry):
    return entry.counts not in (DATE, MONTHS)


def by_chance(model, paths, count, number):
    """Values around those of the file; a month stays a whole one."""
    draw = np.random.default_rng(number)
    drawn = {}
    for path in paths:
        entry = model.inputs[path]
        values = entry.value * draw.uniform(0.2, 1.6, count) if entry.value else draw.uniform(0, 0.1, count)
        if not is_amount(entry):
            values = np.maximum(entry.value + draw.integers(-1, 2, count), min(entry.value, 0))
        drawn[path] = values
    return drawn


def whole_lines(model):
    """Every line but the halvings, which only the sheet needs."""
    return [line.name for line in model.lines.values() if line.axis is not HALVINGS]


def rates(model):
    return {measure.value.name for measure in model.measures.values() if measure.rate_of is not None}


def compared(model, inputs, *, tolerant=False):
    """Every line of the program beside the same line evaluated; how many there were."""
    keep = whole_lines(model)
    expected = evaluate(model, inputs, keep=keep)
    found = compile_lines(model, list(inputs), keep, block=16).run(inputs)
    close = rates(model)
    for name in keep:
        rows, columns = expected[name].shape
        assert found[name].shape in ((rows, columns), (rows, 1)), name  # what cannot differ may be known to be the same
        mine = np.broadcast_to(found[name], (rows, columns))
        if tolerant or name in close or name.endswith(BY_POWER):
            gap = np.abs(mine - expected[name]) / np.maximum(1.0, np.abs(expected[name]).max())
            assert gap.max() <= SAME_RATE, name
        else:
            assert np.array_equal(mine, expected[name], equal_nan=True), name
    COMPARED.append(len(keep))
    return len(keep)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_line_of_a_template_under_every_scenario_and_by_chance(path):
    deal = read_deal(path)
    model = deal.written
    stated = {at: np.atleast_1d(values) for at, values in scenario_inputs(deal, list(deal.scenarios)).items()}
    here = outcomes(model)
    drawn = by_chance(model, [*dict.fromkeys([*here, *stated])], MANY, 1)
    for at, values in stated.items():
        drawn[at] = np.concatenate([np.broadcast_to(values, len(deal.scenarios)), drawn[at]])
    for at in set(drawn) - set(stated):
        drawn[at] = np.concatenate([np.full(len(deal.scenarios), model.inputs[at].value), drawn[at]])
    assert compared(model, drawn) >= LINES_AT_LEAST


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_input_may_be_left_open_lags_and_rates_too(path):
    model = read_deal(path).written
    paths = [at for at, entry in model.inputs.items() if entry.counts != DATE]
    assert compared(model, by_chance(model, paths, 5, 2), tolerant=True) >= LINES_AT_LEAST


def test_the_start_may_be_left_open_and_with_it_every_date_and_year():
    model = read_deal(next(path for path in TEMPLATES if path.stem == "starter")).written
    (start,) = (at for at, entry in model.inputs.items() if entry.counts == DATE)
    days = model.inputs[start].value + np.random.default_rng(6).integers(-40, 400, MANY)
    assert compared(model, {start: days}, tolerant=True) >= LINES_AT_LEAST


@pytest.mark.parametrize("number", range(-(-DEALS // CHUNK)))
def test_a_deal_made_by_chance(number):
    before = len(COMPARED)

    @seed(1000 + number)
    @settings(
        max_examples=CHUNK,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(deals(also=MORE[number % len(MORE) : number % len(MORE) + 1]))
    def is_what_is_evaluated(deal):
        model = deal.written
        compared(model, by_chance(model, outcomes(model), MANY, number))

    is_what_is_evaluated()
    assert len(COMPARED) - before >= CHUNK
    assert min(COMPARED[before:]) >= LINES_AT_LEAST
