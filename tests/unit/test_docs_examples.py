"""The description of the deal file: its examples are read and run, its tables are held against the parts themselves."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from sibmodel import project
from sibmodel.cli.opening import warnings_of
from sibmodel.deal import calendar, plan, prices, programme, published, rates, sources, termination, terms, timeline
from sibmodel.deal.capital import account, deferred_fee, draws, equity, fees, funding, grant, guarantee, interest, loan
from sibmodel.deal.capital import recoverable_grant as recoverable
from sibmodel.deal.deal import Deal
from sibmodel.deal.outcomes import avoided, blend, count, level, reduction, success_rate, sustained
from sibmodel.deal.part import Part
from sibmodel.deal.payments import (
    banded_schedule,
    bonus_penalty,
    by_level,
    cohort_else_pooled,
    conditions,
    coupon_table,
    deduction,
    fee,
    minimum_payment,
    payers,
    payment,
    proportional,
    rate_card,
    savings_share,
    termination_payment,
    terms_limits,
    threshold,
    tiered_schedule,
    volume_tiers,
)
from sibmodel.deal.risk import designs, luck, risk, together, uncertain
from sibmodel.deal.savings import saving
from sibmodel.deal.schema import bare, choices, field_of
from sibmodel.errors import DealFileError
from sibmodel.files.deals import parse_deal, read_deal_file

PAGE = (Path(__file__).parents[2] / "docs" / "deal-file.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml( complete)?\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
COMPLETE = [text for mark, text in BLOCKS if mark]
PIECES = [text for mark, text in BLOCKS if not mark]

# Which parts the tables under a heading describe, and the keys that another table has described already.
EVERY_PAYMENT = {*payment.Payment.model_fields, "kind"}
ON_OUTCOMES = {*payment.OutcomePayment.model_fields, "kind"}
BY_LEVEL = {*by_level.PaymentByLevel.model_fields, "kind"}
EVERY_TRANCHE = {"kind", *funding.CashFunding.model_fields}
EVERY_FEE = {"kind", *fees.Fee.model_fields}
EVERY_COST = {*programme._Cost.model_fields, "kind"}
EVERY_UNCERTAIN = {*uncertain.Uncertain.model_fields, "kind"}
EVERY_DESIGN = {*designs.Design.model_fields, "kind"}
OF_PEOPLE = {*designs.OfPeople.model_fields, "kind"}
DESCRIBED = {
    "The top of the file": [(Deal, set())],
    "Description": [(sources.Description, set())],
    "Terms": [(terms.Terms, set())],
    "Timeline": [(timeline.Timeline, set())],
    "Parties": [(terms.Party, set())],
    "Payers": [(payers.Payer, set())],
    "Payments": [(payment.Payment, set())],
    "On which outcome, when": [(payment.OutcomePayment, EVERY_PAYMENT)],
    "Settling by readings": [(by_level.PaymentByLevel, ON_OUTCOMES)],
    "`only_if`": [(conditions.Reaches, set()), (conditions.Significant, set()), (conditions.AnyOf, set())],
    "`rate_card`": [(rate_card.RateCard, ON_OUTCOMES), (rate_card.LaterPrices, set())],
    "`volume_tiers`": [(volume_tiers.VolumeTiers, EVERY_PAYMENT), (volume_tiers.VolumeTier, set())],
    "`tiered_schedule`": [(tiered_schedule.TieredSchedule, BY_LEVEL), (tiered_schedule.Tier, set())],
    "`banded_schedule`": [(banded_schedule.BandedSchedule, BY_LEVEL), (banded_schedule.Band, set())],
    "`threshold`": [(threshold.Threshold, BY_LEVEL)],
    "`proportional`": [(proportional.Proportional, BY_LEVEL)],
    "`bonus_penalty`": [(bonus_penalty.BonusPenalty, BY_LEVEL)],
    "`coupon_table`": [
        (coupon_table.CouponTable, ON_OUTCOMES),
        (coupon_table.Step, set()),
        (coupon_table.CouponFloor, set()),
        (coupon_table.Redemption, set()),
    ],
    "`cohort_else_pooled`": [
        (cohort_else_pooled.CohortElsePooled, EVERY_PAYMENT),
        (cohort_else_pooled.CohortTrigger, set()),
    ],
    "`savings_share`": [(savings_share.SavingsShare, EVERY_PAYMENT)],
    "`fee`": [(fee.Fee, EVERY_PAYMENT), (fee.AtRisk, set())],
    "`minimum_payment`": [(minimum_payment.MinimumPayment, EVERY_PAYMENT)],
    "`deduction`": [(deduction.Deduction, EVERY_PAYMENT)],
    "`termination_payment`": [(termination_payment.TerminationPayment, EVERY_PAYMENT)],
    "Early termination": [(termination.Termination, set())],
    "Limits over payments": [
        (terms_limits.InAll, set()),
        (terms_limits.PerFiscalYear, set()),
        (terms_limits.ForEachPerson, set()),
        (terms_limits.ShareOfTotal, set()),
    ],
    "Money put in": [(grant.Grant, set()), (recoverable.RecoverableGrant, set())],
    "`loan`": [(loan.Loan, EVERY_TRANCHE), (interest.RateStep, set())],
    "`equity`": [(equity.Equity, EVERY_TRANCHE)],
    "`deferred_fee`": [(deferred_fee.DeferredFee, EVERY_TRANCHE)],
    "Draws": [(draws.AtClose, set()), (draws.Scheduled, set()), (draws.AsNeeded, set()), (draws.Draw, set())],
    "`guarantee`": [(guarantee.Guarantee, set())],
    "Account": [(account.Account, set()), (account.Reserve, set())],
    "Fees": [(fees.Fee, set())],
    "`success_fee`": [(fees.SuccessFee, EVERY_FEE)],
    "`management_fee`": [(fees.ManagementFee, EVERY_FEE)],
    "Plan": [(plan.Plan, set())],
    "Starts": [(programme.Cohort, set())],
    "`success_rate`": [(success_rate.SuccessRate, set()), (success_rate.Arrival, set())],
    "`sustained`": [(sustained.Sustained, set())],
    "`reduction`": [(reduction.Reduction, set())],
    "`blend`": [(blend.Blend, set())],
    "`avoided`": [(avoided.Avoided, set())],
    "`count`": [(count.Count, set()), (count.CountReading, set())],
    "`level`": [(level.GroupLevel, set()), (level.LevelReading, set())],
    "Costs": [(programme._Cost, set())],
    "`one_off`": [(programme.OneOff, EVERY_COST)],
    "`fixed`": [(programme.Fixed, EVERY_COST)],
    "`monthly`": [(programme.Monthly, EVERY_COST)],
    "`per_person`": [(programme.PerPerson, EVERY_COST)],
    "Savings": [(saving.Saving, set())],
    "Unit costs": [(saving.UnitCost, set())],
    "Evidence": [(saving.Grade, set())],
    "Inflation": [(prices.Inflation, set())],
    "Discount": [(rates.Discount, set()), (rates.LaterRate, set())],
    "Risk": [(risk.Risk, set())],
    "Uncertain numbers": [(uncertain.Uncertain, set())],
    "`point`": [(uncertain.Point, EVERY_UNCERTAIN)],
    "`discrete`": [(uncertain.Discrete, EVERY_UNCERTAIN), (uncertain.Possibility, set())],
    "`normal`": [(uncertain.Normal, EVERY_UNCERTAIN)],
    "`beta`": [(uncertain.Beta, EVERY_UNCERTAIN)],
    "`pert`": [(uncertain.Pert, EVERY_UNCERTAIN)],
    "`triangular`": [(uncertain.Triangular, EVERY_UNCERTAIN)],
    "`lognormal`": [(uncertain.Lognormal, EVERY_UNCERTAIN)],
    "`rate_ratio`": [(uncertain.RateRatio, EVERY_UNCERTAIN)],
    "`evidence`": [(uncertain.Evidence, EVERY_UNCERTAIN)],
    "Together": [(together.Together, set())],
    "Luck of starts": [(luck.StartsLuck, set())],
    "Luck of outcomes": [(luck.Luck, set())],
    "Measurement": [(designs.Measurement, set()), (designs.Design, set())],
    "Observing people": [(designs.OfPeople, EVERY_DESIGN)],
    "`stated`": [(designs.Stated, EVERY_DESIGN)],
    "`randomised`": [(designs.Randomised, OF_PEOPLE)],
    "`matched_comparison`": [(designs.MatchedComparison, OF_PEOPLE)],
    "`historical_baseline`": [(designs.HistoricalBaseline, OF_PEOPLE)],
    "`difference_in_differences`": [(designs.DifferenceInDifferences, EVERY_DESIGN)],
    "`composite`": [(designs.Composite, EVERY_DESIGN)],
    "Scenarios": [(plan.Scenario, set())],
    "Published figures": [(published.PublishedFigure, set())],
    "About": [(sources.About, set())],
    "Sources": [(sources.Sources, set()), (sources.Document, set()), (sources.Evidence, set())],
}


def rows(heading):
    """The key, "required?" and the rest of each row of the tables of keys under a heading."""
    section = re.split(rf"^##+ {re.escape(heading)}$", PAGE, flags=re.MULTILINE)[1]
    section = re.split(r"^##+ ", section, maxsplit=1, flags=re.MULTILINE)[0]
    for table in re.findall(r"^\| key \| required\? .*\n(?:\|.*\n)+", section, re.MULTILINE):
        for line in table.splitlines()[2:]:
            keys, needed, rest = line.strip("| ").split(" | ", 2)
            for key in re.findall(r"`(\w+)`", keys):
                yield key, needed, rest


def parts(cls=Part):
    """Every part that a deal may have."""
    for each in cls.__subclasses__():
        yield each
        yield from parts(each)


def test_there_are_examples():
    assert len(COMPLETE) == 1
    assert len(PIECES) >= 5


@pytest.mark.parametrize("text", COMPLETE)
def test_a_complete_example_runs_without_a_warning(text, tmp_path):
    file = tmp_path / "deal.yaml"
    file.write_text(text, encoding="utf-8")
    projection = project(read_deal_file(file).deal)
    assert projection.problems() == []
    assert warnings_of(read_deal_file(file), projection) == []
    assert len(projection.scenarios) > 1
    assert all(projection.number("payments.paid", name) > 0 for name in projection.scenarios)


@pytest.mark.parametrize("text", PIECES)
def test_a_piece_lacks_nothing_but_the_rest_of_a_deal(text):
    with pytest.raises(DealFileError) as caught:
        parse_deal(text)
    for problem in caught.value.problems:
        lacks_step = problem.path == "terms.order_of_payments" and problem.message.startswith("no step ")
        assert problem.message == "is missing." or lacks_step
        assert problem.path.count(".") < 2


@pytest.mark.parametrize("heading", DESCRIBED)
def test_tables_name_every_key_and_no_other(heading):
    known = {name for part, told in DESCRIBED[heading] for name in part.model_fields.keys() - told}
    listed = {key for key, _, _ in rows(heading)}
    assert listed - {"kind"} == known - {"kind"}


@pytest.mark.parametrize("heading", DESCRIBED)
def test_tables_say_what_is_required(heading):
    seen = 0
    for key, needed, _ in rows(heading):
        found = [part.model_fields[key].is_required() for part, _ in DESCRIBED[heading] if key in part.model_fields]
        assert needed.split(",")[0] in {"yes", "no"} or needed.startswith(("with ", "if "))
        if needed.startswith("yes"):
            assert all(found), key
        if needed == "no":
            assert not any(found), key
        seen += 1
    assert seen


def test_every_part_is_described():
    described = {part for each in DESCRIBED.values() for part, _ in each}
    described |= {part for part in parts() if part.__subclasses__()}  # what others have in common
    described.add(designs.NoCounterfactual)  # the page says that it has no keys of its own
    assert not designs.NoCounterfactual.model_fields.keys() - OF_PEOPLE
    inside = {part for part in parts() if part.__module__.startswith("sibmodel.deal")}
    assert {part.__name__ for part in inside - described} <= {"Unknown"}


def test_every_word_of_a_choice_is_there():
    counted = 0
    for part in parts():
        for name in part.model_fields:
            taken = bare(field_of(part, name))
            for word in choices(taken) or [each for key in get_args(taken)[:1] for each in choices(key)]:
                if word not in calendar.MONTH_NAMES[1:-1]:  # "january to december" is enough
                    assert f"`{word}`" in PAGE, f"{part.__name__}.{name}: {word}"
                    counted += 1
    assert counted > 60


def test_every_entry_of_the_contents_leads_somewhere():
    targets = re.findall(r"\]\(#([\w-]+)\)", PAGE)
    headings = re.findall(r"^##+ (.+)$", PAGE, re.MULTILINE)
    there = {re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings}
    assert len(targets) > 30
    assert set(targets) <= there
