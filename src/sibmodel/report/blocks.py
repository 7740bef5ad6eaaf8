"""Blocks: what a section of a term sheet is made of, as plain data.

The same blocks can be set as HTML, as a Word document or read out: a block holds words, tables and numbers to be
drawn, and knows nothing of markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sibmodel.report.charts import Chart
from sibmodel.report.spans import Spans
from sibmodel.report.stacked import Stacked
from sibmodel.report.tables import Cell, Table


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs.

    Args:
        paragraphs: The paragraphs.
        is_warning: Whether they say that something is wrong.
    """

    kind: ClassVar[str] = "prose"
    paragraphs: tuple[str, ...]
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section."""

    kind: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True, slots=True)
class Pairs:
    """Terms and what they say, one under the other."""

    kind: ClassVar[str] = "pairs"
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Points:
    """A list; numbered where the order counts.

    Args:
        points: Its items, each a run of words and links.
        is_numbered: Whether the order counts.
    """

    kind: ClassVar[str] = "points"
    points: tuple[tuple[Cell, ...], ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Data:
    """A table."""

    kind: ClassVar[str] = "data"
    table: Table


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart, the sentence its numbers come to, and the numbers themselves.

    Args:
        chart: What is drawn.
        caption: What it shows, worked out from the numbers.
        table: The numbers; None where the table beside it has them already.
    """

    kind: ClassVar[str] = "drawing"
    chart: Chart | Stacked | Spans
    caption: str
    table: Table | None = None


Block = Prose | Heading | Pairs | Points | Data | Drawing


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the term sheet.

    Args:
        name: Its name in links.
        title: Its heading.
        blocks: What it says.
    """

    name: str
    title: str
    blocks: tuple[Block, ...]


def points(*texts: str, is_numbered: bool = False) -> Points:
    """A list of plain sentences."""
    return Points(tuple((Cell(text),) for text in texts), is_numbered)


def section(name: str, title: str, *blocks: Block | None) -> Section | None:
    """A section of the blocks that have something to say; None where none has."""
    kept = tuple(block for block in blocks if block is not None)
    return Section(name, title, kept) if kept else None


def prose(*texts: str) -> Prose | None:
    """Paragraphs of the texts that say something; None where none does."""
    kept = tuple(text for text in texts if text)
    return Prose(kept) if kept else None
