"""Printing an internal rate: the cash flows it rests on, what they are worth at it, why it is the only one or none."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from sibmodel.cli.summary import day
from sibmodel.cli.wrapped import print_wrapped
from sibmodel.graph.returns import HIGHEST_GROWTH, LOWEST_GROWTH
from sibmodel.graph.units import MONEY
from sibmodel.graph.words import aligned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from sibmodel.deal.deal import Deal
    from sibmodel.graph.explain import Explanation
    from sibmodel.graph.rates_explained import RateFound

_EVEN: Final = 1e-4
_RANGE: Final = f"{LOWEST_GROWTH - 1:.3%} and {HIGHEST_GROWTH - 1:,.0%} a year"
_SEARCHED: Final = f"Between {_RANGE}, by halving again and again;"


def print_rate(out: Console, explanation: Explanation, rate: RateFound, deal: Deal) -> None:
    """Print a rate, the cash flows it rests on, what they are worth at it, and only then why it is the only one."""
    at = f"{explanation.value:z.2%}"
    text = explanation.shown
    if rate.is_found:
        text = f"{at} a year" + (f" (before rounding {text})" if abs(explanation.value * 1e4 % 1) > _EVEN else "")
    print_wrapped(out, "  comes to    ", text, "bold")
    if explanation.note:
        print_wrapped(out, "  note        ", explanation.note)
    rests_on = f"[{rate.label}], to the cent: to the investor +, from the investor -, in {deal.currency}"
    print_wrapped(out, "  rests on    ", rests_on)
    for line in _flow_lines(rate, at):
        out.print(f"    {line}", soft_wrap=True)
    if not rate.flows:
        out.print("    no cash flow at all")
    if rate.is_found:
        _print_proof(out, rate, deal)
    elif rate.flows:
        print_wrapped(out, "  why         ", _several(rate))
    next_one = f"sib explain FILE {rate.flow} --period DATE says where one of these cash flows comes from"
    print_wrapped(out, "  next        ", next_one)


def _print_proof(out: Console, rate: RateFound, deal: Deal) -> None:
    """Print that the cash flows are worth nothing at the rate, and that they are so at no other."""
    nil = f"{rate.present_value:z,.2f} {deal.currency}"
    worth = f"the present value of these cash flows at this rate is {nil}: it comes to nothing."
    print_wrapped(out, "  and so      ", worth)
    print_wrapped(out, "  only one    ", rate.certificate)
    print_wrapped(out, "  searched    ", f"{_SEARCHED} the workbook shows it step by step on its sheet Workings.")


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
