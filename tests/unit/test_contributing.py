"""The payment mechanism of CONTRIBUTING.md: its text as one file and one word in the union, and a deal that uses it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from sibmodel.workbook.sheets.inputs import PLAN
from tests.support.spreadsheets import Ironcalc, agree

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
DEAL = """\
sibmodel: 1
name: A ramp
currency: GBP
terms:
  timeline: {starts: 2027-01-01, period: year, periods: 5}
  payers: {council: {share: 60%}, ministry: {share: 40%, max: 2_000}}
  payments:
    climb: {title: Fewer nights, kind: ramp, outcome: fall, paid_on: net, above: 5%, per_point: 1_000, paid_after: 3}
  capital: {loan: {kind: loan, commitment: 5_000, draws: {kind: at_close, amount: 5_000}}}
  order_of_payments: [loan principal]
  surplus: {council: 100%}
plan:
  outcomes:
    fall: {kind: reduction, stated: relative, effect: 12%, measured_at: 24}
    nights: {kind: count, of: days, readings: {all: {month: 24, count: 10}}}
scenarios:
  low: {changes: {plan.outcomes.fall.effect: 4%}}
"""
ASKED = """
import json, sys
from pathlib import Path
import sibmodel
from sibmodel.report.html import render
from sibmodel.workbook.write import layout_of, write_workbook

now = sibmodel.project(sibmodel.read_deal("deal.yaml"))
write_workbook(now, Path("model.xlsx"))
Path("page.html").write_text(render(now), encoding="utf-8")
layout, lines = layout_of(now), now.deal.written.lines
names = ["payments.climb.floor.reached", "payments.climb.amount", "payments.climb.paid", "payers.ministry.paid"]
cells = [
    (lines[name].place.sheet, layout.row(lines[name]), column, name, at)
    for name in names
    for at, column in layout.columns(lines[name])
]
def values(effect):
    deal = now.deal.with_("plan.outcomes.fall.effect", effect)
    rows = {name: sibmodel.project(deal).row(name).tolist() for name in names}
    return [rows[name][at or 0] for _, _, _, name, at in cells]
json.dump({
    "cells": cells,
    "input": layout.input_rows["plan.outcomes.fall.effect"],
    "values": {str(effect): values(effect) for effect in (0.12, 0.09, 0.05, -0.02, 0.3)},
    "scenarios": {name: now.number("payments.climb.paid", name) for name in now.scenarios},
}, sys.stdout)
"""


def blocks():
    section = GUIDE.split("## How to add a payment mechanism")[1].split("\n## ")[0]
    return [dedent(block) for block in re.findall(r"^   ```python\n(.*?)^   ```$", section, re.MULTILINE | re.DOTALL)]


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """A copy of the program with the file, its import and its name in the union; a deal; an empty place to work in."""
    folder = tmp_path_factory.mktemp("contributing")
    shutil.copytree(
        ROOT / "src" / "sibmodel", folder / "src" / "sibmodel", ignore=shutil.ignore_patterns("__pycache__")
    )
    (text,) = blocks()
    payments = folder / "src" / "sibmodel" / "deal" / "payments"
    (payments / "ramp.py").write_text(text, encoding="utf-8")
    terms = payments.parent / "terms.py"
    before = terms.read_text(encoding="utf-8")
    place = "from sibmodel.deal.payments.rate_card import RateCard\n"
    assert before.count(place) == before.count("    | Threshold\n") == 1
    after = before.replace(place, f"from sibmodel.deal.payments.ramp import Ramp\n{place}")
    terms.write_text(after.replace("    | Threshold\n", "    | Threshold\n    | Ramp\n"), encoding="utf-8")
    (folder / "deal.yaml").write_text(DEAL, encoding="utf-8")
    return folder


def python(here, *words):
    environment = {**os.environ, "PYTHONPATH": str(here / "src")}
    return subprocess.run(
        [sys.executable, *words], cwd=here, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def answer(here):
    done = python(here, "-c", ASKED)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_engine_pays_by_it(answer):
    # 12 % is seven points above the floor: 7,000, of which the ministry pays 2,000 at most of its 2,800.
    assert answer["scenarios"] == {"plan": pytest.approx(4_200 + 2_000), "low": 0}
    names = [name for _, _, _, name, _ in answer["cells"]]
    amounts = dict(zip(names, answer["values"]["0.12"], strict=True))
    assert amounts["payments.climb.amount"] == pytest.approx(7_000)


def test_the_workbook_has_it_as_formulas(answer, here):
    sheet = Ironcalc(here / "model.xlsx")
    compared = 0
    for effect, values in answer["values"].items():
        sheet.write("Inputs", answer["input"], PLAN, float(effect))
        sheet.recalculate()
        for (name, row, column, line, at), value in zip(answer["cells"], values, strict=True):
            assert agree(sheet.read(name, row, column), value), (effect, line, at)
            compared += 1
    assert compared >= 5 * 14
    amounts = {tuple(values) for values in answer["values"].values()}
    assert len(amounts) == 5


def test_the_term_sheet_tells_it(answer, here):
    page = " ".join(re.sub(r"<[^>]+>", " ", (here / "page.html").read_text(encoding="utf-8")).split())
    assert "£1,000 for each percentage point above 5%" in page
    assert "ramp: a price for each percentage point above a floor" in page.lower()
    assert "Fewer nights: payment by level reached" in page


def test_commands_know_it(here):
    checked = python(here, "-m", "sibmodel", "check", "deal.yaml")
    assert checked.stdout == "deal.yaml: no problems, no warnings; checked the plan and 1 scenario.\n"
    told = " ".join(python(here, "-m", "sibmodel", "explain", "deal.yaml", "payments.climb.amount").stdout.split())
    assert "Fewer nights: floor adds" in told
    assert "terms.payments.climb.per_point" in told
    schema = json.loads(python(here, "-m", "sibmodel", "schema").stdout)
    assert schema["definitions"]["Ramp"]["properties"]["kind"]["const"] == "ramp"


def test_its_own_faults_are_told(here):
    (here / "wrong.yaml").write_text(DEAL.replace("outcome: fall", "outcome: nights"), encoding="utf-8")
    said = python(here, "-m", "sibmodel", "check", "wrong.yaml").stderr
    assert "'nights' counts days, and a ramp has a price for each percentage point. Name an outcome" in said


def test_its_text_passes_the_checks_of_style(here, tmp_path):
    path = here / "src" / "sibmodel" / "deal" / "payments" / "ramp.py"
    config = ["--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    for words in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *words, *config, str(path)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
