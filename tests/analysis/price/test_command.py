"""`sib price`: its words, its data, and what it refuses."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from sibmodel.analysis.price.pricing import SCENARIOS
from sibmodel.cli import pricing
from sibmodel.cli.commands import sib
from sibmodel.risk.streams import DEFAULT_SEED

FEW = ("-n", "9000")


def run(*words):
    return CliRunner().invoke(sib, ["price", *words], catch_exceptions=False)


@pytest.fixture(autouse=True)
def somewhere_else(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_where_nothing_is_said_it_draws_what_the_program_draws():
    usual = {option.name: option.default for option in sib.commands["price"].params}
    assert (usual["scenarios"], usual["seed"]) == (SCENARIOS, DEFAULT_SEED)
    assert pricing.SCENARIOS == SCENARIOS


def test_the_answer_and_its_proof():
    found = run("starter", "--irr", "8%")
    assert found.exit_code == 0
    assert found.stdout.splitlines()[:7] == [
        "My first outcomes contract",
        "Sustained jobs: prices: in work, for an internal rate of 8%",
        "Worked out on the plan alone; amounts in GBP",
        "",
        "7,536.14",
        "Proof: 7.999958% at 7,536.13, 8.000040% at 7,536.14; the target is 8.000000%.",
        found.stdout.splitlines()[6],
    ]
    assert re.fullmatch(r"The only one among [\d,]+ values that were tried\.", found.stdout.splitlines()[6])
    assert "As the file stands (8,000.00) the internal rate is 11.961084%." in found.stdout
    assert "Held fixed\n  limits of payments: The council: max 950,000\n" in found.stdout
    assert found.stdout.endswith(
        "Next: put it into the file, then sib run starter; docs/price.md says what each figure means.\n"
    )


def test_a_share_may_be_written_either_way():
    read = pricing.Percent().convert
    assert [read(text, None, None) for text in ("8%", "0.08", " 8 % ", "-2.5%", "1", ".5", "1e-2")] == [
        pytest.approx(value) for value in (0.08, 0.08, 0.08, -0.025, 1.0, 0.5, 0.01)
    ]
    assert pricing.Amounts().convert("2_000_000, 2.5e6;3000000", None, None) == (2e6, 2.5e6, 3e6)


def test_several_prices_are_scaled_and_the_commands_for_one_alone_are_named():
    found = run("starter_homelessness").stdout
    assert "All outcome prices, by one factor, for an internal rate of 5%" in found
    assert "sib price starter_homelessness --change terms.payments.homes.prices.moved_in" in found
    assert re.search(r"^Steps into a home: prices: moved in +1,500.00 +1,47\d\.\d\d$", found, re.MULTILINE)


def test_over_draws():
    found = run("starter", *FEW)
    assert found.exit_code == 0
    assert "9,000 scenarios, seed 1, based on the plan; amounts in GBP" in found.stdout
    assert re.search(r"^7,\d{3}\.\d\d \(±\d\d\.\d\d\)$", found.stdout, re.MULTILINE)
    assert re.search(
        r"^All of government +[\d,]+ +[\d,]+ +[\d,]+ +3,\d{3}\.\d\d ±\d+\.\d\d +-4,\d", found.stdout, re.MULTILINE
    )
    assert "To society payments are a transfer and no cost" in found.stdout
    assert "Moves are compared on 8,192 scenarios" in found.stdout


def test_out_of_reach_is_an_answer():
    found = run("starter_reoffending", *FEW)
    assert found.exit_code == 0
    assert "No value meets the target, from 0x to 1,000,000x." in found.stdout
    assert re.search(
        r"^The best there is: a net present value of -2\d\d,\d{3}\.\d\d, first at 2\.\d+x\.$",
        found.stdout,
        re.MULTILINE,
    )
    assert "From there on the cap over the contract of The ministry binds" in found.stdout
    assert "Next: ease what binds" in found.stdout


def test_a_leap_says_so():
    path = "terms.payments.recidivism.tiers.at_10.at_least"
    found = run("rikers_able", "--change", path, "--irr", "-2%", "--scenario", "at_10").stdout
    assert "10.0000%: the target is never met exactly. It is leapt over there, from 0.000000% to -6.939514%." in found
    assert "Proof" not in found


def test_a_frontier():
    cap = "terms.payers.council.max"
    found = run("starter", *FEW, "--frontier", cap, "--values", "800_000,1_000_000").stdout
    rows = re.findall(r"^(800,000|1,000,000) +(\d,\d{3}\.\d\d) ±\S+ +(\d+\.\d)% ", found, re.MULTILINE)
    assert len(rows) == 2
    (_, low, often), (_, high, seldom) = rows
    assert float(low.replace(",", "")) > float(high.replace(",", ""))
    assert float(often) > float(seldom)


def test_data_for_a_machine():
    found = run("starter", *FEW, "--json", "--frontier", "terms.payers.council.max", "--values", "900000")
    data = json.loads(found.stdout)
    assert set(data) == {
        "deal", "lever", "target", "run", "held_fixed", "result", "as_it_stands", "at_the_answer", "ceilings",
        "corridor", "frontier",
    }  # fmt: skip
    assert data["result"]["kind"] == "one"
    low, high = data["result"]["proof"]
    assert low["figure"] < 0 <= high["figure"]
    assert data["lever"]["inputs"]["terms.payments.jobs.prices.in_work"]["answered"] == data["result"]["value"]
    assert set(data["ceilings"]) == {"payers", "government", "society"}
    assert set(data["corridor"]["moves"]) == {"people", "error", "guarantee", "earlier"}
    assert [point["cap"] for point in data["frontier"]["points"]] == [900_000]
    assert (data["run"]["scenarios"], data["run"]["seed"]) == (9_000, 1)
    plan = json.loads(run("starter", "--irr", "8%", "--json").stdout)
    assert (plan["run"]["scenarios"], plan["run"]["seed"]) == (0, None)


def test_data_where_nothing_meets_the_target():
    data = json.loads(run("dwp_innovation_fund_round_1", "--irr", "6%", "--json").stdout)
    assert data["result"]["kind"] == "none"
    assert data["result"]["value"] is data["result"]["proof"] is data["corridor"] is data["frontier"] is None
    assert data["result"]["nearest"]["figure"] < 0.06
    assert "the terms of investors' capital let this figure rise no further" in data["result"]["because"][0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("starter", "--irr", "8"), "'8' would be 800%. Write 8% or 0.08."),
        (("starter", "--irr", "much"), "'much' is no share; write one such as 8% or 0.08."),
        (("starter", "--irr", "nan"), "'nan' is no share"),
        (("starter", "--irr", "1e400%"), "cannot be a target"),
        (("starter", "--irr", "8%", "--npv-zero-at", "8%"), "--irr and --npv-zero-at are two targets. Name one."),
        (("starter", "--at", "5%"), "--at says what losing is, so it needs --loss-chance beside it."),
        (("starter", "--values", "1"), "--values are those of a cap"),
        (("starter", "--change", "x", "--scale-prices"), "Leave one out."),
        (
            ("starter", "--change", "terms.payments.jobs.prices.in_wrok"),
            "Did you mean 'terms.payments.jobs.prices.in_work'",
        ),
        (("starter", "--change", "'; DROP TABLE"), "is not an input of this deal."),
        (("starter", "--scenario", "slow_strat"), "there is no scenario 'slow_strat'. Did you mean 'slow_start'"),
        (("starter", "--investor", "lendr"), "there is no investor 'lendr'."),
        (("starter", "--frontier", "terms.payers.council.max", "--values", "1,x"), "'x' is no amount"),
        (
            ("starter", "--frontier", "terms.payers.council.max", "--values", "500,000,700,000"),
            "commas separate values, so an amount has none. Write 500000 or 500_000;",
        ),
        (
            ("starter", "--frontier", "terms.payers.council.max", "--values", "5e20"),
            "must be at most 1,000,000,000,000",
        ),
        (
            ("starter", "--frontier", "terms.payers.council.max", "--values", "500.000;700.000"),
            "'500.000' is 500, or 500000 where a point parts thousands: nobody can tell. Write 500 or 500_000.",
        ),
        (("starter", "--frontier", "terms.payers.council.max", "--values", "0,1"), "a cap must be above nothing."),
        (("starter", "--frontier", "terms.payers.council.max", "--irr", "8%"), "a frontier of caps needs to know"),
        (("starter", "-n", "0"), "0 is too small; the least is 1."),
        (("starter", "-n", "1000000000000"), "1000000000000 is too large; the most is 10,000,000."),
        (("starter", "--seed", "99999999999999999999"), "Give a whole number from 0 up."),
        (("cuyahoga",), "states no hurdle rate"),
        (("cuyahoga", "--loss-chance", "10%", "--at", "hurdle"), "states no hurdle rate"),
        (("newpin_sbb", "--irr", "8%"), "no payment for outcomes has a price in money. Name the input"),
        (("no_such_deal",), "There is no file 'no_such_deal'."),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(words, said):
    found = run(*words)
    assert found.exit_code == 2
    assert said in found.stderr
    assert "Traceback" not in found.stderr


def test_help_says_why_a_mean_rate_is_no_target():
    said = " ".join(run("--help").stdout.split())
    assert "An expected internal rate is never a target" in said
    assert "sib price starter --loss-chance 10%" in said


def test_amounts_of_three_digits_have_a_space_after_the_comma():
    cap = "terms.payers.council.max"
    found = run("starter", *FEW, "--json", "--frontier", cap, "--values", "500, 900, 800_000")
    assert [point["cap"] for point in json.loads(found.stdout)["frontier"]["points"]] == [500, 900, 800_000]


def test_one_scenario_is_enough_to_fail_gently():
    found = run("starter", "-n", "1")
    assert found.exit_code == 0
    assert "Traceback" not in found.output
