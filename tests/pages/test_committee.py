"""The print for a committee: two pages, open to everybody, that answer what a committee asks."""

import re
import subprocess
from functools import cache

import pytest

from sibmodel import project
from sibmodel.files.deals import parse_deal
from sibmodel.report import doubts, simulated, words
from sibmodel.report.committee import asked
from sibmodel.report.committee.payer import Payer
from sibmodel.report.committee.small_print import small_print
from sibmodel.report.counterfactual import without_difference
from sibmodel.report.html import render_committee_print, write_committee_print
from sibmodel.report.maximum import most_by_year, most_of_payer
from sibmodel.report.sections import limits
from sibmodel.report.sections.discounting import rate_used
from sibmodel.report.view import View
from tests.pages.deals import ALL, TEMPLATES, deal, page, projection, risk
from tests.pages.reading import read
from tests.pages.test_browser import ASKED_OF_AXE, PAPERS, browser, squeezed  # noqa: F401 - a fixture

PRINTS = [(name, payer) for name in ALL for payer in deal(name).terms.payers]
LOOKED_AT = ("starter_reoffending", "starter_three_tranches", "massachusetts_juvenile_justice", "nasty")
"""Prints whose accessibility is judged; the others are made of the same parts."""


def opened(name, payer, browser, folder):  # noqa: F811
    path = write_committee_print(projection(name), folder / "committee.html", payer, risk=risk(name))
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.asked, page.said = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.said.append(message.text))
    page.goto(path.as_uri())
    return page, path


@pytest.mark.referee
@pytest.mark.parametrize(("name", "payer"), PRINTS)
def test_it_is_two_pages_on_every_paper_and_asks_for_nothing(name, payer, browser, tmp_path):  # noqa: F811
    page, path = opened(name, payer, browser, tmp_path)
    assert (page.asked, page.said) == ([path.as_uri()], [])
    for paper in PAPERS:
        page.pdf(path=tmp_path / "print.pdf", format=paper)
        done = subprocess.run(["pdftotext", "-raw", tmp_path / "print.pdf", "-"], capture_output=True, check=True)
        pages = [squeezed(text) for text in done.stdout.decode().split("\f")[:-1]]
        assert len(pages) == 2 or (name == "nasty" and len(pages) <= 4), paper  # names of two hundred letters
        assert squeezed("What is asked") in pages[0]
        assert squeezed("Against direct funding") in pages[len(pages) // 2]
    page.close()


@pytest.mark.referee
@pytest.mark.parametrize("name", LOOKED_AT)
@pytest.mark.parametrize("width", [1280, 390])
def test_it_is_open_to_everybody(name, width, browser, tmp_path):  # noqa: F811
    from axe_playwright_python.sync_playwright import Axe

    page, _ = opened(name, next(iter(projection(name).deal.terms.payers)), browser, tmp_path)
    page.set_viewport_size({"width": width, "height": 900})
    found = Axe().run(page, options=ASKED_OF_AXE).response
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


# --- what a committee asks -----------------------------------------------------------------------------------------


@cache
def said(name, payer):
    return read(render_committee_print(projection(name), payer, risk=risk(name))).text


@pytest.mark.parametrize(("name", "payer"), [pair for pair in PRINTS if pair[0] in TEMPLATES])
def test_it_says_the_most_in_all_and_in_the_worst_year(name, payer):
    view = View(projection(name), "plan")
    text, most = said(name, payer), most_by_year(view, payer)
    if most[-1].to_date is None:
        assert "no limit is stated" in text
    else:
        assert f"In all{view.currency.at_most(most[-1].to_date)}" in text.replace(" ", "").replace("Inall", "In all")
        worst = max(each.amount for each in most if each.amount is not None)
        assert view.currency.at_most(worst) in text


@pytest.mark.parametrize(("name", "payer"), [pair for pair in PRINTS if pair[0] in TEMPLATES])
def test_its_years_are_those_of_the_budget_and_all_clocks_add_up(name, payer):
    view = View(projection(name), "plan")
    own = Payer(view, payer)
    for clock in ("outcome_payments", "accrued", "service"):
        whole = view.number(f"budget.{payer}.{clock}")
        assert sum(own.of(clock, year) for year in own.years) == pytest.approx(whole, abs=0.01)
        assert whole == pytest.approx(view.number(f"budget.{payer}.outcome_payments"), abs=0.01)


def test_it_says_how_likely_nothing_and_the_maximum_are():
    name, run = "starter_reoffending", risk("starter_reoffending").run
    text, paid = said(name, "ministry"), run.spreads["payments.paid"]
    nothing = sum(share for value, share in paid.atoms if value < 0.005)
    most = sum(share for value, share in paid.atoms if value > 2_299_999)
    assert 0 < nothing < 1
    assert 0 < most < 1
    for value in (nothing, most):
        error = (value * (1 - value) / run.scenarios) ** 0.5
        assert f"with a probability of {simulated.chance(value, error)}".replace(" ", "") in squeezed(text)


def test_it_says_that_nothing_is_uncertain_rather_than_inventing_odds():
    text = said("starter_homelessness", "council")
    assert "No probability can be told: the deal file does not say what is uncertain" in text
    assert "P80" not in text


def test_it_says_what_is_saved_in_cash_by_whom_and_from_when():
    text = squeezed(said("starter_homelessness", "council"))
    projected = projection("starter_homelessness")
    cash = projected.number("government.value.council.cashable")
    years = projected.row("budget.council.fiscal_year")
    first = next(
        round(y) for y, a in zip(years, projected.row("budget.council.avoided.council.cashable"), strict=True) if a > 0
    )
    capacity = projected.number("government.value.council.fiscal")
    assert squeezed(f"The council {words.amount(cash)} {words.amount(capacity)} {first}") in text


def test_the_year_from_which_cash_is_saved_is_set_as_the_figures_beside_it():
    shown = read(render_committee_print(projection("starter_homelessness"), "council"))
    saved = next(each for each in shown.all("table") if each.one("caption").text.startswith("What is saved"))
    for line in saved.all("tr"):
        cells = list(line.all("th", "td"))
        assert len(cells) > 2
        assert [each.attributes.get("class") for each in cells] == [None, *["number"] * (len(cells) - 1)]
    assert "Cash from fiscal year" in saved.one("thead").text


def test_where_no_saving_is_stated_it_says_so():
    assert "Nothing on these pages says that the deal saves money" in said("peterborough", "ministry")


def test_it_says_what_is_still_paid_and_who_loses_if_it_fails():
    text = said("starter_reoffending", "ministry")
    assert "and that is what is found, the ministry pays nothing for outcomes, and £120,000 of its own costs" in text
    assert "Then lost, of what was put in: the lender £1,196,000 of £1,596,000" in text
    assert "Paid by guarantors: the foundation £400,000" in text


@pytest.mark.parametrize(("name", "payer"), PRINTS)
def test_it_says_which_costs_nobody_funds_if_it_fails(name, payer):
    view = View(projection(name), "plan")
    short = without_difference(view, ["vehicle.unfunded"])["vehicle.unfunded"]
    sentence = f"{view.currency.full(short)} of costs then has no funding: somebody must find it, or the service stops"
    assert (sentence in said(name, payer)) == (short > words.NOTHING)
    assert ("then has no funding" in said(name, payer)) == (short > words.NOTHING)


GAPS = {
    "starter_homelessness": "£366,125",
    "starter_three_tranches": "£1,712,612",
    "starter_workforce": "£136,112",
    "juvenile_justice_performance": "$3,156,000",
}
"""Where income that is reused would have paid costs."""


@pytest.mark.parametrize("name", GAPS)
def test_costs_that_nobody_funds_if_it_fails_are_those_of_the_term_sheet(name):
    gap = f"{GAPS[name]} of costs then has no funding"
    assert gap in said(name, next(iter(projection(name).deal.terms.payers)))
    assert gap in page(name).text


WHY = {
    "starter_health": "still pays £360,000 as a fee for the service, and £80,000 of its own costs.",
    "starter_early_childhood": "still pays £1,300,000 as a minimum payment, and £150,000 of its own costs.",
    "starter_homelessness": "still pays £200,283 for outcomes that come about anyway (paid on gross).",
    "transforming_rehabilitation": "still pays £56,800,000 as a fee for the service.",
}


@pytest.mark.parametrize("name", WHY)
def test_it_says_why_something_is_still_paid(name):
    assert WHY[name] in said(name, next(iter(projection(name).deal.terms.payers)))


@pytest.mark.parametrize(("name", "payer"), PRINTS)
def test_the_reasons_add_up_to_what_is_still_paid(name, payer):
    own = Payer(View(projection(name), "plan"), payer)
    lines = [f"budget.{payer}.outcome_payments", *(f"budget.{payer}.paid.{term}" for term in own.terms)]
    whole, *parts = without_difference(own.view, lines).values()
    assert sum(parts) == pytest.approx(whole, abs=0.01)
    assert ("pays nothing for outcomes" in said(name, payer)) == (whole <= words.NOTHING)


def test_several_reasons_have_an_amount_each(tmp_path):
    text = TEMPLATES["starter_health"].read_text(encoding="utf-8")
    text = text.replace("count: 600, verified_after", "count: 600, without_programme: 200, verified_after")
    deal = parse_deal(text).deal
    shown = read(render_committee_print(project(deal), "board")).text
    fee, days = 10_000 * 36, 200 * 400 * 0.85
    assert (
        f"still pays £{fee + days:,.0f} (£{fee:,} as a fee for the service and £{days:,.0f} for outcomes that come "
        "about anyway (paid on gross))"
    ) in shown


def test_it_names_outcomes_of_which_nothing_is_known_without_the_programme():
    text = said("juvenile_justice_performance", "county")
    assert (
        "That takes “No new offence within twelve months” and “In school or work after six months” at nothing, for the "
        "file"
    ) in text
    assert "at nothing, for the file" not in said("starter_homelessness", "council")


def test_what_is_paid_if_all_of_that_comes_as_planned_is_that_of_the_tornado_at_no_effect():
    """In Denver the effect on jail days is the one outcome that is measured against others."""
    text = said("denver_supportive_housing", "city")
    assert "pays nothing for outcomes" in text
    assert "$4,534,911 is paid if all of it comes as under the plan." in text
    assert "4,534,911 … 10,664,911" in text


def test_payment_by_chance_stands_beside_what_is_paid_if_it_fails():
    text = said("starter_reoffending", "ministry")
    first, second = text.split("second page:")
    paid = re.search(
        r"though nothing worked, “Fewer reconvictions” is paid all the same with a probability of (\S+%)", first
    )
    assert paid is not None
    assert f"if the programme has no effect, it is paid all the same with a probability of {paid[1]}" in second


@pytest.mark.parametrize(("name", "payer"), PRINTS)
def test_direct_cost_and_difference_come_to_the_cost_of_the_deal(name, payer):
    projected, text = projection(name), said(name, payer)
    money = View(projected, "plan").currency
    direct, more = (projected.number(f"government.pv_{line}") for line in ("direct_cost", "premium"))
    assert "directly would cost" in text
    assert money.full(direct) in text
    assert f"the deal costs {money.full(direct + more)}, " in text


@pytest.mark.parametrize(("name", "payer"), PRINTS)
def test_the_mark_is_explained_where_it_stands_and_nowhere_else(name, payer):
    text = said(name, payer)
    explained = text.count(f"The mark {doubts.SIGN}")
    assert explained == (text.count(doubts.SIGN) > explained)


@pytest.mark.parametrize(("name", "payer"), PRINTS)
def test_the_most_is_that_of_the_payer_and_hangs_on_what_the_payer_owes(name, payer):
    view = View(projection(name), "plan")
    found, by_year = most_of_payer(view, payer), most_by_year(view, payer)
    assert found.amount == (None if by_year[-1].to_date is None else pytest.approx(by_year[-1].to_date))
    others = [most_of_payer(View(projection(name), each), payer).amount for each in view.scenarios if each != "plan"]
    if found.amount is not None and None not in others and max(others, default=0.0) > found.amount + 1:
        assert f"; {view.currency.at_most(max(others))}" in said(name, payer)


def test_what_nobody_pays_if_it_fails_stands_beside_what_the_deal_then_costs():
    first, second = said("starter_three_tranches", "city").split("second page:")
    short = re.search(r"(£[0-9,]+) of costs then has no funding", first)
    assert short is not None
    assert f"but {short[1]} of the service is then paid by nobody." in second
    assert "paid by nobody" not in said("starter_reoffending", "ministry")


def test_savings_of_which_nothing_would_be_anyway_say_so():
    assert "All of “Settled for six months” counts as due to the programme" in said("starter_three_tranches", "city")
    assert "counts as due to the programme" not in said("starter_homelessness", "council")


def test_a_range_whose_ends_do_not_hold_the_plan_between_them_is_explained():
    """The steps of a payment make the plan of the starter worse than a little more or less of the outcome."""
    said_of_steps = "the answer may be higher or lower within a range than at its ends"
    assert said_of_steps in said("starter_reoffending", "ministry")
    assert said_of_steps not in said("starter_homelessness", "council")


def test_the_worst_year_is_one_of_those_for_which_authority_is_asked():
    text = said("starter_three_tranches", "city")
    assert "over fiscal years 2028 to 2035" in text
    assert "£7,000,000, in any one of 2028 to 2035" in text


def test_no_year_is_told_to_be_without_payment_in_which_one_was_simulated():
    compared = 0
    for name, payer in PRINTS:
        own = Payer(View(projection(name), "plan", risk(name)), payer)
        for year, spread in ((year, own.spread(year)) for year in own.years):
            most = own.most_of(year)
            if spread is not None and most is not None:
                assert most > 0 or spread.highest <= 0.005, (name, payer, year)
                compared += 1
    assert compared >= 20


def test_a_scenario_that_owes_more_is_told_beside_the_plan():
    assert squeezed("In all £61,000,000; £62,166,667, in the scenario “Highest fee and best results”") in squeezed(
        said("transforming_rehabilitation", "ministry")
    )
    assert squeezed(
        "In all £3,200,000; £14,760,000, for the 1,800 people planned to start, in the scenario “New Horizons"
    ) in squeezed(said("dwp_innovation_fund_round_1", "dwp"))


def test_authority_is_asked_for_all_that_is_owed():
    assert "£61,000,000 for outcomes and a fee for the service over" in said("transforming_rehabilitation", "ministry")
    assert "for outcomes and a minimum payment over" in said("starter_early_childhood", "region")
    assert "£2,300,000 for outcomes over" in said("starter_reoffending", "ministry")


def test_years_are_named_one_by_one_where_they_have_gaps():
    assert asked._any_of([2028, 2030, 2031]) == "any one of 2028, 2030 and 2031"
    assert asked._any_of([2028, 2029]) == "any one of 2028 and 2029"


def test_cash_is_said_in_a_sentence_for_the_payer_first():
    council, fund = said("starter_homelessness", "council"), said("starter_homelessness", "fund")
    cash = Payer(View(projection("starter_homelessness"), "plan"), "council").money.full(
        projection("starter_homelessness").number("government.value.council.cashable")
    )
    assert f"The council saves {cash} in cash under the plan, from fiscal year 2029 to 2032." in council
    assert f"The top-up fund saves nothing in cash under the plan; of others, the council saves {cash}." in fund
    assert "Nothing of what is saved under the plan is cash" in said("starter_reoffending", "ministry")


@pytest.mark.parametrize(("name", "payer"), PRINTS)
def test_limits_begin_with_all_those_of_the_payer_itself(name, payer):
    view = View(projection(name), "plan")
    own, others = list(limits.of_payer(view, payer)), [each for each in view.deal.terms.payers if each != payer]
    told = squeezed(dict(small_print(Payer(view, payer)))["Limits"])
    assert told.startswith(squeezed(" ".join(words.shortened(step, 260) for step in own)))
    by_others = [told.find(squeezed(step)) for other in others for step in limits.of_payer(view, other)]
    of_terms = [told.find(squeezed(step)) for step in limits.of_terms(view, Payer(view, payer).terms)]
    assert all(term < other for term in of_terms for other in by_others if other >= 0)
    cap = view.deal.terms.payers[payer].max
    assert cap is None or squeezed(f"no more than {view.currency.full(cap)}") in told


def test_limits_of_a_second_payer_are_not_those_of_the_first():
    found = dict(small_print(Payer(View(projection("new_york_state_employment"), "plan"), "state")))["Limits"]
    assert found.startswith("New York State Department of Labor pays 100% of Days behind bars avoided, phase II")
    assert "New York State Department of Labor: no more than $10,448,853 in all; what is above is lost." in found
    assert "$11,095,000" not in found
    assert found.endswith("And 1 more, in the term sheet.")


def test_the_file_and_the_rates_can_be_looked_up():
    for name, payer in PRINTS[:6]:
        text, deal = said(name, payer), projection(name).deal
        assert (deal.file_sha256 or "made in Python") in text
        assert squeezed(rate_used(View(projection(name), "plan"), "government")) in squeezed(text)
