"""The deals whose pages are looked at: every template, a bare one, one that loses, and one out to do harm."""

import datetime as dt
from functools import cache
from pathlib import Path

import sibmodel
from sibmodel.analysis.appraisal import appraise
from sibmodel.deal.deal import Deal
from sibmodel.report.html import render
from sibmodel.risk.payment_risk import payment_risk
from tests.pages.reading import read

TEMPLATES = {path.stem: path for path in sorted((Path(__file__).parents[2] / "deal_templates").glob("*.yaml"))}
HOSTILE = (
    '=HYPERLINK("x")<script>alert(1)</script>{{7*7}}</style></svg>\' onload="alert(2)" %s &amp; <img src=//x.test>'
)
CLAUSES = (
    "population", "eligibility", "intervention", "outcome_definitions", "evaluation", "verification", "disputes",
    "appropriation", "termination", "reporting",
)  # fmt: skip
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft " * 2


def bare():
    """The least a deal can say: one scenario, no parties, no savings, no costs, and a payment that never comes."""
    return {
        "sibmodel": 1,
        "name": "Bare",
        "currency": "CHF",
        "terms": {
            "timeline": {"starts": dt.date(2030, 2, 11), "period": "month", "periods": 14},
            "payers": {"canton": {}},
            "payments": {
                "bonus": {"kind": "threshold", "outcome": "fall", "paid_on": "net", "at_least": 0.5, "pays": 1e6}
            },
            "capital": {"loan": {"kind": "loan", "commitment": 1e6, "draws": {"kind": "as_needed"}}},
            "order_of_payments": ["loan principal"],
            "surplus": {"loan": 1.0},
        },
        "plan": {"outcomes": {"fall": {"kind": "reduction", "stated": "absolute", "effect": 0.0, "measured_at": 12}}},
    }


def losing():
    """A deal whose plan falls short, with a cost to come and nothing to pay it back from; costs have no funding."""
    data = bare()
    data["name"] = "Losing"
    data["terms"]["payments"]["bonus"] = {
        "kind": "proportional",
        "outcome": "fall",
        "paid_on": "net",
        "threshold": -0.2,
        "target": 0.4,
        "pays_at_target": 600_000.0,
    }
    data["terms"]["timeline"] = {"starts": dt.date(2030, 1, 31), "period": "half_year", "periods": 5}
    data["plan"]["outcomes"]["fall"] |= {"effect": -0.1, "measured_at": 20, "rounded_to": 0.05}
    data["plan"]["costs"] = {"all": {"kind": "fixed", "total": 1_300_000.0, "months": 24}}
    return data


def nasty():
    """Names out to do harm, words too long for any column, sums too big, and every kind of part there is."""
    text = f"{HOSTILE} {LONG}"
    cohorts = {f"group_{n}": {"people": 1e5, "from_month": n, "over_months": 12, "title": text} for n in range(2)}
    terms = {
        "timeline": {"starts": dt.date(2027, 4, 15), "period": "quarter", "periods": 40,
                     "first_period_ends": dt.date(2027, 6, 30)},
        "parties": {f"party_{n}": {"name": text, "role": text} for n in range(3)},
        "payers": {
            "council": {"title": LONG, "share": 0.55, "max": 9e11, "fiscal_year_ends": "march"},
            "state": {"title": text, "share": 0.35, "max_per_fiscal_year": 2e11, "fiscal_year_ends": "june"},
        },
        "payments": {
            "card": {"title": text, "kind": "rate_card", "paid_on": "gross", "prices": {"jobs": 1e7, "days": 15.127},
                     "max": 8e11, "paid_after": 1, "indexed": "cpi"},
            "tiers": {"title": LONG, "kind": "tiered_schedule", "outcome": "days", "paid_on": "gross", "tiers": {
                f"tier_{n}": {"at_least": n * 400.0, "pays": n * 1e11} for n in range(1, 6)}},
            "bands": {"title": text, "kind": "banded_schedule", "outcome": "fall", "paid_on": "net", "starts_at": 0.05,
                      "bands": {"one": {"up_to": 0.2, "per_point": 1e9}, "two": {"up_to": 0.6, "per_point": 2.5e8}}},
            "line": {"kind": "proportional", "outcome": "fall", "paid_on": "net", "threshold": 0.1, "target": 0.3,
                     "pays_at_threshold": 1e9, "pays_at_target": 4e9},
        },
        "capital": {
            "senior": {"title": text, "provider": LONG, "kind": "loan", "commitment": 1e12, "interest_rate": 0.0725,
                       "interest": "rolled_up", "repayment": "bullet", "matures": 108, "draws": {"kind": "as_needed"}},
            "junior": {"title": LONG, "kind": "recoverable_grant", "commitment": 5e11,
                       "draws": {"kind": "scheduled", "schedule": {
                           f"draw_{n}": {"month": 3 * n, "amount": 1e9} for n in range(9)}}},
            "equity": {"kind": "equity", "commitment": 1e11, "draws": {"kind": "at_close", "amount": 1e10}},
            "cover": {"title": text, "kind": "guarantee", "of": "senior", "form": "first_loss", "amount": 3e10,
                      "called_at": 110},
        },
        "account": {"keep_cash": 1e8, "reuse_outcome_payments": True},
        "order_of_payments": ["senior interest", "senior principal", "junior principal"],
        "surplus": {"equity": 0.7, "council": 0.3},
    }  # fmt: skip
    plan = {
        "achievement": 0.95,
        "starts": cohorts,
        "outcomes": {
            "jobs": {"title": text, "kind": "success_rate", "rate": 0.4, "counterfactual": 0.1, "measured_after": 6,
                     "verified_after": 2},
            "days": {"title": LONG, "kind": "count", "of": "days", "readings": {
                f"reading_{n}": {"month": 12 * n, "count": 500.0, "without_programme": 120.0, "title": text}
                for n in range(1, 4)}},
            "fall": {"title": text, "kind": "reduction", "stated": "relative", "effect": 0.25, "measured_at": 60,
                     "verified_after": 3, "rounded_to": 0.01},
        },
        "costs": {
            "set_up": {"title": text, "kind": "one_off", "amount": 1e9, "purpose": "set_up"},
            "delivery": {"title": LONG, "kind": "monthly", "per_month": 1e10, "months": 60, "indexed": "cpi"},
            "each": {"kind": "per_person", "per_person": 1e4, "paid": "in_arrears"},
            "evaluation": {"kind": "fixed", "total": 6e9, "months": 60, "paid_by": "state", "purpose": "evaluation"},
        },
        "savings": {
            kind: {"title": text, "agency": "welfare", "value_class": kind, "outcome": "jobs", "counted": "gross",
                   "deadweight": 0.3, "value": 1e6, "lasts": 24, "after": 2}
            for kind in ("cashable", "fiscal", "economic", "social")
        } | {"jail": {"agency": "prisons", "value_class": "fiscal", "outcome": "fall", "value": 1e9}},
        "inflation": {"cpi": {"rate": 0.02, "title": text}},
        "discount": {"government": {"rate": 0.015, "basis": "real", "inflation": "cpi"}, "investors": {"rate": 0.06}},
    }  # fmt: skip
    return {
        "sibmodel": 1,
        "name": HOSTILE,
        "currency": "USD",
        "summary": f"{text}\n\n{text}",
        "description": dict.fromkeys(CLAUSES, text),
        "terms": terms,
        "plan": plan,
        "scenarios": {
            "nothing": {"title": text, "changes": {"plan.achievement": 0.0}},
            "late": {
                "title": LONG,
                "changes": {"plan.outcomes.jobs.measured_after": 9.0, "plan.starts.group_1.people": 0.0},
            },
            **{f"case_{n}": {"changes": {"plan.outcomes.fall.effect": n / 20}} for n in range(12)},
        },
        "sources": {
            "documents": {
                "good": {"title": text, "url": "https://example.org/a?b=1&c=<d>"},
                "bad": {"title": "Bad", "url": "javascript:alert(1)"},
                "worse": {"title": "Worse", "url": " \tjava\nscript:alert(1)//http://x"},
                "data": {"title": "Data", "url": "data:text/html,<script>alert(1)</script>"},
            },
            "figures": {
                "terms": {"source": "good", "confidence": "stated", "note": text},
                "plan": {"source": "elsewhere", "confidence": "assumption", "note": LONG},
                "plan.costs": {"confidence": "unconfirmed"},
            },
        },
    }  # fmt: skip


STACK = Path(__file__).parents[1] / "parity" / "deals" / "stack.yaml"
MADE = {"bare": bare, "losing": losing, "nasty": nasty}
READ = TEMPLATES | {"stack": STACK}
ALL = [*READ, *MADE]


@cache
def deal(name):
    """The deal of a name."""
    return sibmodel.read_deal(READ[name]) if name in READ else Deal.model_validate(MADE[name]())


@cache
def projection(name):
    """The deal of a name, evaluated under all its scenarios."""
    return sibmodel.project(deal(name))


RISKY = [name for name in ALL if deal(name).risk.is_there]
SCENARIOS = 8192
"""Few, for speed: the page shows what the simulation says, whatever that is."""


@cache
def risk(name):
    """What a short simulation says of the deal of a name; None where it states no risk."""
    return payment_risk(deal(name), SCENARIOS) if name in RISKY else None


APPRAISED = ("starter", "starter_health", "starter_homelessness", "starter_workforce", "juvenile_justice_performance",
             "rikers_able", "south_carolina_nfp", "losing", "nasty")  # fmt: skip
"""Deals with a price and without, with room and without, with and without risk, savings, investors."""


@cache
def appraisal(name):
    """What moves the deal of a name, and what it should cost, without drawing anything."""
    return appraise(deal(name), scenarios=0)


@cache
def appraised(name):
    """Its page with all that an appraisal says, read back."""
    return read(render(projection(name), risk=risk(name), appraisal=appraisal(name)))


def investors(name):
    """How many put money at risk; a deal may be paid for by grants alone."""
    return sum(part.is_at_risk for part in deal(name).terms.tranches.values())


def has_investors(name):
    """Whether anybody puts money at risk."""
    return investors(name) > 0


INVESTED = [name for name in ALL if has_investors(name)]
GRANTED = [name for name in ALL if not has_investors(name)]


@cache
def page(name):
    """Its page, read back."""
    return read(render(projection(name), risk=risk(name)))
