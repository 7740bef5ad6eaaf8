"""The engine matches the cash-flow tables that were worked out by hand, line by line and instant by instant."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

import sibmodel

HERE = Path(__file__).parent
TEMPLATES = HERE.parent.parent / "deal_templates"
HALF_A_CENT = 0.005  # the tables are exact to the cent


def table(deal):
    rows = defaultdict(dict)
    with (HERE / f"{deal}.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            rows[row["scenario"], row["line"]][int(row["instant"])] = (row["date"], float(row["amount"]))
    return rows


@pytest.mark.parametrize(("deal", "cells"), [("rikers_able", 10 * 11 * 5), ("denver_supportive_housing", 3 * 12 * 25)])
def test_every_cell_of_the_table_is_matched(deal, cells):
    projection = sibmodel.project(sibmodel.read_deal(TEMPLATES / f"{deal}.yaml"))
    compared = 0
    for (scenario, line), expected in table(deal).items():
        row = projection.row(line, scenario)
        assert len(row) == len(expected)
        for instant, (date, amount) in expected.items():
            assert projection.dates[instant].isoformat() == date
            assert row[instant] == pytest.approx(amount, abs=HALF_A_CENT), (scenario, line, instant)
            compared += 1
    assert compared == cells
