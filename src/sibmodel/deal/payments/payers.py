"""Outcome payers: who pays which share of what is due, within what limits, in which fiscal year."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from sibmodel.deal.calendar import MonthName
from sibmodel.deal.part import SHAPE, Money, Name, Part, Share, Text, Writer, titled
from sibmodel.deal.payments.limits import Cut, Limit, Limited
from sibmodel.deal.payments.payment import Surroundings
from sibmodel.deal.payments.set_off import SetOff, TakenBack, set_off, take_back, together
from sibmodel.deal.payments.settlement import Settled
from sibmodel.deal.payments.terms_limits import fiscal_years_of
from sibmodel.graph.expressions import Expression, add_up
from sibmodel.graph.model import Line, Model
from sibmodel.graph.units import MONEY, SHARE

LIMITS: Final[Mapping[str, str]] = {"max_per_fiscal_year": "cap of a fiscal year", "max": "cap over the contract"}
"""A payer's limits in the order in which they apply: what the first cuts uses up nothing of the second."""


class Payer(Part):
    """A party that pays for outcomes.

    Its share is of every payment due, or with ``pays`` of single payment terms only. The limit of the fiscal year is
    applied first and the one in all to what that lets through, so that money which is never paid uses up nothing. What
    terms take back is first set off against its own share. It
    is cut from the terms due at that instant in proportion. What a limit cuts is lost, unless it ``waits`` for the
    room of a later year or another payer ``covers`` this one. Unused room of a year lapses or is carried.
    """

    title: Text = ""
    share: Share = 1.0
    pays: dict[Name, Share] = {}
    max: Money | None = None
    max_per_fiscal_year: Money | None = None
    unused: Annotated[Literal["lapses", "carried"], SHAPE] = "lapses"
    excess: Annotated[Literal["lost", "waits"], SHAPE] = "lost"
    covers: Annotated[list[Name], SHAPE] = []
    fiscal_year_ends: Annotated[MonthName, SHAPE] = "december"

    def pays_for(self, term: str) -> bool:
        """Whether it pays a share of a payment term."""
        return not self.pays or term in self.pays

    def terms(self, names: Iterable[str]) -> list[str]:
        """The payment terms that it pays a share of."""
        return [name for name in names if self.pays_for(name)]


@dataclass(frozen=True, slots=True)
class Paid:
    """What one payer pays.

    Args:
        title: What readers call it.
        total: What it pays in all.
        by_term: What it pays for each term.
        settled: What is due from all payers.
        shares: Its share of each term.
        asked: What it is asked for each term: its share, and what it takes over.
        covers: The payers of whom it takes over what their limits cut.
        waits: Whether what its limits cut waits for room.
        passed_on: What its limits cut, where another payer takes that over.
        undone: What of that is undone later.
        fiscal_year: The fiscal year in which each instant falls.
        fiscal_year_ends: The month in which its fiscal year ends.
    """

    title: str
    total: Line
    by_term: Mapping[str, Line]
    settled: Settled
    shares: Mapping[str, Expression]
    asked: Mapping[str, Line]
    covers: Mapping[str, Paid]
    waits: bool
    passed_on: Mapping[str, list[Line]]
    undone: Mapping[str, Line]
    fiscal_year: Line
    fiscal_year_ends: str


def write_payers(model: Model, payers: Mapping[str, Payer], settled: Settled, around: Surroundings) -> dict[str, Paid]:
    """Write every payer's share of every term, its limits, and what it pays."""
    covering = {name: other for other, payer in payers.items() for name in payer.covers}
    payers_of = {term: [name for name, payer in payers.items() if payer.pays_for(term)] for term in settled.rows}
    settled.sole = sole = {term for term, names in payers_of.items() if len(names) == 1}
    written: dict[str, Paid] = {}
    netted: list[SetOff] = []
    for name, payer in payers.items():
        writing = _Writing(model, name, payer, settled, around, sole)
        written[name] = writing.write(written, covering.get(name, ""))
        netted += writing.netted
    settled.at_once = [one.at_once for one in netted if one.at_once is not None]
    together(model, netted, {name: due.title for name, due in around.dues.items()}, settled.undone)
    return written


class _Writing:
    """One payer while it is written."""

    def __init__(
        self, model: Model, name: str, payer: Payer, settled: Settled, around: Surroundings, sole: Collection[str]
    ) -> None:
        self.name, self.payer, self.settled, self.around, self.sole = name, payer, settled, around, sole
        self.netted: list[SetOff] = []
        self.title = titled(name, payer.title)
        self.pen = model.section(f"payers.{name}", "Payments", f"Paid by {self.title}")
        self.writer = Writer(payer, f"terms.payers.{name}", self.title, self.pen)

    def write(self, before: Mapping[str, Paid], covered_by: str) -> Paid:
        """Its share, what it sets off, what it takes over, its limits, and what it pays."""
        due = self._due(before)
        whole = self.pen.flow("due", f"{self.title}: due in all", add_up(list(due.values()), MONEY), unit=MONEY)
        fiscal_year = self.around.clock.fiscal_year(self.payer.fiscal_year_ends)
        fields = [field for field in LIMITS if getattr(self.payer, field) is not None]
        waiting = self._waiting(due, fields)
        taken = self._taken_back(before, is_limited=bool(fields))
        rows = dict(due)
        if taken:
            rows, whole = self._net(due, waiting, taken)
        cuts: dict[str, list[Line]] = {term: [] for term in due}
        for field in fields:
            limited = self._limit(field).write(
                self.pen.at(field), rows, waiting if field == "max_per_fiscal_year" else None
            )
            rows, whole = dict(limited.out), limited.whole
            self._note(field, limited, cuts, covered_by)
        undone = self._close(taken, cuts, is_covered=bool(covered_by))
        total = self.pen.flow("paid", f"{self.title}: paid", whole, unit=MONEY)
        by_term = {
            term: self.pen.flow(f"{term}.paid", f"{self.title}: paid for {self._term(term)}", row, unit=MONEY)
            for term, row in rows.items()
        }
        shares = {term: self._share(term) for term in self.payer.terms(self.settled.rows)}
        covers = {name: before[name] for name in self.payer.covers}
        return Paid(
            title=self.title,
            total=total,
            by_term=by_term,
            settled=self.settled,
            shares=shares,
            asked=due,
            covers=covers,
            waits=self.payer.excess == "waits",
            passed_on=cuts if covered_by else {},
            undone=undone,
            fiscal_year=fiscal_year,
            fiscal_year_ends=self.payer.fiscal_year_ends,
        )

    def _due(self, before: Mapping[str, Paid]) -> dict[str, Line]:
        rows = self.settled.rows
        own = {term: rows[term] * self._share(term) for term in self.payer.terms(rows)}
        due: dict[str, Line] = {}
        taken_over: dict[str, list[Expression]] = {}
        for other in self.payer.covers:
            for term, lines in before[other].passed_on.items():
                taken_over.setdefault(term, []).extend(lines)
        for term in dict.fromkeys([*own, *taken_over]):
            label, parts = f"{self.title}: share of {self._term(term)}", list(taken_over.get(term, []))
            if parts:
                label += ", with what is taken over"
            if term in own:
                parts.insert(0, own[term])
            due[term] = self.pen.flow(f"{term}.due", label, add_up(parts, MONEY), unit=MONEY)
        return due

    # --- what is taken back --------------------------------------------------------------------------------------

    def _waiting(self, due: Mapping[str, Line], fields: Collection[str]) -> Mapping[str, Line]:
        """What waits for room of the fiscal year's limit, against which something may be set off."""
        field = "max_per_fiscal_year"
        return self._limit(field).waiting(self.pen.at(field), due) if field in fields else {}

    def _taken_back(self, before: Mapping[str, Paid], *, is_limited: bool) -> dict[str, TakenBack]:
        """What it takes back, by term: its share, and what it took over of another payer that is undone there."""
        dues, shares = self.around.dues, dict[str, list[Expression]]()
        for term in self.payer.terms(self.settled.rows):
            if (line := dues[term].deducted) is not None:
                shares[term] = [line * self._share(term)]
        for other in self.payer.covers:
            for term, line in before[other].undone.items():
                shares.setdefault(term, []).append(line)
        return {
            term: take_back(
                self.pen.at("set_off").at(term),
                f"{self.title}, {self._term(term)}",
                add_up(parts, MONEY),
                undoes=is_limited and dues[term].cut_before is not None,
                lapses=dues[term].lapses,
            )
            for term, parts in shares.items()
        }

    def _net(
        self, due: Mapping[str, Line], waiting: Mapping[str, Line], taken: Mapping[str, TakenBack]
    ) -> tuple[dict[str, Line], Line]:
        """What it still has to pay, by term and in all."""
        titles, pen = {term: self._term(term) for term in due}, self.pen.at("set_off")
        netted = set_off(pen, self.title, due, waiting, taken, titles)
        self.netted.append(netted)
        left = pen.flow("left", f"{self.title}: left after set-off", add_up(list(netted.left.values()), MONEY))
        return dict(netted.left), left

    def _close(
        self, taken: Mapping[str, TakenBack], cuts: Mapping[str, list[Line]], *, is_covered: bool
    ) -> dict[str, Line]:
        """Close what its limits cut of each true-up; what is undone of what they passed on the other takes back."""
        undone = {term: each.undone for term, each in taken.items() if each.undone is not None}
        for term, each in taken.items():
            each.close(cuts.get(term, []))
        if is_covered:
            return undone
        for term, line in undone.items():
            self.settled.undone.setdefault(term, []).append(line)
        return {}

    # --- shares and limits ---------------------------------------------------------------------------------------

    def _share(self, term: str) -> Expression:
        share = self.writer.read("share", SHARE)
        return share * self.writer.read(f"pays.{term}", SHARE) if self.payer.pays else share

    def _term(self, term: str) -> str:
        return self.around.dues[term].title

    def _limit(self, field: str) -> Limit:
        title = f"{self.title}, {_TITLES[field]}"
        most = self.writer.read(field, MONEY)
        if field == "max":
            return Limit(title, most)
        payer = self.payer
        years = fiscal_years_of(self.around, payer.fiscal_year_ends, carries=payer.unused == "carried")
        waits_until = self.around.clock.is_last if payer.excess == "waits" else None
        return Limit(title, most, years=years, waits_until=waits_until)

    def _note(self, field: str, limited: Limited, cuts: dict[str, list[Line]], covered_by: str) -> None:
        """What is cut is passed on to the payer that covers this one, or lost."""
        for term, line in limited.cut.items():
            words = LIMITS[field]
            key, named = f"payers.{self.name}.{field}", f"the {words} of {self.title}"
            cut = Cut(term, key, f"{self.title}, {words}", named, line.name, covered_by)
            cuts[term].append(line)
            if covered_by:
                self.settled.passed_on.append(cut)
            else:
                self.settled.cuts.append(cut)
                if term in self.sole:
                    self.settled.lose(term, line)


_TITLES: Final[Mapping[str, str]] = {"max_per_fiscal_year": "limit of a fiscal year", "max": "limit in all"}
