"""The page on prices: what it prints is what the command prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from sibmodel.cli.commands import sib
from sibmodel.files.templates import templates

PAGE = (Path(__file__).parents[3] / "docs" / "price.md").read_text(encoding="utf-8")
RESULTS = (Path(__file__).parents[3] / "docs" / "results.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```console\n\$ sib price ([^\n]+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def starter(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "starter.yaml").write_bytes(templates()["starter"].path.read_bytes())


@pytest.mark.parametrize(("words", "printed"), EXAMPLES)
def test_every_example_is_real(words, printed, starter):
    found = CliRunner().invoke(sib, ["price", *words.split()], catch_exceptions=False)
    assert found.exit_code == 0
    assert printed in found.stdout


def test_there_are_examples_of_each_kind():
    assert [words.split()[1:2] for words, _ in EXAMPLES] == [["--irr"], [], ["--loss-chance"], ["--frontier"]]


def test_numbers_in_the_text(starter):
    found = CliRunner().invoke(sib, ["price", "starter.yaml", "--irr", "5%"]).stdout
    assert "The plan alone would say 7,170.87 for 5 %" in " ".join(PAGE.split())
    assert "\n7,170.87\n" in found
    assert "costs 331 on each price" in PAGE
    assert round(8_204.18 - 7_873.67) == 331


def test_every_key_of_the_data_is_described():
    import json

    words = ["price", "starter", "-n", "9000", "--json", "--frontier", "terms.payers.council.max", "--values", "900000"]
    data = json.loads(CliRunner().invoke(sib, words).stdout)
    section = re.search(r"^## Price$(.*?)^## ", RESULTS, re.MULTILINE | re.DOTALL)[1]
    keys = set()

    def walk(value):
        for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(each)
        if isinstance(value, dict):
            keys.update(key for key in value if "." not in key)

    walk({key: value for key, value in data.items() if key != "deal"})
    assert len(keys) > 60
    assert {key for key in keys if not re.search(rf"\b{key}\b", section)} == set()
