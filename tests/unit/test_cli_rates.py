"""`sib rates`, and the vintage of a table wherever a command or a file names its rates."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sibmodel.cli.commands import sib
from sibmodel.deal.discount_tables import TABLES

DEAL = str(Path("tests/parity/deals/discounted.yaml").resolve())
VINTAGE = "vintage February 2026, as of 2026-04-16"


def run(*words):
    result = CliRunner().invoke(sib, list(words), catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_every_table_is_listed_with_all_that_is_known_of_it():
    said = run("rates")
    blocks = dict(zip(TABLES, said.split("\n\n"), strict=False))
    for name, table in TABLES.items():
        words = " ".join(blocks[name].split())
        assert words.startswith(f"{name} {table.title} ({table.jurisdiction})")
        assert f"vintage {table.vintage}, as of {table.as_of}" in words
        assert table.address in words
        assert ("unconfirmed" if table.confidence == "unconfirmed" else "stated in the source") in words
        assert table.status in words
    assert "3.5% real; 3% after year 30; 2.5% after year 75; 2% after year 125" in said
    assert max(len(line) for line in said.splitlines() if "https://" not in line) <= 110  # an address is not broken


def test_a_machine_is_told_the_same():
    found = json.loads(run("rates", "--json"))
    assert [each["name"] for each in found] == list(TABLES)
    green = found[0]
    assert green["bands"][:2] == [{"after_year": 0.0, "rate": 0.035}, {"after_year": 30.0, "rate": 0.03}]
    assert green["confidence"] == "stated"
    assert {"vintage", "as_of", "source", "address", "status", "jurisdiction"} <= green.keys()


@pytest.mark.slow
def test_a_run_says_the_vintage_and_which_scenarios_have_other_rates(tmp_path):
    said = run("run", DEAL, "-o", str(tmp_path))
    nominal = f"Present value: discounted at {1.035 * 1.02 - 1:.2%} a year, nominal (5.06% after year 30, 4.55% after"
    assert nominal in (plain := " ".join(said.split()))
    assert "3.5% real (3% after year 30, 2.5% after year 75) on top of 2% inflation (Prices)" in plain
    assert f"rates of HM Treasury Green Book, standard rates (United Kingdom; {VINTAGE}); other rates in Dea" in plain
    assert "at real rates" not in plain
    data = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["deal"]["discount"]
    assert data["government"]["basis"] == "real"
    assert data["government"]["rates"][1] == {"after_year": 30.0, "rate": 0.03}
    table = data["government"]["table"]
    assert (table["vintage"], table["as_of"], table["confidence"]) == ("February 2026", "2026-04-16", "stated")
    assert table["changed"] == []
    assert data["investors"]["table"] is None
    assert VINTAGE in (tmp_path / "term_sheet.html").read_text(encoding="utf-8")


def test_an_explanation_ends_at_the_table():
    said = " ".join(run("explain", DEAL, "plan.discount.government.later.second.rate").split())
    assert "source Department for Transport" in said
    assert VINTAGE in said
