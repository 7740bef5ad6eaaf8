"""The guard before workbooks: what is let through, what is not, and that nothing is unpacked to find out."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from dataclasses import replace

import pytest

from sibmodel.files.zip_guard import OF_TABLES, why_unfit
from tests.support.unit_costs import saved, with_part, workbook

GOOD = saved(workbook())


def packed(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts:
            file.writestr(name, data)
    return out.getvalue()


def test_a_workbook_is_let_through():
    assert why_unfit(GOOD) == ""


@pytest.mark.parametrize(
    ("part", "why"),
    [
        ("xl/vbaProject.bin", "it holds macros"),
        ("XL/VBAPROJECT.BIN", "it holds macros"),
        ("xl/macrosheets/sheet1.xml", "it holds macros"),
        ("xl/activeX/activeX1.bin", "it holds macros"),
        ("xl/externalLinks/externalLink1.xml", "it has links to other files"),
        ("xl\\externalLinks\\externalLink1.xml", "it has links to other files"),
        ("xl/connections.xml", "it has links to other files"),
        ("xl/embeddings/oleObject1.bin", "other files are embedded in it"),
    ],
)
def test_what_can_run_or_leads_elsewhere_is_barred(part, why):
    assert why_unfit(with_part(GOOD, part)) == why


def test_a_bomb_is_told_by_what_it_claims():
    bomb = packed([("xl/worksheets/sheet1.xml", b"\0" * 60_000_000)])
    assert len(bomb) < 100_000
    begun = time.perf_counter()
    assert why_unfit(bomb) == "it unpacks to far more than it holds"
    assert time.perf_counter() - begun < 0.5


@pytest.mark.parametrize(
    ("limit", "why"),
    [
        ("file", "it is too large"),
        ("part", "it unpacks to too much"),
        ("whole", "it unpacks to too much"),
        ("parts", "it has more than 1 parts"),
    ],
)
def test_every_limit_is_looked_at(limit, why):
    assert why_unfit(GOOD, replace(OF_TABLES, **{limit: 1})) == why


def test_the_ratio_is_looked_at():
    twice = packed([("xl/worksheets/sheet1.xml", b"\0" * 2**18)])
    assert why_unfit(twice) == ""
    assert why_unfit(twice, replace(OF_TABLES, ratio=3)) == "it unpacks to far more than it holds"


def test_a_locked_part_and_a_part_twice():
    locked = bytearray(GOOD)
    at = locked.rindex(b"PK\x01\x02")
    struct.pack_into("<H", locked, at + 8, 1)
    assert why_unfit(bytes(locked)) == "it is locked with a password"
    assert why_unfit(with_part(GOOD, "XL/workbook.xml")) == "it holds one part twice"


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04" + b"\0" * 100, GOOD[: len(GOOD) // 2]])
def test_what_is_damaged(content):
    assert why_unfit(content) == "it is damaged"
