"""Value for money and the clocks of each fiscal year: every number is a line of the model."""

import pytest

from sibmodel.report.committee.payer import Payer
from sibmodel.report.maximum import most_by_year
from sibmodel.report.view import View
from tests.pages.deals import ALL, RISKY, page, projection, risk
from tests.pages.reading import number, table, tables

WHOLE = 0.5001
CLOCKS = {
    "Cash": "outcome_payments",
    "Accrued": "accrued",
    "For the year’s service": "service",
    "Still to pay at its end": "still_to_pay",
}
QUANTILES = {"P50": 0.5, "P80": 0.8, "P95": 0.95}


def own(name, payer):
    return Payer(View(projection(name), "plan", risk(name)), payer)


def of_payers(name, title):
    """The tables of each payer that have a title."""
    found = [each for each in tables(page(name)) if title in each.caption]
    return list(zip(projection(name).deal.terms.payers, found, strict=True))


def bound(text):
    return None if text == "no limit" else number(text)


@pytest.mark.parametrize("name", ALL)
def test_three_clocks_of_each_fiscal_year(name):
    for payer, shown in of_payers(name, "three clocks of "):
        seen = own(name, payer)
        assert shown.column("Fiscal year") == [*map(str, seen.years), "In all"]
        for head, line in CLOCKS.items():
            amounts = shown.numbers(head)
            assert amounts[:-1] == pytest.approx([seen.of(line, year) for year in seen.years], abs=WHOLE)
            whole = 0.0 if line == "still_to_pay" else projection(name).number(f"budget.{payer}.{line}")
            assert amounts[-1] == pytest.approx(whole, abs=WHOLE)
        assert ("At most" in shown.heads) == (name not in RISKY)


@pytest.mark.parametrize("name", ALL)
def test_the_most_of_each_fiscal_year(name):
    title = "what is likely, and the most" if name in RISKY else "three clocks"
    for payer, shown in of_payers(name, title):
        most = {each.year: each for each in most_by_year(View(projection(name), "plan"), payer)}
        for year, text in zip(shown.column("Fiscal year")[:-1], shown.column("At most"), strict=False):
            expected = most[int(year)].amount
            assert bound(text) == (None if expected is None else pytest.approx(expected, abs=WHOLE))
        last = list(most.values())[-1].to_date
        assert bound(shown.column("At most")[-1]) == (None if last is None else pytest.approx(last, abs=WHOLE))


@pytest.mark.parametrize("name", RISKY)
def test_what_is_likely_in_each_fiscal_year_is_what_was_simulated(name):
    compared = 0
    for payer, shown in of_payers(name, "what is likely, and the most"):
        seen = own(name, payer)
        spreads = [*(seen.spread(year) for year in seen.years), seen.in_all]
        for at, spread in enumerate(spreads):
            if spread is None:
                continue
            assert shown.numbers("Expected")[at] == pytest.approx(spread.mean, abs=WHOLE)
            for head, share in QUANTILES.items():
                assert shown.numbers(head)[at] == pytest.approx(spread.at(share).value, abs=WHOLE)
                compared += 1
    assert compared > 0


@pytest.mark.parametrize("name", ALL)
def test_the_deal_beside_direct_funding(name):
    run, shown = projection(name), table(page(name), "Value for money")
    rows = {row[0]: row[1:] for row in shown.rows if len(row) > 1}
    lines = {"Cost of the deal": "deal_cost", "Cost of the service": "direct_cost", "Deal less direct": "premium"}
    for begins, line in lines.items():
        (cells,) = [cells for title, cells in rows.items() if title.startswith(begins)]
        assert number(cells[0]) == pytest.approx(run.number(f"government.{line}"), abs=WHOLE)
    (premium,) = [cells for title, cells in rows.items() if title.startswith("Deal less direct")]
    assert (len(premium) == 2) == ("government" in run.deal.plan.discount)
    if len(premium) == 2:
        assert number(premium[1]) == pytest.approx(run.number("government.pv_premium"), abs=WHOLE)


@pytest.mark.parametrize("name", ALL)
def test_public_value_only_where_savings_are_stated(name):
    run, shown = projection(name), table(page(name), "Value for money")
    rows = {row[0]: row[1:] for row in shown.rows if len(row) > 1}
    assert ("Public value" in rows) == bool(run.deal.plan.savings) == ("Public value counts" in page(name).text)
    if "Public value" in rows:
        cells = rows["Public value"]
        assert number(cells[0]) == pytest.approx(run.number("government.public_value"), abs=WHOLE)
        if len(cells) == 2:
            assert number(cells[1]) == pytest.approx(run.number("government.pv_public_value"), abs=WHOLE)
        gained, used = (next(c for t, c in rows.items() if t.startswith(b)) for b in ("Value to", "Less the work"))
        assert number(gained[0]) + number(used[0]) == pytest.approx(number(cells[0]), abs=3 * WHOLE)


def test_transfers_are_named_and_count_for_nothing():
    text = page("starter").text
    assert "so do savings that only change hands (Benefits not paid)" in text
