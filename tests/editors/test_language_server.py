"""An editor's own language server completes a deal by the schema, and underlines what is wrong where it is.

It needs `npm install --global yaml-language-server`, the server inside the YAML extension of VS Code and most other
editors; without it the test is skipped.
"""

import shutil

import pytest

from sibmodel.files.json_schema import json_schema
from sibmodel.files.outputs import json_text
from sibmodel.files.templates import templates
from tests.editors.language_server import LanguageServer

HEAD = "# yaml-language-server: $schema=deal.schema.json\n"
PAYMENT = "terms:\n  payments:\n    jobs:\n"
KINDS_OF_PAYMENT = json_schema()["definitions"]["Terms"]["properties"]["payments"]["patternProperties"]

pytestmark = pytest.mark.referee


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    command = shutil.which("yaml-language-server")
    if command is None:
        pytest.skip("yaml-language-server is not installed")
    folder = tmp_path_factory.mktemp("editor")
    (folder / "deal.schema.json").write_text(json_text(json_schema()), encoding="utf-8")
    with LanguageServer([command, "--stdio"], folder) as started:
        yield started


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("|\n", {"sibmodel", "name", "currency", "terms", "plan", "published"}),
        ("terms:\n  |\n", {"timeline", "payers", "payments", "capital", "order_of_payments", "surplus"}),
        (f"{PAYMENT}      |\n", {"kind"}),
        (f"{PAYMENT}      kind: |\n", {"rate_card", "tiered_schedule", "banded_schedule", "threshold", "proportional"}),
        (f"{PAYMENT}      kind: rate_card\n      |\n", {"prices", "paid_on", "title", "max", "paid_after", "indexed"}),
        (f"{PAYMENT}      kind: rate_card\n      paid_on: |\n", {"gross", "net"}),
        ("terms:\n  capital:\n    bank:\n      kind: |\n", {"loan", "equity", "recoverable_grant", "guarantee"}),
        ("plan:\n  discount:\n    |\n", {"government", "investors"}),
        ("published:\n  irr:\n    confidence: |\n", {"stated", "dataset", "computed", "unconfirmed"}),
    ],
)
def test_it_offers_what_fits(server, text, offered):
    assert offered <= server.completions(HEAD + text).keys()


def test_it_offers_no_field_of_another_kind(server):
    found = server.completions(f"{HEAD}{PAYMENT}      kind: rate_card\n      |\n")
    assert not {"tiers", "bands", "at_least", "target"} & found.keys()


@pytest.mark.parametrize("name", templates())
def test_it_finds_nothing_wrong_in_a_template(server, name):
    assert server.problems(HEAD + templates()[name].path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("prices:", "prces:", "Property prces is not allowed."),
        ("kind: rate_card", "kind: ratecard", "Value is not accepted."),
        ("max: 950_000", "max: 950k", "Write a number, such as 2_000_000 or 12.5%."),
        ("starts: 2027-04-01", "starts: 1 April 2027", "Write a date as year-month-day"),
    ],
)
def test_it_underlines_a_slip_in_its_line(server, old, new, words):
    text = HEAD + templates()["starter"].path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    line = text[: text.index(old)].count("\n") + 1
    assert any(
        where == line and message.startswith(words) for where, message in server.problems(text.replace(old, new))
    )
