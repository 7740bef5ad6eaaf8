"""LibreOffice and formualizer on a fixed sample: the quick engine is young, so two others judge it."""

import re
import zipfile

import numpy as np
import pytest

from sibmodel.engine.evaluate import evaluate
from sibmodel.workbook.layout import SHEETS, address
from sibmodel.workbook.sheets.inputs import PLAN
from sibmodel.workbook.sheets.scenarios import SELECTOR
from sibmodel.workbook.write import layout_of
from tests.parity.workbooks import (
    DEALS,
    SYNTHETIC,
    TEMPLATES,
    apply,
    cells_of,
    deal_of,
    differing,
    expectations,
    flexes,
    projection_of,
    written,
)
from tests.support.spreadsheets import Formualizer, LibreOffice, agree, is_dust, needs_libreoffice

FLEXES = 4
OFFICE_FLEXES = {
    "rikers_able": 4,
    "starter": 3,
    "denver_supportive_housing": 1,
    "bullet": 1,
    "yearly": 1,
    "blended": 1,
    "stack": 1,
}
"""How many changed copies LibreOffice reads of each beside the one as written; it takes seconds for one."""
LAST_DIGIT = 1e-15


def flexed_file(path, layout, plan, scenario, number):
    """A copy of a workbook with a plan entered and a scenario selected; its values are left to be worked out."""
    target = path.with_name(f"{path.stem}_{number}.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            text = old.read(part).decode()
            if part.filename == f"xl/worksheets/sheet{SHEETS.index('Inputs') + 1}.xml":
                for name, value in plan.items():
                    text = entered(text, address(layout.input_rows[name], PLAN), "", f"<v>{value!r}</v>")
            if part.filename == f"xl/worksheets/sheet{SHEETS.index('Scenarios') + 1}.xml":
                text = entered(text, address(*SELECTOR), ' t="inlineStr"', f"<is><t>{scenario}</t></is>")
            new.writestr(part, text)
    return target


def entered(xml, cell, kind, content):
    changed, count = re.subn(
        rf'<c r="{cell}"( s="\d+")?[^>]*><v>[^<]*</v></c>', rf'<c r="{cell}"\1{kind}>{content}</c>', xml
    )
    assert count == 1
    return changed


def snapped(found, value, largest):
    """LibreOffice makes a difference nothing that is a last digit of what was subtracted."""
    return found == 0 and abs(value) <= LAST_DIGIT * largest


@pytest.mark.referee
@pytest.mark.parametrize("names", [TEMPLATES, SYNTHETIC], ids=["templates", "synthetic"])
def test_libreoffice(names, tmp_path):
    needs_libreoffice()
    paths, rights, cells = [], [], []
    for name in (each.stem for each in names):
        own, path, layout = cells_of(name), written(name, tmp_path), layout_of(projection_of(name))
        count = OFFICE_FLEXES.get(name, 0)
        drawn = flexes(name, count, seed=23)
        as_written = expectations(own, projection_of(name).values, len(projection_of(name).scenarios))[:, :1]
        flexed = expectations(own, evaluate(deal_of(name).written, drawn.inputs), count) if count else as_written[:, :0]
        paths.append(path)
        for number, (plan, scenario) in enumerate(zip(drawn.plans, drawn.scenarios, strict=True)):
            paths.append(flexed_file(path, layout, plan, scenario, number))
        rights += [*as_written.T, *flexed.T]
        cells += [own] * (1 + count)
    office, wrong, compared = LibreOffice(paths), [], 0
    for number, (path, right, own) in enumerate(zip(paths, rights, cells, strict=True)):
        largest = np.abs(right).max()
        for cell, value in zip(own, right, strict=True):
            found = office.read(number, cell.sheet, cell.row, cell.column)
            compared += 1
            dust = cell.is_money and is_dust(found, value, largest)
            if found is None or not (agree(found, value) or snapped(found, value, largest) or dust):
                wrong.append((path.name, str(cell), value, found))
    assert wrong == []
    assert compared == sum(map(len, cells))


def test_the_sample_is_large_enough():
    assert set(OFFICE_FLEXES) <= set(DEALS)
    assert sum(OFFICE_FLEXES.values()) >= 10


@pytest.mark.parametrize("name", ["rikers_able", "starter", "yearly"])
def test_formualizer(name, tmp_path):
    drawn, cells = flexes(name, FLEXES, seed=5), cells_of(name)
    right = expectations(cells, evaluate(deal_of(name).written, drawn.inputs), FLEXES)
    sheet, layout = Formualizer(written(name, tmp_path)), layout_of(projection_of(name))
    for number, (plan, scenario) in enumerate(zip(drawn.plans, drawn.scenarios, strict=True)):
        apply(sheet, layout, plan, scenario)
        assert differing(sheet, cells, right[:, number]) == []
