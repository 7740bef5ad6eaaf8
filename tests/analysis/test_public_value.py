"""Public value: the worked figures, and that all parties add up to everybody."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibmodel.analysis.closed.public_value import PublicValue
from tests.analysis.figures import params, reproduced
from tests.support.numbers import money, share

WORTH, COST = money(-(10**7), 10**7), money(0, 10**7)
VALUES = st.builds(
    PublicValue,
    external=WORTH,
    participant=WORTH,
    fiscal=WORTH,
    delivery=COST,
    evaluation=COST,
    intermediary=COST,
    payments=COST,
    cost_of_funds=share(),
)
CENT = 0.01


def g6(mcpf, **of):
    found = PublicValue(cost_of_funds=mcpf, **of)
    return {
        "social_npv": found.social,
        "gov_fiscal_npv": found.government,
        "investor_npv": found.investors,
        "stakeholder_sum": found.of_all_parties,
        "wrong_if_payments_counted_as_cost": found.if_payments_were_costs,
    }


OBTAINED = {"G6": g6}


def test_every_figure_is_reproduced():
    assert reproduced("G6", g6(**params("G6"))) == 5


@given(VALUES)
def test_all_parties_add_up_to_everybody(value):
    assert value.of_all_parties == pytest.approx(value.social, abs=CENT)


@given(VALUES)
def test_counting_payments_as_costs_is_off_by_what_investors_gain(value):
    assert value.social - value.if_payments_were_costs == pytest.approx(value.investors, abs=CENT)


@given(VALUES, COST)
def test_a_payment_moves_money_and_costs_only_what_raising_it_does(value, more):
    paid = replace(value, payments=value.payments + more)
    assert paid.social - value.social == pytest.approx(-value.cost_of_funds * more, abs=CENT)
    assert paid.investors - value.investors == pytest.approx(more, abs=CENT)
    assert paid.government - value.government == pytest.approx(-more, abs=CENT)


def test_what_cannot_be_is_said():
    value = PublicValue(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.25)
    with pytest.raises(ValueError, match="payments must not be below 0; it is -1"):
        replace(value, payments=-1.0)
    with pytest.raises(ValueError, match="external must be a finite number; it is nan"):
        replace(value, external=float("nan"))
