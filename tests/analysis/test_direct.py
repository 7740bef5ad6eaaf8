"""Direct funding beside an outcomes contract: the worked figures, and what holds of every such insurance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibmodel.analysis.closed.direct import OutcomesContract, insurance
from tests.analysis.figures import params, reproduced
from tests.support.numbers import money

CONTRACTS = st.builds(
    OutcomesContract,
    price=money(1, 10**5),
    people=money(1, 10**4),
    years=st.floats(0, 10),
    fixed=money(0, 10**6),
    rate=st.floats(-0.02, 0.2),
)


def e_of(C, price, n, r, t, fixed):  # noqa: N803
    return OutcomesContract(price, n, years=t, fixed=fixed, rate=r), C


def g5(plan, **of):
    contract, direct = e_of(**of)
    found = insurance(contract, direct, plan=plan)
    return {
        "d_star": found.breaks_even,
        "premium_at_plan": found.premium,
        "sib_cost_at_zero": contract.cost(0.0),
        "direct_cost_at_zero": contract.cost(0.0) + found.covered,
    }


OBTAINED = {"G5": g5}


def test_every_figure_is_reproduced():
    assert reproduced("G5", g5(**params("G5"))) == 4


@given(CONTRACTS, money(0, 10**7))
def test_both_cost_the_same_where_they_break_even(contract, direct):
    at = contract.breaks_even(direct)
    if at is None:
        assert contract.cost(0.0) > direct
    else:
        assert contract.cost(at) == pytest.approx(direct, abs=1e-4)
        assert insurance(contract, direct, plan=at).premium == pytest.approx(0, abs=1e-4)
        assert contract.cost(at + 0.1) > direct


@given(CONTRACTS, money(0, 10**7), st.floats(0, 1))
def test_premium_and_cover_are_what_is_paid_for_the_plan(contract, direct, plan):
    found = insurance(contract, direct, plan=plan)
    assert found.premium + found.covered == pytest.approx(contract.for_all * plan, abs=1e-4)


def test_harm_is_not_paid_back():
    contract, _ = e_of(**{key: value for key, value in params("G5").items() if key != "plan"})
    assert contract.cost(-0.05) == contract.cost(0.0) == 250_000


IMPOSSIBLE = {
    "price must be above 0; it is 0": lambda: OutcomesContract(0.0, 1.0, years=1, fixed=0.0, rate=0.0),
    "fixed must not be below 0; it is -1": lambda: OutcomesContract(1.0, 1.0, years=1, fixed=-1.0, rate=0.0),
    "rate must be above -1; it is -2": lambda: OutcomesContract(1.0, 1.0, years=1, fixed=0.0, rate=-2.0),
    "direct must not be below 0; it is -1": lambda: insurance(
        OutcomesContract(1.0, 1.0, years=1, fixed=0.0, rate=0.0), -1.0, plan=0.1
    ),
}


@pytest.mark.parametrize("sentence", IMPOSSIBLE)
def test_what_cannot_be_is_said(sentence):
    with pytest.raises(ValueError, match=r"\w") as said:
        IMPOSSIBLE[sentence]()
    assert str(said.value) == sentence
