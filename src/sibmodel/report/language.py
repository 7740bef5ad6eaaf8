"""The deal language as a page: every mechanism with its formula, a chart and a worked number, asked of the engine.

Each mechanism is a small deal and a text beside it in `docs/mechanisms/`. In the text three blocks are filled in:

    ```piece        parts of the deal file as they stand there
    ```chart        lines of the deal against an input that is varied, or over time; a picture of its own
    ```worked       arithmetic in which every number in braces is an input or a line of the deal

so that no number of the page is typed. `make docs` writes the page and its pictures.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from sibmodel.deal.deal import PLAN, Deal
from sibmodel.deal.part import serial
from sibmodel.engine.projection import Projection, project
from sibmodel.files.deals import read_deal
from sibmodel.files.outputs import write_text
from sibmodel.graph.units import Unit
from sibmodel.report import words
from sibmodel.report.charts import draw
from sibmodel.report.language_charts import chart_of
from sibmodel.report.svg import as_file

FRAME: Final = "page.md"
"""The page itself: headings, and which mechanism stands where."""
PICTURES: Final = "images/language"
_STANDS: Final = re.compile(r"^<!-- mechanism: (\w+) -->$", re.MULTILINE)
_BLOCK: Final = re.compile(r"^```(piece|chart|worked)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NUMBER: Final = re.compile(r"\{([\w.]+)(?:@(\d+))?\}")
_SCENARIO: Final = re.compile(r"^\((\w+)\) ")


@dataclass(frozen=True, slots=True)
class Page:
    """The page, and its pictures by the name of the file."""

    text: str
    pictures: Mapping[str, str]


@dataclass(frozen=True)
class Mechanism:
    """One mechanism: its name, its deal file, and the text beside it."""

    name: str
    source: str
    text: str
    projection: Projection

    @classmethod
    def read(cls, folder: Path, name: str) -> Mechanism:
        """Read the pair of files of a mechanism."""
        path = folder / f"{name}.yaml"
        text = path.with_suffix(".md").read_text(encoding="utf-8")
        return cls(name, path.read_text(encoding="utf-8"), text, project(read_deal(path)))

    @property
    def deal(self) -> Deal:
        """The deal."""
        return self.projection.deal

    @property
    def title(self) -> str:
        """The heading of its text."""
        return self.text.splitlines()[0].lstrip("# ")

    @cached_property
    def blocks(self) -> list[tuple[str, str]]:
        """The blocks of its text, by kind; formulas have none."""
        return [(block[1] or "", block[2]) for block in _BLOCK.finditer(self.text)]


def language(folder: Path) -> Page:
    """The page and its pictures, from the folder of mechanisms."""
    pictures: dict[str, str] = {}

    def section(found: re.Match[str]) -> str:
        text = "".join(_filled(Mechanism.read(folder, found[1]), pictures)).rstrip()
        return f"{text}\n\nThe whole deal: [{found[1]}.yaml](mechanisms/{found[1]}.yaml)."

    frame = (folder / FRAME).read_text(encoding="utf-8")
    return Page(_STANDS.sub(section, frame), pictures)


def mechanisms(folder: Path) -> list[str]:
    """The names of the mechanisms, in the order of the page."""
    return _STANDS.findall((folder / FRAME).read_text(encoding="utf-8"))


def _filled(mechanism: Mechanism, pictures: dict[str, str]) -> Iterator[str]:
    """The text with its blocks filled in, and its numbers between them."""
    done = 0
    for block in _BLOCK.finditer(mechanism.text):
        yield worked(mechanism, mechanism.text[done : block.start()])
        yield _FILLED[block[1]](mechanism, block[2], pictures) if block[1] else block[0]
        done = block.end()
    yield worked(mechanism, mechanism.text[done:])


# --- a piece of the deal file ----------------------------------------------------------------------------------------


def _piece(mechanism: Mechanism, block: str, _: dict[str, str]) -> str:
    """Parts of the deal file, by their paths, as they stand there."""
    return "\n".join(["```yaml", *(line for path in block.split() for line in _part(mechanism.source, path)), "```"])


def _part(source: str, path: str) -> Iterator[str]:
    lines, depth = source.splitlines(), 0
    for step in path.split("."):
        at = next(number for number, line in enumerate(lines) if line.startswith(f"{' ' * depth}{step}:"))
        rest = (number for number, line in enumerate(lines[at + 1 :], at + 1) if not line.startswith(" " * (depth + 1)))
        lines, depth = lines[at : next(rest, len(lines))], depth + 2
    yield from (line[depth - 2 :] for line in lines)


# --- a chart ---------------------------------------------------------------------------------------------------------


def _chart(mechanism: Mechanism, block: str, pictures: dict[str, str]) -> str:
    """Draw a chart and show it."""
    wishes = dict(line.split(": ", 1) for line in block.splitlines())
    chart = chart_of(mechanism.projection, mechanism.name, mechanism.title, wishes)
    pictures[f"{chart.name}.svg"] = as_file(draw(chart)) + "\n"
    return f"![{chart.title}. {chart.description}]({PICTURES}/{chart.name}.svg)"


# --- a worked number -------------------------------------------------------------------------------------------------


def _worked(mechanism: Mechanism, block: str, _: dict[str, str]) -> str:
    """Each line with its numbers; one that begins with a scenario in brackets is worked out under it."""
    return "\n".join(["```", *(worked(mechanism, line) for line in block.splitlines()), "```"])


def worked(mechanism: Mechanism, text: str) -> str:
    """A text with the numbers of a deal in the place of their names."""
    found = _SCENARIO.match(text)
    scenario, text = (found[1], text[found.end() :]) if found else (PLAN, text)
    return _NUMBER.sub(lambda number: _said(mechanism, number[1], number[2], scenario), text)


def _said(mechanism: Mechanism, name: str, instant: str | None, scenario: str) -> str:
    """An input by its path, or a line by its name: in one instant, or all of it."""
    inputs = mechanism.deal.written.inputs
    if name in inputs:
        changed = mechanism.deal.changes(scenario)
        value = serial(changed[name]) if name in changed else inputs[name].value
        return _number(value, inputs[name].counts)
    line = mechanism.deal.written.lines[name]
    row = mechanism.projection.row(name, scenario)
    assert line.unit is not None
    return _number(float(row[int(instant)] if instant else row.sum()), line.unit)


def _number(value: float, unit: Unit) -> str:
    """A number as arithmetic has it: shares in per cent, money without its sign."""
    value = round(value, 9) + 0.0
    return words.percent(value) if unit.shown_as == "share" else words.exact(value)


_FILLED: Final[Mapping[str, Callable[[Mechanism, str, dict[str, str]], str]]] = {
    "piece": _piece,
    "chart": _chart,
    "worked": _worked,
}


def write(docs: Path) -> None:
    """Write the page and its pictures into the folder of documents; pictures of no mechanism are removed."""
    page, folder = language(docs / "mechanisms"), docs / PICTURES
    for name, picture in page.pictures.items():
        write_text(folder / name, picture)
    for path in folder.glob("*.svg"):
        if path.name not in page.pictures:
            path.unlink()
    write_text(docs / "deal-language.md", page.text)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
