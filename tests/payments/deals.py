"""Small deals around a few payment terms: yearly periods from the start of 2027, one loan that pays nothing."""

import datetime as dt

from sibmodel.deal.deal import Deal
from sibmodel.engine.projection import project


def small(payments, outcomes, **more):
    """A deal with these payment terms and outcomes, projected."""
    return project(signed(payments, outcomes, **more))


def signed(payments, outcomes, *, periods=6, period="year", plan=None, risk=None, **terms):
    """A deal with these payment terms and outcomes, one payer and a grant, unless more is said."""
    data = {
        "sibmodel": 1,
        "name": "Small",
        "currency": "GBP",
        "terms": {
            "timeline": {"starts": dt.date(2027, 1, 1), "period": period, "periods": periods},
            "payers": {"council": {}},
            "payments": payments,
            "deductions_owed_by": "the provider",
            "capital": {"gift": {"kind": "grant", "commitment": 100, "draws": {"kind": "at_close", "amount": 100}}},
            "surplus": {"council": 1.0},
        }
        | terms,
        "plan": {"outcomes": outcomes, "costs": {"some": {"kind": "one_off", "amount": 100}}} | (plan or {}),
        "risk": risk or {},
    }
    return Deal.model_validate(data)


def count(*readings, of="days", **fields):
    """A count with a reading at the end of each year, each a number or a pair with what would have been anyway."""
    pairs = [each if isinstance(each, tuple) else (each, 0.0) for each in readings]
    named = {
        f"year_{at}": {"month": 12 * at, "count": count, "without_programme": without}
        for at, (count, without) in enumerate(pairs, start=1)
    }
    return {"kind": "count", "of": of, "readings": named} | fields


def line(outcome, target, pays, **fields):
    """A payment that rises in a straight line from nothing to what is paid at a target."""
    return {
        "kind": "proportional",
        "outcome": outcome,
        "paid_on": "net",
        "threshold": 0.0,
        "target": float(target),
        "pays_at_target": float(pays),
    } | fields


def card(outcome, price, **fields):
    """A price for each unit of an outcome."""
    return {"kind": "rate_card", "paid_on": "net", "prices": {outcome: float(price)}} | fields


def by_cohort(price=10.0, **cohorts):
    """A price for each unit of the cohorts whose effect is a tenth or more, else of all pooled; units by cohort."""
    pooled = {"effect": "all", "units": "days", "at_least": 0.075}
    own = {name: {"effect": name, "units": units, "at_least": 0.1} for name, units in cohorts.items()}
    return {"kind": "cohort_else_pooled", "cohorts": own, "pooled": pooled, "price": price}


def fall(effect, month):
    """A relative reduction, measured in a month."""
    return {"kind": "reduction", "stated": "relative", "effect": effect, "measured_at": month}
