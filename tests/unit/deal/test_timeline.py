"""Time: period ends, a short first period, months counted, fiscal years."""

import datetime as dt

import numpy as np
import pytest

from sibmodel.deal.calendar import MONTH_NAMES
from sibmodel.deal.part import date_of
from sibmodel.deal.timeline import Timeline, fiscal_years
from sibmodel.engine.evaluate import evaluate
from sibmodel.graph.axes import Axis
from sibmodel.graph.expressions import Number
from sibmodel.graph.model import Model
from sibmodel.graph.units import MONTHS


def clock_of(**fields):
    model = Model(Axis("instants", fields["periods"] + 1))
    clock = Timeline(**fields).write(model)
    return model, clock


@pytest.mark.parametrize(
    ("period", "dates", "closes"),
    [
        ("month", ["2024-01-01", "2024-01-31", "2024-02-29", "2024-03-31"], [0, 1, 2, 3]),
        ("quarter", ["2024-01-01", "2024-03-31", "2024-06-30", "2024-09-30"], [0, 3, 6, 9]),
        ("half_year", ["2024-01-01", "2024-06-30", "2024-12-31", "2025-06-30"], [0, 6, 12, 18]),
        ("year", ["2024-01-01", "2024-12-31", "2025-12-31", "2026-12-31"], [0, 12, 24, 36]),
    ],
)
def test_periods_end_with_a_month(period, dates, closes):
    model, _ = clock_of(starts=dt.date(2024, 1, 1), period=period, periods=3)
    values = evaluate(model)
    assert [date_of(day).isoformat() for day in values["time.date"][:, 0]] == dates
    assert values["time.closes"][:, 0].tolist() == closes
    assert values["time.opens"][:, 0].tolist() == [-1, *closes[:-1]]


def test_a_short_first_period_is_followed_by_full_ones():
    model, _ = clock_of(starts=dt.date(2017, 2, 1), period="quarter", periods=3, first_period_ends=dt.date(2017, 3, 31))
    values = evaluate(model)
    assert [date_of(day).isoformat() for day in values["time.date"][:, 0]] == [
        "2017-02-01", "2017-03-31", "2017-06-30", "2017-09-30",
    ]  # fmt: skip
    assert values["time.months"][:, 0].tolist() == [0, 2, 3, 3]
    assert values["time.days"][:, 0].tolist() == [0, 59, 91, 92]


@pytest.mark.parametrize("ends", MONTH_NAMES)
def test_a_fiscal_year_is_named_by_the_year_it_ends_in(ends):
    model, clock = clock_of(starts=dt.date(2023, 1, 1), period="month", periods=36)
    clock.fiscal_year(ends)
    values = evaluate(model)
    for day, year in zip(values["time.date"][1:, 0], values[f"time.fiscal_year_{ends}"][1:, 0], strict=True):
        date = date_of(day)
        assert year == date.year + (date.month > MONTH_NAMES.index(ends) + 1)


def test_the_fiscal_years_that_a_deal_can_touch():
    assert [fiscal_years(months) for months in (1, 2, 12, 13, 14, 24, 25)] == [2, 2, 2, 3, 3, 3, 4]


def test_a_month_falls_at_the_first_instant_that_reaches_it():
    model, clock = clock_of(starts=dt.date(2024, 1, 1), period="quarter", periods=4)
    pen = model.section("x", "Sheet", "Heading")
    for month in (0, 1, 3, 4, 12):
        pen.line(f"at_{month}", "At", clock.falls(Number(float(month), MONTHS)))
    values = evaluate(model)
    instants = {month: int(np.argmax(values[f"x.at_{month}"][:, 0])) for month in (0, 1, 3, 4, 12)}
    assert instants == {0: 0, 1: 1, 3: 1, 4: 2, 12: 4}


def test_an_amount_is_spread_evenly_and_none_of_it_is_lost():
    model, clock = clock_of(starts=dt.date(2024, 1, 1), period="quarter", periods=8)
    pen = model.section("x", "Sheet", "Heading")
    one = clock.falls(Number(3.0, MONTHS))
    pen.line("spread", "Spread", clock.spread(one, Number(2.0, MONTHS), Number(6.0, MONTHS)))
    pen.line("later", "Later", clock.later(one, Number(4.0, MONTHS)))
    values = evaluate(model)
    assert values["x.spread"][:, 0] == pytest.approx([0, 0, 1 / 6, 3 / 6, 2 / 6, 0, 0, 0, 0])
    assert values["x.later"][:, 0].tolist() == [0, 0, 0, 1, 0, 0, 0, 0, 0]
