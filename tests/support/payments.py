"""Random outcomes, payment terms, limits and payers: every mechanism there is, in any mixture that can be signed."""

from hypothesis import strategies as st

from tests.support.numbers import money, share

READINGS = {"early": 14, "middle": 26, "late": 38}
MORE = (
    "tiers", "steps", "each", "gains", "points", "ratchet", "band", "cohorts", "coupons", "savings", "service",
    "deduction", "least",
)  # fmt: skip
"""Terms that a deal may have beside its card and its schedule."""


# --- outcomes ------------------------------------------------------------------------------------------------------


@st.composite
def outcomes(draw):
    """One outcome of each kind, those with a path in several shapes."""
    jobs = {
        "kind": "success_rate",
        "rate": draw(share()),
        "counterfactual": draw(share(0, 0.5)),
        "measured_after": draw(st.integers(0, 6)),
        "verified_after": draw(st.integers(0, 3)),
    }
    if draw(st.booleans()):
        first = draw(share(0.1, 0.9))
        jobs["arrives"] = {"soon": {"after": 0, "share": first}, "later": {"after": 4, "share": 1 - first}}
    settled = {
        "kind": "success_rate",
        "rate": draw(share()),
        "counterfactual": draw(share(0, 0.3)),
        "measured_after": 2,
    }
    settled |= draw(st.sampled_from([{}, {"of": "jobs"}, {"among": ["all"]}]))
    return {
        "jobs": jobs,
        "settled": settled,
        "stays": {"kind": "sustained", "of": "jobs", "continues": draw(share(0.5, 1)), "most": draw(st.integers(1, 4))},
        "days": {
            "kind": "count",
            "of": draw(st.sampled_from(["days", "people", "outcomes"])),
            "readings": {
                name: {
                    "month": month,
                    "count": draw(money(0, 20_000)),
                    "without_programme": draw(money(0, 6_000)),
                    "verified_after": draw(st.integers(0, 2)),
                }
                for name, month in READINGS.items()
            },
        },
        "fall": {
            "kind": "reduction",
            "stated": "relative",
            "effect": draw(share(-0.5, 1)),
            "standard_error": draw(share(0.01, 0.2)),
            "measured_at": draw(st.integers(24, 40)),
            "verified_after": draw(st.integers(0, 4)),
        }
        | draw(rounding()),
        "other_fall": {
            "kind": "reduction",
            "stated": "absolute",
            "effect": draw(share(-0.3, 0.6)),
            "standard_error": 0.05,
            "measured_at": 30,
        },
        "blended": {"kind": "blend", "of": {"fall": 0.8, "other_fall": 0.2}} | draw(rounding()),
        "avoided": {
            "kind": "avoided",
            "what": draw(st.sampled_from(["days", "people", "outcomes"])),
            "of": draw(st.sampled_from(["fall", "blended"])),
            "expected": draw(money(0, 5_000)),
        },
        "standing": {
            "kind": "level",
            "of": "share",
            "readings": {
                name: {"month": month, "level": draw(share(0, 1)), "without_programme": draw(share(0, 0.4))}
                for name, month in READINGS.items()
            },
        }
        | draw(rounding()),
    }


def rounding():
    return st.sampled_from([{}, {}, {"rounded_to": 0.01}, {"rounded_to": 0.025, "rounding": "down"}])


# --- payment terms -------------------------------------------------------------------------------------------------


@st.composite
def card(draw):
    """A rate card with what may come with it."""
    term = {
        "kind": "rate_card",
        "paid_on": draw(st.sampled_from(["gross", "net"])),
        "prices": {"jobs": draw(money(500, 20_000))},
        "paid_after": draw(st.integers(0, 4)),
    }
    for outcome, most in (("days", 60), ("settled", 5_000), ("stays", 900)):
        if draw(st.booleans()):
            term["prices"][outcome] = draw(money(1, most))
    if term["paid_on"] == "net" and draw(st.booleans()):
        term["prices"]["avoided"] = draw(money(1, 200))
    if draw(st.booleans()):
        term["later"] = {"then": {"after_month": draw(st.integers(0, 40)), "prices": {"jobs": draw(money(0, 9_000))}}}
    if draw(st.booleans()):
        term["discount"] = draw(share(0, 0.3))
    if draw(st.booleans()):
        term["most_units"] = {"jobs": draw(money(0, 200))}
    only_people = not {"days", "avoided"} & term["prices"].keys()  # a share of all units is of units of one kind
    if "settled" in term["prices"] and only_people and draw(st.booleans()):
        term["most_share"] = {"settled": draw(share(0.05, 0.9))}
    if draw(st.booleans()):
        term["max"] = draw(money(0, 1_500_000))
    if draw(st.booleans()):
        term["indexed"] = "cpi"
    return term


@st.composite
def schedule(draw, outcome, basis="net"):
    """A payment by the level of an outcome that is a share."""
    ends = sorted(draw(st.sets(st.integers(5, 60), min_size=3, max_size=3)))
    term = draw(
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
    return term | {"outcome": outcome, "paid_on": basis, "paid_after": draw(st.integers(0, 3))}


def condition():
    return st.sampled_from(
        [
            {"kind": "reaches", "outcome": "days", "paid_on": "gross", "at_least": 20_000.0},
            {"kind": "reaches", "outcome": "jobs", "paid_on": "net", "at_least": 0.3},
            {"kind": "significant", "outcome": "fall", "critical_value": 1.645},
            {"kind": "significant", "outcome": "blended", "critical_value": 1.96},
            {
                "kind": "any_of",
                "of": {
                    "one": {"kind": "reaches", "outcome": "standing", "paid_on": "gross", "at_least": 0.5},
                    "two": {"kind": "reaches", "outcome": "other_fall", "paid_on": "net", "at_least": 0.1},
                },
            },
        ]
    )


@st.composite
def another(draw, name):  # noqa: C901 - one case for each kind
    """A further term, by its name."""
    settles = draw(st.sampled_from(["each_reading", "ratchet", "clawback"]))
    match name:
        case "tiers":
            tiers = {"first": {"above": 0.0, "price": 9.0}, "rest": {"above": draw(money(1, 20_000)), "price": 4.0}}
            return {
                "kind": "volume_tiers",
                "outcome": "days",
                "paid_on": draw(basis()),
                "tiers": tiers,
                "paid_after": 1,
            }
        case "steps":
            return draw(schedule("blended"))
        case "each":
            return draw(schedule("standing", draw(basis()))) | {"settles": "each_reading"}
        case "gains":
            return draw(schedule("jobs", draw(basis())))
        case "points":
            return draw(schedule("standing", draw(basis()))) | {"settles": settles} | draw(indexed())
        case "ratchet":
            pays = {"kind": "proportional", "threshold": 0.0, "target": 30_000.0, "pays_at_target": 90_000.0}
            return pays | {"outcome": "days", "paid_on": draw(basis()), "settles": settles} | draw(indexed())
        case "band":
            counts_from = draw(st.sampled_from(["expected", "edge"]))
            expected = {"expected": 0.05} if counts_from == "expected" else {}
            read_once = {"outcome": "blended"}
            read_often = {"outcome": "standing", "settles": draw(st.sampled_from(["each_reading", "clawback"]))}
            on = draw(st.sampled_from([read_once, read_often]))
            return (
                expected
                | on
                | draw(indexed())
                | {
                    "kind": "bonus_penalty",
                    "paid_on": "net",
                    "bonus_from": draw(share(0.05, 0.2)),
                    "penalty_from": draw(share(-0.1, 0.05)),
                    "bonus_per_point": draw(money(0, 9_000)),
                    "penalty_per_point": draw(money(0, 9_000)),
                    "counts_from": counts_from,
                }
            )
        case "cohorts":
            return {
                "kind": "cohort_else_pooled",
                "cohorts": {
                    "one": {"effect": "fall", "units": "days", "at_least": draw(share(0, 0.3))},
                    "two": {"effect": "other_fall", "units": "days", "at_least": draw(share(0, 0.3))},
                },
                "pooled": {"effect": "blended", "units": "days", "at_least": draw(share(0, 0.2))},
                "price": 5.0,
                "paid_after": 2,
            }
        case "coupons":
            table = {"kind": "coupon_table", "outcome": "standing", "paid_on": "gross", "notional": 200_000.0}
            steps = {"low": {"at_least": 0.3, "rate": 0.03}, "high": {"at_least": 0.6, "rate": 0.09}}
            table |= draw(st.sampled_from([{}, {"floor": {"rate": 0.02, "until_month": 20}}]))
            redeemed = {"all_from": 0.5, "share": 0.4, "early_share": 0.7, "early_until": draw(st.integers(1, 48))}
            return table | {"steps": steps} | draw(st.sampled_from([{}, {"redemption": redeemed}])) | draw(indexed())
        case "savings":
            term = {"kind": "savings_share", "outcome": draw(st.sampled_from(["days", "fall"])), "paid_on": "net"}
            term |= {
                "value_each": draw(money(1, 40)),
                "share": draw(share(0.05, 0.9)),
            }
            return term | draw(st.sampled_from([{}, {"until_paid": 60_000.0, "share_after": 0.1}]))
        case "service":
            term = {"kind": "fee", "per_month": draw(money(0, 9_000)), "from_month": 3, "months": 30, "paid_after": 1}
            at_risk = {"share": draw(share()), "outcome": "fall", "paid_on": "net", "none_below": 0.05, "all_from": 0.3}
            return term | draw(st.sampled_from([{}, {"at_risk": at_risk}, {"indexed": "cpi"}]))
        case "deduction":
            amount, rest = draw(money(0, 200_000)), draw(st.sampled_from(["owed", "lapses"]))
            return {"kind": "deduction", "amount": amount, "month": draw(st.integers(0, 44)), "rest": rest}
        case "least":
            return {"kind": "minimum_payment", "of": ["card", "fall"], "amount": draw(money(0, 900_000)), "month": 46}
    raise AssertionError(name)


def indexed():
    return st.sampled_from([{}, {"indexed": "cpi"}])


def basis():
    return st.sampled_from(["gross", "net"])


@st.composite
def payments(draw, also=()):
    """A card, a schedule on the fall, what is asked for, and up to three of all others; some on conditions."""
    terms = {"card": draw(card()), "fall": draw(schedule("fall"))}
    for name in dict.fromkeys([*also, *draw(st.lists(st.sampled_from(MORE), unique=True, max_size=3))]):
        terms[name] = draw(another(name))
    for name, term in terms.items():
        if name not in ("deduction", "least") and draw(st.integers(0, 3)) == 0:
            term["only_if"] = {"hurdle": draw(condition())}
    return terms


# --- limits and payers ---------------------------------------------------------------------------------------------


@st.composite
def limits(draw, terms):
    """Up to two limits over some of the terms."""
    found = {}
    for number in range(draw(st.integers(0, 2))):
        over = draw(st.lists(st.sampled_from(sorted(terms)), unique=True, min_size=1, max_size=3))
        kind = draw(
            st.sampled_from(
                [
                    {"kind": "in_all", "amount": draw(money(0, 900_000))},
                    {
                        "kind": "per_fiscal_year",
                        "amount": draw(money(0, 300_000)),
                        "fiscal_year_ends": "june",
                        "unused": draw(st.sampled_from(["lapses", "carried"])),
                        "excess": draw(st.sampled_from(["lost", "waits"])),
                    },
                    {"kind": "per_person", "amount": draw(money(0, 9_000))},
                    {"kind": "share_of_total", "share": draw(share())},
                ]
            )
        )
        found[f"limit_{number}"] = kind | {
            "payments": over,
            "cut": draw(st.sampled_from(["in_proportion", "last_first"])),
        }
    return found


@st.composite
def payers(draw, terms):
    """Two payers by share or by term, and sometimes a fund that takes over what the first is not allowed to pay."""
    council = {"share": 0.6, "max": draw(money(0, 2_000_000)), "fiscal_year_ends": "march"}
    state = {"share": 0.4, "max_per_fiscal_year": draw(money(0, 400_000)), "fiscal_year_ends": "june"}
    state["unused"] = draw(st.sampled_from(["lapses", "carried"]))
    state["excess"] = draw(st.sampled_from(["lost", "waits"]))
    if draw(st.booleans()):
        own = {term: draw(share()) for term in terms}
        council |= {"share": 1.0, "pays": own}
        state |= {"share": 1.0, "pays": {term: 1 - part for term, part in own.items()}}
    found = {"council": council, "state": state}
    if draw(st.booleans()):
        found["fund"] = {"share": 0.0, "covers": ["council"], "max": draw(money(0, 500_000))}
    return found
