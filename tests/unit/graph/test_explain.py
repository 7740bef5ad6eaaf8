"""Explaining: every operator has its words, and the words, the numbers and the parts are those of the graph."""

from __future__ import annotations

import pytest

from sibmodel.deal.deal import Deal
from sibmodel.engine.projection import project
from sibmodel.engine.values import Values
from sibmodel.errors import UnknownLine
from sibmodel.files.deals import read_deal
from sibmodel.files.templates import templates
from sibmodel.graph import expressions as ex
from sibmodel.graph.axes import Axis
from sibmodel.graph.explain import explain
from sibmodel.graph.expressions import OPERATORS, READS_WHOLE_ROWS
from sibmodel.graph.in_numbers import AS_ONE_NUMBER
from sibmodel.graph.model import Input, Model
from sibmodel.graph.reading import in_words
from sibmodel.graph.units import DATE, DAYS, FLAG, MONEY, MONTHS, NUMBER, PEOPLE, SHARE
from sibmodel.graph.words import WORDS, shown

TIME = Axis("instants", 3)


def an_input(label, unit):
    return Input(label, label, 0.0, unit)


A, B = an_input("a", MONEY), an_input("b", MONEY)
N, M, D, F = an_input("n", NUMBER), an_input("m", MONTHS), an_input("d", DATE), an_input("f", FLAG)


def test_every_operator_has_words():
    assert WORDS.keys() == OPERATORS


def test_whole_rows_are_shown_as_one_number():
    assert set(READS_WHOLE_ROWS) <= AS_ONE_NUMBER <= OPERATORS


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (A + B, "[a] + [b]"),
        (0 + A, "[a]"),
        (A - (A + B), "[a] - ([a] + [b])"),
        (A - B - A, "[a] - [b] - [a]"),
        ((A + B) * N, "([a] + [b]) x [n]"),
        (ex.minimum(A, B) * N, "(the smaller of [a] and [b]) x [n]"),
        (ex.maximum(A, B), "the larger of [a] and [b]"),
        (ex.minimum(A, B + A), "the smaller of [a] and ([b] + [a])"),
        (ex.maximum(A * N, B), "the larger of ([a] x [n]) and [b]"),
        (ex.total(A * N), "the total of ([a] x [n])"),
        (ex.cumulative(A * N), "([a] x [n]) so far"),
        (ex.choose(F, A + B, A), "([a] + [b]) if [f] holds, otherwise [a]"),
        (ex.at_least(A + B, A), "1 if ([a] + [b]) is at least [a], else 0"),
        (ex.at_least(0, ex.Counter(TIME)), "1 if number in instants is 0, else 0"),
        (ex.at_least(1, ex.Counter(TIME)), "1 if number in instants is at most 1, else 0"),
        (ex.at_least(0, A + B), "1 if ([a] + [b]) is at most 0, else 0"),
        (ex.above(0, A), "1 if [a] is below 0, else 0"),
        (ex.at_least(A, 0) * ex.above(0, B), "(1 if [a] is at least 0 and [b] is below 0, else 0)"),
        (A - B - 0, "[a] - [b]"),
        (ex.Number(0.0, MONEY) * ex.Counter(TIME), "nothing in any column"),
        (ex.positive(A - B), "([a] - [b]), but not below 0"),
        (ex.maximum(A, 0), "[a], but not below 0"),
        (ex.at_least(A, B), "1 if [a] is at least [b], else 0"),
        (ex.above(A, B) * A, "(1 if [a] is above [b], else 0) x [a]"),
        (ex.at_least(M, N * M) * ex.above(M, M), "(1 if [m] is at least ([n] x [m]) and [m] is above [m], else 0)"),
        (ex.ratio(A, B, 0), "[a] / [b]"),
        (ex.ratio(A, A + B, 1), "[a] / ([a] + [b]) (or 1 where there is nothing to divide by)"),
        (ex.power(1 + N, M * 0), "(1 + [n]) ^ ([m] x 0)"),
        (ex.floor(N), "[n] rounded down"),
        (ex.cents(A), "[a] to the cent"),
        (ex.rounded(A, N), "[a] rounded to steps of 1 / [n]"),
        (ex.sign(A), "the sign of [a]"),
        (ex.choose(F, A, B), "[a] if [f] holds, otherwise [b]"),
        (ex.choose(ex.opposite(F), A, B), "[a] if not ([f] holds), otherwise [b]"),
        (
            ex.choose(ex.above(A, B) * ex.at_least(A, 0), A, 0),
            "[a] if [a] is above [b] and [a] is at least 0, otherwise 0",
        ),
        (ex.previous(A) + B, "([a] one period before) + [b]"),
        (ex.MonthNumber(D), "the month of [d]"),
        (ex.MonthEnd(D, M), "the last day of the month [m] months after [d]"),
        (ex.cumulative(A), "[a] so far"),
        (ex.total(A - B), "the total of ([a] - [b])"),
        (ex.largest(A), "the largest of [a]"),
        (ex.TotalWhere(A, N, N), "the total of [a] where [n] is [n]"),
        (ex.TotalUpTo(A, N, N, N), "the total of [a], each as far as [n] fills [n] above [n]"),
        (ex.Spread(A, M, ex.Number(0.0, MONTHS), M, M), "[a], [m] months later"),
        (ex.Spread(A, M, M, M, M), "[a], [m] months later, evenly over [m] months"),
        (ex.PresentValue(A, N, N), "the present value of [a] at a growth of [n] a year over [n]"),
        (
            ex.GrowthRoot(A, N, F, F, shown=N),
            "a growth a year at which [a] is worth nothing over [n], where [f] holds (the only one where [f] holds)",
        ),
        (ex.Counter(TIME), "number in instants"),
        (ex.Number(12.0), "12"),
    ],
)
def test_words(formula, words):
    assert in_words(formula) == words


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (188_364.96, MONEY, "188,364.96"),
        (-0.0, MONEY, "0"),
        (-0.0049, MONEY, "0"),
        (-0.01, MONEY, "-0.01"),
        (1.8e-12, PEOPLE, "0"),
        (-1e-12, SHARE, "0%"),
        (-4e-9, SHARE, "0%"),
        (0.0025, MONEY / DAYS, "0.0025"),
        (15.1, MONEY / DAYS, "15.10"),
        (15.12, MONEY / DAYS, "15.12"),
        (0.085, SHARE, "8.5%"),
        (2017.0, NUMBER, "2017"),
        (24_209.0, NUMBER, "24,209"),
        (12_458.0, PEOPLE, "12,458"),
        (41_122.0, DATE, "2012-08-01"),
        (3.0, None, "3"),
    ],
)
def test_numbers(value, unit, text):
    assert shown(value, unit) == text


@pytest.fixture(scope="module")
def values():
    deal = read_deal(templates()["denver_supportive_housing"].path)
    return Values(project(deal), "plan")


def test_a_line_in_one_sentence(values):
    found = explain(values.model, "capital.investors.principal_closing", values, 8)
    assert found.sentence == (
        "Pooled investors: principal, closing = [Pooled investors: principal, opening] + [Pooled investors: drawn] - "
        "[1. Pooled investors: principal paid] = 3,440,000 + 430,000 - 188,364.96 = 3,681,635.04"
    )
    assert [part.shown for part in found.parts] == ["3,440,000", "430,000", "188,364.96"]


def test_terms_that_are_nothing_are_left_out_of_the_numbers(values):
    found = explain(values.model, "payments.housing.housing_days.earned", values, 6)
    assert found.numbers == "15.12 x 12,458"
    assert found.shown == "188,364.96"


def test_a_part_one_period_before(values):
    found = explain(values.model, "capital.investors.principal_opening", values, 8, depth=2)
    assert [(part.when, part.shown) for part in found.parts] == [("one period before", "3,440,000")]
    inner = {part.name: part.shown for part in found.parts[0].parts}
    assert inner["capital.investors.principal_opening"] == "3,010,000"


def test_nothing_lies_before_the_first_column(values):
    assert explain(values.model, "capital.investors.principal_opening", values, 0).parts == ()


def test_parts_over_all_periods(values):
    found = explain(values.model, "sources_and_uses.received", values)
    assert found.parts[0].when == "over all periods"
    assert found.parts[0].shown == "9,524,911.36"


def test_only_the_branch_that_holds_is_in_the_numbers(values):
    assert explain(values.model, "investors.total.irr", values).numbers.endswith(" - 1")


# --- long sums ---------------------------------------------------------------------------------------------------


def test_a_long_sum_is_told_term_by_term(values):
    found = explain(values.model, "vehicle.delivery_closing", values, 0)
    assert [(term.sign, term.words, term.value) for term in found.terms] == [
        ("+", "[Delivery account, opening]", 0.0),
        ("+", "[Pooled investors: drawn]", 430_000.0),
        ("+", "[Outcome payments used for costs]", 0.0),
        ("-", "[Costs paid]", 430_000.0),
        ("-", "[Released once the last cost is paid]", 0.0),
    ]
    assert explain(values.model, "vehicle.in_hand", values, 0).terms == ()


@pytest.mark.parametrize("template", templates())
def test_the_terms_of_every_long_sum_add_up(template):
    deal: Deal = read_deal(templates()[template].path)
    projection = project(deal)
    values, found = Values(projection, "plan"), 0
    for line in deal.written.lines.values():
        for column in {0, line.axis.size // 2, line.axis.size - 1} if line.axis else {0}:
            told = explain(deal.written, line.name, values, column)
            if told.terms:
                whole = sum(term.value if term.sign == "+" else -term.value for term in told.terms)
                residue = 1e-15 * max(abs(term.value) for term in told.terms)  # the last digit of what is subtracted
                right = max(whole, 0) if "not below" in told.words else whole
                assert told.value == pytest.approx(right, abs=max(1e-12, residue))
                found += 1
    assert found > 5


# --- why a line is nil -------------------------------------------------------------------------------------------


def because(template, name, scenario, column=0):
    deal = read_deal(templates()[template].path)
    return explain(deal.written, name, Values(project(deal), scenario), column).because


REDUCTION = "[Days in jail after release: reduction paid on]"
OPENS, CLOSES = "[Months since start, at the beginning]", "[Months since start, at the end]"
CALLED, MEASURED = "[Guarantee: called at]", "[In work after six months: measured after]"


@pytest.mark.parametrize(
    ("template", "name", "scenario", "column", "reasons"),
    [
        (
            "rikers_able",
            "payments.recidivism.at_10.adds",
            "below_8_5",
            0,
            (f"{REDUCTION} (8.4%) is below [Reduction in days in jail: tiers: at 10: at least] (10%)",),
        ),
        ("rikers_able", "payments.recidivism.at_10.adds", "at_10", 0, ()),
        (
            "rikers_able",
            "capital.guarantee.paid",
            "plan",
            0,
            (f"{CALLED} (48 months) is later than {CLOSES} (0 months)",),
        ),
        (
            "rikers_able",
            "capital.guarantee.paid",
            "as_realised",
            4,
            (f"{CALLED} (36 months) is not later than {OPENS} (36 months)",),
        ),
        ("starter", "payments.jobs.earned", "plan", 1, (f"{MEASURED} (6 months) is later than {CLOSES} (3 months)",)),
        ("starter", "vehicle.released", "plan", 1, ("[Costs or agreed draws go on after this instant] holds",)),
        ("starter", "vehicle.unfunded", "plan", 0, ()),
    ],
)
def test_a_line_that_is_nil_names_the_condition_and_its_two_sides(template, name, scenario, column, reasons):
    assert because(template, name, scenario, column) == reasons


def test_of_many_parts_that_are_nil_the_names_are_told_and_no_story_of_each():
    parts = ", ".join(f"[Reduction in days in jail: tier at {tier} adds]" for tier in ("8.5", "10", "11"))
    assert because("rikers_able", "payments.recidivism.amount", "as_realised") == (
        f"all of its parts are nil: {parts}, [Reduction in days in jail: tier at 12 adds] and 4 more",
    )
    (reason,) = because("rikers_able", "payments.recidivism.earned", "as_realised", 3)
    assert reason.startswith("all parts of [Reduction in days in jail: amount by the schedule] are nil: ")


TWO_PAYMENTS = """
sibmodel: 1
name: Two payments
currency: GBP
terms:
  timeline: {starts: 2027-01-01, period: year, periods: 6}
  payers: {council: {title: The council}}
  payments:
    jobs: {kind: rate_card, paid_on: gross, prices: {work: 100}}
    jail: {kind: threshold, outcome: days, paid_on: net, at_least: 10%, pays: 500}
  capital:
    grant: {kind: recoverable_grant, commitment: 1_000, draws: {kind: at_close, amount: 1_000}}
    loan: {kind: loan, commitment: 500, draws: {kind: as_needed}, interest_rate: 5%}
  order_of_payments: [loan interest, loan principal, grant principal]
  surplus: {council: 100%}
plan:
  starts: {all: {people: 12, over_months: 12}}
  outcomes:
    work: {kind: success_rate, rate: 100%, measured_after: 12}
    days: {kind: reduction, stated: relative, effect: 12%, measured_at: 12}
  costs: {c: {kind: one_off, amount: 1_000}}
"""
PRICED = "[Work: priced, by start]"
LAG = "([Work: measured after] + [Work: verified after] + [Jobs: paid after])"
SECOND_COST = ("off, amount: 1_000}", "off, amount: 1_000}, d: {kind: one_off, amount: 400}")
JAIL_FALLS = "([Days: month verified] + [Jail: paid after])"


@pytest.fixture
def two_payments(tmp_path):
    def why(name, column, changes=()):
        text = TWO_PAYMENTS
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "deal.yaml"
        path.write_text(text, encoding="utf-8")
        deal = read_deal(path)
        return explain(deal.written, name, Values(project(deal), "plan"), column).because

    return why


JOBS_IN_2 = f"nothing falls in this period: {PRICED} falls {LAG} (12 months) later, in period 2"


@pytest.mark.parametrize(
    ("name", "column", "reasons"),
    [
        ("payments.jobs.paid", 3, (JOBS_IN_2,)),
        ("payers.council.jobs.paid", 3, (JOBS_IN_2,)),
        ("payments.jobs.paid", 1, (JOBS_IN_2,)),
        ("payments.jobs.paid", 0, (f"{LAG} (12 months) is later than {CLOSES} (0 months)",)),
        ("payments.jail.paid", 3, (f"{JAIL_FALLS} (12 months) is not later than {OPENS} (24 months)",)),
        ("payers.council.due", 3, (JOBS_IN_2, f"{JAIL_FALLS} (12 months) is not later than {OPENS} (24 months)")),
        ("vehicle.costs_paid", 3, (f"[C: month] (0 months) is not later than {OPENS} (24 months)",)),
        ("capital.loan.drawn", 3, ("[Cash needed] and [Outcome payments used for costs] are nil",)),
        (
            "vehicle.in_hand",
            3,
            (
                (
                    "all of its parts are nil: [Delivery account, opening], [Grant: drawn], [Loan: drawn] and "
                    "[Outcome payments used for costs]"
                ),
            ),
        ),
        (
            "vehicle.received",
            3,
            ("all of its parts are nil: [Jobs: paid] and [Jail: paid]",),
        ),
    ],
)
def test_only_what_makes_a_line_nil_is_a_reason(two_payments, name, column, reasons):
    assert two_payments(name, column) == reasons


def test_of_a_product_the_first_nil_factor_is_followed_a_row_before_a_ratio(two_payments):
    missed = ("effect: 12%", "effect: 2%")
    below = "[Days: reduction paid on] (2%) is below [Jail: at least] (10%)"
    assert two_payments("payments.jail.earned", 3, [missed]) == (below,)
    assert two_payments("payments.jail.paid", 3, [missed]) == (below,)


def test_an_input_that_is_nil_is_a_reason(two_payments):
    no_interest = ("interest_rate: 5%", "interest_rate: 0%")
    assert two_payments("capital.loan.interest_accrued", 1, [no_interest, SECOND_COST]) == (
        "[Loan: interest rate] is 0%",
    )


def test_costs_of_others_are_named_and_not_told(two_payments):
    assert two_payments("vehicle.costs_paid", 4, [SECOND_COST]) == (
        "all parts of [Paid by the vehicle] are nil: [C] and [D]",
    )


@pytest.mark.parametrize(
    ("starts", "column", "falls"),
    [
        ("{all: {people: 12, over_months: 36}}", 5, "from period 2 to period 4"),
        ("{all: {people: 12, over_months: 24}}", 5, "in period 2 and in period 3"),
        (
            "{a: {people: 4}, b: {people: 4, from_month: 24}, c: {people: 4, from_month: 48}}",
            3,
            "at 3 instants from period 2 to period 6",
        ),
    ],
)
def test_a_lagged_row_says_when_it_does_fall(two_payments, starts, column, falls):
    found = two_payments("payments.jobs.work.claimed", column, [("{all: {people: 12, over_months: 12}}", starts)])
    assert found == (f"nothing falls in this period: {PRICED} falls {LAG} (12 months) later, {falls}",)


def test_a_lagged_row_that_is_nil_everywhere_says_so(two_payments):
    found = two_payments("payments.jobs.paid", 3, [(" rate: 100%", " rate: 0%")])
    assert found == (f"{PRICED} is nil in every period",)


def test_parts_that_fall_at_other_times_say_when():
    (reason,) = because("denver_supportive_housing", "payments.housing.housing_days.earned", "plan", 12)
    assert reason == (
        "none of its parts falls in this period: they fall in month 18, 30, 42, 54 and 60 after the start"
    )


# --- an internal rate --------------------------------------------------------------------------------------------


def test_a_rate_rests_on_dated_flows_that_are_worth_nothing_at_it(values):
    found = explain(values.model, "investors.total.irr", values)
    rate = found.rate
    assert rate is not None
    assert (rate.flow, rate.is_found) == ("investors.total.flow", True)
    assert (rate.flows[0].date, rate.flows[0].amount) == ("2016-01-01", -430_000.0)
    assert (rate.flows[-1].date, rate.flows[-1].years, rate.flows[-1].amount) == ("2021-09-30", 5.75, 5_610_978.40)
    assert sum(flow.amount for flow in rate.flows) == pytest.approx(924_911.36)
    assert sum(flow.amount / (1 + found.value) ** flow.years for flow in rate.flows) == pytest.approx(0, abs=0.005)
    assert sum(flow.worth for flow in rate.flows) == pytest.approx(rate.present_value, abs=1e-6)
    assert rate.certificate.startswith("Known before the search")


def test_where_all_is_lost_the_flows_have_no_worth_at_a_rate():
    deal = read_deal(templates()["rikers_able"].path).with_("plan.outcomes.days_in_jail.effect", 0.0)
    deal = deal.with_("terms.capital.guarantee.amount", 0.0)
    found = explain(deal.written, "investors.loan.irr", Values(project(deal), "plan"))
    assert found.shown == "-100% (all lost)"
    assert found.rate is not None
    assert (found.rate.is_found, found.rate.present_value, found.rate.certificate) == (False, None, "")
    assert [(flow.amount, flow.worth) for flow in found.rate.flows] == [(-9_600_000.0, None)]


def test_only_internal_rates_have_cash_flows_to_show(values):
    shown_with = [name for name in values.model.lines if explain(values.model, name, values).rate is not None]
    assert shown_with == ["investors.investors.irr", "investors.total.irr"]


def test_a_headline_figure_without_a_meaning_is_told_in_words():
    deal = read_deal(templates()["rikers_able"].path)
    values = Values(project(deal), "at_8_5")
    assert explain(deal.written, "investors.loan.payback_years", values).shown == "not repaid"
    assert explain(deal.written, "investors.loan.payback_status", values).shown == "0 (not repaid)"


def test_an_input(values):
    found = explain(values.model, "terms.payments.housing.prices.housing_days", values)
    assert (found.is_input, found.shown, found.unit, found.parts) == (True, "15.12", "money per day", ())


def test_an_unknown_line(values):
    with pytest.raises(UnknownLine, match="Did you mean"):
        explain(values.model, "payments.pad", values)


@pytest.mark.parametrize("template", templates())
def test_every_line_of_every_template_can_be_explained(template):
    deal: Deal = read_deal(templates()[template].path)
    projection = project(deal)
    values = Values(projection, projection.scenarios[-1])
    model: Model = deal.written
    for line in model.lines.values():
        for column in {0, line.axis.size - 1 if line.axis else 0}:
            found = explain(model, line.name, values, column)
            assert found.words
            assert found.value == pytest.approx(values(line, column))
            assert found.as_dict()["name"] == line.name
