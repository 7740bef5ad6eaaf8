"""Deals, their workbooks and random changes to their inputs, for the tests that hold both readings together."""

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

import sibmodel
from sibmodel.deal.part import serial
from sibmodel.graph.units import DATE, MONEY, MONTHS
from sibmodel.workbook.layout import CONSTANT, LINE_SHEETS
from sibmodel.workbook.sheets.inputs import PLAN
from sibmodel.workbook.sheets.scenarios import SELECTOR
from sibmodel.workbook.write import layout_of, workbook_bytes
from tests.support.spreadsheets import agree, cells_in, is_dust

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "deal_templates").glob("*.yaml"))
SYNTHETIC = sorted((Path(__file__).parent / "deals").glob("*.yaml"))
DEALS = {path.stem: path for path in [*TEMPLATES, *SYNTHETIC]}


@cache
def deal_of(name):
    return sibmodel.read_deal(DEALS[name])


@cache
def projection_of(name):
    return sibmodel.project(deal_of(name))


@cache
def bytes_of(name, scenario="plan"):
    return workbook_bytes(projection_of(name), scenario=scenario)


@cache
def contents(name):
    """Everything that stands in the cells of a workbook."""
    return list(cells_in(io.BytesIO(bytes_of(name))))


def written(name, folder, scenario="plan"):
    path = folder / f"{name}.xlsx"
    path.write_bytes(bytes_of(name, scenario))
    return path


@dataclass(frozen=True)
class Cell:
    """A cell with a number that the engine knows: where, of which line, in which column of its axis (None: the sum)."""

    sheet: str
    row: int
    column: int
    line: str
    index: int | None
    is_money: bool

    def __str__(self):
        return f"{self.sheet}!R{self.row + 1}C{self.column + 1} ({self.line})"


@cache
def cells_of(name):
    """Every cell of a line, and the sum beside every flow."""
    layout = layout_of(projection_of(name))
    cells = []
    for line in deal_of(name).written.lines.values():
        place = (line.place.sheet, layout.row(line))
        money = line.counts == MONEY
        cells += [Cell(*place, column, line.name, index, money) for index, column in layout.columns(line)]
        if line.is_flow and line.axis is not None and line.place.sheet in LINE_SHEETS:
            cells.append(Cell(*place, CONSTANT, line.name, None, money))
    return cells


def expectations(cells, values, count):
    """What the engine says: one row for each cell, one column for each scenario."""
    rows = np.empty((len(cells), count))
    for number, cell in enumerate(cells):
        line = values[cell.line]
        if cell.index is None:
            rows[number] = line.sum(axis=0)
        else:
            rows[number] = line[0 if len(line) == 1 else cell.index]
    return rows


def differing(sheet, cells, right):
    """The cells whose recalculated value is not what the engine says."""
    found = [
        (cell, sheet.read(cell.sheet, cell.row, cell.column), value) for cell, value in zip(cells, right, strict=True)
    ]
    largest = max(abs(value) for cell, value in zip(cells, right, strict=True) if cell.is_money)
    return [
        (str(cell), value, what)
        for cell, what, value in found
        if not (agree(what, value) or (cell.is_money and is_dust(what, value, largest)))
    ]


@dataclass(frozen=True)
class Flexes:
    """Random plans, each under a random scenario."""

    plans: list[dict[str, float]]
    scenarios: list[str]
    inputs: dict[str, np.ndarray]


def flexes(name, count, seed=7):
    """Plans in which about half of all inputs are changed, and what each comes to under its scenario."""
    deal = deal_of(name)
    rng = np.random.default_rng(seed)
    plans = [{path: _flexed(entry, rng) for path, entry in deal.written.inputs.items()} for _ in range(count)]
    scenarios = [str(scenario) for scenario in rng.choice(deal.scenario_names(), count)]
    in_use = [
        plan | {path: serial(value) for path, value in deal.changes(scenario).items()}
        for plan, scenario in zip(plans, scenarios, strict=True)
    ]
    return Flexes(plans, scenarios, {path: np.array([each[path] for each in in_use]) for path in deal.written.inputs})


def _flexed(entry, rng):
    """One input, left alone as often as not; whole days and months stay whole, and zero may become something."""
    value, unit, name = entry.value, entry.counts, entry.path.rsplit(".", 1)[-1]
    if rng.random() < 0.5:
        return value
    if unit == DATE:
        return value + float(rng.integers(-400, 400))
    if unit == MONTHS:
        return float(max(0, round(value * rng.uniform(0.5, 1.3)) + rng.integers(-1, 3)))
    if name == "effect":
        return float(rng.uniform(-0.5, 1.0))
    if name == "achievement":
        return float(rng.choice([0.0, rng.uniform(0, 1.8)], p=[0.15, 0.85]))
    if value == 0:
        return float(rng.uniform(0, 50_000)) if unit == MONEY else float(rng.uniform(0, 0.2))
    return value * float(rng.uniform(0.3, 2.0))


def apply(sheet, layout, plan, scenario):
    """Enter a plan and select a scenario, as a person would."""
    for path, value in plan.items():
        sheet.write("Inputs", layout.input_rows[path], PLAN, value)
    sheet.write("Scenarios", *SELECTOR, scenario)
    sheet.recalculate()
