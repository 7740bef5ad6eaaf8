"""The list of discount tables: which rates, of what date, from where, and how sure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from sibmodel.deal.discount_table import DiscountTable
from sibmodel.deal.discount_tables import TABLES
from sibmodel.deal.wording import number, percent

_WIDE: Final = 110


def listed() -> Iterator[str]:
    """The lines of the list."""
    for name, table in TABLES.items():
        yield f"{name}  {table.title} ({table.jurisdiction})"
        for words in _about(table):
            yield textwrap.fill(
                words,
                _WIDE,
                initial_indent="    ",
                subsequent_indent="      ",
                break_long_words=False,
                break_on_hyphens=False,
            )
        yield ""
    yield "unconfirmed: taken from a collection that cites the document; nobody has held it against the document yet."
    yield "Next: in a deal file, plan: {discount: {government: {table: uk_green_book, inflation: prices}}}."


def _about(table: DiscountTable) -> Iterator[str]:
    (_, first), *later = table.bands
    rates = [f"{percent(first)} {table.basis}", *(f"{percent(rate)} after year {number(year)}" for year, rate in later)]
    yield "; ".join(rates)
    yield f"for {table.purpose}"
    yield f"{table.dated}{'' if table.status != 'in force' else ', in force'}{_sure(table)}"
    yield f"{table.source}, {table.address}"
    if table.note:
        yield table.note


def _sure(table: DiscountTable) -> str:
    return ", stated in the source" if table.confidence == "stated" else ""
