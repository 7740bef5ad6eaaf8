"""What fades: the worked figures, the geometric series, and the ratio that somebody else printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibmodel.analysis.closed.fading import fading_saving, social_return
from tests.analysis.figures import params, reproduced
from tests.support.numbers import share

RATES = st.floats(0.0, 0.15)
PLAIN = {"deadweight": 0.0, "attributed_to_others": 0.0, "displacement": 0.0, "drop_off": 0.0}


def g1(u, half_life, rate, months):
    return {"pv": fading_saving(u, half_life=half_life, rate=rate, months=months)}


def s1(people, value, inputs, **shares):
    return {"ratio": social_return(people * value, inputs, displacement=0.0, **shares).ratio}


OBTAINED = {"G1": g1, "S1": s1}


@pytest.mark.parametrize("name", OBTAINED)
def test_every_figure_is_reproduced(name):
    assert reproduced(name, OBTAINED[name](**params(name))) == 1


@given(st.floats(1, 240), st.floats(0.001, 0.15), st.integers(1, 240))
def test_it_is_a_geometric_series(half_life, rate, months):
    factor = 2 ** (-1 / half_life) * (1 + rate) ** (-1 / 12)
    series = 1_000 * factor * (1 - factor**months) / (1 - factor)
    assert fading_saving(12_000.0, half_life=half_life, rate=rate, months=months) == pytest.approx(series, rel=1e-9)


@given(st.floats(1, 240), RATES, st.integers(1, 240))
def test_fading_and_discounting_only_take_away(half_life, rate, months):
    found = fading_saving(12_000.0, half_life=half_life, rate=rate, months=months)
    assert found <= fading_saving(12_000.0, half_life=2 * half_life, rate=rate, months=months) <= 1_000 * months
    assert found <= fading_saving(12_000.0, half_life=half_life, rate=rate, months=months + 1)


def test_what_lasts_and_is_not_discounted_is_added_up():
    assert fading_saving(12_000.0, half_life=float("inf"), rate=0.0, months=30) == 30_000
    assert fading_saving(12_000.0, half_life=24, rate=0.03, months=0) == 0


@given(share(), share(), share(), share(), st.integers(1, 10), RATES)
def test_shares_are_taken_off_one_after_the_other(deadweight, others, displacement, drop_off, years, rate):
    shares = {"deadweight": deadweight, "attributed_to_others": others, "displacement": displacement}
    found = social_return(1_000.0, 500.0, drop_off=drop_off, years=years, rate=rate, **shares)
    assert found.first_year == pytest.approx(1_000 * (1 - deadweight) * (1 - others) * (1 - displacement))
    left = (1 - drop_off) / (1 + rate)
    assert found.benefits == pytest.approx(found.first_year * sum(left**year for year in range(years)))
    assert found.ratio == found.benefits / 500


def test_the_printed_ratio_comes_of_no_other_reading_that_was_tried():
    """The readings that the docstring names, each worked out by itself."""
    first, left = 60 * 8_500 * 0.6 * 0.7, 0.7 / 1.035
    one, two, three = first, first * (1 + left), first * (1 + left + left**2)
    readings = {
        "two years": two / 250_000,
        "the first discounted": two / 1.035 / 250_000,
        "half of the input a year later": two / (125_000 + 125_000 / 1.035),
        "one year": one / 250_000,
        "three years": three / 250_000,
    }
    printed = [name for name, ratio in readings.items() if round(ratio, 3) == 1.436]
    assert printed == ["two years"]
    rounded = [round(ratio, 3) for ratio in readings.values()]
    assert rounded == [1.436, 1.388, 1.461, 0.857, 1.828]


IMPOSSIBLE = {
    "half_life must be above 0; it is 0": lambda: fading_saving(1.0, half_life=0.0, rate=0.0, months=1),
    "months must be a whole number, 0 or more; it is 1.5": lambda: fading_saving(
        1.0, half_life=1.0, rate=0.0, months=1.5
    ),
    "years must not be below 1; it is 0": lambda: social_return(1.0, 1.0, years=0, rate=0.0, **PLAIN),
    "inputs must be above 0; it is 0": lambda: social_return(1.0, 0.0, years=1, rate=0.0, **PLAIN),
    "drop_off must be between 0 and 1; it is 30": lambda: social_return(
        1.0, 1.0, years=1, rate=0.0, **{**PLAIN, "drop_off": 30}
    ),
}


@pytest.mark.parametrize("sentence", IMPOSSIBLE)
def test_what_cannot_be_is_said(sentence):
    with pytest.raises(ValueError, match=r"\w") as said:
        IMPOSSIBLE[sentence]()
    assert str(said.value) == sentence
