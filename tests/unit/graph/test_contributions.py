"""What an amount comes from: the periods behind a lagged row, the terms behind a total; no two lines called alike."""

from __future__ import annotations

import pytest

from sibmodel.engine.projection import project
from sibmodel.engine.values import Values
from sibmodel.files.deals import read_deal
from sibmodel.files.templates import templates
from sibmodel.graph import expressions as ex
from sibmodel.graph.axes import Axis
from sibmodel.graph.contributions import totalled, whole_sum
from sibmodel.graph.explain import explain
from sibmodel.graph.labels import Labels, plain_label
from sibmodel.graph.model import Input, Model
from sibmodel.graph.reading import ALL, BEFORE, Column, parts
from sibmodel.graph.units import DATE, MONEY, MONTHS, SHARE

TIME = Axis("instants", 3)
PRICED, EARNED = "payments.jobs.in_work.priced", "payments.jobs.in_work.earned"

LAGGED = """
sibmodel: 1
name: Lagged
currency: GBP
terms:
  timeline: {starts: 2027-01-01, period: year, periods: 9}
  payers: {council: {title: The council}}
  payments: {jobs: {kind: rate_card, paid_on: gross, prices: {work: 100}}}
  capital:
    grant: {kind: recoverable_grant, commitment: 1_000, draws: {kind: at_close, amount: 1_000}}
    loan: {kind: loan, commitment: 500, draws: {kind: as_needed}, interest_rate: 5%}
  order_of_payments: [loan interest, loan principal, grant principal]
  surplus: {council: 100%}
plan:
  starts: {all: {people: 60, over_months: 60}}
  outcomes: {work: {kind: success_rate, rate: 100%, measured_after: 12}}
  savings:
    homes: {title: Homes, agency: care, value_class: fiscal, outcome: work, value: 10, lasts: LASTS}
  costs: {c: {kind: one_off, amount: 1_000}}
"""


@pytest.fixture(scope="module")
def starter():
    return Values(project(read_deal(templates()["starter"].path)), "plan")


@pytest.fixture
def lagged(tmp_path):
    def of(lasts):
        path = tmp_path / "deal.yaml"
        path.write_text(LAGGED.replace("LASTS", str(lasts)), encoding="utf-8")
        return Values(project(read_deal(path)), "plan")

    return of


def every_line(template):
    deal = read_deal(templates()[template].path)
    values = Values(project(deal), "plan")
    for line in deal.written.lines.values():
        for column in range(line.axis.size) if line.axis is deal.written.time else ():
            yield line, column, values


def inner(explanation, *names):
    for name in names:
        explanation = next(part for part in explanation.parts if part.name == name)
    return explanation


# --- lagged rows -------------------------------------------------------------------------------------------------


def test_a_lagged_line_is_explained_in_the_period_it_comes_from(starter):
    found = explain(starter.model, "payments.jobs.earned", starter, 7, depth=6)
    lag = inner(found, EARNED)
    assert [share.told for share in lag.shares] == [
        (
            "114,285.71 falls here from the period ending 30 June 2028: "
            "[In work after six months: priced, by start] = 114,285.71"
        )
    ]
    priced = inner(lag, PRICED)
    assert (priced.when, priced.shown) == ("in the period ending 30 June 2028", "114,285.71")
    assert priced.numbers == "8,000 x 14.28571429"
    people = inner(priced, "outcomes.in_work.starters_gross")
    assert people.numbers == "28.57142857 x 50%"
    assert inner(people, "outcomes.in_work.rate_gross", "plan.outcomes.in_work.rate").is_input
    assert inner(people, "programme.starts", "starts.everyone.starts", "plan.starts.everyone.people").is_input


def test_a_greater_depth_goes_further(starter):
    def inputs(explanation):
        own = {explanation.name} if explanation.is_input else set()
        return own.union(*map(inputs, explanation.parts))

    three, six = (inputs(explain(starter.model, "payments.jobs.earned", starter, 7, depth=depth)) for depth in (3, 6))
    assert "terms.payments.jobs.prices.in_work" in three
    assert {"plan.outcomes.in_work.rate", "plan.starts.everyone.people"} <= six - three


def test_the_clock_of_a_lag_is_that_of_the_period_explained(starter):
    told = {part.name: part for part in explain(starter.model, EARNED, starter, 7, depth=3).parts}
    assert (told["time.opens"].shown, told["time.closes"].shown) == ("18", "21")
    assert (told["time.closes"].when, told["time.closes"].parts) == ("in this period", ())


def test_several_periods_are_each_told_with_their_share(lagged):
    values = lagged(24)
    found = explain(values.model, "savings.homes.spread", values, 5, depth=2)
    row = "[Homes: value per person] x [Work: people, net, by start] = 120, of which 50%"
    assert [share.told for share in found.shares] == [
        f"60 falls here from the period ending 31 December {year}: {row}" for year in (2028, 2029)
    ]
    people = [part for part in found.parts if part.name == "outcomes.work.starters_net"]
    assert [part.when for part in people] == [f"in the period ending 31 December {year}" for year in (2028, 2029)]
    assert [part.numbers for part in people] == ["12 x 100%"] * 2


def test_of_many_periods_six_are_told_and_the_others_in_one(lagged, monkeypatch):
    values = lagged(60)
    found = explain(values.model, "savings.homes.spread", values, 7)
    assert len(found.shares) == 5
    monkeypatch.setattr("sibmodel.graph.contributions._MOST", 3)
    found = explain(values.model, "savings.homes.spread", values, 7)
    assert [share.column for share in found.shares] == [1, 2, 3, None]
    assert found.shares[-1].told == "48 falls here from 2 other periods"
    assert sum(share.value for share in found.shares) == pytest.approx(found.value)
    assert sum(part.name == "outcomes.work.starters_net" for part in found.parts) == 3


@pytest.mark.parametrize("template", templates())
def test_the_shares_of_every_lagged_row_add_up(template):
    found = 0
    for line, column, values in every_line(template):
        if isinstance(line.written, ex.Spread):
            told = explain(values.model, line.name, values, column)
            assert sum(share.value for share in told.shares) == pytest.approx(told.value, abs=0.01)
            assert all(share.column is None or share.column <= column for share in told.shares)  # None: all the rest
            found += bool(told.shares)
    assert found > 5 or template != "starter"


def test_a_fiscal_year_is_explained_by_its_periods(starter):
    found = explain(starter.model, "budget.council.outcome_payments", starter, 1)
    assert len(found.shares) == 4
    assert [share.when for share in found.shares][::3] == [
        "the period ending 30 June 2028",
        "the period ending 31 March 2029",
    ]
    assert sum(share.value for share in found.shares) == pytest.approx(found.value)


def test_a_row_that_looks_at_other_columns_is_not_opened():
    months, date = Input("m", "m", 1.0, MONTHS), Input("d", "d", 1.0, DATE)
    row = Model(TIME).section("s", "S", "S").flow("row", "Row", ex.Counter(TIME) * Input("a", "a", 1.0, MONEY))
    lag = ex.Spread(ex.previous(row), months, months, months, ex.MonthNumber(date))
    assert {when for leaf, when, _ in parts(lag) if leaf is row} == {ALL}
    assert {when for leaf, when, _ in parts(ex.previous(lag), lambda _: ((1, "x"),)) if leaf is row} == {ALL}
    assert [when for _, when, _ in parts(ex.previous(row))] == [BEFORE]


# --- totals ------------------------------------------------------------------------------------------------------


def test_the_total_of_a_sum_is_told_by_the_totals_of_its_terms(starter):
    found = explain(starter.model, "government.net_cashable", starter, depth=4)
    flow = inner(found, "government.net_cashable_flow")
    assert [(term.sign, term.words, round(term.value, 2)) for term in flow.terms] == [
        ("+", "[Cost avoided, cashable]", 0.0),
        ("+", "[Government as a whole: share of surplus received]", 48_776.66),
        ("-", "[Government as a whole: outcome payments]", 800_000.0),
        ("-", "[Government's own costs]", 60_000.0),
    ]
    paid = inner(flow, "government.outcome_payments", "payers.council.paid")
    assert (paid.when, paid.shown, paid.words != "") == (ALL, "800,000", True)


@pytest.mark.parametrize("template", templates())
def test_the_total_of_every_row_is_told_by_what_adds_up_to_it(template):
    deal = read_deal(templates()[template].path)
    values = Values(project(deal), "plan")
    terms = periods = 0
    for line in deal.written.lines.values():
        for part in explain(deal.written, line.name, values, depth=2).parts:
            if part.when != ALL or part.is_input or not part.words:
                continue
            if part.terms:
                added = sum(term.value if term.sign == "+" else -term.value for term in part.terms)
                assert added == pytest.approx(part.value, abs=0.01)
            if part.shares:
                assert sum(share.value for share in part.shares) == pytest.approx(part.value, abs=0.01)
            terms, periods = terms + bool(part.terms), periods + bool(part.shares)
    assert terms >= 3
    assert periods >= 3


def test_a_total_of_what_is_no_sum_is_told_by_its_periods(starter):
    drawn = inner(explain(starter.model, "investors.loan.drawn", starter, depth=2), "capital.loan.drawn")
    assert drawn.words.startswith("the smaller of")
    assert drawn.parts == drawn.terms == ()
    assert drawn.shares[0].told == "94,000 at financial close"
    assert drawn.shares[-1].told == "244,571.43 in 4 other periods"


def test_only_sums_and_what_is_in_proportion_have_a_total_of_totals():
    price, other = Input("p", "p", 1.0, MONEY), Input("q", "q", 2.0, MONEY)
    row = Model(TIME).section("s", "S", "S").flow("row", "Row", ex.Counter(TIME) * price)
    assert totalled(row * row) is None
    assert totalled(row + price) is None
    assert totalled(price * other) is None
    assert totalled(ex.minimum(row, other)) is None
    assert isinstance(totalled(0 + row - row * price), ex.Subtract)


def test_a_limit_that_binds_is_not_left_out():
    pen = Model(TIME).section("s", "S", "S")
    row = pen.flow("row", "Row", ex.Counter(TIME) * Input("p", "p", 1.0, MONEY))
    limited = pen.flow("limited", "Limited", ex.positive(row - row))

    def column(total):
        return Column(lambda node, _: total if isinstance(node, ex.Total) and node.of is limited else 100.0, 0)

    assert isinstance(whole_sum(limited, column(100.0)), ex.Subtract)
    assert whole_sum(limited, column(100.01)) is None


# --- labels ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("template", templates())
def test_no_two_lines_are_called_alike(template):
    model = read_deal(templates()[template].path).written
    labels = Labels(model)
    called = [labels(line) for line in model.lines.values()]
    assert len(set(called)) == len(called) > 100


def test_the_tranches_are_told_apart(lagged):
    values = lagged(12)
    found = explain(values.model, "investors.total.principal_lost", values)
    assert found.words == "[Grant: principal lost] + [Loan: principal lost]"
    assert [part.label for part in found.parts] == ["Grant: principal lost", "Loan: principal lost"]
    assert found.because == ("all of its parts are nil: [Grant: principal lost] and [Loan: principal lost]",)


def test_a_label_that_says_whose_it_is_stays_as_it_is(starter):
    labels, lines = Labels(starter.model), starter.model.lines
    assert labels(lines["investors.total.flow"]) == "All investors: cash flow"
    assert labels(lines["investors.loan.flow"]) == "Social investor: cash flow"
    assert labels(lines["investors.total.all_drawn"]) == "All investors together: drawn"
    assert labels(lines["payments.jobs.earned"]) == "Sustained jobs: earned"


def test_an_input_does_not_say_a_word_twice(starter):
    assert plain_label(Input("s", "Surplus: surplus: shelter", 1.0, SHARE)) == "Surplus: shelter"
    assert plain_label(Input("s", "Jobs: prices: jobs", 1.0, SHARE)) == "Jobs: prices: jobs"
    assert "[Surplus: council]" in explain(starter.model, "surplus.council.surplus", starter).words


def test_financial_close_is_period_nought(starter):
    assert explain(starter.model, "time.is_close", starter).words == "1 if [Period] is 0, else 0"
