"""How outcomes come about: every worked figure of counts, events, priors, time and volume, beside a simulation."""

import numpy as np
import pytest

from sibmodel.risk import (
    counts,
    days,
    dilution,
    distributions,
    durations,
    events,
    normal,
    variance,
    volume,
)
from sibmodel.risk.moments import Moments
from tests.support.oracles import params, reproduced
from tests.support.simulation import MANY, agrees, draws


def a1(n, p, icc):
    cohort = counts.BetaBinomial(n, p, icc)
    return {
        "alpha": cohort.alpha,
        "beta": cohort.beta,
        "var": cohort.variance,
        "cdf50": cohort.cdf(50),
        "cdf50_if_binomial": counts.BetaBinomial(n, p).cdf(50),
    }


def a2(mean, prevalence):
    person = events.NegativeBinomial.from_prevalence(mean, prevalence)
    return {"k": person.k, "variance": person.variance, "sd": person.sd}


def a3(n, mean, k, omega):
    total = events.cohort_total(n, mean, k, omega)
    return {"mean": total.mean, "var": total.variance, "sd": total.sd}


def a4(**given):
    prior = distributions.Pert(given["min"], given["mode"], given["max"], given["lam"])
    below = dict(zip(("cdf_05", "cdf_10"), prior.cdf([0.05, 0.10]), strict=True))
    return {"alpha": prior.alpha, "beta": prior.beta, "mean": prior.mean, "sd": prior.sd, **below}


def a5(rr_median, ci_low, ci_high, z):
    prior = distributions.LognormalRatio.from_interval(rr_median, ci_low, ci_high, 2 * normal.cdf(z) - 1)
    return {
        "sigma": prior.sd_of_log,
        "mean_r": prior.mean,
        "p_r_ge_10": 1 - prior.cdf(0.10),
        "p_r_le_0": prior.cdf(0.0),
    }


def a7(h, T, eta, beta, Tw):  # noqa: N803
    return {
        "exp_rmst": durations.exponential_within(h, T),
        "exp_surv_T": durations.exponential_survival(h, T),
        "weibull_rmst": durations.weibull_within(eta, beta, Tw),
        "weibull_surv_T": durations.weibull_survival(eta, beta, Tw),
    }


def a8(lam, K):  # noqa: N803
    return {
        "value": events.poisson_within(lam, K),
        "shortfall_prob_N_lt_90": events.NegativeBinomial(lam).cdf(K - 1),
    }


def a9(p_any, mu, sigma, cap):
    person = days.hurdle_lognormal(p_any, mu, sigma, cap)
    positive = days.capped_stay(mu, sigma, cap)
    return {"mean_positive": positive, "mean": person.mean, "var": person.variance, "sd": person.sd}


def a10(r0, half_life_months, months):
    return {
        "discrete_sum": dilution.effect_months(r0, half_life_months, months),
        "integral": dilution.effect_integral(r0, half_life_months, months),
        "effect_month_60": dilution.effect_after(r0, half_life_months, months),
    }


def a11(engagement, cace, n, cluster_size, icc, R2):  # noqa: N803
    return {
        "itt": dilution.intention_to_treat(engagement, cace),
        "deff": dilution.design_effect(cluster_size, icc),
        "n_eff": dilution.effective_size(n, cluster_size, icc, R2),
        "sample_inflation_1_over_c2": dilution.sample_inflation(engagement),
    }


def a12(lam, shape, scale):
    total = days.compound_poisson(lam, shape, scale)
    return {"mean": total.mean, "var": total.variance, "p0": days.without_any(lam)}


def a13(peak, ramp_months, months, monthly_attrition, dose_months):
    started = volume.starts(peak, ramp_months, months).sum()
    return {
        "starts": started,
        "completers": started * volume.still_active(monthly_attrition, dose_months),
        "service_months_per_start": volume.months_of_service(monthly_attrition, dose_months),
    }


def a14(mu, tau, icc, n, m):
    parts = variance.variance_of_rate(mean=mu, sd=tau, icc=icc, people=n, cohorts=m)
    prior = distributions.Beta(mu, tau)
    return {
        "parameter": parts.parameter,
        "cohort": parts.cohort,
        "sampling": parts.sampling,
        "total": parts.total,
        "sd": np.sqrt(parts.total),
        "share_parameter": parts.shares()["parameter"],
        "beta_alpha": prior.alpha,
        "beta_beta": prior.beta,
    }


def a15(EN, sdN, mean_p, sd_p):  # noqa: N803
    def of(spread_of_people, spread_of_rate):
        people = Moments(np.asarray(EN), np.asarray(spread_of_people**2))
        return volume.outcomes(people, Moments(np.asarray(mean_p), np.asarray(spread_of_rate**2)))

    both = of(sdN, sd_p)
    return {
        "mean": both.mean,
        "var": both.variance,
        "sd": both.sd,
        "sd_if_volume_certain": of(0.0, sd_p).sd,
        "sd_binomial_only": of(0.0, 0.0).sd,
    }


def a16(m1, s1, m2, s2):
    of = variance.indices_of_product(m1, s1, m2, s2)
    return {
        "S1": of.first,
        "S2": of.second,
        "S12": of.together,
        "T1": of.total_first,
        "T2": of.total_second,
        "var": of.variance,
    }


OBTAINED = {
    "A1": a1,
    "A2": a2,
    "A3": a3,
    "A4": a4,
    "A5": a5,
    "A7": a7,
    "A8": a8,
    "A9": a9,
    "A10": a10,
    "A11": a11,
    "A12": a12,
    "A13": a13,
    "A14": a14,
    "A15": a15,
    "A16": a16,
}


@pytest.mark.parametrize("name", OBTAINED)
def test_every_figure_is_reproduced(name):
    assert reproduced(name, OBTAINED[name](**params(name))) > 0


# --- beside a simulation -------------------------------------------------------------------------------------------


def test_a_cohort_varies_as_its_rates_do():
    given = params("A1")
    cohort = counts.BetaBinomial(**given)
    draw = draws("A1")
    people = draw.binomial(cohort.n, draw.beta(cohort.alpha, cohort.beta, MANY))
    assert agrees(people, cohort.mean)
    assert agrees((people - cohort.mean) ** 2, cohort.variance)
    assert agrees(people <= 50, cohort.cdf(50))
    assert agrees(people == 60, cohort.pmf(60))


def test_events_of_people_and_of_a_cohort():
    given = params("A3")
    person = events.NegativeBinomial(given["mean"], given["k"])
    draw = draws("A3")
    each = draw.poisson(person.mean * draw.gamma(person.k, 1 / person.k, MANY))
    assert agrees(each == 0, person.pmf(0))
    assert agrees(each <= 3, person.cdf(3))
    assert agrees((each - person.mean) ** 2, person.variance)
    year = draw.gamma(1 / given["omega"], given["omega"], MANY)
    shape = given["n"] * person.k
    total = draw.poisson(year * person.mean * given["n"] * draw.gamma(shape, 1 / shape, MANY))
    of = events.cohort_total(**{"frailty": given.pop("omega"), **given})
    assert agrees(total, of.mean)
    assert agrees((total - of.mean) ** 2, of.variance)


def test_events_of_people_of_whom_some_have_none():
    of = events.zero_inflated(1.55, 0.94, 0.3)
    draw = draws("zero inflation")
    each = draw.poisson(1.55 * draw.gamma(0.94, 1 / 0.94, MANY)) * (draw.random(MANY) >= 0.3)
    assert agrees(each, of.mean)
    assert agrees((each - of.mean) ** 2, of.variance)


def test_time_within_a_window():
    given = params("A7")
    draw = draws("A7")
    constant = np.minimum(draw.exponential(1 / given["h"], MANY), given["T"])
    assert agrees(constant, durations.exponential_within(given["h"], given["T"]))
    growing = given["eta"] * draw.weibull(given["beta"], MANY)
    assert agrees(np.minimum(growing, given["Tw"]), durations.weibull_within(given["eta"], given["beta"], given["Tw"]))
    assert agrees(growing > given["Tw"], durations.weibull_survival(given["eta"], given["beta"], given["Tw"]))


def test_periods_that_are_sustained():
    draw = draws("sustained")
    completed = draw.geometric(1 - 0.93, MANY) - 1
    assert agrees(np.minimum(completed, 13), durations.periods_sustained(0.93, 13))


def test_starts_under_a_capacity():
    given = params("A8")
    came = draws("A8").poisson(given["lam"], MANY)
    assert agrees(np.minimum(came, given["K"]), events.poisson_within(given["lam"], given["K"]))
    assert [float(events.poisson_within(3.0, places)) for places in (0, 1)] == pytest.approx([0, 1 - np.exp(-3)])


def test_days_behind_a_hurdle_and_days_in_spells():
    given = params("A9")
    draw = draws("A9")
    stays = np.minimum(draw.lognormal(given["mu"], given["sigma"], MANY), given["cap"])
    counted = stays * (draw.random(MANY) < given["p_any"])
    of = days.hurdle_lognormal(*given.values())
    assert agrees(stays, days.capped_stay(given["mu"], given["sigma"], given["cap"]))
    assert agrees(counted, of.mean)
    assert agrees((counted - of.mean) ** 2, of.variance)
    given = params("A12")
    spells = draw.poisson(given["lam"], MANY)
    lasted = np.where(spells > 0, draw.gamma(given["shape"] * np.maximum(spells, 1), given["scale"]), 0.0)
    of = days.compound_poisson(given["lam"], given["shape"], given["scale"])
    assert agrees(lasted, of.mean)
    assert agrees((lasted - of.mean) ** 2, of.variance)
    assert agrees(lasted == 0, days.without_any(given["lam"]))


def test_people_who_stay():
    draw = draws("A13")
    given = params("A13")
    stayed = draw.geometric(given["monthly_attrition"], MANY)  # the month at whose end one leaves
    assert agrees(stayed > given["dose_months"], volume.still_active(given["monthly_attrition"], given["dose_months"]))
    service = np.minimum(stayed, given["dose_months"])
    assert agrees(service, volume.months_of_service(given["monthly_attrition"], given["dose_months"]))


def test_the_rate_over_cohorts():
    given = params("A14")
    parts = variance.variance_of_rate(
        mean=given["mu"], sd=given["tau"], icc=given["icc"], people=given["n"], cohorts=given["m"]
    )
    prior = distributions.Beta(given["mu"], given["tau"])
    draw = draws("A14")
    rate = draw.beta(prior.alpha, prior.beta, (MANY, 1))
    size = 1 / given["icc"] - 1
    reached = draw.binomial(given["n"], draw.beta(rate * size, (1 - rate) * size, (MANY, given["m"])))
    mean = reached.mean(axis=1) / given["n"]
    assert agrees((mean - given["mu"]) ** 2, parts.total)


def test_doubtful_volume_and_a_doubtful_rate():
    given = params("A15")
    prior = distributions.Beta(given["mean_p"], given["sd_p"])
    draw = draws("A15")
    shape = given["EN"] ** 2 / (given["sdN"] ** 2 - given["EN"])
    people = draw.poisson(draw.gamma(shape, given["EN"] / shape, MANY))
    reached = draw.binomial(people, draw.beta(prior.alpha, prior.beta, MANY))
    assert agrees(reached, 200.0)
    assert agrees((reached - 200.0) ** 2, a15(**given)["var"])


def test_what_explains_a_product():
    """What the first explains alone: a second draw that shares the first only goes with it by that much."""
    given = params("A16")
    of = variance.indices_of_product(*given.values())
    draw = draws("A16")
    first, other_first = (draw.normal(given["m1"], given["s1"], MANY) for _ in range(2))
    second, other_second = (draw.normal(given["m2"], given["s2"], MANY) for _ in range(2))
    mean = given["m1"] * given["m2"]
    assert agrees((first * second - mean) ** 2, of.variance)
    assert agrees((first * second - mean) * (first * other_second - mean), of.first * of.variance)
    assert agrees((first * second - mean) * (other_first * second - mean), of.second * of.variance)


def test_people_in_clusters_tell_less_and_covariates_tell_more():
    """The square of a cluster's mean, less what is explained: in a model where each part has its share."""
    given = params("A11")
    draw = draws("A11")
    size, icc, left = given["cluster_size"], given["icc"], 1 - given["R2"]
    cluster = draw.normal(0, np.sqrt(left * icc), MANY)
    people = draw.normal(0, np.sqrt(left * (1 - icc) / size), MANY)  # the mean of the cluster's people
    assert agrees((cluster + people) ** 2, 1 / dilution.effective_size(size, size, icc, given["R2"]))
    engaged = draw.random(MANY) < given["engagement"]
    assert agrees(engaged * given["cace"], dilution.intention_to_treat(given["engagement"], given["cace"]))


# --- what holds whatever the numbers --------------------------------------------------------------------------------


def test_of_nobody_nobody_has_anything():
    nobody = counts.BetaBinomial(0, 0.3, 0.02)
    assert (nobody.mean, nobody.variance, float(nobody.pmf(0)), float(nobody.cdf(0))) == (0, 0, 1, 1)
    assert (events.NegativeBinomial(1.5, 0.9).total(0).mean, float(events.NegativeBinomial(0.0, 0.9).cdf(0))) == (0, 1)
    total = events.cohort_total(0, 1.5, 0.9, 0.1)
    assert (float(total.mean), float(total.variance)) == (0, 0)
    assert volume.starts(40, 6, 0).sum() == volume.months_of_service(0.03, 0) == 0
    assert float(dilution.effective_size(0, 25, 0.03)) == dilution.effect_months(0.1, 18.0, 0) == 0
    with pytest.raises(ValueError, match="people must not be below 1; it is 0"):
        variance.variance_of_rate(mean=0.4, sd=0.05, icc=0.02, people=0, cohorts=3)


@pytest.mark.parametrize("p", [0.0, 1.0])
@pytest.mark.parametrize("icc", [0.0, 0.02])
def test_a_rate_of_nothing_or_all_leaves_nothing_to_chance(p, icc):
    cohort = counts.BetaBinomial(20, p, icc)
    assert cohort.variance == 0
    assert cohort.pmf([0, 10, 20]).tolist() == [1 - p, 0, p]


def test_probabilities_sum_to_one_and_give_the_moments():
    y = np.arange(201)
    for cohort in (counts.BetaBinomial(200, 0.3, 0.02), counts.BetaBinomial(200, 0.3)):
        chance = cohort.pmf(y)
        assert [chance.sum(), chance @ y, chance @ (y - cohort.mean) ** 2] == pytest.approx(
            [1, cohort.mean, cohort.variance]
        )
        assert cohort.cdf(y) == pytest.approx(np.cumsum(chance))
        assert cohort.pmf([-1, 0.5, 201]).tolist() == [0, 0, 0]
        assert cohort.cdf([-1, 200, 999]).tolist() == [0, 1, 1]
    y = np.arange(400)
    for person in (events.NegativeBinomial(1.55, 0.94), events.NegativeBinomial(1.55)):
        chance = person.pmf(y)
        assert [chance.sum(), chance @ y, chance @ (y - person.mean) ** 2] == pytest.approx(
            [1, person.mean, person.variance]
        )
        assert person.cdf(y) == pytest.approx(np.cumsum(chance))
        assert person.pmf([-1, 0.5]).tolist() == [0, 0]
        assert person.cdf([-1, 0.5]).tolist() == pytest.approx([0, chance[0]])


def test_a_prevalence_is_met_or_the_count_is_poissons():
    means, prevalences = np.array([1.55, 0.2, 5.0, 1.55]), np.array([0.6, 0.05, 0.9, 0.01])
    k = events.shape_of_prevalence(means, prevalences)
    assert 1 - (1 + means / k) ** -k == pytest.approx(prevalences, rel=1e-9)
    over = events.NegativeBinomial.from_prevalence(0.5, 1 - np.exp(-0.5))
    assert over.is_poisson
    assert over.variance == 0.5
    assert not events.NegativeBinomial.from_prevalence(0.5, 0.3).is_poisson
    with pytest.raises(ValueError, match="no shape"):
        events.shape_of_prevalence(100.0, 1e-4)


def test_without_spread_nothing_is_divided_by_it():
    certain = days.hurdle_lognormal(1.0, np.log(30.0), 0.0, [20.0, 365.0])
    assert certain.mean.tolist() == pytest.approx([20, 30])
    assert certain.variance.tolist() == pytest.approx([0, 0])
    endless = days.hurdle_lognormal(1.0, 3.0, 0.5, np.inf)
    assert float(endless.mean) == pytest.approx(np.exp(3.125))
    assert float(endless.variance) == pytest.approx(np.exp(6.25) * np.expm1(0.25))
    assert variance.variance_of_rate(mean=1.0, sd=0.0, icc=0.0, people=1, cohorts=1).shares() == {
        "parameter": 0,
        "cohort": 0,
        "sampling": 0,
    }
    assert variance.indices_of_product(0.1, 0.0, 10.0, 0.0).first == 0
    assert durations.exponential_within([0.0, 1e-12], 12.0).tolist() == pytest.approx([12, 12])
    assert volume.ramped(1, 0) == 1


def test_fading_without_steps_is_between_the_sums_of_both_ends():
    ends = dilution.effect_months(0.1, 18.0, 60)
    starts = ends + 0.1 - float(dilution.effect_after(0.1, 18.0, 60))
    assert ends < float(dilution.effect_integral(0.1, 18.0, 60)) < starts
    assert dilution.effect_months(0.1, np.inf, 60) == pytest.approx(6.0)


IMPOSSIBLE = {
    "p must be between 0 and 1; it is 1.2": lambda: counts.BetaBinomial(10, 1.2),
    "p must be between 0 and 1; it is nan": lambda: counts.BetaBinomial(10, np.nan),
    "icc must be at least 0 and below 1; it is 1": lambda: counts.BetaBinomial(10, 0.5, 1.0),
    "n must be a whole number, 0 or more; it is 1.5": lambda: counts.BetaBinomial(1.5, 0.5),
    "prevalence must be above 0; it is 0": lambda: events.shape_of_prevalence(1.5, 0.0),
    "prevalence must be between 0 and 1; it is 1.1": lambda: events.shape_of_prevalence(1.5, 1.1),
    "mean must not be below 0; it is -1": lambda: events.NegativeBinomial(-1.0),
    "k must be above 0; it is 0": lambda: events.NegativeBinomial(1.0, 0.0),
    "frailty must not be below 0; it is -0.1": lambda: events.cohort_total(10, 1.0, 1.0, -0.1),
    "sd_of_log must not be below 0; it is -1": lambda: days.hurdle_lognormal(0.4, 3.5, -1.0, 365),
    "any_at_all must be between 0 and 1; it is -0.1": lambda: days.hurdle_lognormal(-0.1, 3.5, 1.0, 365),
    "hazard must not be below 0; it is -0.1": lambda: durations.exponential_within(-0.1, 12),
    "survival must be between 0 and 1; it is 1.01": lambda: durations.periods_sustained(1.01, 13),
    "sd must not be below 0; it is -0.05": lambda: variance.variance_of_rate(
        mean=0.4, sd=-0.05, icc=0.02, people=300, cohorts=3
    ),
    "sd_1 must not be below 0; it is -1": lambda: variance.indices_of_product(1.0, -1.0, 1.0, 1.0),
    "a rate with mean 0.4 cannot have an sd of 0.5; the most is 0.489898": lambda: variance.variance_of_rate(
        mean=0.4, sd=0.5, icc=0.02, people=300, cohorts=3
    ),
    "mean_rate must be between 0 and 1; it is 1.4": lambda: volume.outcomes(
        Moments(np.array(5.0), np.array(1.0)), Moments(np.array(1.4), np.array(0.0))
    ),
    "half_life must be above 0; it is 0": lambda: dilution.effect_after(0.1, 0.0, 12),
    "engagement must be above 0; it is 0": lambda: dilution.sample_inflation(0.0),
    "p must be above 0 and below 1; it is 1": lambda: counts.icc_of_variation(0.2, 1.0),
}


@pytest.mark.parametrize("sentence", IMPOSSIBLE)
def test_what_cannot_be_is_said(sentence):
    with pytest.raises(ValueError, match=r"must|cannot") as said:
        IMPOSSIBLE[sentence]()
    assert str(said.value) == sentence
