"""The canonical schedule under noise: simulated, differenced, and where nothing is left to chance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibmodel.risk.canonical import Canonical
from sibmodel.risk.pieces import Knot
from tests.support.draws import near, often

DRAWS = 400_000
NOTHING = 1e-9

STEPS = Canonical(knots=(Knot(0.05, jump=400.0), Knot(0.10, jump=600.0)))
DEADBAND = Canonical(0.0, 500.0, (Knot(-0.03, 15.0, -500.0, only_above=True), Knot(0.03, 15.0, 500.0)))
BANDS = Canonical(knots=(Knot(0.05, 50.0, 1000.0), Knot(0.20, bend=-1000.0)))
FALLING = Canonical(100.0, -200.0, (Knot(0.1, jump=-30.0), Knot(0.2, bend=350.0)))
SCHEDULES = {"steps": STEPS, "deadband": DEADBAND, "bands": BANDS, "falling": FALLING}


@pytest.fixture(params=SCHEDULES)
def schedule(request):
    return SCHEDULES[request.param]


# --- against simulation ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("mu", "s"), [(0.08, 0.04), (-0.02, 0.05), (0.12, 0.02)])
def test_closed_forms_agree_with_draws(schedule, mu, s):
    draws = mu + s * np.random.default_rng(11).standard_normal(DRAWS)
    paid = schedule.value(draws)
    mean = float(schedule.mean(mu, s))
    near(paid, mean)
    near((paid - mean) ** 2, schedule.sd(mu, s) ** 2)
    often(paid > NOTHING, schedule.probability_paid(mu, s))
    for amount in (-5.0, 20.0, 75.0, 400.0):
        often(paid >= amount, schedule.probability_of_at_least(amount, mu, s))
    z = (draws - mu) / s
    near(paid * z / s, schedule.slope_felt(mu, s))
    near(paid * (z**2 - 1) / s, schedule.value_of_noise(mu, s))


@pytest.mark.parametrize("p", [0.05, 0.5, 0.8, 0.99])
def test_quantiles_agree_with_draws(p):
    draws = 0.10 + 0.05 * np.random.default_rng(12).standard_normal(DRAWS)
    paid = BANDS.value(draws)
    found = float(BANDS.quantile(p, 0.10, 0.05))
    assert (paid < found).mean() <= p + 0.004
    assert (paid <= found).mean() >= p - 0.004


# --- against itself ----------------------------------------------------------------------------------------------


def numbers(low, high):
    """Numbers as contracts have them."""
    return st.floats(low, high).map(lambda each: round(each, 6))


levels, noises = numbers(-0.3, 0.5), numbers(0.01, 0.2)
knots = st.builds(
    Knot, at=numbers(-0.2, 0.4), jump=numbers(-500, 500), bend=numbers(-2000, 2000), only_above=st.booleans()
)
rising = st.builds(Knot, at=numbers(-0.2, 0.4), jump=numbers(0, 500), bend=numbers(0, 2000))


def schedules(knot):
    def of(start, slope, some):
        return Canonical(start, slope, tuple(some))

    return st.builds(of, numbers(-100, 100), numbers(0, 500), st.lists(knot, max_size=5))


@given(schedules(knots), levels, noises)
def test_the_slope_that_is_felt_is_that_of_the_mean(schedule, mu, s):
    step = 1e-5
    slope = (schedule.mean(mu + step, s) - schedule.mean(mu - step, s)) / (2 * step)
    assert float(schedule.slope_felt(mu, s)) == pytest.approx(float(slope), rel=1e-4, abs=0.05)


@given(schedules(knots), levels, noises)
def test_the_value_of_noise_is_the_slope_of_the_mean_in_noise(schedule, mu, s):
    step = 1e-5
    slope = (schedule.mean(mu, s + step) - schedule.mean(mu, s - step)) / (2 * step)
    assert float(schedule.value_of_noise(mu, s)) == pytest.approx(float(slope), rel=1e-4, abs=0.05)


@given(schedules(knots), levels)
def test_without_noise_all_is_as_the_contract_says(schedule, mu):
    paid = float(schedule.value(mu))
    assert float(schedule.mean(mu, 0.0)) == paid
    assert float(schedule.sd(mu, 0.0)) == 0
    assert float(schedule.probability_paid(mu, 0.0)) == (paid > 1e-9)
    if all(abs(mu - knot.at) > 1e-5 for knot in schedule.knots):
        assert float(schedule.mean(mu, 1e-7)) == pytest.approx(paid, rel=1e-6, abs=1e-2)
        assert float(schedule.slope_felt(mu, 1e-7)) == pytest.approx(float(schedule.slope_felt(mu, 0.0)), abs=1e-6)
        assert float(schedule.value_of_noise(mu, 0.0)) == 0


@given(schedules(rising), noises, st.lists(levels, min_size=2, max_size=8), st.floats(-50, 600))
def test_more_effect_is_never_paid_less_on_average(schedule, s, effects, amount):
    effects = np.sort(effects)
    for found in (
        schedule.mean(effects, s),
        schedule.probability_paid(effects, s),
        schedule.probability_of_at_least(amount, effects, s),
        schedule.quantile(0.3, effects, s),
    ):
        assert np.all(np.diff(found) >= -1e-9 * (1 + np.abs(found[1:])))


@given(schedules(knots), st.floats(-200, 800), st.lists(levels, min_size=1, max_size=6))
def test_a_cap_and_a_floor_are_the_lesser_and_the_greater(schedule, amount, at):
    at = np.array([each for each in at if all(abs(each - knot.at) > 1e-6 for knot in schedule.knots)])
    paid = schedule.value(at)
    assert schedule.capped(amount).value(at) == pytest.approx(np.minimum(paid, amount), rel=1e-9, abs=1e-3)
    assert schedule.floored(amount).value(at) == pytest.approx(np.maximum(paid, amount), rel=1e-9, abs=1e-3)
    assert schedule.capped(amount).highest <= amount + 1e-6
    assert schedule.floored(amount).lowest >= amount - 1e-6


@given(schedules(knots), schedules(knots), levels, noises)
def test_means_add_up(first, second, mu, s):
    both = first.plus(second.scaled(2.0))
    assert float(both.mean(mu, s)) == pytest.approx(
        float(first.mean(mu, s) + 2 * second.mean(mu, s)), rel=1e-9, abs=1e-6
    )


@given(schedules(knots), levels, noises)
def test_arrays_are_what_single_numbers_are(schedule, mu, s):
    mus, errors = np.array([mu, mu + 0.1, mu]), np.array([s, s, 0.0])
    for method in (schedule.mean, schedule.sd, schedule.value_of_noise, schedule.probability_paid):
        each = [float(method(one, error)) for one, error in zip(mus, errors, strict=True)]
        assert method(mus, errors).tolist() == pytest.approx(each, rel=1e-12, abs=1e-12)


# --- edges -------------------------------------------------------------------------------------------------------


def test_a_threshold_that_is_just_met_in_decimals_is_met():
    half = Canonical(knots=(Knot(0.1, jump=1.0),))
    assert 1 - 0.54 / 0.60 < 0.1
    assert float(half.value(1 - 0.54 / 0.60)) == 1.0
    assert float(Canonical(knots=(Knot(0.1, jump=1.0, only_above=True),)).value(1 - 0.54 / 0.60)) == 0.0


def test_a_slope_at_a_jump_without_noise_is_refused():
    with pytest.raises(ValueError, match=r"there is no slope at 0\.1, where the payment jumps"):
        STEPS.slope_felt(0.10, 0.0)
    assert float(BANDS.slope_felt(0.20, 0.0)) == 0.0


def test_noise_at_a_bend_is_worth_something_at_once():
    assert float(Canonical(knots=(Knot(0.0, bend=100.0),)).value_of_noise(0.0, 0.0)) == pytest.approx(39.894228)
    assert float(STEPS.value_of_noise(0.10, 0.0)) == 0.0


def test_noise_below_nothing_is_refused():
    with pytest.raises(ValueError, match="s must not be below 0; it is -1"):
        STEPS.mean(0.1, -1.0)


def test_a_falling_schedule_has_no_quantile_by_level():
    with pytest.raises(ValueError, match="no quantile"):
        FALLING.quantile(0.5, 0.1, 0.05)


def test_an_empty_schedule_pays_its_start():
    flat = Canonical(5.0)
    assert (float(flat.mean(0.1, 0.05)), float(flat.sd(0.1, 0.05)), flat.highest, flat.lowest) == (5, 0, 5, 5)
    assert flat.rounded(0.1) == flat


def test_the_highest_and_the_lowest_may_be_endless():
    assert (DEADBAND.lowest, DEADBAND.highest) == (-np.inf, np.inf)
    assert (BANDS.lowest, BANDS.highest) == (0, 200)
    assert FALLING.highest == np.inf


def test_a_step_of_nothing_and_endless_stairs_are_refused():
    for schedule, step in ((STEPS, 0.0), (DEADBAND, 0.01)):
        with pytest.raises(ValueError, match="stands still at both ends"):
            schedule.rounded(step)
    with pytest.raises(ValueError, match="more than 100000 stairs"):
        STEPS.rounded(1e-9)


def test_rounding_a_slope_hardly_changes_what_is_expected():
    plain, stairs = BANDS.mean(0.12, 0.04), BANDS.rounded(0.001).mean(0.12, 0.04)
    assert float(stairs) == pytest.approx(float(plain), rel=3e-3)
    assert float(BANDS.rounded(0.001, down=True).mean(0.12, 0.04)) < float(stairs)


def test_an_edge_of_a_dead_band_is_due_itself_and_a_cap_keeps_that():
    capped = DEADBAND.capped(40.0).floored(-40.0)
    assert DEADBAND.value([-0.03, -0.0299999, 0.03]).tolist() == pytest.approx([-15.0, 0.0, 15.0], abs=1e-6)
    assert capped.value([-0.03, 0.03, 0.5, -0.5]).tolist() == pytest.approx([-15.0, 15.0, 40.0, -40.0])
