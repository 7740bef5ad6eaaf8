"""Each broken deal is told in exactly these words, to people and to machines, quickly and without a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from sibmodel.cli.commands import sib
from tests.messages.broken_deals import BROKEN as OF_ALL_PARTS
from tests.messages.broken_payments import BROKEN_PAYMENTS
from tests.messages.broken_percents import PERCENTS, PERCENTS_IN_SAVINGS
from tests.messages.broken_risk import BROKEN_RISK
from tests.messages.broken_savings import BROKEN_SAVINGS

OF_RISK, OF_SAVINGS = [*BROKEN_RISK, *PERCENTS], [*BROKEN_SAVINGS, *PERCENTS_IN_SAVINGS]
BROKEN = [*OF_ALL_PARTS, *BROKEN_PAYMENTS, *OF_RISK, *OF_SAVINGS]
DEAL = (Path(__file__).parent / "deal.yaml").read_text(encoding="utf-8")
WITH_RISK = DEAL + (Path(__file__).parent / "risk.yaml").read_text(encoding="utf-8")
WITH_SAVINGS = (Path(__file__).parents[1] / "parity" / "deals" / "savings.yaml").read_text(encoding="utf-8")
NO_DEAL = (
    "deal.yaml:1:1  The file is not a deal: it has neither 'sibmodel:' nor 'terms:'. "
    "Start from one that is: sib new starter."
)
SECONDS = 2.0  # the requirement; a check takes about a twentieth of it


def broken(case):
    text = WITH_RISK if case in OF_RISK else WITH_SAVINGS if case in OF_SAVINGS else DEAL
    for old, new in case.edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the deal"
        text = text.replace(old, new)
    return text


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*words):
    started = time.process_time()  # not the clock on the wall, which a loaded machine slows
    result = CliRunner().invoke(sib, ["check", *words])
    assert time.process_time() - started < SECONDS
    return result


@pytest.mark.parametrize("text", [DEAL, WITH_RISK])
def test_the_deal_itself_has_no_mistake(text, here):
    (here / "deal.yaml").write_text(text, encoding="utf-8")
    result = check("deal.yaml")
    assert result.exit_code == 0
    assert result.stdout == "deal.yaml: no problems, no warnings; checked the plan and 1 scenario.\n"


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_every_problem_is_told_in_these_words(case, here):
    (here / "deal.yaml").write_text(broken(case), encoding="utf-8")
    result = check("deal.yaml")
    lines = result.stderr.splitlines()
    assert [line for line in lines if line.startswith("deal.yaml")] == case.told
    assert lines[len(case.told) :] == ([f"{len(case.told)} problems."] if len(case.told) > 1 else [])
    assert result.exit_code == 1
    assert result.stdout == ""


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_a_machine_is_told_the_same(case, here):
    (here / "deal.yaml").write_text(broken(case), encoding="utf-8")
    result = check("deal.yaml", "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code == 1
    assert answer["ok"] is False
    assert len(answer["problems"]) == len(case.told)
    for problem, line in zip(answer["problems"], case.told, strict=True):
        assert line.startswith(f"{problem['file']}:{problem['line']}:{problem['column']}")
        assert line.endswith(f"{problem['message']} {problem['hint']}")
        assert problem["hint"]


def test_no_two_cases_have_one_name():
    assert len({case.name for case in BROKEN}) == len(BROKEN) > 100


UNLIKE = "A deal file is plain text saved as UTF-8, unlike a workbook or a document."
DEEP = b"a: " + b"{a: " * 3000 + b"5" + b"}" * 3000
FILES = {
    "empty": (b"", "deal.yaml:1:1  The file holds no deal; it is empty or has only comments."),
    "only comments": (b"# later\n", "deal.yaml:1:1  The file holds no deal; it is empty or has only comments."),
    "binary": (
        bytes(range(256)) * 4,
        f"deal.yaml  The file is not a text file. {UNLIKE}",
    ),
    "a workbook": (
        b"PK\x03\x04" + b"x" * 100,
        f"deal.yaml  The file is not a text file. {UNLIKE}",
    ),
    "deep": (
        DEEP,
        "deal.yaml:1:80  a  is more than 20 levels deep. Look for brackets that are opened and never closed.",
    ),
    "five megabytes": (
        b"a: 5\n" * 1_000_000,
        "deal.yaml  The file is larger than 1 MB. A deal takes a few KB: is this the right file?",
    ),
    "something else": (
        b"apples: 5\npears: 6\n",
        NO_DEAL,
    ),
    "results that share a name with deals": (
        b"deal: {name: A}\nscenarios: {plan: {title: Plan}}\npublished: []\n",
        NO_DEAL,
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_files_that_are_no_deal(name, here):
    content, told = FILES[name]
    (here / "deal.yaml").write_bytes(content)
    result = check("deal.yaml")
    assert result.stderr.splitlines() == [told]
    assert result.exit_code == 1
    assert json.loads(check("deal.yaml", "--json").stdout)["problems"][0]["file"] == "deal.yaml"


def many(group, entry, count):
    """The deal with one entry of a group so many times."""
    return DEAL.replace(group, group + "".join(f"    {entry.format(number)}\n" for number in range(count)))


LARGE = {
    "thousands of unknown keys": many("  starts:\n", "wrong_{}: 5", 8_000),
    "thousands of cohorts": many("  starts:\n", "more_{}: {{people: 1}}", 8_000),
    "thousands of scenario changes": DEAL.replace(
        "plan.starts.everyone.people: 150",
        ", ".join(f"plan.stars.everyone_{number}.people: 1" for number in range(8_000)),
    ),
}


UNCERTAIN = "{{moves: [plan.savings.courts.value], stands_for: factor, kind: lognormal, sd: 10%}}"
MANY = ", ".join(f"u{number}" for number in range(190))


def riskily(group, entry, count, indent=4):
    """The deal with risk, and one entry of a group so many times."""
    assert WITH_RISK.count(group) == 1
    lines = (f"{' ' * indent}{entry.format(number)}\n" for number in range(count))
    return WITH_RISK.replace(group, group + "".join(lines))


LARGE |= {
    "ten thousand uncertain numbers": riskily("  uncertain:\n", f"u{{}}: {UNCERTAIN}", 10_000),
    "thousands of uncertain numbers": riskily("  uncertain:\n", f"u{{}}: {UNCERTAIN}", 6_000),
    "thousands of uncertain numbers of nothing": riskily("  uncertain:\n", f"u{{}}: {UNCERTAIN}", 6_000).replace(
        "[plan.savings.courts.value]", "[plan.savings.corts.value]"
    ),
    "thousands of paths": WITH_RISK.replace(
        "[plan.outcomes.in_work.rate]", f"[{', '.join(f'plan.outcomes.in_wrok_{each}.rate' for each in range(9_000))}]"
    ),
    "the same path thousands of times": WITH_RISK.replace(
        "[plan.outcomes.in_work.rate]", f"[{', '.join(['plan.outcomes.in_work.rate'] * 9_000)}]"
    ),
    "thousands that go together": WITH_RISK.replace(
        "[share, volume]", f"[{', '.join(f'n{each}' for each in range(9_000))}]"
    ),
    "every pair over and over": riskily("  uncertain:\n", f"u{{}}: {UNCERTAIN}", 190).replace(
        "  together:\n",
        "  together:\n" + "".join(f"    t{each}: {{of: [{MANY}], rank_correlation: 0.5}}\n" for each in range(190)),
    ),
    "thousands of lucks": riskily("  luck:\n", "u{}: {{alike: 1%}}", 8_000),
    "thousands of designs": riskily("      designs:\n", "d{}: {{kind: stated}}", 8_000, indent=8),
    "thousands of possibilities": riskily("      possible: {", "p{}: {{value: 1, chance: 1}},", 8_000, indent=8),
}


@pytest.mark.parametrize("name", LARGE)
def test_large_files_are_refused_in_time(name, here):
    (here / "deal.yaml").write_text(LARGE[name], encoding="utf-8")
    result = check("deal.yaml")
    assert result.exit_code == 1
    assert 1 <= len(result.stderr.splitlines()) <= 202


def test_as_many_uncertain_numbers_as_are_allowed_all_together(here):
    text = riskily("  uncertain:\n", f"u{{}}: {UNCERTAIN}", 190).replace("[share, volume]", f"[share, volume, {MANY}]")
    (here / "deal.yaml").write_text(text, encoding="utf-8")
    assert check("deal.yaml").exit_code == 0


def test_a_hundred_of_everything_is_still_worked_out(here):
    text = many("  starts:\n", "more_{}: {{people: 1}}", 100)
    (here / "deal.yaml").write_text(text, encoding="utf-8")
    assert CliRunner().invoke(sib, ["check", "deal.yaml"]).exit_code == 0


@pytest.mark.parametrize("name", ["a misspelt key", "alias", "money after the horizon"])
def test_in_a_process_of_its_own_there_is_no_traceback(name, here):
    case = next(case for case in BROKEN if case.name == name)
    (here / "deal.yaml").write_text(broken(case), encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "sibmodel", "run", "deal.yaml"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith(case.told[0].encode("ascii", "replace").decode())
    assert done.stdout == ""
    assert not (here / "outputs").exists()
