"""A pricing as plain data: the contract of ``sib price --json``, documented in ``docs/results.md``.

Keys may be added, none renamed. What does not exist is null. Beside what is simulated stands its standard error.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sibmodel.analysis.crossings.found import Crossing, Point
from sibmodel.analysis.price.ceiling import Ceiling
from sibmodel.analysis.price.corridor import Corridor, Moved
from sibmodel.analysis.price.finding import Found
from sibmodel.analysis.price.frontier import AtCap, Frontier
from sibmodel.analysis.price.pricing import Priced
from sibmodel.risk.results import inputs_sha256
from sibmodel.risk.streams import VERSION
from sibmodel.version import __version__


def as_dict(priced: Priced) -> dict[str, Any]:
    """Everything that a pricing tells of a deal."""
    lever, target = priced.lever, priced.target
    return {
        "lever": {
            "key": lever.key,
            "label": lever.label,
            "unit": str(lever.unit),
            "is_factor": lever.is_factor,
            "now": lever.now,
            "inputs": {
                path: {"label": lever.labels[path], "now": now, "answered": then}
                for path, (now, then) in priced.prices.items()
            },
        },
        "target": {
            "kind": target.kind,
            "rate": target.rate,
            "chance": target.chance if target.kind == "loss" else None,
            "investor": target.investor,
            "in_words": priced.aim,
        },
        "run": {
            "based_on": priced.scenario,
            "scenarios": priced.scenarios,
            "seed": priced.seed if priced.is_simulated else None,
            "stream_version": VERSION,
            "engine_version": __version__,
            "inputs_sha256": inputs_sha256(priced.deal, priced.scenario),
        },
        "held_fixed": list(priced.held),
        "result": _found(priced.found) | {"because": list(priced.because)},
        "as_it_stands": asdict(priced.stands),
        "at_the_answer": None if priced.answered is None else asdict(priced.answered),
        "ceilings": {each.perspective.key: _ceiling(each) for each in priced.ceilings},
        "corridor": None if priced.corridor is None else _corridor(priced.corridor),
        "frontier": None if priced.frontier is None else _frontier(priced.frontier),
    }


def _found(found: Found) -> dict[str, Any]:
    solved = found.solved
    nearest = None if solved.crossings else solved.nearest
    return {
        "kind": solved.kind,
        "value": found.value,
        "rounded": found.rounded,
        "standard_error": found.error,
        "proof": None if found.proof is None else [_point(each) for each in found.proof],
        "crossings": [_crossing(each) for each in solved.crossings],
        "nearest": None if nearest is None else _point(nearest),
        "searched": {"from": solved.low, "to": solved.high, "values_tried": solved.tried},
        "holes": [list(each) for each in solved.holes],
    }


def _crossing(crossing: Crossing) -> dict[str, Any]:
    return {
        "passed": crossing.passed,
        "value": crossing.value,
        "below": _point(crossing.below),
        "above": _point(crossing.above),
    }


def _point(point: Point) -> dict[str, float | None]:
    is_there = point.figure == point.figure
    return {"at": point.at, "figure": point.figure if is_there else None}


def _ceiling(ceiling: Ceiling) -> dict[str, Any]:
    return {
        "title": ceiling.perspective.title,
        "counts": list(ceiling.perspective.classes),
        "of_payers_only": ceiling.perspective.of_payers_only,
        "value": ceiling.value,
        "any_value": ceiling.is_endless,
        "standard_error": ceiling.error,
        "result": None if ceiling.found is None else _found(ceiling.found),
        "pv_avoided": ceiling.worth,
        "pv_own_costs": ceiling.own_costs,
        "pv_paid_less_surplus": ceiling.paid,
        "because": ceiling.because or None,
    }


def _corridor(corridor: Corridor) -> dict[str, Any]:
    return {
        "floor": corridor.floor,
        "more_is_better_for_investors": corridor.rises,
        "gaps": {each.perspective: {"gap": each.gap, "standard_error": each.error} for each in corridor.gaps},
        "moves": {each.move.key: _moved(each) for each in corridor.moved},
        "scenarios_of_moves": corridor.scenarios,
    }


def _moved(moved: Moved) -> dict[str, Any]:
    return {
        "title": moved.move.title,
        "changed": dict(moved.move.changed),
        "floor_changes_by": moved.floor,
        "ceilings_change_by": dict(moved.ceilings),
        "gaps_change_by": dict(moved.gaps),
        "unfunded": moved.unfunded,
        "because": moved.because or None,
        "noted": moved.move.noted or None,
        "without_ceiling": {title: missing.text for title, missing in moved.without.items()},
    }


def _frontier(frontier: Frontier) -> dict[str, Any]:
    return {"path": frontier.path, "label": frontier.label, "points": [_at_cap(each) for each in frontier.points]}


def _at_cap(point: AtCap) -> dict[str, Any]:
    binds = None if point.binds is None else {"value": point.binds[0], "standard_error": point.binds[1]}
    return {
        "cap": point.cap,
        "value": point.found.value,
        "rounded": point.found.rounded,
        "standard_error": point.found.error,
        "kind": point.found.solved.kind,
        "nearest": None
        if point.found.value is not None or point.found.solved.nearest is None
        else _point(point.found.solved.nearest),
        "binds": binds,
        "outcome_payments": {"mean": point.paid, "sd": point.sd, "p95": point.tail},
    }
