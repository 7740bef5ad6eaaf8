"""What a reader must know before relying on a figure: each caveat is said where it is true, and only there.

Every case is the starter deal with one thing changed, so that a caveat that is said is said because of that.
"""

import copy

import pytest

import sibmodel
from sibmodel.deal.deal import Deal
from sibmodel.report import words
from sibmodel.report.facts import term_sheet
from sibmodel.report.html import render
from sibmodel.report.sections.discounting import rate_used
from sibmodel.report.view import View
from tests.pages.deals import TEMPLATES, projection
from tests.pages.reading import number, read, table, tables

STARTER = sibmodel.read_deal(TEMPLATES["starter"]).model_dump()


def starter(**changes):
    """The starter deal, evaluated, with values written over places that are spelled with two underscores."""
    data = copy.deepcopy(STARTER)
    for path, value in changes.items():
        *steps, last = path.split("__")
        place = data
        for step in steps:
            place = place[step]
        place[last] = value
    return sibmodel.project(Deal.model_validate(data))


def brief(run, scenario="plan"):
    return " ".join(term_sheet(run, scenario).brief)


def section(run, name):
    """One section of the page."""
    page = read(render(run))
    return next(each for each in page.all("section") if each.attributes["aria-labelledby"] == name)


def guaranteed(provider, amount=100_000.0):
    part = {"kind": "guarantee", "of": "loan", "form": "first_loss", "amount": amount, "called_at": 60}
    return starter(terms__capital__cover={**part, "provider": provider})


def indexed(rate=0.02):
    return starter(
        plan__inflation__cpi={"rate": rate, "title": "Consumer prices"},
        terms__payments__jobs__indexed="cpi",
        plan__discount={"government": {"rate": 0.035, "basis": "real", "inflation": "cpi"}},
    )


@pytest.fixture(scope="module")
def unfunded():
    return starter(terms__capital__loan__commitment=600_000.0)


def test_the_starter_has_nothing_to_be_warned_of():
    said = brief(projection("starter"))
    for word in ("without funding", "no funding", "cuts", "indexed", "uarantee", "pays nobody"):
        assert word not in said


# --- costs without funding ------------------------------------------------------------------------------------------


def test_costs_without_funding_are_said_for_each_scenario(unfunded):
    said = brief(unfunded)
    assert (
        "Costs without funding: £80,000 under the plan, £50,000 in the scenario “Starts 30 % below plan” and £80,000 "
        "in the scenario “Two in five in work”."
    ) in said
    assert "as if they were met from elsewhere, at no cost to investors, and delivery were not affected" in said


def test_costs_without_funding_stand_beside_the_returns(unfunded):
    assert "Costs without funding: £80,000 under the plan" in section(unfunded, "returns").text
    assert "Costs without funding" not in section(projection("starter"), "returns").text
    shown = table(section(unfunded, "funding"), "Costs with and without funding")
    for scenario, row in zip(unfunded.scenarios, shown.rows, strict=True):
        costs, paid, without = map(number, row[1:])
        assert without == pytest.approx(unfunded.number("vehicle.unfunded", scenario), abs=0.5)
        assert costs == pytest.approx(paid + without)


def test_a_scenario_alone_without_funding_is_the_only_one_named():
    run = starter(terms__capital__loan__commitment=660_000.0, scenarios__late={"changes": {}})
    late = Deal.model_validate(run.deal.model_dump()).with_("plan.costs.delivery.per_month", 16_000.0).model_dump()
    late["scenarios"]["late"]["changes"] = {"plan.costs.delivery.months": 40.0}
    said = brief(sibmodel.project(Deal.model_validate(late)))
    assert "in the scenario “Late”. These costs are not covered" in said
    assert "under the plan. These" not in said


def test_sources_and_uses_tie_with_the_costs(unfunded):
    shown = table(section(unfunded, "funding"), "Sources and uses")
    rows = {row[0]: number(row[1]) for row in shown.rows if len(row) == 2 and row[0] != "In all"}
    totals = [number(row[1]) for row in shown.rows if row[0] == "In all"]
    assert (
        rows["Funding gap: not covered when costs fall due"]
        == rows["Costs of the programme, without funding"]
        == 80_000
    )
    assert totals[0] == totals[1] == pytest.approx(sum(rows.values()) / 2, abs=2)
    assert rows["Costs of the programme"] + 80_000 == pytest.approx(unfunded.number("programme.cost_of_vehicle"))
    for row in table(section(projection("starter"), "funding"), "Sources and uses").rows:
        assert "gap" not in row[0]


def test_fewer_outcomes_that_leave_costs_without_funding_are_said():
    run = starter(
        terms__account__reuse_outcome_payments=True,
        terms__capital__loan__commitment=450_000.0,
        terms__order_of_payments=["loan interest", "loan principal"],
    )
    assert run.number("vehicle.unfunded") == pytest.approx(0)
    assert "of the outcomes expected, up to £230,000 of costs has no funding" in section(run, "ladder").text
    assert "£230,000 of costs then has no funding." in brief(run)
    assert "no funding" not in section(projection("starter"), "ladder").text


# --- guarantees -----------------------------------------------------------------------------------------------------


def test_a_guarantee_is_in_no_figure_of_government():
    said = brief(guaranteed("A foundation"))
    assert "Cover of A foundation, behind Social investor: covers lost principal up to £100,000" in said
    assert (
        "it pays nothing under the plan, but £100,000 in the scenario “Starts 30 % below plan” and £67,388 in" in said
    )
    outside = "A guarantee is in no payer’s figures."
    assert outside in said
    assert outside in section(guaranteed("A foundation"), "government").text
    assert "uarantee" not in section(projection("starter"), "government").text


@pytest.mark.parametrize("provider", ["The council", "the Council"])
def test_a_guarantee_that_a_payer_gives_is_not_in_its_budget(provider):
    run = guaranteed(provider)
    assert "What The council pays as guarantor is counted neither in its budget nor in any other" in brief(run)
    assert run.number("budget.council.spent") == projection("starter").number("budget.council.spent")


def test_a_guarantee_that_is_never_called():
    run = starter(
        scenarios={},
        terms__capital__cover={"kind": "guarantee", "of": "loan", "form": "tops_up", "amount": 1.0, "called_at": 60},
    )
    assert "tops up the principal repaid, to £1 in all; it is called under no scenario." in brief(run)


@pytest.mark.parametrize(
    ("amount", "words_"),
    [
        (
            100_000.0,
            "get back £100,000 of £680,000 drawn, all of it from the guarantee, and lose £580,000 of principal",
        ),
        (900_000.0, "get back £680,000 of £680,000 drawn, all of it from the guarantee, and lose no principal"),
        (0.0, "get back £0 of £680,000 drawn, none of it from the guarantee, and lose £680,000 of principal"),
    ],
)
def test_without_any_outcome_investors_have_the_guarantee(amount, words_):
    assert f"If there is no outcome at all, the payer pays £0; investors {words_}." in brief(guaranteed("X", amount))


def test_without_any_outcome_and_without_a_guarantee():
    said = brief(projection("starter"))
    assert "investors get back £0 of £680,000 drawn and lose £680,000 of principal." in said


# --- caps -----------------------------------------------------------------------------------------------------------


def test_caps_that_cut_are_named_with_amount_and_scenario():
    said = brief(starter(terms__payers__council__max=600_000.0))
    assert (
        "Not all that is earned is paid: the cap over the contract of The council cuts £200,000 under the plan and "
        "£40,000 in the scenario “Two in five in work”."
    ) in said
    yearly = brief(starter(terms__payers__council__max_per_fiscal_year=400_000.0))
    assert "the cap of a fiscal year of The council cuts £28,571 under the plan" in yearly
    own = brief(starter(terms__payments__jobs__max=790_000.0))
    assert "the cap of Sustained jobs cuts £10,000 under the plan. What a cap cuts is lost." in own


def test_of_many_scenarios_the_worst_is_named():
    more = {f"case_{n}": {"changes": {"terms.payers.council.max": 100_000.0 * n}} for n in range(1, 5)}
    said = brief(starter(scenarios=more))
    assert "cuts up to £700,000 (in the scenario “Case 1”) in 4 of 4 other scenarios." in said


# --- prices and rates ------------------------------------------------------------------------------------------------


def test_indexed_prices_are_said_to_be():
    run = indexed()
    assert "indexed from then on: Sustained jobs, by 2% a year (Consumer prices)." in brief(run)
    payments = section(run, "payments").text
    assert "Consumer prices, 2% a year from financial close to measurement" in payments
    assert "Prices of financial close, before indexation." in payments
    assert "before indexation" not in section(projection("starter"), "payments").text


def test_a_real_rate_is_explained_with_the_nominal_one_used():
    run = indexed()
    said = "discounted at 5.57% a year, nominal: 3.5% real on top of 2% inflation (Consumer prices)"
    assert run.number("discount.government") == pytest.approx(1.035 * 1.02 - 1)
    assert said in section(run, "government").text
    assert said in section(run, "method").text
    nominal = starter(plan__discount={"government": {"rate": 0.035}})
    assert "real on top" not in read(render(nominal)).text
    assert rate_used(View(nominal, "plan"), "government") == "discounted at 3.50% a year, nominal"


# --- deals that pay nobody --------------------------------------------------------------------------------------------


def test_a_deal_that_pays_nobody_says_so():
    run = starter(terms__payments__jobs__prices={"in_work": 0.0})
    said = "this deal pays nobody: no outcome payment is made under any scenario."
    assert term_sheet(run).brief[0].endswith(said)
    assert said in section(run, "dates").text
    alone = starter(terms__payments__jobs__prices={"in_work": 0.0}, scenarios={})
    assert "no outcome payment is made under the plan, its only scenario." in brief(alone)


def test_one_scenario_that_pays_is_enough():
    run = starter(
        terms__payments__jobs__prices={"in_work": 0.0},
        scenarios={"priced": {"changes": {"terms.payments.jobs.prices.in_work": 10.0}}},
    )
    assert "pays nobody" not in brief(run)
    assert "No outcome payment is made under the plan." in section(run, "dates").text


# --- nothing is a dash ------------------------------------------------------------------------------------------------


def test_amounts_up_to_half_a_cent_are_dashes():
    assert [words.amount(each) for each in (0.0, -0.0, 0.005, -0.005, 1e-9)] == ["–"] * 5
    assert [words.amount(each) for each in (0.3, -0.3, 0.0051, 0.5, 1.5)] == ["0.30", "−0.30", "0.01", "0.50", "2"]


def test_no_minus_before_a_nought():
    shown = [words.percent(-1e-9, 2), words.percent(-0.00001, 2), words.percent(-1e-9), words.grouped(-0.4)]
    assert shown == ["0.00%", "0.00%", "0%", "0"]


def test_a_row_of_fractions_of_a_cent_is_a_row_of_dashes():
    run = starter(plan__costs__evaluation__total=0.004)
    rows = [row for each in tables(section(run, "funding")) for row in each.rows if row[0] == "Evaluation"]
    assert [row[-1] for row in rows] == ["–"]
