"""From expressions to formulas: one entry for each operator, beside the kernels of the engine.

An expression is read in one of two ways. As *one cell* it becomes what a person would type into the column that
is being written. As *a row*, inside a sum over columns, it becomes arithmetic on ranges within SUMPRODUCT, which
every spreadsheet works out without array formulas; MIN, MAX, IF and AND would swallow a range whole, so there
they turn into comparisons and products. What has no such form (a rounding, a month, a running sum) is refused:
it must be written as a line of its own, which is also the better sheet.

The column before the first is left empty, so that *previous column* is the same formula everywhere. Two traps
lie there. MIN and MAX pass over an empty cell instead of taking it as 0, so it is read through N(). And what is
computed from empty cells need not be 0, so a previous value of more than a plain line asks for the first column.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sibmodel.errors import ModelError
from sibmodel.graph import expressions as ex
from sibmodel.graph.model import Input, Line
from sibmodel.workbook.layout import COUNTER_ROW, FIRST, Layout, letter

if TYPE_CHECKING:
    from sibmodel.graph.axes import Axis

COMPARISON: Final = 1
SUM: Final = 2
PRODUCT: Final = 3
POWER: Final = 4
ATOM: Final = 5
"""How tightly a piece of a formula holds together; a looser one inside a tighter one takes parentheses."""


class NotOneFormula(ModelError):
    """An expression that no spreadsheet can work out within one formula.

    Example:
        >>> print(NotOneFormula("a running sum inside a sum over the row"))
        The workbook cannot show a running sum inside a sum over the row. Write it as a line of its own.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)

    def __str__(self) -> str:
        return f"The workbook cannot show {self.what}. Write it as a line of its own."


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a formula, and how tightly it holds together."""

    text: str
    binding: int = ATOM

    def within(self, binding: int) -> str:
        """Its text as an operand of something that binds so tightly, in parentheses if need be.

        Example:
            >>> Piece("F9+F10", SUM).within(PRODUCT)
            '(F9+F10)'
        """
        return self.text if self.binding >= binding else f"({self.text})"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that a row is read over: the whole of an axis, or those up to the one being written."""

    axis: Axis
    so_far: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """Where a formula stands, and so how it names what it reads.

    Args:
        layout: Where every line and input stands.
        sheet: The sheet it stands on.
        column: The column of the axis, 0 for the first; of no meaning for a formula that reads no single column.
        shift: 1 while reading the previous column.
        columns: None to read one cell; otherwise the columns to read as a row.
    """

    layout: Layout
    sheet: str
    column: int = 0
    shift: int = 0
    columns: Columns | None = None

    def formula(self, expression: ex.Expression) -> str:
        """The whole formula, with its equals sign."""
        return f"={self.read(expression).text}"

    def at(self, column: int) -> Reader:
        """The same sheet, at another column."""
        return Reader(self.layout, self.sheet, column, self.shift, self.columns)

    def sum_of(self, line: Line) -> str:
        """The formula that adds up the row of a line."""
        return f"=SUM({self.whole(line.axis).read(line).text})".replace("$", "")

    def read(self, expression: ex.Expression) -> Piece:
        """The piece of formula that an expression becomes."""
        if self.columns is not None and expression.axis is None:
            return self.as_cell().read(expression)
        if isinstance(expression, Line):
            return Piece(self._line(expression))
        if isinstance(expression, Input):
            return Piece(self.layout.input_cell(expression.path, self.sheet))
        return FORMULAS[type(expression)](self, expression)

    def whole(self, axis: Axis | None) -> Reader:
        """The same place, reading rows over a whole axis."""
        return self if axis is None else Reader(self.layout, self.sheet, self.column, 0, Columns(axis))

    def so_far(self, axis: Axis | None) -> Reader:
        """The same place, reading rows up to its own column."""
        if axis is None:
            return self
        return Reader(self.layout, self.sheet, self.column, self.shift, Columns(axis, so_far=True))

    def as_cell(self) -> Reader:
        """The same place, reading one cell."""
        return Reader(self.layout, self.sheet, self.column, self.shift)

    def refuse_row(self, what: str) -> None:
        """Stop where there is no way to write something over a range."""
        if self.columns is not None:
            raise NotOneFormula(f"{what} inside a sum over the row")

    def _line(self, line: Line) -> str:
        row = self.layout.row(line) + 1
        prefix = self.layout.prefix(line.place.sheet, self.sheet)
        if line.axis is None:
            return f"{prefix}$D${row}"
        if self.columns is None:
            return f"{prefix}{self._letter(self.column - self.shift)}{row}"
        return prefix + self.span(str(row), "$")

    def counter(self) -> str:
        """The number of the column, counted from 1 in the header of every sheet with columns."""
        row = COUNTER_ROW + 1
        if self.columns is None:
            return f"{self._letter(self.column - self.shift)}${row}"
        return self.span(f"${row}", "")

    def span(self, row: str, fix: str) -> str:
        """The range of a row that is read.

        What runs up to this column begins at the first, or, one column back, at the empty one before it, so
        that the first column reads an empty cell and not itself.
        """
        assert self.columns is not None
        if self.columns.so_far:
            return f"${self._letter(-self.shift)}{row}:{self._letter(self.column - self.shift)}{row}"
        first, last = self._letter(-self.shift), self._letter(self.columns.axis.size - 1 - self.shift)
        return f"${first}{fix}{row}:${last}{fix}{row}"

    def _letter(self, column: int) -> str:
        return letter(FIRST + column)


def literal(value: float) -> str:
    """A number as a formula shows it.

    Example:
        >>> literal(12.0), literal(1e-09), literal(0.005)
        ('12', '1E-09', '0.005')
    """
    return str(int(value)) if value == int(value) else repr(value).upper()


# --- leaves and arithmetic -------------------------------------------------------------------------------------


def _number(_: Reader, node: ex.Number) -> Piece:
    return Piece(literal(node.value), ATOM if node.value >= 0 else SUM)


def _counter(reader: Reader, _: ex.Counter) -> Piece:
    return Piece(f"{reader.counter()}-1", SUM)


def _is(expression: ex.Expression, value: float) -> bool:
    return isinstance(expression, ex.Number) and expression.value == value


def _add(reader: Reader, node: ex.Add) -> Piece:
    if _is(node.left, 0):
        return reader.read(node.right)
    left = reader.read(node.left)
    if _is(node.right, 0):
        return left
    # a + (b - c) keeps its parentheses: the engine adds in that order, and the last digit follows the order.
    return Piece(f"{left.within(SUM)}+{reader.read(node.right).within(PRODUCT)}", SUM)


def _subtract(reader: Reader, node: ex.Subtract) -> Piece:
    right = reader.read(node.right)
    if _is(node.left, 0):
        return Piece(f"-{right.within(POWER)}", SUM)
    left = reader.read(node.left)
    return left if _is(node.right, 0) else Piece(f"{left.within(SUM)}-{right.within(PRODUCT)}", SUM)


def _multiply(reader: Reader, node: ex.Multiply) -> Piece:
    if _is(node.left, 0) or _is(node.right, 0):
        return Piece("0")
    condition = _condition(reader, node)
    if condition is not None:
        return _as_number(condition)
    return Piece(f"{reader.read(node.left).within(PRODUCT)}*{reader.read(node.right).within(POWER)}", PRODUCT)


def _ratio(reader: Reader, node: ex.Ratio) -> Piece:
    top, bottom = reader.read(node.top).within(PRODUCT), reader.read(node.bottom)
    if isinstance(node.bottom, ex.Number) and abs(node.bottom.value) >= 1e-12:
        return Piece(f"{top}/{bottom.within(POWER)}", PRODUCT)
    otherwise = reader.read(node.otherwise)
    if reader.columns is None:
        return Piece(f"IF(ABS({bottom.text})<1E-12,{otherwise.text},{top}/{bottom.within(POWER)})")
    over = bottom.within(SUM)
    empty = f"({over}<1E-12)*({over}>-1E-12)"
    divided = f"{top}/({over}+{empty})*(1-{empty})"
    if _is(node.otherwise, 0):
        return Piece(divided, PRODUCT)
    return Piece(f"{divided}+{otherwise.within(POWER)}*{empty}", SUM)


def _power(reader: Reader, node: ex.Power) -> Piece:
    # Everything but a plain reference takes parentheses: a sign binds tighter than ^ here, looser in mathematics.
    return Piece(f"{reader.read(node.base).within(ATOM)}^{reader.read(node.exponent).within(ATOM)}", POWER)


def _floor(reader: Reader, node: ex.Floor) -> Piece:
    reader.refuse_row("a whole number below")
    return Piece(f"INT({reader.read(node.of).within(SUM)}+1E-09)")


def _rounded(reader: Reader, node: ex.Rounded) -> Piece:
    """Half away from zero with the engine's guard: ROUND itself differs between programs at the half."""
    reader.refuse_row("a rounding")
    of, per = reader.read(node.of), reader.read(node.per).within(POWER)
    return Piece(f"IF({of.within(SUM)}<0,-1,1)*INT(ABS({of.text})*{per}+0.500001)/{per}", PRODUCT)


def _sign(reader: Reader, node: ex.Sign) -> Piece:
    of = reader.read(node.of).within(SUM)
    return Piece(f"({of}>0)-({of}<0)", SUM)


def _month_number(reader: Reader, node: ex.MonthNumber) -> Piece:
    reader.refuse_row("the month of a date")
    of = reader.read(node.of).text
    return Piece(f"YEAR({of})*12+MONTH({of})-1", SUM)


def _month_end(reader: Reader, node: ex.MonthEnd) -> Piece:
    reader.refuse_row("the end of a month")
    return Piece(f"EOMONTH({reader.read(node.of).text},{reader.read(node.months).text})")


# --- decisions -----------------------------------------------------------------------------------------------------


def _compared(reader: Reader, node: ex.AtLeast | ex.Above) -> Piece:
    """The comparison itself, TRUE or FALSE, with the guard of the engine; against zero, the guard alone."""
    guard, reaches = literal(node.guard), isinstance(node, ex.AtLeast)
    if _is(node.left, 0):
        right = reader.read(node.right).within(SUM)
        return Piece(f"{right}<={guard}" if reaches else f"{right}<-{guard}", COMPARISON)
    left = reader.read(node.left).within(SUM)
    if _is(node.right, 0):
        return Piece(f"{left}>=-{guard}" if reaches else f"{left}>{guard}", COMPARISON)
    right = reader.read(node.right).within(SUM)
    return Piece(f"{left}>={right}-{guard}" if reaches else f"{left}>{right}+{guard}", COMPARISON)


def _conditions(node: ex.Expression) -> list[ex.AtLeast | ex.Above] | None:
    """The comparisons that a product of comparisons is made of; None for anything else."""
    if isinstance(node, ex.AtLeast | ex.Above):
        return [node]
    if isinstance(node, ex.Multiply):
        left, right = _conditions(node.left), _conditions(node.right)
        return None if left is None or right is None else left + right
    return None


def _condition(reader: Reader, node: ex.Expression) -> Piece | None:
    """A comparison, or several that must all hold, as TRUE or FALSE; as a row, 1 or 0."""
    conditions = _conditions(node)
    if conditions is None:
        return None
    texts = [_compared(reader, each).text for each in conditions]
    if reader.columns is not None:
        return Piece(f"({texts[0]})*1" if len(texts) == 1 else "*".join(f"({text})" for text in texts), PRODUCT)
    return Piece(texts[0], COMPARISON) if len(texts) == 1 else Piece(f"AND({','.join(texts)})")


def _as_number(condition: Piece) -> Piece:
    """1 or 0 instead of TRUE or FALSE, which sums pass over and which rank above every number."""
    return condition if condition.binding == PRODUCT else Piece(f"IF({condition.text},1,0)")


def _comparison(reader: Reader, node: ex.AtLeast | ex.Above) -> Piece:
    condition = _condition(reader, node)
    assert condition is not None
    return _as_number(condition)


def _choose(reader: Reader, node: ex.Choose) -> Piece:
    condition = _condition(reader, node.condition)
    then, otherwise = reader.read(node.then), reader.read(node.otherwise)
    if reader.columns is None:
        test = condition or Piece(f"{reader.read(node.condition).within(SUM)}>0.5", COMPARISON)
        return Piece(f"IF({test.text},{then.text},{otherwise.text})")
    test = condition or Piece(f"({reader.read(node.condition).within(SUM)}>0.5)*1", PRODUCT)
    return Piece(f"{test.text}*{then.within(POWER)}+(1-{test.text})*{otherwise.within(POWER)}", SUM)


def _full(reader: Reader, node: ex.Expression) -> str:
    """An operand of MIN or MAX, which pass over an empty cell: the opening column counts as 0."""
    text = reader.read(node).text
    return f"N({text})" if _may_be_empty(node) else text


def _may_be_empty(node: ex.Expression) -> bool:
    if isinstance(node, ex.Choose):
        return _may_be_empty(node.then) or _may_be_empty(node.otherwise)
    return isinstance(node, ex.Previous) and isinstance(node.of, Line)


def _minimum(reader: Reader, node: ex.Minimum) -> Piece:
    if reader.columns is None:
        return Piece(f"MIN({_full(reader, node.left)},{_full(reader, node.right)})")
    return _the_one(reader, node, "<", ">=")


def _maximum(reader: Reader, node: ex.Maximum) -> Piece:
    if reader.columns is None:
        return Piece(f"MAX({_full(reader, node.left)},{_full(reader, node.right)})")
    return _the_one(reader, node, ">", "<=")


def _the_one(reader: Reader, node: ex.Minimum | ex.Maximum, wins: str, loses: str) -> Piece:
    """The smaller or larger of two, column by column, where MIN and MAX would answer one number for them all."""
    left, right = reader.read(node.left), reader.read(node.right)
    pairs = [(node.left, left, wins), (node.right, right, loses)]
    parts = [
        f"{mine.within(POWER)}*({left.within(SUM)}{sign}{right.within(SUM)})"
        for operand, mine, sign in pairs
        if not _is(operand, 0)
    ]
    return Piece("+".join(parts), PRODUCT if len(parts) == 1 else SUM)


# --- other columns ---------------------------------------------------------------------------------------------------


def _previous(reader: Reader, node: ex.Previous) -> Piece:
    if reader.shift:
        raise NotOneFormula("a value two columns back")
    shifted = Reader(reader.layout, reader.sheet, reader.column, 1, reader.columns)
    before = shifted.read(node.of)
    if isinstance(node.of, Line) or (isinstance(node.of, ex.Cumulative) and isinstance(node.of.of, Line)):
        return before
    if reader.columns is None:
        return Piece(f"IF({reader.counter()}=1,0,{before.text})")
    return Piece(f"({reader.counter()}>1)*{before.within(POWER)}", PRODUCT)


def _cumulative(reader: Reader, node: ex.Cumulative) -> Piece:
    reader.refuse_row("a running sum")
    of = reader.so_far(node.axis).read(node.of).text
    return Piece(f"SUM({of})" if isinstance(node.of, Line) else f"SUMPRODUCT({of})")


def _total(reader: Reader, node: ex.Total) -> Piece:
    if node.of.axis is None:
        return reader.read(node.of)
    of = reader.whole(node.of.axis).read(node.of).text
    return Piece(f"SUM({of})" if isinstance(node.of, Line) else f"SUMPRODUCT({of})")


def _largest(reader: Reader, node: ex.Largest) -> Piece:
    if node.of.axis is None:
        return reader.read(node.of)
    of = reader.whole(node.of.axis).read(node.of).text
    return Piece(f"MAX({of})" if isinstance(node.of, Line) else f"SUMPRODUCT(MAX({of}))")


def _total_where(reader: Reader, node: ex.TotalWhere) -> Piece:
    reader.refuse_row("a sum by year")
    rows = reader.whole(ex.common_axis(node.of, node.key))
    of, key = rows.read(node.of).within(PRODUCT), rows.read(node.key).within(SUM)
    at = reader.read(node.at).within(PRODUCT)
    return Piece(f"SUMPRODUCT({of}*({key}>{at}-1E-09)*({key}<{at}+1E-09))")


def _total_up_to(reader: Reader, node: ex.TotalUpTo) -> Piece:
    reader.refuse_row("a sum up to a level")
    rows = reader.whole(ex.common_axis(node.of, node.bottom, node.depth))
    of, bottom, depth = (rows.read(part).within(PRODUCT) for part in (node.of, node.bottom, node.depth))
    above = f"{reader.read(node.level).within(SUM)}-{bottom}"
    return Piece(f"SUMPRODUCT({of}*{_fallen(above, depth)})")


def _spread(reader: Reader, node: ex.Spread) -> Piece:
    """Each earlier amount times the share of it that falls between ``opens`` and ``closes`` of this column."""
    reader.refuse_row("a lag")
    rows = reader.so_far(node.axis)
    due = rows.read(node.closes)
    if not _is(node.after, 0):
        due = Piece(f"{due.within(SUM)}+{reader.read(node.after).within(PRODUCT)}", SUM)
    over = "" if _is(node.over, 0) else reader.read(node.over).within(PRODUCT)
    fallen, before = (
        _fallen(f"{reader.read(month).within(SUM)}-{due.within(PRODUCT)}", over) for month in (node.closes, node.opens)
    )
    return Piece(f"SUMPRODUCT({rows.read(node.of).within(PRODUCT)}*({fallen}-{before}))")


def _fallen(age: str, over: str) -> str:
    """The share of an amount that has fallen by an age: all of it at once, or evenly over some months."""
    if not over:
        return f"({age}>=-1E-09)"
    growing = f"({age}>0)*({age}<{over}-1E-09)*({age})/({over}+({over}=0))"
    return f"(({age}>={over}-1E-09)+{growing})"


def _present_value(reader: Reader, node: ex.PresentValue) -> Piece:
    reader.refuse_row("a present value")
    rows = reader.whole(ex.common_axis(node.of, node.years))
    of, years = rows.read(node.of).within(PRODUCT), rows.read(node.years).within(ATOM)
    return Piece(f"SUMPRODUCT({of}/{reader.read(node.growth).within(ATOM)}^{years})")


def _growth_root(reader: Reader, node: ex.GrowthRoot) -> Piece:
    """The engine solves; the sheet shows the bisection that leads to the same root."""
    return reader.read(node.shown)


FORMULAS: Final[dict[type[ex.Expression], Callable[[Reader, Any], Piece]]] = {
    ex.Number: _number,
    ex.Counter: _counter,
    ex.Add: _add,
    ex.Subtract: _subtract,
    ex.Multiply: _multiply,
    ex.Minimum: _minimum,
    ex.Maximum: _maximum,
    ex.AtLeast: _comparison,
    ex.Above: _comparison,
    ex.Ratio: _ratio,
    ex.Power: _power,
    ex.Floor: _floor,
    ex.Rounded: _rounded,
    ex.Sign: _sign,
    ex.Choose: _choose,
    ex.Previous: _previous,
    ex.MonthNumber: _month_number,
    ex.MonthEnd: _month_end,
    ex.Cumulative: _cumulative,
    ex.Total: _total,
    ex.Largest: _largest,
    ex.TotalWhere: _total_where,
    ex.TotalUpTo: _total_up_to,
    ex.Spread: _spread,
    ex.PresentValue: _present_value,
    ex.GrowthRoot: _growth_root,
}
