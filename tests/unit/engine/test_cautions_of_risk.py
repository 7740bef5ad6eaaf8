"""What risk is cautioned about: no room for harm, no design, delays past the end, and a plan on a cliff."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import sibmodel
from sibmodel.cli.commands import sib
from sibmodel.cli.opening import warnings_of
from sibmodel.files.deals import parse_deal

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


# --- cliffs --------------------------------------------------------------------------------------------------------


def test_a_plan_on_a_cliff():
    message = "has a step at 10%, the plan is 10.5%, and the evaluation has a standard error of 3.78%: GBP 300,000"
    found = warned(("effect: 12%, measured_at", "effect: 10.5%, measured_at"))
    assert found == [f"terms.payments.steps  {message} hangs on a toss of a coin. {STEP}"]


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
    assert "USD 4,800,000 hangs on a toss of a coin" in result.output
