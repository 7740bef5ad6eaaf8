"""The worked numbers of the description of the deal file: each sentence stands there, and the engine says the same."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pytest

from sibmodel import project, read_deal
from sibmodel.deal.deal import Deal
from sibmodel.deal.risk.designs import Randomised
from sibmodel.deal.risk.uncertain import Beta, Evidence, RateRatio
from sibmodel.files.deals import parse_deal
from sibmodel.files.templates import templates
from sibmodel.risk import normal
from sibmodel.risk.error_of import error_of
from sibmodel.risk.priors import distribution_of
from tests.unit.test_docs_examples import PIECES

PAGE = " ".join((Path(__file__).parents[2] / "docs" / "deal-file.md").read_text(encoding="utf-8").split())

TERMS = {
    "timeline": "{starts: 2027-01-01, period: year, periods: 6}",
    "payers": "{city: {}}",
    "deductions_owed_by": "the provider",
    "capital": "{loan: {kind: loan, commitment: 1, draws: {kind: at_close, amount: 1}}}",
    "order_of_payments": "[loan principal]",
    "surplus": "{loan: 100%}",
}


def deal(text, plan="", **terms):
    """A piece of the page with all that it lacks."""
    lacking = {key: value for key, value in (TERMS | terms).items() if f"\n  {key}:" not in text}
    more = "".join(f"  {key}: {value}\n" for key, value in lacking.items())
    assert text.count("terms:\n") == 1
    plan = plan if "plan:" in text else f"plan:\n{plan}"
    text = text.replace("terms:\n", f"terms:\n{more}", 1)
    return parse_deal(f"sibmodel: 1\nname: Small\ncurrency: EUR\n{text}{plan}").deal


def piece(word):
    """The one example in which a word stands."""
    found = [text for text in PIECES if word in text]
    assert len(found) == 1
    return found[0]


def paid(now, term="payments", *, of="payments"):
    line = f"{of}.{term}.paid" if term != "payments" else "payments.paid"
    return [round(float(amount), 6) for amount in now.row(line) if abs(amount) > 1e-9]


def says(*sentences):
    for sentence in sentences:
        assert " ".join(sentence.split()) in PAGE


def reduction(effect, month=12):
    return f"{{kind: reduction, stated: relative, effect: {effect}, measured_at: {month}}}"


@pytest.mark.parametrize(
    ("settles", "amounts"),
    [("once", [900]), ("each_reading", [600, 400]), ("ratchet", [600, 300]), ("clawback", [600, 300])],
)
def test_settling_by_readings(settles, amounts):
    says(
        "Paid are, with `once`, 900 at the end; with `each_reading` 600, 0 and 400; with `ratchet` 600, 0 and 300; "
        "with `clawback` 600, then 100 is taken back, then 400 is due less the 100 that is taken back."
    )
    text = piece("settles: ratchet").replace("settles: ratchet", f"settles: {settles}")
    now = project(deal(text))
    assert paid(now, "nights") == amounts
    if settles == "clawback":
        assert now.row("payments.nights.deducted").tolist() == [0, 0, 100, 0, 0, 0, 0]


@pytest.mark.parametrize(("month", "amount"), [(12, 1_800), (13, 2_250)])
def test_later_prices_and_a_discount(month, amount):
    says("A first job of month 12 pays 1,800, one of month 13 pays 2,250.")
    readings = f"{{kind: count, of: people, readings: {{one: {{month: {month}, count: 1}}}}}}"
    none = readings.replace("count: 1}", "count: 0}")
    now = project(deal(piece("most_units:"), f"  outcomes:\n    first_job: {readings}\n    thirteen_weeks: {none}\n"))
    assert paid(now, "card") == [amount]


@pytest.mark.parametrize(("effect", "amount"), [("9%", []), ("10%", [10_000]), ("25%", [20_500]), ("60%", [23_000])])
def test_bands(effect, amount):
    says(
        "A reduction of 9 % pays nothing; 10 % pays 10,000; 25 % pays 20 × 1,000 + 5 × 100 = 20,500; 60 % pays 23,000."
    )
    assert paid(project(deal(piece("starts_at: 10%"), f"  outcomes: {{jail_days: {reduction(effect)}}}\n"))) == amount


@pytest.mark.parametrize(
    ("effect", "from_edge", "from_expected"), [("12%", 200, 500), ("3%", -50, -200), ("10%", 0, 300), ("9.99%", 0, 0)]
)
def test_bonus_and_penalty(effect, from_edge, from_expected):
    says(
        "12 % pays 2 × 100 = 200 and 3 % takes back 1 × 50 = 50. Counted from an expected level of 7 %, 12 % pays "
        "5 × 100 = 500 and 3 % takes back 4 × 50 = 200; at 10 % exactly the bonus is 300, and just below it nothing."
    )
    for how, amount in (("edge", from_edge), ("expected, expected: 7%", from_expected)):
        band = "bonus_from: 10%, penalty_from: 4%, bonus_per_point: 100, penalty_per_point: 50"
        term = f"{{kind: bonus_penalty, outcome: fall, paid_on: net, {band}, counts_from: {how}}}"
        now = project(deal(f"terms:\n  payments:\n    band: {term}\n", f"  outcomes: {{fall: {reduction(effect)}}}\n"))
        assert now.number("payments.band.earned") == pytest.approx(amount)


def test_coupons():
    says("Paid are 20 (the floor), 80, and 600 (no coupon below 50 %, and 60 % of the notional).")
    assert paid(project(deal(piece("coupon_table")))) == [20, 80, 600]


def test_a_share_of_a_fee_at_risk():
    says(
        "At a reduction of 10 % half of the withheld share is earned: 18 × 100 × 20 % × 50 % = 180, paid once it is "
        "verified. 18 × 80 = 1,440 is paid whatever it is."
    )
    outcome = f"  outcomes: {{fall: {reduction('10%', 60)}}}\n"
    now = project(deal(piece("at_risk: {share"), outcome))
    assert paid(now) == [720, 720, 180]
    assert now.row("payments.service.paid")[5] == pytest.approx(180)


def test_steps_on_a_path_and_readings_of_a_person():
    says(
        "Of 150 people 75 find a job and 45 keep it: 50 % × 60 % = 30 % of those who start. Anyway it would have been "
        "20 % × 50 % = 10 %, so that net 30 people keep it.",
        "With `continues: 90%` and `most: 3` each person counts 0.9 + 0.9² + 0.9³ = 2.439 times.",
    )
    text = piece("job_of_young") + "    stays: {kind: sustained, of: job, continues: 90%, most: 3}\n"
    prices = "{kind: rate_card, paid_on: net, prices: {kept: 1, job: 1, stays: 1}}"
    now = project(deal(f"terms:\n  payments:\n    card: {prices}\n{text}"))
    assert now.row("outcomes.job.people_gross").sum() == pytest.approx(75)
    assert now.row("outcomes.kept.people_gross").sum() == pytest.approx(45)
    assert now.row("outcomes.kept.people_net").sum() == pytest.approx(30)
    assert now.number("outcomes.kept.rate_gross") == pytest.approx(0.3)
    assert now.number("outcomes.stays.times") == pytest.approx(2.439)
    assert np.flatnonzero(now.row("outcomes.kept.people_gross")).tolist() == [2]  # month 12 + 3 + 6


DUE = [1_500, 150, 2_400, 300]
CARD = "terms:\n  payments:\n    card: {kind: rate_card, paid_on: gross, prices: {units: 1}}\n"


def due(*amounts):
    readings = ", ".join(f"y{at}: {{month: {12 * at}, count: {count}}}" for at, count in enumerate(amounts, start=1))
    return f"  outcomes: {{units: {{kind: count, of: days, readings: {{{readings}}}}}}}\n"


@pytest.mark.parametrize(
    ("unused", "excess", "amounts"),
    [
        ("lapses", "lost", [900, 150, 900, 300]),
        ("lapses", "waits", [900, 750, 900, 900, 900]),
        ("carried", "lost", [900, 150, 1_650, 300]),
        ("carried", "waits", [900, 750, 1_050, 900, 750]),
    ],
)
def test_limits_of_a_fiscal_year(unused, excess, amounts):
    says("with a limit of 900 a year, 1,500, 150, 2,400 and 300 fall due in four years and nothing in the fifth.")
    row = re.search(rf"\| `{unused}` \| ([\d, ]+) \| ([\d, ]+) \|", PAGE).group(1 if excess == "lost" else 2)
    five = [*amounts, 0][:5]
    assert [int(each.replace(",", "")) for each in row.strip().split(", ")] == five
    rule = f"unused: {unused}, excess: {excess}"
    of_payer = deal(CARD, due(*DUE), payers=f"{{city: {{max_per_fiscal_year: 900, {rule}}}}}")
    shared = deal(CARD, due(*DUE), limits=f"{{year: {{kind: per_fiscal_year, payments: [card], amount: 900, {rule}}}}}")
    assert paid(project(of_payer)) == paid(project(shared)) == amounts


def test_a_limit_of_the_year_before_the_limit_in_all():
    says("500 falls due in each of four years; the limits are 300 a year and 700 in all. Paid are 300, 300, 100 and 0.")
    text = deal(CARD, due(500, 500, 500, 500), payers="{city: {max: 700, max_per_fiscal_year: 300}}")
    assert paid(project(text)) == [300, 300, 100]


def test_a_payer_covers_another():
    says("# pays only what the limit of the city cuts")
    text = CARD.removeprefix("terms:\n")
    now = project(deal(piece("covers: [city]") + text, due(*(amount * 1_000 for amount in DUE))))
    assert paid(now, "city", of="payers") == [900_000, 90_000, 210_000]
    assert paid(now, "state", of="payers") == [600_000, 60_000, 960_000, 120_000]
    assert paid(now, "fund", of="payers") == [500_000]


def test_payers_of_single_payments():
    outcomes = "  outcomes:\n" + "".join(
        f"    {name}: {{kind: count, of: people, readings: {{one: {{month: 12, count: 10}}}}}}\n"
        for name in ("in_work", "attendance")
    )
    now = project(deal(piece("pays: {jobs"), outcomes))
    assert paid(now, "council", of="payers") == [40_000 + 0.3 * 9_000]
    assert paid(now, "ministry", of="payers") == [0.7 * 9_000]


def test_limits_over_several_payments():
    readings = "{one: {month: 12, count: 50}, two: {month: 36, count: 60}}"
    outcomes = "".join(f"    {name}: {{kind: count, of: people, readings: {readings}}}\n" for name in ("home", "job"))
    outcomes = f"  starts: {{all: {{people: 100, over_months: 24}}}}\n  outcomes:\n{outcomes}"
    now = project(deal(piece("cut: last_first"), outcomes))
    # 500 and 1,000 fall due, then 600 and 1,200. Of 2,000 in all jobs get what homes leave, 900 a year: 100 wait for
    # the second year. In year 1 50 people have started, so that there are 2,000 for them; in year 3 all 100, 4,000.
    assert paid(now, "homes") == [500, 500]
    assert paid(now, "jobs") == [900, 100]
    assert now.number("limits.both.cut") == pytest.approx(100 + 1_200)


def test_only_if_waits_and_then_pays_all():
    says("The payment waits until the last of them is known. Then all that fell due before is paid at once.")
    condition = "only_if: {cut: {kind: reaches, outcome: fall, paid_on: net, at_least: 5%}}"
    text = CARD.replace("prices: {units: 1}", f"prices: {{units: 1}}, {condition}")
    for effect, amounts in (("5%", [4_050, 300]), ("4.9%", [])):
        plan = due(*DUE).replace("outcomes: {", f"outcomes: {{fall: {reduction(effect, 36)}, ")
        assert paid(project(deal(text, plan))) == amounts


@pytest.mark.parametrize(("amount", "topped_up"), [(2_000, 350), (1_000, 0)])
def test_a_minimum_payment_counts_what_fell_due_before_limits(amount, topped_up):
    says("What counts is what fell due before any limit of these payments, less what they took back.")
    least = f"    least: {{kind: minimum_payment, of: [card], amount: {amount}, month: 24}}\n"
    now = project(deal(CARD.replace("{kind", "{max: 100, kind") + least, due(*DUE)))
    assert now.number("payments.least.paid") == pytest.approx(topped_up)
    assert paid(now, "card") == [100]


def test_a_deduction_is_set_off_against_later_payments_in_proportion():
    text = CARD + "    other: {kind: rate_card, paid_on: gross, prices: {units: 3}}\n"
    now = project(deal(text + "    funding: {kind: deduction, amount: 1_000, month: 24}\n", due(*DUE)))
    assert now.row("deductions.set_off").tolist() == [0, 0, 600, 400, 0, 0, 0]
    assert paid(now, "card") == [1_500, 2_300, 300]
    assert paid(now, "other") == [4_500, 6_900, 900]


def test_volume_tiers_on_net_pay_a_new_highest_count_only():
    says("nothing that was paid is taken back, and only a new highest count pays again.")
    tiers = "{one: {above: 0, price: 10}, two: {above: 50, price: 1}}"
    term = f"{{kind: volume_tiers, outcome: units, paid_on: net, tiers: {tiers}}}"
    readings = (
        "y1: {month: 12, count: 60}, y2: {month: 24, count: 0, without_programme: 10}, y3: {month: 36, count: 40}"
    )
    plan = f"  outcomes: {{units: {{kind: count, of: days, readings: {{{readings}}}}}}}\n"
    assert paid(project(deal(f"terms:\n  payments:\n    volume: {term}\n", plan))) == [510, 30]


def test_what_is_said_of_uncertain_numbers():
    says(
        "With `estimate: 16%`, `standard_error: 4%`, `between_sites: 4%` and `replication: 75%` the mean is 12 % "
        "and the standard deviation the root of (0.75 × 4 %)² + (4 %)², which is 5 %.",
        "with a mean of 50 % below 50 %, with one of 10 % below 30 %",
        "so a ratio of 0.90 is an effect of 10 %",
        "Two thirds lie within one standard deviation of the mean, 95 % within two.",
    )
    found = Evidence(
        kind="evidence", moves=["x"], estimate=0.16, standard_error=0.04, between_sites=0.04, replication=0.75
    )
    assert (found.mean, found.sd) == (pytest.approx(0.12), pytest.approx(0.05))
    for mean, most in ((0.5, 0.5), (0.1, 0.3)):
        widths = [Beta(kind="beta", moves=["x"], mean=mean, sd=most + off) for off in (-0.01, 0.0)]
        assert [bool(list(each.faults())) for each in widths] == [False, True]
    ratio = distribution_of(RateRatio(kind="rate_ratio", moves=["x"], ratio=0.9, low=0.8, high=1.0))
    assert float(ratio.quantile(np.array([0.5]))[0]) == pytest.approx(0.1)
    ends = np.array([1.0, 2.0])
    assert normal.cdf(ends) - normal.cdf(-ends) == pytest.approx([2 / 3, 0.95], abs=0.02)


def test_what_is_said_of_luck():
    says("of 50 % each, 50 are expected; in 96 of 100 futures it is 40 to 60.")
    chances = [math.comb(100, number) / 2**100 for number in range(40, 61)]
    assert sum(chances) == pytest.approx(0.96, abs=0.005)


def test_the_standard_error_of_a_relative_reduction():
    says("a standard error of about (1 − effect) × √(CV² / treated + CV² / comparison)")
    trial = Randomised(kind="randomised", treated=800, comparison=1_200, rate_without=0.4)
    cv = 0.6 / 0.4
    assert error_of(trial, 0.0, stated="relative").total == pytest.approx(math.sqrt(cv / 800 + cv / 1_200))
    # The spread of those treated is that at the effect, which is why the sentence says "about".
    about = 0.9 * math.sqrt(cv / 800 + cv / 1_200)
    assert error_of(trial, 0.1, stated="relative").total == pytest.approx(about, rel=0.06)


@pytest.mark.parametrize("name", ["starter", "starter_early_childhood", "starter_reoffending"])
def test_a_saving_that_rises_with_prices_is_worth_as_much_as_at_the_real_rate(name):
    says("a saving in the prices of the start is then worth as much as at 3.5 % without inflation")
    written = read_deal(templates()[name].path)
    data = written.model_dump()
    data["plan"]["discount"]["government"] = {"rate": 0.035}
    data["plan"]["inflation"] = {}
    for saving in data["plan"]["savings"].values():
        assert saving["indexed"] == "prices"
        saving["indexed"] = None
    now, real = project(written), project(Deal.model_validate(data))
    capacity = [
        each.number("government.pv_net_fiscal") - each.number("government.pv_net_cashable") for each in (now, real)
    ]
    assert capacity[0] == pytest.approx(capacity[1], rel=1e-9)
    assert capacity[0] > 100_000
    assert now.number("government.pv_premium") < real.number("government.pv_premium")
    assert round(now.number("discount.government"), 4) == 0.0557
