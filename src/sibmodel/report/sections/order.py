"""Order of payments: who is paid before whom, and what each step comes to."""

from __future__ import annotations

from collections.abc import Iterator

from sibmodel.report import words
from sibmodel.report.blocks import Data, Section, section
from sibmodel.report.tables import Table, numbers, row
from sibmodel.report.tables import words as column
from sibmodel.report.view import View

_PAID = {"interest": "interest_paid", "principal": "principal_repaid"}


def order(view: View) -> Section | None:
    """The steps, numbered as in a term sheet."""
    steps = [("Costs of the programme, from the delivery account", view.number("vehicle.costs_paid")), *_steps(view)]
    rows = [row(f"{number}. {title}", words.amount(amount)) for number, (title, amount) in enumerate(steps, start=1)]
    rows += [
        row(
            f"After every step: {view.capital(name)}, called from its own funds",
            _paid(view, f"capital.{name}.paid"),
        )
        for name in view.guarantees
    ]
    note = (
        "At each instant costs come first, then draws, receipts and the steps below them, each as far as the cash left "
        "by the one before it goes. Surplus is what is left beyond everything still owed."
    )
    caption = f"Order of payments and what each step pays in all, {view.scenario_title()} ({view.currency.code})"
    return section(
        "order",
        "Order of payments (waterfall)",
        Data(Table(caption, (column("Step"), *numbers("Paid")), tuple(rows), note)),
    )


def _paid(view: View, line: str) -> str:
    return words.amount(view.number(line))


def _steps(view: View) -> Iterator[tuple[str, float]]:
    terms = view.deal.terms
    for step in terms.order_of_payments:
        name, what = step.rsplit(" ", 1)
        yield f"{view.capital(name)}: {what}", view.number(f"capital.{name}.{_PAID[what]}")
    for name, share in terms.surplus.items():
        line = f"capital.{name}.surplus" if name in view.tranches else f"surplus.{name}.surplus"
        yield f"Surplus: {words.percent(share)} to {terms.called(name)}", view.number(line)
