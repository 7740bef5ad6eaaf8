"""`sib unit-costs`: what it lists, what it prints for a deal, that a deal takes it, and what it refuses."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sibmodel import project
from sibmodel.cli.commands import sib
from sibmodel.files.deals import parse_deal
from tests.support.unit_costs import ROWS, as_csv, saved, workbook

SAVINGS = (Path(__file__).parents[1] / "parity" / "deals" / "savings.yaml").read_text(encoding="utf-8")
PAST = ", ".join(f"{year}: 2%" for year in range(2011, 2024))


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    Path("costs.csv").write_text(as_csv(), encoding="utf-8")
    Path("costs.xlsx").write_bytes(saved(workbook()))


def run(*words):
    return CliRunner().invoke(sib, ["unit-costs", *words], catch_exceptions=False)


def broken():
    rows = [list(row) for row in ROWS]
    rows[1][7], rows[5][8] = "about 1,000", "once"
    Path("costs.csv").write_text(as_csv(rows), encoding="utf-8")


# --- the list ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", ["costs.csv", "costs.xlsx"])
def test_the_list_has_a_line_for_each_entry(file):
    done = run(file)
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].split() == [
        "code", "description", "unit", "fiscal", "economic", "social", "price", "year", "RAG",
    ]  # fmt: skip
    assert [line.split()[0] for line in lines[1:8]] == [row[2] for row in ROWS]
    assert " ".join(lines[1].split()) == "IN1.0 Incident, average Per incident 2,410 1,100 640.5 2013, 2012 Green"
    assert lines[-1] == f"7 entries. Next: sib unit-costs {file} IN1.0 prints one for a deal."
    assert max(map(len, lines)) <= 120


def test_only_what_holds_the_words():
    done = run("costs.csv", "--find", "custody")
    assert [line.split()[0] for line in done.stdout.splitlines()[1:3]] == ["IN2.0", "IN2.1"]
    assert "2 of 7 entries." in done.stdout
    assert run("costs.csv", "--find", "horse").stdout == "No entry holds 'horse'; there are 7.\n"


def test_the_list_as_data():
    data = json.loads(run("costs.csv", "--json").stdout)
    assert [entry["code"] for entry in data["entries"]] == [row[2] for row in ROWS]
    assert data["entries"][0]["social"] == {"value": 640.5, "price_year": 2012}
    assert data["columns"][""]["agency"] == ["Agency L1", "Agency L2"]
    assert data["problems"] == []


def test_what_cannot_be_read_is_told_and_the_rest_is_listed():
    broken()
    done = run("costs.csv")
    assert done.exit_code == 1
    assert len(re.findall("^(IN|WO|HE)", done.stdout, re.MULTILINE)) == 5
    assert done.stderr.strip().splitlines() == [
        "costs.csv:4:8  Fiscal value  'about 1,000' is not one figure. Write a plain figure such as 2470 or 16.05.",
        "costs.csv:8:9  Fiscal price year  'once' is no price year. Write one year, such as 2013/14, 2013-14 or 2013.",
        "2 problems; what they concern is left out above.",
    ]
    assert len(json.loads(run("costs.csv", "--json").stdout)["problems"]) == 2


# --- entries of a deal -------------------------------------------------------------------------------------------


def deal(pasted, **saving):
    """The deal of the savings ledger with the entries pasted below its own, and a saving that counts one of them."""
    text = SAVINGS.replace("\n  unit_costs:\n", f"\n  unit_costs:\n{pasted}").replace("{2024:", f"{{{PAST}, 2024:")
    said = "".join(f", {name}: {value}" for name, value in saving.items())
    more = f"    more: {{agency: justice, counted: gross, indexed: prices{said}}}\n"
    assert text.count("\n  unit_costs:\n") == 1
    return text.replace("\n  unit_costs:\n", f"\n{more}  unit_costs:\n")


@pytest.mark.parametrize("file", ["costs.csv", "costs.xlsx"])
def test_a_deal_takes_what_is_printed(file):
    done = run(file, *(row[2] for row in ROWS))
    assert done.exit_code == 0
    saving = {"outcome": "housed", "unit_cost": "in2_0_fiscal", "value_class": "fiscal", "yearly": "true", "lasts": 12}
    Path("deal.yaml").write_text(deal(done.stdout, **saving), encoding="utf-8")
    checked = CliRunner().invoke(sib, ["check", "deal.yaml"], catch_exceptions=False)
    assert (checked.exit_code, checked.stderr) == (0, "")
    read = parse_deal(Path("deal.yaml").read_text(encoding="utf-8")).deal
    assert len(read.plan.unit_costs) == 2 + 9
    assert read.plan.unit_costs["in1_0_2_fiscal"].parent == "in1_0_fiscal"


def test_the_deal_counts_the_value_that_the_table_prints():
    # 180 people, 55 % housed: 99 of them at 30,000 for one year; where prices do not grow, 2,970,000.
    printed = run("costs.csv", "IN2.0").stdout
    saving = {"outcome": "housed", "unit_cost": "in2_0_fiscal", "value_class": "fiscal", "yearly": "true", "lasts": 12}
    text = deal(printed, **saving).replace("rate: 2%, past", "rate: 0%, past")
    text = re.sub(r"(20\d\d): [\d.]+%", r"\1: 0%", text)
    now = project(parse_deal(text).deal)
    assert now.row("savings.more.avoided").sum() == pytest.approx(99 * 30_000)


def test_a_deal_refuses_the_whole_and_its_part():
    printed = run("costs.csv", "IN1.0", "IN1.0.1").stdout
    of_nights = printed.replace("per: outcome", "per: person")
    saving = {"outcome": "housed", "value_class": "fiscal", "lasts": 12}
    text = deal(of_nights, **saving, unit_cost="in1_0_fiscal")
    part = "agency: health, counted: gross, indexed: prices, outcome: housed, value_class: fiscal"
    part = f"    part: {{{part}, unit_cost: in1_0_1_fiscal}}\n"
    text = text.replace("  unit_costs:\n", f"{part}  unit_costs:\n")
    Path("deal.yaml").write_text(text, encoding="utf-8")
    checked = CliRunner().invoke(sib, ["check", "deal.yaml"], catch_exceptions=False)
    assert checked.exit_code == 1
    assert "is a part of 'in1_0_fiscal'" in checked.stderr


def test_codes_in_any_case_once_each_in_the_order_asked_for():
    done = run("costs.csv", "he&1.0", "IN2.0", "HE&1.0")
    assert re.findall(r"^    (\w+):$", done.stdout, re.MULTILINE) == ["he_1_0_fiscal", "in2_0_fiscal"]
    assert "# Per person per year; Justice. In a saving: value_class: fiscal, yearly: true.\n" in done.stdout
    assert done.stderr == (
        "warning: costs.csv:6:3  Code  IN2.0 is the value of a year. "
        "Write yearly: true in the saving, and how long it lasts.\n"
    )


def test_entries_as_data():
    data = json.loads(run("costs.csv", "IN1.0.1", "--json").stdout)
    assert data["unit_costs"]["in1_0_1_fiscal"]["value"] == 1171
    assert [each["message"] for each in data["warnings"]] == ["IN1.0.1 is rated amber."]


def test_rows_that_are_asked_for_and_cannot_be_read_stop_everything():
    broken()
    done = run("costs.csv", "IN1.0", "IN1.0.1")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("costs.csv:4:8  Fiscal value  'about 1,000'")
    other = run("costs.csv", "IN2.1")
    assert other.exit_code == 0
    assert "note: 2 problems in the rest of the table; sib unit-costs costs.csv tells of it." in other.stderr


# --- what is refused ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["costs.csv", "IN9.0", "IN1.1"], "There is no code 'IN9.0'. Did you mean 'IN2.0'?\nThere is no code 'IN1.1'."),
        (["costs.csv", "IN1.0", "--find", "x"], "Give codes, or --find and words, not both."),
        (["costs.csv", "--column", "fiscl=Money"], "'fiscl=Money' names no column."),
        (["costs.csv", "--column", "fiscal"], "'fiscal' names no column. Write --column fiscal='Head of the column'."),
        (
            ["costs.csv", "--column", "code=Code", "--column", "description=Code"],
            "costs.csv  The head 'Code' is named for several columns: code and description. One column of a table is",
        ),
        (["none.csv"], "none.csv  There is no such file."),
        (["costs.csv", "--sheet", "Crime"], "There is no sheet 'Crime'. Sheets: none, for it is a text."),
    ],
)
def test_mistakes_are_told_in_words(words, said):
    done = run(*words)
    assert done.exit_code in {1, 2}
    assert said in done.stderr
    assert done.stdout == ""


def test_problems_of_a_file_as_data():
    done = run("none.csv", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["problems"][0]["message"] == "There is no such file."


def test_two_codes_that_come_to_one_name():
    rows = [list(ROWS[0]), list(ROWS[3])]
    rows[1][2] = "IN1-0"
    Path("costs.csv").write_text(as_csv(rows), encoding="utf-8")
    assert "Several codes come to the name 'in1_0_fiscal'." in run("costs.csv", "IN1.0", "IN1-0").stderr


def test_a_row_without_a_value_gives_nothing_and_says_so():
    rows = [*ROWS, ["", "", "NO1.0", "Not valued", "Each", *[""] * 11]]
    Path("costs.csv").write_text(as_csv(rows), encoding="utf-8")
    done = run("costs.csv", "NO1.0")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "NO1.0 has no value. Choose another row." in done.stderr


def test_listing_imports_no_numpy():
    code = (
        "import sys; from sibmodel.cli.commands import sib; sib(['unit-costs', 'costs.csv'], standalone_mode=False); \
            print('numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"
