"""From a word on the command line to a deal that holds: the file or template it names, read and worked out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sibmodel.cli.terminal import Refused
from sibmodel.errors import DealFileError, Problem, did_you_mean

if TYPE_CHECKING:
    from sibmodel.engine.projection import Projection
    from sibmodel.files.deals import DealFile


def named(file: str) -> Path:
    """The file of a name; where there is none, the template of that name, which is then said.

    Raises:
        Refused: when it is a folder or nothing at all.
    """
    path = Path(file)
    if _is_there(path):
        if path.is_dir():
            raise Refused(f"'{file}' is a folder. {_deals_in(path)}")
        return path
    from sibmodel.files.templates import templates

    known = templates()
    if file in known:
        click.echo(f"There is no file '{file}' here: reading the template of that name, {known[file].path}", err=True)
        return known[file].path
    here = [*(each.as_posix() for each in _deals(path.parent)), *known]
    raise Refused(f"There is no file '{file}'. {did_you_mean(file, here)}".rstrip())


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that is too long for the system
        return False


def _deals(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.y*ml")) if folder.is_dir() else []


def _deals_in(folder: Path) -> str:
    names = [each.as_posix() for each in _deals(folder)][:5]
    return f"Name a deal file in it: {', '.join(names)}." if names else "Name a deal file."


def worked_out(file: str) -> tuple[DealFile, Projection]:
    """A deal, read and evaluated under all its scenarios.

    Raises:
        DealFileError: when it cannot be read, or when money would be lost under any scenario.
    """
    path = named(file)
    from sibmodel.engine.projection import project
    from sibmodel.files.deals import read_deal_file

    deal_file = read_deal_file(path)
    projection = project(deal_file.deal)
    if problems := projection.problems():
        raise DealFileError(deal_file.placed(problems))
    return deal_file, projection


def warnings_of(deal_file: DealFile, projection: Projection) -> list[Problem]:
    """What is worth a warning, each with its place in the file; that no workbook can be written among it."""
    from sibmodel.workbook.unfit import unfit

    found = [*projection.problems(warnings=True), *unfit(projection)]
    if deal_file.deal.risk.measured:
        from sibmodel.risk.cautions import cautions

        found += cautions(deal_file.deal)
    return deal_file.placed(found)


def own_folder(folder: Path, deal_file: DealFile) -> Path:
    """The folder for what a deal file comes to; where another file of the same deal name has it, one beside it."""
    from sibmodel.files.names import slug

    name = Path(deal_file.document.file).name
    holder = _written_from(folder)
    return folder if holder in ("", name) else folder.with_name(f"{folder.name}_{slug(Path(name).stem)}")


def _written_from(folder: Path) -> str:
    """The deal file whose results a folder holds, as far as it says so."""
    try:
        data = json.loads((folder / "results.json").read_text(encoding="utf-8"))
        return str(data["deal"].get("file", ""))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ""
