"""The print for a committee: two pages, open to everybody, that answer what a committee asks."""

import subprocess

import pytest

from sibmodel.report import simulated, words
from sibmodel.report.committee.payer import Payer
from sibmodel.report.html import render_committee_print, write_committee_print
from sibmodel.report.maximum import most_by_year
from sibmodel.report.sections.discounting import rate_used
from sibmodel.report.view import View
from tests.pages.deals import ALL, TEMPLATES, deal, projection, risk
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
    assert "no probability can be told" in text
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


def test_where_no_saving_is_stated_it_says_so():
    assert "Nothing on these pages says that the deal saves money" in said("peterborough", "ministry")


def test_it_says_what_is_still_paid_and_who_loses_if_it_fails():
    text = said("starter_reoffending", "ministry")
    assert "the ministry still pays nothing for outcomes, and £120,000 of its own costs" in text
    assert "The lender loses £1,196,000 of the £1,596,000 put in" in text
    assert "The foundation pays £400,000 as guarantor" in text


def test_the_file_and_the_rates_can_be_looked_up():
    for name, payer in PRINTS[:6]:
        text, deal = said(name, payer), projection(name).deal
        assert (deal.file_sha256 or "made in Python") in text
        assert squeezed(rate_used(View(projection(name), "plan"), "government")) in squeezed(text)
