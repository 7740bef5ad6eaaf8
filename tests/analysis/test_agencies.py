"""Agencies: the worked figures, and that all of them are the whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibmodel.analysis.closed.agencies import Agency, agency_matrix
from tests.analysis.figures import params, reproduced
from tests.support.numbers import money, share

ROWS = st.lists(
    st.tuples(money(-(10**6), 10**7), share(), money(0, 10**7), money(0, 10**6), money(0, 10**6)),
    min_size=1,
    max_size=6,
)


def g3(agencies, gross, cashable, pay, evaluation):
    rows = zip(agencies, gross, cashable, pay, evaluation, strict=True)
    found = agency_matrix([Agency(*row) for row in rows])
    return {
        "net_cashable": [each.net_cashable for each in found.agencies],
        "net_fiscal": [each.net_fiscal for each in found.agencies],
        "total_net_cashable": found.net_cashable,
        "total_net_fiscal": found.net_fiscal,
        "wrong_pocket_index": found.wrong_pocket,
    }


OBTAINED = {"G3": g3}


def test_every_figure_is_reproduced():
    assert reproduced("G3", g3(**params("G3"))) == 9


def named(rows):
    return [Agency(f"agency {number}", *row) for number, row in enumerate(rows)]


@given(ROWS)
def test_agencies_sum_to_the_whole(rows):
    """One agency with all of it gains as much as they do together."""
    savings, cashable, *paid = zip(*rows, strict=True)
    in_cash = sum(s * c for s, c in zip(savings, cashable, strict=True))
    spent = sum(map(sum, paid))
    found = agency_matrix(named(rows), savings=sum(savings), paid=spent)
    assert found.net_fiscal == pytest.approx(sum(savings) - spent, abs=1e-3)
    assert found.net_cashable == pytest.approx(in_cash - spent, abs=1e-3)


@given(ROWS)
def test_the_index_is_a_share_and_scales_away(rows):
    found = agency_matrix(named(rows)).wrong_pocket
    doubled = agency_matrix(named([(2 * s, c, *(2 * each for each in paid)) for s, c, *paid in rows])).wrong_pocket
    assert found is None or 0 <= found <= 1
    assert found == doubled


def test_pockets_are_right_where_those_who_save_pay_and_wrong_where_none_does():
    assert agency_matrix([Agency("a", 100.0, 1.0, 30.0), Agency("b", 200.0, 1.0, 60.0)]).wrong_pocket == pytest.approx(
        0
    )
    assert agency_matrix([Agency("a", 100.0, 1.0), Agency("b", 0.0, 1.0, 60.0)]).wrong_pocket == 1
    assert agency_matrix([Agency("a", 100.0, 1.0)]).wrong_pocket is None
    assert agency_matrix([Agency("a", -100.0, 1.0, 50.0)]).wrong_pocket is None


def test_what_an_agency_loses_is_borne_by_it():
    """Of 100 borne, 60 are paid by the one that saves, and 40 lost by the other."""
    found = agency_matrix([Agency("jails", 500.0, 1.0, 60.0), Agency("treatment", -40.0, 1.0)])
    assert found.wrong_pocket == pytest.approx(0.4)


ONE = Agency("a", 100.0, 0.5, 40.0)
IMPOSSIBLE = {
    "the agencies save 100.00 together, and the whole is 100.01": lambda: agency_matrix([ONE], savings=100.01),
    "the agencies pay 40.00 together, and the whole is 1,000.00": lambda: agency_matrix([ONE], paid=1_000.0),
    "each agency is there once; twice there is a": lambda: agency_matrix([ONE, ONE]),
    "cashable must be between 0 and 1; it is 30": lambda: Agency("a", 100.0, 30),
    "evaluation must not be below 0; it is -1": lambda: Agency("a", 100.0, 0.3, evaluation=-1.0),
}


@pytest.mark.parametrize("sentence", IMPOSSIBLE)
def test_what_cannot_be_is_said(sentence):
    with pytest.raises(ValueError, match=r"\w") as said:
        IMPOSSIBLE[sentence]()
    assert str(said.value) == sentence
