"""The recalculated workbook is the engine, cell by cell, under random inputs."""

import os

import numpy as np
import pytest

from sibmodel.engine.evaluate import evaluate
from sibmodel.workbook.write import layout_of
from tests.parity.workbooks import (
    DEALS,
    SYNTHETIC,
    TEMPLATES,
    apply,
    cells_of,
    deal_of,
    differing,
    expectations,
    flexes,
    projection_of,
    written,
)
from tests.support.spreadsheets import Ironcalc

CELLS_AT_LEAST = {
    "rikers_able": 1250,
    "denver_supportive_housing": 3650,
    "blended": 7500,
    "bullet": 5000,
    "stack": 12000,
}
"""Numbers compared in each workbook, so that a test which compares nothing does not pass."""

MANY = 400
"""Plans that are only evaluated, to see that random changes reach what matters."""
PAID_ANYWAY = ("fee", "minimum_payment", "coupon_table")
"""Terms that pay something whatever the outcomes, so that no case is without any payment."""

FLEXES = int(os.environ.get("SIBMODEL_FLEXES", "40"))
"""Random plans for each template; `make nightly` asks for more."""
CASES = {path.stem: FLEXES for path in TEMPLATES} | {path.stem: 50 for path in SYNTHETIC}


@pytest.mark.parametrize("name", CASES)
def test_flexed(name, tmp_path):
    deal, cells, count = deal_of(name), cells_of(name), CASES[name]
    drawn = flexes(name, count)
    right = expectations(cells, evaluate(deal.written, drawn.inputs), count)
    sheet, layout = Ironcalc(written(name, tmp_path)), layout_of(projection_of(name))
    compared, wrong = 0, []
    for number, (plan, scenario) in enumerate(zip(drawn.plans, drawn.scenarios, strict=True)):
        apply(sheet, layout, plan, scenario)
        wrong += [(number, scenario, *each) for each in differing(sheet, cells, right[:, number])]
        compared += len(cells)
    assert wrong == []
    assert len(cells) >= CELLS_AT_LEAST.get(name, 1400)
    assert compared == count * len(cells)


@pytest.mark.parametrize("name", CASES)
def test_flexes_reach_what_matters(name):
    drawn = flexes(name, MANY)
    values = evaluate(deal_of(name).written, drawn.inputs)
    whole = {line: rows.sum(axis=0) for line, rows in values.items()}
    lost = whole["investors.total.returned"] < whole["investors.total.drawn"] - 0.005
    unpaid = np.abs(whole["payments.paid"]) < 0.005
    cut = sum(amounts for line, amounts in whole.items() if line.endswith(".cut")) + 0 * unpaid > 0.005
    deal = deal_of(name)
    pays_anyway = any(term.kind in PAID_ANYWAY for term in deal.terms.payments.values())
    assert cut.any() or not deal.cuts
    has_investors = any(part.is_at_risk for part in deal.terms.tranches.values())
    for case, is_possible in ((lost, has_investors), (unpaid, not pays_anyway)):
        assert not is_possible or 0 < case.sum() < MANY
    statuses = set(np.round(values["investors.total.irr_status"]).ravel().tolist())
    assert (1 in statuses and len(statuses) > 1) if has_investors else len(statuses) == 1
    assert set(drawn.scenarios) == set(deal_of(name).scenario_names())


@pytest.mark.parametrize("name", CASES)
def test_every_scenario_as_written(name, tmp_path):
    projection, cells = projection_of(name), cells_of(name)
    right = expectations(cells, projection.values, len(projection.scenarios))
    sheet, layout = Ironcalc(written(name, tmp_path)), layout_of(projection)
    for number, scenario in enumerate(projection.scenarios):
        apply(sheet, layout, {}, scenario)
        assert differing(sheet, cells, right[:, number]) == []


def test_all_deals_are_covered():
    assert set(DEALS) == set(CASES)
    assert set(CELLS_AT_LEAST) <= set(CASES)
