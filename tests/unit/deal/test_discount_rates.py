"""Discount rates: factors that add up year by year, tables that say where they come from, and deals that name one."""

import re
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

import sibmodel
from sibmodel.deal.deal import Deal
from sibmodel.deal.discount_table import FARTHEST
from sibmodel.deal.discount_tables import TABLES, TableName
from sibmodel.deal.part import INPUT, fields_of
from sibmodel.deal.rates import Discount, write_discount
from sibmodel.deal.wording import number, percent
from sibmodel.engine.evaluate import evaluate
from sibmodel.graph.axes import Axis
from sibmodel.graph.expressions import Counter
from sibmodel.graph.model import Model
from sibmodel.graph.units import NUMBER
from tests.parity.workbooks import deal_of

PAGE = Path("docs/deal-file.md").read_text(encoding="utf-8")
FORTY_YEARS = "discounted"
INFLATION = 1.02


def factors(discount, years):
    """The factors of a discount on columns of its own, which are not the instants of any deal."""
    model = Model(Axis("instants", 2))
    model.input("plan.inflation.prices.rate", "Prices: rate", INFLATION - 1, NUMBER)
    curve = write_discount(model, "government", discount)
    pen = model.section("further", "Timeline", "Further on")
    pen.line("factor", "Factor", curve.factor(Counter(Axis("further", years + 1))))
    return evaluate(model)["further.factor"][:, 0]


def year_by_year(bands, years):
    """The same by the definition: each year divides by one plus the rate of that year."""
    found = [1.0]
    for year in range(1, years + 1):
        rate = next(rate for after, rate in reversed(bands) if year > after)
        found.append(found[-1] / (1 + rate))
    return np.array(found)


# --- the factor --------------------------------------------------------------------------------------------------


def test_a_later_rate_acts_on_its_own_years_alone():
    green = Discount.model_validate({"table": "uk_green_book", "inflation": "prices"})
    found = factors(green, 90)
    real = found * INFLATION ** np.arange(91)
    assert real[30] == pytest.approx(1.035**-30, rel=1e-13)
    assert real[31] == pytest.approx(1.035**-30 / 1.03, rel=1e-13)
    assert real[90] == pytest.approx(1.035**-30 * 1.03**-45 * 1.025**-15, rel=1e-13)
    assert real[31] < 0.87 * 1.03**-31  # what it would be if the lower rate held from the start
    assert np.all(np.diff(found) < 0)  # later money is never worth more


@pytest.mark.parametrize("name", TABLES)
def test_factors_of_every_table_add_up_year_by_year(name):
    discount = Discount.model_validate({"table": name, "basis": TABLES[name].basis, "inflation": "prices"})
    years = int(FARTHEST)
    real = factors(discount, years) * INFLATION ** np.arange(years + 1)
    np.testing.assert_allclose(real, year_by_year(TABLES[name].bands, years), rtol=1e-12)


def test_a_nominal_rate_by_hand_changes_within_a_year():
    stated = Discount.model_validate({"rate": 0.07, "later": {"then": {"after_year": 2.5, "rate": 0.04}}})
    found = factors(stated, 4)
    assert found[3:] == pytest.approx([1.07**-2.5 * 1.04**-0.5, 1.07**-2.5 * 1.04**-1.5], rel=1e-14)


def test_one_rate_is_written_as_ever():
    model = Model(Axis("instants", 2))
    curve = write_discount(model, "investors", Discount(rate=0.05))
    assert list(model.lines) == ["discount.investors"]
    assert model.checks == []
    assert len(list(curve.factor(Counter(Axis("further", 3))).operands())) == 2  # one power and nothing beside it
    assert factors(Discount(rate=0.05), 2) == pytest.approx([1, 1 / 1.05, 1.05**-2], rel=1e-15)
    assert factors(None, 3).tolist() == [1, 1, 1, 1]


def test_both_parties_of_a_deal_are_discounted_by_their_own_bands():
    projection = sibmodel.project(deal_of(FORTY_YEARS))
    years = projection.row("time.years", "plan")
    real = projection.row("government.discount_factor", "plan") * INFLATION**years
    np.testing.assert_allclose(real, year_by_year(TABLES["uk_green_book"].bands, 40), rtol=1e-12)
    flow = projection.row("government.net_fiscal_flow", "plan")
    worth = projection.row("government.discount_factor", "plan") @ flow
    assert projection.number("government.pv_net_fiscal", "plan") == pytest.approx(worth)
    whole = np.clip(years - 12.5, 0, None), np.clip(np.minimum(years, 12.5) - 4, 0, None), np.minimum(years, 4)
    hurdle = 1.045 ** -whole[0] * 1.06 ** -whole[1] * 1.07 ** -whole[2]
    flow = projection.row("investors.total.flow", "plan")
    assert projection.number("investors.total.npv", "plan") == pytest.approx(hurdle @ flow, rel=1e-12)
    assert abs(hurdle @ flow - 1.07**-years @ flow) > 5_000  # not what the first rate alone would give


# --- the tables --------------------------------------------------------------------------------------------------


def test_names_are_those_of_the_schema():
    assert list(get_args(TableName)) == list(TABLES)
    assert len(TABLES) == 14


@pytest.mark.parametrize("name", TABLES)
def test_every_table_says_where_and_when_and_how_sure(name):
    table = TABLES[name]
    assert table.jurisdiction
    assert table.purpose
    assert re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", table.as_of)
    assert table.address.startswith("https://")  # nothing is stated without an address
    assert len(table.source) > 10
    assert f"vintage {table.vintage}" in table.dated
    assert f"as of {table.as_of}" in table.cited
    assert (table.confidence == "unconfirmed") == ("unconfirmed" in table.dated)
    assert table.status == "in force" or (table.status in table.dated and table.note)
    assert table.bands[0][0] == 0
    begins, rates = zip(*table.bands, strict=True)
    assert list(begins) == sorted(set(begins))
    assert list(rates) == sorted(set(rates), reverse=True)
    assert all(0 < rate <= 0.1 for rate in rates)


@pytest.mark.parametrize("name", TABLES)
def test_the_page_on_deal_files_lists_it_as_it_is(name):
    table = TABLES[name]
    (_, first), *later = table.bands
    rates = ", ".join([percent(first), *(f"{percent(rate)} after year {number(year)}" for year, rate in later)])
    sure = ", stated" if table.confidence == "stated" else ""
    assert table.basis == "real"  # as the head of the column says
    row = f"| `{name}` | {table.title}; {table.jurisdiction} | {rates} | {table.dated}{sure} |"
    assert row in PAGE.splitlines()


def test_only_what_was_read_in_an_official_document_is_stated():
    stated = {name for name, table in TABLES.items() if table.confidence == "stated"}
    assert stated == {
        "uk_green_book", "uk_green_book_lower", "uk_green_book_health",
        "eu_financial",
    }  # fmt: skip
    assert TABLES["uk_review_2026"].status == "not adopted"
    assert {TABLES[name].status for name in TABLES if name.startswith("us_")} == {"in flux"}


# --- a deal that names one ---------------------------------------------------------------------------------------


def test_a_table_fills_in_its_bands_as_inputs():
    deal = deal_of(FORTY_YEARS)
    paths = {each.path: each.value for each in fields_of(deal) if each.role is INPUT}
    filled = {path: value for path, value in paths.items() if path.startswith("plan.discount.government.")}
    assert filled == {
        "plan.discount.government.rate": 0.035,
        "plan.discount.government.later.second.after_year": 30,
        "plan.discount.government.later.second.rate": 0.03,
        "plan.discount.government.later.third.after_year": 75,
        "plan.discount.government.later.third.rate": 0.025,
    }
    assert set(paths) == set(deal.written.inputs)


def test_it_stays_the_same_through_its_own_data():
    deal = deal_of(FORTY_YEARS)
    assert Deal.model_validate(deal.model_dump()).model_dump() == deal.model_dump()
    changed = deal.with_("plan.discount.government.later.second.rate", 0.02)
    again = Deal.model_validate(changed.model_dump()).plan.discount["government"]
    assert again.later["second"].rate == 0.02
    assert again.departures() == ["later.second.rate"]
    assert again.dated == "vintage February 2026, as of 2026-04-16, changed in this deal"


def test_what_is_stated_beside_a_table_stays_and_is_told():
    stated = {"table": "uk_green_book", "inflation": "prices", "rate": 0.04, "later": {}}
    discount = Discount.model_validate(stated)
    assert (discount.rate, discount.later, discount.basis) == (0.04, {}, "real")
    assert discount.departures()[0] == "rate"
    assert len(discount.departures()) == 5
    assert Discount(rate=0.035).departures() == []


def test_a_number_of_a_table_has_the_evidence_of_the_table():
    deal = deal_of(FORTY_YEARS)
    found = deal.evidence("plan.discount.government.later.second.rate")
    assert found.confidence == "stated"
    assert "vintage February 2026" in found.note
    assert "https://www.gov.uk/" in found.note
    assert deal.evidence("plan.discount.investors.rate") is None
    data = deal.model_dump()
    data["sources"]["figures"] = {"plan": {"confidence": "assumption"}}
    of_all = Deal.model_validate(data)
    assert of_all.evidence("plan.discount.government.rate").confidence == "stated"
    assert of_all.evidence("plan.discount.investors.rate").confidence == "assumption"
    departed = of_all.with_("plan.discount.government.rate", 0.04)
    assert departed.evidence("plan.discount.government.rate").confidence == "assumption"
    data["sources"]["figures"]["plan.discount.government"] = {"confidence": "unconfirmed"}
    assert Deal.model_validate(data).evidence("plan.discount.government.rate").confidence == "unconfirmed"


@pytest.mark.parametrize(("second", "third", "holds"), [(30.0, 40.0, 1), (60.0, 40.0, 0), (40.0, 40.0, 0)])
def test_later_rates_out_of_order_fail_a_check_of_the_model(second, third, holds):
    later = "plan.discount.government.later"
    changed = {f"{later}.second.after_year": np.array([second]), f"{later}.third.after_year": np.array([third])}
    found = evaluate(deal_of(FORTY_YEARS).written, changed)
    assert found["checks.discount.government_in_order"].tolist() == [[holds]]
