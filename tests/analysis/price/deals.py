"""A deal that states the worked figures: two costs, one investor, outcomes paid for three years on."""

from __future__ import annotations

import json
from pathlib import Path

from tests.payments.deals import card, count, signed

WORKED = json.loads((Path(__file__).parent / "oracles.json").read_text(encoding="utf-8"))
ORACLES = {each["id"]: each for each in WORKED["oracles"]}
PRICE = "terms.payments.jobs.prices.jobs"
CAP = "terms.payers.council.max"
PEOPLE = "plan.outcomes.jobs.readings.year_3.count"


def worked(price, *, sd=None, cap=None, savings=None, periods=3, period="year", **fields):
    """900,000 now and 600,000 after a year, 75 outcomes after three, uncertain where a standard deviation is given."""
    costs = {"first": 900_000.0, "second": 600_000.0}
    schedule = {name: {"month": 12 * at, "amount": amount} for at, (name, amount) in enumerate(costs.items())}
    draws = {"kind": "scheduled", "schedule": schedule}
    risk = {"moves": [PEOPLE], "kind": "normal", "mean": 75.0, "sd": sd, "lowest": 0.0}
    plan = {
        "costs": {
            name: {"kind": "one_off", "amount": each["amount"], "month": each["month"]}
            for name, each in schedule.items()
        },
        "savings": savings or {},
        "discount": {"government": {"rate": 0.035}, "investors": {"rate": 0.08}},
    }
    return signed(
        {"jobs": card("jobs", price, **fields)},
        {"jobs": count(0, 0, 75, of="outcomes")},
        periods=periods,
        period=period,
        capital={"fund": {"kind": "equity", "commitment": 1_500_000.0, "draws": draws}},
        surplus={"fund": 1.0},
        payers={"council": {} if cap is None else {"max": float(cap)}},
        plan=plan,
        risk={} if sd is None else {"uncertain": {"jobs": risk}},
    )
