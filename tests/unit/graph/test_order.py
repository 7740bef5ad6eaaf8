"""The order of evaluation: whole rows, loops, and the circles that are refused."""

import pytest

from sibmodel.errors import CircularLines, LineWrittenTwice, UnclosedBalance, UnitMismatch
from sibmodel.graph.axes import Axis
from sibmodel.graph.expressions import Counter, Number, choose, cumulative, minimum, previous, total
from sibmodel.graph.model import Model
from sibmodel.graph.order import Loop, Whole, evaluation_order
from sibmodel.graph.units import DATE, MONEY, MONTHS, NUMBER, PEOPLE


@pytest.fixture
def model():
    return Model(Axis("instants", 5))


@pytest.fixture
def pen(model):
    return model.section("a", "Sheet", "Heading")


def test_lines_that_do_not_read_their_past_are_whole_rows(model, pen):
    first = pen.line("first", "First", Counter(model.time))
    second = pen.line("second", "Second", previous(first) + total(first))
    assert evaluation_order(model) == [Whole(first), Whole(second)]


def test_a_balance_and_what_feeds_it_are_one_loop_in_the_order_of_an_instant(model, pen):
    owed = pen.balance("owed", "Owed", NUMBER, model.time)
    interest = pen.line("interest", "Interest", owed.opening * 0.1)
    owed.close([interest], [])
    (loop,) = evaluation_order(model)
    assert isinstance(loop, Loop)
    assert [line.name for line in loop.lines] == ["a.owed_opening", "a.interest", "a.owed_closing"]


def test_a_target_brings_only_what_it_needs(model, pen):
    first = pen.line("first", "First", Counter(model.time))
    pen.line("unread", "Unread", first * 2)
    assert evaluation_order(model, [first]) == [Whole(first)]


def test_lines_that_read_each_other_at_one_instant_are_named(model, pen):
    owed = pen.balance("owed", "Owed", NUMBER, model.time)
    fee = pen.line("fee", "Fee", owed.closing * 0.1)
    owed.close([fee], [])
    with pytest.raises(CircularLines, match=r"a\.fee.*a\.owed_closing|a\.owed_closing.*a\.fee"):
        evaluation_order(model)


@pytest.mark.parametrize("whole", [total, cumulative])
def test_a_loop_may_not_read_a_whole_row_of_itself(model, pen, whole):
    owed = pen.balance("owed", "Owed", NUMBER, model.time)
    fee = pen.line("fee", "Fee", minimum(whole(owed.opening), owed.opening))
    owed.close([fee], [])
    with pytest.raises(CircularLines):
        evaluation_order(model)


def test_a_balance_left_open_is_an_error(model, pen):
    pen.balance("owed", "Owed", MONEY, model.time)
    with pytest.raises(UnclosedBalance, match=r"a\.owed_closing"):
        evaluation_order(model)


def test_a_name_is_written_once(model, pen):
    pen.line("first", "First", Number(1.0))
    with pytest.raises(LineWrittenTwice, match=r"a\.first"):
        pen.line("first", "First again", Number(2.0))


def test_an_expression_has_no_truth_value(model):
    with pytest.raises(TypeError, match="choose"):
        bool(Counter(model.time))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Number(1.0, MONEY) + Number(1.0, PEOPLE),
        lambda: minimum(Number(1.0, MONEY), Number(1.0, MONTHS)),
        lambda: choose(Number(1.0, MONEY), 1, 0),
        lambda: Number(1.0, DATE) + Number(1.0, DATE),
        lambda: Number(1.0, DATE) * Number(2.0),
    ],
)
def test_units_that_do_not_fit_are_refused_when_the_line_is_written(pen, wrong):
    with pytest.raises(UnitMismatch):
        pen.line("wrong", "Wrong", wrong())


def test_a_bare_zero_is_an_amount_of_anything(pen):
    assert pen.line("money", "Money", Number(1.0, MONEY) + 0).unit == MONEY
