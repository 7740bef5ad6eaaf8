"""What risk is cautioned about: no room for harm, no design, late delays, slips, and a plan on a cliff."""

from __future__ import annotations

from pathlib import Path
from statistics import NormalDist

import pytest
from click.testing import CliRunner
from pydantic import TypeAdapter

import sibmodel
from sibmodel.cli.commands import sib
from sibmodel.cli.opening import warnings_of
from sibmodel.deal.risk.average import average
from sibmodel.deal.risk.uncertain import UncertainTerm
from sibmodel.files.deals import parse_deal
from sibmodel.risk.priors import _READ, distribution_of

MESSAGES = Path(__file__).parents[2] / "messages"
DEAL = "".join((MESSAGES / name).read_text(encoding="utf-8") for name in ("deal.yaml", "risk.yaml"))
NORMAL = "kind: normal, mean: 10%, sd: 5%}"
MEASURED = DEAL[DEAL.index("  measured:\n") :]
SAFE = "Use a normal, a rate_ratio or evidence, or let the lowest be below 0%."
LATE = "Give the timeline more periods: what falls later is not paid in a simulation."
STEP = "Put the step or the plan further away, measure more people, or pay by a slope in place of a step."


def warned(*edits):
    text = DEAL
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    read = parse_deal(text, "deal.yaml")
    return [str(each).split("  ", 1)[1] for each in warnings_of(read, sibmodel.project(read.deal))]


def test_the_deal_itself_has_none():
    assert warned() == []


# --- harm ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "prior",
    [
        "kind: pert, lowest: 0%, likeliest: 10%, highest: 20%}",
        "kind: beta, mean: 10%, sd: 5%}",
        "kind: normal, mean: 10%, sd: 5%, lowest: 0%}",
        "kind: triangular, lowest: 2%, likeliest: 10%, highest: 20%}",
        "stands_for: factor, kind: lognormal, sd: 30%}",
        "stands_for: shift, kind: triangular, lowest: -12%, likeliest: 0%, highest: 5%}",
    ],
)
def test_a_prior_without_harm(prior):
    message = "excludes that the programme does harm: the effect on 'Reoffending' is never below 0%."
    assert warned((NORMAL, prior)) == [f"risk.uncertain.effect  {message} {SAFE}"]


@pytest.mark.parametrize(
    "prior",
    [
        "kind: pert, lowest: -1%, likeliest: 10%, highest: 20%}",
        "kind: point, value: 10%}",
        "kind: rate_ratio, ratio: 0.9, low: 0.8, high: 1.01}",
        "kind: evidence, estimate: 10%, standard_error: 3%, between_sites: 4%}",
        "stands_for: shift, kind: triangular, lowest: -13%, likeliest: 0%, highest: 5%}",
    ],
)
def test_a_prior_with_harm_or_without_doubt(prior):
    assert warned((NORMAL, prior)) == []


def test_a_shift_on_top_of_a_prior_makes_room_for_harm():
    prior = "kind: beta, mean: 10%, sd: 5%}"
    less = "\n    less: {moves: [plan.outcomes.reoffending.effect], stands_for: shift, kind: point, value: -1%}"
    assert len(warned((NORMAL, prior))) == 1
    assert warned((NORMAL, prior + less)) == []


# --- no design -----------------------------------------------------------------------------------------------------


def test_an_effect_that_is_paid_on_and_not_measured():
    message = "is paid on, and nothing says how it is measured: a simulation takes it as measured exactly."
    hint = "Add 'reoffending' to risk.measured, with a design; at the least kind: stated and a standard_error."
    assert warned((MEASURED, "")) == [f"plan.outcomes.reoffending  {message} {hint}"]


def test_an_effect_that_nothing_is_paid_on_needs_no_design():
    unpaid = "    unpaid: {kind: reduction, stated: relative, effect: 5%, measured_at: 24}\n  costs:\n"
    assert warned(("  costs:\n", unpaid)) == []


def test_parts_of_a_blend_that_is_paid_on_are_measured_too():
    blend = "    other: {kind: reduction, stated: relative, effect: 5%, measured_at: 24}\n"
    blend += "    both: {kind: blend, of: {reoffending: 50%, other: 50%}}\n  costs:\n"
    paid = "    more: {kind: threshold, outcome: both, paid_on: net, at_least: 20%, pays: 1}\n  capital:\n"
    found = warned(("  costs:\n", blend), ("  capital:\n", paid))
    assert [each.split("  ")[0] for each in found] == ["plan.outcomes.other"]


def test_a_deal_without_risk_is_not_asked_for_designs():
    read = parse_deal((MESSAGES / "deal.yaml").read_text(encoding="utf-8"))
    assert warnings_of(read, sibmodel.project(read.deal)) == []


# --- delays --------------------------------------------------------------------------------------------------------

LATE_CASE = "late: {value: 3, chance: 30%}"


def test_a_delay_past_the_last_period():
    far = "late: {value: 60, chance: 30%}"
    found = warned((LATE_CASE, far))
    assert len(found) == 1
    words = found[0].removeprefix("risk.uncertain.delay  can be 60 months late; from ")
    first, message = words.split(" on ", 1)
    assert message.endswith(LATE)
    holds, fails = (
        parse_deal(DEAL.replace("over_months: 24", f"from_month: {month}, over_months: 24")).deal
        for month in (int(first) - 1, int(first))
    )
    assert sibmodel.project(holds).problems() == []
    assert sibmodel.project(fails).problems() != []


def test_a_delay_that_ends_within_the_deal():
    assert warned((LATE_CASE, "late: {value: 6, chance: 30%}")) == []


def test_a_month_that_is_drawn_itself_and_one_that_is_drawn_out():
    value = "stands_for: shift\n      kind: discrete\n      possible: {in_time: {value: 0, chance: 70%}, "
    value += LATE_CASE + "}"
    itself = "kind: triangular\n      lowest: 0\n      likeliest: 6\n      highest: 60"
    assert "  can be 60 in months; from " in warned((value, itself))[0]
    longer = "    long: {moves: [plan.outcomes.in_work.measured_after], stands_for: factor, kind: pert, lowest: 1, "
    longer += "likeliest: 2, highest: 12}\n  together:\n"
    assert "  can be 12 times as many months as planned; from " in warned(("  together:\n", longer))[0]


# --- slips ---------------------------------------------------------------------------------------------------------

VOLUME = "{moves: [plan.starts.everyone.people], stands_for: factor, kind: lognormal, sd: 15%}"
COSTS = "stands_for: factor, kind: triangular, lowest: 0.9, likeliest: 1.01, highest: 1.3}"
LATER = ("{people: 200, over_months: 24}", "{people: 200, from_month: 12, over_months: 12}")
A_FACTOR = "If it is a factor, write stands_for: factor."
A_SHIFT = "If it is added to the plan, write stands_for: shift."
OTHER_UNITS = "Is one of the two in other units? What is added to the plan is a shift: write stands_for: shift."
A_DELAY = "For a delay write stands_for: shift."
PEOPLE, EFFECT = "plan.starts.everyone.people", "plan.outcomes.reoffending.effect"
COST = "plan.costs.delivery.per_month"


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            (VOLUME, VOLUME.replace("stands_for: factor, ", "").replace("15%", "0.15")),
            f"risk.uncertain.volume  draws 1 on average for {PEOPLE}, where the plan has 200. {A_FACTOR}",
        ),
        (
            (COSTS, "kind: pert, lowest: 0, likeliest: 5_000, highest: 10_000}"),
            f"risk.uncertain.costs  draws 5,000 on average for {COST}, where the plan has 30,000. {OTHER_UNITS}",
        ),
        (
            (COSTS, COSTS.removeprefix("stands_for: factor, ")),
            f"risk.uncertain.costs  draws 1.07 on average for {COST}, where the plan has 30,000. {A_FACTOR}",
        ),
        (
            (NORMAL, "kind: normal, mean: 0%, sd: 5%}"),
            f"risk.uncertain.effect  draws 0% on average for {EFFECT}, where the plan has 12%. {A_SHIFT}",
        ),
        (
            (NORMAL, "kind: normal, mean: 80%, sd: 30%, lowest: -100%, highest: 100%}"),
            f"risk.uncertain.effect  draws 67.18% on average for {EFFECT}, where the plan has 12%. {A_FACTOR}",
        ),
    ],
)
def test_what_is_drawn_far_from_the_plan(edit, said):
    assert warned(edit) == [said]


@pytest.mark.parametrize(
    "edit",
    [
        (NORMAL, "kind: normal, mean: 2%, sd: 5%}"),  # who thinks little of a programme
        (NORMAL, "kind: normal, mean: -3%, sd: 5%}"),
        (NORMAL, "kind: point, value: 0%}"),  # no effect, on purpose
        (VOLUME, "{moves: [plan.starts.everyone.people], kind: lognormal, mean: 51, sd: 15}"),
        (VOLUME, "{moves: [plan.starts.everyone.people], kind: lognormal, mean: 799, sd: 15}"),
    ],
)
def test_what_is_drawn_elsewhere_with_reason(edit):
    assert warned(edit) == []


def test_a_delay_that_is_no_shift():
    where = "plan.starts.everyone.from_month"
    message = f"would move {where} from month 12 to 0 with 70%. {A_DELAY}"
    assert warned(LATER, ("      stands_for: shift\n", "")) == [f"risk.uncertain.delay  {message}"]
    possible = "kind: discrete\n      possible: {in_time: {value: 0, chance: 70%}, late: {value: 3, chance: 30%}}"
    guess = "kind: triangular\n      lowest: 0\n      likeliest: 3\n      highest: 9"
    message = f"would move {where} from month 12 to 4 on average. {A_DELAY}"
    assert warned(LATER, ("      stands_for: shift\n", ""), (possible, guess)) == [f"risk.uncertain.delay  {message}"]


def test_a_delay_that_is_a_shift():
    assert warned(LATER) == []


def test_a_spread_without_its_percent_sign():
    message = "is 15, and the mean is 1: hardly anything spreads so far. Did you mean 15%?"
    assert warned((VOLUME, VOLUME.replace("15%", "15"))) == [f"risk.uncertain.volume.sd  {message}"]


def test_a_spread_of_more_than_twice_the_mean():
    def spread(mean, sd):
        return VOLUME, f"{{moves: [{PEOPLE}], kind: lognormal, mean: {mean}, sd: {sd}}}"

    hint = "Write a standard deviation in the terms of the mean, such as 30."
    message = f"is 401, and the mean is 200: hardly anything spreads so far. {hint}"
    assert warned(spread(200, 400)) == []
    assert warned(spread(200, 401)) == [f"risk.uncertain.volume.sd  {message}"]


def test_more_people_observed_than_start():
    hint = "Write how many of those who start are observed; a comparison group is counted under comparison."
    where = "risk.measured.reoffending.designs"
    said = f"{where}.trial.treated  200 people start, 4,000 are observed. {hint}"
    assert warned(("treated: 200", "treated: 4_000")) == [said]
    said = f"{where}.trends.treated  200 people start, 201 are observed. {hint}"
    assert warned(("sd: 90%, treated: 180", "sd: 90%, treated: 201")) == [said]
    nobody = ("people: 200, over_months", "people: 0, over_months")
    assert not [each for each in warned(nobody, ("treated: 200", "treated: 4_000")) if each.startswith(where)]


def test_averages_are_those_of_the_distributions():
    said = {
        "point": {"value": 3.0},
        "discrete": {"possible": {"a": {"value": 1.0, "chance": 0.3}, "b": {"value": 6.0, "chance": 0.7}}},
        "normal": {"mean": 0.1, "sd": 0.2, "lowest": 0.0},
        "beta": {"mean": 0.3, "sd": 0.1},
        "pert": {"lowest": 0.0, "likeliest": 0.1, "highest": 0.4, "weight": 3.0},
        "triangular": {"lowest": 0.0, "likeliest": 0.1, "highest": 0.4},
        "lognormal": {"mean": 2.0, "sd": 0.5},
        "rate_ratio": {"ratio": 0.9, "low": 0.7, "high": 1.1},
        "evidence": {"estimate": 0.1, "standard_error": 0.1, "between_sites": 0.1, "replication": 0.8},
    }
    read = TypeAdapter(UncertainTerm)
    terms = [read.validate_python({"kind": kind, "moves": ["x"], **rest}) for kind, rest in said.items()]
    normals = [{"mean": 0.1, "sd": 0.2}, {"mean": 0.5, "sd": 0.2, "lowest": 0.0, "highest": 0.6}]
    normals += [{"mean": 0.1, "sd": 0.2, "highest": 0.0}, {"mean": 0.1, "sd": 0.0}]
    normals += [{"mean": 0.1, "sd": 0.2, "lowest": 0.3, "highest": 0.3}]
    terms += [read.validate_python({"kind": "normal", "moves": ["x"], **each}) for each in normals]
    assert {type(term) for term in terms} == set(_READ)
    for term in terms:
        assert average(term) == pytest.approx(distribution_of(term).mean, rel=1e-9)


# --- cliffs --------------------------------------------------------------------------------------------------------


def test_a_plan_on_a_cliff():
    has = "has a step at 10%, the plan is 10.5%, and the evaluation has a standard error of 3.65%"
    chance = "although the plan is true, GBP 300,000 is missed with a probability of about 45%."
    found = warned(("effect: 12%, measured_at", "effect: 10.5%, measured_at"))
    assert found == [f"terms.payments.steps  {has}: {chance} {STEP}"]
    assert f"{NormalDist().cdf((0.10 - 0.105) / 0.0365):.0%}" == "45%"


def test_a_plan_below_a_cliff():
    has = "has a step at 10%, the plan is 9.5%, and the evaluation has a standard error of 3.68%"
    chance = "although the plan lies below it, GBP 300,000 is paid with a probability of about 45%."
    found = warned(("effect: 12%, measured_at", "effect: 9.5%, measured_at"))
    assert found[0] == f"terms.payments.steps  {has}: {chance} {STEP}"


@pytest.mark.parametrize(
    ("rounding", "step", "chance"),
    [
        ("rounded_to: 0.1%", "10% (after rounding to 0.1 points)", "44%"),  # reached from 9.95% on
        ("rounded_to: 1%", "10% (after rounding to 1 point)", "39%"),  # from 9.5% on
        ("rounded_to: 1%, rounding: down", "10% (after rounding to 1 point)", "45%"),  # from 10% on
    ],
)
def test_a_cliff_where_the_contract_rounds(rounding, step, chance):
    (found,) = warned(("effect: 12%, measured_at", f"effect: 10.5%, {rounding}, measured_at"))
    assert found.startswith(f"terms.payments.steps  has a step at {step}, the plan is 10.5%, and ")
    assert f"GBP 300,000 is missed with a probability of about {chance}. " in found


def test_a_cliff_is_as_far_as_half_a_standard_error():
    stated = DEAL[DEAL.index("      by: trial\n") :]
    for error, count in (("3.9%", 0), ("4.1%", 1)):  # the step is two points below the plan
        by = f"      designs: {{said: {{kind: stated, standard_error: {error}}}}}\n"
        assert len(warned((stated, by))) == count


def test_a_slope_is_no_cliff():
    stated = DEAL[DEAL.index("      by: trial\n") :]
    by = "      designs: {said: {kind: stated, standard_error: 2%}}\n"
    begins = "outcome: reoffending\n      paid_on: net\n      "
    tiers = "tiers:\n        low: {at_least: 5%, pays: 200_000}\n        high: {at_least: 10%, pays: 500_000}\n"
    steps = f"kind: tiered_schedule\n      {begins}{tiers}"
    slope = f"kind: proportional\n      {begins}threshold: 5%\n      target: 20%\n      pays_at_target: 500_000\n"
    plan = ("effect: 12%, measured_at", "effect: 10.5%, measured_at")
    assert len(warned((stated, by), plan)) == 1
    assert warned((stated, by), plan, (steps, slope)) == []


def test_the_command_shows_it_at_its_place():
    result = CliRunner().invoke(sib, ["check", "deal_templates/rikers_able.yaml"])
    assert result.exit_code == 0
    assert "rikers_able.yaml:38:5  terms.payments.recidivism  has a step at 10%" in result.output
    assert "USD 4,800,000 is missed with a probability of about" in result.output
