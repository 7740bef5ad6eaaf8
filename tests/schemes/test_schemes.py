"""Every scheme vector and tree of the specification, through deal files: what goes in, what the payers pay."""

import json
import math
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import sibmodel
from sibmodel.engine.evaluate import evaluate

HERE = Path(__file__).parent
ORACLES = json.loads((HERE / "oracles.json").read_text())
WORK_PROGRAMME = {
    "JSA 18-24": (400, 1_200, 170, 13),
    "JSA 25+": (400, 1_200, 215, 13),
    "JSA early access": (400, 1_200, 250, 20),
    "JSA ex-IB": (400, 1_200, 250, 20),
    "ESA volunteers": (400, 1_000, 115, 20),
    "ESA ex-IB": (600, 3_500, 370, 26),
}
"""Attachment, job outcome, each sustainment payment, and how many of them at most."""

RELATIVE = 1e-6


@cache
def deal(name):
    return sibmodel.read_deal(HERE / "deals" / f"{name}.yaml")


def paid(name, changed, line="payments.paid"):
    return float(evaluate(deal(name).written, changed, keep=[line])[line].sum())


def counted(outcome, value, reading="all"):
    return {f"plan.outcomes.{outcome}.readings.{reading}.count": value}


def effect(outcome, value):
    return {f"plan.outcomes.{outcome}.effect": value}


# --- vectors -------------------------------------------------------------------------------------------------------


def work_programme(group, given):
    group = next(name for name in sorted(WORK_PROGRAMME, key=len, reverse=True) if group.startswith(name))
    attach, job, sustain, most = WORK_PROGRAMME[group]
    changed = {
        "terms.payments.card.prices.attached": attach,
        "terms.payments.card.prices.job_outcome": job,
        "terms.payments.card.prices.sustain_4wk": sustain,
        "terms.payments.card.most_units.sustain_4wk": most,
    }
    for outcome, value in given.items():
        changed |= counted(outcome, value)
    return paid("work_programme", changed)


def newpin(line, given):
    level = {"plan.outcomes.restoration.readings.read.level": given.get("restoration_rate", given.get("rate"))}
    year = {"plan.outcomes.restoration.readings.read.month": 12 * given.get("year", given.get("redeemed_year", 0))}
    return paid("newpin", level | year, f"payments.coupon.{line}")


def denver_total():
    days = counted("days", 41_070 + 258_858)
    return paid("denver", days | effect("jail", 0.38))


def days_avoided(days):
    """Days avoided are days less what they would have been; below nothing where there are more."""
    without = {"plan.outcomes.days_avoided.readings.first.without_programme": max(0.0, -days)}
    return counted("days_avoided", max(0.0, days), "first") | without


def obtained(scheme, given):
    kind = scheme.split(" ")[0]
    if scheme.startswith("Work Programme"):
        return work_programme(scheme.removeprefix("Work Programme "), given)
    if kind == "SF":
        return paid("sf_workforce", {k: v for name, value in given.items() for k, v in counted(name, value).items()})
    if scheme == "Denver housing days":
        return paid("denver", counted("days", given["days"]), "payments.housing.paid")
    if scheme == "Denver jail days":
        return paid("denver", effect("jail", given["reduction"]), "payments.jail.paid")
    if scheme == "Denver total":
        return denver_total()
    if kind == "Rikers":
        return paid("rikers", effect("rbd", given["reduction"]))
    if scheme == "Newpin coupon":
        return newpin("read.coupon", given)
    if scheme == "Newpin redemption":
        return newpin("read.redeemed", given)
    if kind == "Cuyahoga":
        return paid("cuyahoga", days_avoided(given["days_avoided"]))
    assert scheme == "SC-NFP preterm (share of max)"
    return paid("sc_nfp", effect("preterm", given["reduction"]))


@pytest.mark.parametrize("vector", ORACLES["vectors"], ids=lambda each: f"{each['scheme']}-{each['input']}")
def test_every_vector_is_reproduced(vector):
    value = obtained(vector["scheme"], vector["input"])
    assert value == pytest.approx(vector["payment"], rel=RELATIVE, abs=RELATIVE)


def test_the_vectors_are_counted():
    assert len(ORACLES["vectors"]) == 48


# --- trees: an interpreter of the specification's blocks judges random inputs ------------------------------------


def block(tree, given):
    """What a tree of the specification comes to, block by block."""
    match tree["type"]:
        case "Unit":
            return tree["price"] * given[tree["q"]]
        case "Schedule":
            level = given[tree["q"]]
            amount = tree.get("a", 0) + tree.get("b", 0) * level
            for knot in tree.get("knots", []):
                if level >= knot["at"] - 1e-9 if knot.get("incl", True) else level > knot["at"] + 1e-9:
                    amount += knot.get("jump", 0) + knot.get("slope", 0) * (level - knot["at"])
            return amount
        case "Gate":
            return block(tree["then"], given) if holds(tree["if"], given) else block_or_nothing(tree.get("else"), given)
        case "Sum":
            return sum(block(each, given) for each in tree["of"])
        case "Scale":
            by = tree["by"]
            return (given[by] if isinstance(by, str) else by) * block(tree["of"], given)
        case "Limit":
            amount = max(block(tree["of"], given), tree.get("floor", -math.inf))
            return min(amount, tree.get("cap", math.inf))
        case "TrueUp":
            return block(tree["of"], given)
        case other:
            raise AssertionError(other)


def block_or_nothing(tree, given):
    return 0.0 if tree is None else block(tree, given)


def holds(condition, given):
    if "any" in condition:
        return any(holds(each, given) for each in condition["any"])
    value = given[condition["q"]]
    return value >= condition["v"] - 1e-9 if condition["op"] == ">=" else value <= condition["v"] + 1e-9


def levels(**names):
    return lambda given: {k: v for name, key in names.items() for k, v in effect(key, given[name]).items()}


def of_newpin(line):
    def run(given):
        return newpin(line, {"restoration_rate": given["rate"], "year": given["year"]})

    return run


def several(*parts):
    return lambda given: {path: value for part in parts for path, value in part(given).items()}


def counts(*names):
    return lambda given: {k: v for name in names for k, v in counted(_CALLED.get(name, name), given[name]).items()}


_CALLED = {"hb": "high_barrier", "adj_days": "days"}


def ratios(given):
    return {f"plan.outcomes.{name}.readings.final.level": given[name] for name in ("learn_ratio", "enrol_ratio")}


TREES = {
    "sf": ("sf_workforce", counts("served", "placed", "hb"), {"served": 900, "placed": 500, "hb": 90}),
    "denver": ("denver", several(counts("adj_days"), levels(jail="jail")), {"adj_days": 400_000, "jail": 0.64}),
    "cuyahoga": ("cuyahoga", lambda given: days_avoided(given["days"]), {"days": 90_000}),
    "rikers": ("rikers", levels(rbd="rbd"), {"rbd": 0.3}),
    "sc_nfp": ("sc_nfp", levels(x="preterm"), {"x": 0.25}),
    "peterborough": (
        "peterborough",
        several(levels(c1="c1", c2="c2", pooled="pooled"), counts("e_c1", "e_c2", "e_pooled")),
        {"c1": 0.15, "c2": 0.15, "pooled": 0.15, "e_c1": 300, "e_c2": 300, "e_pooled": 600},
    ),
    "tr": (
        "transforming_rehabilitation",
        several(counts("ffs"), levels(binary_pp="binary_pp", freq_rel="freq_rel")),
        {"ffs": 8_000_000, "binary_pp": 0.05, "freq_rel": 0.06},
    ),
    "deadband": ("deadband", levels(x="change"), {"x": 0.08}),
    "newpin_coupon": (of_newpin("read.coupon"), None, {"rate": 0.9, "year": 7, "notional": 1}),
    "newpin_redemption": (of_newpin("read.redeemed"), None, {"rate": 0.9, "year": 7, "notional": 1}),
    "educate_like_bonus": ("educate", ratios, {"learn_ratio": 1.6, "enrol_ratio": 1.6}),
}
"""The deal, how its inputs follow from the tree's quantities, and the largest of each quantity."""
SIGNED = {"x", "jail", "rbd", "c1", "c2", "pooled", "binary_pp", "freq_rel", "days"}
CASES = 60


@pytest.mark.parametrize("name", TREES)
def test_every_tree_can_be_written_as_a_deal(name):
    tree, (where, inputs, largest) = ORACLES["trees"][name], TREES[name]
    rng = np.random.default_rng(3)
    reached = set()
    for _ in range(CASES):
        given = {key: top * float(rng.uniform(-0.6 if key in SIGNED else 0, 1)) for key, top in largest.items()}
        if "year" in given:
            given |= {"year": int(rng.integers(1, 8)), "notional": 1.0}
        expected = block(tree, given)
        value = where(given) if inputs is None else signed(where, inputs(given))
        assert value == pytest.approx(expected, rel=RELATIVE, abs=RELATIVE), given
        reached.add(round(expected, 6))
    assert len(reached) > 1


def signed(name, changed):
    """What is paid, less what is taken back and still owed."""
    model = deal(name).written
    back = "deductions.still_owed"
    owed = paid(name, changed, back) if back in model.lines else 0.0
    return paid(name, changed) - owed


def test_the_trees_are_counted():
    assert set(TREES) == set(ORACLES["trees"])
    assert len(TREES) == 11


# --- oracles of mechanisms beside the vectors ----------------------------------------------------------------------


def test_the_expected_payment_of_a_path_with_sustainment():
    assert paid("work_programme_expected", {}) == pytest.approx(1194.99784882, rel=RELATIVE)
    times = paid("work_programme_expected", {}, "outcomes.sustain.times")
    assert times == pytest.approx(8.113658033, rel=RELATIVE)


@pytest.mark.parametrize(
    ("term", "expected"), [("ratchet", [500_000, 700_000, 0]), ("clawback", [500_000, 700_000, -300_000])]
)
def test_true_ups_pay_what_each_reading_adds(term, expected):
    rows = evaluate(deal("true_up").written, {}, keep=[f"payments.{term}.earned"])
    by_year = rows[f"payments.{term}.earned"][:, 0]
    assert [float(by_year[at]) for at in (1, 2, 3)] == pytest.approx(expected)
    assert by_year.sum() == pytest.approx(sum(expected))


def test_what_a_clawback_takes_back_is_set_off_or_stays_owed():
    model = deal("true_up").written
    kept = evaluate(model, {}, keep=["deductions.still_owed", "payments.paid", "deductions.arises"])
    assert kept["deductions.arises"].sum() == pytest.approx(300_000)
    assert kept["deductions.still_owed"].sum() == pytest.approx(300_000)  # nothing is paid after the third reading
    assert kept["payments.paid"].sum() == pytest.approx(2_400_000)
