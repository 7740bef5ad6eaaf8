"""Every worked figure of payment (section C), by the closed forms and, where a deal states the rule, by the engine."""

from pathlib import Path

import pytest
from scipy import stats

from sibmodel.engine.evaluate import evaluate
from sibmodel.files.deals import read_deal
from sibmodel.risk.canonical import Canonical
from sibmodel.risk.counted import SustainedJob, chances_of, count_payment
from sibmodel.risk.durations import periods_sustained
from sibmodel.risk.findings import deductible_for, findings, paid_for_nothing, several_floors, split
from sibmodel.risk.pieces import Knot
from sibmodel.risk.several import Measured, both_paid, gated, together
from tests.support.oracles import ids_of, params, reproduced

SCHEMES = Path(__file__).parents[1] / "schemes" / "deals"


def moments(schedule, mu, sd):
    return {
        "mean": schedule.mean(mu, sd),
        "sd": schedule.sd(mu, sd),
        "dmean_dmu": schedule.slope_felt(mu, sd),
        "dmean_dsd": schedule.value_of_noise(mu, sd),
    }


def at_mean(schedule, p):
    return moments(schedule, p["mu"], p["sd"])


def threshold(at, amount):
    return Canonical(knots=(Knot(at, jump=amount),))


def ramp(low, high, amount):
    rise = amount / (high - low)
    return Canonical(knots=(Knot(low, bend=rise), Knot(high, bend=-rise)))


def tiers(rows):
    below, knots = 0.0, []
    for at, amount in rows:
        knots.append(Knot(at, jump=amount - below))
        below = amount
    return Canonical(knots=tuple(knots))


def deadband(c, v, *, cliffs):
    """A price on either side of a band, with or without the move within it once its edge is reached."""
    jump = v * c if cliffs else 0.0
    start = 0.0 if cliffs else v * c
    return Canonical(start, v, (Knot(-c, jump, -v, only_above=True), Knot(c, jump, v)))


def c1():
    p = params("C1")
    return at_mean(threshold(p["c"], p["M"]), p)


def c2():
    p = params("C2")
    return at_mean(ramp(p["L"], p["U"], p["M"]), p)


def c3():
    p = params("C3")
    schedule, mu, sd = ramp(p["L"], p["U"], p["M"]), p["mu"], p["sd"]
    found = {f"p{each}": schedule.quantile(each / 100, mu, sd) for each in (50, 80, 95)}
    return (
        at_mean(schedule, p)
        | found
        | {
            "p_zero": 1 - schedule.probability_paid(mu, sd),
            "p_cap": schedule.probability_of_at_least(p["M"], mu, sd),
        }
    )


def c4():
    p = params("C4")
    schedule, mu, sd = tiers(p["tiers"]), p["mu"], p["sd"]
    found = {f"p{each}": schedule.quantile(each / 100, mu, sd) for each in (20, 50)}
    return (
        at_mean(schedule, p)
        | found
        | {
            "p_any": schedule.probability_paid(mu, sd),
            "noise_value": split(schedule, mu, sd).for_noise,
        }
    )


def c4b():
    return at_mean(tiers(params("C4")["tiers"]), params("C4b"))


def c5():
    p = params("C5")
    return at_mean(deadband(p["c"], p["v_per_unit"], cliffs=True), p)


def c5b():
    p = params("C5b")
    return at_mean(deadband(p["c"], p["v_per_unit"], cliffs=False), p)


def denver():
    return Canonical(knots=(Knot(0.20, 3.2e6, 16e6), Knot(0.30, bend=-12.2e6), Knot(0.65, bend=-3.8e6)))


def c6():
    at = {f"f_{level}": denver().value(level / 100) for level in (38, 30, 70)}
    return at_mean(denver(), params("C6")) | at


def c7():
    p = params("C7")
    effects = [Measured(mu, sd) for mu, sd in zip(p["mu"], p["sd"], strict=True)]
    first, second = (threshold(c, amount) for c, amount in zip(p["c"], p["M"], strict=True))
    chances = both_paid(tuple(p["c"]), *effects, p["corr"])
    both = together(first, effects[0], second, effects[1], p["corr"])
    return {
        "mean": both.mean,
        "sd": both.sd,
        "p_both": chances.both,
        "p_neither": chances.neither,
        "p_both_indep": chances.both_if_independent,
        "sd_indep": together(first, effects[0], second, effects[1], 0.0).sd,
    }


def c8():
    p = params("C8")
    paid = count_payment(chances_of(stats.binom(p["n"], p["p"])), p["price"], cap=p["cap"])
    return {"mean": paid.mean, "sd": paid.sd, "p_cap": paid.probability_of_cap, "p95": paid.quantile(0.95)}


def c9():
    p = params("C9")
    binary, frequency = Measured(p["muB"], p["sB"]), Measured(p["muF"], p["sF"])
    of_binary = Canonical(knots=(Knot(p["hurdle"], p["vB"] * p["hurdle"], p["vB"]),))
    of_frequency = Canonical(knots=(Knot(0.0, bend=p["vF"]),))
    first = float(of_binary.mean(binary.mean, binary.error))
    second = gated(p["hurdle"], binary, of_frequency, frequency, p["corr"])
    return {
        "E_binary": first,
        "E_frequency_gated": second,
        "E_total": first + second,
        "E_frequency_ungated": of_frequency.mean(frequency.mean, frequency.error),
        "p_hurdle": of_binary.probability_paid(binary.mean, binary.error),
    }


def c10():
    p = params("C10")
    card = SustainedJob(p["attach"], p["job"], p["sustain"], p["n"])
    return {
        "expected": card.expected(p["q"], p["s"]),
        "max": card.most,
        "expected_periods": periods_sustained(p["s"], p["n"]),
        "p_full": card.probability_of_most(p["q"], p["s"]),
    }


def c11():
    model = read_deal(SCHEMES / "true_up.yaml").written
    levels = {
        f"plan.outcomes.level.readings.{name}.level": level
        for name, level in zip(("first", "second", "third"), params("C11")["cum"], strict=True)
    }
    found = {}
    for mode in ("ratchet", "clawback"):
        line = f"payments.{mode}.earned"
        earned = evaluate(model, levels, keep=[line])[line][:, 0]
        found |= {mode: [float(earned[year]) for year in (1, 2, 3)], f"total_{mode}": earned.sum()}
    return found


def c12():
    p = params("C12")
    price, sd = p["price"] * p["n"], p["sd"]
    deductible = deductible_for(price, sd, p["target"])
    return {
        "subsidy": paid_for_nothing(price, sd),
        "per_cohort_over_pooled": several_floors(p["m"]),
        "deductible": deductible,
        "deductible_in_sd": deductible / sd,
        "ramp_equivalent_width_sd": findings(threshold(0.1, 1e6), 0.1, sd).cliffs[0].like_a_ramp / sd,
    }


OBTAINED = {name: globals()[name.lower()] for name in [*(f"C{number}" for number in range(1, 13)), "C4b", "C5b"]}
FIGURES = 76


@pytest.mark.parametrize("name", OBTAINED)
def test_a_closed_form_gives_the_worked_figures(name):
    assert reproduced(name, OBTAINED[name]()) > 0


def test_no_figure_of_payment_is_left_out():
    assert set(OBTAINED) == ids_of("C")
    assert sum(reproduced(name, obtained()) for name, obtained in OBTAINED.items()) == FIGURES


def test_the_engine_pays_for_a_job_that_lasts_what_the_closed_form_expects():
    model = read_deal(SCHEMES / "work_programme_expected.yaml").written
    paid = evaluate(model, {}, keep=["payments.paid"])["payments.paid"].sum()
    assert paid == pytest.approx(c10()["expected"], rel=1e-12)


def test_several_floors_are_what_several_floors_pay():
    p = params("C12")
    price, one = p["price"] * p["n"], p["sd"] * 3**0.5  # a cohort has a third of the people of the pool
    each = 3 * paid_for_nothing(price / 3, one)
    assert each / paid_for_nothing(price, p["sd"]) == pytest.approx(several_floors(3), rel=1e-12)


def test_the_schedules_are_the_contracts():
    """Published: 5,104,000 for 38 % fewer jail days."""
    assert float(denver().value(0.38)) == pytest.approx(5_104_000)
    assert float(denver().value(0.1999)) == 0
    assert deadband(0.03, 5e7, cliffs=True).value([-0.04, -0.03, -0.02, 0.02, 0.03, 0.04]).tolist() == pytest.approx(
        [-2e6, -1.5e6, 0, 0, 1.5e6, 2e6]
    )
    assert deadband(0.03, 5e7, cliffs=False).value([-0.04, -0.03, 0.0, 0.03, 0.04]).tolist() == pytest.approx(
        [-5e5, 0, 0, 0, 5e5]
    )
