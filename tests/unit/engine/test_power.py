"""The power of an evaluation, where a standard error is stated: against tables of the normal distribution."""

import pytest

import sibmodel
from sibmodel.engine.power import chance_of_reaching, powers
from tests.pages.deals import TEMPLATES


@pytest.mark.parametrize(("errors", "chance"), [(0.0, 0.5), (1.0, 0.841345), (-1.0, 0.158655), (1.959964, 0.975)])
def test_chance_is_that_of_the_normal_distribution(errors, chance):
    assert chance_of_reaching(0.02 + 0.007 * errors, 0.02, 0.007) == pytest.approx(chance, abs=1e-6)


def test_threshold_is_the_hurdle_of_significance():
    """Paid from 1.96 standard errors of 0.7 points on; planned are 2 points, 0.897 standard errors more."""
    found = powers(sibmodel.read_deal(TEMPLATES["transforming_rehabilitation"]))
    assert [each.term for each in found] == ["binary_1", "binary_2", "binary_3"]
    for each in found:
        assert each.threshold == pytest.approx(1.96 * 0.007, abs=2e-9)
        assert each.planned == pytest.approx(0.02)
        assert each.chance == pytest.approx(0.81518, abs=1e-5)


def test_a_penalty_alone_has_no_power():
    """Terms that only take back read the same outcomes and are left out."""
    deal = sibmodel.read_deal(TEMPLATES["transforming_rehabilitation"])
    assert {"rise_1", "rise_2", "rise_3"} <= deal.terms.payments.keys() - {each.term for each in powers(deal)}


def test_without_a_standard_error_there_is_none():
    assert powers(sibmodel.read_deal(TEMPLATES["rikers_able"])) == ()
