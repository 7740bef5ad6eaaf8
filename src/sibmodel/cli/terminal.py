"""What stands between a command and a terminal: encodings, progress, and mistakes told without a traceback."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from sibmodel.errors import DealFileError, Problem, ProblemsError, SibError, TableError

WRONG_DEAL = 1
WRONG_USAGE = 2
OWN_FAULT = 70
MOST_SCENARIOS = 10_000_000


def prepare() -> None:
    """Make the streams take any text: as UTF-8 where they can, with a stand-in where they cannot."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if sys.platform == "win32" and "PYTHONIOENCODING" not in os.environ:
            reconfigure(encoding="utf-8")
        reconfigure(errors="replace")


def print_json(data: Any) -> None:
    """Print plain data for a machine; beyond ASCII only where the stream is UTF-8."""
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "")
    click.echo(json.dumps(data, indent=2, ensure_ascii=encoding != "utf8", allow_nan=False))


@contextmanager
def progress(text: str) -> Iterator[None]:
    """Say what is going on, on stderr and only where somebody watches it."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(text):
        yield


@contextmanager
def long_progress(text: str, steps: int) -> Iterator[Callable[[str, int], None]]:
    """Show how far a long piece of work is and how much time is left, on stderr and only where somebody watches it.

    Yields:
        What is to be told: what is under way, and how many of all steps are done.
    """
    if not sys.stderr.isatty():
        yield lambda _, __: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(text, total=steps)
        yield lambda about, done: shown.update(task, description=f"{text}: {about}", completed=done)


class Whole(click.ParamType[int]):
    """A whole number, written as people do: 65536, 65_536 or 65,536."""

    name = "number"

    def __init__(self, least: int) -> None:
        self.least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number.

        Raises:
            BadParameter: where it is none, or too small.
        """
        if isinstance(value, int):
            return value
        text = str(value).replace(",", "").replace("_", "")
        if not text.removeprefix("-").isdigit():
            self.fail(f"'{value}' is no whole number; write one such as 65536.", param, ctx)
        if int(text) < self.least:
            self.fail(f"{value} is too small; the least is {self.least}.", param, ctx)
        return int(text)


class Scenarios(Whole):
    """How many scenarios are drawn: no more than anybody can wait for, or learn anything from."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number.

        Raises:
            BadParameter: where it is none, too small or too large.
        """
        number = super().convert(value, param, ctx)
        if number > MOST_SCENARIOS:
            self.fail(
                f"{value} is too large; the most is {MOST_SCENARIOS:,}. More would run for hours and tell nothing new: "
                "100,000 give any chance to within about 0.3 points, and four times as many halve that.",
                param,
                ctx,
            )
        return number


class Refused(click.ClickException):
    """Something on the command line that names nothing or cannot be done; told without the list of options."""

    exit_code = WRONG_USAGE


class Sib(click.Group):
    """A group of commands that tells mistakes in plain words."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what it raises becomes a message and an exit code."""
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.Abort, click.ClickException, BrokenPipeError):
            raise
        except (DealFileError, TableError) as error:
            tell(error)
            ctx.exit(WRONG_DEAL)
        except SibError as error:
            tell(error)
            ctx.exit(WRONG_USAGE if isinstance(error, ProblemsError) else WRONG_DEAL)
        except OSError as error:
            click.echo(f"Error: {of_system(error)}", err=True)
            ctx.exit(WRONG_USAGE)
        except Exception as error:
            if os.environ.get("SIB_TRACEBACK"):
                raise
            click.echo(
                f"Error: sib has a fault of its own here ({type(error).__name__}: {error}).\n"
                "Please report it with the deal file. SIB_TRACEBACK=1 shows where it happened.",
                err=True,
            )
            ctx.exit(OWN_FAULT)


def tell(error: SibError) -> None:
    """Print an error, and how many problems there are where there are several."""
    click.echo(str(error), err=True)
    count = len(error.problems) if isinstance(error, ProblemsError) else 0
    if count > 1:
        click.echo(f"{count} problems.", err=True)


def of_system(error: OSError) -> str:
    """What the operating system refused, and what to do about it."""
    reason = error.strerror or str(error)
    where = f"'{error.filename}'" if error.filename else "a file"
    if isinstance(error, PermissionError):
        return f"{where} cannot be written: {reason}. Close it if it is open in another program, or write elsewhere."
    if isinstance(error, FileExistsError | NotADirectoryError):
        reason = "a file stands where a folder is needed"
    return f"{where} cannot be written: {reason}. Name another place with -o."


def as_dicts(problems: list[Problem] | tuple[Problem, ...]) -> list[dict[str, Any]]:
    """Problems as plain data."""
    return [problem.as_dict() for problem in problems]
