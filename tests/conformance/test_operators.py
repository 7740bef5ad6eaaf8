"""Every operator gives the same answer in numpy and in a recalculated sheet: ties, zeros, negatives, blanks, edges."""

from dataclasses import fields

import numpy as np
import pytest
import xlsxwriter

from sibmodel.engine.evaluate import evaluate
from sibmodel.engine.kernels import COLUMN_BY_COLUMN, LEAVES, OVER_THE_ROW
from sibmodel.graph import expressions as ex
from sibmodel.graph.axes import Axis
from sibmodel.graph.model import Line, Model, Place
from sibmodel.graph.units import DATE, FLAG, MONEY, MONTHS, NUMBER
from sibmodel.workbook.formulas import FORMULAS, NotOneFormula, Reader, literal
from sibmodel.workbook.layout import COUNTER_ROW, FIRST, address, lay_out
from sibmodel.workbook.lint import linted
from tests.support.spreadsheets import Formualizer, Ironcalc, LibreOffice, agree, needs_libreoffice

TIME = Axis("instants", 6)
YEARS = Axis("fiscal years", 4)
CELLS = 590
"""Numbers compared, at least."""


class Bench:
    """A model made of rows of given numbers, and of lines that try an operator on them."""

    def __init__(self):
        self.model = Model(TIME)
        self.tried = {}
        self.a = self.row("a", [0, -3.5, 2, 2, 1_000_000, 0.1 + 0.2])
        self.b = self.row("b", [0, -3.5, 2.0000000001, -1, 0.004, 0.3])
        self.tied = self.row("tied", [1 - 135 / 150, 0.1, 2.5, -2.5, 8.325, 1.005])
        self.small = self.row("small", [0, 1e-13, -1e-13, 1e-11, 0.5, -4])
        self.cash = self.row("cash", [-100, 0.005, 20, 30.004, 0, 75], MONEY)
        self.other = self.row("other", [-100.004, 0, 20.01, 30, -1, 75.005], MONEY)
        self.flag = self.row("flag", [1, 0, 0.4, 0.6, 1, 0], FLAG)
        self.dates = self.row("dates", [41122, 36584, 36585, 43890, 44196, 44197.75], DATE)
        self.opens = self.row("opens", [-1, 0, 3, 6, 9, 12], MONTHS)
        self.closes = self.row("closes", [0, 3, 6, 9, 12, 15], MONTHS)
        self.keys = self.row("keys", [2020, 2020, 2021, 2021, 2023, 2023])
        self.years = self.row("years", [0, 0.25, 0.5, 1, 2, 3])
        self.three = self.model.input("three", "Three", 3.0, NUMBER)
        self.nought = self.model.input("nought", "Nought", 0.0, NUMBER)
        self.growth = self.model.input("growth", "Growth", 1.07, NUMBER)
        self.lag = self.model.input("lag", "Lag", 4.0, MONTHS)
        self.window = self.model.input("window", "Window", 5.0, MONTHS)
        self.at_once = self.model.input("at_once", "At once", 0.0, MONTHS)

    def row(self, name, values, unit=NUMBER):
        """A line whose columns hold given numbers."""
        parts = []
        for column, value in enumerate(values):
            here = ex.at_least(ex.Counter(TIME), column) * ex.at_least(column, ex.Counter(TIME))
            cell = self.model.input(f"{name}{column}", name, value, unit if unit != DATE else NUMBER)
            parts.append(cell * here)
        return self.add(f"given.{name}", ex.add_up(parts, NUMBER), unit, TIME)

    def add(self, name, formula, unit, axis):
        return self.model.add(Line(name, name, Place("Timeline", "Lines"), unit, axis, formula))

    def try_out(self, operator, *formulas, unit=None):
        """A line for each formula, which must hold the operator."""
        for formula in formulas:
            assert operator in {type(each) for each in nodes(formula)}
            names = self.tried.setdefault(operator, [])
            name = f"{operator.__name__}.{len(names)}"
            names.append(name)
            self.add(name, formula, unit or formula.unit or NUMBER, formula.axis)

    def layout(self):
        return lay_out(self.model, {path: row for row, path in enumerate(self.model.inputs)}, {})

    def written(self, path):
        """A workbook of the lines; every formula holds 999 until it is worked out."""
        layout = self.layout()
        with xlsxwriter.Workbook(path) as book:
            inputs, sheet = book.add_worksheet("Inputs"), book.add_worksheet("Timeline")
            for name, entry in self.model.inputs.items():
                inputs.write_number(layout.input_rows[name], 3, entry.value)
            for column in range(FIRST, FIRST + TIME.size):
                sheet.write_formula(COUNTER_ROW, column, f"={address(COUNTER_ROW, column - 1)}+1", None, 999)
            for line in self.model.lines.values():
                for index, column in layout.columns(line):
                    formula = Reader(layout, "Timeline").at(index).formula(line.written)
                    sheet.write_formula(layout.row(line), column, linted(formula), None, 999)
        return path


def nodes(expression):
    yield expression
    for operand in expression.operands():
        yield from nodes(operand)


def bench():
    of = Bench()
    a, b, cash, other, small, tied = of.a, of.b, of.cash, of.other, of.small, of.tied
    three, growth = of.three, of.growth
    of.try_out(ex.Number, a * 0 + 7, a + ex.Number(-2.5), ex.Number(3.0) * ex.total(a), ex.Number(0.0) * a)
    of.try_out(ex.Counter, ex.Counter(TIME) + 0, ex.total(ex.Counter(TIME) * a), ex.Counter(TIME) * ex.Counter(TIME))
    of.try_out(ex.Add, a + b, a + (b + three), (a + b) + small, a + 0, 0 + a, ex.total(a + b), ex.total(a + three))
    of.try_out(ex.Subtract, a - b, a - (b - three), (a - b) - small, a - (b + three), 0 - a, a - 0, ex.total(0 - a))
    of.try_out(
        ex.Multiply, a * b, (a + b) * (a - b), a * (b * three), a * 1, ex.total(a * b), ex.total((a + b) * three)
    )
    minima = (ex.minimum(a, b), ex.minimum(a, 0), ex.minimum(ex.previous(a), 5), ex.minimum(0, ex.previous(b) + 1))
    of.try_out(ex.Minimum, *minima, ex.total(ex.minimum(a, b)), ex.total(ex.minimum(a, 0)), ex.minimum(three, growth))
    maxima = (ex.maximum(a, b), ex.maximum(0, a), ex.maximum(ex.previous(a), -5), ex.maximum(ex.previous(b), three))
    of.try_out(ex.Maximum, *maxima, ex.total(ex.maximum(a, b)), ex.total(ex.maximum(0, a)))
    of.try_out(
        ex.Minimum,
        ex.minimum(ex.choose(of.flag, ex.previous(a), ex.previous(b)), 4),
        ex.total(ex.minimum(a, three) * ex.maximum(b, growth)),
    )
    of.try_out(
        ex.AtLeast,
        ex.at_least(a, b), ex.at_least(tied, 0.1), ex.at_least(cash, other), ex.at_least(other, cash),
        ex.at_least(0, cash), ex.at_least(cash, 0), ex.at_least(a, ex.previous(a)), ex.total(ex.at_least(a, b)),
        ex.at_least(a, b) * ex.at_least(b, a), ex.at_least(a, b) * ex.at_least(b, a) * cash,
        ex.total(cash * (ex.at_least(a, b) * ex.at_least(b, a))), ex.at_least(ex.at_least(a, b), ex.at_least(b, a)),
    )  # fmt: skip
    of.try_out(
        ex.Above,
        ex.above(a, b), ex.above(tied, 0.1), ex.above(cash, other), ex.above(other, cash), ex.above(0, cash),
        ex.above(cash, 0), ex.above(a, ex.previous(a)), ex.total(ex.above(a, b)), ex.opposite(ex.above(a, b)),
    )  # fmt: skip
    of.try_out(
        ex.Ratio,
        ex.ratio(a, b, 0), ex.ratio(a, small, -7), ex.ratio(a, three, 1), ex.ratio(a, of.nought, 9), ex.ratio(a, 12, 0),
        ex.ratio(a, 0, 5), ex.ratio(a, ex.ratio(b, three, 0), 1), ex.ratio(a + b, a - b, three),
        ex.total(ex.ratio(a, small, 0)), ex.total(ex.ratio(a, b, 2)), ex.total(ex.ratio(a, three, 2)),
    )  # fmt: skip
    powers = (ex.power(growth, a * 0.001), ex.power(growth, 0 - of.years), ex.power(1 + growth, 2), ex.power(three, -1))
    of.try_out(ex.Power, *powers, ex.power(ex.power(growth, 2), of.years), ex.total(a * ex.power(growth, 0 - of.years)))
    of.try_out(ex.Floor, ex.floor(a), ex.floor(b * 1.5), ex.floor(tied * 30), ex.floor(small), ex.floor(0 - b))
    rounds = (ex.rounded(tied, 100), ex.rounded(tied, 1), ex.rounded(0 - tied, 100), ex.rounded(a, three))
    of.try_out(ex.Rounded, *rounds, ex.cents(cash + other), ex.rounded(small, 1000), ex.rounded(a - b, 10))
    of.try_out(ex.Sign, ex.sign(a), ex.sign(b), ex.sign(a - three), ex.sign(ex.previous(b)), ex.total(ex.sign(a)))
    of.try_out(
        ex.Choose,
        ex.choose(of.flag, a, b), ex.choose(ex.above(a, b), a, 0), ex.choose(of.flag, ex.previous(a), b),
        ex.choose(ex.at_least(a, b) * ex.above(0, a), 1, ex.choose(of.flag, 2, 3)),
        ex.choose(ex.opposite(of.flag), a, b),
        ex.total(ex.choose(of.flag, a, b)), ex.total(ex.choose(ex.above(a, b), a, b)),
    )  # fmt: skip
    of.try_out(
        ex.Previous,
        ex.previous(a), a - ex.previous(a), ex.previous(a + 1), ex.previous(ex.cumulative(a)), ex.previous(a) * three,
        ex.previous(ex.maximum(a, 3)), ex.total(ex.previous(a)), ex.total(ex.previous(a + 1)),
        ex.previous(ex.cumulative(a * 2)),
    )  # fmt: skip
    of.try_out(ex.MonthNumber, ex.MonthNumber(of.dates), ex.MonthNumber(of.dates) - of.closes)
    of.try_out(
        ex.MonthEnd, ex.MonthEnd(of.dates, of.lag), ex.MonthEnd(of.dates, of.closes), ex.MonthEnd(of.dates, 0 - of.lag)
    )
    of.try_out(
        ex.Cumulative,
        ex.cumulative(a),
        ex.cumulative(a * b),
        ex.cumulative(ex.maximum(a, 0)),
        ex.cumulative(cash) - cash,
    )
    of.try_out(ex.Total, ex.total(a), ex.total(a) * b, ex.total(three), ex.total(a * ex.total(b)))
    of.try_out(
        ex.Largest,
        ex.largest(a),
        ex.largest(b * -1),
        ex.largest(0 - a),
        ex.largest(three),
        ex.largest(a - ex.largest(b)),
    )
    wanted = ex.Counter(YEARS) + 2020
    wheres = (
        ex.TotalWhere(a, of.keys, wanted),
        ex.TotalWhere(a * b, of.keys, wanted),
        ex.TotalWhere(cash + other, of.keys, wanted),
    )
    of.try_out(ex.TotalWhere, *wheres)
    depth = ex.maximum(b, 0)
    of.try_out(
        ex.TotalUpTo,
        ex.TotalUpTo(a, of.keys - 2020, of.years, ex.Counter(YEARS)),
        ex.TotalUpTo(cash, of.years - 1, depth, ex.Counter(YEARS) * three),
        ex.TotalUpTo(a * b, of.years, ex.ratio(a, b, 0), wanted - 2019),
        ex.TotalUpTo(other, of.years, of.nought + of.years * 0, ex.Counter(YEARS) * 0.5),
        ex.TotalUpTo(cash + other, of.years * 2, of.years, ex.total(a) + three),
    )
    lags = [(of.lag, of.at_once), (of.at_once, of.at_once), (of.lag, of.window), (of.at_once, of.window)]
    spreads = [ex.Spread(a, after, over, of.opens, of.closes) for after, over in lags]
    at_once, exactly = ex.Number(0.0, MONTHS), ex.Number(3.0, MONTHS)
    spreads += [
        ex.Spread(a * b, exactly, at_once, of.opens, of.closes),
        ex.Spread(cash, at_once, exactly, of.opens, of.closes),
    ]
    spreads += [ex.previous(ex.Spread(a, of.lag, of.window, of.opens, of.closes))]
    of.try_out(ex.Spread, *spreads)
    worths = (
        ex.PresentValue(cash, of.years, growth),
        ex.PresentValue(a, of.years, 1 + growth),
        ex.PresentValue(a, of.years, of.b * 0 + 2),
    )
    of.try_out(ex.PresentValue, *worths, ex.PresentValue(cash * 2, of.years, ex.Counter(YEARS) + 1))
    return of


def differences(of, sheets):
    """Compare every line of a bench in every column."""
    layout, values = of.layout(), evaluate(of.model)
    wrong, compared = [], 0
    for line in of.model.lines.values():
        for index, column in layout.columns(line):
            row = values[line.name]
            right = float(row[0 if len(row) == 1 else index, 0])
            found = sheets.read("Timeline", layout.row(line), column)
            compared += 1
            if found is None or not agree(found, right):
                wrong.append(
                    (line.name, index, Reader(layout, "Timeline").at(index).formula(line.written), right, found)
                )
    return wrong, compared


@pytest.mark.parametrize("program", [Ironcalc, Formualizer])
def test_every_operator(program, tmp_path):
    of = bench()
    sheets = program(of.written(tmp_path / "bench.xlsx"))
    sheets.recalculate()
    wrong, compared = differences(of, sheets)
    assert wrong == []
    assert compared >= CELLS


@pytest.mark.referee
def test_every_operator_in_libreoffice(tmp_path):
    needs_libreoffice()

    class First(LibreOffice):
        def read(self, *place):
            return super().read(0, *place)

    of = bench()
    wrong, compared = differences(of, First([of.written(tmp_path / "bench.xlsx")]))
    assert wrong == []
    assert compared >= CELLS


def test_both_readings_cover_the_closed_set():
    assert set(FORMULAS) == ex.OPERATORS
    assert set(COLUMN_BY_COLUMN) | set(OVER_THE_ROW) | LEAVES == ex.OPERATORS
    # The search for a root is tried where its line is written: in every workbook of the parity tests.
    assert set(bench().tried) == ex.OPERATORS - {ex.GrowthRoot}


def test_guards_are_those_of_the_engine():
    assert literal(0.5 + ex.ROUNDING_GUARD) == "0.500001"
    assert literal(ex.GUARD) == "1E-09"
    assert literal(ex.MONEY_GUARD) == "0.005"


@pytest.mark.parametrize(
    "formula",
    [
        lambda of: ex.total(ex.cents(of.cash)),
        lambda of: ex.total(ex.floor(of.a)),
        lambda of: ex.total(ex.cumulative(of.a)),
        lambda of: ex.total(ex.MonthNumber(of.dates)),
        lambda of: ex.total(ex.MonthEnd(of.dates, of.lag) - of.dates),
        lambda of: ex.total(ex.Spread(of.a, of.lag, of.window, of.opens, of.closes)),
        lambda of: ex.total(ex.PresentValue(of.a, of.years, of.b)),
        lambda of: ex.total(ex.TotalWhere(of.a, of.keys, ex.Counter(YEARS))),
        lambda of: ex.previous(ex.previous(of.a)),
    ],
)
def test_what_no_formula_can_say_is_refused(formula):
    of = Bench()
    with pytest.raises(NotOneFormula, match="Write it as a line of its own"):
        Reader(of.layout(), "Timeline").formula(formula(of))


def test_a_formula_reads_as_a_person_would_write_it():
    of = Bench()
    layout = of.layout()
    rows = {name: layout.row(of.model[f"given.{name}"]) + 1 for name in ("a", "b", "cash", "closes", "opens")}

    def shown(expression):
        return Reader(layout, "Timeline").at(2).formula(expression)

    a, b, cash = (f"H{rows[name]}" for name in ("a", "b", "cash"))
    assert shown((of.a + of.b) * of.three) == f"=({a}+{b})*Inputs!$D${layout.input_rows['three'] + 1}"
    assert shown(of.a - (of.b - of.a)) == f"={a}-({b}-{a})"
    assert shown(ex.positive(of.cash - of.cash)) == f"=MAX(0,{cash}-{cash})"
    assert shown(ex.previous(of.a)) == f"=G{rows['a']}"
    assert shown(ex.cumulative(of.cash)) == f"=SUM($F{rows['cash']}:{cash})"
    assert shown(ex.previous(ex.cumulative(of.cash))) == f"=SUM($E{rows['cash']}:G{rows['cash']})"
    assert shown(ex.total(of.cash)) == f"=SUM($F${rows['cash']}:$K${rows['cash']})"
    assert shown(ex.choose(ex.above(of.cash, 0), of.a, of.b)) == f"=IF({cash}>0.005,{a},{b})"
    lagged = ex.Spread(of.cash, of.lag, ex.Number(0.0, MONTHS), of.opens, of.closes)
    due = f"($F{rows['closes']}:H{rows['closes']}+Inputs!$D${layout.input_rows['lag'] + 1})"
    closes, opens = f"H{rows['closes']}-{due}>=-1E-09", f"H{rows['opens']}-{due}>=-1E-09"
    assert shown(lagged) == f"=SUMPRODUCT($F{rows['cash']}:H{rows['cash']}*(({closes})-({opens})))"


def test_the_bench_itself_is_right():
    values = evaluate(bench().model)
    assert values["given.a"][:, 0].tolist() == [0, -3.5, 2, 2, 1_000_000, 0.1 + 0.2]
    assert np.isfinite(np.concatenate([rows.ravel() for rows in values.values()])).all()


def test_no_operand_of_any_operator_is_overlooked():
    """They are found by how their fields are annotated: to write one otherwise would hide it from every reading."""
    of, seen = bench(), set()
    for line in of.model.lines.values():
        for node in (each for each in nodes(line.written) if type(each) in ex.OPERATORS):
            held = [getattr(node, each.name) for each in fields(node) if not each.metadata]
            assert [each for each in held if isinstance(each, ex.Expression)] == node.operands()
            seen.add(type(node))
    assert seen >= ex.OPERATORS - {ex.GrowthRoot}
