"""Order of payments: who is paid before whom, from which money, and what each step comes to."""

from __future__ import annotations

from collections.abc import Iterator

from sibmodel.deal.capital.claims import PAID_AS
from sibmodel.deal.capital.sharing import SharingFunding
from sibmodel.deal.capital.steps import RESERVE, Step, as_paid
from sibmodel.report import words
from sibmodel.report.blocks import Data, Section, section
from sibmodel.report.tables import Table, numbers, row
from sibmodel.report.tables import words as column
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

COSTS = "Costs of the programme"
"""They come before every step."""
_RULE = (
    "At each instant costs come first, then draws, receipts and the steps below them, each as far as the cash left "
    "by the one before it goes. Surplus is what is left beyond everything still owed."
)
_LEGS = (
    "A step that names a payment is paid from what is paid for that payment, and from nothing else. These steps come "
    "first; what they leave flows to the other steps once nothing is owed by them. Whoever is paid by such steps alone "
    "has no claim on other cash, and other surplus does not wait for it."
)
_SIDE_BY_SIDE = "Those named in one step are paid side by side, in proportion to what is due to each."
_RESERVE = (
    "The reserve pays interest and principal that fall due and that the steps without a payment of their own cannot "
    "pay, from what it held before."
)


def order(view: View) -> Section | None:
    """The steps, numbered as in a term sheet."""
    steps = [(f"{COSTS}, from the delivery account", view.number("vehicle.costs_paid")), *steps_paid(view)]
    rows = [row(f"{number}. {title}", words.amount(amount)) for number, (title, amount) in enumerate(steps, start=1)]
    rows += [row(title, words.amount(amount)) for title, amount in _after(view)]
    caption = f"Order of payments and what each step pays in all, {view.scenario_title()} ({view.currency.code})"
    table = Table(caption, (column("Step"), *numbers("Paid")), tuple(rows), " ".join(_notes(view)))
    return section("order", "Order of payments (waterfall)", Data(table))


def _notes(view: View) -> Iterator[str]:
    steps = view.deal.terms.steps
    yield _RULE
    if any(step.leg for step in steps):
        yield _LEGS
    if any(len(step.names) > 1 for step in steps):
        yield _SIDE_BY_SIDE
    if view.deal.terms.account.reserve is not None:
        yield _RESERVE


def steps_paid(view: View) -> Iterator[tuple[str, float]]:
    """Each step of the order of payments after the costs, surplus last, and what it pays in all."""
    for step in as_paid(view.deal.terms.steps):
        yield _title(view, step), sum(view.number(line) for line in _lines(view, step))
    yield from _surplus(view)


def _title(view: View, step: Step) -> str:
    if step.what == RESERVE:
        return "Reserve: filled up"
    who = words.listed(view.capital(name) for name in step.names)
    what = f": {step.what}"
    if step.what == "fee":
        what = "" if step.names[0] in view.deal.terms.fees else ": commitment fee"
    source = f", from what is paid for {view.term(step.leg)}" if step.leg else ""
    return f"{who}{what}{source}"


def _lines(view: View, step: Step) -> Iterator[str]:
    """The lines that hold what a step pays; of what several steps pay, each has its own."""
    if step.what == RESERVE:
        yield "vehicle.reserve_filled"
    for name in step.names:
        whole = f"{'fees' if name in view.deal.terms.fees else 'capital'}.{name}.{PAID_AS[step.what]}"
        own = f"{whole}_from_{step.leg}" if step.leg else f"{whole}_in_turn"
        yield own if view.has(own) else whole


def _surplus(view: View) -> Iterator[tuple[str, float]]:
    terms = view.deal.terms
    beyond = [part.surplus_beyond() for part in view.tranches.values() if part.surplus_beyond()]
    for name in dict.fromkeys([*terms.surplus, *beyond]):
        line = f"capital.{name}.surplus" if name in view.tranches else f"surplus.{name}.surplus"
        yield f"Surplus: {_share(view, name, takes_beyond=name in beyond)}", view.number(line)


def _share(view: View, name: str, *, takes_beyond: bool) -> str:
    share, part = view.deal.terms.surplus.get(name), view.tranches.get(name)
    said = [f"{words.percent(share)} to {words.within(view.capital(name))}"] if share is not None else []
    if said and isinstance(part, SharingFunding) and part.is_capped:
        said[0] += ", up to its cap"
    if takes_beyond:
        said.append(f"what caps leave to {view.capital(name)}" if share is None else "and what caps leave")
    return " ".join(said)


def _after(view: View) -> Iterator[tuple[str, float]]:
    """What is paid beside the steps: by the reserve, and by guarantees."""
    if view.deal.terms.account.reserve is not None:
        yield from _from_reserve(view)
    for name in view.guarantees:
        title = f"After every step: {view.capital(name)}, called from its own funds"
        yield title, view.number(f"capital.{name}.paid")


def _from_reserve(view: View) -> Iterator[tuple[str, float]]:
    """What the reserve pays to whom; one line that says nothing where it pays nobody."""
    lines = {
        f"After every step: {view.capital(name)}: {what}, from the reserve": f"capital.{name}.{paid}_from_reserve"
        for name in view.tranches
        for what, paid in PAID_AS.items()
    }
    found = [(title, view.number(line)) for title, line in lines.items() if view.has(line)]
    paid = [(title, amount) for title, amount in found if amount > NOTHING]
    yield from paid or [("After every step: interest and principal, from the reserve", 0.0)]
