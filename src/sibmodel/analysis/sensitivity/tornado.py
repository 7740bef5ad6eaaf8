"""Tornado: each input moved alone, from one end of its range to the other, and what that does to a result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sibmodel.analysis.asked import Found, Result
from sibmodel.analysis.columns import End, evaluated
from sibmodel.analysis.sensitivity.ranges import Range
from sibmodel.deal.deal import PLAN, Deal
from sibmodel.engine.stresses import with_room
from sibmodel.graph.units import MONTHS

ONLY_LATE: Final = "A guarantee does not pay for what is only late"
"""What is wrong where money is due twice: from the guarantee, because results are not there yet, and then for them."""
CENT: Final = 0.005


@dataclass(frozen=True, slots=True)
class Bar:
    """What a result comes to at both ends of a range.

    Args:
        range: What is moved, and between which numbers.
        low: The result at the low end of the range.
        high: The result at the high end.
        is_moved: Whether either differs from what it is where nothing is moved.
        swing: How far apart the two are; None where one of them cannot be compared.
        periods_added: Periods that the deal was given besides its own, so that what comes late falls within it.
    """

    range: Range
    low: End
    high: End
    is_moved: bool
    swing: float | None
    periods_added: int = 0

    @property
    def fails(self) -> tuple[str, ...]:
        """The checks that fail at one end or the other."""
        return tuple(dict.fromkeys((*self.low.fails, *self.high.fails)))


@dataclass(frozen=True, slots=True)
class Tornado:
    """What moves a result, the most first.

    Args:
        deal: The deal.
        scenario: The scenario that was moved.
        result: The result.
        planned: What it is where nothing is moved.
        bars: Inputs that move it, by their swing.
        unranked: Inputs at one end of which the result has no number that could be compared.
        apart: Inputs that cannot be moved alone, because a check fails at one end, or a guarantee would pay for what is
            only late.
        unmoved: Inputs that do not move it.
        without_width: Inputs that were not tried: a tenth of nothing is nothing, and P10 may be P90.
    """

    deal: Deal
    scenario: str
    result: Result
    planned: Found
    bars: tuple[Bar, ...]
    unranked: tuple[Bar, ...]
    apart: tuple[Bar, ...]
    unmoved: tuple[Bar, ...]
    without_width: tuple[Range, ...]

    @property
    def tried(self) -> int:
        """How many inputs, or groups of them that move together, were tried."""
        return len(self.bars) + len(self.unranked) + len(self.apart) + len(self.unmoved)


def tornados(
    deal: Deal, results: Sequence[Result], ranges: Sequence[Range], scenario: str = PLAN
) -> tuple[Tornado, ...]:
    """The tornado of each result, all from one evaluation of the deal.

    Args:
        deal: The deal.
        results: What is asked for.
        ranges: What is moved, and how far.
        scenario: The scenario that is moved.

    Example:
        >>> import sibmodel
        >>> from sibmodel.analysis.asked import result_of
        >>> from sibmodel.analysis.sensitivity.ranges import ranges_of
        >>> deal = sibmodel.read_deal("deal_templates/starter.yaml")
        >>> found = tornados(deal, [result_of(deal.written, "payments.paid")], ranges_of(deal))[0]
        >>> [bar.range.lever.label for bar in found.bars][:3]
        ['People who start', 'Share in work', 'Plan: achievement']
    """
    base = deal.changed_numbers(scenario)
    tried = [each for each in ranges if each.has_width]
    without = tuple(each for each in ranges if not each.has_width)
    here = _Ends(deal, base, tried, results)
    late = here.with_room()
    found = []
    for result in results:
        bars = tuple((late if late and each in late.places else here).bar(result, each) for each in tried)
        found.append(_told_apart(Tornado(deal, scenario, result, here.planned(result), bars, (), (), (), without)))
    return tuple(found)


class _Ends:
    """Both ends of some ranges, evaluated in one deal."""

    def __init__(
        self,
        deal: Deal,
        base: Mapping[str, float],
        tried: Sequence[Range],
        results: Sequence[Result],
        periods_added: int = 0,
    ) -> None:
        self.deal, self.base, self.results, self.periods_added = deal, base, results, periods_added
        self.places = {each: 1 + 2 * at for at, each in enumerate(tried)}
        ends = [{**base, **each.lever.at(number)} for each in tried for number in (each.low, each.high)]
        columns = evaluated(deal, [base, *ends], results)
        self._ends = {result.name: columns.ends(result) for result in results}
        self._guaranteed, self._paid = columns.guaranteed().tolist(), columns.paid().tolist()

    def planned(self, result: Result) -> Found:
        """A result where nothing is moved."""
        return self._ends[result.name][0].found

    def of(self, result: Result, each: Range) -> tuple[End, End]:
        """A result at both ends of a range."""
        at = self.places[each]
        low, high = self._ends[result.name][at : at + 2]
        return self._late(each, low, at), self._late(each, high, at + 1)

    def _late(self, each: Range, end: End, at: int) -> End:
        """An end at which a date makes guarantees pay more, though no less is paid for outcomes: that is no deal."""
        more = self._guaranteed[at] - self._guaranteed[0]
        less = self._paid[0] - self._paid[at]
        if each.lever.unit != MONTHS or more <= CENT or less > CENT:
            return end
        return replace(end, fails=(*end.fails, ONLY_LATE))

    def is_sound(self, each: Range) -> bool:
        """Whether a range is among these, and no check fails at its ends."""
        return each in self.places and not any(end.fails for end in self.of(self.results[0], each))

    def bar(self, result: Result, each: Range) -> Bar:
        """One bar; where the plan lies outside both ends, its swing reaches to the plan."""
        ends, planned = self.of(result, each), self.planned(result)
        ranks = [found.rank for found in (ends[0].found, ends[1].found, planned) if found.rank is not None]
        is_moved = not all(_is_same(result, end.found, planned) for end in ends)
        can_be = all(end.found.rank is not None for end in ends)
        swing = (max(ranks) - min(ranks) if is_moved else 0.0) if can_be else None
        return Bar(each, *ends, is_moved, swing, self.periods_added)

    def with_room(self) -> _Ends | None:
        """The ranges of months whose ends fail, in the deal with more periods; None where that is another deal."""
        failing = [each for each in self.places if each.lever.unit == MONTHS and not self.is_sound(each)]
        if not failing:
            return None
        longest = max(abs(number - each.lever.planned) for each in failing for number in (each.low, each.high))
        longer = with_room(self.deal, round(longest))
        added = longer.terms.timeline.periods - self.deal.terms.timeline.periods
        found = _Ends(longer, self.base, failing, self.results, added)
        same = all(_is_same(each, found.planned(each), self.planned(each)) for each in self.results)
        return found if same else None


def _told_apart(whole: Tornado) -> Tornado:
    """The bars told apart: those that move the result by their swing, the others as they come."""
    sound = [bar for bar in whole.bars if not bar.fails]
    moving = [bar for bar in sound if bar.is_moved]
    return replace(
        whole,
        bars=tuple(sorted((bar for bar in moving if bar.swing is not None), key=lambda bar: -(bar.swing or 0.0))),
        unranked=tuple(bar for bar in moving if bar.swing is None),
        apart=tuple(bar for bar in whole.bars if bar.fails),
        unmoved=tuple(bar for bar in sound if not bar.is_moved),
    )


def _is_same(result: Result, one: Found, other: Found) -> bool:
    if one.rank is None or other.rank is None or one.words != other.words:
        return one.words == other.words and one.rank == other.rank
    return abs(one.rank - other.rank) < result.nothing
