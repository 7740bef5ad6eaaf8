"""The workbook while it is being written: the figures that go in, and the pages that they go on."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from xlsxwriter.worksheet import Worksheet

from sibmodel.graph.model import Line, Measure
from sibmodel.graph.returns import OK
from sibmodel.workbook import paper
from sibmodel.workbook.layout import DEAL_ROW, Layout
from sibmodel.workbook.lint import linted
from sibmodel.workbook.names import Names
from sibmodel.workbook.styles import GREY, Styles

if TYPE_CHECKING:
    import datetime as dt

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

    from sibmodel.analysis.appraisal import Appraisal
    from sibmodel.deal.deal import Deal
    from sibmodel.engine.projection import Projection
    from sibmodel.graph.model import Model
    from sibmodel.risk.payment_risk import PaymentRisk

_LONGEST_HEADER: Final = 200
_REPEATED: Final = 2
"""Label and unit stand again on every page that columns run on to."""
_LINE_HEIGHT: Final = 12.0
_ROW_HEIGHT: Final = 12.75
"""The height of a row that says nothing of its own."""
_COLUMN_WIDTH: Final = 8.43
_LETTERS: Final = 1.4
"""Letters of our size that fit into one unit of width, which is a digit of the size usual elsewhere."""
_TALLEST: Final = 400.0


@dataclass(slots=True)
class Draft:
    """All that the sheets are written from.

    Args:
        book: The file.
        projection: The figures.
        scenario: The scenario that is selected when the workbook opens, and whose figures its cells hold.
        layout: Where everything stands.
        written_on: The date on the cover, if it shows one.
        risk: What a simulation of the deal came to, if there was one.
        appraisal: What moves the deal, and what it should cost, if that was asked for.
    """

    book: Workbook
    projection: Projection
    scenario: str
    layout: Layout
    written_on: dt.date | None
    risk: PaymentRisk | None = None
    appraisal: Appraisal | None = None
    styles: Styles = field(init=False)
    names: Names = field(default_factory=Names)
    pages: dict[str, Page] = field(default_factory=dict)
    limits: dict[str, list[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.styles = Styles(self.book)

    @property
    def deal(self) -> Deal:
        """The deal."""
        return self.projection.deal

    @property
    def model(self) -> Model:
        """The deal as lines."""
        return self.projection.model

    def page(self, name: str) -> Page:
        """The sheet of a name, added at the end when it is asked for first."""
        if name not in self.pages:
            self.pages[name] = Page(self, name, self.book.add_worksheet(name, _Sheet))
            self.pages[name].sheet.set_default_row(_ROW_HEIGHT)
        return self.pages[name]

    def values(self, line: Line) -> list[float]:
        """What the engine worked out for a line under the selected scenario, column by column."""
        row = [float(value) for value in self.projection.row(line.name, self.scenario)]
        size = 1 if line.axis is None else line.axis.size
        return row * size if len(row) == 1 else row

    def cell(self, line: Line, seen_from: str) -> str:
        """A reference to the constant or total of a line."""
        return f"{self.layout.prefix(line.place.sheet, seen_from)}$D${self.layout.row(line) + 1}"

    def name_cell(self, name: str, cell: str) -> None:
        """Give a cell a name."""
        self.book.define_name(self.names.fit(name), f"={cell}")

    def shown(self, measure: Measure, scenario: str) -> float | str:
        """A headline figure as a reader sees it: the number, or the words in its place."""
        if measure.status is not None:
            code = round(self.projection.number(measure.status.name, scenario))
            if code != OK:
                return measure.texts[code]
        return self.projection.number(measure.value.name, scenario)

    def shown_live(self, measure: Measure, seen_from: str) -> str:
        """The same as a formula: the number where the status is OK, else the words for the status."""
        value = self.cell(measure.value, seen_from)
        if measure.status is None:
            return f"={value}"
        status = self.cell(measure.status, seen_from)
        *most, (_, last) = measure.texts.items()
        words = _quoted(last)
        for code, text in reversed(most):
            words = f"IF({status}={code},{_quoted(text)},{words})"
        return f"=IF({status}={OK},{value},{words})"


class _Sheet(Worksheet):  # type: ignore[misc]
    """A sheet that takes formulas as they are.

    Xlsxwriter looks through every formula for functions of later versions of Excel, thirty times; ours have none,
    which the linter sees to, and a third of the time is saved.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: FBT001, FBT002
        return formula.removeprefix("=")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _lines(words: str, letters: int) -> int:
    """How many lines words take that wrap after so many letters; there is nothing to wrap in most."""
    return 1 if len(words.expandtabs()) <= letters else max(1, len(textwrap.wrap(words, letters)))


def clean(text: str) -> str:
    r"""Words without characters that a sheet cannot hold; nothing else about them changes.

    Example:
        >>> clean("Fund\x00 & Co")
        'Fund & Co'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if c in "\n\t" or (c.isprintable() and not 0xD800 <= ord(c) <= 0xDFFF))


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet, with one way in for each kind of content.

    Words go in as words, whatever they begin with; a formula goes in linted, with the value the engine worked
    out; a number that is not finite does not go in at all.
    """

    draft: Draft
    name: str
    sheet: Worksheet
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)

    def width(self, first: int, last: int, width: float) -> None:
        """Make columns so wide."""
        self.sheet.set_column(first, last, width)
        self.widths.update(dict.fromkeys(range(first, last + 1), width))

    def height(self, row: int, height: float) -> None:
        """Make a row so high."""
        self.sheet.set_row(row, height)
        self.heights[row] = height

    def text(self, row: int, column: int, words: str, style: Format) -> None:
        """Words, never taken for a formula or a link."""
        self.sheet.write_string(row, column, clean(words), style)

    def noted(self, row: int, column: int, words: str, note: str, style: Format) -> None:
        """Words with a quieter note behind them."""
        styles = self.draft.styles
        parts = [styles(), clean(words), styles(font_size=8, italic=True, font_color=GREY), f" – {clean(note)}"]
        self.sheet.write_rich_string(row, column, *parts, style)

    def fit(self, row: int, *cells: tuple[str, float]) -> None:
        """Make a row as tall as its wrapped words need; no program does so by itself for a file it did not write.

        Args:
            row: The row.
            cells: Words, and the width of the columns that they stand in.
        """
        lines = max(sum(_lines(part, round(_LETTERS * width)) for part in words.split("\n")) for words, width in cells)
        if lines > 1:
            self.height(row, min(_TALLEST, _LINE_HEIGHT * lines + 2))

    def number(self, row: int, column: int, value: float, style: Format) -> None:
        """A number that stands by itself."""
        self.sheet.write_number(row, column, _finite(value, self.name), style)

    def entry(self, row: int, column: int, value: float | str, style: Format) -> None:
        """A number, or the words in its place."""
        if isinstance(value, str):
            self.text(row, column, value, style)
        else:
            self.number(row, column, value, style)

    def formula(self, row: int, column: int, formula: str, value: float | str, style: Format) -> None:
        """A live formula and what it comes to now, for programs that show a file without working it out."""
        worth = clean(value) if isinstance(value, str) else _plain(_finite(value, self.name))
        self.sheet.write_formula(row, column, linted(formula), style, worth)

    def blanks(self, row: int, first: int, last: int, style: Format) -> None:
        """Empty cells with a style, such as the rest of a heading."""
        for column in range(first, last + 1):
            self.sheet.write_blank(row, column, None, style)

    def link(self, row: int, column: int, sheet: str, words: str) -> None:
        """A link to another sheet of the same workbook."""
        style = self.draft.styles(font_color="#0B5394", underline=1)
        self.sheet.write_url(row, column, f"internal:'{sheet}'!A1", style, string=words)

    def title(self, words: str) -> None:
        """The title of the sheet and the deal under it."""
        styles = self.draft.styles
        self.height(0, 24)
        self.text(0, 0, words, styles.title())
        self.text(DEAL_ROW, 0, f"{self.draft.deal.name} · {self.draft.deal.currency}", styles.quiet())

    def set_up(self, *, colour: str, freeze: tuple[int, int], last: tuple[int, int], titles: int | None = None) -> None:
        """Panes, tab and paper: landscape, as wide as it takes, titles again on every page.

        Written last, when the size of every row is known.

        Args:
            colour: The colour of the tab.
            freeze: The first row and column that move.
            last: The last row and column that are printed.
            titles: The last of the rows that stand on every page again.
        """
        self.sheet.set_tab_color(colour)
        self.sheet.hide_gridlines(2)
        self.sheet.freeze_panes(*freeze)
        self.sheet.set_landscape()
        self.sheet.set_paper(paper.A4)
        self.sheet.print_area(0, 0, *last)
        self.sheet.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.55)
        widths = [self.widths.get(column, _COLUMN_WIDTH) for column in range(last[1] + 1)]
        heights = [self.heights.get(row, _ROW_HEIGHT) for row in range(last[0] + 1)]
        above = 0 if titles is None else sum(heights[: titles + 1])
        wide, high = paper.pages(widths, heights, sum(widths[:_REPEATED]), above)
        self.sheet.fit_to_pages(wide, high)
        name = clean(self.draft.deal.name)[:_LONGEST_HEADER].replace("\n", " ").replace("&", "&&")
        self.sheet.set_footer(f"&L&8{name}&C&8&A&R&8&P / &N")
        if titles is not None:
            self.sheet.repeat_rows(0, titles)
        if wide > 1:
            self.sheet.repeat_columns(0, _REPEATED - 1)


def _finite(value: float, sheet: str) -> float:
    if not math.isfinite(value):
        raise ValueError(f"a figure on the sheet {sheet} is not finite")
    return value


def _plain(value: float) -> float:
    """Whole numbers without a decimal point and no minus before nothing, as spreadsheets write them."""
    return int(value) if value == int(value) and abs(value) < 1e15 else value
