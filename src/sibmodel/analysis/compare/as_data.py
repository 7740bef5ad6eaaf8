"""A comparison as plain data: what `sib compare --json` prints. Documented in ``docs/results.md``."""

from __future__ import annotations

from typing import Any

import numpy as np

from sibmodel.analysis.compare.bridge import Bridge, Bridges
from sibmodel.analysis.compare.changes import Step
from sibmodel.analysis.compare.side_by_side import Comparison, Paired, Row
from sibmodel.analysis.sensitivity.as_data import asked_for, end, found
from sibmodel.engine.projection import settled
from sibmodel.risk.simulation import Spread
from sibmodel.risk.streams import VERSION
from sibmodel.version import __version__

SHARES = (0.10, 0.50, 0.90)
"""The quantiles that are told of each deal."""


def as_dict(comparison: Comparison, bridges: Bridges | None) -> dict[str, Any]:
    """Every figure, plain enough for JSON."""
    return {
        "engine": {"version": __version__},
        "deals": [
            {"called": name, "name": deal.name, "currency": deal.currency, "file_sha256": deal.file_sha256}
            for name, deal in zip(comparison.names, comparison.deals, strict=True)
        ],
        "draws": {
            "scenarios": comparison.scenarios,
            "seed": comparison.seed,
            "stream_version": VERSION,
            "shared": list(comparison.shared),
            "alone": [list(each) for each in comparison.alone],
            "because": comparison.because,
        },
        "results": [_row(row, comparison) for row in comparison.rows],
        "bridge": None if bridges is None else _bridges(bridges),
    }


def _row(row: Row, comparison: Comparison) -> dict[str, Any]:
    others = range(1, len(row.planned)) if comparison.in_one_currency else ()
    return {
        **asked_for(row.result),
        "planned": [found(each) for each in row.planned],
        "differences": [None if (gap := row.difference(at)) is None else settled(gap) for at in others],
        "drawn": [_spread(each, is_rate=row.result.is_rate) for each in row.spreads],
        "paired": [_paired(each) for each in row.paired] if comparison.in_one_currency else [],
    }


def _spread(spread: Spread, *, is_rate: bool) -> dict[str, Any]:
    return {
        "mean": None if is_rate else _number(spread.mean),
        "standard_error": None if is_rate else _number(spread.error),
        "quantiles": {f"p{share * 100:.0f}": _number(spread.at(share).value) for share in SHARES},
        "missing": spread.missing,
    }


def _number(value: float) -> float | None:
    return None if np.isnan(value) else settled(value)


def _paired(each: Paired) -> dict[str, Any]:
    return {
        "mean_difference": each.mean,
        "standard_error": each.error,
        "higher": each.higher,
        "lower": each.lower,
    }


def _bridges(bridges: Bridges) -> dict[str, Any]:
    return {
        "each_alone": bridges.each_alone,
        "shape": list(bridges.shape),
        "steps": [_step(each) for each in bridges.steps],
        "results": [_bridge(each) for each in bridges.of],
    }


def _step(step: Step) -> dict[str, Any]:
    changes = [
        {"path": each.path, "label": each.label, "before": each.before, "after": each.after} for each in step.changes
    ]
    return {"label": step.label, "one_step": step.together, "changes": changes}


def _bridge(each: Bridge) -> dict[str, Any]:
    return {
        **asked_for(each.result),
        "start": found(each.start),
        "end": found(each.end),
        "after": [end(one) for one in each.after],
        "moved": [None if one is None else settled(one) for one in each.moved],
        "acting_together": each.together,
        "rest": each.rest,
    }
