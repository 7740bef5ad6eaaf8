"""The deal file as a JSON Schema, so that an editor completes names and kinds and underlines slips while one types.

It is read off the parts themselves. It says less than `sib check`, which also looks at what the parts have to do with
each other; what passes `sib check` always passes here. Editors read YAML in their own way: `2_000_000` and `12.5%` are
text to them, and so are dates. A number may therefore be a number, or a text that `sib check` takes for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sibmodel.deal.deal import Deal
from sibmodel.deal.percent import WITHOUT_PERCENT

DRAFT: Final = "http://json-schema.org/draft-07/schema#"
"""The draft that editors know best."""
_REF: Final = "#/definitions/{model}"

_DIGITS: Final = r"(0|[1-9][0-9]*(_[0-9]+)*)"
_DECIMALS: Final = rf"({_DIGITS}(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)"
_EXPONENT: Final = "[eE][-+]?[0-9]+"
_NO_SHARE: Final = rf"{_DECIMALS}({_EXPONENT})?"
_NUMBER: Final = rf"{_DECIMALS}({_EXPONENT}|%)?"
_DATE: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

_SAID: Final[Mapping[tuple[float, float], str]] = {
    (0, 1e12): "Money in single units of the currency, such as 2_000_000.",
    (0, 1): "A share, such as 25% or 0.25.",
    (-1, 1): "A share, such as 25% or 0.25; it may be negative.",
    (0, 10): "A rate for a year, such as 4.5%.",
    (-1, 10): "A rate for a year, such as 4.5%.",
    (0, 2): "A share, up to 200%.",
    (0, 100): "A multiple, such as 80% or 1.1.",
    (0, 1e9): "A count.",
    (0, 1200): "Whole months.",
    (1, 1200): "Whole months, at least one.",
}
"""What a number that says nothing of itself is, by the least and the most that it may be."""


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a deal file, as plain data.

    Example:
        >>> json_schema()["properties"]["currency"]
        {'pattern': '^[A-Z]{3}$', 'type': 'string'}
    """
    whole = Deal.model_json_schema(ref_template=_REF)
    definitions = whole.pop("$defs")
    known = {name: _object(node) for name, node in sorted(definitions.items())}
    said = {name: node.get("description", "") for name, node in known.items()}
    root = _object(whole)
    head = {"$schema": DRAFT, "title": "Deal file of sibmodel", "description": root.pop("description")}
    root.pop("title", None)
    schema = {**head, **root, "definitions": known}
    return {key: _with_kinds(value, said) for key, value in schema.items()}


def _object(node: Mapping[str, Any]) -> dict[str, Any]:
    """A part: its fields, and its docstring as the description."""
    found = {key: value for key, value in node.items() if key != "properties"}
    found["title"] = _in_words(str(node["title"]))
    found["description"] = " ".join(str(node.get("description", "")).replace("``", "'").split())
    found["properties"] = {name: _field(field) for name, field in node.get("properties", {}).items()}
    return found


def _in_words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower().capitalize()


def _field(node: Mapping[str, Any]) -> dict[str, Any]:
    """What a field takes, what it is, and what holds where it is left out."""
    found = _taken({key: value for key, value in node.items() if key not in ("title", "default")})
    default = node.get("default")
    words = [found.pop("description", ""), f"If left out: {_shown(default)}." if _is_said(default) else ""]
    if told := " ".join(word for word in words if word):
        found["description"] = told
    return found


def _is_said(default: object) -> bool:
    return isinstance(default, bool | int | float) or (isinstance(default, str) and bool(default))


def _shown(default: object) -> str:
    return (
        str(default).lower()
        if isinstance(default, bool)
        else f"{default:g}"
        if isinstance(default, float)
        else str(default)
    )


def _taken(node: Mapping[str, Any]) -> dict[str, Any]:
    """What may stand somewhere, as an editor sees it."""
    node = _without_nothing(node)
    if node.get("type") in ("number", "integer"):
        return _number(node)
    if node.get("format") == "date":
        error = "Write a date as year-month-day, such as 2027-04-01."
        return {"type": "string", "format": "date", "pattern": _DATE, "patternErrorMessage": error}
    found = dict(node)
    for key in ("anyOf", "oneOf"):
        if key in found:
            found[key] = [_taken(each) for each in found[key]]
    if isinstance(found.get("items"), Mapping):
        found["items"] = _taken(found["items"])
    return _group(found) if found.get("type") == "object" else found


def _without_nothing(node: Mapping[str, Any]) -> dict[str, Any]:
    """The same without "or nothing": a name without a value is refused in a deal file."""
    some = [each for each in node.get("anyOf", []) if each.get("type") != "null"]
    rest = {key: value for key, value in node.items() if key != "anyOf"}
    return {**rest, **some[0]} if len(some) == 1 else {**rest, "anyOf": some} if some else rest


def _number(node: Mapping[str, Any]) -> dict[str, Any]:
    """A number, or the text that the reader of deal files takes for one."""
    bounds = {key: node[key] for key in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum") if key in node}
    least = float(node.get("minimum", node.get("exclusiveMinimum", float("-inf"))))
    sign = "[+]?" if least >= 0 else "[-+]?"
    written, example = _NUMBER, "a number, such as 2_000_000 or 12.5%"
    if node["type"] == "integer":
        written, example = _DIGITS, "a whole number, such as 12"
    elif WITHOUT_PERCENT in node:
        written, example = _NO_SHARE, "a number that is no share, such as 2_000_000"
    found: dict[str, Any] = {
        "type": [node["type"], "string"],
        **bounds,
        "pattern": f"^{sign}{written}$",
        "patternErrorMessage": f"Write {example}.",
    }
    if words := node.get("description") or _SAID.get((least, float(node.get("maximum", float("inf"))))):
        found["description"] = words
    return found


def _group(node: dict[str, Any]) -> dict[str, Any]:
    """A group of entries: under names of one's own choice, or under some that are given."""
    if isinstance(node.get("patternProperties"), Mapping):
        node["patternProperties"] = {pattern: _taken(each) for pattern, each in node["patternProperties"].items()}
        node["additionalProperties"] = False
        return node
    entry = node.get("additionalProperties")
    if not isinstance(entry, Mapping):
        return node
    names = (node.get("propertyNames") or {}).get("enum")
    if names is None:
        return {**node, "additionalProperties": _taken(entry)}
    rest = {key: value for key, value in node.items() if key != "propertyNames"}
    return {**rest, "properties": {name: _taken(entry) for name in names}, "additionalProperties": False}


def _with_kinds(node: Any, said: Mapping[str, str]) -> Any:
    """The same, in which a choice among kinds is made by the word after `kind:`.

    An editor that is told "if the kind is this, then these fields" offers the kinds first and then the fields of the
    one chosen, and calls a slip by its name instead of saying that none of several forms fits.
    """
    if isinstance(node, list):
        return [_with_kinds(each, said) for each in node]
    if not isinstance(node, Mapping):
        return node
    if "discriminator" not in node:
        return {key: _with_kinds(value, said) for key, value in node.items()}
    kind_of = {ref: kind for kind, ref in node["discriminator"]["mapping"].items()}
    parts = {kind_of[each["$ref"]]: each["$ref"] for each in node["oneOf"]}
    kinds = {
        "enum": list(parts),
        "enumDescriptions": [said[ref.rsplit("/", 1)[-1]] for ref in parts.values()],
        "description": "Which kind it is; its other fields depend on it.",
    }
    return {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": kinds},
        "allOf": list(_branches(parts)),
    }


def _branches(parts: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for kind, ref in parts.items():
        yield {"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": {"$ref": ref}}
