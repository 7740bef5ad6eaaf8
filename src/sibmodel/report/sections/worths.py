"""Government's amounts in a table: nominal and, where the file says how to discount, in present value beside it."""

from __future__ import annotations

from sibmodel.report import words
from sibmodel.report.sections.discounting import rate_used
from sibmodel.report.tables import Column, numbers
from sibmodel.report.tables import words as column
from sibmodel.report.view import View


def heads(view: View) -> tuple[Column, ...]:
    """The heads of such a table."""
    return (column("Item"), *numbers("Nominal"), *(numbers("Present value") if _is_discounted(view) else ()))


def flow(view: View, line: str, sign: float = 1.0) -> list[str]:
    """The sum of a flow of government's, and what it is worth."""
    amounts = view.row(f"government.{line}") * sign
    return _written(view, float(amounts.sum()), float((amounts * view.row("government.discount_factor")).sum()))


def headline(view: View, line: str) -> list[str]:
    """A headline of government's, and the same in present value."""
    return _written(view, view.number(f"government.{line}"), view.number(f"government.pv_{line}"))


def note(view: View) -> str:
    """How it is discounted."""
    return f"Present value: {rate_used(view, 'government')}."


def _is_discounted(view: View) -> bool:
    return "government" in view.deal.plan.discount


def _written(view: View, nominal: float, present: float) -> list[str]:
    return [words.amount(value) for value in ((nominal, present) if _is_discounted(view) else (nominal,))]
