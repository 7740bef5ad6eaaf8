"""What the user of `sib sensitivity` meant: which results, which inputs, between which values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sibmodel.analysis.asked import MOST_IN_A_YEAR, Result, result_of, usual_results
from sibmodel.analysis.sensitivity.grid import MOST_STEPS, STEPS, Side
from sibmodel.analysis.sensitivity.switching import Line
from sibmodel.analysis.sensitivity.variance import runs_of
from sibmodel.analysis.sensitivity.whole import Asked, Sensitivity, sensitivity, side_of
from sibmodel.cli import shown_results as as_text
from sibmodel.cli.lines_meant import line_meant
from sibmodel.cli.range_ends import RISK, Value, is_uncertain, wrong_ends
from sibmodel.cli.terminal import Refused, long_progress
from sibmodel.deal.part import serial
from sibmodel.deal.percent import Percent
from sibmodel.deal.wording import percent
from sibmodel.errors import DealFileError, Problem, ScenarioError
from sibmodel.files.yaml import plain_value
from sibmodel.risk.streams import BLOCK

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal
    from sibmodel.engine.projection import Projection

_RANGE: Final = "PATH=LOW:HIGH, such as plan.achievement=80%:110%"
_GRID: Final = "PATH=LOW:HIGH or PATH=LOW:HIGH:STEPS, such as plan.achievement=80%:120%:5"
_SIDES: Final = 2


def results_meant(deal: Deal, words: Sequence[str]) -> tuple[Result, ...]:
    """The results of the words on the command line; the usual ones where there are none."""
    if not words:
        return usual_results(deal)
    names = [word if word == MOST_IN_A_YEAR else line_meant(deal.written, word) for word in words]
    return tuple(result_of(deal.written, name) for name in dict.fromkeys(names))


def line_of(target: str | None, results: Sequence[Result]) -> Line | None:
    """The line that a target draws, of the one result that was asked for."""
    if target is None:
        return None
    if len(results) != 1:
        raise Refused("--target is a number of one result. Say of which: --of investors.total.irr --target 5%.")
    number = number_meant(target)
    is_share = results[0].unit.shown_as == "share"
    if is_share and not isinstance(number, Percent) and abs(number) > 1:
        raise Refused(f"'{target}' would be {percent(number)}. Write {target.strip()}% or {number / 100:g}.")
    if isinstance(number, Percent) and not is_share:
        raise Refused(f"'{target}' is a share, and {results[0].name} counts {results[0].unit}. Write a number of that.")
    return Line(number, as_text.number(number, results[0]))


def worked_out_sensitivity(
    projection: Projection,
    of: Sequence[str],
    ranges: Sequence[str],
    grids: Sequence[str],
    target: str | None,
    asked: Asked,
) -> Sensitivity:
    """What the words on the command line ask for, with a bar that shows how far it is."""
    deal = projection.deal
    results = results_meant(deal, of)
    whole = Asked(
        asked.scenario,
        ranges_meant(deal, ranges),
        asked.top,
        line_of(target, results),
        sides_meant(deal, asked.scenario, grids),
        asked.scenarios,
        asked.seed,
    )
    steps = runs_of(deal) * -(-asked.scenarios // BLOCK)
    with long_progress("Moving inputs", max(steps, 1)) as show:
        return sensitivity(deal, results, whole, lambda done, _: show("taking the spread apart", done))


def ranges_meant(deal: Deal, texts: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Ranges as they are written on the command line, by the path of an input or the name of an uncertain number.

    Raises:
        ScenarioError: with everything that is wrong with any of them.
        Refused: for what is no range at all.
    """
    found: dict[str, tuple[float, float]] = {}
    problems: list[Problem] = []
    for text in texts:
        name, low, high, steps = _parted(deal, text, "range", _RANGE)
        if steps is not None:
            raise Refused(f"'{text}' has too many parts. Write {_RANGE}.")
        wrong = [*wrong_ends(deal, name, low, high)]
        if name in found:
            wrong = [Problem(name, "is given two ranges.", "Give it one.")]
        problems += wrong
        if not wrong:
            found[name] = (serial(low), serial(high))
    if problems:
        raise ScenarioError(problems)
    return found


def sides_meant(deal: Deal, scenario: str, texts: Sequence[str]) -> tuple[Side, Side] | None:
    """Both sides of a grid; None where none is asked for.

    Raises:
        ScenarioError: with everything that is wrong with either.
        Refused: for what is no side at all, or not two of them.
    """
    if not texts:
        return None
    if len(texts) != _SIDES:
        raise Refused(f"A grid is over two inputs; --grid is given {_times(len(texts))}. Write {_GRID}, twice.")
    parts = [_parted(deal, text, "grid", _GRID) for text in texts]
    problems = [each for name, low, high, _ in parts for each in wrong_ends(deal, name, low, high)]
    problems += [
        Problem(name, f"would have {steps} steps.", f"Ask for 2 to {MOST_STEPS}.")
        for name, _, _, steps in parts
        if steps is not None and not 2 <= steps <= MOST_STEPS
    ]
    if parts[0][0] == parts[1][0]:
        problems.append(Problem(parts[0][0], "is on both sides of the grid.", "Name two inputs."))
    if problems:
        raise ScenarioError(problems)
    one, other = (
        side_of(deal, scenario, name, serial(low), serial(high), steps or STEPS) for name, low, high, steps in parts
    )
    return one, other


def number_meant(text: str) -> float:
    """A number as people write it: 5%, 2_000_000, 0.05.

    Raises:
        Refused: for anything else.
    """
    value = _plain(text)
    if value is None or isinstance(value, dt.date):
        raise Refused(f"'{text}' is no number. {_remedy(text) or 'Write one such as 5% or 2_000_000.'}")
    return value if isinstance(value, Percent) else float(value)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _parted(deal: Deal, text: str, what: str, form: str) -> tuple[str, Value, Value, int | None]:
    """Name, low, high and how many steps, if that is said; an uncertain number goes by its short name."""
    name, equals, ends = text.partition("=")
    name, parts = name.strip(), ends.split(":")
    if is_uncertain(deal, name):
        name = name.removeprefix(RISK)
    if not equals or not name or not 2 <= len(parts) <= 3 or not all(part.strip() for part in parts):
        raise Refused(f"'{text}' is no {what}. Write {form}.")
    low, high = (_value(part, text) for part in parts[:2])
    if len(parts) == 2:
        return name, low, high, None
    if not parts[2].strip().isdecimal():
        raise Refused(f"'{parts[2]}' in '{text}' is no number of steps. Write {form}.")
    return name, low, high, int(parts[2])


def _value(text: str, whole: str) -> Value:
    value = _plain(text)
    if value is None:
        hint = _remedy(text) or "Write 40%, 2_000_000 or 2027-04-01."
        raise Refused(f"'{text.strip()}' in '{whole}' is no number and no date. {hint}")
    return value


def _remedy(text: str) -> str:
    """What a deal file would say of a number or a date that cannot be one; empty where it is neither."""
    try:
        plain_value(text.strip())
    except DealFileError as error:
        return "" if "finite" in (problem := error.problems[0]).message else problem.hint
    return ""


def _plain(text: str) -> Value | None:
    """A number or a date as a deal file would have it; None for anything else."""
    try:
        value = plain_value(text.strip())
    except DealFileError:  # a number that is not finite, a day that there is not
        return None
    return value if isinstance(value, int | float | dt.date) and not isinstance(value, bool) else None
