"""Every published figure is reproduced to the precision in which it was printed."""

import csv
from pathlib import Path

import pytest

import sibmodel

ROOT = Path(__file__).parent.parent.parent
with (ROOT / "tests" / "worked_by_hand" / "published.csv").open(newline="") as file:
    PUBLISHED = list(csv.DictReader(file))

TRANCHE = {"rikers_able": "loan", "denver_supportive_housing": "investors"}


@pytest.fixture(scope="module")
def projections():
    return {deal: sibmodel.project(sibmodel.read_deal(ROOT / "deal_templates" / f"{deal}.yaml")) for deal in TRANCHE}


def obtained(projection, deal, scenario, figure):
    investor = f"investors.{TRANCHE[deal]}"

    def number(line):
        return projection.number(line, scenario)

    def housing_so_far(payments):
        paid = [amount for amount in projection.row("payments.housing.paid", scenario) if amount > 0]
        return sum(paid[:payments])

    figures = {
        "city_paid": lambda: number("payments.paid"),
        "guarantee_limit": lambda: projection.model.inputs["terms.capital.guarantee.amount"].value,
        "guarantee_paid": lambda: number("capital.guarantee.paid"),
        "principal_lost": lambda: number(f"{investor}.principal_lost"),
        "principal_lost_share": lambda: number(f"{investor}.principal_lost") / number(f"{investor}.drawn"),
        "principal_drawn": lambda: number(f"{investor}.drawn"),
        "irr": lambda: projection.figure(f"{investor}.irr", scenario).value,
        "multiple": lambda: number(f"{investor}.multiple"),
        "profit": lambda: number(f"{investor}.returned") - number(f"{investor}.drawn"),
        "total_paid": lambda: number("payments.paid"),
        "jail_paid": lambda: number("payments.jail.paid"),
        "housing_limit": lambda: number("payments.housing.paid"),
        "jail_limit": lambda: number("payments.jail.paid"),
        "total_limit": lambda: number("payments.paid"),
        "housing_paid": lambda: number("payments.housing.paid"),
        "housing_paid_1": lambda: housing_so_far(1),
        "housing_paid_2": lambda: housing_so_far(2) - housing_so_far(1),
        "housing_paid_3": lambda: housing_so_far(3) - housing_so_far(2),
        "housing_paid_1_to_2": lambda: housing_so_far(2),
        "housing_paid_1_to_3": lambda: housing_so_far(3),
        "housing_paid_1_to_4": lambda: housing_so_far(4),
        "housing_paid_5": lambda: housing_so_far(5) - housing_so_far(4),
    }
    return figures[figure]()


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: f"{row['deal']}-{row['scenario']}-{row['figure']}")
def test_the_published_figure_is_reproduced(projections, row):
    value = obtained(projections[row["deal"]], row["deal"], row["scenario"], row["figure"])
    assert abs(value - float(row["published"])) <= float(row["precision"]) / 2 + 1e-9


def test_the_figures_that_were_compared_are_counted():
    assert len(PUBLISHED) == 34
