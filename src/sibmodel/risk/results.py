"""A simulation as plain data: the contract of ``sib simulate --json`` and of ``risk`` in ``results.json``.

Documented in ``docs/results.md``. Keys may be added, none renamed. What does not exist is null. Beside every figure
that is simulated stands its standard error; quantiles have an interval of 95 % and the width of their bin.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from sibmodel.deal.deal import PLAN, Deal
from sibmodel.deal.hashes import sha256_of
from sibmodel.risk.closed import ClosedForm
from sibmodel.risk.figures import investors_of
from sibmodel.risk.payment_risk import Known, PaymentRisk
from sibmodel.risk.simulation import WORST, Share, Simulation, Spread
from sibmodel.risk.spread import Quantile
from sibmodel.risk.streams import VERSION, described
from sibmodel.version import __version__


def as_dict(risk: PaymentRisk) -> dict[str, Any]:
    """Everything that a simulation tells of a deal.

    Args:
        risk: The payment risk of a deal.
    """
    run = risk.run
    return {
        "run": _of_run(run),
        "payments": _payments(run),
        "investors": {name: _investor(run, name) for name in investors_of(run.deal)},
        "government": {key: _spread(run.spreads[f"government.{key}"]) for key in ("net_cashable", "net_fiscal")},
        "unfunded": _spread(run.spreads["vehicle.unfunded"]) | {"chance": _share(run.chances["unfunded"])},
        "guarantees": {name: _spread(run.spreads[f"capital.{name}.paid"]) for name in run.deal.terms.guarantees},
        "payment_risk": _payment_risk(risk),
        "checks_that_may_fail": {
            share.label: _share(share)
            for key, share in run.chances.items()
            if key.startswith("fails.") and share.value > 0
        },
    }


def inputs_sha256(deal: Deal, scenario: str = PLAN) -> str:
    """The fingerprint of all that a simulation of a deal hangs on: terms, plan, risk and the scenario's changes."""
    data = {name: getattr(deal, name).model_dump(mode="json") for name in ("terms", "plan", "risk")}
    return sha256_of(data | {"changes": {path: str(value) for path, value in deal.changes(scenario).items()}})


def _of_run(run: Simulation) -> dict[str, Any]:
    return {
        "scenarios": run.scenarios,
        "seed": run.seed,
        "based_on": run.scenario,
        "evenly_spread": run.method.evenly,
        "reading": run.method.reading,
        "stream_version": VERSION,
        "streams": described(),
        "engine_version": __version__,
        "inputs_sha256": inputs_sha256(run.deal, run.scenario),
        "held_at_limits": {name: share for name, share in run.held.items() if share > 0},
    }


def _payments(run: Simulation) -> dict[str, Any]:
    terms = run.deal.terms
    return {
        "total": _spread(run.spreads["payments.paid"]),
        "by_term": {name: _spread(run.spreads[f"payments.{name}.paid"]) for name in terms.payments},
        "by_payer": {
            name: {
                "total": _spread(run.spreads[f"payers.{name}.paid"]),
                "by_fiscal_year": {str(year): _spread(spread) for year, spread in by_year(run, name)},
            }
            for name in terms.payers
        },
        "so_far": [_spread(spread) for spread in so_far(run)],
        "chance_of_any": _share(run.chances["paid"]),
    }


def by_year(run: Simulation, payer: str) -> Iterator[tuple[int, Spread]]:
    """What a payer pays in each of its fiscal years, by the year that it is named by."""
    first = run.first_years[payer]
    keys = [key for key in run.spreads if key.startswith(f"budget.{payer}.")]
    for at, key in enumerate(keys):
        if run.spreads[key].highest > 0 or any(run.spreads[later].highest > 0 for later in keys[at:]):
            yield first + at, run.spreads[key]


def so_far(run: Simulation) -> list[Spread]:
    """What has been paid by each instant."""
    return [spread for key, spread in run.spreads.items() if key.startswith("paid_so_far.")]


def _investor(run: Simulation, name: str) -> dict[str, Any]:
    """The set of returns that misleads least: the rate of expected flows first, the plan's own last and labelled."""
    at = f"investors.{name}"
    chances = {key.removeprefix(f"{at}."): share for key, share in run.chances.items() if key.startswith(f"{at}.")}
    irr = _spread(run.spreads[f"{at}.irr"])
    return {
        "irr_of_expected_flows": run.rate_of_expected(name),
        "irr_of_expected_flows_standard_error": run.error_of_rate(name),
        "irr": {key: irr[key] for key in ("quantiles", "missing", "atoms")},
        **{
            key: _spread(run.spreads[f"{at}.{key}"])
            for key in ("multiple", "gain", "returned", "principal_lost", "peak_drawn", "npv")
            if f"{at}.{key}" in run.spreads
        },
        "chances": {key: _share(share) for key, share in chances.items()},
    }


def _payment_risk(risk: PaymentRisk) -> dict[str, Any]:
    return {
        "planned": risk.planned,
        "split": {
            "expected": _known(risk.split.expected),
            "for_effect": _known(risk.split.for_effect),
            "for_noise": _known(risk.split.for_noise),
            "anyway": _known(risk.split.anyway),
        },
        "without_effect": _spread(risk.without_effect),
        "at_plan": _spread(risk.at_plan),
        "as_much_as_planned": _known(risk.as_much_as_planned),
        "terms": {
            each.term: {
                "judged_by": each.truth.outcome,
                "success": each.truth.success,
                "success_is_stated": each.truth.is_stated,
                **{
                    key: _known(getattr(each, key))
                    for key in (
                        "paid", "paid_without_effect", "unpaid_at_plan", "works", "works_if_paid", "works_if_unpaid",
                        "nothing_if_paid", "unpaid_if_works",
                    )
                },
            }
            for each in risk.terms
        },
        "payout_curve": {
            "amounts": list(risk.amounts),
            "points": [
                {"achieved": each.achieved, "expected": _known(each.expected), "chances": list(each.chances)}
                for each in risk.curve
            ],
        },
        "designs": [
            {
                "design": each.design,
                "is_used": each.is_used,
                "error_at_plan": dict(each.errors),
                **{
                    key: _known(getattr(each, key))
                    for key in ("expected", "paid", "paid_without_effect", "unpaid_at_plan")
                },
            }
            for each in risk.designs
        ],
        "closed_forms": [_closed(each) for each in risk.closed],
    }  # fmt: skip


def _closed(form: ClosedForm) -> dict[str, Any]:
    if form.because:
        return {"term": form.term, "because": form.because}
    given = form.given
    return {
        "term": form.term,
        "before_limits": list(form.before),
        "plan": form.plan,
        "error": None if form.error is None else form.error.total,
        "threshold": _finite(form.threshold),
        **{
            key: getattr(form, key)
            for key in (
                "paid_without_effect", "unpaid_at_plan", "expected_at_plan", "sd_at_plan", "without_noise",
                "expected_without_effect", "slope", "value_of_noise", "power", "detectable", "people",
            )
        },
        "paid": None if given is None else given.probability,
        "works_if_paid": None if given is None or given.below_bar is None else 1 - given.below_bar,
        "plan_on_cliff": None if form.found is None else form.found.has_plan_on_cliff,
        "groups": [asdict(group) for group in form.groups],
    }  # fmt: skip


# --- single figures ------------------------------------------------------------------------------------------------


def _spread(spread: Spread) -> dict[str, Any]:
    return {
        "mean": _finite(spread.mean),
        "standard_error": _finite(spread.error),
        "sd": _finite(spread.sd),
        "quantiles": {f"p{each.share * 100:g}": _quantile(each) for each in spread.quantiles},
        f"mean_of_worst_{WORST * 100:g}_percent": {
            "value": _finite(spread.worst),
            "standard_error": _finite(spread.worst_error),
        },
        "missing": spread.missing,
        "atoms": [{"value": value, "share": share} for value, share in spread.atoms],
    }


def _quantile(each: Quantile) -> dict[str, Any]:
    return {
        "value": _finite(each.value),
        "within": _finite(each.within),
        "interval": [_finite(each.low), _finite(each.high)],
    }


def _share(share: Share) -> dict[str, float]:
    return {"value": share.value, "standard_error": share.error}


def _known(known: Known | None) -> dict[str, float | None] | None:
    return None if known is None else {"value": known.value, "standard_error": _finite(known.error)}


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
