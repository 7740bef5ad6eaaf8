"""Broken ways to pay, limits, payers and outcomes, and the exact words in which each is told.

As in `broken_deals.py` each case breaks `deal.yaml` in one way. Most put a line into it that is not there: a payment,
a limit or an outcome stands at the end of its group, so that it is told on line 48, 49 or 67.
"""

# ruff: noqa: E501

from __future__ import annotations

from tests.messages.broken_deals import Broken


def card(line: str) -> tuple[str, str]:
    """The rate card with another key."""
    prices = "      prices: {in_work: 6_000}\n"
    return prices, f"{prices}      {line}\n"


def all_or_nothing(line: str) -> tuple[str, str]:
    """The threshold payment, the last one, with another key."""
    pays = "      at_least: 8%\n      pays: 100_000\n"
    return pays, f"{pays}      {line}\n"


def paying(*terms: str) -> tuple[str, str]:
    """More payments."""
    return _before("  capital:\n    senior", terms)


def limiting(*limits: str) -> tuple[str, str]:
    """Limits over payments."""
    capital, others = _before("  capital:\n    senior", limits)
    return capital, f"  limits:\n{others}"


def measuring(*outcomes: str) -> tuple[str, str]:
    """More outcomes."""
    return _before("  costs:\n", outcomes)


def _before(what: str, entries: tuple[str, ...]) -> tuple[str, str]:
    return what, "".join(f"    {entry}\n" for entry in entries) + what


SOMEBODY_OWES = ("  order_of_payments: [senior", "  deductions_owed_by: the provider\n  order_of_payments: [senior")
KEPT = "kept: {kind: sustained, of: in_work, continues: 90%, most: 6}"
HEADS = "heads: {kind: count, of: people, readings: {final: {month: 48, count: 100}}}"
SCORE = "score: {kind: level, of: score, readings: {one: {month: 24, level: 5}, two: {month: 36, level: 6}}}"
SHARE = "standing: {kind: level, of: share, readings: {one: {month: 24, level: 40%}, two: {month: 36, level: 60%}}}"

BROKEN_PAYMENTS = [
    Broken(
        "a limit of units of what is not on the card",
        [
            card("most_units: {in_wrok: 100}"),
        ],
        [
            "deal.yaml:18:20  terms.payments.card.most_units.in_wrok  there is no price of 'in_wrok'. Did you mean 'in_work'?",
        ],
    ),
    Broken(
        "a share of units of what is not on the card",
        [
            card("most_share: {nights: 40%}"),
        ],
        [
            "deal.yaml:18:20  terms.payments.card.most_share.nights  there is no price of 'nights'. Known: in_work.",
        ],
    ),
    Broken(
        "a share of all units where there is one outcome",
        [
            card("most_share: {in_work: 40%}"),
        ],
        [
            "deal.yaml:18:7  terms.payments.card.most_share  is a share of all units on the card, and there is one outcome on it: it is all of them. Remove it, or write most_units.",
        ],
    ),
    Broken(
        "later prices of what is not on the card",
        [
            card("later: {second_year: {after_month: 12, prices: {in_wrok: 7_000}}}"),
        ],
        [
            "deal.yaml:18:55  terms.payments.card.later.second_year.prices.in_wrok  there is no price of 'in_wrok'. Did you mean 'in_work'?",
        ],
    ),
    Broken(
        "later prices out of order",
        [
            card(
                "later: {third_year: {after_month: 24, prices: {in_work: 8_000}}, second_year: {after_month: 12, prices: {in_work: 7_000}}}"
            ),
        ],
        [
            "deal.yaml:18:99  terms.payments.card.later.second_year.after_month  is month 12, not later than the change before it (month 24). List later prices in the order of time.",
        ],
    ),
    Broken(
        "a share of people and days together",
        [
            ("prices: {in_work: 6_000}", "prices: {in_work: 6_000, nights: 10}\n      most_share: {in_work: 40%}"),
        ],
        [
            "deal.yaml:18:7  terms.payments.card.most_share  is a share of all units on the card, which counts days and people. Put outcomes that count different things on cards of their own.",
        ],
    ),
    Broken(
        "bands of a score",
        [
            ("kind: banded_schedule\n      outcome: reoffending", "kind: banded_schedule\n      outcome: score"),
            measuring(SCORE),
        ],
        [
            "deal.yaml:28:16  terms.payments.bands.outcome  'score' is a score, and a banded schedule has a price for each percentage point. Pay for it by a tiered_schedule, a threshold or a proportional payment.",
        ],
    ),
    Broken(
        "volume tiers out of order",
        [
            paying(
                "volume: {kind: volume_tiers, outcome: nights, paid_on: net, tiers: {first: {above: 0, price: 30}, second: {above: 1_000, price: 20}, third: {above: 1_000, price: 10}}}"
            ),
        ],
        [
            "deal.yaml:48:153  terms.payments.volume.tiers.third.above  is 1,000, not more than the tier before it (second, 1,000). List tiers from the lowest number up.",
        ],
    ),
    Broken(
        "volume tiers of a reduction",
        [
            paying(
                "volume: {kind: volume_tiers, outcome: reoffending, paid_on: net, tiers: {all: {above: 0, price: 30}}}"
            ),
        ],
        [
            "deal.yaml:48:43  terms.payments.volume.outcome  'reoffending' is a reduction, one share of the whole: it has no units that a payment by volume tiers could price. Pay for it by a tiered_schedule, a banded_schedule, a threshold or a proportional payment.",
        ],
    ),
    Broken(
        "volume tiers of a score",
        [
            paying("volume: {kind: volume_tiers, outcome: score, paid_on: net, tiers: {all: {above: 0, price: 30}}}"),
            measuring(SCORE),
        ],
        [
            "deal.yaml:48:43  terms.payments.volume.outcome  'score' is a level, one figure for the group: it has no units that a payment by volume tiers could price. Pay for it by a tiered_schedule, a threshold or a proportional payment.",
        ],
    ),
    Broken(
        "a penalty above the bonus",
        [
            paying(
                "band: {kind: bonus_penalty, outcome: reoffending, paid_on: net, bonus_from: 8%, penalty_from: 10%, bonus_per_point: 100, penalty_per_point: 100}"
            ),
            SOMEBODY_OWES,
        ],
        [
            "deal.yaml:48:99  terms.payments.band.penalty_from  is 10%, above where the bonus begins (8%). Write a level at or below bonus_from: between the two nothing is due.",
        ],
    ),
    Broken(
        "an expected level outside the band",
        [
            paying(
                "band: {kind: bonus_penalty, outcome: reoffending, paid_on: net, expected: 12%, bonus_from: 10%, penalty_from: 8%, bonus_per_point: 100, counts_from: expected}"
            ),
            SOMEBODY_OWES,
        ],
        [
            "deal.yaml:48:79  terms.payments.band.expected  is 12%, outside the band in which nothing is due (8% to 10%). Write a level between penalty_from and bonus_from.",
        ],
    ),
    Broken(
        "an expected level of no use",
        [
            paying(
                "band: {kind: bonus_penalty, outcome: reoffending, paid_on: net, expected: 9%, bonus_from: 10%, penalty_from: 8%, bonus_per_point: 100}"
            ),
            SOMEBODY_OWES,
        ],
        [
            "deal.yaml:48:69  terms.payments.band.expected  has no effect: points count from the edges of the band (counts_from: edge). Write counts_from: expected, or remove it.",
        ],
    ),
    Broken(
        "a bonus on days",
        [
            paying(
                "band: {kind: bonus_penalty, outcome: nights, paid_on: net, bonus_from: 1_500, penalty_from: 1_000, bonus_per_point: 100}"
            ),
            SOMEBODY_OWES,
        ],
        [
            "deal.yaml:48:42  terms.payments.band.outcome  'nights' counts days, and bonus and penalty are for each percentage point. Name an outcome whose level is a share.",
        ],
    ),
    Broken(
        "bonus and penalty in whole numbers",
        [
            paying(
                "band: {kind: bonus_penalty, outcome: reoffending, paid_on: net, bonus_from: 10, penalty_from: 8, bonus_per_point: 100}"
            ),
            SOMEBODY_OWES,
        ],
        [
            "deal.yaml:48:81  terms.payments.band.bonus_from  is 10, that is 1,000%; a reduction is 100% at most. Did you mean 10%?",
            "deal.yaml:48:99  terms.payments.band.penalty_from  is 8, that is 800%; a reduction is 100% at most. Did you mean 8%?",
        ],
    ),
    Broken(
        "a cohort paid for by a reduction",
        [
            paying(
                "cohorts: {kind: cohort_else_pooled, cohorts: {one: {effect: reoffending, units: reoffending, at_least: 10%}}, pooled: {effect: reoffending, units: nights, at_least: 8%}, price: 40}"
            ),
        ],
        [
            "deal.yaml:48:85  terms.payments.cohorts.cohorts.one.units  is 'reoffending', which is no count: the price is for each unit of a count. Name an outcome of the kind count.",
        ],
    ),
    Broken(
        "a cohort paid for by a share",
        [
            paying(
                "cohorts: {kind: cohort_else_pooled, cohorts: {one: {effect: reoffending, units: in_work, at_least: 10%}}, pooled: {effect: reoffending, units: nights, at_least: 8%}, price: 40}"
            ),
        ],
        [
            "deal.yaml:48:85  terms.payments.cohorts.cohorts.one.units  is 'in_work', which is no count: the price is for each unit of a count. Name an outcome of the kind count.",
        ],
    ),
    Broken(
        "cohorts of two kinds of unit",
        [
            paying(
                "cohorts: {kind: cohort_else_pooled, cohorts: {one: {effect: reoffending, units: nights, at_least: 10%}}, pooled: {effect: reoffending, units: heads, at_least: 8%}, price: 40}"
            ),
            measuring(HEADS),
        ],
        [
            "deal.yaml:48:147  terms.payments.cohorts.pooled.units  is 'heads', a count of people; the first cohort is paid for by counts of days. One price is for one kind of unit: name a count of the same, or make two payments.",
        ],
    ),
    Broken(
        "a cohort judged by what has no level",
        [
            paying(
                "cohorts: {kind: cohort_else_pooled, cohorts: {one: {effect: kept, units: nights, at_least: 10%}}, pooled: {effect: reoffending, units: nights, at_least: 8%}, price: 40}"
            ),
            measuring(KEPT),
        ],
        [
            "deal.yaml:48:65  terms.payments.cohorts.cohorts.one.effect  is 'kept', which has no level to judge by. Name the outcome that estimates the effect.",
        ],
    ),
    Broken(
        "a cohort of no outcome",
        [
            paying(
                "cohorts: {kind: cohort_else_pooled, cohorts: {one: {effect: reofending, units: nihgts, at_least: 10%}}, pooled: {effect: reoffending, units: nights, at_least: 8}, price: 40}"
            ),
        ],
        [
            "deal.yaml:48:65  terms.payments.cohorts.cohorts.one.effect  there is no outcome 'reofending'. Did you mean 'reoffending'?",
            "deal.yaml:48:84  terms.payments.cohorts.cohorts.one.units  there is no outcome 'nihgts'. Did you mean 'nights'?",
            "deal.yaml:48:164  terms.payments.cohorts.pooled.at_least  is 8, that is 800%; a reduction is 100% at most. Did you mean 8%?",
        ],
    ),
    Broken(
        "coupon steps out of order",
        [
            paying(
                "coupons: {kind: coupon_table, outcome: standing, paid_on: gross, notional: 100_000, steps: {high: {at_least: 60%, rate: 8%}, low: {at_least: 40%, rate: 9%}}}"
            ),
            measuring(SHARE),
        ],
        [
            "deal.yaml:48:146  terms.payments.coupons.steps.low.at_least  is 40%, not above the step before it (high, 60%). List steps from the lowest level up.",
        ],
    ),
    Broken(
        "a higher step with a lower coupon",
        [
            paying(
                "coupons: {kind: coupon_table, outcome: standing, paid_on: gross, notional: 100_000, steps: {low: {at_least: 40%, rate: 9%}, high: {at_least: 60%, rate: 8%}}}"
            ),
            measuring(SHARE),
        ],
        [
            "deal.yaml:48:157  terms.payments.coupons.steps.high.rate  is 8%, lower than the step below it (low, 9%). A higher step pays at least as much: check both rates.",
        ],
    ),
    Broken(
        "coupons that settle",
        [
            paying(
                "coupons: {kind: coupon_table, outcome: standing, paid_on: gross, notional: 100_000, steps: {low: {at_least: 40%, rate: 9%}}, settles: ratchet}"
            ),
            measuring(SHARE),
        ],
        [
            "deal.yaml:48:130  terms.payments.coupons.settles  has no effect here: a coupon is paid at each reading, by the level then read. Remove it.",
        ],
    ),
    Broken(
        "an early share without a month",
        [
            paying(
                "coupons: {kind: coupon_table, outcome: standing, paid_on: gross, notional: 100_000, steps: {low: {at_least: 40%, rate: 9%}}, redemption: {all_from: 50%, share: 40%, early_share: 60%}}"
            ),
            measuring(SHARE),
        ],
        [
            "deal.yaml:48:170  terms.payments.coupons.redemption.early_share  has no effect without early_until. Add 'early_until:', the month up to which it holds, or remove it.",
        ],
    ),
    Broken(
        "an early month without a share",
        [
            paying(
                "coupons: {kind: coupon_table, outcome: standing, paid_on: gross, notional: 100_000, steps: {low: {at_least: 40%, rate: 9%}}, redemption: {all_from: 50%, share: 40%, early_until: 30}}"
            ),
            measuring(SHARE),
        ],
        [
            "deal.yaml:48:170  terms.payments.coupons.redemption.early_until  has no effect without early_share. Add 'early_share:', the share that holds until then, or remove it.",
        ],
    ),
    Broken(
        "a coupon table that pays nothing",
        [
            paying("coupons: {kind: coupon_table, outcome: standing, paid_on: gross, notional: 100_000}"),
            measuring(SHARE),
        ],
        [
            "deal.yaml:48:21  terms.payments.coupons.kind  pays nothing: it has neither steps nor a floor nor a redemption. Add 'steps:', 'floor:' or 'redemption:'.",
        ],
    ),
    Broken(
        "a later share of savings without an amount",
        [
            paying(
                "part: {kind: savings_share, outcome: nights, paid_on: gross, value_each: 12, share: 50%, share_after: 10%}"
            ),
        ],
        [
            "deal.yaml:48:94  terms.payments.part.share_after  has no effect: nothing says how much must have been paid before it holds. Add 'until_paid:' and an amount, or remove it.",
        ],
    ),
    Broken(
        "a switch that no share ever reaches",
        [
            paying(
                "part: {kind: savings_share, outcome: nights, paid_on: gross, value_each: 12, share: 0%, until_paid: 9, share_after: 10%}"
            ),
        ],
        [
            "deal.yaml:48:89  terms.payments.part.share  is 0%: nothing is ever paid at it, so that until_paid is never reached. Write a share above nothing, or remove until_paid.",
        ],
    ),
    Broken(
        "a share at risk that is earned from nowhere",
        [
            paying(
                "service: {kind: fee, per_month: 1_000, months: 12, at_risk: {share: 20%, outcome: reoffending, paid_on: net, none_below: 10%, all_from: 10%}}"
            ),
        ],
        [
            "deal.yaml:48:141  terms.payments.service.at_risk.all_from  is 10%, not above none_below (10%). Set it above none_below: the withheld share is earned in proportion from one to the other.",
        ],
    ),
    Broken(
        "a share at risk of gross, in whole numbers, of what is not there",
        [
            paying(
                "service: {kind: fee, per_month: 1_000, months: 12, at_risk: {share: 20%, outcome: reoffending, paid_on: gross, none_below: 5, all_from: 10}}",
                "other: {kind: fee, per_month: 1_000, months: 12, at_risk: {share: 20%, outcome: reofending, paid_on: net, none_below: 5%, all_from: 10%}}",
            ),
        ],
        [
            "deal.yaml:48:109  terms.payments.service.at_risk.paid_on  is gross, but 'reoffending' is a reduction against a comparison and so net. Write paid_on: net.",
            "deal.yaml:48:128  terms.payments.service.at_risk.none_below  is 5, that is 500%; a reduction is 100% at most. Did you mean 5%?",
            "deal.yaml:48:141  terms.payments.service.at_risk.all_from  is 10, that is 1,000%; a reduction is 100% at most. Did you mean 10%?",
            "deal.yaml:49:85  terms.payments.other.at_risk.outcome  there is no outcome 'reofending'. Did you mean 'reoffending'?",
        ],
    ),
    Broken(
        "a fee after the end",
        [
            paying("service: {kind: fee, per_month: 1_000, from_month: 61, months: 12}"),
        ],
        [
            "deal.yaml:48:5  terms.payments.service  the last month of the fee falls after the last period of the deal. Begin earlier, shorten it, or give the timeline more periods.",
        ],
    ),
    Broken(
        "a fee by an inflation that is not there",
        [
            paying("service: {kind: fee, per_month: 1_000, months: 12, indexed: cpi}"),
        ],
        [
            "deal.yaml:48:65  terms.payments.service.indexed  there is no inflation 'cpi'. Known: prices.",
        ],
    ),
    Broken(
        "a minimum of what is not there, twice, or comes later",
        [
            paying(
                "least: {kind: minimum_payment, of: [card, card, service, cadr], amount: 100_000, month: 60}",
                "service: {kind: fee, per_month: 1_000, months: 12}",
            ),
        ],
        [
            "deal.yaml:48:47  terms.payments.least.of.1  names 'card' again: it would be counted twice. Remove it.",
            "deal.yaml:48:53  terms.payments.least.of.2  is 'service', which does not stand above it in the file. Move the minimum payment below the payments that it tops up.",
            "deal.yaml:48:62  terms.payments.least.of.3  there is no payment 'cadr'. Did you mean 'card'?",
        ],
    ),
    Broken(
        "a minimum payment after the end",
        [
            paying("least: {kind: minimum_payment, of: [card], amount: 100_000, month: 73}"),
        ],
        [
            "deal.yaml:48:5  terms.payments.least  the minimum payment falls after the last period of the deal. Move it earlier, or give the timeline more periods.",
        ],
    ),
    Broken(
        "a deduction that nobody owes",
        [
            paying("funding: {kind: deduction, amount: 10_000, month: 12}"),
        ],
        [
            "deal.yaml:7:3  terms.deductions_owed_by  is missing: 'funding' may take money back, and later payments may be too small to set it off. Add 'deductions_owed_by:' and the party that owes what is left.",
        ],
    ),
    Broken(
        "a deduction after the end",
        [
            paying("funding: {kind: deduction, amount: 10_000, month: 73}"),
            SOMEBODY_OWES,
        ],
        [
            "deal.yaml:48:5  terms.payments.funding  the deduction falls after the last period of the deal. Move it earlier, or give the timeline more periods.",
        ],
    ),
    Broken(
        "a termination payment of a deal that does not end early",
        [
            paying("exit: {kind: termination_payment, share_of_capital: 80%}"),
        ],
        [
            "deal.yaml:48:18  terms.payments.exit.kind  is owed where the deal ends early, and the terms say nothing of an early end. Add 'termination:' to the terms.",
        ],
    ),
    Broken(
        "a condition on what is not there",
        [
            all_or_nothing("only_if: {hurdle: {kind: reaches, outcome: nihgts, paid_on: net, at_least: 1_000}}"),
        ],
        [
            "deal.yaml:48:50  terms.payments.all_or_nothing.only_if.hurdle.outcome  there is no outcome 'nihgts'. Did you mean 'nights'?",
        ],
    ),
    Broken(
        "a condition on what has no level",
        [
            all_or_nothing("only_if: {hurdle: {kind: reaches, outcome: kept, paid_on: net, at_least: 10}}"),
            measuring(KEPT),
        ],
        [
            "deal.yaml:48:50  terms.payments.all_or_nothing.only_if.hurdle.outcome  'kept' is a sustained outcome: people are counted at each reading, and it has no level in the end. Name the outcome that it follows (in_work).",
        ],
    ),
    Broken(
        "a condition on a gross reduction, in whole numbers",
        [
            all_or_nothing(
                "only_if: {either: {kind: any_of, of: {one: {kind: reaches, outcome: reoffending, paid_on: gross, at_least: 5}, other: {kind: reaches, outcome: nights, paid_on: gross, at_least: 100}}}}"
            ),
        ],
        [
            "deal.yaml:48:97  terms.payments.all_or_nothing.only_if.either.of.one.paid_on  is gross, but 'reoffending' is a reduction against a comparison and so net. Write paid_on: net.",
            "deal.yaml:48:114  terms.payments.all_or_nothing.only_if.either.of.one.at_least  is 5, that is 500%; a reduction is 100% at most. Did you mean 5%?",
        ],
    ),
    Broken(
        "significance without a standard error",
        [
            all_or_nothing("only_if: {clear: {kind: significant, outcome: reoffending, critical_value: 1.96}}"),
        ],
        [
            "deal.yaml:48:53  terms.payments.all_or_nothing.only_if.clear.outcome  'reoffending' has no standard error, so that nobody can tell whether it is significant. Add 'standard_error:' to reoffending in plan.outcomes.",
        ],
    ),
    Broken(
        "significance of a blend without standard errors",
        [
            all_or_nothing(
                "only_if: {clear: {kind: any_of, of: {one: {kind: significant, outcome: both, critical_value: 1.96}, other: {kind: reaches, outcome: nights, paid_on: gross, at_least: 100}}}}"
            ),
            measuring(
                "again: {kind: reduction, stated: relative, effect: 5%, standard_error: 2%, measured_at: 48}",
                "both: {kind: blend, of: {reoffending: 50%, again: 50%}}",
            ),
        ],
        [
            "deal.yaml:48:78  terms.payments.all_or_nothing.only_if.clear.of.one.outcome  'both' has no standard error, so that nobody can tell whether it is significant. Add 'standard_error:' to reoffending in plan.outcomes.",
        ],
    ),
    Broken(
        "significance of a count",
        [
            all_or_nothing("only_if: {clear: {kind: significant, outcome: nights, critical_value: 1.96}}"),
        ],
        [
            "deal.yaml:48:53  terms.payments.all_or_nothing.only_if.clear.outcome  'nights' has no standard error, so that nobody can tell whether it is significant. Name an outcome of the kind reduction or blend, or write kind: reaches.",
        ],
    ),
    Broken(
        "a condition of one",
        [
            all_or_nothing(
                "only_if: {either: {kind: any_of, of: {one: {kind: reaches, outcome: nights, paid_on: gross, at_least: 100}}}}"
            ),
        ],
        [
            "deal.yaml:48:44  terms.payments.all_or_nothing.only_if.either.of  has 1 entry; at least 2 are needed. Add another.",
        ],
    ),
    Broken(
        "a schedule on a sustained outcome",
        [
            ("kind: tiered_schedule\n      outcome: reoffending", "kind: tiered_schedule\n      outcome: kept"),
            measuring(KEPT),
        ],
        [
            "deal.yaml:21:16  terms.payments.steps.outcome  'kept' is a sustained outcome: people are counted at each reading, and it has no level in the end. Pay for it by a rate_card, or name the outcome that it follows (in_work).",
        ],
    ),
    Broken(
        "at each reading of what is known once",
        [
            all_or_nothing("settles: each_reading"),
        ],
        [
            "deal.yaml:48:16  terms.payments.all_or_nothing.settles  is each_reading, but 'reoffending' is a reduction, which is known once. Write settles: once, or pay for a count or a level that has several readings.",
        ],
    ),
    Broken(
        "the level so far of readings out of order",
        [
            (
                "readings: {final: {month: 48, count: 1_500}}",
                "readings: {final: {month: 48, count: 1_500}, early: {month: 24, count: 500}}",
            ),
            ("      pays_at_target: 50_000\n", "      pays_at_target: 50_000\n      settles: ratchet\n"),
        ],
        [
            "deal.yaml:67:67  plan.outcomes.nights.readings.early.month  is 24, before the reading that stands above it (final, month 48). List readings in the order of time: 'slope' is settled on the level so far.",
        ],
    ),
    Broken(
        "limits of payments that are not there",
        [
            limiting("together: {kind: in_all, payments: [card, cadr, card], amount: 100_000}"),
        ],
        [
            "deal.yaml:49:47  terms.limits.together.payments.1  there is no payment 'cadr'. Did you mean 'card'?",
            "deal.yaml:49:53  terms.limits.together.payments.2  names 'card' again. Remove it.",
        ],
    ),
    Broken(
        "a limit without payments",
        [
            limiting("together: {kind: in_all, payments: [], amount: 100_000}"),
        ],
        [
            "deal.yaml:49:40  terms.limits.together.payments  is empty. Give it an entry.",
        ],
    ),
    Broken(
        "a limit for each person where nobody starts",
        [
            limiting("person: {kind: per_person, payments: [slope], amount: 100}"),
            ("  starts:\n    everyone: {people: 200, over_months: 24}\n", ""),
            ("{changes: {plan.starts.everyone.people: 150, plan.outcomes.nights.readings.final.count: 1_100}}", "{}"),
        ],
        [
            "deal.yaml:49:5  terms.limits.person  is for each person who starts, and nobody does. Add 'starts:' to the plan, with people and months.",
            "deal.yaml:61:5  plan.outcomes.in_work  is reckoned on the people who start, and nobody does. Add 'starts:' to the plan, with people and months.",
            "deal.yaml:69:5  plan.costs.support  is reckoned on the people who start, and nobody does. Add 'starts:' to the plan, with people and months.",
        ],
    ),
    Broken(
        "a limit for people who are not there",
        [
            limiting(
                "person: {kind: per_person, payments: [card], amount: 100, among: [everyone, evryone, everyone]}",
                "nobody: {kind: per_person, payments: [card], amount: 100, among: []}",
            ),
        ],
        [
            "deal.yaml:49:81  terms.limits.person.among.1  there is no group of people who start 'evryone'. Did you mean 'everyone'?",
            "deal.yaml:49:90  terms.limits.person.among.2  names 'everyone' again: its people would count twice. Remove it.",
            "deal.yaml:50:70  terms.limits.nobody.among  names nobody, so that there would be no people at all. Name groups of people who start, or remove it: it is then everybody.",
        ],
    ),
    Broken(
        "a misspelt key of a limit",
        [
            limiting("together: {kind: per_fiscal_year, payments: [card], amount: 100_000, unusd: carried}"),
        ],
        [
            "deal.yaml:49:74  terms.limits.together.unusd  'unusd' is not part of a limit of a fiscal year. Did you mean 'unused'?",
        ],
    ),
    Broken(
        "an unknown kind of limit",
        [
            limiting("together: {kind: in_al, payments: [card], amount: 100_000}"),
        ],
        [
            "deal.yaml:49:22  terms.limits.together.kind  'in_al' is not a kind of limit. Did you mean 'in_all'?",
        ],
    ),
    Broken(
        "a share of a payment that is not there",
        [
            (
                "    ministry: {share: 40%,",
                "    ministry: {share: 100%, pays: {cadr: 40%, card: 40%, steps: 40%, bands: 40%, slope: 40%, all_or_nothing: 40%},",
            ),
        ],
        [
            "deal.yaml:12:36  terms.payers.ministry.pays.cadr  there is no payment 'cadr'. Did you mean 'card'?",
        ],
    ),
    Broken(
        "shares of one payment that do not add up",
        [
            (
                "    ministry: {share: 40%,",
                "    ministry: {share: 100%, pays: {card: 40%, steps: 40%, bands: 40%, slope: 30%},",
            ),
        ],
        [
            "deal.yaml:11:5  terms.payers  the payers' shares of slope add up to 90% (council 60%, ministry 30%), not to 100%. Change them: 10% is missing.",
            "deal.yaml:11:5  terms.payers  the payers' shares of all_or_nothing add up to 60% (council 60%), not to 100%. Change them: 40% is missing.",
        ],
    ),
    Broken(
        "covering nobody, oneself, somebody below",
        [
            ("    council: {share: 60%,", "    council: {share: 60%, covers: [ministry, concil, council],"),
        ],
        [
            "deal.yaml:11:36  terms.payers.council.covers.0  is 'ministry', which does not stand above it in the file. List a payer below those that it covers.",
            "deal.yaml:11:46  terms.payers.council.covers.1  there is no payer 'concil'. Did you mean 'council'?",
            "deal.yaml:11:54  terms.payers.council.covers.2  is the payer itself. Name another payer, or remove it.",
        ],
    ),
    Broken(
        "covering twice",
        [
            (
                "    ministry: {share: 40%,",
                "    state: {share: 0%, covers: [council]}\n    ministry: {share: 40%, covers: [council],",
            ),
        ],
        [
            "deal.yaml:13:37  terms.payers.ministry.covers.0  is 'council', which another payer covers already. Let one payer cover it, and that one be covered by the next.",
        ],
    ),
    Broken(
        "covering what waits",
        [
            ("fiscal_year_ends: march}", "fiscal_year_ends: march, excess: waits}"),
            ("    ministry: {share: 40%,", "    ministry: {share: 40%, covers: [council],"),
        ],
        [
            "deal.yaml:12:37  terms.payers.ministry.covers.0  is 'council', whose excess waits for a later year: nothing is left to take over. Write excess: lost for council, or remove it here.",
        ],
    ),
    Broken(
        "a rule of the year without a year's limit",
        [
            (
                "    ministry: {share: 40%, max: 1_500_000,",
                "    ministry: {share: 40%, max: 1_500_000, unused: carried, excess: waits,",
            ),
        ],
        [
            "deal.yaml:12:44  terms.payers.ministry.unused  has no effect without a limit of a fiscal year. Add 'max_per_fiscal_year:' and an amount, or remove it.",
            "deal.yaml:12:61  terms.payers.ministry.excess  has no effect without a limit of a fiscal year. Add 'max_per_fiscal_year:' and an amount, or remove it.",
        ],
    ),
    Broken(
        "an outcome of one that is not there",
        [
            measuring(
                "kept: {kind: sustained, of: in_wrok, continues: 90%, most: 6}",
                "later: {kind: success_rate, of: nights, rate: 50%}",
                "both: {kind: blend, of: {reoffending: 50%, reofending: 50%}}",
            ),
        ],
        [
            "deal.yaml:67:33  plan.outcomes.kept.of  there is no outcome 'in_wrok'. Did you mean 'in_work'?",
            "deal.yaml:68:37  plan.outcomes.later.of  is 'nights', a count, which does not follow single people. Name the outcome that people reach before, of the kind success_rate.",
            "deal.yaml:69:48  plan.outcomes.both.of.reofending  there is no outcome 'reofending'. Did you mean 'reoffending'?",
        ],
    ),
    Broken(
        "outcomes worked out from each other",
        [
            measuring(
                "first: {kind: success_rate, of: second, rate: 50%}",
                "second: {kind: success_rate, of: first, rate: 50%}",
                "self: {kind: success_rate, of: self, rate: 50%}",
            ),
        ],
        [
            "deal.yaml:67:37  plan.outcomes.first.of  is 'second', which is worked out from 'first'. Name an outcome that does not lead back to this one.",
            "deal.yaml:68:38  plan.outcomes.second.of  is 'first', which is worked out from 'second'. Name an outcome that does not lead back to this one.",
            "deal.yaml:69:36  plan.outcomes.self.of  is 'self', this outcome itself. Name an outcome that does not lead back to this one.",
        ],
    ),
    Broken(
        "a blend of what is no estimate",
        [
            measuring("both: {kind: blend, of: {reoffending: 50%, nights: 50%}}"),
        ],
        [
            "deal.yaml:67:48  plan.outcomes.both.of.nights  'nights' is a count, and a blend is made of estimates of a reduction. Name outcomes of the kind reduction.",
        ],
    ),
    Broken(
        "a blend that leads back to itself",
        [
            measuring("both: {kind: blend, of: {reoffending: 50%, both: 50%}}"),
        ],
        [
            "deal.yaml:67:48  plan.outcomes.both.of.both  is 'both', this outcome itself. Name an outcome that does not lead back to this one.",
        ],
    ),
    Broken(
        "weights that do not add up",
        [
            measuring(
                "again: {kind: reduction, stated: relative, effect: 5%, measured_at: 48}",
                "both: {kind: blend, of: {reoffending: 50%, again: 40%}}",
            ),
        ],
        [
            "deal.yaml:68:29  plan.outcomes.both.of  the weights add up to 90% (reoffending 50%, again 40%), not to 100%. Change them: 10% is missing.",
        ],
    ),
    Broken(
        "a blend of one",
        [
            measuring("both: {kind: blend, of: {reoffending: 100%}}"),
        ],
        [
            "deal.yaml:67:29  plan.outcomes.both.of  has 1 entry; at least 2 are needed. Add another.",
        ],
    ),
    Broken(
        "people who are not there",
        [
            measuring(
                "some: {kind: success_rate, rate: 50%, among: [everyone, evryone, everyone]}",
                "none: {kind: success_rate, rate: 50%, among: []}",
            ),
        ],
        [
            "deal.yaml:67:61  plan.outcomes.some.among.1  there is no group of people who start 'evryone'. Did you mean 'everyone'?",
            "deal.yaml:67:70  plan.outcomes.some.among.2  names 'everyone' again: its people would count twice. Remove it.",
            "deal.yaml:68:50  plan.outcomes.none.among  names nobody, so that there would be no people at all. Name groups of people who start, or remove it: it is then everybody.",
        ],
    ),
    Broken(
        "among people who are given already",
        [
            measuring("later: {kind: success_rate, of: in_work, rate: 50%, among: [everyone]}"),
        ],
        [
            "deal.yaml:67:57  plan.outcomes.later.among  has no place here: the people are those who reached 'in_work'. Remove it.",
        ],
    ),
    Broken(
        "arrivals that do not add up",
        [
            (
                "measured_after: 6}",
                "measured_after: 6, arrives: {early: {after: 1, share: 60%}, late: {after: 6, share: 30%}}}",
            ),
        ],
        [
            "deal.yaml:61:95  plan.outcomes.in_work.arrives  the shares add up to 90% (early 60%, late 30%), not to 100%. Change them: 10% is missing.",
        ],
    ),
    Broken(
        "a level whose readings go back in time",
        [
            measuring(
                "standing: {kind: level, of: share, readings: {two: {month: 36, level: 60%}, one: {month: 24, level: 40%}}}"
            ),
        ],
        [
            "deal.yaml:67:94  plan.outcomes.standing.readings.one.month  is 24, before the reading that stands above it (two, month 36). List readings in the order of time: the last one decides.",
        ],
    ),
    Broken(
        "a rounding of nothing",
        [
            ("effect: 12%, measured_at: 48}", "effect: 12%, measured_at: 48, rounding: down}"),
        ],
        [
            "deal.yaml:62:84  plan.outcomes.reoffending.rounding  has no effect: nothing is rounded. Add 'rounded_to:' and a step such as 1%, or remove it.",
        ],
    ),
    Broken(
        "a reading of a sustained outcome after the end",
        [
            measuring("kept: {kind: sustained, of: in_work, continues: 90%, most: 60}"),
        ],
        [
            "deal.yaml:67:5  plan.outcomes.kept  some people are measured after the last period of the deal. Shorten the lag, start earlier, or give the timeline more periods.",
        ],
    ),
    Broken(
        "a level read after the end",
        [
            measuring(
                "standing: {kind: level, of: share, readings: {one: {month: 72, level: 60%, verified_after: 1}}}"
            ),
        ],
        [
            "deal.yaml:67:51  plan.outcomes.standing.readings.one  the verified level falls after the last period of the deal. Move it earlier, or give the timeline more periods.",
        ],
    ),
    Broken(
        "a saving of a gross blend",
        [
            ("outcome: reoffending, value", "outcome: both, counted: gross, value"),
            measuring(
                "again: {kind: reduction, stated: relative, effect: 5%, measured_at: 48}",
                "both: {kind: blend, of: {reoffending: 50%, again: 50%}}",
            ),
        ],
        [
            "deal.yaml:75:76  plan.savings.courts.counted  is gross, but 'both' is a blend against a comparison and so net. Write counted: net.",
        ],
    ),
]
