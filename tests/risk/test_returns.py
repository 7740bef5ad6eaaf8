"""Returns: the worked figures, through deals where a deal can say them, and what holds of every measure."""

import datetime as dt
from pathlib import Path

import numpy as np
import numpy_financial as npf
import pytest
import pyxirr
from hypothesis import example, given
from hypothesis import strategies as st

import sibmodel
from sibmodel.engine import measures
from sibmodel.engine.dated import DAY_COUNTS, dated_internal_rate, dated_present_value, internal_rate, years_between
from sibmodel.engine.evaluate import evaluate
from sibmodel.engine.roots import growth_root
from sibmodel.risk import returns, tranches
from tests.capital.deals import projected, row
from tests.support.flows import rate_of
from tests.support.oracles import params, reproduced
from tests.support.simulation import MANY, agrees, draws

HERE = Path(__file__).resolve()
RIKERS_TIERS = HERE.parents[1] / "schemes" / "deals" / "rikers.yaml"
RIKERS = HERE.parents[2] / "deal_templates" / "rikers_able.yaml"


def dated(flows):
    return [(dt.date.fromisoformat(day), float(amount)) for day, amount in flows]


def f1(flows):
    years = range(len(flows))
    return {
        "roots": internal_rate(flows, years).roots,
        "mirr_8_8": measures.modified_internal_rate(flows, years, 0.08, 0.08),
        "npv_15": measures.present_value(flows, years, 0.15),
    }


def f2(flows):
    flows = dated(flows)
    return {"xirr_act365": dated_internal_rate(flows).headline, "xnpv_9pct": dated_present_value(flows, 0.09)}


def f3(flows):
    flows = dated(flows)
    amounts = [amount for _, amount in flows]
    names = {"act365f": "act/365F", "act360": "act/360", "thirty360e": "30E/360", "actact_isda": "act/act ISDA"}
    rates = {key: dated_internal_rate(flows, count).headline for key, count in names.items()}
    return {**rates, "moic": measures.money_multiple(amounts), "net_profit": sum(amounts)}


def f4(payoffs, probs, T):  # noqa: N803
    of = returns.returns_of_atoms(payoffs, probs, T)
    return {
        "irr_of_expected": of.rate_of_expected,
        "mean_irr": of.mean_rate,
        "irr_success": returns.bullet_rate(max(payoffs), T),
        "expected_moic": of.expected_multiple,
        "p_loss": of.loss_probability,
    }


def f4b(mean, log_sd, T):  # noqa: N803
    of = returns.returns_of_lognormal(mean, log_sd, T)
    return {"irr_of_expected": of.rate_of_expected, "mean_irr": of.mean_rate}


def f5(mu, sd, senior, junior):
    first, last = tranches.recovery(mu, sd, 0.0, senior), tranches.recovery(mu, sd, senior, junior)
    rikers = sibmodel.project(sibmodel.read_deal(RIKERS))
    lost, drawn = (rikers.number(f"investors.loan.{what}", "below_8_5") for what in ("principal_lost", "drawn"))
    return {
        "E_senior": first.expected,
        "E_junior": last.expected,
        "E_total": first.expected + last.expected,
        "p_senior_impaired": first.impaired,
        "p_junior_wiped": last.wiped_out,
        "p_junior_full": 1 - last.impaired,
        "rikers_max_loss_pct": lost / drawn,
        "lgf_senior": first.loss_given_impairment,
    }


def f6(opex, receipts):
    """Through the deal that says it; its column 0 is financial close, before the first quarter."""
    now = projected("recycling")
    assert row(now, "vehicle.costs_paid")[1:] == opex
    assert row(now, "payments.paid")[1:] == receipts
    flows = np.array(row(now, "investors.total.flow")[1:])
    drawn, returned = np.maximum(-flows, 0), np.maximum(flows, 0)
    spent, peak = now.number("vehicle.costs_paid"), now.number("investors.total.peak_drawn")
    yearly = now.figure("investors.total.irr").value
    return {
        "total_spend": spent,
        "total_receipts": now.number("payments.paid"),
        "peak_capital": peak,
        "peak_period": int(np.argmax(np.cumsum(drawn) >= peak)),
        "recycling_ratio": spent / peak,
        "moic_on_peak": now.number("investors.total.returned") / peak,
        "drawn": now.number("investors.total.drawn"),
        "irr_quarterly": (1 + yearly) ** 0.25 - 1,
        "irr_annual": yearly,
        "moic_naive_on_spend": now.number("payments.paid") / spent,
        "flows": [[-out, back] for out, back in zip(drawn, returned, strict=True)],
    }


def f7(flows, hurdle):
    years = range(len(flows))
    rate = internal_rate(flows, years).headline
    return {
        "irr": rate,
        "moic": measures.money_multiple(flows),
        "wal": measures.weighted_life(flows, years),
        "macaulay_irr": measures.duration(flows, years, rate),
        "macaulay_6": measures.duration(flows, years, hurdle),
        "payback": measures.payback(flows, years),
        "npv6": measures.present_value(flows, years, hurdle),
        "disc_payback": measures.payback(flows, years, hurdle),
    }


def f8():
    return {
        "total_loss": internal_rate([-100, 0, 0], range(3)).headline,
        "tiny": internal_rate([-100, 0, 0, 0.0001], range(4)).headline,
        "half_t2": internal_rate([-100, 0, 50], range(3)).headline,
    }


def f9():
    """Through the deal of coupon notes."""
    now = projected("coupons")
    rates = {each: now.figure("investors.notes.irr", each).value for each in ("plan", "stopped", "failed")}
    return {
        "success": rates["plan"],
        "fail_y4": rates["stopped"],
        "fail_y7": rates["failed"],
        "moic_fail_y4": now.figure("investors.notes.multiple", "stopped").value,
        "moic_fail_y7": now.figure("investors.notes.multiple", "failed").value,
    }


def f10(I, T):  # noqa: E741, N803
    """What the tiers of the scheme's deal pay, 75 % of it guaranteed, as one sum after four years."""
    written = sibmodel.read_deal(RIKERS_TIERS).written
    effects = [0.085, 0.10, 0.11, 0.12, 0.13, 0.16, 0.20]
    paid = evaluate(written, {"plan.outcomes.rbd.effect": np.array(effects)}, keep=["payments.paid"])["payments.paid"]
    back = np.maximum(paid.sum(axis=0), 0.75 * I)
    one = np.ones((1, 1))
    rates = growth_root(np.array([np.full(back.size, -I), back]), np.array([[0.0], [float(T)]]), one, one)[0] - 1
    return dict(zip(map(str, effects), rates, strict=True))


def f11(cases):
    at = {name: internal_rate(cases[name], range(len(cases[name]))) for name in "abcef"}
    loan = np.array([-172545.848122807] + [787.735232517999] * 480)
    monthly = internal_rate(loan, np.arange(481) / 12)
    assert monthly.status == "ok"
    return {
        "a_status": at["a"].status.upper(),
        "b_status": at["b"].status.upper(),
        "b_irr": at["b"].headline,
        "c_irr": at["c"].headline,
        "d_irr": (1 + monthly.headline) ** (1 / 12) - 1,
        "e_roots": at["e"].roots,
        "f_roots": at["f"].roots,
    }


OBTAINED = {
    "F1": f1,
    "F2": f2,
    "F3": f3,
    "F4": f4,
    "F4b": f4b,
    "F5": f5,
    "F6": f6,
    "F7": f7,
    "F8": f8,
    "F9": f9,
    "F10": f10,
    "F11": f11,
}


@pytest.mark.parametrize("name", OBTAINED)
def test_every_figure_is_reproduced(name):
    assert reproduced(name, OBTAINED[name](**params(name))) > 0


# --- statuses ------------------------------------------------------------------------------------------------------

NEARLY_ALL_LOST = params("F11")["cases"]["e"]
"""Has a second rate of -99.98 %."""


@pytest.mark.parametrize(
    ("flows", "status", "roots", "financing"),
    [
        ([0, 0], "no_flows", [], False),
        ([-100, 0, 0], "total_loss", [-1], False),
        ([0, 50, 50], "no_outlay", [], False),
        ([100, -50], "ok", [-0.5], True),
        ([-100, 0, 50], "ok", [-0.292893218813], False),
        ([-1000, 2300, -1320], "multiple", [0.1, 0.2], False),
        ([-100, 200, -150], "none", [], False),
        (NEARLY_ALL_LOST, "multiple", [-0.99979126, 1.00426985], False),
        ([-50, -100, 600, 300, -100], "multiple", [-0.76889547, 1.85441783], False),
        ([-50, 20, -50, 20, -50, 20], "uncertified", [-0.6], False),
        ([-1, 200], "none", [], False),  # 19,900 % is beyond the search
    ],
)
def test_rates_and_their_status(flows, status, roots, financing):
    found = internal_rate(flows, range(len(flows)))
    assert (found.status, found.is_financing) == (status, financing)
    assert found.roots == pytest.approx(roots, abs=1e-8)
    assert found.headline == (found.roots[0] if status in {"ok", "total_loss"} else None)


@pytest.mark.parametrize(
    ("flows", "status", "rate"),
    [
        ([-100, 0, 0], "total_loss", -1.0),
        ([-100, 0, 0, 0.0001], "total_loss", -1.0),  # the lines round to the cent: a hundredth of one is nothing
        ([-100, 0, 0, 0.01], "ok", 0.0001 ** (1 / 3) - 1),
        ([0, 0], "no_outlay", 0.0),
        ([100, -50], "no_single_rate", 0.0),
        ([-100, 0, 50], "ok", -0.292893218813),
        ([-100, 200, -150], "no_single_rate", 0.0),
        (NEARLY_ALL_LOST, "no_single_rate", 0.0),
        ([-50, -100, 600, 300, -100], "no_single_rate", 0.0),
    ],
)
def test_what_the_lines_of_a_deal_say_of_the_same_flows(flows, status, rate):
    found, said = rate_of(flows)
    assert said == status
    assert found == pytest.approx(rate, abs=1e-9)


# --- dates ---------------------------------------------------------------------------------------------------------

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2040, 12, 31))


@given(DAYS, DAYS)
@example(dt.date(2024, 1, 31), dt.date(2024, 3, 1))
@example(dt.date(2024, 2, 29), dt.date(2025, 8, 31))
def test_day_counts_agree_with_another_implementation(one, other):
    start, end = sorted((one, other))
    names = {
        "act/365F": pyxirr.DayCount.ACT_365F,
        "act/360": pyxirr.DayCount.ACT_360,
        "30E/360": pyxirr.DayCount.THIRTY_E_360,
        "act/act ISDA": pyxirr.DayCount.ACT_ACT_ISDA,
    }
    assert names.keys() == DAY_COUNTS.keys()
    for name, theirs in names.items():
        assert years_between(start, end, name) == pytest.approx(pyxirr.year_fraction(start, end, theirs), abs=1e-12)


def test_flows_of_one_day_are_netted_and_their_order_does_not_matter():
    day, later = dt.date(2024, 1, 1), dt.date(2025, 6, 1)
    plain = dated_internal_rate([(day, -100.0), (later, 120.0)])
    assert plain.status == "ok"
    mixed = [(later, 150.0), (day, -130.0), (later, -30.0), (day, 30.0)]
    assert dated_internal_rate(mixed) == plain
    assert dated_internal_rate([(day, -100.0), (day, 100.0)]).status == "no_flows"
    assert dated_internal_rate([]).status == "no_flows"
    assert dated_present_value(mixed, plain.headline) == pytest.approx(0, abs=1e-9)


def test_an_unknown_day_count_is_said():
    with pytest.raises(
        ValueError, match=r"'act/364' is no day count; there are act/365F, act/360, 30E/360, act/act ISDA"
    ):
        years_between(dt.date(2024, 1, 1), dt.date(2025, 1, 1), "act/364")


# --- measures ------------------------------------------------------------------------------------------------------

AMOUNTS = st.lists(st.integers(-1000, 3000).map(float), min_size=2, max_size=10)


@given(AMOUNTS, st.floats(0.0, 0.3), st.floats(0.0, 0.3))
def test_the_modified_rate_is_that_of_another_implementation(later, finance, reinvestment):
    flows = [-1000.0, *later]
    found = measures.modified_internal_rate(flows, range(len(flows)), finance, reinvestment)
    if any(amount > 0 for amount in later):
        assert found == pytest.approx(float(npf.mirr(flows, finance, reinvestment)), abs=1e-9)
    else:
        assert found == -1


@given(AMOUNTS, st.floats(-0.5, 0.5))
def test_present_values_are_those_of_another_implementation(later, rate):
    flows = [-1000.0, *later]
    assert measures.present_value(flows, range(len(flows)), rate) == pytest.approx(
        float(npf.npv(rate, flows)), rel=1e-9
    )


@given(AMOUNTS)
def test_money_is_back_once_it_stays_back(later):
    flows = np.array([-1000.0, *later])
    so_far = np.cumsum(flows)
    found = measures.payback(flows, range(flows.size))
    if so_far[-1] < 0:
        assert found is None
    else:
        assert np.all(so_far[int(np.ceil(found)) :] >= 0)
        assert np.interp(found, np.arange(flows.size), so_far) == pytest.approx(0, abs=1e-6)


def test_a_later_outlay_takes_the_payback_back():
    assert measures.payback([-100, 150, -100, 100], range(4)) == 2.5
    assert measures.payback([-100, 100, 0], range(3)) == 1
    assert measures.payback([0, 100], range(2)) == 0
    assert measures.payback([-100, 100], range(2), 0.05) is None


def test_a_measure_that_does_not_exist_is_none():
    assert measures.money_multiple([0, 50]) is None
    assert measures.modified_internal_rate([0, 50], range(2), 0.08, 0.08) is None
    assert measures.modified_internal_rate([-50], [0], 0.08, 0.08) is None
    assert measures.weighted_life([-100, 0], range(2)) is None
    assert measures.duration([-100, 0], range(2), 0.1) is None


def test_durations_shrink_as_the_rate_grows_and_bound_the_slope():
    flows, years = np.array([0.0, 300.0, 400.0, 600.0]), np.arange(4.0)
    lives = [measures.duration(flows, years, rate) for rate in (0.0, 0.05, 0.5)]
    assert lives == sorted(lives, reverse=True)
    assert lives[0] == measures.weighted_life(flows, years)
    slope = (
        measures.present_value(flows, years, 0.05 + 1e-6) - measures.present_value(flows, years, 0.05 - 1e-6)
    ) / 2e-6
    assert -slope * 1.05 / measures.present_value(flows, years, 0.05) == pytest.approx(lives[1], rel=1e-6)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: measures.present_value([1.0, 2.0], [0.0], 0.1),
            r"two rows of one length; these are of \(2,\) and \(1,\)",
        ),
        (lambda: measures.present_value([1.0], [0.0], -1.0), "above -100 %; it is -1"),
        (lambda: returns.bullet_rate(-0.1, 5), "multiple must not be below 0; it is -0.1"),
        (lambda: returns.returns_of_atoms([1.0], [0.9], 5), "weights must sum to 1"),
        (lambda: returns.returns_of_lognormal(1.0, -0.1, 5), "sd_of_log must not be below 0"),
        (lambda: tranches.recovery(85.0, -1.0, 0.0, 60.0), "sd must not be below 0; it is -1"),
        (lambda: tranches.recovery(85.0, 30.0, 0.0, 0.0), "size must be above 0; it is 0"),
    ],
)
def test_what_cannot_be_is_said(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


# --- returns and tranches under risk -------------------------------------------------------------------------------


def test_returns_of_drawn_multiples():
    given = params("F4b")
    mean, spread, years = given["mean"], given["log_sd"], given["T"]
    of = returns.returns_of_lognormal(mean, spread, years)
    drawn = mean * np.exp(spread * draws("F4b").standard_normal(MANY) - spread**2 / 2)
    assert agrees(drawn, of.expected_multiple)
    assert agrees(returns.bullet_rate(drawn, years), of.mean_rate)
    assert agrees(drawn < 1, of.loss_probability)
    given = params("F4")
    of = returns.returns_of_atoms(given["payoffs"], given["probs"], given["T"])
    drawn = draws("F4").choice(given["payoffs"], MANY, p=given["probs"])
    assert agrees(returns.bullet_rate(drawn, given["T"]), of.mean_rate)
    assert agrees(drawn < 1, of.loss_probability)


@given(st.lists(st.tuples(st.floats(0, 3), st.integers(1, 9)), min_size=1, max_size=6), st.integers(1, 10))
def test_the_mean_rate_is_never_above_the_rate_of_the_mean(atoms, years):
    multiples, counts = np.array(atoms).T
    of = returns.returns_of_atoms(multiples, counts / counts.sum(), years)
    assert of.mean_rate <= of.rate_of_expected + 1e-12


def test_without_spread_both_rates_are_one():
    certain = returns.returns_of_lognormal(1.3, 0.0, 5)
    assert certain.mean_rate == pytest.approx(certain.rate_of_expected)
    assert returns.returns_of_atoms([1.0], [1.0], 5).loss_probability == 0  # what was put in is back
    assert (certain.loss_probability, returns.returns_of_lognormal(0.9, 0.0, 5).loss_probability) == (0, 1)


def test_tranches_of_a_drawn_pool():
    given = params("F5")
    pool = draws("F5").normal(given["mu"], given["sd"], 3 * MANY)  # one in five is impaired
    for below, size in ((0.0, given["senior"]), (given["senior"], given["junior"])):
        of = tranches.recovery(given["mu"], given["sd"], below, size)
        back = np.clip(pool - below, 0, size)
        assert agrees(back, of.expected)
        assert agrees(back < size, of.impaired)
        assert agrees(back <= 0, of.wiped_out)
        assert agrees((size - back)[back < size] / size, of.loss_given_impairment)


def test_tranches_of_a_certain_pool():
    of = tranches.recovery(85.0, 0.0, [0.0, 60.0, 90.0], [60.0, 40.0, 10.0])
    assert of.expected.tolist() == [60, 25, 0]
    assert of.impaired.tolist() == [0, 1, 1]
    assert of.wiped_out.tolist() == [0, 0, 1]
    assert of.loss_given_impairment.tolist() == pytest.approx([0, 0.375, 1])


@given(st.floats(0, 200), st.floats(0, 80), st.floats(1, 50))
def test_tranches_share_the_pool_and_the_senior_is_never_worse_off(mean, sd, size):
    both = tranches.recovery(mean, sd, 0.0, 2 * size)
    senior, junior = tranches.recovery(mean, sd, 0.0, size), tranches.recovery(mean, sd, size, size)
    assert float(senior.expected + junior.expected) == pytest.approx(float(both.expected), abs=1e-9)
    assert senior.expected >= junior.expected - 1e-9
    assert senior.impaired <= junior.impaired + 1e-12
