"""Settlement: from what falls due under each term to what is due for payment, limit by limit.

The order is that of a contract: a term's own limit, the limits over several terms as the deal lists them, then what
is to be taken back is set off, then each payer's share and limits. Room is used up by what is kept: a limit further
on that cuts gives it back, and so does money that is taken back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sibmodel.deal.part import Writer, titled
from sibmodel.deal.payments.limits import Cut, Limit
from sibmodel.deal.payments.payment import Due, Payment, Surroundings
from sibmodel.deal.payments.terms_limits import ForEachPerson, InAll, PerFiscalYear, ShareOfTotal
from sibmodel.graph.expressions import add_up, at_least, minimum, ratio, total
from sibmodel.graph.model import Line, Model, Section
from sibmodel.graph.units import MONEY

SET_OFF = "set_off"


@dataclass(slots=True)
class _Step:
    """One limit that has been written: what it lets through, and the line of what of that is kept in the end."""

    out: Mapping[str, Line]
    kept: Line


@dataclass(slots=True)
class Settled:
    """What is due for payment.

    Args:
        rows: By term, after every limit of the terms and after set-off.
        cuts: Where each limit's cut stands, in the order in which they apply.
        passed_on: Where what a limit cuts and another payer takes over stands.
        set_off: What is set off, by term; empty where no term takes anything back.
    """

    rows: dict[str, Line]
    cuts: list[Cut] = field(default_factory=list)
    passed_on: list[Cut] = field(default_factory=list)
    set_off: dict[str, Line] = field(default_factory=dict)
    steps: list[_Step] = field(default_factory=list)
    lost: dict[str, list[tuple[int, Line]]] = field(default_factory=dict)

    def lose(self, term: str, line: Line) -> None:
        """Note that a limit cuts something of a term, after the steps so far."""
        self.lost.setdefault(term, []).append((len(self.steps), line))

    def close(self, dues: Mapping[str, Due]) -> None:
        """Write what is kept of what each limit let through, now that all limits are written."""
        for number, step in enumerate(self.steps, start=1):
            out = add_up(list(step.out.values()), MONEY)
            later = [line for term in step.out for at, line in self.lost.get(term, []) if at >= number]
            back = [line for term in step.out if (line := dues[term].deducted) is not None]
            step.kept.formula = out - add_up([*later, *back], MONEY) if later or back else out


def settle(
    model: Model,
    payments: Mapping[str, Payment],
    limits: Mapping[str, InAll | PerFiscalYear | ForEachPerson | ShareOfTotal],
    around: Surroundings,
) -> Settled:
    """Write own limits, shared limits and set-off.

    Args:
        model: Where the lines go.
        payments: The payment terms.
        limits: The limits over payments, in the order in which they apply.
        around: What the limits read; ``dues`` are all payment terms.
    """
    settled = Settled({name: due.claimed for name, due in around.dues.items()})
    settled.cuts += [cut for due in around.dues.values() for cut in due.cuts]
    for name, payment in payments.items():
        if payment.max is not None:
            _own(model, name, payment, around.dues[name], settled)
    for name, limit in limits.items():
        _shared(model, name, limit, around, settled)
    _set_off(model, around.dues, settled)
    for name, row in settled.rows.items():
        pen = model.section(f"payments.{name}", "Payments", around.dues[name].title)
        settled.rows[name] = pen.flow("due", f"{around.dues[name].title}: due", row, unit=MONEY)
    return settled


def _own(model: Model, name: str, payment: Payment, due: Due, settled: Settled) -> None:
    pen = model.section(f"payments.{name}", "Payments", due.title).at("own_limit")
    writer = Writer(payment, f"terms.payments.{name}", due.title, pen)
    title = f"{due.title}, own limit"
    kept = _kept(pen, title, settled.rows[name])
    limited = Limit(title, writer.read("max", MONEY), kept=kept).write(pen, {name: settled.rows[name]})
    cut = Cut(name, f"payments.{name}.max", "cap of the term", f"the cap of {due.title}", limited.cut[name].name)
    _note(settled, limited.out, kept, limited.cut, [cut])


def _shared(
    model: Model,
    name: str,
    limit: InAll | PerFiscalYear | ForEachPerson | ShareOfTotal,
    around: Surroundings,
    settled: Settled,
) -> None:
    title = titled(name, limit.title)
    pen = model.section(f"limits.{name}", "Payments", title)
    rows = {term: settled.rows[term] for term in limit.payments}
    kept = _kept(pen, title, next(iter(rows.values())))
    limited = limit.limit(Writer(limit, f"terms.limits.{name}", title, pen), around, kept).write(pen, rows)
    cuts = [Cut(term, f"limits.{name}", title, f"the limit “{title}”", line.name) for term, line in limited.cut.items()]
    _note(settled, limited.out, kept, limited.cut, cuts)


def _note(settled: Settled, out: Mapping[str, Line], kept: Line, cut: Mapping[str, Line], cuts: list[Cut]) -> None:
    settled.rows.update(out)
    for term, line in cut.items():
        settled.lose(term, line)
    settled.steps.append(_Step(out, kept))
    settled.cuts += cuts


def _kept(pen: Section, title: str, row: Line) -> Line:
    label = f"{title}: kept of what is within"
    return pen.model.add(Line(f"{pen.prefix}.kept", label, pen.place, MONEY, row.axis, None, is_flow=True))


# --- set-off ------------------------------------------------------------------------------------------------------


def _set_off(model: Model, dues: Mapping[str, Due], settled: Settled) -> None:
    """Net what is taken back against what is due, of the same instant and later ones, in proportion."""
    taken = [due.deducted for due in dues.values() if due.deducted is not None]
    if not taken:
        return
    pen = model.section("deductions", "Payments", "Money taken back")
    axis = taken[0].axis
    assert axis is not None
    owed = pen.balance("owed", "Taken back and not yet set off", MONEY, axis)
    arises = pen.flow("arises", "Taken back", add_up(list(taken), MONEY), unit=MONEY)
    due = pen.flow("against", "Due for payment before set-off", add_up(list(settled.rows.values()), MONEY), unit=MONEY)
    netted = pen.flow("set_off", "Set off", minimum(owed.opening + arises, due), unit=MONEY)
    owed.close([arises], [netted])
    for name, row in settled.rows.items():
        own = pen.at(name)
        label = f"set off against {dues[name].title}"
        settled.set_off[name] = own.flow("set_off", label.capitalize(), row * ratio(netted, due, 0), unit=MONEY)
        left = row - settled.set_off[name]
        settled.rows[name] = own.flow("left", f"{dues[name].title}: left after set-off", left, unit=MONEY)
    still = pen.line("still_owed", "Taken back and never set off", total(arises) - total(netted), unit=MONEY)
    pen.check(
        "set_off",
        "Everything that is taken back is set off against payments",
        at_least(0, still),
        "more is taken back than there are later payments to set it off against; the rest stays owed.",
        "Say in the terms who owes it, and look at that party's means to pay.",
        "terms.deductions_owed_by",
        is_warning=True,
        amount=still,
    )
