"""How cells look: number formats by unit, blue for what people enter, black for what is worked out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from sibmodel.graph import expressions as ex
from sibmodel.graph.model import Line
from sibmodel.graph.returns import HALVINGS
from sibmodel.graph.units import MONEY, Unit

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

FONT: Final = "Arial"
INPUT: Final = "#0000C8"
INPUT_FILL: Final = "#FFFBE6"
GREY: Final = "#6B7280"
NAVY: Final = "#1F3A5F"
PALE: Final = "#E8EEF5"
RULE: Final = "#C9D3DF"
RED: Final = "#B00020"
RED_FILL: Final = "#FDE7EA"
AMBER: Final = "#8A5300"
AMBER_FILL: Final = "#FFF1D6"
GREEN: Final = "#1B6B3A"
GREEN_FILL: Final = "#E4F4EA"

_AMOUNT: Final = '#,##0;[Red]-#,##0;"–"'
_FORMATS: Final = {
    "money": _AMOUNT,
    "share": "0.0##%",
    "flag": '0;-0;"–"',
    "years": "0.00",
    "multiple": '0.00"x"',
    "people": '#,##0.0;[Red]-#,##0.0;"–"',
    "outcomes": '#,##0.0;[Red]-#,##0.0;"–"',
    "days": '#,##0;[Red]-#,##0;"–"',
    "months": "0",
    "date": "d mmm yyyy",
}
RATE: Final = "0.00%"
_PRICE: Final = "#,##0.00"
_DECIMALS: Final = {"money": ".00", "people": ".0##", "days": ".0##", "outcomes": ".0##"}


def number_format(unit: Unit) -> str:
    """How a number of a unit is shown; a price for each of something keeps its cents.

    Example:
        >>> from sibmodel.graph.units import DAYS, MONEY, SHARE
        >>> number_format(SHARE), number_format(MONEY / DAYS)
        ('0.0##%', '#,##0.00')
    """
    if unit.shown_as == "money" and len(unit.dimensions) > 1:
        return _PRICE
    return _FORMATS.get(unit.shown_as, "General")


def entry_format(unit: Unit, values: Iterable[float]) -> str:
    """How an input is shown: with decimals only where its plan value or what a scenario says instead has some.

    Example:
        >>> from sibmodel.graph.units import MONEY, PEOPLE
        >>> entry_format(PEOPLE, [240.0]), entry_format(MONEY, [1_000.0, 1_234.5])
        ('#,##0;[Red]-#,##0;"–"', '#,##0.00;[Red]-#,##0.00;"–"')
    """
    if unit.shown_as not in _DECIMALS or len(unit.dimensions) > 1:
        return number_format(unit)
    decimals = "" if all(value == round(value) for value in values) else _DECIMALS[unit.shown_as]
    return f'#,##0{decimals};[Red]-#,##0{decimals};"–"'


def format_of(line: Line) -> str:
    """How the numbers of a line are shown: a pure number without decimals only if it is whole by its formula."""
    if line.counts.shown_as == "share":
        return RATE
    if line.axis is HALVINGS and line.counts == MONEY:
        return "0.00E+00"  # money at a growth of 50 a year has more digits than a column
    if line.counts.shown_as != "number":
        return number_format(line.counts)
    return "0" if is_whole(line, frozenset()) else "0.000000"


def is_whole(expression: ex.Expression, above: frozenset[ex.Expression]) -> bool:
    """Whether an expression is made of whole numbers alone, in ways that keep them whole."""
    if expression in above:
        return True  # a line that reads its own past is as whole as the rest of it
    if isinstance(expression, Line):
        return is_whole(expression.written, above | {expression})
    if isinstance(expression, ex.Number):
        return expression.value == int(expression.value)
    if isinstance(expression, _WHOLE_BY_NATURE):
        return True
    return isinstance(expression, _KEEPS_WHOLE) and all(is_whole(each, above) for each in expression.operands())


def unit_in_words(unit: Unit, currency: str) -> str:
    """The unit as the sheet names it, with the currency of the deal in the place of money.

    Example:
        >>> from sibmodel.graph.units import FLAG, MONEY, PEOPLE
        >>> unit_in_words(MONEY / PEOPLE, "GBP"), unit_in_words(FLAG, "GBP")
        ('GBP per person', '1 or 0')
    """
    words = {"flag": "1 or 0", "share": "%", "number": "", "multiple": "times"}
    text = str(unit).replace("money", currency)
    return words.get(text, text)


_WHOLE_BY_NATURE: Final = (ex.Counter, ex.AtLeast, ex.Above, ex.Floor, ex.Sign, ex.MonthNumber)
_KEEPS_WHOLE: Final = (
    ex.Add, ex.Subtract, ex.Multiply, ex.Minimum, ex.Maximum, ex.Choose, ex.Previous, ex.Cumulative, ex.Total,
    ex.Largest,
)  # fmt: skip


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __call__(self, **properties: Any) -> Format:
        """The format with these properties on top of the common ones."""
        whole = {"font_name": FONT, "font_size": 9, "valign": "top"} | properties
        if "indent" in whole:
            whole.setdefault("align", "left")  # without which an indent has no effect
        key = tuple(sorted(whole.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(whole)
        return self.made[key]

    def text(self, **properties: Any) -> Format:
        """Words, wrapped."""
        return self(text_wrap=True, **properties)

    def title(self) -> Format:
        """The title of a sheet."""
        return self(bold=True, font_size=15, font_color=NAVY)

    def quiet(self, **properties: Any) -> Format:
        """Words beside the matter: names, units, what a column is for."""
        return self(font_color=GREY, **properties)

    def heading(self) -> Format:
        """A heading across the sheet."""
        return self(bold=True, font_color=NAVY, bg_color=PALE, bottom=1, bottom_color=RULE)

    def column_head(self, **properties: Any) -> Format:
        """The head of a column."""
        return self(**({"bold": True, "font_color": "#FFFFFF", "bg_color": NAVY, "text_wrap": True} | properties))

    def entry(self, form: str, **properties: Any) -> Format:
        """A number that people enter, in a number format."""
        look = {"font_color": INPUT, "bg_color": INPUT_FILL, "border": 1, "border_color": RULE}
        return self(num_format=form, **look, **properties)
