"""No worked figure of price and value is left untested."""

import pytest

from tests.analysis import (
    test_agencies,
    test_capacity,
    test_ceiling,
    test_corridor,
    test_direct,
    test_fading,
    test_frontier,
    test_overpaid,
    test_price,
    test_public_value,
    test_reserve,
)
from tests.analysis.figures import FIGURES, ids_of, params, reproduced
from tests.risk import test_losses
from tests.support.oracles import flat

MODULES = (
    test_price, test_frontier, test_ceiling, test_corridor, test_reserve, test_fading, test_capacity, test_agencies,
    test_overpaid, test_direct, test_public_value,
)  # fmt: skip
TESTED = [module.OBTAINED for module in MODULES]
SECTIONS = {"E": 9, "G": 6}  # how many ids each has; those that losses reproduce are among the figures of risk


def test_every_id_is_tested_once():
    ids = [name for tested in TESTED for name in tested]
    assert len(ids) == len(set(ids))
    assert set(ids) == set(FIGURES)
    everywhere = {*ids, *test_losses.OBTAINED}
    for section, many in SECTIONS.items():
        assert {name for name in everywhere if name[0] == section} == {f"{section}{n}" for n in range(1, many + 1)}


def test_the_figures_are_counted():
    figures = {section: sum(len(flat(FIGURES[name]["value"])) for name in ids_of(section)) for section in "EGS"}
    assert figures == {"E": 38, "G": 28, "S": 1}
    compared = [reproduced(name, obtain(**params(name))) for tested in TESTED for name, obtain in tested.items()]
    assert sum(compared) == sum(figures.values())


@pytest.mark.parametrize(
    "wrong", [{"price": 39_305.2}, {"risk_loading": 0.6077}, {"loading": 0.6}, {"price": float("nan")}], ids=str
)
def test_a_figure_that_is_off_or_not_asked_for_is_noticed(wrong):
    with pytest.raises(AssertionError):
        reproduced("E2", {**test_price.e2(**params("E2")), **wrong})


def test_a_figure_that_is_missing_is_noticed():
    found = test_price.e2(**params("E2"))
    assert reproduced("E2", found) == 3
    with pytest.raises(AssertionError):
        reproduced("E2", {"price": found["price"]})
