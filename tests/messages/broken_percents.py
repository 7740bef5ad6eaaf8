"""Percentages where an amount, a count or months are meant, and the exact words in which each is told.

Each case replaces pieces of `deal.yaml` with `risk.yaml` below it, or of the deal `savings.yaml` of the parity tests.
Long lines are part of it.
"""

# ruff: noqa: E501

from __future__ import annotations

from tests.messages.broken_deals import Broken

PERCENTS = [
    Broken(
        "amounts, counts and months in per cent, all over the terms",
        [
            ("max: 2_000_000", "max: 20%"),
            ("prices: {in_work: 6_000}", "prices: {in_work: 12%}"),
            ("first: {up_to: 10%, per_point: 10_000}", "first: {up_to: 10%, per_point: 10%}"),
            ("commitment: 600_000", "commitment: 60%"),
            ("matures: 66", "matures: 66%"),
            ("called_at: 72", "called_at: 7.2%"),
            ("periods: 24", "periods: 24%"),
        ],
        [
            "deal.yaml:7:60  terms.timeline.periods  must be a whole number, not a share; it is 24%. Write it without the per cent sign, such as 24.",
            "deal.yaml:11:32  terms.payers.council.max  must be an amount, not a share; it is 20%. Write it without the per cent sign, such as 20.",
            "deal.yaml:17:25  terms.payments.card.prices.in_work  must be an amount, not a share; it is 12%. Write it without the per cent sign, such as 12.",
            "deal.yaml:32:40  terms.payments.bands.bands.first.per_point  must be an amount, not a share; it is 10%. Write it without the per cent sign, such as 10.",
            "deal.yaml:49:38  terms.capital.senior.commitment  must be an amount, not a share; it is 60%. Write it without the per cent sign, such as 60.",
            "deal.yaml:50:101  terms.capital.junior.matures  must be a number of months, not a share; it is 66%. Write it without the per cent sign, such as 66.",
            "deal.yaml:53:88  terms.capital.cover.called_at  must be a number of months, not a share; it is 7.2%. Write it without the per cent sign, such as 7.2.",
        ],
    ),
    Broken(
        "amounts, counts and months in per cent, all over the plan",
        [
            ("{people: 200, over_months: 24}", "{people: 60%, over_months: 24%}"),
            ("measured_after: 6}", "measured_after: 6%}"),
            ("count: 1_500", "count: 15%"),
            ("per_person: 200", "per_person: 2.5%"),
            ("value: 5_000", "value: 50%"),
        ],
        [
            "deal.yaml:59:24  plan.starts.everyone.people  must be a count, not a share; it is 60%. Write it without the per cent sign, such as 60.",
            "deal.yaml:59:42  plan.starts.everyone.over_months  must be a number of months, not a share; it is 24%. Write it without the per cent sign, such as 24.",
            "deal.yaml:61:83  plan.outcomes.in_work.measured_after  must be a number of months, not a share; it is 6%. Write it without the per cent sign, such as 6.",
            "deal.yaml:66:44  plan.outcomes.nights.readings.final.count  must be a count, not a share; it is 15%. Write it without the per cent sign, such as 15.",
            "deal.yaml:69:45  plan.costs.support.per_person  must be an amount, not a share; it is 2.5%. Write it without the per cent sign, such as 2.5.",
            "deal.yaml:72:97  plan.savings.benefits.value  must be an amount, not a share; it is 50%. Write it without the per cent sign, such as 50.",
        ],
    ),
    Broken(
        "levels of a count in per cent",
        [
            ("threshold: 1_000", "threshold: 60%"),
            ("target: 2_000", "target: 100%"),
        ],
        [
            "deal.yaml:38:18  terms.payments.slope.threshold  must be a number of days, which 'nights' counts, not a share; it is 60%. Write it without the per cent sign, such as 60.",
            "deal.yaml:39:15  terms.payments.slope.target  must be a number of days, which 'nights' counts, not a share; it is 100%. Write it without the per cent sign, such as 100.",
        ],
    ),
    Broken(
        "levels of a score in per cent",
        [
            (
                "    nights:\n      kind: count\n      of: days\n      readings: {final: {month: 48, count: 1_500}}",
                "    nights:\n      kind: level\n      of: score\n      readings: {final: {month: 48, level: 60%, without_programme: 10%}}",
            ),
            ("plan.outcomes.nights.readings.final.count: 1_100", "plan.outcomes.nights.readings.final.level: 90%"),
        ],
        [
            "deal.yaml:66:44  plan.outcomes.nights.readings.final.level  must be a score, as 'nights' is one, not a share; it is 60%. Write it without the per cent sign, such as 60.",
            "deal.yaml:66:68  plan.outcomes.nights.readings.final.without_programme  must be a score, as 'nights' is one, not a share; it is 10%. Write it without the per cent sign, such as 10.",
            "deal.yaml:111:5  risk.luck.nights  'nights' is a level: it is not counted person by person. Say how a reduction is measured, under risk.measured; make the inputs of any other uncertain.",
        ],
    ),
    Broken(
        "a count that a scenario changes to a share",
        [
            (
                "plan.starts.everyone.people: 150, plan.outcomes.nights.readings.final.count: 1_100",
                "plan.starts.everyone.people: 80%, plan.outcomes.nights.readings.final.count: 90%",
            ),
        ],
        [
            "deal.yaml:78:49  scenarios.slow.changes.plan.starts.everyone.people  must be a count, not a share; it is 80%. Write the number itself: 80% of the 200 in the deal is 160.",
            "deal.yaml:78:97  scenarios.slow.changes.plan.outcomes.nights.readings.final.count  must be a count, not a share; it is 90%. Write the number itself: 90% of the 1,500 in the deal is 1,350.",
        ],
    ),
    Broken(
        "a level of a count that a scenario changes to a share",
        [
            ("plan.starts.everyone.people: 150", "terms.payments.slope.threshold: 50%"),
        ],
        [
            "deal.yaml:78:52  scenarios.slow.changes.terms.payments.slope.threshold  brings about a fault at terms.payments.slope.threshold: must be a number of days, which 'nights' counts, not a share; it is 50%. Write it without the per cent sign, such as 50.",
        ],
    ),
    Broken(
        "a share added to months",
        [
            ("{value: 3, chance: 30%}", "{value: 30%, chance: 30%}"),
        ],
        [
            "deal.yaml:102:66  risk.uncertain.delay.possible.late.value  must be a number of months, as 'plan.starts.everyone.from_month' is one, not a share; it is 30%. Write it without the per cent sign, such as 30.",
        ],
    ),
    Broken(
        "a spread of an amount in per cent",
        [
            (
                "moves: [plan.costs.delivery.per_month], stands_for: factor, kind: triangular, lowest: 0.9, likeliest: 1.01, highest: 1.3",
                "moves: [plan.costs.delivery.per_month], kind: normal, mean: 30_000, sd: 10%",
            ),
        ],
        [
            "deal.yaml:104:85  risk.uncertain.costs.sd  must be an amount, as 'plan.costs.delivery.per_month' is one, not a share; it is 10%. Write 3_000, which is 10% of the 30,000 in the deal; or stands_for: factor.",
        ],
    ),
    Broken(
        "a share drawn for an amount",
        [
            (
                "moves: [plan.costs.delivery.per_month], stands_for: factor, kind: triangular, lowest: 0.9, likeliest: 1.01, highest: 1.3",
                "moves: [plan.costs.delivery.per_month], kind: beta, mean: 60%, sd: 10%",
            ),
        ],
        [
            "deal.yaml:104:59  risk.uncertain.costs.kind  draws shares, as a beta distribution does, and 'plan.costs.delivery.per_month' must be an amount. Write stands_for: factor, or another kind such as pert.",
        ],
    ),
    Broken(
        "people in per cent",
        [
            ("nights: {people: 120", "nights: {people: 12%"),
            ("room: 260", "room: 130%"),
            ("trial: {kind: randomised, treated: 200", "trial: {kind: randomised, treated: 20%"),
        ],
        [
            "deal.yaml:108:69  risk.starts.everyone.room  must be a number of people, not a share; it is 130%. Write it without the per cent sign, such as 130.",
            "deal.yaml:111:22  risk.luck.nights.people  must be a number of people, not a share; it is 12%. Write it without the per cent sign, such as 12.",
            "deal.yaml:117:44  risk.measured.reoffending.designs.trial.treated  must be a number of people, not a share; it is 20%. Write it without the per cent sign, such as 20.",
        ],
    ),
    Broken(
        "a level of confidence for a critical value",
        [
            (
                "      tiers:\n",
                "      only_if: {clear: {kind: significant, outcome: reoffending, critical_value: 95%}}\n      tiers:\n",
            ),
        ],
        [
            "deal.yaml:23:53  terms.payments.steps.only_if.clear.outcome  'reoffending' has no standard error, so that nobody can tell whether it is significant. Add 'standard_error:' to reoffending in plan.outcomes.",
            "deal.yaml:23:82  terms.payments.steps.only_if.clear.critical_value  must be a number of standard errors, not a share; it is 95%. Write it without the per cent sign, such as 1.96.",
        ],
    ),
    Broken(
        "an amount published in per cent",
        [
            (
                "to_date: 2028-03-31, value: 1_000, within: 0.5, confidence: unconfirmed}\n  paid_in",
                "to_date: 2028-03-31, value: 60%, within: 0.5%, confidence: unconfirmed}\n  paid_in",
            ),
        ],
        [
            "deal.yaml:88:90  published.paid_early.value  must be in money, as 'payments.paid' is, not a share; it is 60%. Write it without the per cent sign, such as 60.",
            "deal.yaml:88:103  published.paid_early.within  must be in money, as 'payments.paid' is, not a share; it is 0.5%. Write it without the per cent sign, such as 0.5.",
        ],
    ),
    Broken(
        "a share that a scenario changes to a number",
        [
            ("plan.starts.everyone.people: 150", "plan.outcomes.in_work.rate: 62"),
        ],
        [
            "deal.yaml:78:48  scenarios.slow.changes.plan.outcomes.in_work.rate  must be at most 100%; it is 62, that is 6,200%. Did you mean 62%?",
        ],
    ),
]
PERCENTS_IN_SAVINGS = [
    Broken(
        "a count of what is closed and a year of prices in per cent",
        [
            ("released_by: 1_000", "released_by: 15%"),
            ("price_year: 2023", "price_year: 20%"),
            ("value: 900", "value: 9%"),
            ("savings_years: 6", "savings_years: 6%"),
        ],
        [
            "deal.yaml:24:18  plan.savings_years  must be a whole number, not a share; it is 6%. Write it without the per cent sign, such as 6.",
            "deal.yaml:29:138  plan.savings.beds.released_by  must be a count of units in a year, not a share; it is 15%. Write it without the per cent sign, such as 15.",
            "deal.yaml:34:87  plan.unit_costs.hostel.price_year  must be a whole number, not a share; it is 20%. Write it without the per cent sign, such as 20.",
            "deal.yaml:35:70  plan.unit_costs.service_charge.value  must be an amount, not a share; it is 9%. Write it without the per cent sign, such as 9.",
        ],
    ),
]
