"""Discount rates that public bodies lay down, each with its jurisdiction, its date, its source and how sure it is.

A rate without a date is a trap: guidance changes, and the same name then stands for another number. So each edition
is a table of its own, and a deal that names one prints which. A table is ``stated`` where its rates were read in a
document of a public body, at the address that it gives. All others are ``unconfirmed``: they come from collections
that cite the official document (github.com/charlescoverdale/econstack-data, commit 85bc35e, and the R package
greenbook), and nobody has held them against it.

To add one, write an entry below and its name in :data:`TableName`. An edition that is replaced stays, with another
``status``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, Literal

from sibmodel.deal.discount_table import DiscountTable

TableName = Literal[
    "uk_green_book", "uk_green_book_lower", "uk_green_book_health", "uk_review_2026",
    "us_a4_2023", "us_a4_2003_low", "us_a4_2003_high",
    "au_central", "au_low", "au_high",
    "eu_social", "eu_social_cohesion", "eu_financial",
    "world_bank",
]  # fmt: skip
_GREEN_BOOK: Final = DiscountTable(
    title="HM Treasury Green Book, standard rates",
    jurisdiction="United Kingdom",
    purpose="costs and benefits of public spending",
    bands=((0, 0.035), (30, 0.030), (75, 0.025), (125, 0.020), (200, 0.015), (300, 0.010)),
    vintage="February 2026",
    as_of="2026-04-16",
    source="Department for Transport, Forthcoming change: Green Book updates, table “Green Book discount rates”",
    address="https://www.gov.uk/government/publications/tag-forthcoming-changes/forthcoming-change-green-book-updates",
    confidence="stated",
    note=(
        "The Treasury's terms of reference for a review (gov.uk, 16 December 2025) say the same up to year 75. "
        "Whether what it recommended in June 2026 (uk_review_2026) has been adopted since is not known here."
    ),
    currency="GBP",
)
_A4: Final = DiscountTable(
    title="OMB Circular A-4 of 2003, consumption rate",
    jurisdiction="United States, federal",
    purpose="regulatory analysis, beside the 7% of us_a4_2003_high",
    bands=((0, 0.030),),
    vintage="September 2003",
    as_of="2003-09-17",
    source="Office of Management and Budget, Circular A-4, 17 September 2003",
    address="https://www.whitehouse.gov/omb/",
    confidence="unconfirmed",
    status="in flux",
    note="Which edition of Circular A-4 holds has been in flux since 2025: ask first, and show both.",
    currency="USD",
)
_AUSTRALIA: Final = DiscountTable(
    title="Infrastructure Australia, central rate",
    jurisdiction="Australia",
    purpose="appraisal of public projects, with 4% (au_low) and 10% (au_high) as sensitivity tests",
    bands=((0, 0.070),),
    vintage="2024",
    as_of="2024",
    source="Infrastructure Australia, Assessment Framework",
    address="https://www.infrastructureaustralia.gov.au/",
    confidence="unconfirmed",
    note=(
        "The Australian Transport Assessment and Planning Guidelines (https://atap.gov.au/node/2062, undated) say that "
        "Infrastructure Australia requires it; its own framework was not read. States have rates of their own."
    ),
    currency="AUD",
)
_COMMISSION: Final = DiscountTable(
    title="European Commission, social rate",
    jurisdiction="European Union",
    purpose="economic analysis of projects of cohesion policy, outside cohesion countries",
    bands=((0, 0.030),),
    vintage="guide of 2014 to 2020",
    as_of="2014-12",
    source="European Commission, Guide to Cost-Benefit Analysis of Investment Projects",
    address="https://ec.europa.eu/regional_policy/en/information/publications/guides/2014/"
    "guide-to-cost-benefit-analysis-of-investment-projects-for-cohesion-policy-2014-2020",
    confidence="unconfirmed",
    status="not binding",
    note="For 2021 to 2027 the guide of 2014 is recommended and no longer required; member states may differ.",
)

TABLES: Final[dict[TableName, DiscountTable]] = {
    "uk_green_book": _GREEN_BOOK,
    "uk_green_book_lower": replace(
        _GREEN_BOOK,
        title="HM Treasury Green Book, lower rates",
        purpose="the further sensitivity test of proposals that reach beyond 50 years",
        bands=((0, 0.030), (30, 0.0257), (75, 0.0214), (125, 0.0171), (200, 0.0129), (300, 0.0086)),
        note="Only beside the standard rates, and only where effects last for more than 50 years.",
    ),
    "uk_green_book_health": replace(
        _GREEN_BOOK,
        title="HM Treasury Green Book, health rates",
        purpose="health and life effects",
        bands=((0, 0.015), (30, 0.0129), (75, 0.0107), (125, 0.0086), (200, 0.0064), (300, 0.0043)),
        note="",
        is_for_money=False,
    ),
    "uk_review_2026": DiscountTable(
        title="Review of the Green Book discount rate by Freeman and Groom",
        jurisdiction="United Kingdom",
        purpose="what the review recommends in the place of the Green Book's rates",
        bands=((0, 0.030),),
        vintage="June 2026",
        as_of="2026-06-30",
        source="R package greenbook, README, on the report of the review",
        address="https://github.com/charlescoverdale/greenbook",
        confidence="unconfirmed",
        status="not adopted",
        note="Said to recommend 3.0%, flatter, and no separate rate for health. How flat is not known here.",
        currency="GBP",
    ),
    "us_a4_2023": replace(
        _A4,
        title="OMB Circular A-4 of 2023",
        purpose="regulatory analysis; sensitivity at 1.5% and 5%",
        bands=((0, 0.020),),
        vintage="November 2023",
        as_of="2023-11-09",
        source="Office of Management and Budget, Circular A-4, 9 November 2023",
        address="https://www.whitehouse.gov/wp-content/uploads/2023/11/CircularA-4.pdf",
        note=f"{_A4.note} The lower rates of its appendix for the far future are not in this table.",
    ),
    "us_a4_2003_low": _A4,
    "us_a4_2003_high": replace(
        _A4,
        title="OMB Circular A-4 of 2003, opportunity cost of capital",
        purpose="regulatory analysis, beside the 3% of us_a4_2003_low",
        bands=((0, 0.070),),
    ),
    "au_central": _AUSTRALIA,
    "au_low": replace(
        _AUSTRALIA,
        title="Infrastructure Australia, low sensitivity test",
        purpose="sensitivity test beside au_central",
        bands=((0, 0.040),),
    ),
    "au_high": replace(
        _AUSTRALIA,
        title="Infrastructure Australia, high sensitivity test",
        purpose="sensitivity test beside au_central",
        bands=((0, 0.100),),
    ),
    "eu_social": _COMMISSION,
    "eu_social_cohesion": replace(
        _COMMISSION,
        title="European Commission, social rate in cohesion countries",
        purpose="economic analysis of projects of cohesion policy, in cohesion countries",
        bands=((0, 0.050),),
    ),
    "eu_financial": replace(
        _COMMISSION,
        title="European Commission, financial rate",
        purpose="financial analysis of public projects that European funds co-finance",
        bands=((0, 0.040),),
        vintage="regulation of March 2014",
        as_of="2014-03-03",
        source="Commission Delegated Regulation (EU) No 480/2014, Article 19(3), a reprint of its German text",
        address="https://gesetze.legal/eu/vo_eu_2014_480/19",
        confidence="stated",
        note=f"A benchmark of the funding period 2014 to 2020. {_COMMISSION.note}",
    ),
    "world_bank": DiscountTable(
        title="World Bank, hurdle for the economic rate of return",
        jurisdiction="countries that borrow from the World Bank",
        purpose="economic analysis of projects; 4% to 10% by country and risk",
        bands=((0, 0.060),),
        vintage="guidelines of 2017",
        as_of="2017",
        source="World Bank, Guidelines for the Economic Analysis of Projects",
        address="https://www.worldbank.org/en/projects-operations/products-and-services/brief/"
        "economic-analysis-of-investment-operations",
        confidence="unconfirmed",
        status="not binding",
        note="A hurdle for a rate of return: the Bank lays down no discount rate for all projects.",
    ),
}


def table_as_dict(name: TableName) -> dict[str, Any]:
    """A table as plain data, with its name and every band that it has.

    Example:
        >>> table_as_dict("us_a4_2023")["bands"]
        [{'after_year': 0.0, 'rate': 0.02}]
    """
    return {"name": name, **TABLES[name].as_dict()}
