"""Cautions about discount tables: each of them, and none where a table is right for the deal and used as it is."""

from pathlib import Path

import pytest

from sibmodel.engine.projection import project
from sibmodel.files.deals import parse_deal

DEAL = Path("tests/parity/deals/discounted.yaml").read_text(encoding="utf-8")
AS_IT_IS = "table: uk_green_book, inflation: prices"


def said(stated, currency="GBP"):
    text = DEAL.replace("currency: GBP", f"currency: {currency}").replace(AS_IT_IS, stated)
    read = parse_deal(text.partition("scenarios:")[0], "deal.yaml")
    return [str(each) for each in read.placed(project(read.deal).problems(warnings=True))]


@pytest.mark.parametrize("stated", [AS_IT_IS, f"{AS_IT_IS}, rate: 3.5%", AS_IT_IS.replace("book", "book_lower")])
def test_a_table_used_as_it_is_needs_no_caution(stated):
    assert said(stated) == []


@pytest.mark.parametrize(
    ("stated", "currency", "warnings"),
    [
        (
            "table: uk_review_2026, inflation: prices",
            "GBP",
            ["'uk_review_2026' is not adopted (", "'uk_review_2026' is unconfirmed: nobody has read"],
        ),
        ("table: us_a4_2003_low, inflation: prices", "USD", ["'us_a4_2003_low' is in flux (", "is unconfirmed"]),
        (AS_IT_IS, "USD", ["'uk_green_book' is for United Kingdom, and this deal is in USD."]),
        (
            "table: uk_green_book_health, inflation: prices",
            "GBP",
            ["'uk_green_book_health' is for health and life effects, and all flows here are money."],
        ),
        (f"{AS_IT_IS}, rate: 3%", "GBP", ["plan.discount.government.rate  is no longer that of 'uk_green_book'"]),
        (f"{AS_IT_IS}, later: {{}}", "GBP", ["plan.discount.government.later  is no longer that of 'uk_green_book'"]),
        ("table: eu_financial, inflation: prices", "EUR", ["'eu_financial' is not binding ("]),
    ],
)
def test_what_may_mislead_is_said(stated, currency, warnings):
    found = said(stated, currency)
    assert len(found) == len(warnings)
    for warning, words in zip(found, warnings, strict=True):
        assert words in warning
        assert warning.startswith("deal.yaml:27:")
