"""`sib unit-costs`: a table of unit costs as a list, or some of its rows as entries of a deal."""

from __future__ import annotations

import shutil
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click

from sibmodel.cli.terminal import WRONG_DEAL, Refused, as_dicts, print_json
from sibmodel.errors import TableError, did_you_mean
from sibmodel.files.table_figures import words
from sibmodel.files.table_header import BY_NAME, CLASSES
from sibmodel.files.unit_cost_entries import DealEntry, as_yaml, cautions, deal_entries
from sibmodel.files.unit_costs import CostEntry, CostTable, key_of, read_unit_costs

_PIPED: Final = 120
_NARROW: Final = 80
_HEADS: Final = ("unit", *CLASSES, "price year", "RAG")
_TO_THE_LEFT: Final = ("unit", "RAG")
_LONGEST: Final = 20


def read(file: str, columns: Sequence[str], sheet: str, *, as_json: bool) -> CostTable:
    """The table of a file, by the columns that are told and those that are found.

    Raises:
        Refused: where a column is told that is none.
        TableError: where the file holds no table of unit costs.
        Exit: with 1 in its place, where data are asked for and the problems are printed as such.
    """
    told: dict[str, str] = {}
    for each in columns:
        name, _, head = (part.strip() for part in each.partition("="))
        name = name.casefold().replace("-", "_").replace(" ", "_")
        if name not in BY_NAME or not head:
            known = did_you_mean(name, BY_NAME) if name not in BY_NAME else ""
            raise Refused(f"'{each}' names no column. Write --column fiscal='Head of the column'. {known}".rstrip())
        told[name] = head
    try:
        return read_unit_costs(Path(file), told, sheet)
    except TableError as error:
        if not as_json:
            raise
        print_json({"file": file, "entries": [], "problems": as_dicts(error.problems)})
        raise click.exceptions.Exit(WRONG_DEAL) from None


# --- the list ------------------------------------------------------------------------------------------------------


def listed(table: CostTable, find: str, *, as_json: bool) -> None:
    """Print the entries, and on stderr every row that cannot be read.

    Raises:
        Exit: with 1, where a row cannot be read.
    """
    found = table.found(find)
    if as_json:
        print_json({
            "file": table.file,
            "columns": {sheet: dict(heads) for sheet, heads in table.heads.items()},
            "entries": [entry.as_dict() for entry in found],
            "problems": as_dicts(table.problems),
        })  # fmt: skip
    else:
        for line in _lines(found):
            click.echo(line)
        click.echo(_in_all(table, found, find))
    if table.problems:
        error = TableError(table.problems)
        if not as_json:
            click.echo(f"\n{error}", err=True)
        click.echo(f"{_counted(len(error.problems), 'problem')}; what they concern is left out above.", err=True)
        raise click.exceptions.Exit(WRONG_DEAL)


def _in_all(table: CostTable, found: Sequence[CostEntry], find: str) -> str:
    if not found:
        return f"No entry holds '{find}'; there are {len(table.entries)}." if find else "There are no entries."
    of_all = f" of {len(table.entries)}" if find else ""
    return f"\n{len(found)}{of_all} entries. Next: sib unit-costs {table.file} {found[0].code} prints one for a deal."


def _lines(entries: Sequence[CostEntry]) -> Iterator[str]:
    if not entries:
        return
    cells = [_cells(entry) for entry in entries]
    widths = [max(len(head), *(len(row[number]) for row in cells)) for number, head in enumerate(_HEADS)]
    code = max(len("code"), *(len(entry.code) for entry in entries))
    room = max(_NARROW, min(_PIPED, shutil.get_terminal_size((_PIPED, 24)).columns))
    room = max(room - code - sum(widths) - 2 * (len(widths) + 1), _LONGEST)
    yield f"{'code':{code}}  {'description':{room}}{_in_columns(_HEADS, widths)}".rstrip()
    for entry, row in zip(entries, cells, strict=True):
        what = textwrap.shorten(entry.says("description"), room, placeholder=" ...")
        yield f"{entry.code:{code}}  {what:{room}}{_in_columns(row, widths)}".rstrip()


def _in_columns(row: Sequence[str], widths: Sequence[int]) -> str:
    return "".join(
        f"  {text:{'<' if head in _TO_THE_LEFT else '>'}{width}}"
        for head, text, width in zip(_HEADS, row, widths, strict=True)
    )


def _cells(entry: CostEntry) -> tuple[str, ...]:
    years = dict.fromkeys(str(figure.price_year) for figure in entry.figures.values())
    values = (f"{entry.figures[each].value:,.6g}" if each in entry.figures else "" for each in CLASSES)
    short = (textwrap.shorten(entry.says(name), _LONGEST, placeholder="...") for name in ("unit", "rag"))
    unit, rag = short
    return (unit, *values, ", ".join(years), rag)


# --- entries of a deal ---------------------------------------------------------------------------------------------


def chosen(table: CostTable, codes: Sequence[str], find: str, *, as_json: bool) -> None:
    """Print entries for a deal, and on stderr what to look out for.

    Raises:
        Refused: where a code is none, or two would have one name.
        TableError: where a row that is asked for cannot be read.
    """
    if find:
        raise Refused("Give codes, or --find and words, not both.")
    rows = _rows(table, codes)
    entries = deal_entries(table, rows)
    twice = [name for name, times in Counter(entry.name for entry in entries).items() if times > 1]
    if twice:
        raise Refused(f"Several codes come to the name '{twice[0]}'. Print them one by one, and rename one.")
    warnings = list(cautions(table, rows))
    if as_json:
        print_json({"unit_costs": _as_data(entries), "warnings": as_dicts(warnings)})
    else:
        for line in _text(table, entries):
            click.echo(line)
    for each in warnings:
        click.echo(f"warning: {each}", err=True)
    if table.problems:
        count = _counted(len(table.problems), "problem")
        click.echo(f"note: {count} in the rest of the table; sib unit-costs {table.file} tells of it.", err=True)
    if not entries:
        raise click.exceptions.Exit(WRONG_DEAL)


def _rows(table: CostTable, codes: Sequence[str]) -> list[CostEntry]:
    keys = dict.fromkeys(key_of(code) for code in codes)
    if unread := [problem for key in keys for problem in table.unread.get(key, ())]:
        raise TableError(unread)
    unknown = {key_of(code): code for code in codes if key_of(code) not in table.entries}
    if unknown:
        known = [entry.code for entry in table.entries.values()]
        said = (f"There is no code '{code}'. {did_you_mean(code, known)}".rstrip() for code in unknown.values())
        raise Refused("\n".join(said))
    return [table.entries[key] for key in keys]


def _text(table: CostTable, entries: Sequence[DealEntry]) -> Iterator[str]:
    if entries:
        yield f"    # From {words(table.file)}, as printed there; price_year 2013 means 2013/14 or 2013."
        yield from as_yaml(entries)


def _as_data(entries: Sequence[DealEntry]) -> Mapping[str, Any]:
    return {entry.name: dict(entry.fields) for entry in entries}


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
