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
        assert differing(mine, overridden, number) == [], path


def differing(mine, other, number):
    """The lines that differ in a scenario; all their numbers are laid side by side and compared at once."""
    left = [mine[line][:, 0] for line in other]
    right = [rows[:, 0 if rows.shape[1] == 1 else number] for rows in other.values()]
    assert [each.shape for each in left] == [each.shape for each in right]
    close = np.isclose(np.concatenate(left), np.concatenate(right), rtol=1e-12, atol=1e-9)
    ends = np.cumsum([each.size for each in left])
    return [line for line, own in zip(other, np.split(close, ends[:-1]), strict=True) if not own.all()]
