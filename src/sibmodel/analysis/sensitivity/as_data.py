"""A sensitivity as plain data: what `sib sensitivity --json` prints. Documented in ``docs/results.md``."""

from __future__ import annotations

from typing import Any

from sibmodel.analysis.asked import Found, Result
from sibmodel.analysis.columns import End
from sibmodel.analysis.sensitivity.assumptions import Grade, grade_of
from sibmodel.analysis.sensitivity.grid import Grid, Side
from sibmodel.analysis.sensitivity.ranges import Range
from sibmodel.analysis.sensitivity.sobol import Estimate
from sibmodel.analysis.sensitivity.stressed import StressedResult
from sibmodel.analysis.sensitivity.switching import Switches, Switching
from sibmodel.analysis.sensitivity.tornado import Bar, Tornado
from sibmodel.analysis.sensitivity.variance import Shares
from sibmodel.analysis.sensitivity.whole import Sensitivity
from sibmodel.engine.projection import settled
from sibmodel.risk.streams import VERSION
from sibmodel.version import __version__


def as_dict(whole: Sensitivity) -> dict[str, Any]:
    """Every figure, plain enough for JSON."""
    return {
        "deal": {"name": whole.deal.name, "currency": whole.deal.currency, "file_sha256": whole.deal.file_sha256},
        "engine": {"version": __version__},
        "scenario": whole.asked.scenario,
        "results": [_result(whole, at) for at in range(len(whole.tornados))],
        "grid": None if whole.grid is None else _grid(whole.grid),
        "draws": _draws(whole),
    }


def _draws(whole: Sensitivity) -> dict[str, Any] | None:
    run = whole.variance
    if run is None:
        return None
    return {
        "scenarios": run.scenarios,
        "runs": run.runs,
        "seed": run.seed,
        "stream_version": VERSION,
        "has_chance": run.has_chance,
    }


def _result(whole: Sensitivity, at: int) -> dict[str, Any]:
    tornado = whole.tornados[at]
    name = tornado.result.name
    shares = whole.variance.shares[at] if whole.variance else None
    return {
        **asked_for(tornado.result),
        "planned": found(tornado.planned),
        "tried": tornado.tried,
        "tornado": _tornado(tornado),
        "assumptions": [
            {"key": each.bar.range.lever.key, "value": _grade(each.value), "spread": _grade(each.spread)}
            for each in whole.assumptions[name]
        ],
        "stresses": [_stress(each) for each in whole.stresses[name]],
        "switching": [_switches(each) for each in whole.switches[name]],
        "variance": None if shares is None else _shares(shares),
    }


def asked_for(result: Result) -> dict[str, Any]:
    """A result that was asked for: its name, what readers call it, what it counts."""
    return {"name": result.name, "label": result.label, "unit": str(result.unit)}


def found(each: Found) -> dict[str, Any]:
    """What a result came to."""
    return {
        "value": None if each.value is None else settled(each.value),
        "rank": None if each.rank is None else settled(each.rank),
        "words": each.words,
    }


def end(each: End) -> dict[str, Any]:
    """What a result came to under a change, and what is wrong there."""
    return {**found(each.found), "fails": list(each.fails), "unfunded": each.unfunded}


def _grade(grade: Grade | None) -> dict[str, str] | None:
    if grade is None:
        return None
    return {"confidence": grade.confidence, "source": grade.source, "note": grade.note}


def _tornado(tornado: Tornado) -> dict[str, Any]:
    groups = {"bars": tornado.bars, "unranked": tornado.unranked, "apart": tornado.apart, "unmoved": tornado.unmoved}
    return {
        **{name: [_bar(tornado, bar) for bar in bars] for name, bars in groups.items()},
        "without_width": [_range(each) for each in tornado.without_width],
    }


def _bar(tornado: Tornado, bar: Bar) -> dict[str, Any]:
    return {
        **_range(bar.range),
        "confidence": grade_of(tornado.deal, bar.range.lever.paths[0]).confidence,
        "at_low": end(bar.low),
        "at_high": end(bar.high),
        "swing": bar.swing,
        "periods_added": bar.periods_added,
    }


def _range(each: Range) -> dict[str, Any]:
    return {
        **_moved(each.lever.key, each.lever.label),
        "moves": list(each.lever.paths),
        "how": each.lever.how,
        "planned": each.lever.planned,
        "low": each.low,
        "high": each.high,
        "basis": each.basis,
        "rule": each.rule,
        "clipped": each.is_clipped,
    }


def _moved(key: str, label: str) -> dict[str, str]:
    return {"key": key, "label": label}


def _stress(each: StressedResult) -> dict[str, Any]:
    what = {"stress": each.stress.name, "title": each.stress.title, "applies": each.end is not None}
    return {**what, "end": None if each.end is None else end(each.end)}


def _switches(each: Switches) -> dict[str, Any]:
    return {"line": each.line.number, "label": each.line.label, "inputs": [_switching(one) for one in each.found]}


def _switching(each: Switching) -> dict[str, Any]:
    return {
        **_moved(each.lever.key, each.lever.label),
        "how": each.lever.how,
        "low": each.low,
        "high": each.high,
        "met_in_plan": each.is_met,
        "unfunded_at_ends": list(each.at_ends),
        "crossings": [
            {"met": one.met, "missed": one.missed, "rises": one.rises, "unfunded": unfunded}
            for one, unfunded in zip(each.crossings, each.unfunded, strict=True)
        ],
    }


def _shares(shares: Shares) -> dict[str, Any]:
    indices = shares.indices
    if indices is None:
        return {"because": shares.because, "sd": None, "chance": None, "together": None, "factors": []}
    return {
        "because": "",
        "sd": _estimate(indices.sd),
        "chance": _estimate(indices.chance),
        "together": _estimate(indices.together),
        "factors": [
            {"names": list(factor.names), "label": factor.label, "first": _estimate(first), "total": _estimate(total)}
            for factor, first, total in zip(shares.factors, indices.first, indices.total, strict=True)
        ],
    }


def _estimate(each: Estimate) -> dict[str, float]:
    return {"value": each.value, "standard_error": each.error}


def _grid(grid: Grid) -> dict[str, Any]:
    return {
        "name": grid.result.name,
        "down": _side(grid.down),
        "across": _side(grid.across),
        "cells": [[end(cell) for cell in row] for row in grid.cells],
    }


def _side(side: Side) -> dict[str, Any]:
    return {**_moved(side.lever.key, side.lever.label), "how": side.lever.how, "numbers": list(side.numbers)}
