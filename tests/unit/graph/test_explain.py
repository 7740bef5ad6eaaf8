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
from sibmodel.graph.explain import AS_ONE_NUMBER, explain, in_words
from sibmodel.graph.expressions import OPERATORS, READS_WHOLE_ROWS
from sibmodel.graph.model import Input, Model
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
        (ex.positive(A - B), "([a] - [b]), but not below 0"),
        (ex.maximum(A, 0), "[a], but not below 0"),
        (ex.at_least(A, B), "1 if [a] is at least [b], else 0"),
        (ex.above(A, B) * A, "(1 if [a] is above [b], else 0) x [a]"),
        (ex.at_least(M, N * M) * ex.above(M, M), "(1 if [m] is at least [n] x [m] and [m] is above [m], else 0)"),
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
        (ex.Spread(A, M, ex.Number(0.0, MONTHS), M, M), "[a] [m] months later"),
        (ex.Spread(A, M, M, M, M), "[a] [m] months later, evenly over [m] months"),
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
