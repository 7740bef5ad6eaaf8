"""From rows of a table of unit costs to entries of a deal's `plan.unit_costs`, and what to look out for in them.

Each class of value becomes an entry of its own, for a deal never adds them silently. What is a part of what is read
off the codes: a constituent (CR2.0.1) is a part of what its code begins with (CR2.0), and a subsidiary (CR2.1) is
taken for a part of its headline (CR2.0). A deal refuses a whole and its part for one outcome.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sibmodel.errors import Problem
from sibmodel.files.names import slug
from sibmodel.files.table_figures import words
from sibmodel.files.table_header import CLASSES
from sibmodel.files.unit_cost_units import unit_meant
from sibmodel.files.unit_costs import LONGEST_CODE, CostEntry, CostTable, key_of

_LONGEST: Final = 2000
"""Of a text in a deal."""
_RATED: Final = re.compile(r"\b(red|amber)\b|(?<![^;])\s*(r|a)\s*(?![^;])", re.IGNORECASE)
_TRANSFER: Final = re.compile(
    r"\b(tax(?:es|ation)?|vat|national insurance|benefits?|allowances?|tax credits?|universal credit|pension credit|"
    r"income support|state pension|transfer payments?)\b",
    re.IGNORECASE,
)
_OF_A_YEAR: Final = re.compile(r"\b(annual(?:ly)?|per annum|p\.a\.|(?:per|a|each) year)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DealEntry:
    """An entry of `plan.unit_costs`.

    Args:
        name: Its name.
        fields: What it states.
        remark: What a reader should know of it.
    """

    name: str
    fields: Mapping[str, str | float | int]
    remark: str


def wholes_of(table: CostTable, entry: CostEntry) -> list[CostEntry]:
    """What an entry is a part of, and what that is a part of, as far as the table has it; the nearest first.

    A code in a column for the whole goes before what the codes themselves say.
    """
    found: list[CostEntry] = []
    above = _above(entry)
    while above and above != key_of(entry.code):
        whole = table.entries.get(above)
        if whole in found:
            break  # two rows that name each other
        if whole is not None:
            found.append(whole)
        above = _above(whole) if whole is not None else _above_code(above)
    return found


def _above(entry: CostEntry) -> str:
    return key_of(entry.says("parent")) or _above_code(key_of(entry.code))


def _above_code(code: str) -> str:
    """The code one level up, whether or not there is such a row; an empty text at the top.

    Example:
        >>> [_above_code(code) for code in ("cr2.1.3", "cr2.1", "cr2.0", "cr2")]
        ['cr2.1', 'cr2.0', 'cr2', '']
    """
    parts = re.fullmatch(r"(.*?[0-9]+(?:\.[0-9]+)*)\.([0-9]+)", code)
    if not parts:
        return ""
    is_subsidiary = "." not in parts[1] and int(parts[2])
    return f"{parts[1]}.0" if is_subsidiary else parts[1]


def name_of(entry: CostEntry, value_class: str) -> str:
    """The name of an entry in a deal: its code and its class.

    Example:
        >>> name_of(CostEntry("CR2.0", {}, {}, Problem("", "")), "fiscal")
        'cr2_0_fiscal'
    """
    name = f"{slug(entry.code, otherwise='cost')[:LONGEST_CODE].rstrip('_')}_{value_class}"
    return name if name[0].isalpha() else f"cost_{name}"


def deal_entries(table: CostTable, chosen: Sequence[CostEntry]) -> list[DealEntry]:
    """The entries of a deal for rows of a table: one for each class of value that has a figure."""
    return [_entry(table, chosen, entry, each) for entry in chosen for each in CLASSES if each in entry.figures]


def _entry(table: CostTable, chosen: Sequence[CostEntry], entry: CostEntry, value_class: str) -> DealEntry:
    figure, meant = entry.figures[value_class], unit_meant(entry.says("unit"))
    wholes = [whole for whole in wholes_of(table, entry) if value_class in whole.figures]
    parent = next((name_of(whole, value_class) for whole in wholes if whole in chosen), "")
    fields: dict[str, str | float | int] = {
        "title": _cut(f"{entry.says('description') or entry.code} ({value_class} value)"),
        "code": entry.code,
        "per": meant.per,
        "value": figure.value,
        "price_year": figure.price_year,
        "basis": entry.says("basis").casefold() or "average",
        **({"parent": parent} if parent else {}),
        "source": _cut(_source(table, entry)),
    }
    saving = [f"value_class: {value_class}", *(["yearly: true"] if meant.is_yearly else [])]
    remarks = [f"{entry.says('unit') or 'No unit'}; {entry.says('agency') or 'no agency named'}."]
    remarks.append(f"In a saving: {', '.join(saving)}.")
    if wholes and not parent:
        remarks.append(f"If the deal has {name_of(wholes[0], value_class)} too, name it as parent.")
    return DealEntry(name_of(entry, value_class), fields, " ".join(remarks))


def _source(table: CostTable, entry: CostEntry) -> str:
    """Where a figure is printed, how it is rated and what the table says about it."""
    rated = f"RAG {entry.says('rag')}" if entry.says("rag") else ""
    code = f"{words(Path(table.file).name)}, {entry.code}"
    return (
        ". ".join(part.rstrip(".") for part in (code, entry.says("source"), rated, entry.says("comment")) if part) + "."
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


# --- what to look out for ------------------------------------------------------------------------------------------


def cautions(table: CostTable, chosen: Sequence[CostEntry]) -> Iterator[Problem]:
    """What is worth a warning about the rows that were chosen."""
    for entry in chosen:
        yield from _of_figures(table, entry)
        yield from _of_worth(entry)
        yield from _of_unit(entry)
        for whole in wholes_of(table, entry):
            if whole in chosen:
                hint = "Together they count the same money twice: for one outcome use the whole or its parts."
                yield entry.problem(f"is a part of {whole.code} by its code, and both are chosen.", hint)


def _of_figures(table: CostTable, entry: CostEntry) -> Iterator[Problem]:
    if not entry.figures:
        yield entry.problem("has no value.", "Choose another row.")
    if len(_source(table, entry)) > _LONGEST:
        message = f"has more to say of its source than the {_LONGEST} characters a deal takes; the end is left out."
        yield entry.problem(message, "Read it in the table.")


def _of_worth(entry: CostEntry) -> Iterator[Problem]:
    if rated := _RATED.search(entry.says("rag")):
        colour = "red" if rated[0].strip().casefold().startswith("r") else "amber"
        yield entry.problem(f"is rated {colour}.", "Look for a better figure, or say in sources why this one is used.")
    said = " ".join(entry.says(name) for name in ("theme", "sub_theme", "description", "comment"))
    if spoken := _TRANSFER.search(said):
        message = f"speaks of '{spoken[0]}': a transfer, such as a tax or a benefit, is no public value."
        yield entry.problem(
            message, "If it is one, leave it out, or count it for the one agency whose budget it moves."
        )


def _of_unit(entry: CostEntry) -> Iterator[Problem]:
    meant = unit_meant(entry.says("unit"))
    if meant.doubt:
        yield entry.problem(f"is per: {meant.per}, but its unit {meant.doubt}.", meant.remedy)
    if meant.is_yearly:
        yield entry.problem("is the value of a year.", "Write yearly: true in the saving, and how long it lasts.")
    elif spoken := _OF_A_YEAR.search(entry.says("description")):
        message = f"has the unit '{entry.says('unit')}', and its description says '{spoken[0]}'."
        yield entry.problem(
            message, "If it is the value of a year, write yearly: true in the saving, and how long it lasts."
        )


# --- as text -------------------------------------------------------------------------------------------------------


def as_yaml(entries: Sequence[DealEntry], indent: int = 4) -> Iterator[str]:
    """The entries as lines of a deal file, indented so that they can be pasted under `plan:` and `unit_costs:`."""
    space = " " * indent
    for entry in entries:
        yield f"{space}# {entry.remark}"
        yield f"{space}{entry.name}:"
        for name, value in entry.fields.items():
            yield f"{space}  {name}: {_written(name, value)}"


def _written(name: str, value: str | float) -> str:
    """A value as a deal file has it: words in quotes, however odd they are, and amounts in groups of three digits."""
    if isinstance(value, str):
        return value if name in {"per", "basis", "parent"} else "'" + value.replace("'", "''") + "'"
    if name == "price_year":
        return str(value)
    return f"{int(value):_}" if float(value).is_integer() else repr(value)
