"""Savings stated wrongly in one way after another, and the exact words in which each is told.

Each case replaces pieces of the deal `savings.yaml` of the parity tests. Long lines are part of it.
"""

# ruff: noqa: E501

from __future__ import annotations

from tests.messages.broken_deals import Broken

BROKEN_SAVINGS = [
    Broken(
        "a saving without a value",
        [
            ("value: 1_500}", "grade: weak}"),
        ],
        [
            "deal.yaml:32:5  plan.savings.jobs  has no value. Add 'value:', or 'unit_cost:' and the name of one in plan.unit_costs.",
        ],
    ),
    Broken(
        "a value beside a unit cost",
        [
            ("unit_cost: hostel, share: 30%", "unit_cost: hostel, value: 5, share: 30%"),
        ],
        [
            "deal.yaml:28:103  plan.savings.health.value  is stated beside the unit cost 'hostel'; which of the two counts? Remove one of them.",
        ],
    ),
    Broken(
        "a unit cost that is not there",
        [
            ("unit_cost: hostel, share: 30%", "unit_cost: hostels, share: 30%"),
        ],
        [
            "deal.yaml:28:95  plan.savings.health.unit_cost  there is no unit cost 'hostels'. Did you mean 'hostel'?",
        ],
    ),
    Broken(
        "a share of no unit cost",
        [
            ("outcome: housed, value: 1_500", "outcome: housed, share: 50%, value: 1_500"),
        ],
        [
            "deal.yaml:32:85  plan.savings.jobs.share  is a share of a unit cost, and this saving has none. Remove it, or name a unit cost.",
        ],
    ),
    Broken(
        "a price year beside a unit cost",
        [
            ("unit_cost: hostel, share: 30%", "unit_cost: hostel, price_year: 2020, share: 30%"),
        ],
        [
            "deal.yaml:28:103  plan.savings.health.price_year  is that of the unit cost 'hostel', which states its own. Remove it here.",
        ],
    ),
    Broken(
        "a unit cost of something else",
        [
            ("outcome: nights, value: 90, price_year: 2024", "outcome: nights, unit_cost: service_charge"),
        ],
        [
            "deal.yaml:29:79  plan.savings.beds.unit_cost  is for each person, and the outcome 'nights' counts for each day. Name another outcome, or a unit cost of the same kind.",
        ],
    ),
    Broken(
        "a unit cost of a household",
        [
            ("value: 900, parent: hostel", "per: outcome, value: 900"),
            ("outcome: housed, value: 1_500", "outcome: housed, unit_cost: service_charge"),
        ],
        [
            "deal.yaml:32:96  plan.savings.jobs.unit_cost  is for each outcome, and the outcome 'housed' counts for each person. Name another outcome, or a unit cost of the same kind. If what starts in the deal is what the cost is for, such as a household, write 'per: person' in the unit cost.",
        ],
    ),
    Broken(
        "a unit cost per household",
        [
            ("value: 900, parent: hostel", "per: household, value: 900"),
        ],
        [
            "deal.yaml:35:68  plan.unit_costs.service_charge.per  'household' is not one of its choices. Write person if households are what starts in the deal, else outcome.",
        ],
    ),
    Broken(
        "older prices and no index",
        [
            ("price_year: 2024, indexed: prices", "price_year: 2024"),
        ],
        [
            "deal.yaml:29:91  plan.savings.beds.price_year  is in prices of 2024, and nothing says how prices have grown since. Add 'indexed:' and the name of an inflation whose 'past' has the years since.",
        ],
    ),
    Broken(
        "older prices than the index knows",
        [
            ("price_year: 2024, indexed: prices", "price_year: 2021, indexed: prices"),
        ],
        [
            "deal.yaml:29:91  plan.savings.beds.price_year  is in prices of 2021, and 'prices' lacks the growth of prices in 2022, 2023. Add 2022 to 2023 to plan.inflation.prices.past, each with the growth over the year before.",
        ],
    ),
    Broken(
        "prices of a year to come",
        [
            ("price_year: 2024, indexed: prices", "price_year: 2031, indexed: prices"),
        ],
        [
            "deal.yaml:29:91  plan.savings.beds.price_year  is in prices of 2031, and the deal starts in 2026. Correct the year.",
        ],
    ),
    Broken(
        "a grade that is not in the table",
        [
            ("grade: strong", "grade: strongest"),
        ],
        [
            "deal.yaml:31:104  plan.savings.wellbeing.grade  there is no grade of evidence 'strongest'. Did you mean 'strong'?",
        ],
    ),
    Broken(
        "a yearly value of no time",
        [
            (
                "yearly: true, indexed: prices, after: 2, lasts: 40, drop_off: 30%, deadweight: 36%}",
                "yearly: true, indexed: prices, after: 2, deadweight: 36%}",
            ),
        ],
        [
            "deal.yaml:28:115  plan.savings.health.yearly  is for each year, and it lasts no time. Add 'lasts:' and months.",
        ],
    ),
    Broken(
        "fading in no time",
        [
            ("value: 1_500}", "value: 1_500, drop_off: 10%}"),
        ],
        [
            "deal.yaml:32:99  plan.savings.jobs.drop_off  is of later years, and it lasts no time. Add 'lasts:' and months.",
        ],
    ),
    Broken(
        "fewer years than the deal",
        [
            ("savings_years: 6", "savings_years: 2"),
        ],
        [
            "deal.yaml:24:18  plan.savings_years  is 2, and the deal runs for 27 months. Write 3 or more.",
        ],
    ),
    Broken(
        "a net count cut without a reason",
        [
            (", because: The police run a scheme of their own.", ""),
        ],
        [
            "deal.yaml:30:108  plan.savings.courts.attribution  cuts a net count, which is of what this programme alone does. Remove it, or say in 'because:' who else has a share in it, such as another service.",
        ],
    ),
    Broken(
        "capacity that is no cash",
        [
            ("value_class: cashable, outcome: nights", "value_class: fiscal, outcome: nights"),
        ],
        [
            "deal.yaml:29:123  plan.savings.beds.released_by  is about cash, and this saving is fiscal. Remove it, or write value_class: cashable.",
        ],
    ),
    Broken(
        "capacity of a level",
        [
            ("value: 4_000, lasts: 30", "value: 4_000, released_by: 5, lasts: 30"),
            ("agency: ministry, value_class: fiscal", "agency: ministry, value_class: cashable"),
        ],
        [
            "deal.yaml:30:84  plan.savings.courts.released_by  counts what fills a ward or a wing, and 'fall' has a level only. Name an outcome that counts people or days; one of kind 'avoided' makes them from a reduction.",
        ],
    ),
    Broken(
        "more than all of a unit cost",
        [
            ("share: 30%", "share: 40%"),
        ],
        [
            "deal.yaml:28:5  plan.savings.health  together have 110% of the unit cost 'hostel' of 'housed': hostel 70%, health 40%. The same saving would be counted twice. Give each agency and class its 'share:', 100% in all.",
        ],
    ),
    Broken(
        "the same saving at two agencies",
        [
            (
                "    jobs:",
                "    again: {agency: council, value_class: economic, outcome: housed, value: 1_500}\n    jobs:",
            ),
        ],
        [
            "deal.yaml:33:20  plan.savings.jobs.agency  is the same as 'again' of council in everything but its agency. Count it once, or state a unit cost and give each agency its share.",
        ],
    ),
    Broken(
        "a whole and its part",
        [
            ("outcome: housed, value: 1_500", "outcome: housed, unit_cost: service_charge"),
        ],
        [
            "deal.yaml:32:96  plan.savings.jobs.unit_cost  is a part of 'hostel', which 'hostel' counts for the same outcome 'housed'. Count the whole or its parts, not both.",
        ],
    ),
    Broken(
        "a whole that is not there",
        [
            ("parent: hostel", "parent: hostels"),
        ],
        [
            "deal.yaml:35:83  plan.unit_costs.service_charge.parent  there is no unit cost 'hostels'. Did you mean 'hostel'?",
        ],
    ),
    Broken(
        "a whole that is its own part",
        [
            ("basis: average, source", "parent: service_charge, basis: average, source"),
        ],
        [
            "deal.yaml:27:98  plan.savings.hostel.unit_cost  is a part of 'hostel', which 'hostel' counts for the same outcome 'housed'. Count the whole or its parts, not both.",
            "deal.yaml:34:101  plan.unit_costs.hostel.parent  leads back to itself: a part cannot be its own whole. Name the whole, or remove it.",
            "deal.yaml:35:83  plan.unit_costs.service_charge.parent  leads back to itself: a part cannot be its own whole. Name the whole, or remove it.",
        ],
    ),
    Broken(
        "deadweight off a net count",
        [
            ("value: 3_000, lasts: 90", "value: 3_000, deadweight: 20%, lasts: 90"),
        ],
        [
            "deal.yaml:31:86  plan.savings.wellbeing.deadweight  would be taken off a net count, which has it off already. Remove it, or write counted: gross.",
        ],
    ),
    Broken(
        "growth of a year that is none",
        [
            ("2024: 2.5%", "24: 2.5%"),
        ],
        [
            "deal.yaml:37:41  plan.inflation.prices.past.24  '24' is not a year. Write a year such as 2015, with its four digits.",
        ],
    ),
    Broken(
        "growth beyond reason",
        [
            ("2024: 2.5%", "2024: 250%"),
        ],
        [
            "deal.yaml:37:47  plan.inflation.prices.past.2024  is 250% a year. Did you mean 2.5%?",
        ],
    ),
    Broken(
        "benefits of an agency that has none",
        [
            ("standing: [health, society]", "standing: [health, police]"),
        ],
        [
            "deal.yaml:25:22  plan.standing.1  there is no agency with a saving 'police'. Known: council, health, ministry, society.",
        ],
    ),
    Broken(
        "the same saving at two agencies, as a value and as a unit cost",
        [
            (
                "outcome: housed, value: 1_500}",
                "outcome: housed, value: 1_500}\n    place: {agency: society, value_class: fiscal, outcome: housed, value: 900}\n    charge: {agency: council, value_class: fiscal, outcome: housed, unit_cost: service_charge}",
            ),
            (", parent: hostel", ""),
        ],
        [
            "deal.yaml:34:22  plan.savings.charge.agency  is the same as 'place' of society in everything but its agency, here as the unit cost 'service_charge' and there as a value. Count it once, or state a unit cost and give each agency its share.",
        ],
    ),
    Broken(
        "the same saving at two agencies, as a part of a unit cost and as a value",
        [
            (
                "outcome: housed, value: 1_500}",
                "outcome: housed, value: 1_500}\n    place: {agency: society, value_class: fiscal, outcome: housed, counted: gross, value: 2_940, after: 2, lasts: 40}",
            ),
        ],
        [
            "deal.yaml:33:21  plan.savings.place.agency  is the same as 'health' of health in everything but its agency, here as a value and there as the unit cost 'hostel'. Count it once, or state a unit cost and give each agency its share.",
        ],
    ),
    Broken(
        "prices of a fiscal year",
        [
            ("price_year: 2024, indexed", "price_year: 2023/24, indexed"),
            ("price_year: 2023, basis", "price_year: 2022-23, basis"),
        ],
        [
            "deal.yaml:29:91  plan.savings.beds.price_year  must be one year; it is the text '2023/24'. Write 2023, the year in which most of its months lie.",
            "deal.yaml:34:87  plan.unit_costs.hostel.price_year  must be one year; it is the text '2022-23'. Write 2022, the year in which most of its months lie.",
        ],
    ),
    Broken(
        "prices of a year with two digits and of a day",
        [
            ("price_year: 2024, indexed", "price_year: 24, indexed"),
            ("price_year: 2023, basis", "price_year: 2023-04-01, basis"),
        ],
        [
            "deal.yaml:29:91  plan.savings.beds.price_year  must be a year; it is 24. Write its four digits, such as 2024.",
            "deal.yaml:34:87  plan.unit_costs.hostel.price_year  must be a year; it is the date 2023-04-01. Write 2023.",
        ],
    ),
    Broken(
        "capacity as a class",
        [
            ("beds: {agency: health, value_class: cashable", "beds: {agency: health, value_class: capacity"),
        ],
        [
            "deal.yaml:29:41  plan.savings.beds.value_class  'capacity' is not one of its choices. Write fiscal for capacity that is freed and is no cash; or cashable, with 'released_by:' and how many units a year close something: what is not enough for that is then counted as capacity.",
        ],
    ),
    Broken(
        "a class that is the opposite of the nearest",
        [
            ("courts: {agency: ministry, value_class: fiscal", "courts: {agency: ministry, value_class: non_cashable"),
            ("jobs: {agency: society, value_class: economic", "jobs: {agency: society, value_class: public"),
        ],
        [
            "deal.yaml:30:45  plan.savings.courts.value_class  'non_cashable' is not one of its choices. Write fiscal: it is worth something to a budget and is no cash.",
            "deal.yaml:32:42  plan.savings.jobs.value_class  'public' is not one of its choices. Write social for what is worth something to people, economic for earnings, or fiscal for budgets.",
        ],
    ),
    Broken(
        "older prices in a deal that starts in January",
        [
            (
                "starts: 2026-03-01, period: quarter, periods: 9, first_period_ends: 2026-04-30",
                "starts: 2027-01-01, period: quarter, periods: 9",
            ),
        ],
        [
            "deal.yaml:27:98  plan.savings.hostel.unit_cost  is in prices of 2023, and 'prices' lacks the growth of prices in 2027 (the year of the start). Add 2027 to plan.inflation.prices.past, with the growth over the year before. Where years of prices are fiscal ones, the deal still starts in 2026/27: write 2027: 0%.",
            "deal.yaml:28:95  plan.savings.health.unit_cost  is in prices of 2023, and 'prices' lacks the growth of prices in 2027 (the year of the start). Add 2027 to plan.inflation.prices.past, with the growth over the year before. Where years of prices are fiscal ones, the deal still starts in 2026/27: write 2027: 0%.",
            "deal.yaml:29:91  plan.savings.beds.price_year  is in prices of 2024, and 'prices' lacks the growth of prices in 2027 (the year of the start). Add 2027 to plan.inflation.prices.past, with the growth over the year before. Where years of prices are fiscal ones, the deal still starts in 2026/27: write 2027: 0%.",
        ],
    ),
    Broken(
        "a year before that of the start, and no growth at all",
        [
            ("price_year: 2024, indexed", "price_year: 2025, indexed"),
            (", past: {2024: 2.5%, 2025: 3.1%, 2026: 2.2%}", ""),
        ],
        [
            "deal.yaml:27:98  plan.savings.hostel.unit_cost  is in prices of 2023, and 'prices' lacks the growth of prices in 2024, 2025, 2026 (the year of the start). Add 2024 to 2026 to plan.inflation.prices.past, each with the growth over the year before. Where years of prices are fiscal ones, the deal still starts in 2025/26: write 2026: 0%.",
            "deal.yaml:28:95  plan.savings.health.unit_cost  is in prices of 2023, and 'prices' lacks the growth of prices in 2024, 2025, 2026 (the year of the start). Add 2024 to 2026 to plan.inflation.prices.past, each with the growth over the year before. Where years of prices are fiscal ones, the deal still starts in 2025/26: write 2026: 0%.",
            "deal.yaml:29:91  plan.savings.beds.price_year  is in prices of 2025, and 'prices' lacks the growth of prices in 2026 (the year of the start). Add 2026 to plan.inflation.prices.past, with the growth over the year before. Where years of prices are fiscal ones, the deal still starts in 2025/26: write 2026: 0%.",
        ],
    ),
    Broken(
        "numbers with words and signs around them",
        [
            ("lasts: 90, grade: strong", "lasts: 8 years, grade: strong"),
            ("value: 4_000, lasts: 30", "value: 4k, lasts: 30 months"),
            ("outcome: housed, value: 1_500}", "outcome: housed, value: £1_500}"),
            ("first: {people: 120", "first: {people: ~120"),
        ],
        [
            "deal.yaml:16:28  plan.starts.first.people  must be a number; it is the text '~120'. Write 120.",
            "deal.yaml:30:75  plan.savings.courts.value  must be a number; it is the text '4k'. Write 4_000.",
            "deal.yaml:30:86  plan.savings.courts.lasts  must be a whole number; it is the text '30 months'. Write 30.",
            "deal.yaml:31:93  plan.savings.wellbeing.lasts  must be a whole number; it is the text '8 years'. Write 96.",
            "deal.yaml:32:92  plan.savings.jobs.value  must be a number; it is the text '£1_500'. Write 1_500.",
        ],
    ),
    Broken(
        "a unit cost of a year, years that are a date, and the level of an index",
        [
            ("value: 900, parent", "value: 900, per: year, parent"),
            ("savings_years: 6", "savings_years: 2032"),
            ("2024: 2.5%, 2025: 3.1%", "2024/25: 2.5%, 2025: 103.1"),
        ],
        [
            "deal.yaml:24:18  plan.savings_years  must be at most 60; it is 2,032. It counts years from financial close: write 60 or less.",
            "deal.yaml:35:80  plan.unit_costs.service_charge.per  'year' is not one of its choices. Write what it is a cost of, such as person or day, and yearly: true in the saving that takes it.",
            "deal.yaml:37:41  plan.inflation.prices.past.2024/25  '2024/25' is not a year. Write 2024 for 2024/25, and likewise the others.",
            "deal.yaml:37:62  plan.inflation.prices.past.2025  is 10,310% a year. Write a rate such as 3%, and not the level of an index.",
        ],
    ),
]
