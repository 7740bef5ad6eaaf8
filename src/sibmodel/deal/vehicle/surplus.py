"""The surplus: what is left once nothing is owed, shared out; caps, and what they leave.

Where a cap stops a share, what it leaves goes to the party named for it, or to those who are not at their cap, in
proportion to their shares. That can fill another cap, so it is gone through once more for each cap of that kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sibmodel.deal.capital.stake import Stake
from sibmodel.deal.part import Writer
from sibmodel.deal.terms import Terms
from sibmodel.graph.expressions import Expression, above, add_up, minimum, positive, ratio
from sibmodel.graph.model import Line, Model, Section
from sibmodel.graph.units import MONEY, SHARE

_HEADING = "Income account and order of payments"


@dataclass(slots=True)
class _Taker:
    """One that shares in the surplus while it is shared out.

    Args:
        pen: Where its lines go.
        title: What readers call it.
        share: Its share.
        limit: The most that it may take; None where there is no limit.
        beyond: Who gets what the limit leaves; empty where the others do.
        parts: What was given to it so far.
    """

    pen: Section
    title: str
    share: Expression
    limit: Line | None
    beyond: str
    parts: list[Expression] = field(default_factory=list)

    @property
    def can_fill(self) -> bool:
        """Whether it may be full, so that others take what it leaves."""
        return self.limit is not None and not self.beyond


def write_surplus(model: Model, terms: Terms, stakes: Mapping[str, Stake], over: Line) -> dict[str, Line]:
    """Share the surplus out: what each gets, by name.

    Args:
        model: Where the lines go.
        terms: The shares.
        stakes: The tranches, which note what they get.
        over: The surplus, by instant.
    """
    writer = Writer(terms, "terms", "Surplus", model.section("vehicle", "Capital", _HEADING))
    takers = {name: _taker(model, terms, writer, stakes, name) for name in terms.surplus}
    _allot(writer.pen, list(takers.values()), over)
    own, beyond = {}, dict[str, list[Expression]]()
    for name, taker in takers.items():
        whole = add_up(taker.parts, MONEY)
        own[name] = whole
        if taker.limit is not None and taker.beyond:
            own[name] = minimum(whole, taker.limit)
            left = taker.pen.flow("beyond_cap", f"{taker.title}: beyond its cap", whole - own[name], unit=MONEY)
            beyond.setdefault(taker.beyond, []).append(left)
    paid = {}
    for name in dict.fromkeys([*own, *beyond]):
        amount = add_up([*([own[name]] if name in own else []), *beyond.get(name, [])], MONEY)
        pen, label = _pen(model, stakes, name), f"{terms.called(name)}: share of surplus"
        paid[name] = pen.flow("surplus", label, amount, unit=MONEY)
        if name in stakes:
            stakes[name].surplus = paid[name]
            stakes[name].received.append(paid[name])
    return paid


def _pen(model: Model, stakes: Mapping[str, Stake], name: str) -> Section:
    return stakes[name].writer.pen if name in stakes else model.section(f"surplus.{name}", "Capital", _HEADING)


def _taker(model: Model, terms: Terms, writer: Writer, stakes: Mapping[str, Stake], name: str) -> _Taker:
    pen, title = _pen(model, stakes, name), terms.called(name)
    stake = stakes.get(name)
    limit = stake.part.surplus_limit(stake) if stake is not None else None
    beyond = stake.part.surplus_beyond() if stake is not None else ""
    line = None if limit is None else pen.line("room_to_cap", f"{title}: room up to its cap", limit, unit=MONEY)
    return _Taker(pen, title, writer.read(f"surplus.{name}", SHARE), line, beyond)


def _allot(pen: Section, takers: list[_Taker], over: Line) -> None:
    """Give each its share, then what the full ones leave to the others, once for each that may be full."""
    filling = [taker for taker in takers if taker.can_fill]
    if not filling:
        for taker in takers:
            taker.parts.append(over * taker.share)
        return
    left: Expression = over
    for number in range(len(filling) + 1):
        weights = [_weight(taker) for taker in takers]
        each = pen.line(f"surplus_round_{number + 1}", f"Surplus to share out, round {number + 1}", left, unit=MONEY)
        unit = ratio(each, add_up(weights, SHARE), 0)
        given = [_given(taker, weight * unit) for taker, weight in zip(takers, weights, strict=True)]
        for taker, part in zip(takers, given, strict=True):
            label = f"{taker.title}: of the surplus, round {number + 1}"
            taker.parts.append(taker.pen.flow(f"surplus_part_{number + 1}", label, part, unit=MONEY))
        left = each - add_up([taker.parts[-1] for taker in takers], MONEY)


def _weight(taker: _Taker) -> Expression:
    """Its share, unless it is full."""
    if not taker.can_fill:
        return taker.share
    assert taker.limit is not None
    room = taker.limit - add_up(taker.parts, MONEY) if taker.parts else taker.limit
    return taker.share * above(room, 0)


def _given(taker: _Taker, share: Expression) -> Expression:
    """Its part of a round, no more than it may still take."""
    if not taker.can_fill:
        return share
    assert taker.limit is not None
    return minimum(share, positive(taker.limit - add_up(taker.parts, MONEY)) if taker.parts else taker.limit)
