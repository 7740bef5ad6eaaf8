"""The schema for editors is current, takes whatever `sib check` takes, and catches slips of the pen."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, FormatChecker

from sibmodel.cli.commands import sib
from sibmodel.deal.part import Part
from sibmodel.errors import DealFileError
from sibmodel.files.deals import parse_deal
from sibmodel.files.json_schema import json_schema
from sibmodel.files.outputs import json_text
from sibmodel.files.templates import templates
from sibmodel.files.yaml import plain_value
from tests.messages.broken_deals import BROKEN

ROOT = Path(__file__).parents[2]
SCHEMA = json_schema()
VALIDATOR = Draft7Validator(SCHEMA, format_checker=FormatChecker())
MESSAGES_DEAL = (ROOT / "tests" / "messages" / "deal.yaml").read_text(encoding="utf-8")
COMPLETE = re.findall(
    r"^```yaml complete\n(.*?)^```$",
    (ROOT / "docs" / "deal-file.md").read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)
SYNTHETIC = sorted((ROOT / "tests" / "parity" / "deals").glob("*.yaml"))
DEALS = {
    **{name: template.path.read_text(encoding="utf-8") for name, template in templates().items()},
    **{path.stem: path.read_text(encoding="utf-8") for path in SYNTHETIC},
    **{f"example {number}": text for number, text in enumerate(COMPLETE, start=1)},
    "one of everything": MESSAGES_DEAL,
}


class AsAnEditor(yaml.SafeLoader):
    """YAML 1.2 as editors read it: 2_000_000, 12.5% and dates are texts."""


AsAnEditor.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"null|Null|NULL|~|", "nN~"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    AsAnEditor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), [*first, ""])


def with_names(read):
    """The same with keys as text, which the keys of an object are to an editor: a year too."""
    if isinstance(read, dict):
        return {str(key): with_names(value) for key, value in read.items()}
    return [with_names(each) for each in read] if isinstance(read, list) else read


def found(text):
    """What an editor would underline: the path and the words."""
    read = yaml.load(text, Loader=AsAnEditor)  # noqa: S506 - a safe loader, with fewer types
    errors = VALIDATOR.iter_errors(with_names(read))
    return [(".".join(str(step) for step in error.absolute_path), error.message) for error in errors]


def test_the_loader_reads_as_editors_do():
    read = yaml.load("[2_000_000, 12.5%, 2027-04-01, 12, -1.5, true, no]", Loader=AsAnEditor)  # noqa: S506
    assert read == ["2_000_000", "12.5%", "2027-04-01", 12, -1.5, True, "no"]


def test_it_is_a_schema_that_editors_know():
    Draft7Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"].endswith("draft-07/schema#")


def test_the_committed_schema_is_current():
    committed = (ROOT / "docs" / "deal.schema.json").read_text(encoding="utf-8")
    assert committed == json_text(SCHEMA, ascii_only=True), "run `make docs` and commit what it writes"


@pytest.mark.parametrize("name", DEALS)
def test_every_deal_that_is_right_passes(name):
    assert parse_deal(DEALS[name]).deal
    assert found(DEALS[name]) == []


def test_what_is_compared_is_counted():
    assert len(COMPLETE) >= 1
    assert len(DEALS) >= 3 + 1 + 1 + len(SYNTHETIC) > 5


BROKEN_SLIPS = {
    "a misspelt key": ("prices: {in_work", "price: {in_work", "terms.payments.card"),
    "a key of another kind": ("tiers:\n        low", "bands:\n        low", "terms.payments.steps"),
    "a misspelt group": ("plan:\n  starts", "plann:\n  starts", ""),
    "an unknown kind": ("kind: rate_card", "kind: ratecard", "terms.payments.card.kind"),
    "an unknown kind of draw": (
        "senior: {kind: loan, commitment: 600_000, draws: {kind: as_needed}",
        "senior: {kind: loan, commitment: 600_000, draws: {kind: needed}",
        "terms.capital.senior.draws.kind",
    ),
    "no kind": ("      kind: rate_card\n", "", "terms.payments.card"),
    "an unknown choice": ("period: quarter", "period: qarter", "terms.timeline.period"),
    "a number with a unit": ("max: 2_000_000", "max: 2m", "terms.payers.council.max"),
    "a number with a space": ("rate: 50%", "rate: 50 %", "plan.outcomes.in_work.rate"),
    "a number below its least": ("max: 2_000_000", "max: -2000000", "terms.payers.council.max"),
    "a negative percentage": ("rate: 50%", "rate: -50%", "plan.outcomes.in_work.rate"),
    "half a month": ("measured_after: 6}", "measured_after: 6.5}", "plan.outcomes.in_work.measured_after"),
    "a date in words": ("starts: 2027-04-01", "starts: 1 April 2027", "terms.timeline.starts"),
    "a day that there is not": ("starts: 2027-04-01", "starts: 2027-02-30", "terms.timeline.starts"),
    "a name in capitals": ("    everyone: {people", "    Everyone: {people", "plan.starts"),
    "a name that is not among them": ("discount: {government", "discount: {goverment", "plan.discount"),
    "a discount table that there is not": (
        "{rate: 1.5%, basis",
        "{table: green_book, basis",
        "plan.discount.government.table",
    ),
    "neither a rate nor a table": ("{rate: 1.5%, basis", "{basis", "plan.discount.government"),
    "a name without a value": ("kind: rate_card", "kind:", "terms.payments.card.kind"),
    "a currency in words": ("currency: GBP", "currency: pounds", "currency"),
    "a margin of nothing": ("value: 20.5%, within: 0.05%", "value: 20.5%, within: 0", "published.lost.within"),
}


@pytest.mark.parametrize("name", BROKEN_SLIPS)
def test_a_slip_is_underlined_where_it_is(name):
    old, new, path = BROKEN_SLIPS[name]
    assert MESSAGES_DEAL.count(old) == 1
    text = MESSAGES_DEAL.replace(old, new)
    with pytest.raises(DealFileError):
        parse_deal(text)
    assert path in [where for where, _ in found(text)]


def test_it_catches_a_third_of_what_sib_check_catches():
    caught = readable = 0
    for case in BROKEN:
        text = MESSAGES_DEAL
        for old, new in case.edits:
            text = text.replace(old, new)
        try:
            caught += bool(found(text))
        except (yaml.YAMLError, TypeError):  # not YAML at all, or a name that is a list
            continue
        readable += 1
    assert caught >= 45  # the rest is about what parts have to do with each other, which only `sib check` knows
    assert readable > 130


NUMBER = re.compile(SCHEMA["definitions"]["PublishedFigure"]["properties"]["value"]["pattern"])
WHOLE = re.compile(SCHEMA["definitions"]["Timeline"]["properties"]["periods"]["pattern"])


@given(st.text("0123456789_.%eE+-", min_size=1, max_size=9))
@example("2_000_000")
@example("12.5%")
@example(".5")
@example("5.")
@example("007")
@example("1__0")
@example("1e3%")
@example("2027-04-01")
def test_texts_that_count_as_numbers_are_those_that_the_reader_takes_for_numbers(text):
    try:
        is_number = isinstance(plain_value(text), int | float)
    except DealFileError:  # looks like a number and is refused for its size or its digits: the reader says more
        return
    assert bool(NUMBER.match(text)) == is_number


@given(st.text("0123456789_+", min_size=1, max_size=9))
def test_texts_that_count_as_whole_numbers_are_those_too(text):
    assert bool(WHOLE.match(text)) == (isinstance(plain_value(text), int))


def parts(cls=Part):
    for each in cls.__subclasses__():
        yield each
        yield from parts(each)


def name_of(part):
    """Its name in the schema: with its module where two parts have one name."""
    qualified = f"{part.__module__.replace('.', '__')}__{part.__name__}"
    return qualified if qualified in SCHEMA["definitions"] else part.__name__


def test_every_part_is_there_with_every_field_and_words_of_its_own():
    inside = {part for part in parts() if part.__module__.startswith("sibmodel.deal")}
    concrete = [part for part in inside if not part.__subclasses__() and part.__name__ not in {"Unknown", "Deal"}]
    named = {name_of(part): part for part in concrete}
    assert len(named) == len(concrete)
    assert named.keys() == SCHEMA["definitions"].keys()
    for name, part in named.items():
        shown = SCHEMA["definitions"][name]
        assert shown["properties"].keys() == part.model_fields.keys()
        assert shown["additionalProperties"] is False
        assert len(shown["description"]) > 15
        either = next(iter(shown.get("anyOf", [])), {})  # a field in whose place another may stand
        needed = {*shown.get("required", []), *either.get("required", [])}
        assert needed == {key for key, info in part.model_fields.items() if info.is_required()}


def test_every_choice_among_kinds_says_what_each_is():
    seen = 0

    def walk(node):
        nonlocal seen
        if isinstance(node, dict):
            assert "discriminator" not in node
            if "enumDescriptions" in node:
                assert len(node["enum"]) == len(node["enumDescriptions"])
                assert all(node["enumDescriptions"])
                seen += 1
            for each in node.values():
                walk(each)
        elif isinstance(node, list):
            for each in node:
                walk(each)

    walk(SCHEMA)
    assert seen >= 4


# --- sib schema --------------------------------------------------------------------------------------------------


def test_it_is_printed_or_written(tmp_path):
    printed = CliRunner().invoke(sib, ["schema"]).stdout
    assert json.loads(printed) == SCHEMA
    result = CliRunner().invoke(sib, ["schema", "-o", str(tmp_path)])
    assert "# yaml-language-server: $schema=deal.schema.json" in result.stdout
    assert (tmp_path / "deal.schema.json").read_text(encoding="utf-8") == printed
    assert CliRunner().invoke(sib, ["schema", "-o", str(tmp_path / "deal.schema.json")]).exit_code == 0


def test_it_is_never_written_over_a_deal(tmp_path):
    (tmp_path / "deal.yaml").write_text("name: mine", encoding="utf-8")
    result = CliRunner().invoke(sib, ["schema", "-o", str(tmp_path / "deal.yaml")])
    assert result.exit_code == 2
    assert "stays as it is" in result.stderr
    assert (tmp_path / "deal.yaml").read_text(encoding="utf-8") == "name: mine"
