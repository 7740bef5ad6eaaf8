"""On random deals a compiled schedule is what the engine finds due, at any level."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from sibmodel.engine.evaluate import evaluate
from sibmodel.risk.compiled import Compiled, compiled
from tests.support.deals import deals

LEVELS = 12
ROUNDED_FIRST = "The level is made of estimates that are rounded first; the schedule is on what they make."


def without_limits(deal):
    """The same deal without what payments share: limits over them, and what payers cap, cover and let wait."""
    payers = {
        name: payer.model_copy(update={"max": None, "max_per_fiscal_year": None, "covers": []})
        for name, payer in deal.terms.payers.items()
    }
    terms = deal.terms.model_copy(update={"limits": {}, "payers": payers})
    return deal.model_copy(update={"terms": terms})


def due(deal, found, levels):
    """What falls due under a term less what it takes back, once its outcome is at levels."""
    part = deal.plan.outcomes[found.outcome]
    moved = part.inputs_at(f"plan.outcomes.{found.outcome}", levels, found.basis)
    if moved is None:  # a blend, whose parts are all brought to the level
        moved = {f"plan.outcomes.{name}.effect": levels for name in part.reads()}
    inputs = {path: values / deal.plan.achievement for path, values in moved.items()}
    lines = [f"payments.{found.term}.{line}" for line in ("due", "deducted")]
    rows = evaluate(deal.written, inputs, keep=[line for line in lines if line in deal.written.lines])
    signed = (sign * rows[line].sum(axis=0) for line, sign in zip(lines, (1, -1), strict=True) if line in rows)
    return np.broadcast_to(sum(signed), levels.shape)


def test_a_compiled_schedule_is_what_falls_due():
    compared = Counter()

    # Deals take long to shrink; the first that fails says enough.
    @settings(max_examples=120, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(deals())
    def agree(deal):
        free = without_limits(deal)
        for term in free.terms.payments:
            found = compiled(free, term)
            if isinstance(found, Compiled) and ROUNDED_FIRST not in found.notes:
                assert found.left_out == ()
                levels = levels_around(found.schedule)
                assert found.schedule.value(levels) == pytest.approx(due(free, found, levels), rel=1e-9, abs=1e-6)
                compared[type(free.terms.payments[term]).__name__, found.step is not None] += 1

    agree()
    assert compared.total() >= 30
    assert len(compared) >= 4  # kinds of payment, on levels that are rounded and that are not


def levels_around(schedule):
    """Some of its knots, and levels around them."""
    at = np.array([knot.at for knot in schedule.knots] or [0.0])
    drawn = np.random.default_rng(1).uniform(at.min() - 0.1, at.max() + 0.1, LEVELS)
    return np.concatenate([at[:LEVELS], drawn])
