"""`sib simulate` prints what the simulation tells, as text and as data, and refuses what it cannot do."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

import sibmodel
from sibmodel.cli.commands import SCENARIOS, sib
from sibmodel.files.templates import templates
from sibmodel.risk.payment_risk import payment_risk
from sibmodel.risk.simulation import DEFAULT_SCENARIOS
from sibmodel.risk.streams import DEFAULT_SEED


def simulate(*words):
    return CliRunner().invoke(sib, ["simulate", *words])


@pytest.fixture(autouse=True)
def somewhere_else(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_where_nothing_is_said_it_draws_what_the_program_draws():
    usual = {option.name: option.default for option in sib.commands["simulate"].params}
    assert (usual["scenarios"], usual["seed"]) == (DEFAULT_SCENARIOS, DEFAULT_SEED)
    assert {option.name: option.default for option in sib.commands["run"].params}["simulated"] == SCENARIOS


def test_the_figures_are_those_of_the_simulation():
    found = simulate("rikers_able", "-n", "4096", "--seed", "9")
    assert found.exit_code == 0
    risk = payment_risk(sibmodel.read_deal(templates()["rikers_able"].path), 4096, 9)
    paid = risk.run.spreads["payments.paid"]
    row = re.search(
        r"^All outcome payments +([\d,]+) +±([\d,]+) +([\d,]+) +([\d,]+) +([\d,]+) +([\d,]+)$",
        found.stdout,
        re.MULTILINE,
    )
    values = [int(each.replace(",", "")) for each in row.groups()]
    expected = [paid.mean, paid.error, *(paid.at(share).value for share in (0.05, 0.5, 0.8, 0.95))]
    assert values == [round(each) for each in expected]
    assert "4,096 scenarios, seed 9" in found.stdout
    assert "To draw the same again: seed 9, streams 1" in found.stdout
    assert "expected payment at the plan 5,740,710" in found.stdout
    assert "The plan sits on a cliff" in found.stdout
    assert "expected IRR" not in found.stdout


def test_peterborough_prints_its_two_error_rates():
    found = simulate("peterborough", "-n", "2048").stdout
    assert "by formula: paid without effect 2.36%, unpaid at plan 15.19%" in found
    assert "Cohort 1, from 10.0% on, counted exactly: paid without effect 0.88%, unpaid at plan 49.61%" in found
    assert "All pooled, from 7.5% on, counted exactly: paid without effect 0.62%, unpaid at plan 18.70%" in found


def test_data_for_a_machine():
    found = simulate("starter", "-n", "3000", "--seed", "4", "--json")
    assert found.exit_code == 0
    data = json.loads(found.stdout)
    assert {"deal", "run", "payments", "investors", "government", "payment_risk"} <= set(data)
    assert (data["run"]["scenarios"], data["run"]["seed"]) == (3000, 4)
    assert len(data["run"]["inputs_sha256"]) == 64


def test_threads_change_nothing():
    one, two = (simulate("starter", "-n", "9000", "--json", "--threads", threads).stdout for threads in ("1", "2"))
    assert one == two


def test_a_scenario_of_the_file():
    found = simulate("starter", "-n", "1000", "--scenario", "slow_start")
    assert "based on scenario slow_start" in found.stdout
    wrong = simulate("starter", "-n", "1000", "--scenario", "slow_star")
    assert wrong.exit_code == 2
    assert "slow_start" in wrong.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("newpin_sbb",), "nothing in this deal is uncertain"),
        (("starter", "-n", "0"), "0 is too small; the least is 1."),
        (("starter", "-n", "10_000_001"), "10_000_001 is too large; the most is 10,000,000. More would run for hours"),
        (("starter", "--seed", "-1"), "-1 is too small; the least is 0."),
        (("starter", "-n", "1000", "--evenly"), "Ask for 65,536."),
        (("starter", "-n", "1e6"), "'1e6' is no whole number; write one such as 65536."),
    ],
)
def test_what_cannot_be_simulated_is_refused_in_words(words, said):
    found = simulate(*words)
    assert found.exit_code == 2
    assert said in found.stderr
    assert "Traceback" not in found.stderr
