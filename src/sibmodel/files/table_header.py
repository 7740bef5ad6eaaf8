"""Which column of somebody else's table is which: by the words of its heads, whatever their case and spacing.

Heads may stand in one row or in two, a group above ("Fiscal", "Economic") and its columns below ("Value", "Year").
Columns of prices that were brought to another year are passed over: a value is taken as it was published, beside the
year of its prices.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sibmodel.files.table_figures import Unreadable, words
from sibmodel.files.tables import Row, Sheet

_FIRST_ROWS: Final = 40
_LIKE_A_CODE: Final = re.compile(r"[A-Za-z&]+ ?[0-9]+(\.[0-9]+)+")
_LIKE_A_FIGURE: Final = re.compile(r"[£$€]?\s*[0-9][0-9.,/ -]*")
_UPRATED: Final = frozenset({"adjusted", "current", "inflated", "latest", "today", "updated", "uplifted", "uprated"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column that is looked for.

    Args:
        name: The name by which `--column` names it.
        said: What readers call it.
        heads: The heads that mean it: each is words, all of which stand in the head.
        unless: Words that make a head mean something else.
        is_text: Whether several columns may say it, which are then put together.
    """

    name: str
    said: str
    heads: tuple[str, ...]
    unless: frozenset[str] = frozenset()
    is_text: bool = False

    def fits(self, head: frozenset[str]) -> bool:
        """Whether a head means it."""
        return not head & self.unless and any(head.issuperset(each.split()) for each in self.heads)


CLASSES: Final = ("fiscal", "economic", "social")

# A head means the first that it fits: "Agency bearing the fiscal cost" is an agency.
WANTED: Final = (
    Wanted("rag", "RAG rating", ("rag", "rating", "confidence"), is_text=True),
    Wanted("comment", "comment", ("comment", "comments", "note", "notes", "caveat", "caveats"), is_text=True),
    Wanted("source", "source", ("source", "sources", "reference", "references"), is_text=True),
    Wanted("agency", "agency", ("agency", "agencies"), is_text=True),
    *(Wanted(f"{each}_year", f"price year of the {each} value", (f"{each} year",), _UPRATED) for each in CLASSES),
    *(Wanted(each, f"{each} value", (each,), _UPRATED) for each in CLASSES),
    Wanted("year", "price year of every value", ("year", "price base", "prices"), _UPRATED),
    Wanted("parent", "code of the whole of which it is a part", ("parent", "part of")),
    Wanted("basis", "marginal or average", ("basis", "marginal")),
    Wanted("sub_theme", "sub-theme", ("sub theme", "subtheme", "sub category", "outcome detail"), is_text=True),
    Wanted("theme", "theme", ("theme", "category", "topic"), is_text=True),
    Wanted("code", "code", ("code", "id", "ref")),
    Wanted("unit", "unit", ("unit", "units"), frozenset({"cost", "costs", "description", "detail", "title", "value"})),
    Wanted("description", "description", ("description", "detail", "details", "title", "item"), is_text=True),
)  # fmt: skip
BY_NAME: Final[Mapping[str, Wanted]] = {each.name: each for each in WANTED}
ALWAYS: Final = ("code", "description", "unit")


def normal(head: str) -> str:
    r"""A head without case, signs and spacing.

    Example:
        >>> normal("  Fiscal cost/saving\n(Year) ")
        'fiscal cost saving year'
    """
    return " ".join(re.findall(r"[^\W_]+", head.casefold()))


@dataclass(frozen=True, slots=True)
class Lacking:
    """A column that is wanted and was not found.

    Args:
        name: The name by which `--column` names it.
        said: What readers call it.
        heads: The heads by which it would have been found.
    """

    name: str
    said: str
    heads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """The heads of a sheet's columns.

    Args:
        row: The number of the last row of heads.
        titles: The head of each column, in one text where it stands in two rows.
        columns: The columns of each thing that is wanted, from 0.
    """

    row: int
    titles: tuple[str, ...]
    columns: Mapping[str, tuple[int, ...]]

    def title(self, column: int) -> str:
        """The head of a column."""
        return self.titles[column] if column < len(self.titles) else ""

    def heads(self) -> dict[str, list[str]]:
        """The heads that were taken for each thing that is wanted."""
        return {name: [self.titles[column] for column in columns] for name, columns in self.columns.items()}

    def lacking(self) -> list[Lacking]:
        """What is wanted and not there."""
        missing = [
            Lacking(name, BY_NAME[name].said, BY_NAME[name].heads) for name in ALWAYS if name not in self.columns
        ]
        valued = [name for name in CLASSES if name in self.columns]
        if not valued:
            missing.append(Lacking(CLASSES[0], "a fiscal, economic or social value", CLASSES))
        if "year" not in self.columns:
            years = (f"{name}_year" for name in valued if f"{name}_year" not in self.columns)
            missing += [Lacking(year, BY_NAME[year].said, BY_NAME["year"].heads) for year in years]
        return missing

    def unused(self) -> list[str]:
        """The heads that were taken for nothing."""
        used = {column for columns in self.columns.values() for column in columns}
        return [title for column, title in enumerate(self.titles) if title and column not in used]

    def twice(self) -> list[tuple[str, tuple[int, ...]]]:
        """What must be one column and could be several."""
        return [
            (name, columns) for name, columns in self.columns.items() if len(columns) > 1 and not BY_NAME[name].is_text
        ]


def find_header(sheet: Sheet, told: Mapping[str, str]) -> Header | None:
    """The heads of a sheet: the row, or pair of rows, in which most of what is wanted is found.

    Args:
        sheet: The sheet.
        told: The heads that the user named, by what they are.

    Returns:
        The heads; none where no row looks like heads at all.
    """
    found = [_header(number, titles, told) for number, titles in _candidates(sheet.rows[:_FIRST_ROWS])]
    best = max(found, key=lambda header: (not header.lacking(), len(header.columns)), default=None)
    return best if best is not None and best.columns else None


def _candidates(rows: Sequence[Row]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each row of words, alone and together with the row above it, of which it may be the second row of heads."""
    above: tuple[str, ...] = ()
    for row in rows:
        heads = _heads(row)
        if heads:
            yield row.number, heads
        if _several(heads) and _several(above) and not any(_LIKE_A_CODE.fullmatch(head) for head in heads):
            yield row.number, _joined(above, heads)
        above = heads


def _several(heads: Sequence[str]) -> bool:
    return sum(bool(head) for head in heads) > 1


def _heads(row: Row) -> tuple[str, ...]:
    """The heads in a row; none for one that holds figures. One figure may stand there, such as a year."""
    texts = [_head(value) for value in row.values]
    figures = sum(bool(_LIKE_A_FIGURE.fullmatch(text)) for text in texts)
    return () if figures > 1 else tuple(texts)


def _head(value: object) -> str:
    try:
        return words(value)
    except Unreadable:
        return ""


def _joined(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """Groups and the columns below them; a group goes on until the next begins."""
    groups, group = [], ""
    for column in range(max(len(above), len(below))):
        group = (above[column] if column < len(above) else "") or group
        groups.append(group)
    heads = [*below, *[""] * (len(groups) - len(below))]
    return tuple(_both(group, head, stands=column < len(above) and bool(above[column]))
                 for column, (group, head) in enumerate(zip(groups, heads, strict=True)))  # fmt: skip


def _both(group: str, head: str, *, stands: bool) -> str:
    """A group and a head; a column without a head of its own has the group only where the group stands."""
    if not head:
        return group if stands else ""
    return f"{group}: {head}" if group else head


def _header(number: int, titles: tuple[str, ...], told: Mapping[str, str]) -> Header:
    named = {normal(head): name for name, head in told.items()}
    columns: dict[str, tuple[int, ...]] = {}
    for column, title in enumerate(titles):
        head = normal(title)
        name = named.get(head) or named.get(normal(title.rpartition(": ")[2])) or _meant(head, told)
        if name:
            columns[name] = (*columns.get(name, ()), column)
    return Header(number, titles, _years_told_apart(columns))


def _years_told_apart(columns: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """Where several heads are just "Year", each is the year of the value on its left."""
    years = columns.get("year", ())
    found = {name: numbers for name, numbers in columns.items() if name != "year"}
    for year in years if len(years) > 1 else ():
        valued = {column: name for name in CLASSES for column in columns.get(name, ()) if column < year}
        own = f"{valued[max(valued)]}_year" if valued else "year"
        found[own] = (*found.get(own, ()), year)
    return columns if len(years) < 2 else found


def _meant(head: str, told: Mapping[str, str]) -> str | None:
    """What a head means; what the user named is looked for no further."""
    found = frozenset(head.split())
    if found & _UPRATED and not found.isdisjoint((*CLASSES, "cost", "value", "saving")):
        return None
    return next((each.name for each in WANTED if each.name not in told and each.fits(found)), None)
