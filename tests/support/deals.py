"""Random deals for property tests: every kind of payment, tranche and draw, in any mixture that can be signed."""

import datetime as dt

from hypothesis import strategies as st

from sibmodel.deal.deal import Deal

QUARTERS = 16
MONTHS = 48


def money(low, high):
    return st.integers(low, high).map(float)


def share(low=0.0, high=1.0):
    return st.floats(low, high).map(lambda value: round(value, 4))


@st.composite
def payments(draw):
    card = {
        "kind": "rate_card",
        "paid_on": draw(st.sampled_from(["gross", "net"])),
        "prices": {"jobs": draw(money(500, 20_000)), "days": draw(money(1, 60))},
        "paid_after": draw(st.integers(0, 4)),
    }
    ends = sorted(draw(st.sets(st.integers(5, 60), min_size=3, max_size=3)))
    by_level = draw(
        st.sampled_from(
            [
                {
                    "kind": "tiered_schedule",
                    "tiers": {
                        f"tier_{at}": {"at_least": at / 100, "pays": 100_000.0 * (rank + 1)}
                        for rank, at in enumerate(ends)
                    },
                },
                {
                    "kind": "banded_schedule",
                    "starts_at": ends[0] / 200,
                    "bands": {f"band_{at}": {"up_to": at / 100, "per_point": 9_000.0 - 50 * at} for at in ends},
                },
                {"kind": "threshold", "at_least": ends[1] / 100, "pays": 400_000.0},
                {
                    "kind": "proportional",
                    "threshold": ends[0] / 100,
                    "target": ends[2] / 100,
                    "pays_at_threshold": 50_000.0,
                    "pays_at_target": 700_000.0,
                },
            ]
        )
    )
    by_level |= {"outcome": "fall", "paid_on": "net", "paid_after": draw(st.integers(0, 3))}
    if draw(st.booleans()):
        card["max"] = draw(money(0, 1_500_000))
    return {"card": card, "fall": by_level}


@st.composite
def capital(draw):
    def draws():
        return draw(
            st.sampled_from(
                [
                    {"kind": "as_needed"},
                    {"kind": "at_close", "amount": 100_000.0},
                    {
                        "kind": "scheduled",
                        "schedule": {"one": {"month": 0, "amount": 50_000.0}, "two": {"month": 9, "amount": 60_000.0}},
                    },
                ]
            )
        )

    senior = {
        "kind": "loan",
        "commitment": draw(money(110_000, 1_200_000)),
        "draws": {"kind": "as_needed"},
        "interest_rate": draw(share(0, 0.12)),
        "day_count": draw(st.sampled_from(["30/360", "actual/365"])),
        "compounding": draw(st.sampled_from(["simple", "compound"])),
    }
    if draw(st.booleans()):
        senior |= {"repayment": "bullet", "matures": draw(st.integers(40, MONTHS))}
        senior |= {"interest": draw(st.sampled_from(["paid", "rolled_up"]))}
    return {
        "senior": senior,
        "grant": {"kind": "recoverable_grant", "commitment": draw(money(110_000, 400_000)), "draws": draws()},
        "equity": {"kind": "equity", "commitment": draw(money(110_000, 400_000)), "draws": draws()},
        "guarantee": {
            "kind": "guarantee",
            "of": "senior",
            "form": draw(st.sampled_from(["tops_up", "first_loss"])),
            "amount": draw(money(0, 500_000)),
            "called_at": draw(st.integers(36, MONTHS)),
        },
    }


@st.composite
def deals(draw):
    """A deal that can be signed; what it comes to is up to chance."""
    payers = {
        "council": {"share": 0.6, "max": draw(money(0, 2_000_000)), "fiscal_year_ends": "march"},
        "state": {"share": 0.4, "max_per_fiscal_year": draw(money(0, 400_000)), "fiscal_year_ends": "june"},
    }
    data = {
        "sibmodel": 1,
        "name": "A deal made by chance",
        "currency": "GBP",
        "terms": {
            "timeline": {"starts": dt.date(2027, 4, 1), "period": "quarter", "periods": QUARTERS},
            "payers": payers,
            "payments": draw(payments()),
            "capital": draw(capital()),
            "account": {"keep_cash": draw(money(0, 50_000)), "reuse_outcome_payments": draw(st.booleans())},
            "order_of_payments": ["senior interest", "senior principal", "grant principal"],
            "surplus": {"equity": 0.7, "council": 0.3},
        },
        "plan": {
            "starts": {
                "all": {
                    "people": draw(money(0, 300)),
                    "from_month": draw(st.integers(0, 6)),
                    "over_months": draw(st.integers(1, 24)),
                    "ramp_months": draw(st.integers(0, 12)),
                }
            },
            "outcomes": {
                "jobs": {
                    "kind": "success_rate",
                    "rate": draw(share()),
                    "counterfactual": draw(share(0, 0.5)),
                    "measured_after": draw(st.integers(0, 9)),
                    "verified_after": draw(st.integers(0, 3)),
                },
                "days": {
                    "kind": "count",
                    "of": "days",
                    "readings": {
                        "early": {"month": 20, "count": draw(money(0, 20_000)), "without_programme": 2_000.0},
                        "late": {"month": 38, "count": draw(money(0, 20_000)), "verified_after": 2},
                    },
                },
                "fall": {
                    "kind": "reduction",
                    "stated": "relative",
                    "effect": draw(share(-0.5, 1)),
                    "measured_at": draw(st.integers(24, 40)),
                    "verified_after": draw(st.integers(0, 4)),
                },
            },
            "costs": {
                "delivery": {"kind": "monthly", "per_month": draw(money(0, 60_000)), "months": 30},
                "people": {"kind": "per_person", "per_person": draw(money(0, 2_000)), "paid": "in_arrears"},
                "evaluation": {"kind": "fixed", "total": 60_000.0, "months": 36, "paid_by": "state"},
            },
            "savings": {
                "jail": {
                    "agency": "prisons",
                    "value_class": "cashable",
                    "outcome": "fall",
                    "value": draw(money(0, 50_000)),
                },
                "benefits": {
                    "agency": "welfare",
                    "value_class": "fiscal",
                    "outcome": "jobs",
                    "counted": "gross",
                    "deadweight": draw(share()),
                    "value": draw(money(0, 10_000)),
                    "lasts": 6,
                },
            },
            "inflation": {"cpi": {"rate": draw(share(0, 0.1))}},
            "discount": {"government": {"rate": 0.035, "basis": "real", "inflation": "cpi"}},
        },
    }
    return Deal.model_validate(data)
