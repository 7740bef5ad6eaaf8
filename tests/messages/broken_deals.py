"""The broken deals: one of everything, broken in one way after another, and the exact words in which it is told.

Each case replaces pieces of `deal.yaml` and pins every line that a person reads. Long lines are part of it.
"""

# ruff: noqa: E501

from __future__ import annotations

from typing import NamedTuple


class Broken(NamedTuple):
    """A deal broken in one way.

    Args:
        name: What is wrong with it.
        edits: What is replaced by what; each piece stands in the deal once.
        told: The lines told, in the order of the file.
    """

    name: str
    edits: list[tuple[str, str]]
    told: list[str]


BROKEN = [
    Broken(
        "a misspelt key",
        [
            ("prices: {in_work", "price: {in_work"),
        ],
        [
            "deal.yaml:17:7  terms.payments.card.price  'price' is not part of a rate card. Did you mean 'prices'?",
        ],
    ),
    Broken(
        "a key that belongs elsewhere",
        [
            ("at_least: 8%", "threshold: 8%"),
        ],
        [
            "deal.yaml:43:7  terms.payments.all_or_nothing.at_least  is missing. Add 'at_least:' and a number.",
            "deal.yaml:46:7  terms.payments.all_or_nothing.threshold  'threshold' is not part of a threshold payment. Known: paid_on, outcome, kind, at_least, pays, title, max, only_if, …",
        ],
    ),
    Broken(
        "a misspelt group",
        [
            ("plan:\n  starts", "plann:\n  starts"),
        ],
        [
            "deal.yaml:57:1  plann  'plann' is not part of a deal. Did you mean 'plan'?",
        ],
    ),
    Broken(
        "an unknown kind",
        [
            ("kind: rate_card", "kind: ratecard"),
        ],
        [
            "deal.yaml:15:13  terms.payments.card.kind  'ratecard' is not a kind of payment. Did you mean 'rate_card'?",
        ],
    ),
    Broken(
        "an unknown kind of nothing near",
        [
            ("kind: rate_card", "kind: lottery"),
        ],
        [
            "deal.yaml:15:13  terms.payments.card.kind  'lottery' is not a kind of payment. Known: rate_card, tiered_schedule, banded_schedule, threshold, proportional, volume_tiers, bonus_penalty, cohort_else_pooled, coupon_table, savings_share, fee, minimum_payment, deduction, termination_payment.",
        ],
    ),
    Broken(
        "a missing kind",
        [
            ("      kind: rate_card\n", ""),
        ],
        [
            "deal.yaml:15:7  terms.payments.card.kind  is missing. Add 'kind:' and one of rate_card, tiered_schedule, banded_schedule, threshold, proportional, volume_tiers, bonus_penalty, cohort_else_pooled, coupon_table, savings_share, fee, minimum_payment, deduction, termination_payment.",
        ],
    ),
    Broken(
        "a missing field",
        [
            (", amount: 100_000, called_at: 72", ", amount: 100_000"),
        ],
        [
            "deal.yaml:53:12  terms.capital.cover.called_at  is missing. Add 'called_at:' and a whole number.",
        ],
    ),
    Broken(
        "a missing date",
        [
            ("starts: 2027-04-01, ", ""),
        ],
        [
            "deal.yaml:7:13  terms.timeline.starts  is missing. Add 'starts:' and a date.",
        ],
    ),
    Broken(
        "a word that is not a choice",
        [
            ("period: quarter", "period: quarters"),
        ],
        [
            "deal.yaml:7:42  terms.timeline.period  'quarters' is not one of its choices. Did you mean 'quarter'?",
        ],
    ),
    Broken(
        "a number where a word belongs",
        [
            ("period: quarter", "period: 3"),
        ],
        [
            "deal.yaml:7:42  terms.timeline.period  must be one of its choices; it is 3. Known: month, quarter, half_year, year.",
        ],
    ),
    Broken(
        "an unknown party to discount for",
        [
            ("discount: {government:", "discount: {treasury:"),
        ],
        [
            "deal.yaml:75:14  plan.discount.treasury  'treasury' is not one of the names here. Known: government, investors.",
        ],
    ),
    Broken(
        "a name that cannot be one",
        [
            ("surplus: {shares: 50%", "surplus: {Share Holders: 50%"),
        ],
        [
            "deal.yaml:55:13  terms.surplus.Share Holders  'Share Holders' cannot be a name here. Names are small letters, digits and underscores, 40 at most: write share_holders.",
        ],
    ),
    Broken(
        "a later format",
        [
            ("sibmodel: 1", "sibmodel: 2"),
        ],
        [
            "deal.yaml:2:11  sibmodel  must be 1; it is 2. This sibmodel reads deal files of format 1.",
        ],
    ),
    Broken(
        "text for a number",
        [
            ("max: 2_000_000", "max: two million"),
        ],
        [
            "deal.yaml:11:32  terms.payers.council.max  must be a number; it is the text 'two million'. Write the number alone, such as 2_000_000 or 12.5%.",
        ],
    ),
    Broken(
        "a number in quotes",
        [
            ("max: 2_000_000", 'max: "2000000"'),
        ],
        [
            "deal.yaml:11:32  terms.payers.council.max  must be a number; it is the text '2000000'. Remove the quotes around it.",
        ],
    ),
    Broken(
        "nothing for a number",
        [
            ("max: 2_000_000, ", "max: , "),
        ],
        [
            "deal.yaml:11:27  terms.payers.council.max  is empty. Write its value, or remove it.",
        ],
    ),
    Broken(
        "a number with a comma",
        [
            ("max: 2_000_000", "max: 2,000,000"),
        ],
        [
            "deal.yaml:11:34  terms.payers.council  ',000' follows a number. Write 1_000 or 1000, without a comma.",
            "deal.yaml:11:38  terms.payers.council  ',000' follows a number. Write 1_000 or 1000, without a comma.",
        ],
    ),
    Broken(
        "a year for a date",
        [
            ("starts: 2027-04-01", "starts: 2027"),
        ],
        [
            "deal.yaml:7:22  terms.timeline.starts  must be a date; it is 2027. Write year-month-day, such as 2027-04-01.",
        ],
    ),
    Broken(
        "half a month",
        [
            ("measured_after: 6", "measured_after: 6.5"),
        ],
        [
            "deal.yaml:61:83  plan.outcomes.in_work.measured_after  must be a whole number; it is 6.5. Write 6, or another.",
        ],
    ),
    Broken(
        "a date for text",
        [
            ("title: The contract", "title: 2026-01-01"),
        ],
        [
            "deal.yaml:81:33  sources.documents.contract.title  must be a text; it is the date 2026-01-01. Put quotes around it.",
        ],
    ),
    Broken(
        "a number for text",
        [
            ("name: One of everything", "name: 2027"),
        ],
        [
            "deal.yaml:3:7  name  must be a text; it is 2027. Put quotes around it.",
        ],
    ),
    Broken(
        "yes for true",
        [
            ("surplus: {shares: 50%", "account: {reuse_outcome_payments: yes}\n  surplus: {shares: 50%"),
        ],
        [
            "deal.yaml:55:37  terms.account.reuse_outcome_payments  must be true or false; it is the text 'yes'. Write true or false, without quotes.",
        ],
    ),
    Broken(
        "a yearly rate of twelve",
        [("interest_rate: 5%", "interest_rate: 12")],
        ["deal.yaml:49:88  terms.capital.senior.interest_rate  is 1,200% a year. Did you mean 12%?"],
    ),
    Broken(
        "no space after a colon",
        [("interest_rate: 5%}", "interest_rate:5%}")],
        [
            "deal.yaml:49:73  terms.capital.senior.interest_rate:5%  'interest_rate:5%' is not part of a loan. Put a space after the colon.",
        ],
    ),
    Broken(
        "no limit written out",
        [("max: 2_000_000", "max: none")],
        [
            "deal.yaml:11:32  terms.payers.council.max  must be a number; it is the text 'none'. Leave it out where there is none."
        ],
    ),
    Broken(
        "a date in quotes",
        [("starts: 2027-04-01", "starts: '2027-04-01'")],
        [
            "deal.yaml:7:22  terms.timeline.starts  must be a date; it is the text '2027-04-01'. Remove the quotes around it."
        ],
    ),
    Broken(
        "quotes of a word processor",
        [("interest_rate: 5%", "interest_rate: “5%”")],
        [
            "deal.yaml:49:88  terms.capital.senior.interest_rate  must be a number; it is the text '“5%”'. Remove the curly quotes; where text needs quotes, use straight ones.",
        ],
    ),
    Broken(
        "a word for a group",
        [
            ("draws: {kind: as_needed}, interest", "draws: as_needed, interest"),
        ],
        [
            "deal.yaml:49:54  terms.capital.senior.draws  must be a group of names and values; it is the text 'as_needed'. Write {kind: as_needed}.",
        ],
    ),
    Broken(
        "a list for a group",
        [
            ("surplus: {shares: 50%, council: 50%}", "surplus: [shares, council]"),
        ],
        [
            "deal.yaml:55:12  terms.surplus  must be a group of names and values; it is a list. Write each entry as 'name: value', indented below, or {} for none.",
        ],
    ),
    Broken(
        "a word for a list",
        [
            (
                "order_of_payments: [senior interest, senior principal, junior interest, junior principal, grant principal]",
                "order_of_payments: senior interest",
            ),
        ],
        [
            "deal.yaml:54:22  terms.order_of_payments  must be a list; it is the text 'senior interest'. Write it in brackets: [senior interest].",
        ],
    ),
    Broken(
        "an empty group",
        [
            ("prices: {in_work: 6_000}", "prices: {}"),
        ],
        [
            "deal.yaml:17:15  terms.payments.card.prices  is empty. Give it an entry.",
        ],
    ),
    Broken(
        "an empty name",
        [
            ("name: One of everything", 'name: ""'),
        ],
        [
            "deal.yaml:3:7  name  is empty. Write some words.",
        ],
    ),
    Broken(
        "a currency in small letters",
        [
            ("currency: GBP", "currency: gbp"),
        ],
        [
            "deal.yaml:4:11  currency  must be a currency's three capital letters; it is the text 'gbp'. Such as USD, GBP or EUR.",
        ],
    ),
    Broken(
        "nothing for what may be left out",
        [
            ("indexed: prices\n    steps", "indexed:\n    steps"),
        ],
        [
            "deal.yaml:18:7  terms.payments.card.indexed  is empty. Write its value, or remove it.",
        ],
    ),
    Broken(
        "a negative size",
        [
            ("people: 200", "people: -200"),
        ],
        [
            "deal.yaml:59:24  plan.starts.everyone.people  must be at least 0; it is -200. Remove the minus.",
        ],
    ),
    Broken(
        "a negative price",
        [
            ("prices: {in_work: 6_000}", "prices: {in_work: -6_000}"),
        ],
        [
            "deal.yaml:17:25  terms.payments.card.prices.in_work  must be at least 0; it is -6,000. Remove the minus.",
        ],
    ),
    Broken(
        "a share without its per cent sign",
        [
            ("rate: 50%", "rate: 50"),
        ],
        [
            "deal.yaml:61:41  plan.outcomes.in_work.rate  must be at most 100%; it is 50, that is 5,000%. Did you mean 50%?",
        ],
    ),
    Broken(
        "a share above all",
        [
            ("share: 60%", "share: 160%"),
        ],
        [
            "deal.yaml:11:22  terms.payers.council.share  must be at most 100%; it is 1.6, that is 160%. Write a share, such as 12.5% or 0.125.",
        ],
    ),
    Broken(
        "an amount beyond reason",
        [
            ("max: 2_000_000", "max: 2_000_000_000_000"),
        ],
        [
            "deal.yaml:11:32  terms.payers.council.max  must be at most 1,000,000,000,000; it is 2,000,000,000,000. Write 1,000,000,000,000 or less; did a zero slip in?",
        ],
    ),
    Broken(
        "a rate without its per cent sign",
        [
            ("interest_rate: 5%", "interest_rate: 5"),
        ],
        [
            "deal.yaml:49:88  terms.capital.senior.interest_rate  is 500% a year. Did you mean 5%?",
        ],
    ),
    Broken(
        "a rate below nothing",
        [
            ("inflation: {prices: {rate: 2%}}", "inflation: {prices: {rate: -90%}}"),
        ],
        [
            "deal.yaml:74:30  plan.inflation.prices.rate  is -90% a year. Write a rate such as 5%.",
        ],
    ),
    Broken(
        "a rate of minus everything",
        [
            ("inflation: {prices: {rate: 2%}}", "inflation: {prices: {rate: -100%}}"),
        ],
        [
            "deal.yaml:74:30  plan.inflation.prices.rate  must be above -100%; it is -100%. Write a share, such as 12.5% or 0.125.",
        ],
    ),
    Broken(
        "no periods",
        [
            ("periods: 24", "periods: 0"),
        ],
        [
            "deal.yaml:7:60  terms.timeline.periods  must be at least 1; it is 0. Write 1 or more.",
        ],
    ),
    Broken(
        "a date beyond reason",
        [
            ("starts: 2027-04-01", "starts: 0027-04-01"),
        ],
        [
            "deal.yaml:7:22  terms.timeline.starts  is 0027-04-01, beyond the dates of any deal. Write a date between 1980 and 2100.",
        ],
    ),
    Broken(
        "sixty years",
        [
            ("periods: 24", "periods: 240"),
        ],
        [
            "deal.yaml:7:60  terms.timeline.periods  is 240, which with a period of a quarter is 60 years. A deal lasts 50 years at most: 200 periods.",
        ],
    ),
    Broken(
        "a first period that ends before it starts",
        [
            ("periods: 24}", "periods: 24, first_period_ends: 2027-03-31}"),
        ],
        [
            "deal.yaml:7:83  terms.timeline.first_period_ends  is 2027-03-31, not after the start (2027-04-01). Write a date after the start.",
        ],
    ),
    Broken(
        "a first period that is too long",
        [
            ("periods: 24}", "periods: 24, first_period_ends: 2027-08-31}"),
        ],
        [
            "deal.yaml:7:83  terms.timeline.first_period_ends  is 2027-08-31, later than a full period from the start (2027-04-01). Leave it out where the first period is a full one.",
        ],
    ),
    Broken(
        "a first period that ends within a month",
        [
            ("periods: 24}", "periods: 24, first_period_ends: 2027-05-15}"),
        ],
        [
            "deal.yaml:7:83  terms.timeline.first_period_ends  is 2027-05-15; periods end with a month. Write 2027-05-31.",
        ],
    ),
    Broken(
        "an unknown outcome on a card",
        [
            ("prices: {in_work: 6_000}", "prices: {in_works: 6_000}"),
        ],
        [
            "deal.yaml:17:16  terms.payments.card.prices.in_works  there is no outcome 'in_works'. Did you mean 'in_work'?",
        ],
    ),
    Broken(
        "an unknown outcome of a schedule",
        [
            ("kind: tiered_schedule\n      outcome: reoffending", "kind: tiered_schedule\n      outcome: arrests"),
        ],
        [
            "deal.yaml:21:16  terms.payments.steps.outcome  there is no outcome 'arrests'. Known: in_work, reoffending, nights.",
        ],
    ),
    Broken(
        "a card that prices a reduction",
        [
            ("paid_on: gross\n      prices: {in_work: 6_000}", "paid_on: net\n      prices: {reoffending: 6_000}"),
        ],
        [
            "deal.yaml:17:16  terms.payments.card.prices.reoffending  'reoffending' is a reduction, one share of the whole: it has no units that a rate card could price. Pay for it by a tiered_schedule, a banded_schedule, a threshold or a proportional payment.",
        ],
    ),
    Broken(
        "bands of a count",
        [
            ("kind: banded_schedule\n      outcome: reoffending", "kind: banded_schedule\n      outcome: nights"),
        ],
        [
            "deal.yaml:28:16  terms.payments.bands.outcome  'nights' counts days, and a banded schedule has a price for each percentage point. Pay for it by a tiered_schedule, volume_tiers or a rate_card.",
        ],
    ),
    Broken(
        "a gross reduction",
        [
            ("paid_on: net\n      tiers", "paid_on: gross\n      tiers"),
        ],
        [
            "deal.yaml:22:16  terms.payments.steps.paid_on  is gross, but 'reoffending' is a reduction against a comparison and so net. Write paid_on: net.",
        ],
    ),
    Broken(
        "an unknown inflation",
        [
            ("indexed: prices\n    steps", "indexed: wages\n    steps"),
        ],
        [
            "deal.yaml:18:16  terms.payments.card.indexed  there is no inflation 'wages'. Known: prices.",
        ],
    ),
    Broken(
        "overlapping tiers",
        [
            ("high: {at_least: 10%", "high: {at_least: 5%"),
        ],
        [
            "deal.yaml:25:26  terms.payments.steps.tiers.high.at_least  is 5%, which is not above the tier before it (low, 5%): the two overlap. List tiers from the lowest level up, each level once.",
        ],
    ),
    Broken(
        "tiers that pay less and less",
        [
            ("high: {at_least: 10%, pays: 500_000", "high: {at_least: 10%, pays: 50_000"),
        ],
        [
            "deal.yaml:25:37  terms.payments.steps.tiers.high.pays  is 50,000, less than the tier below it pays (low, 200,000). A higher tier pays at least as much: check both amounts.",
        ],
    ),
    Broken(
        "tiers without per cent signs",
        [
            ("low: {at_least: 5%", "low: {at_least: 5"),
        ],
        [
            "deal.yaml:24:25  terms.payments.steps.tiers.low.at_least  is 5, that is 500%; a reduction is 100% at most. Did you mean 5%?",
            "deal.yaml:25:26  terms.payments.steps.tiers.high.at_least  is 10%, which is not above the tier before it (low, 500%): the two overlap. List tiers from the lowest level up, each level once.",
        ],
    ),
    Broken(
        "overlapping bands",
        [
            ("second: {up_to: 20%", "second: {up_to: 10%"),
        ],
        [
            "deal.yaml:33:25  terms.payments.bands.bands.second.up_to  is 10%, not above where the band before it ends (first, 10%): the two overlap. List bands from the lowest up.",
        ],
    ),
    Broken(
        "bands that start beyond the first",
        [
            ("starts_at: 4%", "starts_at: 14%"),
        ],
        [
            "deal.yaml:30:18  terms.payments.bands.starts_at  is 14%, beyond the end of the first band (first, 10%). Start within the first band, or drop the bands below the start.",
        ],
    ),
    Broken(
        "a target below its threshold",
        [
            ("target: 2_000", "target: 500"),
        ],
        [
            "deal.yaml:39:15  terms.payments.slope.target  is 500, not above the threshold (1,000). Set the target above the threshold.",
        ],
    ),
    Broken(
        "limit below floor",
        [
            ("pays_at_target: 50_000", "pays_at_target: 5_000"),
        ],
        [
            "deal.yaml:41:23  terms.payments.slope.pays_at_target  is 5,000, less than pays_at_threshold (10,000). More success pays at least as much: check both amounts.",
        ],
    ),
    Broken(
        "a yearly limit above the limit in all",
        [
            ("max_per_fiscal_year: 900_000", "max_per_fiscal_year: 9_000_000"),
        ],
        [
            "deal.yaml:11:64  terms.payers.council.max_per_fiscal_year  is 9,000,000, above the limit in all (max, 2,000,000), so it can never bind. Lower it, raise max, or leave one of them out.",
        ],
    ),
    Broken(
        "payers' shares that do not add up",
        [
            ("share: 40%", "share: 30%"),
        ],
        [
            "deal.yaml:11:5  terms.payers  the payers' shares add up to 90% (council 60%, ministry 30%), not to 100%. Change them: 10% is missing.",
        ],
    ),
    Broken(
        "a payer called vehicle",
        [
            ("    ministry: {share", "    vehicle: {share"),
        ],
        [
            "deal.yaml:12:5  terms.payers.vehicle  'vehicle' is the vehicle that receives outcome payments, not one that pays them. Give the payer another name.",
        ],
    ),
    Broken(
        "a missing tranche in the order of payments",
        [
            (
                "junior interest, junior principal, grant",
                "junior interest, mezzanine principal, junior principal, grant",
            ),
        ],
        [
            "deal.yaml:54:75  terms.order_of_payments.3  step 4 pays 'mezzanine', which is not in the capital stack (senior, junior, grant, shares). Name one of these, or add it to the capital.",
        ],
    ),
    Broken(
        "a misspelt tranche in the order of payments",
        [
            ("[senior interest, senior principal", "[senoir interest, senior interest, senior principal"),
        ],
        [
            "deal.yaml:54:23  terms.order_of_payments.0  step 1 pays 'senoir', which is not in the capital stack (senior, junior, grant, shares). Did you mean 'senior'?",
        ],
    ),
    Broken(
        "a step that does not say what",
        [
            ("[senior interest, senior principal", "[senior, senior interest, senior principal"),
        ],
        [
            "deal.yaml:54:23  terms.order_of_payments.0  step 1, 'senior', does not say who is paid what. Write one of these: senior interest, senior principal, junior interest, junior principal, grant principal.",
        ],
    ),
    Broken(
        "a step twice",
        [
            ("[senior interest, senior principal", "[senior interest, senior interest, senior principal"),
        ],
        [
            "deal.yaml:54:40  terms.order_of_payments.1  step 2 pays 'senior interest' again (first in step 1). Keep one of them.",
        ],
    ),
    Broken(
        "steps for what is owed nothing",
        [
            ("grant principal]", "grant principal, grant interest, shares principal, cover principal]"),
        ],
        [
            "deal.yaml:54:110  terms.order_of_payments.5  step 6 pays interest to 'grant', a recoverable grant, which bears none. Remove the step, or make 'grant' a loan.",
            "deal.yaml:54:126  terms.order_of_payments.6  step 7 pays principal to 'shares', which is equity: nothing is owed to it. Remove the step; equity takes its share of the surplus.",
            "deal.yaml:54:144  terms.order_of_payments.7  step 8 pays principal to 'cover', a guarantee, which is not repaid. Remove the step.",
        ],
    ),
    Broken(
        "a principal in no step",
        [
            ("[senior interest, senior principal, junior interest", "[senior interest, junior interest"),
        ],
        [
            "deal.yaml:54:22  terms.order_of_payments  no step pays the principal of 'senior'. Add 'senior principal' where its turn is.",
        ],
    ),
    Broken(
        "an interest in no step",
        [
            ("[senior interest, senior principal", "[senior principal"),
        ],
        [
            "deal.yaml:54:22  terms.order_of_payments  no step pays the interest of 'senior'. Add 'senior interest' where its turn is.",
        ],
    ),
    Broken(
        "surplus that is not all shared",
        [
            ("surplus: {shares: 50%, council: 50%}", "surplus: {shares: 50%, council: 40%}"),
        ],
        [
            "deal.yaml:55:12  terms.surplus  the shares add up to 90% (shares 50%, council 40%), not to 100%. Change them: 10% is missing.",
        ],
    ),
    Broken(
        "surplus to nobody",
        [
            ("surplus: {shares: 50%, council: 50%}", "surplus: {shares: 50%, concil: 50%}"),
        ],
        [
            "deal.yaml:55:26  terms.surplus.concil  there is no tranche, payer or party 'concil'. Did you mean 'council'?",
        ],
    ),
    Broken(
        "a guarantee of nothing",
        [
            ("of: senior", "of: senoir"),
        ],
        [
            "deal.yaml:53:34  terms.capital.cover.of  there is no loan, grant or equity 'senoir'. Did you mean 'senior'?",
        ],
    ),
    Broken(
        "a guarantee of a guarantee",
        [
            ("of: senior", "of: cover"),
        ],
        [
            "deal.yaml:53:34  terms.capital.cover.of  is 'cover', which is a guarantee: no principal is owed to it. Name a loan, a recoverable grant or equity (senior, junior, grant, shares).",
        ],
    ),
    Broken(
        "a bullet without maturity",
        [
            ("repayment: bullet, matures: 66", "repayment: bullet"),
        ],
        [
            "deal.yaml:50:84  terms.capital.junior.repayment  is a bullet, but nothing says when the loan matures. Add 'matures:' and the month.",
        ],
    ),
    Broken(
        "a maturity without bullet",
        [
            ("repayment: bullet, matures: 66", "matures: 66"),
        ],
        [
            "deal.yaml:50:73  terms.capital.junior.matures  has no effect: this loan is repaid by a sweep, whenever there is cash. Write repayment: bullet, or remove it.",
        ],
    ),
    Broken(
        "only a guarantee",
        [
            (
                "    senior: {kind: loan, commitment: 600_000, draws: {kind: as_needed}, interest_rate: 5%}\n    junior: {kind: loan, commitment: 300_000, draws: {kind: as_needed}, repayment: bullet, matures: 66}\n    grant: {kind: recoverable_grant, commitment: 50_000, draws: {kind: at_close, amount: 50_000}}\n    shares: {kind: equity, commitment: 50_000, draws: {kind: at_close, amount: 50_000}}\n",
                "",
            ),
            (
                "order_of_payments: [senior interest, senior principal, junior interest, junior principal, grant principal]",
                "order_of_payments: []",
            ),
            ("surplus: {shares: 50%, council: 50%}", "surplus: {council: 100%}"),
        ],
        [
            "deal.yaml:49:5  terms.capital  has no loan, equity, grant or deferred fee: nobody puts money in. Add a tranche with its commitment and draws.",
            "deal.yaml:49:34  terms.capital.cover.of  there is no loan, grant or equity 'senior'. There is none yet: add one.",
        ],
    ),
    Broken(
        "a tranche called total",
        [
            ("    shares: {kind", "    total: {kind"),
            ("{shares: 50%", "{total: 50%"),
        ],
        [
            "deal.yaml:52:5  terms.capital.total  'total' stands for all investors together in the results. Give the tranche another name.",
        ],
    ),
    Broken(
        "a cost that nobody pays",
        [
            ("paid_by: council", "paid_by: counsil"),
        ],
        [
            "deal.yaml:70:69  plan.costs.evaluation.paid_by  is 'counsil', which is neither the vehicle nor a payer. Did you mean 'council'?",
        ],
    ),
    Broken(
        "nobody starts",
        [
            ("  starts:\n    everyone: {people: 200, over_months: 24}\n", ""),
            ("{changes: {plan.starts.everyone.people: 150, plan.outcomes.nights.readings.final.count: 1_100}}", "{}"),
        ],
        [
            "deal.yaml:59:5  plan.outcomes.in_work  is reckoned on the people who start, and nobody does. Add 'starts:' to the plan, with people and months.",
            "deal.yaml:67:5  plan.costs.support  is reckoned on the people who start, and nobody does. Add 'starts:' to the plan, with people and months.",
        ],
    ),
    Broken(
        "a saving of an unknown outcome",
        [
            ("outcome: reoffending, value", "outcome: reofending, value"),
        ],
        [
            "deal.yaml:73:61  plan.savings.courts.outcome  there is no outcome 'reofending'. Did you mean 'reoffending'?",
        ],
    ),
    Broken(
        "a saving of a gross reduction",
        [
            ("outcome: reoffending, value", "outcome: reoffending, counted: gross, value"),
        ],
        [
            "deal.yaml:73:83  plan.savings.courts.counted  is gross, but 'reoffending' is a reduction against a comparison and so net. Write counted: net.",
        ],
    ),
    Broken(
        "deadweight taken off twice",
        [
            ("counted: gross, value: 5_000", "value: 5_000"),
        ],
        [
            "deal.yaml:72:88  plan.savings.benefits.deadweight  would be taken off a net count, which has it off already. Remove it, or write counted: gross.",
        ],
    ),
    Broken(
        "an agency that cannot be a name",
        [
            ("agency: justice", "agency: Ministry of Justice"),
        ],
        [
            "deal.yaml:73:22  plan.savings.courts.agency  'Ministry of Justice' cannot be a name here. Use small letters, digits and underscores, such as health_service.",
        ],
    ),
    Broken(
        "a real rate on no inflation",
        [
            ("basis: real, inflation: prices", "basis: real"),
        ],
        [
            "deal.yaml:75:46  plan.discount.government.basis  is real, but nothing says on top of which inflation. Add 'inflation:' and the name of one in plan.inflation.",
        ],
    ),
    Broken(
        "a nominal rate on an inflation",
        [
            ("basis: real, inflation: prices", "inflation: prices"),
        ],
        [
            "deal.yaml:75:39  plan.discount.government.inflation  is only for a real rate; this one is nominal. Remove it, or write basis: real.",
        ],
    ),
    Broken(
        "a real rate on an unknown inflation",
        [
            ("basis: real, inflation: prices", "basis: real, inflation: wages"),
        ],
        [
            "deal.yaml:75:63  plan.discount.government.inflation  there is no inflation 'wages'. Known: prices.",
        ],
    ),
    Broken(
        "a discount table that there is not",
        [
            ("{rate: 1.5%, basis: real, inflation: prices}", "{table: uk_green_bok, inflation: prices}"),
        ],
        [
            "deal.yaml:75:34  plan.discount.government.table  'uk_green_bok' is not one of its choices. Did you mean 'uk_green_book'?",
        ],
    ),
    Broken(
        "a table of real rates on no inflation",
        [
            ("{rate: 1.5%, basis: real, inflation: prices}", "{table: uk_green_book}"),
        ],
        [
            "deal.yaml:75:34  plan.discount.government.table  has real rates, but nothing says on top of which inflation. Add 'inflation:' and the name of one in plan.inflation.",
        ],
    ),
    Broken(
        "real rates of a table taken for nominal ones",
        [
            ("{rate: 1.5%, basis: real, inflation: prices}", "{table: uk_green_book, basis: nominal}"),
        ],
        [
            "deal.yaml:75:56  plan.discount.government.basis  is nominal, but the rates of 'uk_green_book' are real. Remove it, or state 'rate:' without a table.",
        ],
    ),
    Broken(
        "a table on an unknown inflation",
        [
            ("{rate: 1.5%, basis: real, inflation: prices}", "{table: uk_green_book, inflation: gdp}"),
        ],
        [
            "deal.yaml:75:60  plan.discount.government.inflation  there is no inflation 'gdp'. Known: prices.",
        ],
    ),
    Broken(
        "investors at the rate of a public body",
        [
            (
                "inflation: prices}}\n\nscen",
                "inflation: prices}, investors: {table: uk_green_book, inflation: prices}}\n\nscen",
            ),
        ],
        [
            "deal.yaml:75:91  plan.discount.investors.table  'uk_green_book' is the rate of a public body, which is no investor's hurdle. Write 'rate:' and the nominal rate that these investors want, without a table.",
        ],
    ),
    Broken(
        "later discount rates out of order and beyond reason",
        [
            (
                "{rate: 1.5%, basis: real, inflation: prices}",
                "{rate: 5%, later: {then: {after_year: 9, rate: 400%}, last: {after_year: 4, rate: 3%}, never: {after_year: 0, rate: 1%}}}",
            ),
        ],
        [
            "deal.yaml:75:73  plan.discount.government.later.then.rate  is 400% a year. Did you mean 4%?",
            "deal.yaml:75:99  plan.discount.government.later.last.after_year  must be above 9, after which 'then' begins; it is 4. List later rates in the order of time.",
            "deal.yaml:75:133  plan.discount.government.later.never.after_year  must be above 0; it is 0. Write more than 0.",
        ],
    ),
    Broken(
        "later discount rates out of order",
        [
            (
                "{rate: 1.5%, basis: real, inflation: prices}",
                "{rate: 5%, later: {then: {after_year: 9, rate: 400%}, last: {after_year: 4, rate: 3%}}}",
            ),
        ],
        [
            "deal.yaml:75:73  plan.discount.government.later.then.rate  is 400% a year. Did you mean 4%?",
            "deal.yaml:75:99  plan.discount.government.later.last.after_year  must be above 9, after which 'then' begins; it is 4. List later rates in the order of time.",
        ],
    ),
    Broken(
        "neither a discount rate nor a table",
        [
            ("{rate: 1.5%, basis: real, inflation: prices}", "{basis: real, inflation: prices}"),
        ],
        [
            "deal.yaml:75:26  plan.discount.government.rate  is missing. Add 'rate:' and a number, or 'table:' and one that 'sib rates' lists.",
        ],
    ),
    Broken(
        "another mistake beside a table",
        [
            ("{rate: 1.5%, basis: real, inflation: prices}", "{table: uk_green_book, inflation: prices, titel: Ours}"),
            ("per_person: 200, indexed: prices", "per_person: 200, indexed: wages"),
        ],
        [
            "deal.yaml:69:59  plan.costs.support.indexed  there is no inflation 'wages'. Known: prices.",
            "deal.yaml:75:68  plan.discount.government.titel  'titel' is not part of a discount. Did you mean 'title'?",
        ],
    ),
    Broken(
        "a scenario that puts later discount rates out of order",
        [
            ("{rate: 1.5%, basis: real, inflation: prices}", "{table: uk_green_book, inflation: prices}"),
            ("plan.starts.everyone.people: 150", "plan.discount.government.later.second.after_year: 80"),
        ],
        [
            "deal.yaml:78:70  scenarios.slow.changes.plan.discount.government.later.second.after_year  brings about a fault at plan.discount.government.later.third.after_year: must be above 80, after which 'second' begins; it is 75. List later rates in the order of time.",
        ],
    ),
    Broken(
        "override of a shape",
        [
            ("plan.starts.everyone.people: 150", "terms.timeline.periods: 20"),
        ],
        [
            "deal.yaml:78:20  scenarios.slow.changes.terms.timeline.periods  is part of the shape of the deal, not an input: a scenario cannot change it. Make it a variant: another deal file.",
        ],
    ),
    Broken(
        "override of words",
        [
            ("plan.starts.everyone.people: 150", "plan.outcomes.in_work.title: 20"),
        ],
        [
            "deal.yaml:78:20  scenarios.slow.changes.plan.outcomes.in_work.title  is words, not an input: a scenario cannot change it. Change it in the deal.",
        ],
    ),
    Broken(
        "override of a group",
        [
            ("plan.starts.everyone.people: 150", "plan.outcomes.in_work: 20"),
        ],
        [
            "deal.yaml:78:20  scenarios.slow.changes.plan.outcomes.in_work  is a group and not an input. Name one of the inputs in it, such as plan.outcomes.in_work.rate or plan.outcomes.in_work.counterfactual or plan.outcomes.in_work.measured_after.",
        ],
    ),
    Broken(
        "unknown scenario path",
        [
            ("plan.starts.everyone.people: 150", "plan.start.everyone.people: 150"),
        ],
        [
            "deal.yaml:78:20  scenarios.slow.changes.plan.start.everyone.people  'plan.start.everyone.people' leads nowhere in this deal. Did you mean 'plan.starts.everyone.people'?",
        ],
    ),
    Broken(
        "unknown scenario path that is near nothing",
        [
            ("plan.starts.everyone.people: 150", "plan.weather: 150"),
        ],
        [
            "deal.yaml:78:20  scenarios.slow.changes.plan.weather  'plan.weather' leads nowhere in this deal. In plan: achievement, starts, outcomes, costs, savings, savings_years, standing, unit_costs, evidence, inflation, discount.",
        ],
    ),
    Broken(
        "override of what is not there",
        [
            ("plan.starts.everyone.people: 150", "terms.payments.card.max: 150"),
        ],
        [
            "deal.yaml:78:20  scenarios.slow.changes.terms.payments.card.max  has no value in the deal, so there is nothing to change. Write it in the deal, with a value that changes nothing there.",
        ],
    ),
    Broken(
        "scenario value out of range",
        [
            ("plan.starts.everyone.people: 150", "plan.outcomes.in_work.rate: 150%"),
        ],
        [
            "deal.yaml:78:48  scenarios.slow.changes.plan.outcomes.in_work.rate  must be at most 100%; it is 1.5, that is 150%. Write a share, such as 12.5% or 0.125.",
        ],
    ),
    Broken(
        "scenario value of the wrong type",
        [
            ("plan.starts.everyone.people: 150", "terms.timeline.starts: 150"),
        ],
        [
            "deal.yaml:78:43  scenarios.slow.changes.terms.timeline.starts  must be a date; it is 150. Write year-month-day, such as 2027-04-01.",
        ],
    ),
    Broken(
        "scenario value that is text",
        [
            ("plan.starts.everyone.people: 150", "plan.starts.everyone.people: fewer"),
        ],
        [
            "deal.yaml:78:49  scenarios.slow.changes.plan.starts.everyone.people  must be a number or a date; it is the text 'fewer'. Write a number such as 12.5%, or a date such as 2027-04-01.",
        ],
    ),
    Broken(
        "scenario value in parts of a month",
        [
            ("plan.starts.everyone.people: 150", "plan.starts.everyone.over_months: 1.5"),
        ],
        [
            "deal.yaml:78:54  scenarios.slow.changes.plan.starts.everyone.over_months  must be a whole number; it is 1.5. Write 2, or another.",
        ],
    ),
    Broken(
        "scenario that breaks the deal",
        [
            (
                "plan.starts.everyone.people: 150",
                "terms.payments.steps.tiers.low.at_least: 15%, terms.payers.council.share: 50%",
            ),
        ],
        [
            "deal.yaml:78:61  scenarios.slow.changes.terms.payments.steps.tiers.low.at_least  brings about a fault at terms.payments.steps.tiers.high.at_least: is 10%, which is not above the tier before it (low, 15%): the two overlap. List tiers from the lowest level up, each level once.",
            "deal.yaml:78:94  scenarios.slow.changes.terms.payers.council.share  brings about a fault at terms.payers: the payers' shares add up to 90% (council 50%, ministry 40%), not to 100%. Change them: 10% is missing.",
        ],
    ),
    Broken(
        "scenario called plan",
        [
            ("  slow: {changes", "  plan: {changes"),
        ],
        [
            "deal.yaml:78:3  scenarios.plan  'plan' is the name of the plan itself, which is always there. Give the scenario another name.",
        ],
    ),
    Broken(
        "evidence for nothing",
        [
            ("    terms.payments: {source", "    terms.payment: {source"),
        ],
        [
            "deal.yaml:83:5  sources.figures.terms.payment  'terms.payment' leads nowhere in this deal. Did you mean 'terms.payments'?",
        ],
    ),
    Broken(
        "evidence from an unknown document",
        [
            ("{source: contract", "{source: contrct"),
        ],
        [
            "deal.yaml:83:30  sources.figures.terms.payments.source  there is no document 'contrct'. Did you mean 'contract'?",
        ],
    ),
    Broken(
        "two problems in one file",
        [
            ("prices: {in_work", "prizes: {in_work"),
            ("share: 40%", "share: 30%"),
        ],
        [
            "deal.yaml:11:5  terms.payers  the payers' shares add up to 90% (council 60%, ministry 30%), not to 100%. Change them: 10% is missing.",
            "deal.yaml:17:7  terms.payments.card.prizes  'prizes' is not part of a rate card. Did you mean 'prices'?",
        ],
    ),
    Broken(
        "problems in every part",
        [
            ("period: quarter", "period: week"),
            ("share: 40%", "share: 30%"),
            ("kind: tiered_schedule", "kind: tired_schedule"),
            ("grant principal]", "grant principal, mezzanine principal]"),
            ("rate: 50%", "rate: 50"),
            ("plan.starts.everyone.people", "plan.starts.everyone.persons"),
        ],
        [
            "deal.yaml:7:42  terms.timeline.period  'week' is not one of its choices. Known: month, quarter, half_year, year.",
            "deal.yaml:11:5  terms.payers  the payers' shares add up to 90% (council 60%, ministry 30%), not to 100%. Change them: 10% is missing.",
            "deal.yaml:20:13  terms.payments.steps.kind  'tired_schedule' is not a kind of payment. Did you mean 'tiered_schedule'?",
            "deal.yaml:54:110  terms.order_of_payments.5  step 6 pays 'mezzanine', which is not in the capital stack (senior, junior, grant, shares). Name one of these, or add it to the capital.",
            "deal.yaml:61:41  plan.outcomes.in_work.rate  must be at most 100%; it is 50, that is 5,000%. Did you mean 50%?",
            "deal.yaml:78:20  scenarios.slow.changes.plan.starts.everyone.persons  'plan.starts.everyone.persons' leads nowhere in this deal. Did you mean 'plan.starts.everyone.people'?",
        ],
    ),
    Broken(
        "starts after the horizon",
        [
            ("people: 200, over_months: 24", "people: 200, from_month: 60, over_months: 24"),
        ],
        [
            "deal.yaml:59:5  plan.starts.everyone  starts in part or in whole after the last period of the deal. Start earlier, or give the timeline more periods.",
            "deal.yaml:61:5  plan.outcomes.in_work  some people are measured after the last period of the deal. Shorten the lag, start earlier, or give the timeline more periods.",
        ],
    ),
    Broken(
        "money after the horizon",
        [
            ("amount: 50_000, month: 48", "amount: 50_000, month: 80"),
        ],
        [
            "deal.yaml:70:5  plan.costs.evaluation  the cost falls after the last period of the deal. Move it earlier, or give the timeline more periods.",
        ],
    ),
    Broken(
        "money after the horizon under a scenario",
        [
            ("plan.starts.everyone.people: 150", "plan.costs.evaluation.month: 80"),
        ],
        [
            "deal.yaml:70:5  plan.costs.evaluation  the cost falls after the last period of the deal, in “Slow”. Move it earlier, or give the timeline more periods.",
        ],
    ),
    Broken(
        "more drawn than committed",
        [
            ("shares: {kind: equity, commitment: 50_000", "shares: {kind: equity, commitment: 5_000"),
        ],
        [
            "deal.yaml:52:5  terms.capital.shares  the agreed draws are more than the commitment. Raise the commitment or lower the draws.",
        ],
    ),
    Broken(
        "duplicate key",
        [
            ("currency: GBP", "currency: GBP\ncurrency: USD"),
        ],
        [
            "deal.yaml:5:1  currency  is given twice (first at line 4). Keep one of them.",
        ],
    ),
    Broken(
        "alias",
        [
            ("surplus: {shares: 50%, council: 50%}", "surplus: &all {shares: 50%, council: 50%}\n  copy: *all"),
        ],
        [
            "deal.yaml:55:12  terms.surplus  '&all' marks a part of the file for use elsewhere; a deal is written out in full. Remove it, or put quotes around text.",
            "deal.yaml:56:9  terms.copy  '*all' refers to another part of the file; a deal is written out in full. Write it out, or put quotes around text.",
        ],
    ),
    Broken(
        "NaN",
        [
            ("max: 2_000_000", "max: .nan"),
        ],
        [
            "deal.yaml:11:32  terms.payers.council.max  '.nan' is not a finite number. Put quotes around it if it is text.",
        ],
    ),
    Broken(
        "infinity",
        [
            ("max: 2_000_000", "max: inf"),
        ],
        [
            "deal.yaml:11:32  terms.payers.council.max  'inf' is not a finite number. Put quotes around it if it is text.",
        ],
    ),
    Broken(
        "an impossible date",
        [
            ("2027-04-01", "2027-02-30"),
        ],
        [
            "deal.yaml:7:22  terms.timeline.starts  '2027-02-30' is not a day of the calendar. February 2027 has 28 days.",
        ],
    ),
    Broken(
        "a hostile path",
        [
            ("plan.starts.everyone.people: 150", "../../etc/passwd: 150"),
        ],
        [
            "deal.yaml:78:20  scenarios.slow.changes.../../etc/passwd  '../../etc/passwd' leads nowhere in this deal. In the deal: sibmodel, name, currency, summary, description, terms, plan, risk, scenarios, sources, published, about.",
        ],
    ),
    Broken(
        "a tranche with the name of a payer",
        [
            ("    grant: {kind: recoverable_grant", "    council: {kind: recoverable_grant"),
            ("grant principal]", "council principal]"),
        ],
        [
            "deal.yaml:51:5  terms.capital.council  'council' is the name of a payer too: nobody could tell whose share of the surplus is meant. Write council_loan or another name.",
        ],
    ),
    Broken(
        "interest rolled up under a sweep",
        [
            (
                "draws: {kind: as_needed}, interest_rate: 5%}",
                "draws: {kind: as_needed}, interest_rate: 5%, interest: rolled_up}",
            ),
        ],
        [
            "deal.yaml:49:102  terms.capital.senior.interest  is rolled_up, but this loan is repaid by a sweep, which pays interest whenever there is cash. Write repayment: bullet, or remove it.",
        ],
    ),
    Broken(
        "bands from below zero",
        [
            ("starts_at: 4%", "starts_at: -4%"),
        ],
        [
            "deal.yaml:30:18  terms.payments.bands.starts_at  is -4%: points count from zero, so a payment would be negative. Write 0% or more.",
        ],
    ),
    Broken(
        "a rate of one",
        [
            ("interest_rate: 5%}", "interest_rate: 1}"),
        ],
        [
            "deal.yaml:49:88  terms.capital.senior.interest_rate  is 100% a year. Did you mean 1%?",
        ],
    ),
    Broken(
        "a point that may part thousands",
        [
            ("prices: {in_work: 6_000}", "prices: {in_work: 6.000}"),
        ],
        [
            "deal.yaml:17:25  terms.payments.card.prices.in_work  '6.000' is 6, or 6000 where a point parts thousands: nobody can tell. Write 6 or 6_000.",
        ],
    ),
    Broken(
        "a space before the per cent sign",
        [
            ("rate: 50%, counterfactual", "rate: 50 %, counterfactual"),
        ],
        [
            "deal.yaml:61:41  plan.outcomes.in_work.rate  must be a number; it is the text '50 %'. Write 50%, without the space.",
        ],
    ),
    Broken(
        "a grant by its common name",
        [
            ("grant: {kind: recoverable_grant", "grant: {kind: grant"),
        ],
        [
            "deal.yaml:54:93  terms.order_of_payments.4  step 5 pays principal to 'grant', a grant, which is never repaid. Remove the step, or make 'grant' a recoverable_grant.",
        ],
    ),
    Broken(
        "a guarantee without a level",
        [
            ("form: first_loss, amount: 100_000, called_at: 72", "form: first_loss, called_at: 72"),
        ],
        [
            "deal.yaml:53:12  terms.capital.cover  does not say how far the guarantee goes. Add 'amount:' or 'share:'.",
        ],
    ),
    Broken(
        "a guarantee with two levels",
        [
            (
                "form: first_loss, amount: 100_000, called_at: 72",
                "form: first_loss, amount: 100_000, share: 50%, on: drawn, called_at: 72",
            ),
        ],
        [
            "deal.yaml:53:77  terms.capital.cover.share  has no place beside amount: each says how far the guarantee goes. Keep one of them.",
        ],
    ),
    Broken(
        "a guarantee of a share of nothing",
        [
            ("form: first_loss, amount: 100_000, called_at: 72", "form: first_loss, share: 50%, called_at: 72"),
        ],
        [
            "deal.yaml:53:67  terms.capital.cover.share  is a share, but nothing says of what. Add 'on:' and committed or drawn.",
        ],
    ),
    Broken(
        "a base without a share",
        [
            (
                "form: first_loss, amount: 100_000, called_at: 72",
                "form: first_loss, amount: 100_000, called_at: 72, on: drawn",
            ),
        ],
        [
            "deal.yaml:53:92  terms.capital.cover.on  has no effect: there is no share. Write a share, or remove it.",
        ],
    ),
    Broken(
        "a guarantee of a grant that is never repaid",
        [
            ("grant: {kind: recoverable_grant", "grant: {kind: grant"),
            (", grant principal]", "]"),
            ("cover: {kind: guarantee, of: senior", "cover: {kind: guarantee, of: grant"),
        ],
        [
            "deal.yaml:53:34  terms.capital.cover.of  is 'grant', which is a grant that is never repaid: no principal is owed to it. Name a loan, a recoverable grant or equity (senior, junior, shares).",
        ],
    ),
    Broken(
        "a reimbursement in no step",
        [
            (
                "form: first_loss, amount: 100_000, called_at: 72",
                "form: first_loss, amount: 100_000, called_at: 72, reimbursed: true",
            ),
        ],
        [
            "deal.yaml:54:22  terms.order_of_payments  no step pays the reimbursement of 'cover'. Add 'cover reimbursement' where its turn is.",
        ],
    ),
    Broken(
        "a reimbursement that is not agreed",
        [
            ("grant principal]", "grant principal, cover reimbursement]"),
        ],
        [
            "deal.yaml:54:110  terms.order_of_payments.5  step 6 pays a reimbursement to 'cover', a guarantee that is not reimbursed. Add 'reimbursed: true' to it, or remove the step.",
        ],
    ),
    Broken(
        "a reimbursed guarantee that is paid principal",
        [
            (
                "form: first_loss, amount: 100_000, called_at: 72",
                "form: first_loss, amount: 100_000, called_at: 72, reimbursed: true",
            ),
            ("grant principal]", "grant principal, cover principal, cover reimbursement]"),
        ],
        [
            "deal.yaml:54:110  terms.order_of_payments.5  step 6 pays principal to 'cover', a guarantee, which is only reimbursed. Write 'cover reimbursement'.",
        ],
    ),
    Broken(
        "a reimbursement of nobody",
        [
            ("grant principal]", "grant principal, covr reimbursement]"),
        ],
        [
            "deal.yaml:54:110  terms.order_of_payments.5  step 6 pays 'covr', which is no guarantee (cover). Did you mean 'cover'?",
        ],
    ),
    Broken(
        "instalments without a first",
        [
            ("repayment: bullet, matures: 66", "repayment: instalments, matures: 66"),
        ],
        [
            "deal.yaml:50:84  terms.capital.junior.repayment  is instalments, but nothing says when repayment begins. Add 'first_repayment:' and the month.",
        ],
    ),
    Broken(
        "instalments without an end",
        [
            ("repayment: bullet, matures: 66", "repayment: instalments, first_repayment: 36"),
        ],
        [
            "deal.yaml:50:84  terms.capital.junior.repayment  is instalments, but nothing says when the loan matures. Add 'matures:' and the month.",
        ],
    ),
    Broken(
        "a first repayment after the last",
        [
            ("repayment: bullet, matures: 66", "repayment: annuity, first_repayment: 70, matures: 66"),
        ],
        [
            "deal.yaml:50:110  terms.capital.junior.first_repayment  is month 70, after the loan matures (month 66). Write 66 or earlier.",
        ],
    ),
    Broken(
        "a first repayment of a bullet",
        [
            ("repayment: bullet, matures: 66", "repayment: bullet, matures: 66, first_repayment: 36"),
        ],
        [
            "deal.yaml:50:105  terms.capital.junior.first_repayment  has no effect: the repayment of this loan is bullet. Write repayment: instalments or annuity, or remove it.",
        ],
    ),
    Broken(
        "an annuity by days",
        [
            (
                "repayment: bullet, matures: 66",
                "repayment: annuity, first_repayment: 36, matures: 66, day_count: actual/365",
            ),
        ],
        [
            "deal.yaml:50:138  terms.capital.junior.day_count  is actual/365, with which no two periods are alike and no annuity is level. Write day_count: 30/360, or repayment: instalments.",
        ],
    ),
    Broken(
        "instalments that are rolled up",
        [
            (
                "repayment: bullet, matures: 66",
                "repayment: instalments, first_repayment: 36, matures: 66, interest: rolled_up",
            ),
        ],
        [
            "deal.yaml:50:141  terms.capital.junior.interest  is rolled_up, but the repayment of this loan is instalments: there is no day on which it ends. Write repayment: bullet, or remove it.",
        ],
    ),
    Broken(
        "rates out of order",
        [
            (
                "repayment: bullet, matures: 66",
                "repayment: bullet, matures: 66, rates: {late: {from_month: 36, rate: 5%}, early: {from_month: 24, rate: 3%}}",
            ),
        ],
        [
            "deal.yaml:50:167  terms.capital.junior.rates.early.from_month  is 24, not after the step before it (late, 36). List the rates in the order of time.",
        ],
    ),
    Broken(
        "a rate in steps without a per cent sign",
        [
            (
                "repayment: bullet, matures: 66",
                "repayment: bullet, matures: 66, rates: {late: {from_month: 36, rate: 5}}",
            ),
        ],
        [
            "deal.yaml:50:142  terms.capital.junior.rates.late.rate  is 500% a year. Did you mean 5%?",
        ],
    ),
    Broken(
        "a commitment fee on nothing",
        [
            (
                "draws: {kind: as_needed}, interest_rate: 5%",
                "draws: {kind: at_close, amount: 600_000}, interest_rate: 5%, commitment_fee: 1%",
            ),
            ("grant principal]", "grant principal, senior fee]"),
        ],
        [
            "deal.yaml:49:108  terms.capital.senior.commitment_fee  has no effect: all of this loan is drawn at financial close. Remove it, or change the draws.",
        ],
    ),
    Broken(
        "a commitment fee in no step",
        [
            ("interest_rate: 5%", "interest_rate: 5%, commitment_fee: 1%"),
        ],
        [
            "deal.yaml:54:22  terms.order_of_payments  no step pays the fee of 'senior'. Add 'senior fee' where its turn is.",
        ],
    ),
    Broken(
        "a fee of a loan without one",
        [
            ("grant principal]", "grant principal, senior fee]"),
        ],
        [
            "deal.yaml:54:110  terms.order_of_payments.5  step 6 pays a fee to 'senior', which has no commitment_fee. Remove the step, or add 'commitment_fee:' and a yearly rate.",
        ],
    ),
    Broken(
        "a note that nothing redeems",
        [
            ("repayment: bullet, matures: 66", "repayment: surplus, matures: 66"),
            ("junior principal, ", ""),
        ],
        [
            "deal.yaml:50:84  terms.capital.junior.repayment  is surplus, but 'junior' has no share in the surplus. Give it a share in the surplus.",
        ],
    ),
    Broken(
        "principal of a note that the surplus redeems",
        [
            ("repayment: bullet, matures: 66", "repayment: surplus, matures: 66"),
            ("surplus: {shares: 50%", "surplus: {junior: 50%"),
        ],
        [
            "deal.yaml:54:75  terms.order_of_payments.3  step 4 pays principal to 'junior', which is redeemed by its share of the surplus. Remove the step.",
        ],
    ),
    Broken(
        "a hurdle in no step",
        [
            (
                "shares: {kind: equity, commitment: 50_000, draws: {kind: at_close, amount: 50_000}}",
                "shares: {kind: equity, commitment: 50_000, draws: {kind: at_close, amount: 50_000}, hurdle_rate: 5%}",
            ),
        ],
        [
            "deal.yaml:54:22  terms.order_of_payments  no step pays the return of 'shares'. Add 'shares return' where its turn is.",
        ],
    ),
    Broken(
        "a return without a hurdle",
        [
            ("grant principal]", "grant principal, shares return]"),
        ],
        [
            "deal.yaml:54:110  terms.order_of_payments.5  step 6 pays a return to 'shares', which has no hurdle_rate. Add 'hurdle_rate:' and a yearly rate, or remove the step.",
        ],
    ),
    Broken(
        "a cap below the hurdle",
        [
            (
                "shares: {kind: equity, commitment: 50_000, draws: {kind: at_close, amount: 50_000}}",
                "shares: {kind: equity, commitment: 50_000, draws: {kind: at_close, amount: 50_000}, hurdle_rate: 5%, capped_at: 4%}",
            ),
            ("grant principal]", "grant principal, shares return]"),
        ],
        [
            "deal.yaml:52:117  terms.capital.shares.capped_at  is 4%, below the hurdle_rate (5%). Set the cap at or above the hurdle.",
        ],
    ),
    Broken(
        "a cap without a per cent sign",
        [
            (
                "shares: {kind: equity, commitment: 50_000, draws: {kind: at_close, amount: 50_000}}",
                "shares: {kind: equity, commitment: 50_000, draws: {kind: at_close, amount: 50_000}, capped_at: 12}",
            ),
        ],
        [
            "deal.yaml:52:100  terms.capital.shares.capped_at  is 1,200% a year. Did you mean 12%?",
        ],
    ),
    Broken(
        "a cap of nothing",
        [
            (
                "shares: {kind: equity, commitment: 50_000, draws: {kind: at_close, amount: 50_000}}",
                "shares: {kind: equity, commitment: 50_000, draws: {kind: at_close, amount: 50_000}, capped_at: 12%}",
            ),
            ("surplus: {shares: 50%, council: 50%}", "surplus: {council: 100%}"),
        ],
        [
            "deal.yaml:52:89  terms.capital.shares.capped_at  has no effect: 'shares' has no share in the surplus. Give it one, or remove it.",
        ],
    ),
    Broken(
        "beyond a cap that is not there",
        [
            (
                "shares: {kind: equity, commitment: 50_000, draws: {kind: at_close, amount: 50_000}}",
                "shares: {kind: equity, commitment: 50_000, draws: {kind: at_close, amount: 50_000}, beyond_cap: council}",
            ),
        ],
        [
            "deal.yaml:52:89  terms.capital.shares.beyond_cap  has no effect: there is no cap. Add 'capped_at:' and a rate, or remove it.",
        ],
    ),
    Broken(
        "beyond a cap to nobody",
        [
            (
                "shares: {kind: equity, commitment: 50_000, draws: {kind: at_close, amount: 50_000}}",
                "shares: {kind: equity, commitment: 50_000, draws: {kind: at_close, amount: 50_000}, capped_at: 12%, beyond_cap: counsil}",
            ),
        ],
        [
            "deal.yaml:52:117  terms.capital.shares.beyond_cap  there is no tranche without a cap, payer or party 'counsil'. Did you mean 'council'?",
        ],
    ),
    Broken(
        "every share is capped",
        [
            (
                "shares: {kind: equity, commitment: 50_000, draws: {kind: at_close, amount: 50_000}}",
                "shares: {kind: equity, commitment: 50_000, draws: {kind: at_close, amount: 50_000}, capped_at: 12%}",
            ),
            ("surplus: {shares: 50%, council: 50%}", "surplus: {shares: 100%}"),
        ],
        [
            "deal.yaml:55:12  terms.surplus  every share is capped (shares): nobody could take what the caps leave. Say who gets it: add 'beyond_cap:' to one of them, or give somebody a share.",
        ],
    ),
    Broken(
        "a grant with a share of surplus",
        [
            ("grant: {kind: recoverable_grant", "grant: {kind: grant"),
            (", grant principal]", "]"),
            ("surplus: {shares: 50%", "surplus: {grant: 50%"),
        ],
        [
            "deal.yaml:55:13  terms.surplus.grant  'grant' is a grant, which is never repaid: it has no share in the surplus. Give its share to others.",
        ],
    ),
    Broken(
        "a step from nowhere",
        [
            ("grant principal]", "grant principal from cards]"),
        ],
        [
            "deal.yaml:54:93  terms.order_of_payments.4  step 5 is paid from 'cards': there is no payment 'cards'. Did you mean 'card'?",
        ],
    ),
    Broken(
        "a distribution of nothing",
        [
            ("grant principal]", "grant principal, shares distribution]"),
        ],
        [
            "deal.yaml:54:110  terms.order_of_payments.5  step 6 is a distribution, but does not say of which payment. Write 'shares distribution from' and a payment (card, steps, bands, slope, all_or_nothing).",
        ],
    ),
    Broken(
        "a distribution to a grant",
        [
            ("grant principal]", "grant principal, grant distribution from card]"),
        ],
        [
            "deal.yaml:54:110  terms.order_of_payments.5  step 6 pays a distribution to 'grant', a recoverable grant, of which only the principal is paid. Write 'grant principal'.",
        ],
    ),
    Broken(
        "steps after a distribution",
        [
            (
                "[senior interest",
                "[shares distribution from card, senior interest from steps, junior principal from card, senior interest",
            ),
        ],
        [
            "deal.yaml:54:82  terms.order_of_payments.2  step 3 is paid from 'card', of which step 1 passes on everything. Put it before step 1, or remove it.",
        ],
    ),
    Broken(
        "a leg after the common pool",
        [
            ("grant principal]", "grant principal, senior principal from card]"),
        ],
        [
            "deal.yaml:54:110  terms.order_of_payments.5  step 6 pays 'senior principal' from 'card' after step 2 has paid it from the common pool; a leg is paid first. Put it before step 2.",
        ],
    ),
    Broken(
        "distributions side by side",
        [
            ("[senior interest", "[senior and shares distribution from card, senior interest"),
        ],
        [
            "deal.yaml:54:23  terms.order_of_payments.0  step 1 pays a distribution side by side. Only interest, principal and return are paid side by side: write one step for each.",
        ],
    ),
    Broken(
        "two names without a word between",
        [
            ("grant principal]", "grant shares principal]"),
        ],
        [
            "deal.yaml:54:22  terms.order_of_payments  no step pays the principal of 'grant'. Add 'grant principal' where its turn is.",
            "deal.yaml:54:93  terms.order_of_payments.4  step 5, 'grant shares principal', does not say who is paid what. Did you mean 'grant principal'?",
        ],
    ),
    Broken(
        "the same side by side and alone",
        [
            ("junior principal, grant principal]", "junior and grant principal, grant principal]"),
        ],
        [
            "deal.yaml:54:103  terms.order_of_payments.4  step 5 pays 'grant principal' again (first in step 4). Keep one of them.",
        ],
    ),
    Broken(
        "a reserve in no step",
        [
            (
                "  order_of_payments: [senior interest",
                "  account: {reserve: {amount: 20_000}}\n  order_of_payments: [senior interest",
            ),
        ],
        [
            "deal.yaml:55:22  terms.order_of_payments  no step fills the reserve. Add 'reserve' where its turn is, or write filled: at_close.",
        ],
    ),
    Broken(
        "a reserve that is not there",
        [
            ("grant principal]", "grant principal, reserve]"),
        ],
        [
            "deal.yaml:54:110  terms.order_of_payments.5  step 6 fills a reserve, and the account has none. Add 'reserve:' with its amount to the account, or remove the step.",
        ],
    ),
    Broken(
        "a reserve from a leg",
        [
            (
                "  order_of_payments: [senior interest",
                "  account: {reserve: {amount: 20_000}}\n  order_of_payments: [senior interest",
            ),
            ("grant principal]", "grant principal, reserve from card]"),
        ],
        [
            "deal.yaml:55:110  terms.order_of_payments.5  step 6 fills the reserve from 'card'; it is filled from the common pool. Write 'reserve'.",
        ],
    ),
    Broken(
        "a fee of no party",
        [
            (
                "  order_of_payments: [senior interest",
                "  fees: {arranger: {kind: success_fee, paid_to: fnd, amount: 10_000}}\n  order_of_payments: [senior interest",
            ),
            ("grant principal]", "grant principal, arranger fee]"),
        ],
        [
            "deal.yaml:54:49  terms.fees.arranger.paid_to  there is no party 'fnd'. Did you mean 'fund'?",
        ],
    ),
    Broken(
        "a fee of no amount",
        [
            (
                "  order_of_payments: [senior interest",
                "  fees: {arranger: {kind: success_fee, paid_to: fund}}\n  order_of_payments: [senior interest",
            ),
            ("grant principal]", "grant principal, arranger fee]"),
        ],
        [
            "deal.yaml:54:20  terms.fees.arranger  does not say how much the fee is. Add 'amount:' or 'share:'.",
        ],
    ),
    Broken(
        "a fee of two amounts",
        [
            (
                "  order_of_payments: [senior interest",
                "  fees: {arranger: {kind: success_fee, paid_to: fund, amount: 10_000, share: 5%}}\n  order_of_payments: [senior interest",
            ),
            ("grant principal]", "grant principal, arranger fee]"),
        ],
        [
            "deal.yaml:54:71  terms.fees.arranger.share  has no place beside amount: each says how much the fee is. Keep one of them.",
        ],
    ),
    Broken(
        "a fee in no step",
        [
            (
                "  order_of_payments: [senior interest",
                "  fees: {arranger: {kind: success_fee, paid_to: fund, amount: 10_000}}\n  order_of_payments: [senior interest",
            ),
        ],
        [
            "deal.yaml:55:22  terms.order_of_payments  no step pays the fee of 'arranger'. Add 'arranger fee' where its turn is.",
        ],
    ),
    Broken(
        "a fee that is paid interest",
        [
            (
                "  order_of_payments: [senior interest",
                "  fees: {arranger: {kind: success_fee, paid_to: fund, amount: 10_000}}\n  order_of_payments: [senior interest",
            ),
            ("grant principal]", "grant principal, arranger interest, arranger fee]"),
        ],
        [
            "deal.yaml:55:110  terms.order_of_payments.5  step 6 pays interest to 'arranger', a fee of the structure. Write 'arranger fee'.",
        ],
    ),
    Broken(
        "a fee of nobody",
        [
            ("grant principal]", "grant principal, arangement fee]"),
        ],
        [
            "deal.yaml:54:110  terms.order_of_payments.5  step 6 pays 'arangement', which is neither a fee nor in the capital stack (senior, junior, grant, shares). Name one of these, or add it to the capital.",
        ],
    ),
    Broken(
        "a fee called like a tranche",
        [
            (
                "  order_of_payments: [senior interest",
                "  fees: {senior: {kind: success_fee, paid_to: fund, amount: 10_000}}\n  order_of_payments: [senior interest",
            ),
            ("grant principal]", "grant principal, senior fee]"),
        ],
        [
            "deal.yaml:54:10  terms.fees.senior  'senior' is the name of a tranche too: nobody could tell whose fee a step pays. Write senior_success or another name.",
            "deal.yaml:55:110  terms.order_of_payments.5  step 6 pays a fee to 'senior', which has no commitment_fee. Remove the step, or add 'commitment_fee:' and a yearly rate.",
        ],
    ),
    Broken(
        "a fee of an unknown kind",
        [
            (
                "  order_of_payments: [senior interest",
                "  fees: {arranger: {kind: sucess_fee, paid_to: fund, amount: 10_000}}\n  order_of_payments: [senior interest",
            ),
            ("grant principal]", "grant principal, arranger fee]"),
        ],
        [
            "deal.yaml:54:27  terms.fees.arranger.kind  'sucess_fee' is not a kind of fee. Did you mean 'success_fee'?",
        ],
    ),
    Broken(
        "a management fee after the end",
        [
            (
                "  order_of_payments: [senior interest",
                "  fees: {arranger: {kind: management_fee, paid_to: fund, per_year: 10_000, months: 90}}\n  order_of_payments: [senior interest",
            ),
            ("grant principal]", "grant principal, arranger fee]"),
        ],
        [
            "deal.yaml:54:10  terms.fees.arranger  the last month of the fee falls after the last period of the deal. Shorten it, or give the timeline more periods.",
        ],
    ),
    Broken(
        "interest on a deferred fee",
        [
            (
                "grant: {kind: recoverable_grant, commitment: 50_000, draws: {kind: at_close, amount: 50_000}}",
                "grant: {kind: deferred_fee, commitment: 50_000, share_of_costs: 10%}",
            ),
            ("grant principal]", "grant principal, grant interest]"),
        ],
        [
            "deal.yaml:54:110  terms.order_of_payments.5  step 6 pays interest to 'grant', a deferred fee, of which only what was deferred is paid. Write 'grant principal'.",
        ],
    ),
    Broken(
        "draws of a deferred fee",
        [
            ("grant: {kind: recoverable_grant", "grant: {kind: deferred_fee"),
        ],
        [
            "deal.yaml:51:53  terms.capital.grant.draws  'draws' is not part of a deferred fee. Known: commitment, kind, title, provider, rank, share_of_costs.",
        ],
    ),
    Broken(
        "a recoverable grant misspelt",
        [
            ("grant: {kind: recoverable_grant", "grant: {kind: recoverable"),
        ],
        [
            "deal.yaml:51:19  terms.capital.grant.kind  'recoverable' is not a kind of capital. Did you mean 'recoverable_grant'?",
        ],
    ),
    Broken(
        "a published figure of an unknown scenario",
        [
            ("lost: {scenario: plan", "lost: {scenario: plam"),
        ],
        [
            "deal.yaml:87:20  published.lost.scenario  there is no scenario 'plam'. Did you mean 'plan'?",
        ],
    ),
    Broken(
        "a published figure that there is not",
        [
            ("{figure: payments.paid,", "{figure: payments.payed,"),
        ],
        [
            "deal.yaml:88:24  published.paid_early.figure  there is no figure 'payments.payed'. Did you mean 'payments.paid'?",
        ],
    ),
    Broken(
        "a published figure less one that there is not",
        [
            ("minus: investors.total.drawn", "minus: investors.total.drown"),
        ],
        [
            "deal.yaml:91:53  published.profit.minus  there is no figure 'investors.total.drown'. Did you mean 'investors.total.drawn'?",
        ],
    ),
    Broken(
        "a published figure over one that there is not",
        [
            ("over: investors.total.drawn", "over: terms.capital.senior.comitment"),
        ],
        [
            "deal.yaml:87:72  published.lost.over  there is no figure 'terms.capital.senior.comitment'. Did you mean 'terms.capital.senior.commitment'?",
        ],
    ),
    Broken(
        "a published figure from an unknown document",
        [
            ("source: contract, confidence: stated, not", "source: contrakt, confidence: stated, not"),
        ],
        [
            "deal.yaml:87:132  published.lost.source  there is no document 'contrakt'. Did you mean 'contract'?",
        ],
    ),
    Broken(
        "a published figure without its document",
        [
            ("source: contract, confidence: stated, not", "confidence: stated, not"),
        ],
        [
            "deal.yaml:87:136  published.lost.confidence  is 'stated', but nothing says in which document. Add 'source:' and the name of a document, or write confidence: unconfirmed.",
        ],
    ),
    Broken(
        "a published figure that is an assumption",
        [
            ("source: contract, confidence: stated, not", "confidence: assumption, not"),
        ],
        [
            "deal.yaml:87:136  published.lost.confidence  'assumption' is not one of its choices. Known: stated, dataset, computed, unconfirmed.",
        ],
    ),
    Broken(
        "a published figure without a margin",
        [
            ("value: 20.5%, within: 0.05%", "value: 20.5%"),
        ],
        [
            "deal.yaml:87:9  published.lost.within  is missing. Add 'within:' and a number.",
        ],
    ),
    Broken(
        "a published figure within nothing",
        [
            ("value: 20.5%, within: 0.05%", "value: 20.5%, within: 0"),
        ],
        [
            "deal.yaml:87:117  published.lost.within  must be above 0; it is 0. Write more than 0.",
        ],
    ),
    Broken(
        "a published figure with which anything agrees",
        [
            ("value: 20.5%, within: 0.05%", "value: 20.5%, within: 15%"),
        ],
        [
            "deal.yaml:87:117  published.lost.within  is 0.15 for a figure of 0.205: almost anything would agree. Write half a unit of the last digit printed: 0.05% for 1.2%, 50_000 for 2.4 million.",
        ],
    ),
    Broken(
        "a published figure in words",
        [
            ("value: 20.5%, within: 0.05%", "value: about a fifth, within: 0.05%"),
        ],
        [
            "deal.yaml:87:102  published.lost.value  must be a number; it is the text 'about a fifth'. Write the number alone, such as 2_000_000 or 12.5%.",
        ],
    ),
    Broken(
        "a published figure of a level without its day",
        [
            (
                "figure: capital.senior.principal_closing, to_date: 2028-03-31",
                "figure: capital.senior.principal_closing",
            ),
        ],
        [
            "deal.yaml:90:18  published.owed.figure  'capital.senior.principal_closing' is a level at each instant, and its sum means nothing. Add 'to_date:' and the day on which it is meant.",
        ],
    ),
    Broken(
        "a published figure of a level over a span",
        [
            (
                "figure: capital.senior.principal_closing, to_date: 2028-03-31",
                "figure: capital.senior.principal_closing, from_date: 2027-04-01, to_date: 2028-03-31",
            ),
        ],
        [
            "deal.yaml:90:63  published.owed.from_date  'capital.senior.principal_closing' is a level at each instant: it has a day and no span of days. Remove it: 'to_date:' alone says the day.",
        ],
    ),
    Broken(
        "a published figure of a level in a fiscal year that is not said",
        [
            ("figure: budget.council.outcome_payments, in_fiscal_year: 2029", "figure: budget.council.fiscal_year"),
        ],
        [
            "deal.yaml:89:26  published.paid_in_2029.figure  'budget.council.fiscal_year' is a level in each fiscal year, and its sum means nothing. Add 'in_fiscal_year:' and the year that is meant.",
        ],
    ),
    Broken(
        "a published figure with a year and days",
        [
            ("in_fiscal_year: 2029", "in_fiscal_year: 2029, to_date: 2028-03-31"),
        ],
        [
            "deal.yaml:89:75  published.paid_in_2029.in_fiscal_year  has a fiscal year and days: which of the two is meant? Remove 'in_fiscal_year:', or 'from_date:' and 'to_date:'.",
        ],
    ),
    Broken(
        "a published figure with its days exchanged",
        [
            ("from_date: 2027-05-01, to_date: 2028-03-31", "from_date: 2028-04-01, to_date: 2028-03-31"),
        ],
        [
            "deal.yaml:88:71  published.paid_early.to_date  2028-03-31 is before 'from_date', 2028-04-01. Exchange the two, or write a later day.",
        ],
    ),
    Broken(
        "a published figure of a fiscal year that is not by year",
        [
            ("figure: budget.council.outcome_payments, in", "figure: payments.paid, in"),
        ],
        [
            "deal.yaml:89:57  published.paid_in_2029.in_fiscal_year  'payments.paid' does not run over fiscal years. Name a line of a payer's budget, such as budget.<payer>.outcome_payments, or use 'from_date:'.",
        ],
    ),
    Broken(
        "a published figure on a day that is one number",
        [
            ("figure: investors.total.returned, minus", "to_date: 2028-03-31, figure: investors.total.returned, minus"),
        ],
        [
            "deal.yaml:91:21  published.profit.to_date  'investors.total.returned' is one number for the whole deal: no day can be chosen. Name a line that runs over the instants, or remove it.",
        ],
    ),
    Broken(
        "a published figure of people less money",
        [
            ("figure: investors.total.returned, minus", "figure: programme.starts, minus"),
        ],
        [
            "deal.yaml:91:45  published.profit.minus  'investors.total.drawn' counts money, and 'programme.starts' people: one cannot be taken from the other. Name a figure that counts the same.",
        ],
    ),
    Broken(
        "a published figure that is a date",
        [
            ("{figure: payments.paid,", "{figure: terms.timeline.starts,"),
        ],
        [
            "deal.yaml:88:24  published.paid_early.figure  'terms.timeline.starts' is a date; a published figure is a number. Name a number.",
        ],
    ),
    Broken(
        "a published figure changed by a scenario",
        [
            ("plan.starts.everyone.people: 150", "published.lost.value: 150"),
        ],
        [
            "deal.yaml:78:20  scenarios.slow.changes.published.lost.value  is words, not an input: a scenario cannot change it. Change it in the deal.",
        ],
    ),
    Broken(
        "a misspelt key of a published figure",
        [
            ("within: 0.05%, source", "witin: 0.05%, source"),
        ],
        [
            "deal.yaml:87:109  published.lost.witin  'witin' is not part of a published figure. Did you mean 'within'?",
        ],
    ),
    Broken(
        "a misspelt key of about",
        [
            ("place: Nowhere", "plaice: Nowhere"),
        ],
        [
            "deal.yaml:92:44  about.plaice  'plaice' is not part of 'about'. Did you mean 'place'?",
        ],
    ),
    Broken(
        "an unknown kind of about",
        [
            ("kind: generic, policy", "kind: general, policy"),
        ],
        [
            "deal.yaml:92:15  about.kind  'general' is not one of its choices. Did you mean 'generic'?",
        ],
    ),
    Broken(
        "a limit of no surplus",
        [
            ("repayment: bullet, matures: 66", "repayment: bullet, matures: 66, surplus_up_to: 10_000"),
        ],
        [
            "deal.yaml:50:105  terms.capital.junior.surplus_up_to  has no effect: 'junior' has no share in the surplus. Give it one, or remove it.",
        ],
    ),
    Broken(
        "beyond a limit that is not there",
        [
            ("repayment: bullet, matures: 66", "repayment: bullet, matures: 66, beyond_cap: council"),
            ("surplus: {shares: 50%", "surplus: {junior: 50%"),
        ],
        [
            "deal.yaml:50:105  terms.capital.junior.beyond_cap  has no effect: there is no cap. Add 'surplus_up_to:' and an amount, or remove it.",
        ],
    ),
]
