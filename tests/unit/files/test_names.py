"""Slugs: a name becomes a file name that every system takes, and never a path."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sibmodel.files.names import LONGEST, slug

RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Rikers Island ABLE", "rikers_island_able"),
        ("../../etc/passwd", "etc_passwd"),
        ("..\\..\\Windows\\System32", "windows_system32"),
        ("C:\\deals\\a.yaml", "c_deals_a_yaml"),
        ("/", "deal"),
        ("...", "deal"),
        ("東京", "deal"),
        ("CON", "con_"),
        ("com1", "com1_"),
        ("Nul", "nul_"),
        ("lpt9.", "lpt9_"),
        ("console", "console"),
        ("trailing dot. ", "trailing_dot"),
        ("Ärzte für Kinder", "arzte_fur_kinder"),
        ('=HYPERLINK("x")<script>alert(1)</script>', "hyperlink_x_script_alert_1_script"),
        ("a" * 300, "a" * LONGEST),
        ("deal\x00\n\r\tname", "deal_name"),
    ],
)
def test_slugs(name, wanted):
    assert slug(name) == wanted


@given(st.text())
@example("a" * 59 + " b")
def test_any_name_is_a_harmless_file_name(name):
    found = slug(name)
    assert re.fullmatch(r"[a-z0-9][a-z0-9_]*", found)
    assert len(found) <= LONGEST + 1
    assert found not in RESERVED
    assert slug(found) in (found, f"{found.rstrip('_')}_", found.rstrip("_"))
