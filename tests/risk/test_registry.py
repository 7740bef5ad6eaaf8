"""No worked figure of generation, losses and returns is left untested."""

import pytest

from tests.risk import test_dependence, test_generation, test_losses, test_returns
from tests.support.oracles import ORACLES, flat, ids_of, params, reproduced

TESTED = [module.OBTAINED for module in (test_generation, test_dependence, test_losses, test_returns)]


def test_every_id_is_tested_once():
    ids = [name for tested in TESTED for name in tested]
    assert len(ids) == len(set(ids))
    assert set(ids) == ids_of("A", "E", "F")


def test_the_figures_are_counted():
    figures = {section: sum(len(flat(ORACLES[name]["value"])) for name in ids_of(section)) for section in "AEF"}
    assert figures == {"A": 69, "E": 6, "F": 89}


@pytest.mark.parametrize(
    "wrong", [{"k": 0.941660}, {"variance": 4.1014}, {"kurtosis": 3.0}, {"k": float("nan")}], ids=str
)
def test_a_figure_that_is_off_or_not_asked_for_is_noticed(wrong):
    with pytest.raises(AssertionError):
        reproduced("A2", {**test_generation.a2(**params("A2")), **wrong})


def test_a_figure_that_is_missing_is_noticed():
    found = test_generation.a2(**params("A2"))
    assert reproduced("A2", found) == 3
    with pytest.raises(AssertionError):
        reproduced("A2", {"k": found["k"], "sd": found["sd"]})
