"""Settlement: from what falls due under each term to what is due for payment, limit by limit.

The order is that of a contract: a term's own limit, the limits over several terms as the deal lists them, then each
payer's share, of which it sets off what is taken back, and its limits. Room is used up by what is kept: a limit
further on that cuts gives it back, and so does money that is taken back. A payer's own limit gives room back only
where that payer alone pays for the term, for what one payer cannot pay must not add to what another owes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sibmodel.deal.part import Writer, titled
from sibmodel.deal.payments.limits import Cut, Limit
from sibmodel.deal.payments.payment import Due, Payment, Surroundings
from sibmodel.deal.payments.terms_limits import ForEachPerson, InAll, PerFiscalYear, ShareOfTotal
from sibmodel.graph.expressions import Expression, add_up, cumulative, previous, ratio
from sibmodel.graph.model import Line, Model, Section
from sibmodel.graph.units import MONEY


@dataclass(slots=True)
class _Step:
    """One limit that has been written: what it lets through, and the line of what of that is kept in the end."""

    out: Mapping[str, Line]
    kept: Line


@dataclass(slots=True)
class Settled:
    """What is due for payment.

    Args:
        rows: By term, after every limit of the terms.
        before: By term, what fell due before, with what limits cut; without it where that waits for room.
        cuts: Where each limit's cut stands, in the order in which they apply.
        passed_on: Where what a limit cuts and another payer takes over stands.
    """

    rows: dict[str, Line]
    before: dict[str, Line] = field(default_factory=dict)
    cuts: list[Cut] = field(default_factory=list)
    passed_on: list[Cut] = field(default_factory=list)
    steps: list[_Step] = field(default_factory=list)
    lost: dict[str, list[tuple[int, Line]]] = field(default_factory=dict)
    at_once: list[Line] = field(default_factory=list)
    undone: dict[str, list[Line]] = field(default_factory=dict)
    sole: set[str] = field(default_factory=set)

    def lose(self, term: str, line: Line) -> None:
        """Note that a limit cuts something of a term, after the steps so far."""
        self.lost.setdefault(term, []).append((len(self.steps), line))

    def close(self, model: Model, dues: Mapping[str, Due]) -> None:
        """Write what is kept of what each limit let through, and what all limits cut, now that all are written."""
        for number, step in enumerate(self.steps, start=1):
            out = add_up(list(step.out.values()), MONEY)
            later = [line for term in step.out for at, line in self.lost.get(term, []) if at >= number]
            back = [self._back(dues, term) for term in step.out if dues[term].deducted is not None]
            step.kept.formula = out - add_up([*later, *back], MONEY) if later or back else out
        self._close_cuts(model, dues)

    def _back(self, dues: Mapping[str, Due], term: str) -> Expression:
        """What a term takes back: of what lapses what was set off; and nothing that its only payer had not paid.

        What that payer's limits cut has given room back already.
        """
        taken = dues[term].deducted
        assert taken is not None
        if not dues[term].lapses:
            undone = self.undone.get(term, []) if term in self.sole else []
            return taken - add_up(list(undone), MONEY) if undone else taken
        lapsing = [due.deducted for due in dues.values() if due.lapses and due.deducted is not None]
        return taken * ratio(add_up(self.at_once, MONEY), add_up(lapsing, MONEY), 0)

    def _close_cuts(self, model: Model, dues: Mapping[str, Due]) -> None:
        """Write what limits of the terms have cut of each true-up, less what a later level has undone of that."""
        for term, due in dues.items():
            if due.cut_before is not None and due.reduced is not None and due.deducted is not None:
                own = [model.lines[cut.line] for cut in self.cuts if cut.term == term and not cut.is_payers]
                cut = add_up(own, MONEY)
                due.cut_before.formula = previous(due.cut_before) + cut - (due.reduced - due.deducted)


def settle(
    model: Model,
    payments: Mapping[str, Payment],
    limits: Mapping[str, InAll | PerFiscalYear | ForEachPerson | ShareOfTotal],
    around: Surroundings,
) -> Settled:
    """Write own limits and limits that several terms share.

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
    for name, row in settled.rows.items():
        pen = model.section(f"payments.{name}", "Payments", around.dues[name].title)
        due = settled.rows[name] = pen.flow("due", f"{around.dues[name].title}: due", row, unit=MONEY)
        waits = any(limit.waits for limit in limits.values() if name in limit.payments)
        settled.before[name] = _before(pen, around.dues[name], due if waits else around.dues[name].laid)
    return settled


def _before(pen: Section, due: Due, row: Line) -> Line:
    label = f"{due.title}: fell due before, in order of time"
    return pen.line("due_before", label, cumulative(row) - row, unit=MONEY)


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
