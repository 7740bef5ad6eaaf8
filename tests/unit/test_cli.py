"""The command line: what it prints where, its exit codes, what it writes and what it never overwrites."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from sibmodel.cli import simulating
from sibmodel.cli.commands import sib
from sibmodel.cli.listing import listed
from sibmodel.cli.summary import Table, rate
from sibmodel.files.templates import template_folder, templates
from sibmodel.risk import payment_risk
from sibmodel.risk.results import as_dict, inputs_sha256
from sibmodel.risk.streams import BLOCK

STARTER = (template_folder() / "starter.yaml").read_text(encoding="utf-8")
AFTER_RISK = STARTER[STARTER.index("\nscenarios:") :].replace(
    ", risk: {confidence: assumption, note: Invented for illustration.}", ""
)
ROOT = Path(__file__).parents[2]
HOSTILE = "'=HYPERLINK(\"http://x\")<script>alert(1)</script>{{7*7}}'"


KNOWN = {}


@pytest.fixture(autouse=True)
def short_simulations(monkeypatch):
    """The shortest simulation there is, and each once only: these tests are about the command line."""
    whole = payment_risk.payment_risk

    def short(deal, scenarios, seed, *, scenario, method, told):
        inputs = inputs_sha256(deal, scenario)
        if inputs not in KNOWN:
            KNOWN[inputs] = whole(deal, BLOCK, scenario=scenario)
        return KNOWN[inputs]

    monkeypatch.setattr(simulating, "payment_risk", short)


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deal.yaml").write_text(STARTER, encoding="utf-8")
    return tmp_path


def run(*words):
    return CliRunner().invoke(sib, list(words), catch_exceptions=False)


# --- starting ----------------------------------------------------------------------------------------------------


def test_help_lists_every_command():
    result = run("--help")
    assert result.exit_code == 0
    assert all(f"  {command}" in result.stdout for command in ("check", "explain", "new", "run", "templates"))


def test_help_keeps_its_examples_line_by_line():
    said = run("--help").stdout
    assert "\\b" not in said
    assert "  sib new starter           copy one into this folder\n" in said


def test_version():
    assert run("--version").stdout.startswith("sib, version ")


def fastest(*command):
    def once():
        started = time.perf_counter()
        subprocess.run([sys.executable, *command], capture_output=True, check=True)
        return time.perf_counter() - started

    return min(once() for _ in range(3))


def test_help_starts_quickly(capsys):
    bare, ours = fastest("-c", "pass"), fastest("-m", "sibmodel", "--help")
    with capsys.disabled():
        sys.stdout.write(f"\nsib --help: {ours * 1000:.0f} ms, {ours / bare:.1f} times the bare interpreter\n")
    assert ours < 40 * bare  # 15 is the aim; a loaded machine must not fail the tests


def test_help_imports_nothing_heavy():
    code = "import sys, sibmodel.cli; print([m for m in ('numpy', 'pydantic', 'rich', 'yaml') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- templates and new -------------------------------------------------------------------------------------------


def test_templates_have_one_line_each_that_fits_the_window(monkeypatch):
    for columns, room in (("", 120), ("100", 100), ("300", 120)):
        monkeypatch.setenv("COLUMNS", columns)
        lines = run("templates").stdout.splitlines()
        entries = [line for line in lines if line.startswith("  ")]
        assert sorted(line.split()[0] for line in entries) == sorted(templates())
        assert all(len(line) <= room for line in lines)
        assert lines[0] == "Published deals"
        assert "Starters, by policy field" in lines
        assert any(line.startswith("  rikers_able ") and " New York City, 2012 " in line for line in entries)
        assert all(line.endswith((".", " ...")) for line in entries)
    assert "sib new NAME" in lines[-1]


def test_a_template_that_says_nothing_of_itself_is_listed_too():
    bare = {
        "name": "mine",
        "title": "My deal",
        "currency": "GBP",
        "summary": "",
        "kind": None,
        "policy": "",
        "place": "",
        "year": None,
    }
    long = bare | {"name": "theirs", "summary": "word " * 100}
    assert list(listed([bare, long]))[:2] == ["Others", "  mine      My deal."]
    assert len(list(listed([bare, long]))[2]) <= 120
    assert list(listed([])) == ["Next: sib new NAME copies one into this folder; sib run NAME works one out as it is."]


def test_templates_for_a_machine():
    found = {each["name"]: each for each in json.loads(run("templates", "--json").stdout)}
    assert found.keys() == templates().keys()
    assert all(each["title"] and each["currency"] and each["summary"] for each in found.values())
    assert all(each["kind"] in {"published", "generic"} and each["policy"] for each in found.values())
    assert all(each["place"] and each["year"] for each in found.values() if each["kind"] == "published")
    assert found["rikers_able"]["year"] == 2012


def test_new_of_no_template_or_an_unknown_one_says_where_they_are_listed(here):
    assert run("new").stderr == "Error: Name the template to copy, such as starter; sib templates lists them all.\n"
    for meant in ("startr", "Starter", "starter.yml"):
        result = run("new", meant)
        assert result.exit_code == 2
        assert (
            result.stderr
            == f"Error: There is no template '{meant}'. Did you mean 'starter'? sib templates lists them all.\n"
        )
    assert "Known: " in run("new", "xyzzy").stderr


def test_new_copies_a_template_and_never_overwrites(here):
    result = run("new", "starter")
    assert result.exit_code == 0
    assert "sib check starter.yaml" in result.stdout
    assert (here / "starter.yaml").read_text(encoding="utf-8") == STARTER
    (here / "starter.yaml").write_text("mine", encoding="utf-8")
    again = run("new", "starter")
    assert again.exit_code == 2
    assert "stays as it is" in again.stderr
    assert (here / "starter.yaml").read_text(encoding="utf-8") == "mine"


def test_new_writes_where_it_is_told(here):
    assert run("new", "starter", "-o", "deals/mine.yaml").exit_code == 0
    assert (here / "deals" / "mine.yaml").is_file()
    assert run("new", "starter", "-o", "deals").exit_code == 0
    assert (here / "deals" / "starter.yaml").is_file()


def test_new_of_an_unknown_template(here):
    result = run("new", "rikers")
    assert result.exit_code == 2
    assert "Did you mean 'rikers_able'?" in result.stderr


# --- which file --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("nope.yaml", "There is no file 'nope.yaml'."),
        ("deal.yml", "Did you mean 'deal.yaml'?"),
        ("rikers_abel", "Did you mean 'rikers_able'?"),
        (".", "is a folder. Name a deal file in it: deal.yaml."),
        ("x" * 5000, "There is no file"),
    ],
)
def test_words_that_name_no_deal(word, said, here):
    result = run("check", word)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_a_template_by_its_name_is_said_to_be_one(here):
    result = run("check", "starter")
    assert result.exit_code == 0
    assert "reading the template of that name" in result.stderr


def test_a_file_goes_before_a_template(here):
    (here / "starter").write_text("apples: 5", encoding="utf-8")
    result = run("check", "starter")
    assert result.exit_code == 1
    assert "template" not in result.stderr


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read(here):
    (here / "deal.yaml").chmod(0)
    result = run("check", "deal.yaml")
    assert result.exit_code == 1
    assert "cannot be opened" in result.stderr


# --- check -------------------------------------------------------------------------------------------------------


def test_check_tells_warnings_with_their_place(here):
    (here / "deal.yaml").write_text(STARTER.replace("commitment: 700_000", "commitment: 7_000"), encoding="utf-8")
    result = run("check", "deal.yaml")
    assert result.exit_code == 0
    assert result.stdout.startswith("warning: deal.yaml:13:")
    assert "some costs are not funded" in result.stdout
    warnings = json.loads(run("check", "deal.yaml", "--json").stdout)["warnings"]
    assert warnings[0]["path"] == "terms.capital"


# --- run ---------------------------------------------------------------------------------------------------------


def test_run_writes_five_files_and_says_so(here):
    result = run("run", "deal.yaml")
    assert result.exit_code == 0
    folder = here / "outputs" / "my_first_outcomes_contract"
    assert sorted(path.name for path in folder.iterdir()) == [
        "cashflows.csv", "committee.html", "model.xlsx", "results.json", "term_sheet.html",
    ]  # fmt: skip
    for words in ("Outcome payments in the plan", "Returns of all investors", "Government", "model.xlsx", "Next:"):
        assert words in result.stdout
    assert "\x1b" not in result.stdout


def committee_prints(folder):
    return sorted(path.name for path in folder.glob("*.html") if path.name != "term_sheet.html")


def payers_of(here, *payers):
    """The deal with other payers, who share alike, in the place of its own."""
    own = "    council: {title: The council, max: 950_000, fiscal_year_ends: march}\n"
    assert own in STARTER
    others = "".join(f"    {name}: {{share: {1 / len(payers)}, fiscal_year_ends: march}}\n" for name in payers)
    text = STARTER.replace(own, others).replace("council: 50%", f"{payers[0]}: 50%")
    text = text.replace("paid_by: council", f"paid_by: {payers[0]}")
    (here / "deal.yaml").write_text(text, encoding="utf-8")


def test_no_committee_print_of_an_earlier_run_is_left(here):
    """Two payers, one of them renamed, then one payer: what stands in the folder is of the last run."""
    out = here / "out"
    payers_of(here, "ministry", "fund")
    first = run("run", "deal.yaml", "-n", "0", "-o", "out")
    assert first.exit_code == 0, first.stderr
    assert "Removed" not in first.stdout
    assert committee_prints(out) == ["committee_fund.html", "committee_ministry.html"]
    payers_of(here, "dept", "fund")
    said = run("run", "deal.yaml", "-n", "0", "-o", "out").stdout
    assert committee_prints(out) == ["committee_dept.html", "committee_fund.html"]
    assert f"Removed {Path('out/committee_ministry.html')}: an earlier run wrote it" in said
    payers_of(here, "dept")
    machine = run("run", "deal.yaml", "-n", "0", "-o", "out", "--json")
    assert committee_prints(out) == ["committee.html"]
    assert machine.stderr.count("Removed ") == 2
    assert json.loads(machine.stdout)


def test_a_committee_print_that_somebody_named_otherwise_stays_and_is_told(here):
    out = here / "out"
    run("run", "deal.yaml", "-n", "0", "-o", "out")
    (out / "committee_as_signed.html").write_bytes((out / "committee.html").read_bytes())
    (out / "committee_minutes.html").write_text("<title>Minutes</title>", encoding="utf-8")
    (out / "committee_folder.html").mkdir()
    kept = committee_prints(out)
    said = run("run", "deal.yaml", "-n", "0", "-o", "out").stdout
    assert committee_prints(out) == kept
    assert f"Out of date: {Path('out/committee_as_signed.html')} is not of this run." in said
    assert "minutes" not in said
    assert "Removed" not in said


def test_run_simulates_a_deal_that_states_what_is_uncertain(here):
    assert run("run", "deal.yaml", "-o", "out").exit_code == 0
    data = json.loads((here / "out" / "results.json").read_text(encoding="utf-8"))
    [risk] = [each for each in KNOWN.values() if as_dict(each) == data["risk"]]
    assert data["risk"]["run"]["scenarios"] == BLOCK
    assert data["risk"]["payments"]["total"]["mean"] == risk.split.expected.value
    assert f"{BLOCK:,} scenarios were drawn on top of the plan" in (here / "out" / "term_sheet.html").read_text("utf-8")
    with zipfile.ZipFile(here / "out" / "model.xlsx") as book:
        assert '<sheet name="Risk"' in book.read("xl/workbook.xml").decode()


def test_run_simulates_on_top_of_the_scenario_asked_for(here):
    data = json.loads(run("run", "deal.yaml", "-o", "out", "--scenario", "low_success", "--json").stdout)
    assert data["risk"]["run"]["based_on"] == "low_success"
    plan = data["scenarios"]["low_success"]["outcome_payments"]["total"]
    assert data["risk"]["payment_risk"]["planned"] == pytest.approx(plan)
    sheet = (here / "out" / "term_sheet.html").read_text(encoding="utf-8")
    assert "scenarios were drawn on top of the scenario “Two in five in work”" in sheet


def test_run_says_where_a_deal_states_no_risk(here):
    (here / "deal.yaml").write_text(STARTER[: STARTER.index("\nrisk:")] + AFTER_RISK, encoding="utf-8")
    assert run("run", "deal.yaml", "-o", "out").exit_code == 0
    data = json.loads((here / "out" / "results.json").read_text(encoding="utf-8"))
    assert data["risk"] is None
    assert "The deal file states no uncertainty" in (here / "out" / "term_sheet.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(here / "out" / "model.xlsx") as book:
        assert '<sheet name="Risk"' not in book.read("xl/workbook.xml").decode()


def test_run_and_check_tell_how_published_figures_came_out(here):
    run("new", "rikers_able", "-o", "rikers.yaml")
    said = run("run", "rikers.yaml", "-o", "out").stdout
    assert (
        "Of 21 published figures, 9 are derived: worked out from other terms, to the last digit printed; 9 agree"
        in said
    )
    warnings = [line for line in said.splitlines() if line.startswith("warning")]
    assert len(warnings) == 1
    assert "is missed with a probability of about" in warnings[0]  # the plan stands on a step; no figure is warned of
    text = (here / "rikers.yaml").read_text(encoding="utf-8").replace("value: 5.1%,", "value: 5.2%,")
    (here / "rikers.yaml").write_text(text, encoding="utf-8")
    for words in (["check", "rikers.yaml"], ["run", "rikers.yaml", "-o", "out"]):
        said = run(*words)
        assert said.exit_code == 0
        assert "published.irr_at_20  is not reproduced: the figure is 5.2% within 0.05%, the model gives" in said.stdout
    assert "warning: rikers.yaml:" in said.stdout


def test_run_for_a_machine_prints_the_results_and_nothing_else(here):
    result = run("run", "deal.yaml", "-o", "out", "--json")
    assert json.loads(result.stdout) == json.loads((here / "out" / "results.json").read_text(encoding="utf-8"))
    assert result.stderr == ""


def test_run_of_a_broken_deal_for_a_machine(here):
    (here / "deal.yaml").write_text(STARTER.replace("loan: 50%", "loan: 40%"), encoding="utf-8")
    result = run("run", "deal.yaml", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["problems"][0]["path"] == "terms.surplus"
    assert not (here / "outputs").exists()


def test_another_deal_file_of_the_same_name_gets_a_folder_of_its_own(here):
    (here / "mine.yaml").write_text(STARTER, encoding="utf-8")
    assert "outputs/my_first_outcomes_contract/results.json" in run("run", "mine.yaml").stdout
    before = (here / "outputs/my_first_outcomes_contract/results.json").read_bytes()
    assert "outputs/my_first_outcomes_contract_deal/results.json" in run("run", "deal.yaml").stdout
    assert (here / "outputs/my_first_outcomes_contract/results.json").read_bytes() == before
    assert "outputs/my_first_outcomes_contract/results.json" in run("run", "mine.yaml").stdout


def test_a_second_run_is_the_same_to_the_byte(here):
    def written():
        assert run("run", "deal.yaml", "-o", "out").exit_code == 0
        return {path.name: path.read_bytes() for path in (here / "out").iterdir()}

    assert written() == written()


def test_an_unknown_scenario(here):
    result = run("run", "deal.yaml", "--scenario", "slow_strat")
    assert result.exit_code == 2
    assert "Did you mean 'slow_start'?" in result.stderr
    assert not (here / "outputs").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["run", "deal.yaml", "-o", "deal.yaml"],
        ["run", "deal.yaml", "-o", "deal.yaml/within"],
        ["new", "starter", "-o", "deal.yaml/mine.yaml"],
    ],
)
def test_a_file_where_a_folder_is_needed(words, here):
    result = run(*words)
    assert result.exit_code == 2
    assert "'deal.yaml' cannot be written into: it is a file, not a folder. Name another" in result.stderr
    assert (here / "deal.yaml").read_text(encoding="utf-8") == STARTER


def test_output_that_cannot_be_written(here):
    (here / "out" / "results.json").mkdir(parents=True)
    result = run("run", "deal.yaml", "-o", "out")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def changed(here, *changes):
    """The starter with other words in it, run."""
    text = STARTER
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (here / "deal.yaml").write_text(text, encoding="utf-8")
    return run("run", "deal.yaml", "-o", "out").stdout


def test_the_summary_of_a_sound_deal_has_nothing_to_excuse(here):
    said = changed(here)
    assert "NPV" in said
    assert "present value" in said
    for words in ("unfunded", "overstated", "left out", "not paid, by scenario", "no scenario pays"):
        assert words not in said


def test_the_summary_shows_unfunded_costs(here):
    said = changed(here, ("commitment: 700_000", "commitment: 7_000"))
    assert "unfunded costs\n" in said
    assert "outcomes are counted in full: returns of these scenarios are overstated.\n" in said


def test_the_summary_leaves_out_present_values_without_a_rate(here):
    said = changed(
        here, ("  discount: {government: {table: uk_green_book, inflation: prices}, investors: {rate: 5%}}\n", "")
    )
    assert "NPV" not in said
    assert "No hurdle rate is stated for investors: their net present value is left out.\n" in said
    assert "No discount rate is stated for the government: its present value is left out.\n" in said


@pytest.mark.parametrize(
    ("limit", "by", "amounts"),
    [
        (("max: 950_000", "max: 750_000"), "the cap over the contract of The council", {"Plan": "50,000"}),
        (
            ("max: 950_000", "max_per_fiscal_year: 400_000"),
            "the cap of a fiscal year of The council",
            {"Plan": "28,571"},
        ),
        (
            ("paid_after: 2}", "paid_after: 2, max: 600_000}"),
            "the cap of Sustained jobs",
            {"Plan": "200,000", "Two in five in work": "40,000"},
        ),
    ],
)
def test_the_summary_names_the_limit_that_cuts(limit, by, amounts, here):
    said = cuts(changed(here, limit))
    assert said == [(f"Sustained jobs: cut by {by}", scenario, amount) for scenario, amount in amounts.items()]


def cuts(said):
    """The table of what is earned and not paid: whose and why, under which scenario, how much."""
    _, *lines = (
        re.split(r"^Earned and not paid, by scenario\n", said, flags=re.MULTILINE)[1].partition("\n\n")[0].split("\n")
    )
    whole, found = "", []
    for line in lines:
        *name, scenario, amount = re.split(r"\s{2,}", line.strip())
        whole = name[0] if name else whole
        found.append((whole, scenario, amount))
    return found


def test_the_summary_says_why_each_amount_is_not_paid_with_every_way_to_pay(here):
    said = run("run", str(ROOT / "tests" / "parity" / "deals" / "payments.yaml"), "-o", "out").stdout
    results = json.loads((here / "out" / "results.json").read_text(encoding="utf-8"))
    told, taken = 0, "taken back, to be set off against payments"
    for term, each in results["scenarios"]["plan"]["outcome_payments"]["by_term"].items():
        whose = [(why.partition(": "), amount) for why, scenario, amount in cuts(said) if scenario == "Plan"]
        reasons = [(why, amount) for (name, _, why), amount in whose if name == term.capitalize()]
        signs = {"earned no longer, of what was cut before": -1, taken: 0}
        amounts = [float(amount.replace(",", "")) * signs.get(why, 1) for why, amount in reasons]
        assert sum(amounts) == pytest.approx(each["unpaid"], abs=1 + len(amounts)), term
        told += len(reasons)
    assert told > 12
    assert ("Steps: cut by the limit “Together”", "Plan", "30,000") in cuts(said)
    assert ("Card: cut by the limit on the share in all units of Settled", "Plan", "5,019") in cuts(said)
    assert {(f"Deduction: {taken}", "Plan", "25,000"), (f"Deduction: {taken}", "poor", "25,000")} <= set(cuts(said))
    assert "in no payer's share" not in said


def test_a_saving_on_many_readings_has_a_workbook(here):
    text = (template_folder() / "starter_workforce.yaml").read_text(encoding="utf-8")
    text = text.replace("most: 12, verified_after", "most: 26, verified_after").replace("periods: 18", "periods: 26")
    saving = "  savings: {held: {agency: department, value_class: cashable, outcome: month_in_work, value: 600}}\n"
    before, after = text.split("  savings:", 1)
    text = before + saving + after[after.index("  inflation:") :]
    (here / "deal.yaml").write_text(text, encoding="utf-8")
    assert run("check", "deal.yaml").exit_code == 0
    result = run("run", "deal.yaml", "-o", "out")
    assert result.exit_code == 0, result.stderr
    assert (here / "out" / "model.xlsx").is_file()
    assert "workbook can be written" not in result.stdout


def test_what_no_cell_can_hold_is_told_and_the_rest_is_written(here, monkeypatch):
    run("run", "deal.yaml", "-o", "out")
    assert (here / "out" / "model.xlsx").is_file()
    monkeypatch.setattr("sibmodel.workbook.lint.LONGEST", 200)
    said = run("check", "deal.yaml").stdout
    assert re.search(
        r"^warning: deal.yaml:\d+:\d+  plan\.\S+  no workbook can be written: the formula of “.*” has [\d,]+ "
        r"characters, and a cell holds 200\. ",
        said,
        re.MULTILINE,
    )
    result = run("run", "deal.yaml", "-o", "out")
    assert result.exit_code == 0
    assert "no workbook can be written" in result.stdout
    assert sorted(each.name for each in (here / "out").iterdir()) == [
        "cashflows.csv",
        "committee.html",
        "results.json",
        "term_sheet.html",
    ]


def test_a_deal_that_never_pays_is_warned_of(here):
    said = changed(here, ("gross", "net"), ("rate: 50%", "rate: 20%"), ("in_work.rate: 40%", "in_work.rate: 20%"))
    warning = "no scenario pays anything for outcomes."
    assert warning in said
    assert warning in run("check", "deal.yaml").stdout
    machine = run("run", "deal.yaml", "-o", "out", "--json")
    assert warning in machine.stderr
    assert json.loads(machine.stdout)


def test_no_rate_is_minus_nothing():
    assert rate({"irr": -1e-9, "irr_status": "ok"}) == "0.00%"
    assert rate({"irr": None, "irr_status": "uncertified", "irr_roots": [-1e-9]}) == "0.00% (unproven)"


def test_a_hostile_name_stays_text_and_in_its_folder(here):
    (here / "deal.yaml").write_text(STARTER.replace("My first outcomes contract", HOSTILE), encoding="utf-8")
    result = run("run", "deal.yaml")
    assert result.exit_code == 0
    assert [path.name for path in (here / "outputs").iterdir()] == ["hyperlink_http_x_script_alert_1_script_7_7"]
    sheet = next((here / "outputs").glob("*/term_sheet.html")).read_text(encoding="utf-8")
    assert "<script>" not in sheet
    assert "alert(1)" in sheet


def test_a_name_that_climbs(here):
    (here / "deal.yaml").write_text(STARTER.replace("My first outcomes contract", "../../../etc"), encoding="utf-8")
    assert run("run", "deal.yaml").exit_code == 0
    assert (here / "outputs" / "etc" / "results.json").is_file()


def test_cash_flows_are_long_and_typed(here):
    (here / "deal.yaml").write_text(STARTER.replace("title: Sustained jobs", "title: '=1+1'"), encoding="utf-8")
    run("run", "deal.yaml", "-o", "out")
    with (here / "out" / "cashflows.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["scenario", "instant", "date", "line", "label", "kind", "unit", "amount"]
    assert {row["scenario"] for row in rows} == {"plan", "slow_start", "low_success"}
    assert {row["kind"] for row in rows} == {"flow", "level"}
    paid = [row for row in rows if row["line"] == "payments.paid" and row["scenario"] == "plan"]
    assert paid[0]["instant"] == "0"
    assert all(float(row["amount"]) for row in paid[1:])
    assert 1 < len(paid) < 21, "an instant at which there is nothing has no row"
    assert sum(float(row["amount"]) for row in paid) == pytest.approx(800_000)
    assert not any(row["label"].startswith(("=", "+", "-", "@")) for row in rows)
    assert any(row["label"].startswith("'=1+1") for row in rows)


def test_a_fault_of_our_own_has_no_traceback(here, monkeypatch):
    import sibmodel.engine.projection

    def breaks(*_):
        raise ZeroDivisionError("on purpose")

    monkeypatch.setattr(sibmodel.engine.projection, "project", breaks)
    result = CliRunner().invoke(sib, ["check", "deal.yaml"])
    assert result.exit_code == 70
    assert result.stderr.startswith("Error: sib has a fault of its own here (ZeroDivisionError: on purpose).")
    monkeypatch.setenv("SIB_TRACEBACK", "1")
    assert isinstance(CliRunner().invoke(sib, ["check", "deal.yaml"]).exception, ZeroDivisionError)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_any_console_can_show_it(encoding, here):
    text = STARTER.replace("My first outcomes contract", "Ärzte ohne Grenzen → 東京").replace("Sustained jobs", "Ämter")
    (here / "deal.yaml").write_text(text, encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    for words in (
        ["run", "deal.yaml"],
        ["run", "deal.yaml", "--json"],
        ["explain", "deal.yaml", "payments.jobs.earned"],
    ):
        command = [sys.executable, "-m", "sibmodel", *words]
        done = subprocess.run(command, capture_output=True, env=environment, check=False)
        assert done.returncode == 0, done.stderr
        if "--json" in words:
            assert json.loads(done.stdout.decode(encoding))["deal"]["name"] == "Ärzte ohne Grenzen → 東京"


def test_colours_only_where_wanted(here):
    environment = {**os.environ, "FORCE_COLOR": "1"}
    command = [sys.executable, "-m", "sibmodel", "explain", "deal.yaml", "payments.paid"]
    coloured = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    plain = subprocess.run(command, capture_output=True, text=True, env={**environment, "NO_COLOR": "1"}, check=True)
    assert "\x1b[1m" in coloured.stdout
    assert "\x1b[3" not in plain.stdout


def test_narrow_tables_drop_what_can_be_spared():
    table = Table("", ("paid", "spare", "kept"), [("A long name of a scenario", ["1", "2", "3"])], ("spare",))
    assert next(iter(table.lines(200))).split() == ["paid", "spare", "kept"]
    assert next(iter(table.lines(40))).split() == ["paid", "kept"]
    assert all(len(line) <= 30 for line in table.lines(30))


# --- explain -----------------------------------------------------------------------------------------------------


def test_explain_lists_lines_by_sheet_and_heading(here):
    result = run("explain", "deal.yaml")
    assert "Payments\n  Sustained jobs\n" in result.stdout
    assert "    payments.jobs.due  Sustained jobs: due\n" in result.stdout
    listed = json.loads(run("explain", "deal.yaml", "--json").stdout)
    assert {"name", "label", "unit", "sheet"} == set(listed[0])


def test_explain_says_where_a_number_comes_from(here):
    result = run("explain", "deal.yaml", "payers.council.jobs.due", "--period", "2029-12-31", "--depth", "1")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "The council: share of Sustained jobs",
        "payers.council.jobs.due | 31 December 2029 (period 11) | scenario plan",
        "  in words    [Sustained jobs: due] x [The council: share]",
        "  in numbers  114,285.71 x 100%",
        "  comes to    114,285.71 GBP",
        "  it reads",
        "    [Sustained jobs: due] = 114,285.71 GBP",
        "      payments.jobs.due",
        "    [The council: share] = 100%",
        "      terms.payers.council.share; no source; confidence: assumption; Invented for illustration.",
    ]


@pytest.mark.parametrize(
    ("line", "period", "said"),
    [
        ("payments.paid", "8", "31 March 2029 (period 8)"),
        ("payments.paid", "0", "1 April 2027 (financial close)"),
        ("payments.paid", "2029-01-15", "31 March 2029 (period 8)"),
        ("payments.paid", "2028", "31 December 2028 (period 7)"),
        ("payments.paid", "2029-02", "31 March 2029 (period 8)"),
        ("payments.paid", "2027-04", "30 June 2027 (period 1)"),
        ("budget.council.outcome_payments", "2029-04", "fiscal year 2030"),
        ("payments.paid", None, "the largest"),
        ("budget.council.outcome_payments", "2029", "fiscal year 2029"),
        ("budget.council.outcome_payments", "2029-03-31", "fiscal year 2029"),
        ("budget.council.outcome_payments", "2029-04-01", "fiscal year 2030"),
        ("budget.council.outcome_payments", "1", "fiscal year 2029"),
        ("investors.total.rate.low", "3", "halvings 3"),
        ("Outcome payments received", "8", "vehicle.received"),
        ("investors.total.irr", None, "effective yearly rate"),
        ("terms.payers.council.max", None, "confidence  assumption"),
    ],
)
def test_explain_finds_line_and_period(line, period, said, here):
    result = run("explain", "deal.yaml", line, *(["--period", period] if period else []))
    assert result.exit_code == 0, result.stderr
    assert said in result.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["payments.pade"], "There is no line 'payments.pade'. Did you mean 'payments.paid', 'payments.jobs.paid' or"),
        (["weather"], "There is no line 'weather'. Without a line, sib explain lists them all."),
        (["earned"], "'earned' could be any of 2 lines"),
        (
            ["payments.paid", "--period", "99"],
            "0 is the first, 1 April 2027 (financial close), and 20 the last, 31 March 2032",
        ),
        (["payments.paid", "--period", "1999-01-01"], "is no period"),
        (["payments.paid", "--period", "1950"], "is no period"),
        (["payments.paid", "--period", "2029-13"], "'2029-13' is not a period"),
        (["payments.paid", "--period", "soon"], "'soon' is not a period: write its number"),
        (["budget.council.spent", "--period", "2050"], "'2050' is no period"),
        (["budget.council.spent", "--period", "2050-01-01"], "is no period"),
        (["investors.total.rate.low", "--period", "2028-01-01"], "is no period"),
        (["payments.paid", "--scenario", "fast"], "The deal has no scenario 'fast'."),
    ],
)
def test_what_explain_cannot_find(words, said, here):
    result = run("explain", "deal.yaml", *words)
    assert result.exit_code == 2
    assert said in result.stderr


def test_explain_for_a_machine(here):
    words = ["explain", "deal.yaml", "payers.council.jobs.due", "--scenario", "low_success", "--depth", "3", "--json"]
    found = json.loads(run(*words).stdout)
    assert found["scenario"] == "low_success"
    assert found["parts"][0]["name"] == "payments.jobs.due"
    assert found["parts"][0]["parts"]
    assert found["parts"][1]["evidence"]["confidence"] == "assumption"


def test_an_installed_package_carries_its_templates(tmp_path, monkeypatch):
    from sibmodel.files import templates as library

    (tmp_path / "deal_templates").mkdir()
    (tmp_path / "deal_templates" / "mine.yaml").write_text(STARTER, encoding="utf-8")
    monkeypatch.setattr(library, "files", lambda _: tmp_path)
    assert list(library.templates()) == ["mine"]


def test_nothing_is_written_by_halves(tmp_path, monkeypatch):
    from sibmodel.files.outputs import write_text

    target = tmp_path / "results.json"
    write_text(target, "old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_text(target, "new")
    assert target.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["results.json"]
