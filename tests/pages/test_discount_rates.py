"""Discount rates on the term sheet and in the workbook: bands, table, vintage, doubt, and what a scenario changes."""

import io

import openpyxl
import pytest

import sibmodel
from sibmodel.deal.deal import Deal
from sibmodel.report.html import render
from sibmodel.report.sections.discounting import rate_used
from sibmodel.report.view import View
from tests.pages.reading import read, table
from tests.parity.workbooks import bytes_of, deal_of, projection_of

NAME = "discounted"
CITED = "rates of HM Treasury Green Book, standard rates (United Kingdom; vintage February 2026, as of 2026-04-16)"


def section(name):
    """One section of the page of the deal as it stands."""
    page = read(render(projection_of(NAME)))
    return next(each for each in page.all("section") if each.attributes["aria-labelledby"] == name)


def government(**stated):
    data = deal_of(NAME).model_dump()
    data["plan"]["discount"]["government"] = {"inflation": "prices", **stated}
    data["scenarios"] = {}
    return View(sibmodel.project(Deal.model_validate(data)), "plan")


def test_a_table_is_named_with_its_vintage_and_both_kinds_of_rates():
    assert rate_used(View(projection_of(NAME), "plan"), "government") == (
        "discounted at 5.57% a year, nominal (5.06% after year 30, 4.55% after year 75): "
        "3.5% real (3% after year 30, 2.5% after year 75) on top of 2% inflation (Prices), "
        f"because every flow here is nominal; {CITED}"
    )
    assert CITED in section("government").text
    assert CITED in section("method").text


def test_a_scenario_says_its_own_rates_and_what_is_no_longer_the_table_s():
    dear = rate_used(View(projection_of(NAME), "dear"), "government")
    assert "4% real (3.2% after year 30" in dear
    assert dear.endswith("; not of that table, but changed here: rate and second rate")
    sooner = rate_used(View(projection_of(NAME), "sooner"), "government")
    assert "on top of 3% inflation" in sooner
    assert sooner.endswith("changed here: year after which the second rate begins")


def test_what_is_unconfirmed_or_not_adopted_says_so():
    said = rate_used(government(table="uk_review_2026"), "government")
    assert said.endswith("(United Kingdom; vintage June 2026, as of 2026-06-30, not adopted, unconfirmed)")
    assert "vintage" not in rate_used(government(rate=0.035, basis="real"), "government")


def test_rates_by_hand_are_said_with_their_years():
    said = rate_used(View(projection_of(NAME), "plan"), "investors", "the hurdle rate of ")
    assert said == "discounted at the hurdle rate of 7.00% a year, nominal (6.00% after year 4, 4.50% after year 12.5)"


def test_every_number_of_a_table_stands_among_the_assumptions_with_its_source():
    rows = table(section("assumptions"), "Every input of the model").rows
    at = rows.index(["Discount rate: government"])
    found = rows[at + 1 : at + 6]
    assert [row[:2] for row in found] == [
        ["Rate a year, real", "3.5%"],
        ["Year after which the second rate begins", "30"],
        ["Second rate a year, real", "3%"],
        ["Year after which the third rate begins", "75"],
        ["Third rate a year, real", "2.5%"],
    ]
    for row in found:
        assert row[3].startswith("Department for Transport")
        assert row[4] == "stated in the source"
    assert "vintage February 2026, as of 2026-04-16" in found[0][5]


@pytest.fixture(scope="module")
def book():
    return openpyxl.load_workbook(io.BytesIO(bytes_of(NAME)))


def test_the_cover_prints_the_vintage(book):
    facts = {row[0].value: row[1].value for row in book["Cover"].iter_rows(max_col=2)}
    assert facts["Discount rates of government"] == "HM Treasury Green Book, standard rates"
    assert facts["  which are of"] == "vintage February 2026, as of 2026-04-16"
    assert facts["Real rates of government are used"] == "on top of Prices, because every flow here is nominal"
    assert not [each for each in facts if each and "rates of investors" in each]


def test_the_inputs_sheet_gives_source_confidence_and_vintage(book):
    rows = {row[7].value: [cell.value for cell in row] for row in book["Inputs"].iter_rows(max_col=8)}
    mine = {path: row for path, row in rows.items() if path and path.startswith("plan.discount.government.")}
    assert len(mine) == 5
    for row in mine.values():
        assert row[4].startswith("Department for Transport")
        assert row[5] == "stated"
        assert "vintage February 2026" in row[6]
    assert mine["plan.discount.government.later.second.after_year"][:2] == ["Later: second: after year", "years"]
