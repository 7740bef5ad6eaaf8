"""What a first reader stumbled over: questions hidden, parties dropped, figures that could not be found.

Every case is a small deal in which the page once misled, with what it must say now.
"""

import datetime as dt

import pytest

import sibmodel
from sibmodel.deal.deal import Deal
from sibmodel.report.counterfactual import without_difference
from sibmodel.report.html import render
from sibmodel.report.view import View
from tests.pages.deals import ALL, INVESTED, TEMPLATES, page, projection
from tests.pages.reading import number, read, table, tables
from tests.pages.test_caveats import starter
from tests.pages.test_true import (
    at_close,
    brief,
    captions,
    count,
    deal_of,
    loan,
    made,
    reduction,
    section,
    threshold,
    tiers,
)

NO_DIFFERENCE = "If the programme makes no difference"
BETWEEN = "after the draws and before the receipts of that day"


# --- payments on gross, if the programme makes no difference ---------------------------------------------------------


def test_gross_payments_for_what_would_have_happened_anyway_are_said():
    run = projection("starter")
    deal = run.deal.with_("plan.outcomes.in_work.rate", 0.2)
    same = sibmodel.project(deal)
    paid, back, lost = (
        same.number(line) for line in ("payments.paid", "investors.total.returned", "investors.total.principal_lost")
    )
    assert paid == pytest.approx(200 * 0.2 * 8_000)
    assert (
        f"{NO_DIFFERENCE}, the payer still pays £{paid:,.0f}, because what would have happened anyway counts too "
        f"(Sustained jobs, paid on gross); investors then get back £{back:,.0f} of £680,000 drawn, a loss of "
        f"£{680_000 - back:,.0f}; as some of it is interest or surplus, £{lost:,.0f} of principal is not repaid."
    ) in brief(run)


def test_everything_else_is_as_in_the_scenario_and_no_share_of_the_plan_scales_it():
    low = {"changes": {"plan.achievement": 0.5, "plan.starts.everyone.people": 140}}
    run = starter(scenarios={"low": low}, terms__payers__council__max=200_000.0)
    assert f"{NO_DIFFERENCE}, the payer still pays £200,000, because" in brief(run)
    bare = starter(scenarios={"low": low})
    found = without_difference(View(bare, "low"), ["payments.paid"])
    assert found == {"payments.paid": pytest.approx(140 * 0.2 * 8_000)}
    assert f"{NO_DIFFERENCE}, the payer still pays £224,000, because" in brief(bare, "low")


def test_a_count_on_gross_is_put_at_what_it_would_have_been():
    card = {"kind": "rate_card", "paid_on": "gross", "prices": {"o": 6.0}}
    run = made(card, count(count=400.0, without=200.0))
    assert f"{NO_DIFFERENCE}, the payer still pays £1,200, because" in brief(run)
    assert "investors then get back £1,200 against £1,000 drawn and lose no principal." in brief(run)
    fewer = made(card, count(count=50.0, without=200.0))
    assert f"{NO_DIFFERENCE}, the payer still pays £1,200, because" in brief(fewer)


def test_other_outcomes_make_no_difference_either():
    card = {"kind": "rate_card", "paid_on": "gross", "prices": {"o": 6.0}}
    deal = deal_of(card, count(count=400.0, without=200.0), surplus={"loan": 1.0}).model_dump()
    deal["plan"]["outcomes"]["fall"] = reduction(0.12)
    deal["terms"]["payments"]["q"] = {**threshold(0.1, 700.0), "outcome": "fall"}
    run = sibmodel.project(Deal.model_validate(deal))
    assert run.number("payments.paid") == 3_100
    because = "because what would have happened anyway counts too (P, paid"
    assert f"{NO_DIFFERENCE}, the payer still pays £1,200, {because}" in brief(run)


@pytest.mark.parametrize(
    ("payment", "outcome"),
    [
        ({"kind": "rate_card", "paid_on": "net", "prices": {"o": 6.0}}, count()),
        ({"kind": "rate_card", "paid_on": "gross", "prices": {"o": 6.0}}, count(without=0.0)),
        ({"kind": "rate_card", "paid_on": "gross", "prices": {"o": 0.0}}, count()),
        (threshold(300.0, paid_on="gross"), count()),
        (threshold(0.1), reduction()),
    ],
)
def test_nothing_is_said_where_nothing_would_be_paid(payment, outcome):
    assert NO_DIFFERENCE not in brief(made(payment, {**outcome}))


# --- parties ---------------------------------------------------------------------------------------------------------


def parties(run):
    return table(section(run, "parties"), "Parties and their roles").rows


def named(**stated):
    capital = {
        "loan": loan(provider="Good Bank", title="Senior loan"),
        "gift": {
            "kind": "recoverable_grant",
            "commitment": 1.0,
            "draws": {"kind": "as_needed"},
            "title": "First grant",
        },
        "cover": {
            "kind": "guarantee",
            "of": "loan",
            "form": "first_loss",
            "amount": 5.0,
            "called_at": 40,
            "provider": "A foundation",
        },
    }
    return made(
        tiers(),
        reduction(),
        capital=capital,
        order_of_payments=["loan interest", "loan principal", "gift principal"],
        parties={key: {"name": name, "role": role} for key, (name, role) in stated.items()},
    )


def test_parties_that_are_named_drop_nobody():
    run = named(judge=("Dr Quill", "evaluator"))
    assert parties(run) == [
        ["Outcome payer", "The council"],
        ["Investor: Senior loan", "Good Bank"],
        ["Investor: First grant", "provider not named"],
        ["Guarantor: Cover", "A foundation"],
        ["Evaluator", "Dr Quill"],
    ]
    assert parties(named()) == parties(run)[:-1]


def test_each_party_stands_once():
    run = named(
        judge=("Dr Quill", "evaluator"),
        council=("Borough of Anytown", "commissioner"),
        lender=("good bank", "senior lender"),
        gift=("Kind Trust", "grant maker"),
        backer=("A foundation", ""),
    )
    assert parties(run) == [
        ["Outcome payer; commissioner", "Borough of Anytown (below: The council)"],
        ["Senior lender: Senior loan", "good bank"],
        ["Grant maker: First grant", "Kind Trust"],
        ["Guarantor: Cover", "A foundation"],
        ["Evaluator", "Dr Quill"],
    ]


def test_one_party_in_several_parts():
    both = {
        "a": loan(provider="The Council", title="Senior loan"),
        "b": loan(provider="The council", title="Junior loan"),
    }
    run = made(
        tiers(),
        reduction(),
        capital=both,
        order_of_payments=[f"{name} {what}" for name in "ab" for what in ("interest", "principal")],
        surplus={"a": 1.0},
        parties={"b": {"name": "Somebody else", "role": "adviser"}},
    )
    assert parties(run) == [
        ["Outcome payer; investor: Senior loan and Junior loan", "The council"],
        ["Adviser", "Somebody else"],
    ]


@pytest.mark.parametrize("name", ALL)
def test_every_payer_tranche_and_guarantee_is_among_the_parties(name):
    terms, rows = projection(name).deal.terms, table(page(name), "Parties and their roles").rows
    roles = " ".join(role for role, _ in rows)
    assert "payer" in roles.casefold()
    for key, part in terms.capital.items():
        assert (part.title or key) in roles or (part.title or key.capitalize()) in roles
        assert not part.provider or any(part.provider.casefold() in party.casefold() for _, party in rows)
    assert len({party for _, party in rows if party != "provider not named"}) == sum(
        party != "provider not named" for _, party in rows
    )


# --- discount rates --------------------------------------------------------------------------------------------------


def test_discount_rates_do_not_read_as_returns():
    shown = table(page("starter"), "Every input of the model").rows
    groups = [row[0] for row in shown if len(row) == 1]
    assert {"Discount rate: investors (hurdle)", "Discount rate: government"} <= set(groups)
    assert not {"Investors", "Government"} & set(groups)
    at = shown.index(["Discount rate: investors (hurdle)"])
    assert shown[at + 1][:2] == ["Rate a year, nominal", "5%"]


def test_a_real_discount_rate_says_so_and_a_scenario_names_it_in_full():
    run = starter(
        plan__inflation__cpi={"rate": 0.02},
        plan__discount={
            "government": {"rate": 0.035, "basis": "real", "inflation": "cpi", "title": "Green Book"},
            "investors": {"rate": 0.05},
        },
        scenarios={"dear": {"changes": {"plan.discount.investors.rate": 0.08}}},
    )
    shown = table(section(run, "assumptions"), "Every input of the model").rows
    at = shown.index(["Discount rate: government, Green Book"])
    assert shown[at + 1][0] == "Rate a year, real"
    changes = table(section(run, "scenarios"), "Scenarios and what they change").rows
    assert changes == [["Dear", "Discount rate: investors (hurdle): rate a year, nominal", "5%", "8%"]]


# --- the peak in its table -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", INVESTED)
def test_the_peak_is_found_in_its_table(name):
    shown, peak = table(page(name), "Cash flow of all investors"), projection(name).number("investors.total.peak_drawn")
    before = [number(text) for text in shown.column("After draws, before receipts")[:-1]]
    assert min(before, default=0.0) == pytest.approx(-peak, abs=0.5)
    rows = zip(before, shown.numbers("Came back"), shown.numbers("Running sum"), strict=False)
    assert all(first + back == pytest.approx(after, abs=2) for first, back, after in rows)


def test_the_peak_is_said_to_be_before_the_receipts_of_its_day():
    run = projection("starter")
    assert f"out of pocket by at most £392,571, in June 2028, {BETWEEN}; capital is back" in captions(run)["cash"]
    assert f"out of pocket by at most £392,571 at any one time under the plan, {BETWEEN}." in brief(run)
    shown = table(page("starter"), "Cash flow of all investors")
    assert ["30 June 2028", "−68,286", "−392,571", "85,714", "−306,857"] in shown.rows
    assert BETWEEN not in brief(projection("rikers_able"))
    assert BETWEEN not in captions(projection("rikers_able"))["cash"]


# --- instants at which nothing moves ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", INVESTED)
def test_instants_at_which_nothing_moves_are_left_out(name):
    shown = table(page(name), "Cash flow of all investors")
    assert "Instants at which nothing moves are left out." in page(name).text
    moves = zip(shown.column("Date"), shown.column("Drawn"), shown.column("Came back"), strict=True)
    assert [date for date, drawn, back in moves if drawn == back == "–" and date != "In all"] == []


# --- the scenario shown ----------------------------------------------------------------------------------------------


def capped(scenarios):
    return starter(terms__payers__council__max=600_000.0, scenarios=scenarios)


def test_the_scenario_shown_is_named_before_others():
    none = {"none": {"title": "None", "changes": {"plan.achievement": 0.2}}}
    said = brief(capped(none), "none")
    assert (
        "In the scenario “None” no cap cuts anything. In other scenarios: the cap over the contract of The council "
        "cuts £200,000 under the plan. What a cap cuts is lost."
    ) in said
    assert "Not all that is earned is paid" not in said
    some = {"some": {"title": "Some", "changes": {"plan.outcomes.in_work.rate": 0.4}}}
    assert "cuts £40,000 in the scenario “Some” and £200,000 under the plan." in brief(capped(some), "some")
    assert "cuts £200,000 under the plan and £40,000 in the scenario “Some”." in brief(capped(some))


def test_a_limit_that_does_not_cut_under_the_scenario_shown_beside_one_that_does():
    both = {"both": {"title": "Both", "changes": {"terms.payments.jobs.max": 550_000.0}}}
    run = starter(terms__payers__council__max=600_000.0, terms__payments__jobs__max=5e6, scenarios=both)
    assert (
        "Not all that is earned is paid: the cap of Sustained jobs cuts £250,000 in the scenario “Both”; the cap over "
        "the contract of The council cuts nothing in the scenario “Both”, but £200,000 under the plan."
    ) in brief(run, "both")


def test_of_many_scenarios_the_one_shown_has_its_own_amount():
    cases = {f"case_{n}": {"changes": {"terms.payers.council.max": 100_000.0 * n}} for n in range(1, 6)}
    said = "cuts £400,000 in the scenario “Case 4” and up to £700,000 (in the scenario “Case 1”) in 4 of 5 other"
    assert said in brief(starter(scenarios=cases), "case_4")
    three = dict(list(cases.items())[:3])
    said = (
        "cuts £600,000 in the scenario “Case 2”, £700,000 in the scenario “Case 1” and £500,000 in the scenario “Case"
    )
    assert said in brief(starter(scenarios=three), "case_2")


def test_costs_without_funding_name_the_scenario_shown():
    run = starter(
        terms__capital__loan__commitment=600_000.0,
        scenarios={"enough": {"title": "Enough", "changes": {"terms.capital.loan.commitment": 700_000.0}}},
    )
    said = "Costs without funding: nothing in the scenario “Enough”, but £80,000 under the plan. These costs"
    assert said in brief(run, "enough")
    assert "Costs without funding: £80,000 under the plan. These" in brief(run)


# --- principal and net gain ------------------------------------------------------------------------------------------


def test_principal_still_owed_stands_beside_the_net_gain():
    run = made(threshold(0.0, 1_010.0), reduction(0.05))
    ladder, scenarios = table(section(run, "ladder"), "Return ladder"), table(section(run, "returns"), "Loan: returns")
    for shown in (ladder, scenarios):
        assert shown.heads[-2:] == ["Net gain or loss", "Principal still owed"]
        at = shown.heads.index("Multiple")
        first = shown.rows[0]
        assert [first[at], *first[-2:]] == ["1.01", "10", "92"]
    said = "Principal still owed at the end is lost; interest and surplus count in the net gain or loss alone."
    assert said in section(run, "ladder").text
    assert said in section(run, "returns").text


def test_nothing_is_explained_where_the_two_columns_are_one_loss():
    said = "Principal still owed at the end"
    assert said not in page("denver_supportive_housing").text
    assert said not in read(render(made(threshold(0.5), reduction()))).text


def test_equity_owes_nothing():
    run = made(
        threshold(0.1, 1_200.0),
        reduction(),
        capital={"loan": loan(500.0), "eq": {"kind": "equity", "commitment": 500.0, "draws": at_close(500.0)}},
        surplus={"eq": 1.0},
    )
    heads = {each.caption.partition(":")[0]: each.heads[-1] for each in tables(section(run, "returns"))}
    assert heads == {
        "All investors together": "Principal still owed or lost",
        "Loan": "Principal still owed",
        "Eq": "Principal lost",
    }
    assert table(section(run, "ladder"), "Return ladder").heads[-1] == "Principal still owed or lost"


# --- one name, and said once -----------------------------------------------------------------------------------------


def shelter():
    return made(
        {"kind": "rate_card", "paid_on": "net", "prices": {"o": 20.0}},
        {**count(), "title": "Nights"},
        parties={"shelter": {"name": "Riverside Shelter", "role": "provider"}},
        surplus={"loan": 0.4, "shelter": 0.6},
        plan={
            "savings": {
                "beds": {
                    "title": "Shelter beds",
                    "agency": "shelter",
                    "value_class": "cashable",
                    "outcome": "o",
                    "value": 10.0,
                }
            }
        },
        scenarios={"more": {"changes": {"terms.surplus.loan": 0.5, "terms.surplus.shelter": 0.5}}},
    )


def test_a_party_has_one_name_in_every_section():
    run = shelter()
    found = {
        "funding": "Surplus to Riverside Shelter",
        "order": "Surplus: 60% to Riverside Shelter",
        "assumptions": "To Riverside Shelter",
        "scenarios": "Surplus: to Riverside Shelter",
    }
    for name, said in found.items():
        cells = [cell for each in tables(section(run, name)) for row in each.rows for cell in row]
        assert [cell for cell in cells if cell.endswith(said)]
        assert "shelter" not in section(run, name).text


def test_an_input_is_named_once_under_its_heading():
    shown = table(section(shelter(), "assumptions"), "Every input of the model").rows
    at = shown.index(["Shelter beds"])
    assert shown[at + 1][0] == "Value per day"
    assert "Shelter beds: value per day" not in section(shelter(), "assumptions").text


@pytest.mark.parametrize("name", [*TEMPLATES, "bare", "losing"])
def test_no_row_repeats_its_heading(name):
    heading = ""
    for row in table(page(name), "Every input of the model").rows:
        if len(row) == 1:
            heading = row[0]
        else:
            assert not row[0].casefold().startswith(heading.casefold())


def test_the_tiers_of_one_term_stand_under_one_heading():
    levels = {"at_5": {"at_least": 0.05, "pays": 1.0}, "at_12_5": {"at_least": 0.125, "pays": 2.0}}
    run = made(
        tiers(tiers=levels), reduction(), timeline={"starts": dt.date(2027, 1, 1), "period": "year", "periods": 3}
    )
    shown = table(section(run, "assumptions"), "Every input of the model").rows
    groups = [row[0] for row in shown if len(row) == 1]
    assert [each for each in groups if each.startswith("P")] == ["Plan", "P"]
    assert "Tier “at 12.5”: from this level" in [row[0] for row in shown]
