"""Every worked figure of measurement (section B), by the closed forms."""

from math import hypot

import pytest

from sibmodel.risk.measurement import (
    MeasuredEffect,
    composite,
    difference_in_differences,
    historical_baseline,
    matched_comparison,
    randomised_trial,
)
from sibmodel.risk.metric import Events, Rate, Score, misclassified
from sibmodel.risk.paid import paid_by_ratio, paid_exactly, paid_given, rounded_from, significant_from
from sibmodel.risk.people import shared_comparison_correlation
from sibmodel.risk.posterior import given_paid, posterior, shrinkage
from sibmodel.risk.relative import designs_compared, log_rate_ratio_error, relative_reduction_error
from sibmodel.risk.sample_size import (
    least_that,
    minimum_detectable,
    needed_for_test,
    needed_for_threshold,
    threshold_of_least_loss,
)
from sibmodel.risk.triggers import any_paid
from tests.support.oracles import ORACLES, ids_of, params, reproduced

PEOPLE = Events(mean=params("B3")["mean"], shape=params("B3")["k"])


def effects_of(name, part=None):
    """The true effects that an oracle has a figure for."""
    value = ORACLES[name]["value"]
    return [float(key.removeprefix("r=")) for key in (value if part is None else value[part])]


def reconvictions(reduction, n_treated, n_comparison):
    return relative_reduction_error(PEOPLE.reduced(reduction), PEOPLE, n_treated, n_comparison).total


def b1():
    p = params("B1")
    comparison = Rate(p["p0"])
    treated = comparison.reduced(p["r"])
    arms = (treated, comparison, p["nT"], p["nC"])
    return {
        "p1": treated.mean,
        "se_abs": randomised_trial(*arms).total,
        "se_rel": relative_reduction_error(*arms).total,
        "se_lnRR": log_rate_ratio_error(*arms),
    }


def b2():
    p = params("B2")
    comparison = Rate(p["p0"])
    return {
        f"r={r:g}": paid_exactly(comparison.reduced(r), comparison, p["threshold_rel"], p["nT"], p["nC"]).probability
        for r in effects_of("B2")
    }


def b3():
    return {
        part: {
            f"r={r:g}": paid_exactly(PEOPLE.reduced(r), PEOPLE, p["c"], p["nT"], p["nC"]).probability
            for r in effects_of("B3", part)
        }
        for part, p in params("B3").items()
        if isinstance(p, dict)
    }


def b4():
    p = params("B4")
    found = {}
    for r in effects_of("B4"):
        s = reconvictions(r, p["nT"], p["nC"])
        chances = [any_paid(r, [p["c_single"]] * cohorts, p["c_pool"], s) for cohorts in (3, 2)]
        found[f"r={r:g}"] = {"s": s, "any3": chances[0], "any2": chances[1]}
    return found


def b5():
    p, c = params("B5"), params("B4")
    effect = MeasuredEffect(p["s"], p["tau"])
    three = [c["c_single"]] * 3
    return {
        "single": paid_given(0.0, c["c_single"], effect.total),
        "pooled3": paid_given(0.0, c["c_pool"], effect.pooled(3).total),
        "any3": any_paid(0.0, three, c["c_pool"], p["s"], common_bias=p["tau"]),
        "any3_tau0": any_paid(0.0, three, c["c_pool"], p["s"]),
    }


def b6():
    p = params("B6")
    found = given_paid(p["prior_mean"], p["prior_sd"], p["se"], threshold=p["threshold"], bar=p["success_bar"])
    return {
        "p_paid": found.probability,
        "p_true_lt_075_given_paid": found.below_bar,
        "p_true_le_0_given_paid": found.without_effect,
        "p_unpaid_given_true_ge_10": found.unpaid_though_reached,
        "E_true_given_paid": found.true_effect,
        "E_measured_given_paid": found.measured_effect,
        "shrinkage": shrinkage(p["prior_sd"], p["se"]),
    }


def b7():
    p = params("B7")
    comparison = Rate(p["p0"])
    needed = needed_for_threshold(
        comparison, p["c"], p["r_expected"], false_payment=p["fpr"], missed_payment=p["fnr"], ratio=p["kappa"]
    )
    same = randomised_trial(comparison, comparison, 1000, 1000).total
    return {
        "n_classical": needed_for_test(
            comparison.reduced(p["r"]), comparison, significance=p["alpha"], chance=p["power"], ratio=p["kappa"]
        ),
        "n_fpr": needed.against_false_payment,
        "n_fnr": needed.against_missed_payment,
        "n_required": needed.people,
        "mde_abs_n1000": minimum_detectable(same, p["alpha"], p["power"]),
    }


def b8():
    p = params("B8")
    found = threshold_of_least_loss(
        p["r1"], p["s"], if_paid_for_nothing=p["L_fp"], if_missed=p["L_fn"], chance_of_nothing=p["pi0"]
    )
    return {"c_star": found.threshold, "expected_loss": found.loss}


def b9():
    p = params("B9")
    did = p["did"]
    score = Score(0.0, did["sd"])
    two = MeasuredEffect(p["se1"]), MeasuredEffect(p["se2"])
    return {
        "se_composite": composite(*two, p["w"], correlation=p["corr"]).total,
        "se_did": difference_in_differences(did["sd"], did["nT"], did["nC"], correlation=did["rho"]).total,
        "se_post_only": randomised_trial(score, score, did["nT"], did["nC"]).total,
    }


def b10():
    p = params("B10")
    before, after = (misclassified(p[name], p["sens"], p["spec"]) for name in ("p0", "p1"))
    return {
        "p0_meas": before.rate,
        "p1_meas": after.rate,
        "rel_meas": 1 - after.rate / before.rate,
        "abs_factor": after.kept,
    }


def b11():
    p = params("B11")
    steps = {"no_round": None, "round_0_1pp": 0.001, "round_1pp": 0.01}
    return {name: paid_given(p["true"], rounded_from(p["c"], step), p["se"]) for name, step in steps.items()}


def b12():
    p = params("B12")
    effective = significant_from(p["c"], p["se"], p["alpha"])
    return {
        "c_eff": effective,
        "p_pay": paid_given(p["r"], effective, p["se"]),
        "p_pay_without_gate": paid_given(p["r"], p["c"], p["se"]),
    }


def b13():
    p = params("B13")
    treated, comparison, n = Rate(p["p1"]), Rate(p["p0"]), p["n"]
    return {
        "rct": randomised_trial(treated, comparison, n, n).total,
        "matched10": matched_comparison(treated, comparison, n, 10 * n, unobserved=0.0).total,
        "historical": historical_baseline(treated, n).total,
        "historical_drift": historical_baseline(treated, n, drift=p["drift_sd"]).total,
    }


def b14():
    p = params("B14")
    shared = shared_comparison_correlation(p["nT"], p["nC"])
    one = MeasuredEffect(reconvictions(0.0, p["nT"], p["nC"]))
    return {
        "corr": shared,
        "se_one": one.total,
        "se_mean2_shared": one.pooled(2, shared).total,
        "se_mean2_if_wrongly_independent": one.pooled(2).total,
    }


def b15():
    p = params("B15")
    found = designs_compared((p["T_pre"], p["T_post"]), (p["C_pre"], p["C_post"]))
    return {
        "historical": found.historical,
        "contemporaneous": found.contemporaneous,
        "ratio_did": found.ratio_of_changes,
    }


def b16():
    p = params("B16")
    sampling = reconvictions(p["measured"], 2000, 20_000)
    cases = {"sampling_only": sampling, "with_bias_3pp": hypot(sampling, 0.03)}
    found = {}
    for name, error in cases.items():
        after = posterior(p["measured"], error, p["prior_mean"], p["prior_sd"])
        found[name] = {
            "se": error,
            "B": after.weight,
            "post_mean": after.mean,
            "post_sd": after.sd,
            "p_true_ge_075": after.at_least(0.075),
            "p_true_le_0": after.at_most(0.0),
        }
    return found


def b17():
    p = params("B17")
    c, q = p["c"], p["q"]

    def people(effect):
        return least_that(
            lambda n: float(paid_given(effect, c, reconvictions(effect, n, 10 * n))), q, low=10, high=100_000
        )

    return {
        "r_for_80pct": least_that(
            lambda r: float(paid_given(r, c, reconvictions(r, 1000, 10_000))), q, low=0.0, high=0.5
        ),
        "n_at_125": people(0.125),
        "n_at_15": people(0.15),
        "n_fpr1": least_that(
            lambda n: 1 - float(paid_given(0.0, c, reconvictions(0.0, n, 10 * n))), 0.99, low=10, high=100_000
        ),
    }


OBTAINED = {name: globals()[name.lower()] for name in (f"B{number}" for number in range(1, 18))}
FIGURES = 94


@pytest.mark.parametrize("name", OBTAINED)
def test_a_closed_form_gives_the_worked_figures(name):
    assert reproduced(name, OBTAINED[name]()) > 0


def test_no_figure_of_measurement_is_left_out():
    assert set(OBTAINED) == ids_of("B")
    assert sum(reproduced(name, obtained()) for name, obtained in OBTAINED.items()) == FIGURES


def test_a_ratio_without_a_ratio_is_close_to_the_exact_one():
    p = params("B2")
    comparison = Rate(p["p0"])
    for r in effects_of("B2"):
        exact = paid_exactly(comparison.reduced(r), comparison, p["threshold_rel"], p["nT"], p["nC"]).probability
        assert paid_by_ratio(comparison.reduced(r), comparison, p["threshold_rel"], p["nT"], p["nC"]) == pytest.approx(
            exact, abs=1.2e-3
        )
