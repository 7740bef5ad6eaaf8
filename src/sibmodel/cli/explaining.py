"""What `sib explain` says: the lines of a deal, or where one number comes from."""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from calendar import monthrange
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from sibmodel.cli.summary import console, day
from sibmodel.cli.terminal import Refused
from sibmodel.deal.part import date_of
from sibmodel.errors import did_you_mean
from sibmodel.graph.explain import Explanation

if TYPE_CHECKING:
    from rich.console import Console

    from sibmodel.deal.deal import Deal
    from sibmodel.engine.projection import Projection
    from sibmodel.graph.model import Line, Model

_LEFT_OUT: Final = ("Workings", "Checks")
_WIDEST: Final = 120


# --- which line, which column ------------------------------------------------------------------------------------


def line_meant(model: Model, word: str) -> str:
    """The line or input of a name; or the one line that has the word for its label or ends in it.

    Raises:
        Refused: when there is none, or when several could be meant.
    """
    if word in model.inputs or word in model.lines:
        return word
    wanted = word.strip().lower()
    found = [line.name for line in model.lines.values() if line.label.lower() == wanted]
    found = found or [name for name in (*model.lines, *model.inputs) if name.endswith(f".{wanted}")]
    if not found:
        hint = did_you_mean(word, [*model.lines, *model.inputs]).partition("Known")[0]
        raise Refused(f"There is no line '{word}'. {hint or 'Without a line, sib explain lists them all.'}".rstrip())
    if len(found) > 1:
        listed = ", ".join(found[:5]) + (", …" if len(found) > 5 else "")
        raise Refused(f"'{word}' could be any of {len(found)} lines: {listed}. Name one of them.")
    return found[0]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a line, and how it is called."""

    number: int
    words: str = ""


def column_meant(projection: Projection, name: str, scenario: str, period: str | None) -> Column:
    """The column asked for: by its number, by a date that lies in it, or by a year; by default the largest amount.

    Raises:
        Refused: when there is no such period.
    """
    line = projection.model.lines.get(name)
    if line is None or line.axis is None:
        return Column(0)
    columns = _columns(projection, line, scenario)
    if period is None:
        row = [abs(value) for value in projection.row(name, scenario)]
        number = row.index(max(row))
        return Column(number, f"{columns[number]}, the largest; --period chooses another")
    number = _number(projection, line, scenario, period.strip())
    if not 0 <= number < len(columns):
        last = len(columns) - 1
        raise Refused(f"'{period}' is no period: 0 is the first and {last} the last, {columns[last]}.")
    return Column(number, columns[number])


def _columns(projection: Projection, line: Line, scenario: str) -> list[str]:
    """What each column of a line is called."""
    years = _years_of(projection, line)
    if years is not None:
        return [f"fiscal year {round(year)}" for year in projection.row(years, scenario)]
    if line.axis is projection.model.time:
        dates = [day(date_of(number)) for number in projection.row("time.date", scenario)]
        return [f"{date} ({f'period {number}' if number else 'financial close'})" for number, date in enumerate(dates)]
    assert line.axis is not None
    return [f"{line.axis.name} {number}" for number in range(line.axis.size)]


def _years_of(projection: Projection, line: Line) -> str | None:
    """The line that names the fiscal years of a budget."""
    name = ".".join([*line.name.split(".")[:2], "fiscal_year"])
    years = projection.model.lines.get(name)
    return name if years is not None and years.axis is line.axis else None


def _number(projection: Projection, line: Line, scenario: str, period: str) -> int:
    date = _date(period)
    if date is None and not period.isdecimal():
        raise Refused(f"'{period}' is not a period: write its number, a date such as 2027-03-31, a month or a year.")
    years = _years_of(projection, line)
    if years is not None:
        return _fiscal_year(projection, years, scenario, date, period)
    dates = [date_of(number) for number in projection.row("time.date", scenario)]
    if date is None and 1900 <= int(period) <= 2200:
        date = dt.date(int(period), 12, 31)
        return max((number for number, each in enumerate(dates) if each <= date), default=-1)
    if date is None or line.axis is not projection.model.time:
        return int(period) if date is None else -1
    return next((number for number, each in enumerate(dates) if each >= date), -1) if date >= dates[0] else -1


def _date(period: str) -> dt.date | None:
    """A date as it is written; of a month its last day."""
    is_month = re.fullmatch(r"\d{4}-\d{2}", period)
    try:
        date = dt.date.fromisoformat(f"{period}-01" if is_month else period)
    except ValueError:
        return None
    return date.replace(day=monthrange(date.year, date.month)[1]) if is_month else date


def _fiscal_year(projection: Projection, years: str, scenario: str, date: dt.date | None, period: str) -> int:
    row = [round(year) for year in projection.row(years, scenario)]
    wanted = int(period) if date is None else _year_of(projection, years, date)
    return row.index(wanted) if wanted in row else (wanted if date is None else -1)


def _year_of(projection: Projection, years: str, date: dt.date) -> int:
    """The fiscal year in which a date lies."""
    from sibmodel.deal.timeline import MONTH_NAMES

    payer = years.split(".")[1]
    ends = MONTH_NAMES.index(projection.deal.terms.payers[payer].fiscal_year_ends) + 1
    return date.year + (date.month > ends)


# --- printing ----------------------------------------------------------------------------------------------------


def listed(model: Model) -> list[dict[str, str]]:
    """The lines as plain data."""
    return [
        {"name": line.name, "label": line.label, "unit": str(line.unit), "sheet": line.place.sheet}
        for line in model.lines.values()
    ]


def print_lines(model: Model) -> None:
    """List the lines by sheet and heading."""
    out = console()
    lines = [line for line in model.lines.values() if line.place.sheet not in _LEFT_OUT]
    for sheet in dict.fromkeys(line.place.sheet for line in lines):
        out.print(f"\n{sheet}", style="bold")
        on_sheet = [line for line in lines if line.place.sheet == sheet]
        for heading, rows in groupby(on_sheet, lambda line: line.place.heading):
            out.print(f"  {heading}", style="dim")
            for line in rows:
                out.print(f"    {line.name}  {line.label}", soft_wrap=True)


def print_explanation(explanation: Explanation, deal: Deal, where: str) -> None:
    """Print where a number comes from."""
    out = console()
    out.print(explanation.label, style="bold")
    out.print(" | ".join(part for part in (explanation.name, where) if part), style="dim", soft_wrap=True)
    _print_formula(out, explanation, deal, "  ")
    if explanation.is_input:
        _print(out, "  source      ", evidence(deal, explanation.name))
    _print_parts(out, explanation, deal, "  ")


def _print(out: Console, before: str, text: str, style: str = "") -> None:
    """Print a text whose later lines stand under its first."""
    width = max(min(out.width, _WIDEST), len(before) + 20)
    wrapped = textwrap.fill(text, width, initial_indent=before, subsequent_indent=" " * len(before))
    out.print(wrapped, style=style, soft_wrap=True)


def _print_formula(out: Console, explanation: Explanation, deal: Deal, indent: str) -> None:
    if explanation.words:
        _print(out, f"{indent}in words    ", explanation.words)
    if explanation.numbers not in ("", explanation.shown):
        _print(out, f"{indent}in numbers  ", explanation.numbers)
    _print(out, f"{indent}comes to    ", f"{explanation.shown} {unit(explanation, deal)}".rstrip(), "bold")
    if explanation.note:
        _print(out, f"{indent}note        ", explanation.note)


def _print_parts(out: Console, explanation: Explanation, deal: Deal, indent: str) -> None:
    if explanation.parts:
        out.print(f"{indent}it reads")
    for part in explanation.parts:
        value = f"{part.shown} {unit(part, deal)}".rstrip()
        when = f", {part.when}" if part.when else ""
        _print(out, f"{indent}  ", f"[{part.label}]{when} = {value}")
        about = f"{part.name}; {evidence(deal, part.name)}" if part.is_input else part.name
        _print(out, f"{indent}    ", about, "dim")
        if part.words:
            _print_formula(out, part, deal, f"{indent}    ")
            _print_parts(out, part, deal, f"{indent}    ")


def unit(explanation: Explanation, deal: Deal) -> str:
    """The unit in words, money in the deal's currency; nothing where the number says it itself."""
    if explanation.unit in ("share", "multiple", "date", "number", "flag"):
        return {"flag": "(yes)" if explanation.value else "(no)"}.get(explanation.unit, "")
    return explanation.unit.replace("money", deal.currency)


def evidence(deal: Deal, path: str) -> str:
    """Where an input comes from and how sure that is."""
    found = deal.sources.evidence(path)
    if found is None:
        return "no source is given for this input"
    document = deal.sources.documents.get(found.source)
    title = f"{found.source} ({document.title})" if document else found.source
    told = [f"source {title}" if title else "no source", f"confidence: {found.confidence}", found.note]
    return "; ".join(part for part in told if part)


def as_dict(explanation: Explanation, deal: Deal) -> dict[str, Any]:
    """An explanation as plain data, inputs with their evidence."""
    data = explanation.as_dict()
    found = deal.sources.evidence(explanation.name) if explanation.is_input else None
    if found is not None:
        data["evidence"] = found.model_dump()
    data["parts"] = [as_dict(part, deal) for part in explanation.parts]
    return data
