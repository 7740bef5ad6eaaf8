"""Worked figures reproduced by simulating deals that state them: within 4.5 standard errors, every time."""

from __future__ import annotations

import inspect
import re
from math import asin, pi, sqrt

import numpy as np
import pytest

from sibmodel.engine.program import in_all
from sibmodel.risk.blocks import Run
from sibmodel.risk.figures import Chance, Figure, summed
from sibmodel.risk.sampling import Sampler
from sibmodel.risk.scenarios import Given
from sibmodel.risk.simulation import simulate
from sibmodel.risk.spread import mean_of_lowest
from sibmodel.risk.truth import truths_of
from tests.payments.deals import card, line, signed
from tests.support.oracles import ORACLES, params

ERRORS = 4.5
SCENARIOS = 2**17
# --- what is asked of a simulation ---------------------------------------------------------------------------------


def fall(effect=0.0, stated="relative", month=24, **more):
    return {"kind": "reduction", "stated": stated, "effect": effect, "measured_at": month} | more


def normal(mean, sd, *moves, **more):
    return {"moves": list(moves), "kind": "normal", "mean": float(mean), "sd": float(sd)} | more


def effect(name="fall"):
    return f"plan.outcomes.{name}.effect"


def stated(error, **more):
    return {"designs": {"one": {"kind": "stated", "standard_error": float(error)}}} | more


def run(deal, figures=(), chances=(), scenarios=SCENARIOS, **given):
    rows = Run(Sampler(deal, 7, Given(**given)), figures, chances, [], truths_of(deal))
    return rows.totals(scenarios, workers=1)


def of_line(line):
    return Figure(line, line, "money", (in_all(line),), summed(line))


def paid(deal, scenarios=SCENARIOS, line="payments.paid", **given):
    return run(deal, [of_line(line)], scenarios=scenarios, **given).tallies[line]


def chance(deal, holds, *lines, scenarios=SCENARIOS, **given):
    totals = run(deal, chances=[Chance("it", "it", lines, holds)], scenarios=scenarios, **given)
    return totals.chances["it"] / scenarios


def is_near(oracle, found, expected, error):
    """Within so many standard errors."""
    assert error > 0
    assert abs(found - expected) <= ERRORS * error, f"{oracle}: {found} is {(found - expected) / error:.1f} errors off"


def mean_is(oracle, tally, expected):
    is_near(oracle, tally.mean, expected, tally.error())


def sd_is(oracle, tally, expected):
    """The standard error of a variance is that of the mean of squares; a fourth moment below 60 covers all here."""
    is_near(oracle, tally.sd, expected, expected * sqrt(60 / tally.count) / 2)


def chance_is(oracle, found, expected, scenarios=SCENARIOS):
    is_near(oracle, found, expected, sqrt(max(expected * (1 - expected), 1e-9) / scenarios))


# --- how outcomes come about ---------------------------------------------------------------------------------------


def people(rate, of, luck=None, uncertain=None, price=1.0, starts=None, plan_starts=None, **terms):
    success = {"kind": "success_rate", "rate": float(rate), "measured_after": 6}
    plan = {"starts": plan_starts or {"all": {"people": float(of), "over_months": 6}}}
    risk = {"luck": {"success": luck or {}}, "uncertain": uncertain or {}, "starts": starts or {}}
    return signed({"jobs": card("success", price, paid_on="gross") | terms}, {"success": success}, plan=plan, risk=risk)


def test_a1_people_of_a_cohort_are_alike():
    of, value = params("A1"), ORACLES["A1"]["value"]
    deal = people(of["p"], of["n"], {"alike": of["icc"]})
    tally = paid(deal)
    mean_is("A1", tally, of["n"] * of["p"])
    sd_is("A1", tally, sqrt(value["var"]))
    few = chance(deal, lambda rows: rows["payments.paid"].sum(axis=0) <= 50.5, "payments.paid")
    chance_is("A1", few, value["cdf50"])
    alone = chance(people(of["p"], of["n"]), lambda rows: rows["payments.paid"].sum(axis=0) <= 50.5, "payments.paid")
    chance_is("A1", alone, value["cdf50_if_binomial"])


def test_a2_and_a3_events_of_people_who_differ():
    of, value = params("A3"), ORACLES["A3"]["value"]
    events = {"kind": "count", "of": "outcomes", "readings": {"all": {"month": 12, "count": of["n"] * of["mean"]}}}
    luck = {"people": of["n"], "with_any": params("A2")["prevalence"], "between_cohorts": sqrt(of["omega"])}
    deal = signed({"events": card("events", 1.0)}, {"events": events}, risk={"luck": {"events": luck}})
    tally = paid(deal)
    mean_is("A3", tally, value["mean"])
    sd_is("A3", tally, value["sd"])
    alone = signed(
        {"events": card("events", 1.0)},
        {"events": events | {"readings": {"all": {"month": 12, "count": of["mean"]}}}},
        risk={"luck": {"events": {"people": 1, "with_any": 0.6}}},
    )
    one = paid(alone)
    mean_is("A2", one, params("A2")["mean"])
    sd_is("A2", one, ORACLES["A2"]["value"]["sd"])
    nobody = chance(alone, lambda rows: rows["payments.paid"].sum(axis=0) < 0.5, "payments.paid")
    chance_is("A2", nobody, 0.4)


@pytest.mark.parametrize(
    ("oracle", "prior"),
    [
        ("A4", {"kind": "pert", "lowest": 0.0, "likeliest": 0.10, "highest": 0.25}),
        ("A5", {"kind": "rate_ratio", "ratio": 0.9, "low": 0.8, "high": 1.02}),
    ],
)
def test_a4_and_a5_priors(oracle, prior):
    value = ORACLES[oracle]["value"]
    risk = {"uncertain": {"effect": {"moves": [effect()]} | prior}}
    deal = signed({"fall": line("fall", 1.0, 1e6)}, {"fall": fall()}, risk=risk)
    tally = paid(deal, line="outcomes.fall.effect")
    mean_is(oracle, tally, value["mean" if oracle == "A4" else "mean_r"])
    if oracle == "A4":
        sd_is(oracle, tally, value["sd"])
    bars = {"A4": ((0.05, value.get("cdf_05")), (0.10, value.get("cdf_10"))), "A5": ((0.0, value.get("p_r_le_0")),)}
    for bar, expected in bars[oracle]:
        below = chance(deal, lambda rows, bar=bar: rows["outcomes.fall.effect"][0] < bar, "outcomes.fall.effect")
        chance_is(oracle, below, expected)


def test_a6_ranks_that_go_together():
    value = ORACLES["A6"]["value"]
    one, other = (normal(0.0, 0.1, effect(name)) for name in ("one", "other"))
    risk = {
        "uncertain": {"one": one, "other": other},
        "together": {"both": {"of": ["one", "other"], "rank_correlation": params("A6")["spearman"]}},
    }
    outcomes = {"one": fall(), "other": fall()}
    deal = signed({"one": line("one", 1.0, 1.0), "other": line("other", 1.0, 1.0)}, outcomes, risk=risk)
    low = -1.2815515655446004 * 0.1
    lines = ("outcomes.one.effect", "outcomes.other.effect")
    both = chance(deal, lambda rows: (rows[lines[0]][0] < low) & (rows[lines[1]][0] < low), *lines)
    chance_is("A6", both, value["joint"])
    above = chance(deal, lambda rows: (rows[lines[0]][0] > 0) & (rows[lines[1]][0] > 0), *lines)
    chance_is("A6", above, value["orthant_P_both_above_median"])
    joined = run(deal, [Figure("p", "p", "money", lines, lambda rows: rows[lines[0]][0] * rows[lines[1]][0])])
    mean_is("A6", joined.tallies["p"], value["pearson"] * 0.01)


def test_a8_who_comes_when_there_is_no_room_does_not_start():
    of, value = params("A8"), ORACLES["A8"]["value"]
    deal = people(1.0, of["lam"], starts={"all": {"arrive": "poisson", "room": float(of["K"])}})
    mean_is("A8", paid(deal), value["value"])
    short = chance(deal, lambda rows: rows["payments.paid"].sum(axis=0) < of["K"] - 0.5, "payments.paid")
    chance_is("A8", short, value["shortfall_prob_N_lt_90"])


def test_a14_doubt_about_the_rate_does_not_average_out_over_cohorts():
    of, value = params("A14"), ORACLES["A14"]["value"]
    cohorts = {f"cohort_{at}": {"people": float(of["n"]), "over_months": 6} for at in range(of["m"])}
    rate = {"moves": ["plan.outcomes.success.rate"], "kind": "beta", "mean": of["mu"], "sd": of["tau"]}
    deal = people(of["mu"], 0, {"alike": of["icc"]}, {"rate": rate}, plan_starts=cohorts)
    tally = paid(deal)
    mean_is("A14", tally, of["mu"] * of["n"] * of["m"])
    sd_is("A14", tally, value["sd"] * of["n"] * of["m"])


def test_a15_volume_times_rate():
    of, value = params("A15"), ORACLES["A15"]["value"]
    uncertain = {
        "volume": normal(of["EN"], of["sdN"], "plan.starts.all.people"),
        "rate": {"moves": ["plan.outcomes.success.rate"], "kind": "beta", "mean": of["mean_p"], "sd": of["sd_p"]},
    }
    tally = paid(people(of["mean_p"], of["EN"], {}, uncertain))
    mean_is("A15", tally, value["mean"])
    sd_is("A15", tally, value["sd"])


# --- measurement ---------------------------------------------------------------------------------------------------


def judged(design, threshold=0.1, prior=None, amount=1.0, outcome=None, **term):
    """A deal that pays an amount from a threshold on."""
    payment = {"kind": "threshold", "outcome": "fall", "paid_on": "net", "at_least": threshold, "pays": amount} | term
    uncertain = {} if prior is None else {"effect": normal(*prior, effect())}
    risk = {"measured": {"fall": design}, "uncertain": uncertain}
    return signed({"fall": payment}, {"fall": outcome or fall()}, risk=risk)


def is_paid(rows):
    return rows["payments.paid"].sum(axis=0) > 0


def paid_share(deal, true, **given):
    return chance(deal, is_paid, "payments.paid", fixed={effect(): true}, **given)


def test_b1_the_errors_of_a_trial():
    of, value = params("B1"), ORACLES["B1"]["value"]
    trial = {"kind": "randomised", "treated": of["nT"], "comparison": of["nC"], "rate_without": of["p0"]}
    absolute = signed(
        {"fall": line("fall", 1.0, 1.0)},
        {"fall": fall(stated="absolute", effect=of["p0"] * of["r"])},
        risk={"measured": {"fall": {"designs": {"trial": trial}}}},
    )
    tally = paid(absolute, line="outcomes.fall.measured")
    mean_is("B1", tally, of["p0"] * of["r"])
    sd_is("B1", tally, value["se_abs"])


@pytest.mark.parametrize("true", [0.0, 0.05, 0.1, 0.125, 0.15])
def test_b2_binary_outcomes_are_drawn_as_counts(true):
    of, value = params("B2"), ORACLES["B2"]["value"]
    trial = {"kind": "randomised", "treated": of["nT"], "comparison": of["nC"], "rate_without": of["p0"]}
    found = paid_share(judged({"designs": {"trial": trial}}, of["threshold_rel"]), true)
    chance_is("B2", found, value[f"r={true:g}"])


@pytest.mark.parametrize("group", ["single", "pooled2", "pooled3"])
@pytest.mark.parametrize("true", [0.0, 0.075, 0.1, 0.125])
def test_b3_counts_of_people_who_differ_are_drawn_as_counts(group, true):
    of = params("B3")
    sizes = {"treated": of[group]["nT"], "comparison": of[group]["nC"]}
    matched = {"kind": "matched_comparison", "events_without": of["mean"], "with_any": 0.6} | sizes
    found = paid_share(judged({"designs": {"matched": matched}}, of[group]["c"]), true)
    chance_is("B3", found, ORACLES["B3"]["value"][group][f"r={true:g}"])


def cohorts(many, error, off=0.0):
    """Cohorts that are each paid for from 10 % on, else all pooled from 7.5 % on."""
    names = [f"cohort_{at}" for at in range(many)]
    outcomes = {name: fall(month=24 + 6 * at) for at, name in enumerate(names)}
    outcomes["pool"] = {"kind": "blend", "of": dict.fromkeys(names, 1 / many)}
    avoided = {
        f"{name}_events": {"kind": "avoided", "what": "outcomes", "of": name, "expected": 100.0} for name in outcomes
    }
    triggers = {name: {"effect": name, "units": f"{name}_events", "at_least": 0.1} for name in names}
    pooled = {"effect": "pool", "units": "pool_events", "at_least": 0.075}
    term = {"kind": "cohort_else_pooled", "cohorts": triggers, "pooled": pooled, "price": 1.0}
    design = {"kind": "stated", "standard_error": error, "differs_by": off}
    measured = {
        name: {"designs": {"one": design}, "systematic_with": names[0] if at else names[-1]}
        for at, name in enumerate(names)
    }
    if many == 3:
        measured[names[1]]["systematic_with"] = names[0]
        measured[names[2]]["systematic_with"] = names[0]
        measured[names[0]]["systematic_with"] = names[1]
    return signed({"events": term}, outcomes | avoided, risk={"measured": measured}), names


@pytest.mark.parametrize("true", [0.0, 0.05, 0.075, 0.1, 0.125])
@pytest.mark.parametrize("many", [2, 3])
def test_b4_any_of_several_triggers(many, true):
    value = ORACLES["B4"]["value"][f"r={true:g}"]
    deal, names = cohorts(many, value["s"])
    found = chance(deal, is_paid, "payments.paid", fixed={effect(name): true for name in names})
    chance_is("B4", found, value[f"any{many}"])


def test_b5_pooling_does_not_cure_a_bias_that_cohorts_share():
    of, value = params("B5"), ORACLES["B5"]["value"]
    deal, names = cohorts(3, of["s"], of["tau"])
    none = {effect(name): 0.0 for name in names}
    chance_is("B5", chance(deal, is_paid, "payments.paid", fixed=none), value["any3"])
    lines = ["outcomes.cohort_0.measured", "outcomes.pool.blended"]
    for at, bar, key in ((0, 0.1, "single"), (1, 0.075, "pooled3")):
        found = chance(deal, lambda rows, at=at, bar=bar: rows[lines[at]][0] >= bar, lines[at], fixed=none)
        chance_is("B5", found, value[key])


def test_b6_what_payment_says_of_the_truth():
    of, value = params("B6"), ORACLES["B6"]["value"]
    deal = judged(stated(of["se"], success=of["success_bar"]), of["threshold"], (of["prior_mean"], of["prior_sd"]))
    totals = run(deal, chances=[Chance("paid", "paid", ("payments.paid",), is_paid)])
    share = {key: count / SCENARIOS for key, count in totals.chances.items()}
    chance_is("B6", share["paid"], value["p_paid"])
    many = share["paid"] * SCENARIOS
    works = share["works_and_paid.fall"] / share["paid"]
    chance_is("B6", 1 - works, value["p_true_lt_075_given_paid"], many)
    idle = share["does_nothing_and_paid.fall"] / share["paid"]
    chance_is("B6", idle, value["p_true_le_0_given_paid"], many)
    of_paid = Figure(
        "true", "true", "money", ("outcomes.fall.effect", "payments.paid"),
        lambda rows: np.where(is_paid(rows), rows["outcomes.fall.effect"][0], np.nan),
    )  # fmt: skip
    found = Figure(
        "found", "found", "money", ("outcomes.fall.measured", "payments.paid"),
        lambda rows: np.where(is_paid(rows), rows["outcomes.fall.measured"][0], np.nan),
    )  # fmt: skip
    tallies = run(deal, [of_paid, found]).tallies
    mean_is("B6", tallies["true"], value["E_true_given_paid"])
    mean_is("B6", tallies["found"], value["E_measured_given_paid"])


@pytest.mark.parametrize(("step", "key"), [(None, "no_round"), (0.001, "round_0_1pp"), (0.01, "round_1pp")])
def test_b11_what_the_contract_rounds_is_paid_more_often(step, key):
    of = params("B11")
    rounded = {} if step is None else {"rounded_to": step}
    deal = judged(stated(of["se"]), of["c"], outcome=fall(**rounded))
    chance_is("B11", paid_share(deal, of["true"]), ORACLES["B11"]["value"][key])


@pytest.mark.parametrize(("gate", "key"), [(True, "p_pay"), (False, "p_pay_without_gate")])
def test_b12_significance_on_top_of_a_threshold(gate, key):
    of = params("B12")
    significant = {"kind": "significant", "outcome": "fall", "critical_value": 1.6448536269514722}
    only_if = {"only_if": {"significant": significant}} if gate else {}
    deal = judged(stated(of["se"]), of["c"], outcome=fall(standard_error=of["se"]), **only_if)
    chance_is("B12", paid_share(deal, of["r"]), ORACLES["B12"]["value"][key])


@pytest.mark.parametrize(
    ("key", "design"),
    [
        ("rct", {"kind": "randomised", "comparison": 100}),
        ("matched10", {"kind": "matched_comparison", "comparison": 1000}),
        ("historical", {"kind": "historical_baseline"}),
        ("historical_drift", {"kind": "historical_baseline", "differs_by": 0.03}),
    ],
)
def test_b13_noise_by_design(key, design):
    of = params("B13")
    whole = {"treated": of["n"], "rate_without": of["p0"]} | design
    deal = signed(
        {"fall": line("fall", 1.0, 1.0)},
        {"fall": fall(of["p0"] - of["p1"], stated="absolute")},
        risk={"measured": {"fall": {"designs": {"one": whole}}}},
    )
    sd_is("B13", paid(deal, line="outcomes.fall.measured"), ORACLES["B13"]["value"][key])


# --- payment under noise -------------------------------------------------------------------------------------------


def measured_deal(payment, error):
    return signed(
        {"pays": payment | {"outcome": "fall", "paid_on": "net"}},
        {"fall": fall()},
        risk={"measured": {"fall": stated(error)}},
    )


RIKERS = {
    f"tier_{at}": {"at_least": level, "pays": float(amount)}
    for at, (level, amount) in enumerate(ORACLES["C4"]["params"]["tiers"])
}
DEADBAND = {
    "kind": "bonus_penalty", "bonus_from": 0.03, "penalty_from": -0.03, "bonus_per_point": 500_000.0,
    "penalty_per_point": 500_000.0,
}  # fmt: skip
SCHEDULES = {
    "C1": {"kind": "threshold", "at_least": 0.1, "pays": 1e6},
    "C2": {"kind": "proportional", "threshold": 0.135, "target": 0.15, "pays_at_target": 1e6},
    "C3": {"kind": "proportional", "threshold": 0.0, "target": 0.25, "pays_at_target": 5e6},
    "C4": {"kind": "tiered_schedule", "tiers": RIKERS},
    "C4b": {"kind": "tiered_schedule", "tiers": RIKERS},
    "C5": DEADBAND | {"counts_from": "expected"},
    "C5b": DEADBAND | {"counts_from": "edge"},
    "C6": {
        "kind": "banded_schedule", "starts_at": 0.2,
        "bands": {"low": {"up_to": 0.3, "per_point": 160_000.0}, "high": {"up_to": 0.65, "per_point": 38_000.0}},
    },
}  # fmt: skip


@pytest.mark.parametrize("oracle", SCHEDULES)
def test_schedules_under_noise(oracle):
    of, value = params(oracle), ORACLES[oracle]["value"]
    deal = measured_deal(SCHEDULES[oracle], of["sd"])
    tally = paid(deal, line="payments.pays.amount", fixed={effect(): of["mu"]})
    mean_is(oracle, tally, value["mean"])
    sd_is(oracle, tally, value["sd"])
    if oracle == "C3":
        assert mean_of_lowest(tally, 0.02) == 0
        chance_is(oracle, tally.at_atoms[tally.scale.atoms == 0][0] / tally.count, value["p_zero"])


def test_c7_two_thresholds_whose_findings_go_together():
    of, value = params("C7"), ORACLES["C7"]["value"]
    names = ("one", "other")
    risk = {
        "uncertain": {name: normal(of["mu"][at], of["sd"][at], effect(name)) for at, name in enumerate(names)},
        "together": {"both": {"of": list(names), "rank_correlation": 6 / pi * asin(of["corr"] / 2)}},
    }
    terms = {
        name: {
            "kind": "threshold",
            "outcome": name,
            "paid_on": "net",
            "at_least": of["c"][at],
            "pays": float(of["M"][at]),
        }
        for at, name in enumerate(names)
    }
    deal = signed(terms, {name: fall() for name in names}, risk=risk)
    tally = paid(deal)
    mean_is("C7", tally, value["mean"])
    sd_is("C7", tally, value["sd"])
    both = chance(deal, lambda rows: rows["payments.paid"].sum(axis=0) > 999_999, "payments.paid")
    chance_is("C7", both, value["p_both"])
    neither = chance(deal, lambda rows: rows["payments.paid"].sum(axis=0) < 1, "payments.paid")
    chance_is("C7", neither, value["p_neither"])


def test_c8_a_price_for_each_up_to_a_cap():
    of, value = params("C8"), ORACLES["C8"]["value"]
    tally = paid(people(of["p"], of["n"], {}, price=float(of["price"]), max=float(of["cap"])))
    mean_is("C8", tally, value["mean"])
    sd_is("C8", tally, value["sd"])
    capped = tally.at_atoms[tally.scale.atoms == of["cap"]][0] / tally.count
    chance_is("C8", capped, value["p_cap"])


def test_c9_a_hurdle_that_opens_a_second_payment():
    of, value = params("C9"), ORACLES["C9"]["value"]
    risk = {
        "uncertain": {
            "binary": normal(of["muB"], of["sB"], effect("binary")),
            "often": normal(of["muF"], of["sF"], effect("often")),
        },
        "together": {"both": {"of": ["binary", "often"], "rank_correlation": 6 / pi * asin(of["corr"] / 2)}},
    }
    hurdle = {"kind": "reaches", "outcome": "binary", "paid_on": "net", "at_least": of["hurdle"]}
    terms = {
        "binary": line("binary", 1.0, of["vB"], only_if={"hurdle": hurdle}),
        "often": line("often", 1.0, of["vF"], only_if={"hurdle": hurdle}),
        "ungated": line("often", 1.0, of["vF"]),
    }
    deal = signed(terms, {"binary": fall(), "often": fall()}, risk=risk)
    for term, key in (("binary", "E_binary"), ("often", "E_frequency_gated"), ("ungated", "E_frequency_ungated")):
        mean_is("C9", paid(deal, line=f"payments.{term}.paid"), value[key])


# --- losses and returns --------------------------------------------------------------------------------------------


def atoms(values, **more):
    return {"moves": ["plan.outcomes.score.readings.end.level"], "kind": "discrete", "possible": values} | more


def scored(risk, month=12, capital=None, periods=6, **terms):
    """A deal that pays by a score: what is drawn for the score is what is paid."""
    outcome = {"kind": "level", "of": "score", "readings": {"end": {"month": month, "level": 0.0}}}
    payment = {
        "kind": "proportional",
        "outcome": "score",
        "paid_on": "gross",
        "threshold": 0.0,
        "target": 1e9,
        "pays_at_target": 1e9,
    }
    more = {"capital": capital} if capital else {}
    return signed({"pay": payment}, {"score": outcome}, risk=risk, periods=periods, **more, **terms)


def test_e7_the_worst_tenth_with_atoms():
    of, value = params("E7"), ORACLES["E7"]["value"]
    shifted = {
        f"at_{at}": {"value": float(npv + 1_000_000), "chance": share} for at, (npv, share) in enumerate(of["atoms"])
    }
    tally = paid(scored({"uncertain": {"npv": atoms(shifted)}}))
    worst = 1_000_000 - mean_of_lowest(tally, 1 - of["alpha_disc"])
    is_near("E7", worst, value["es_disc"], sqrt(0.08 * 0.92 / SCENARIOS) / 0.1 * 800_000)
    mean_is("E7", tally, 1_000_000 + value["mean_disc"])
    loses = tally.at_atoms[tally.scale.atoms < 1_000_000].sum() / tally.count
    chance_is("E7", loses, value["p_loss_disc"])


def test_e7_the_worst_twentieth_of_a_normal_result():
    of, value = params("E7")["normal"], ORACLES["E7"]["value"]
    above = 3_000_000.0  # so that nothing is cut off at nought
    draw = normal(above + of["mu"], of["sd"], "plan.outcomes.score.readings.end.level")
    tally = paid(scored({"uncertain": {"npv": draw}}))
    is_near(
        "E7",
        above - mean_of_lowest(tally, 1 - of["alpha"]),
        value["es_normal"],
        of["sd"] * sqrt(4 / (0.05 * SCENARIOS)),
    )


def equity(amount, **more):
    return {"kind": "equity", "commitment": amount, "draws": {"kind": "at_close", "amount": amount}} | more


def test_f4_the_rate_of_expected_flows_is_no_mean_of_rates():
    of, value = params("F4"), ORACLES["F4"]["value"]
    possible = {"nothing": {"value": 0.0, "chance": 0.5}, "all": {"value": of["payoffs"][1] * 100, "chance": 0.5}}
    deal = scored(
        {"uncertain": {"pay": atoms(possible)}}, month=60, capital={"fund": equity(100.0)}, surplus={"fund": 1.0},
        plan={"costs": {"some": {"kind": "one_off", "amount": 100.0}}},
    )  # fmt: skip
    found = simulate(deal, SCENARIOS, 3)
    share = found.chances["investors.fund.below_one"].value
    chance_is("F4", share, value["p_loss"])
    slope = (2.4 * 0.5) ** (-0.8) / 5 * 2.4  # how the rate of expected flows moves with the share that succeeds
    is_near("F4", found.rate_of_expected("fund"), value["irr_of_expected"], slope * 0.5 / sqrt(SCENARIOS))
    rate = found.spreads["investors.fund.irr"]
    assert (rate.at(0.10).value, rate.at(0.90).value) == (-1.0, pytest.approx(value["irr_success"]))
    is_near("F4", rate.mean, value["mean_irr"], rate.error)
    mean_is("F4", found.spreads["investors.fund.multiple"].tally, value["expected_moic"])


def test_f5_who_is_paid_first_loses_last():
    of, value = params("F5"), ORACLES["F5"]["value"]
    draw = normal(of["mu"], of["sd"], "plan.outcomes.score.readings.end.level")
    loan = {"kind": "loan", "draws": {"kind": "at_close"}}
    capital = {
        name: loan | {"commitment": of[name], "draws": {"kind": "at_close", "amount": of[name]}}
        for name in ("senior", "junior")
    }
    deal = scored(
        {"uncertain": {"pool": draw}}, capital=capital, surplus={"council": 1.0},
        order_of_payments=["senior principal", "junior principal"],
        plan={"costs": {"some": {"kind": "one_off", "amount": 100.0}}},
    )  # fmt: skip
    for name, key in (("senior", "E_senior"), ("junior", "E_junior")):
        mean_is("F5", paid(deal, line=f"investors.{name}.returned"), value[key])
    impaired = chance(deal, lambda rows: rows["investors.senior.returned"][0] < 60 - 1e-9, "investors.senior.returned")
    chance_is("F5", impaired, value["p_senior_impaired"])


def parametrised(test):
    """The oracles that a test is run with."""
    for mark in getattr(test, "pytestmark", []):
        if "oracle" in mark.args[0]:
            yield from (each if isinstance(each, str) else each[0] for each in mark.args[1])


def test_every_figure_that_a_simulation_estimates_is_held_against_one():
    """Read off the tests themselves, so that it hangs neither on their order nor on who runs them."""
    tests = {name: inspect.getsource(each) for name, each in globals().items() if name.startswith("test_")}
    tests.pop("test_every_figure_that_a_simulation_estimates_is_held_against_one")
    compares = re.compile(r"\b(?:is_near|mean_is|sd_is|chance_is)\(\s*(?:\"(\w+)\"|oracle)")
    assert all(compares.search(source) for source in tests.values())
    named = {name for source in tests.values() for name in compares.findall(source) if name}
    named |= {name for test in tests for name in parametrised(globals()[test])}
    asked = {
        "A1", "A2", "A3", "A4", "A5", "A6", "A8", "A14", "A15", "B1", "B2", "B3", "B4", "B5", "B6", "B11", "B12", "B13",
        "C1", "C2", "C3", "C4", "C4b", "C5", "C5b", "C6", "C7", "C8", "C9", "E7", "F4", "F5",
    }  # fmt: skip
    assert named == asked
