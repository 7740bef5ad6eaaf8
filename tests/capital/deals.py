"""The small deals of this folder, read and projected once."""

from functools import cache
from pathlib import Path

import sibmodel
from sibmodel.files.deals import parse_deal

FOLDER = Path(__file__).parent / "deals"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@cache
def projected(name):
    return sibmodel.project(sibmodel.read_deal(FOLDER / f"{name}.yaml"))


def changed(name, *edits):
    """A deal of the folder with pieces of its text replaced, each of which stands in it once."""
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return sibmodel.project(parse_deal(text).deal)


def row(projection, line, scenario="plan"):
    return [round(float(amount), 2) for amount in projection.row(line, scenario)]
