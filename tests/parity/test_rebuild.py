"""A deal rebuilt with another input is the deal evaluated with that input: no fact is frozen into a formula."""

import datetime as dt

import numpy as np
import pytest

from sibmodel.deal.part import date_of
from sibmodel.deal.termination import NEVER
from sibmodel.engine.evaluate import evaluate
from sibmodel.graph.returns import HALVINGS
from sibmodel.graph.units import DATE, MONTHS
from tests.parity.workbooks import DEALS, deal_of


def changed(entry):
    """Another value that the field accepts."""
    if entry.counts == DATE:
        return date_of(entry.value) + dt.timedelta(days=61)
    if entry.counts == MONTHS:
        return int(entry.value) + (1 if entry.value < NEVER else -1)
    return entry.value * 0.75 if entry.value else 0.05


@pytest.mark.parametrize("name", DEALS)
def test_rebuilt_is_overridden(name):
    deal = deal_of(name)
    inputs = deal.written.inputs
    keep = [line.name for line in deal.written.lines.values() if line.axis is not HALVINGS]
    rebuilt = [deal.with_(path, changed(entry)).model() for path, entry in inputs.items()]
    numbers = [model.inputs[path].value for model, path in zip(rebuilt, inputs, strict=True)]
    # Scenario k changes the input k alone.
    overrides = {path: np.full(len(inputs), entry.value) for path, entry in inputs.items()}
    for number, path in enumerate(inputs):
        assert numbers[number] != inputs[path].value
        overrides[path][number] = numbers[number]
    overridden = evaluate(deal.written, overrides, keep=keep)
    for number, (path, model) in enumerate(zip(inputs, rebuilt, strict=True)):
        assert list(model.lines) == list(deal.written.lines)
        mine = evaluate(model, keep=keep)
        differs = [line for line in keep if not close(mine[line][:, 0], overridden[line], number)]
        assert differs == [], path


def close(mine, other, number):
    column = other[:, 0 if other.shape[1] == 1 else number]
    return np.allclose(mine, column, rtol=1e-12, atol=1e-9)
