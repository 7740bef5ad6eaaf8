"""The corridor of prices: the worked figures, and what holds of every bargain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibmodel.analysis.closed.corridor import corridor
from tests.analysis import test_ceiling
from tests.analysis.figures import params, reproduced
from tests.support.numbers import share

PRICES = st.floats(-1e6, 1e6)


def e6(pmin_t3, pmin_ploss, gov_value_t3, beta):
    neutral, wary = (corridor(lowest, gov_value_t3, investor_weight=beta) for lowest in (pmin_t3, pmin_ploss))
    return {
        "zopa_rn": neutral.gap,
        "zopa_ploss": wary.gap,
        "nash_price": neutral.price,
        "feasible_rn": neutral.exists,
        "feasible_ploss": wary.exists,
    }


OBTAINED = {"E6": e6}


def test_every_figure_is_reproduced():
    assert reproduced("E6", e6(**params("E6"))) == 5


def test_the_value_to_government_is_that_of_the_ceiling_with_what_the_public_gains():
    """All that is saved, 12,000 of public value, and a 75th of 250,000 less: as the figure says of itself."""
    saved = test_ceiling.e5(**params("E5"))["wtp_fiscal"]
    assert saved + 12_000 - 250_000 / 75 == pytest.approx(params("E6")["gov_value_t3"])


@given(PRICES, PRICES, share())
def test_the_price_shares_the_gain_and_there_is_one_exactly_where_there_is_room(one, other, weight):
    room, none = (
        corridor(*ends, investor_weight=weight) for ends in (sorted((one, other)), sorted((one, other))[::-1])
    )
    assert room.exists
    assert room.lowest <= room.price <= room.highest + 1e-9
    assert room.price - room.lowest == pytest.approx(weight * room.gap, abs=1e-6)
    assert none.exists == (one == other)
    assert (none.price is None) == (one != other)
    assert none.gap == -room.gap


def test_a_weight_is_a_share_and_a_price_a_number():
    with pytest.raises(ValueError, match="investor_weight must be between 0 and 1; it is 40"):
        corridor(1.0, 2.0, investor_weight=40)
    with pytest.raises(ValueError, match="lowest must be a finite number; it is nan"):
        corridor(float("nan"), 2.0, investor_weight=0.4)
