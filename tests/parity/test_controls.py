"""Would the parity tests notice? False values in the file, and a formula that is a millionth off."""

import re
import zipfile

import pytest

from sibmodel.graph.expressions import Number
from sibmodel.workbook.write import layout_of, write_workbook
from tests.parity.workbooks import (
    SYNTHETIC,
    TEMPLATES,
    apply,
    cells_of,
    deal_of,
    differing,
    expectations,
    projection_of,
    written,
)
from tests.support.spreadsheets import Formualizer, Ironcalc, LibreOffice, agree, cells_in, needs_libreoffice

NAMES = [path.stem for path in [*TEMPLATES, *SYNTHETIC]]
_FORMULA = re.compile(rb'(<c [^>]*?)( t="str")?(><f>[^<]*</f>)<v>[^<]*</v>')


def every_formula(path):
    """Where each formula stands, and the value that the file holds for it."""
    return [cell for cell in cells_in(path) if cell[3]]


def poisoned(path, folder):
    """The same workbook with 999 in the place of every value that a formula comes to."""
    target, count = folder / f"poisoned_{path.name}", 0
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename.startswith("xl/worksheets/"):
                data, falsified = _FORMULA.subn(rb"\1\3<v>999</v>", data)
                count += falsified
            new.writestr(part, data)
    return target, count


@pytest.mark.parametrize("name", NAMES)
def test_no_value_in_the_file_moves(name, tmp_path):
    path = written(name, tmp_path)
    sheet = Ironcalc(path)
    sheet.recalculate()
    formulas = every_formula(path)
    moved = [
        (place, row, column, formula, value, sheet.read(place, row, column))
        for place, row, column, formula, value in formulas
        if not agree(sheet.read(place, row, column), value)
    ]
    assert moved == []
    assert len(formulas) > len(cells_of(name))


@pytest.mark.parametrize("name", ["rikers_able", "starter"])
@pytest.mark.parametrize("program", [Ironcalc, Formualizer])
def test_poisoned_values_do_not_survive(name, program, tmp_path):
    path, count = poisoned(written(name, tmp_path), tmp_path)
    cells = cells_of(name)
    assert count > len(cells)
    right = expectations(cells, projection_of(name).values, len(projection_of(name).scenarios))[:, 0]
    sheet = program(path)
    sheet.recalculate()
    assert differing(sheet, cells, right) == []


@pytest.mark.referee
def test_poisoned_values_do_not_survive_libreoffice(tmp_path):
    needs_libreoffice()
    path, _ = poisoned(written("rikers_able", tmp_path), tmp_path)
    office = LibreOffice([path])
    cells = cells_of("rikers_able")
    right = expectations(cells, projection_of("rikers_able").values, 11)[:, 0]
    wrong = [cell for cell, value in zip(cells, right, strict=True) if not agree(office.read(0, *place(cell)), value)]
    assert wrong == []


def place(cell):
    return cell.sheet, cell.row, cell.column


@pytest.mark.parametrize(
    "line",
    [
        "costs.delivery.amount",
        "payments.recidivism.amount",
        "capital.loan.drawn",
        "vehicle.available",
        "investors.loan.flow",
        "government.discount_factor",
        "time.years",
    ],
)
def test_a_millionth_is_noticed(line, tmp_path, monkeypatch):
    name = "rikers_able"
    cells = cells_of(name)
    right = expectations(cells, projection_of(name).values, 11)[:, 0]  # before the formula changes
    written_line = deal_of(name).written.lines[line]
    monkeypatch.setattr(written_line, "formula", written_line.formula * Number(1.000001))
    path = write_workbook(projection_of(name), tmp_path / "mutated.xlsx")
    monkeypatch.undo()
    sheet = Ironcalc(path)
    apply(sheet, layout_of(projection_of(name)), {}, "plan")
    wrong = differing(sheet, cells, right)
    assert any(f"({line})" in cell for cell, _, _ in wrong)


def test_the_file_itself_is_never_touched(tmp_path):
    path = written("rikers_able", tmp_path)
    before = path.read_bytes()
    Ironcalc(path).recalculate()
    assert path.read_bytes() == before
