"""Cautions: said where a deal holds together and is still likely to mislead, and only there."""

from pathlib import Path

import pytest

from sibmodel.engine.projection import project
from sibmodel.files.deals import read_deal_file

WHOLE = Path("deal_templates/starter.yaml").read_text(encoding="utf-8")
BEFORE, _, REST = WHOLE.partition("risk:\n")  # without risk, which names an outcome that these deals change
STARTER = BEFORE + "scenarios:\n" + REST.partition("scenarios:\n")[2].replace(", risk: {", ", published: {")
COUNT = "in_work: {title: In work, kind: count, of: people, readings: {end: {month: 30, count: 100}}}"


def said(tmp_path, text):
    path = tmp_path / "deal.yaml"
    path.write_text(text, encoding="utf-8")
    read = read_deal_file(path)
    projection = project(read.deal)
    assert projection.problems() == []
    return [str(each) for each in read.placed(projection.problems(warnings=True))]


def with_a_count(text):
    line = next(each for each in text.splitlines() if each.strip().startswith("in_work: {title"))
    return text.replace(line.strip(), COUNT).replace("plan.outcomes.in_work.rate: 40%", "plan.achievement: 80%")


def test_a_deal_that_holds_is_not_cautioned(tmp_path):
    assert said(tmp_path, STARTER) == []


def test_a_count_that_does_not_follow_the_starts(tmp_path):
    (warning,) = said(tmp_path, with_a_count(STARTER))
    assert "the count of in_work does not follow" in warning
    row = next(number for number, line in enumerate(STARTER.splitlines(), 1) if "slow_start" in line)
    assert f"deal.yaml:{row}:" in warning


@pytest.mark.parametrize("said_too", ["plan.achievement: 70%", "plan.outcomes.in_work.readings.end.count: 70"])
def test_a_count_that_is_stated_too(tmp_path, said_too):
    text = with_a_count(STARTER).replace("people: 140}", f"people: 140, {said_too}}}")
    assert said(tmp_path, text) == []


def test_a_deal_that_never_pays(tmp_path):
    (warning,) = said(tmp_path, STARTER.replace("max: 950_000", "max: 0"))
    assert "no scenario pays anything for outcomes" in warning


def test_equity_without_a_share(tmp_path):
    other = "order_of_payments"
    shares = "    shares: {kind: equity, commitment: 10_000, draws: {kind: at_close, amount: 10_000}}\n  "
    (warning,) = said(tmp_path, STARTER.replace(f"  {other}", f"{shares}{other}", 1))
    assert "terms.capital.shares" in warning
    assert "gets nothing back" in warning


def test_equity_that_lives_from_its_hurdle_or_a_leg(tmp_path):
    shares = (
        "    shares: {kind: equity, commitment: 10_000, draws: {kind: at_close, amount: 10_000}, hurdle_rate: 3%}\n  "
    )
    text = STARTER.replace("  order_of_payments", f"{shares}order_of_payments", 1)
    assert said(tmp_path, text.replace("loan principal]", "loan principal, shares return]")) == []


@pytest.mark.parametrize(("back", "count"), [("", 1), (", reimbursed: true", 0)])
def test_a_guarantee_that_is_called_too_early(tmp_path, back, count):
    cover = "    cover: {kind: guarantee, of: loan, form: first_loss, amount: 90_000, called_at: 24" + back + "}\n  "
    text = STARTER.replace("  order_of_payments", f"{cover}order_of_payments", 1)
    if back:
        text = text.replace("loan principal]", "loan principal, cover reimbursement]")
    warnings = said(tmp_path, text)
    assert len(warnings) == count
    assert all("before the last outcome payment" in each for each in warnings)


def test_an_inflation_that_nothing_rises_with(tmp_path):
    (warning,) = said(tmp_path, STARTER.replace("  inflation: {", "  inflation: {wages: {rate: 2%}, "))
    assert "plan.inflation.wages" in warning
    assert "rises with it" in warning


def test_rates_the_wrong_way_round(tmp_path):
    swapped = STARTER.replace("rate: 50%, counterfactual: 20%", "rate: 20%, counterfactual: 50%")
    warnings = said(tmp_path, swapped)
    assert any("Are the two the wrong way round?" in each for each in warnings)


def test_costs_without_funding_are_told_with_their_amount(tmp_path):
    (warning,) = said(tmp_path, STARTER.replace("commitment: 700_000", "commitment: 300_000"))
    assert "some costs are not funded" in warning
    assert "Costs without funding: up to GBP 380,000 under the plan." in warning


OWED = Path("tests/parity/deals/many_readings.yaml").read_text(encoding="utf-8")
PAID_BEFORE_IT_FALLS = (
    ("prices: {weeks_in_work: 90}", "prices: {weeks_in_work: 0}"),
    ("prices: {nights: 12}", "prices: {nights: 0}"),
    ("price: 20}", "price: 0}"),
    ("price: 40}", "price: 0}"),
    (
        "month_11: {month: 11, count: 46, without_programme: 5}",
        "month_11: {month: 11, count: 0, without_programme: 100}",
    ),
)


@pytest.mark.parametrize(
    ("owing", "begins"),
    [
        ("the provider", "The provider would still owe GBP "),
        ("the Community Company", "The Community Company would still owe GBP "),
        ("nobody", "What is taken back, never set off and owed by nobody comes to GBP "),
    ],
)
def test_what_somebody_named_still_owes_is_a_fact_and_no_warning(tmp_path, owing, begins):
    path = tmp_path / "deal.yaml"
    text = OWED.replace("owed_by: fund", f"owed_by: {owing}")
    for old, new in PAID_BEFORE_IT_FALLS:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    now = project(read_deal_file(path).deal)
    owed = [name for name in now.scenarios if now.number("deductions.still_owed", name) > 0.005]
    assert owed
    assert len(now.facts()) == len(owed)
    assert all(fact.startswith(begins) for fact in now.facts())
    assert now.facts()[0].endswith(f" {now.where(owed[0])}.")
    assert not [each for each in now.problems(warnings=True) if each.path == "terms.deductions_owed_by"]
