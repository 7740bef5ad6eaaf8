"""What `sib explain` says: the lines of a deal, or where one number comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sibmodel.cli.explained_formulas import Page, unit
from sibmodel.cli.explained_rates import print_rate
from sibmodel.cli.lines_meant import told
from sibmodel.cli.summary import console
from sibmodel.cli.wrapped import print_wrapped
from sibmodel.deal.part import serial
from sibmodel.graph.words import shown

if TYPE_CHECKING:
    from rich.console import Console

    from sibmodel.deal.deal import Deal
    from sibmodel.graph.explain import Explanation
    from sibmodel.graph.model import Model

_LEFT_OUT: Final = ("Workings", "Checks")


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
        for heading in dict.fromkeys(line.place.heading for line in on_sheet):
            out.print(f"  {heading}", style="dim")
            for line in (each for each in on_sheet if each.place.heading == heading):
                out.print(f"    {line.name}  {line.label}", soft_wrap=True)


def print_explanation(explanation: Explanation, deal: Deal, where: str) -> None:
    """Print where a number comes from."""
    out = console()
    out.print(told(deal.written, explanation.name), style="bold")
    out.print(" | ".join(part for part in (explanation.name, where) if part), style="dim", soft_wrap=True)
    if explanation.rate is not None:
        print_rate(out, explanation, explanation.rate, deal)
        return
    page = Page(out, deal)
    page.formula(explanation, "  ")
    if explanation.is_input:
        _print_input(out, explanation, deal)
    page.parts(explanation, "  ")


def _print_input(out: Console, explanation: Explanation, deal: Deal) -> None:
    """Print how sure an input is, and what the scenarios say instead."""
    entry = deal.written.inputs[explanation.name]
    if entry.value != explanation.value:
        print_wrapped(out, "  in the plan ", f"{shown(entry.value, entry.unit)} {unit(explanation, deal)}".rstrip())
    found = deal.evidence(explanation.name)
    document = deal.sources.documents.get(found.source) if found else None
    source = f"{document.title} ({found.source})" if found and document else found.source if found else ""
    print_wrapped(out, "  source      ", source or "none is given for this input")
    print_wrapped(out, "  confidence  ", found.confidence if found else "not stated")
    if found and found.note:
        print_wrapped(out, "  note        ", found.note)
    changing = [name for name, each in deal.scenarios.items() if explanation.name in each.changes]
    texts = [shown(serial(deal.scenarios[name].changes[explanation.name]), entry.unit) for name in changing]
    width, widest = max(map(len, texts), default=0), max(map(len, changing), default=0)
    for number, (name, text) in enumerate(zip(changing, texts, strict=True)):
        before = "  " + ("" if number else "scenarios").ljust(12)
        print_wrapped(out, before, f"{text:>{width}}  {name:{widest}}  {deal.scenarios[name].title}".rstrip())
    if not changing:
        print_wrapped(out, "  scenarios   ", "none changes it")


def as_dict(explanation: Explanation, deal: Deal) -> dict[str, Any]:
    """An explanation as plain data, inputs with their evidence and what scenarios say instead."""
    data = explanation.as_dict()
    found = deal.evidence(explanation.name) if explanation.is_input else None
    if found is not None:
        data["evidence"] = found.model_dump()
    if explanation.is_input:
        changing = {name: each.changes for name, each in deal.scenarios.items() if explanation.name in each.changes}
        data["scenarios"] = {name: serial(changes[explanation.name]) for name, changes in changing.items()}
    data["parts"] = [as_dict(part, deal) for part in explanation.parts]
    return data
