"""Faults of published figures: names that stand for nothing, sums that mean nothing, sources that are not named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sibmodel.deal.faults.fault import Fault, unknown
from sibmodel.deal.government import FISCAL_YEARS
from sibmodel.deal.percent import NoShare, Percent
from sibmodel.deal.plan import PLAN
from sibmodel.deal.refusals import in_per_cent
from sibmodel.deal.wording import number
from sibmodel.graph.model import Line, Model
from sibmodel.graph.units import DATE, Unit

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal
    from sibmodel.deal.published import PublishedFigure


def scenario_is_known(deal: Deal, name: str, figure: PublishedFigure) -> Iterator[Fault]:
    """A published figure belongs to the plan or to a scenario."""
    if figure.scenario not in (PLAN, *deal.scenarios):
        path = ("published", name, "scenario")
        yield unknown(path, "scenario", figure.scenario, [PLAN, *deal.scenarios])


def document_is_known(deal: Deal, name: str, figure: PublishedFigure) -> Iterator[Fault]:
    """A source is one of the documents."""
    documents = deal.sources.documents
    if figure.source and figure.source not in documents:
        yield unknown(("published", name, "source"), "document", figure.source, documents)


def printed_somewhere(_: Deal, name: str, figure: PublishedFigure) -> Iterator[Fault]:
    """What counts as published is printed in a document, or computed from one."""
    if figure.is_published and not figure.source:
        message = f"is '{figure.confidence}', but nothing says in which document."
        hint = "Add 'source:' and the name of a document, or write confidence: unconfirmed."
        yield Fault(("published", name, "confidence"), message, hint)


def within_is_a_printed_digit(_: Deal, name: str, figure: PublishedFigure) -> Iterator[Fault]:
    """Half a unit of the last digit is never more than half of the figure."""
    if figure.value and figure.within > abs(figure.value) / 2 * (1 + 1e-9):
        message = f"is {number(figure.within)} for a figure of {number(figure.value)}: almost anything would agree."
        hint = "Write half a unit of the last digit printed: 0.05% for 1.2%, 50_000 for 2.4 million."
        yield Fault(("published", name, "within"), message, hint)


def window_is_one(_: Deal, name: str, figure: PublishedFigure) -> Iterator[Fault]:
    """Days or a fiscal year, and days in their order."""
    path = ("published", name)
    if figure.in_fiscal_year is not None and (figure.from_date or figure.to_date):
        message = "has a fiscal year and days: which of the two is meant?"
        yield Fault((*path, "in_fiscal_year"), message, "Remove 'in_fiscal_year:', or 'from_date:' and 'to_date:'.")
    if figure.from_date and figure.to_date and figure.from_date > figure.to_date:
        message = f"{figure.to_date} is before 'from_date', {figure.from_date}."
        yield Fault((*path, "to_date"), message, "Exchange the two, or write a later day.")


def figure_or_unit(_: Deal, name: str, figure: PublishedFigure) -> Iterator[Fault]:
    """It names what it is held against, or says what it counts and why this model has nothing of the kind."""
    path = ("published", name)
    if figure.figure is not None:
        if figure.unit is not None:
            message = "is for figures that this model does not have, and here 'figure:' names one."
            yield Fault((*path, "unit"), message, "Remove 'unit:', or 'figure:'.")
        return
    if figure.unit is None or not figure.not_reproduced:
        message = "names no figure of this model, and does not say that there is none."
        hint = "Add 'figure:', or 'unit:' (money, share or number) and 'not_reproduced:' with the reason."
        yield Fault(path, message, hint)
    for key in ("minus", "over", "from_date", "to_date", "in_fiscal_year"):
        if getattr(figure, key) is not None:
            yield Fault((*path, key), "is of a figure, and none is named.", f"Remove '{key}:', or add 'figure:'.")


OF_EACH: Final = (
    figure_or_unit,
    scenario_is_known,
    document_is_known,
    printed_somewhere,
    within_is_a_printed_digit,
    window_is_one,
)


# --- on the deal written as lines ----------------------------------------------------------------------------------


def unreadable_figures(deal: Deal) -> Iterator[Fault]:
    """Figures that this deal does not have, or that cannot be read as they are asked for."""
    for name, figure in deal.published.items():
        if figure.figure is None:
            continue
        found = list(_unknown_names(deal.written, name, figure))
        yield from found or [
            *_units_differ(deal.written, name, figure),
            *_in_per_cent(deal.written, name, figure),
            *_window_has_columns(deal.written, name, figure),
        ]


def known_figures(model: Model) -> list[str]:
    """What a published figure can be held against: headline figures, lines in time, and inputs."""
    axes = (None, model.time)
    lines = [n for n, line in model.lines.items() if line.axis in axes or _is_by_fiscal_year(line)]
    return list(dict.fromkeys([*model.measures, *lines, *model.inputs]))


def _is_by_fiscal_year(line: Line) -> bool:
    return line.axis is not None and line.axis.name == FISCAL_YEARS


def _unknown_names(model: Model, name: str, figure: PublishedFigure) -> Iterator[Fault]:
    known = known_figures(model)
    for key, wanted in figure.named.items():
        path = ("published", name, key)
        if wanted not in known:
            yield unknown(path, "figure", wanted, known)
        elif _unit(model, wanted) == DATE:
            yield Fault(path, f"'{wanted}' is a date; a published figure is a number.", "Name a number.")


def _unit(model: Model, name: str) -> Unit:
    return model.lines[name].counts if name in model.lines else model.inputs[name].counts


def _units_differ(model: Model, name: str, figure: PublishedFigure) -> Iterator[Fault]:
    if figure.figure and figure.minus and _unit(model, figure.figure) != _unit(model, figure.minus):
        left, right = _unit(model, figure.figure), _unit(model, figure.minus)
        message = f"'{figure.minus}' counts {right}, and '{figure.figure}' {left}: one cannot be taken from the other."
        yield Fault(("published", name, "minus"), message, "Name a figure that counts the same.")


def _in_per_cent(model: Model, name: str, figure: PublishedFigure) -> Iterator[Fault]:
    """What counts money, people or months is not printed in per cent, unless it is a part of something."""
    assert figure.figure is not None
    unit = _unit(model, figure.figure)
    if figure.over is None and not unit.is_number:
        for key, value in (("value", figure.value), ("within", figure.within)):
            if isinstance(value, Percent):
                wanted = NoShare(f"in {unit}, as '{figure.figure}' is")
                yield Fault(("published", name, key), *in_per_cent(wanted, value))


def _window_has_columns(model: Model, name: str, figure: PublishedFigure) -> Iterator[Fault]:
    """Days choose among instants and a year among fiscal years; a level is read on one day."""
    lines = {key: model.lines[each] for key, each in figure.named.items() if each in model.lines}
    in_time = {key: line for key, line in lines.items() if line.axis is model.time}
    for key, line in lines.items():
        yield from _level_has_a_day(name, key, line, figure)
    for key, day in (("from_date", figure.from_date), ("to_date", figure.to_date)):
        if day and not in_time:
            message = f"'{figure.figure}' is one number for the whole deal: no day can be chosen."
            yield Fault(("published", name, key), message, "Name a line that runs over the instants, or remove it.")
    if figure.in_fiscal_year is not None and not any(_is_by_fiscal_year(line) for line in lines.values()):
        message = f"'{figure.figure}' does not run over fiscal years."
        hint = "Name a line of a payer's budget, such as budget.<payer>.outcome_payments, or use 'from_date:'."
        yield Fault(("published", name, "in_fiscal_year"), message, hint)


def _level_has_a_day(name: str, key: str, line: Line, figure: PublishedFigure) -> Iterator[Fault]:
    if line.is_flow or line.axis is None:
        return
    if _is_by_fiscal_year(line):
        if figure.in_fiscal_year is None:
            message = f"'{line.name}' is a level in each fiscal year, and its sum means nothing."
            yield Fault(("published", name, key), message, "Add 'in_fiscal_year:' and the year that is meant.")
    elif figure.to_date is None:
        message = f"'{line.name}' is a level at each instant, and its sum means nothing."
        yield Fault(("published", name, key), message, "Add 'to_date:' and the day on which it is meant.")
    elif figure.from_date is not None:
        message = f"'{line.name}' is a level at each instant: it has a day and no span of days."
        yield Fault(("published", name, "from_date"), message, "Remove it: 'to_date:' alone says the day.")
