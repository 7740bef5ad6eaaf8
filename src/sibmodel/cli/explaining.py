"""What `sib explain` says: the lines of a deal, or where one number comes from."""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from calendar import monthrange
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from sibmodel.cli.summary import console, day
from sibmodel.cli.terminal import Refused
from sibmodel.deal.part import date_of, serial
from sibmodel.deal.timeline import MONTH_NAMES
from sibmodel.graph.explain import Explanation, RateFound
from sibmodel.graph.returns import HIGHEST_GROWTH, LOWEST_GROWTH
from sibmodel.graph.units import MONEY
from sibmodel.graph.words import NOT_BELOW, aligned, is_nil, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from sibmodel.deal.deal import Deal
    from sibmodel.engine.projection import Projection
    from sibmodel.graph.model import Line, Model

_LEFT_OUT: Final = ("Workings", "Checks")
_WIDEST: Final = 120
_LISTED: Final = 8
_NEAREST: Final = 3
_ALIKE: Final = 0.7
_REASONS: Final = 4
_EVEN: Final = 1e-4
_DIGITS: Final = tuple("0123456789")
_ONE: Final = {"months": "month", "years": "year", "days": "day", "people": "person"}
_RANGE: Final = f"{LOWEST_GROWTH - 1:.3%} and {HIGHEST_GROWTH - 1:,.0%} a year"
_SEARCHED: Final = f"Between {_RANGE}, by halving again and again;"
_TERM_SHEET: Final = {
    "irr": ("IRR", "IRR a year"),
    "npv": ("NPV",),
    "multiple": ("Multiple", "Money multiple"),
    "drawn": ("Drawn",),
    "returned": ("Came back",),
}
"""How the tables of the term sheet head the figures of an investor."""

_COVER: Final = {"investors.total.": "Investors: ", "government.": "Government: "}
"""How the cover of the workbook says whose figure it is."""


# --- which line, which column ------------------------------------------------------------------------------------


def line_meant(model: Model, word: str) -> str:
    """The line or input of a name; or the only one whose label, or the end of whose name, is the word.

    Raises:
        Refused: with the nearest names when there is none, with all that could be meant when there are several.
    """
    if word in model.inputs or word in model.lines:
        return word
    wanted = _plain(word)
    labels = _labels(model)
    found = [name for name, spellings in labels.items() if wanted in spellings or name.endswith(f".{wanted}")]
    if not found:
        raise Refused(f"There is no line '{word}'. {_near(wanted, labels)}")
    if len(found) > 1:
        listed = "".join(f"\n  {name}  {_told(model, name)}" for name in found[:_LISTED])
        more = f"\n  and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
        raise Refused(f"'{word}' could be any of {len(found)} lines. Name one of them:{listed}{more}")
    return found[0]


def _plain(text: str) -> str:
    """A label without what does not tell it from others: brackets, capitals, spaces."""
    return " ".join(text.strip().strip("[]").split()).lower().rstrip(":")


def _labels(model: Model) -> dict[str, set[str]]:
    """Every line and input, by name, with all the ways in which the outputs spell its label."""
    from sibmodel.workbook.sheets.inputs import label_of

    spelled: dict[str, set[str]] = {}
    for line in model.lines.values():
        heading = line.place.heading
        short = line.label.removeprefix(f"{heading}: ")  # a sheet leaves out what its heading says
        also = _TERM_SHEET.get(line.name.rsplit(".", 1)[-1], ()) if line.place.sheet == "Returns" else ()
        cover = [f"{whose}{line.label}" for family, whose in _COVER.items() if line.name.startswith(family)]
        texts = [line.label, short, f"{heading}: {short}", *also, *(f"{heading}: {each}" for each in also), *cover]
        spelled[line.name] = {_plain(each) for each in texts}
    for path, entry in model.inputs.items():
        spelled[path] = {_plain(entry.label), _plain(label_of(path, entry.label))}
    return spelled


def _told(model: Model, name: str) -> str:
    """The label of a line, and of whom it is where the label alone does not say."""
    line = model.lines.get(name)
    if line is None:
        return model.inputs[name].label
    twins = [each for each in model.lines.values() if each.label == line.label]
    return line.label if len(twins) == 1 else f"{line.label} ({line.place.heading})"


def _near(wanted: str, labels: dict[str, set[str]]) -> str:
    """The names and labels that look most like a word."""
    names = {spelling: name for name, spellings in labels.items() for spelling in spellings}
    names |= {name.lower(): name for name in labels}
    near = dict.fromkeys(names[each] for each in get_close_matches(wanted, names, n=_NEAREST, cutoff=_ALIKE))
    if not near:
        return "Without a line, sib explain lists them all."
    *others, last = (f"'{name}'" for name in near)
    return f"Did you mean {', '.join(others)} or {last}?" if others else f"Did you mean {last}?"


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
        return Column(0, "one number for the whole deal, whatever the period" if period is not None else "")
    columns = _columns(projection, line, scenario)
    if period is None:
        row = [abs(value) for value in projection.row(name, scenario)]
        number = row.index(max(row))
        which = "nothing in any period" if is_nil(row[number], line.unit) else "the largest"
        return Column(number, f"{columns[number]}, {which}; --period chooses another")
    number = _number(projection, line, scenario, _bare(period))
    if not 0 <= number < len(columns):
        last = len(columns) - 1
        raise Refused(f"'{period}' is no period: 0 is the first, {columns[0]}, and {last} the last, {columns[last]}.")
    return Column(number, columns[number])


def _bare(period: str) -> str:
    """A period without the word before its number, as the outputs write it."""
    return re.sub(r"(?i)^(period|fiscal year|FY)\s*(?=\d+$)", "", period.strip())


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
    """A date as it is written, or as the outputs write it; of a month its last day."""
    if spelled := re.fullmatch(r"(?i)(\d{1,2})\.? ([a-z]+) (\d{4})", period):
        day_number, month, year = spelled.groups()
        numbers = [number for number, name in enumerate(MONTH_NAMES, 1) if name.startswith(month.lower()[:3])]
        period = f"{year}-{numbers[0] if numbers else 0:02}-{int(day_number):02}"
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
    out.print(_told(deal.written, explanation.name), style="bold")
    out.print(" | ".join(part for part in (explanation.name, where) if part), style="dim", soft_wrap=True)
    if explanation.rate is not None:
        _print_rate(out, explanation, explanation.rate, deal)
        return
    page = _Page(out, deal)
    page.formula(explanation, "  ")
    if explanation.is_input:
        _print_input(out, explanation, deal)
    page.parts(explanation, "  ")


def _print(out: Console, before: str, text: str, style: str = "") -> None:
    """Print a text whose later lines stand under its first."""
    width = max(min(out.width, _WIDEST), len(before) + 20)
    wrapped = textwrap.fill(text, width, initial_indent=before, subsequent_indent=" " * len(before))
    out.print(wrapped, style=style, soft_wrap=True)


def _print_input(out: Console, explanation: Explanation, deal: Deal) -> None:
    """Print how sure an input is, and what the scenarios say instead."""
    entry = deal.written.inputs[explanation.name]
    if entry.value != explanation.value:
        _print(out, "  in the plan ", f"{shown(entry.value, entry.unit)} {unit(explanation, deal)}".rstrip())
    found = deal.sources.evidence(explanation.name)
    document = deal.sources.documents.get(found.source) if found else None
    source = f"{document.title} ({found.source})" if found and document else found.source if found else ""
    _print(out, "  source      ", source or "none is given for this input")
    _print(out, "  confidence  ", found.confidence if found else "not stated")
    if found and found.note:
        _print(out, "  note        ", found.note)
    changing = [name for name, each in deal.scenarios.items() if explanation.name in each.changes]
    texts = [shown(serial(deal.scenarios[name].changes[explanation.name]), entry.unit) for name in changing]
    width, widest = max(map(len, texts), default=0), max(map(len, changing), default=0)
    for number, (name, text) in enumerate(zip(changing, texts, strict=True)):
        before = "  " + ("" if number else "scenarios").ljust(12)
        _print(out, before, f"{text:>{width}}  {name:{widest}}  {deal.scenarios[name].title}".rstrip())
    if not changing:
        _print(out, "  scenarios   ", "none changes it")


# --- an internal rate --------------------------------------------------------------------------------------------


def _print_rate(out: Console, explanation: Explanation, rate: RateFound, deal: Deal) -> None:
    """Print a rate, the cash flows it rests on, what they are worth at it, and only then why it is the only one."""
    at = f"{explanation.value:z.2%}"
    text = explanation.shown
    if rate.is_found:
        text = f"{at} a year" + (f" (before rounding {text})" if abs(explanation.value * 1e4 % 1) > _EVEN else "")
    _print(out, "  comes to    ", text, "bold")
    if explanation.note:
        _print(out, "  note        ", explanation.note)
    rests_on = f"[{rate.label}], to the cent: to the investor +, from the investor -, in {deal.currency}"
    _print(out, "  rests on    ", rests_on)
    for line in _flow_lines(rate, at):
        out.print(f"    {line}", soft_wrap=True)
    if not rate.flows:
        out.print("    no cash flow at all")
    if rate.is_found:
        nil = f"{rate.present_value:z,.2f} {deal.currency}"
        _print(
            out, "  and so      ", f"the present value of these cash flows at this rate is {nil}: it comes to nothing."
        )
        _print(out, "  only one    ", rate.certificate)
        _print(out, "  searched    ", f"{_SEARCHED} the workbook shows it step by step on its sheet Workings.")
    elif rate.flows:
        _print(out, "  why         ", _several(rate))
    next_one = f"sib explain FILE {rate.flow} --period DATE says where one of these cash flows comes from"
    _print(out, "  next        ", next_one)


def _flow_lines(rate: RateFound, at: str) -> Iterator[str]:
    """The cash flows by date as lines of a table, with what each is worth at the rate where there is one."""
    amounts = aligned([*(flow.amount for flow in rate.flows), sum(flow.amount for flow in rate.flows)], MONEY)
    worths = [f"{value or 0.0:z,.2f}" for value in (*(flow.worth for flow in rate.flows), rate.present_value)]
    dates = [*(day(dt.date.fromisoformat(flow.date)) for flow in rate.flows), "in all"]
    years = [*(f"{flow.years:.6g}" for flow in rate.flows), ""]
    columns = [("date", dates), ("years", years), ("cash flow", amounts)]
    if rate.is_found:
        columns.append((f"worth at the start, at {at}", worths))
    widths = [max(map(len, (head, *texts))) for head, texts in columns]
    for row in zip(*([head, *texts] for head, texts in columns), strict=True):
        first, *others = (text.rjust(width) for text, width in zip(row, widths, strict=True))
        yield "   ".join([first.strip().ljust(widths[0]), *others])


def _several(rate: RateFound) -> str:
    """Why there is no one rate, and the rates that a fine search finds."""
    amounts = [flow.amount for flow in rate.flows]
    if min(amounts) >= 0:
        return "The investor puts nothing in, so there is nothing to earn a rate on."
    if max(amounts) <= 0:
        return "Nothing comes back: all that was put in is lost, and no rate makes that worth nothing."
    import numpy as np

    from sibmodel.engine.roots import all_growth_roots

    roots = all_growth_roots(np.array(amounts), np.array([flow.years for flow in rate.flows]))
    fitting = " and ".join(f"{root - 1:z.2%}" for root in roots)
    if not roots:
        return f"At no rate between {_RANGE} is the present value nothing."
    if len(roots) > 1:
        return f"The present value is nothing at {fitting}, so none of them is the rate. Look at the multiple instead."
    return f"The present value is nothing at {fitting}, but that no other rate fits could not be shown."


# --- formulas ----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Page:
    """What has been printed so far: nothing is explained twice."""

    out: Console
    deal: Deal
    said: set[str] = field(default_factory=set)

    def formula(self, explanation: Explanation, indent: str) -> None:
        """Print a formula in words and in numbers, and what it comes to."""
        self.said.add(_working(explanation))
        if explanation.terms:
            self._sum(explanation, indent)
        elif explanation.words:
            again = f"as above: {explanation.name}" if explanation.words in self.said else explanation.words
            _print(self.out, f"{indent}in words    ", again if len(explanation.words) > _WIDEST else explanation.words)
            self.said.add(explanation.words)
            plain = shown(explanation.value, self.deal.written.lines[explanation.name].unit)
            if explanation.numbers not in ("", explanation.shown, plain):
                _print(self.out, f"{indent}in numbers  ", explanation.numbers)
        value = f"{explanation.shown} {unit(explanation, self.deal)}".rstrip()
        _print(self.out, f"{indent}comes to    ", value, "bold")
        self._because(explanation, indent)
        if explanation.note:
            _print(self.out, f"{indent}note        ", explanation.note)

    def _sum(self, explanation: Explanation, indent: str) -> None:
        """Print a long sum, one term a line."""
        counts = self.deal.written.lines[explanation.name].unit
        texts = aligned([term.value for term in explanation.terms], counts)
        for number, (term, text) in enumerate(zip(explanation.terms, texts, strict=True)):
            sign = " " if term.sign == "+" and not number else term.sign
            _print(self.out, f"{indent}{'' if number else 'adds up':12}{sign} {text}  ", term.words)
        if explanation.words.endswith(NOT_BELOW):
            _print(self.out, f"{indent}{'':12}", NOT_BELOW.removeprefix(", "))

    def _because(self, explanation: Explanation, indent: str) -> None:
        """Print what makes a line nil, each reason once."""
        fresh = [reason for reason in explanation.because if reason not in self.said]
        self.said.update(fresh[:_REASONS])
        for number, reason in enumerate(fresh[:_REASONS]):
            _print(self.out, f"{indent}{'and' if number else 'because':12}", reason)
        if len(fresh) > _REASONS:
            _print(self.out, f"{indent}{'and':12}", f"{len(fresh) - _REASONS} more like these")

    def parts(self, explanation: Explanation, indent: str) -> None:
        """Print what a formula reads, each with its own formula."""
        if explanation.parts:
            self.out.print(f"{indent}it reads")
        for part in explanation.parts:
            value = f"{part.shown} {unit(part, self.deal)}".rstrip()
            when = f", {part.when}" if part.when else ""
            _print(self.out, f"{indent}  ", f"[{part.label}]{when} = {value}")
            known = _working(part) in self.said
            self.said.add(_working(part))
            about = f"{part.name}; {evidence(self.deal, part.name)}" if part.is_input and not known else part.name
            _print(self.out, f"{indent}    ", f"{about}; see above" if part.words and known else about, "dim")
            if part.words and not known:
                self.formula(part, f"{indent}    ")
                self.parts(part, f"{indent}    ")


def _working(explanation: Explanation) -> str:
    """What tells one working from another: the same line in another period has other numbers."""
    return f"{explanation.name} {explanation.numbers} {explanation.shown if explanation.words else ''}"


def unit(explanation: Explanation, deal: Deal) -> str:
    """The unit in words, money in the deal's currency; nothing where the number says it itself."""
    if explanation.unit in ("share", "multiple", "date", "number", "flag"):
        return {"flag": "(yes)" if explanation.value else "(no)"}.get(explanation.unit, "")
    if explanation.shown == "1" and explanation.unit in _ONE:
        return _ONE[explanation.unit]
    if not explanation.shown.endswith(_DIGITS):
        return ""  # words stand in the place of the number
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
    """An explanation as plain data, inputs with their evidence and what scenarios say instead."""
    data = explanation.as_dict()
    found = deal.sources.evidence(explanation.name) if explanation.is_input else None
    if found is not None:
        data["evidence"] = found.model_dump()
    if explanation.is_input:
        changing = {name: each.changes for name, each in deal.scenarios.items() if explanation.name in each.changes}
        data["scenarios"] = {name: serial(changes[explanation.name]) for name, changes in changing.items()}
    data["parts"] = [as_dict(part, deal) for part in explanation.parts]
    return data
