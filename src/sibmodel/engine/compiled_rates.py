"""Internal rates as text for LLVM: what :mod:`sibmodel.engine.rates` does, written out instant by instant.

It answers for the flows that have no rate, and for those with one rate at most that six steps find. The rest is
marked as open and left to :func:`sibmodel.engine.rates.internal_rates`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import Final

from sibmodel.engine.grid import ENDS
from sibmodel.engine.ir import Text, constant
from sibmodel.engine.rates import CLOSE, HIGHEST, LOWEST, SETTLED
from sibmodel.graph.expressions import MONEY_GUARD, ROUNDING_GUARD
from sibmodel.graph.returns import LOSS_AT_ANY_RATE, NO_OUTLAY, NO_SINGLE_RATE, OK, TOTAL_LOSS

_NOTHING: Final = constant(0.0)
_ONE: Final = constant(1.0)
_STEPS: Final = 6
"""More than arrays take: a step costs little here, and what is left open costs much."""


def _status(code: int) -> str:
    return constant(float(code))


class Rates:
    """The flows of one party, instant by instant.

    Args:
        text: Where it is written.
        flow: The flows of each instant.
        years: Years since the first instant.
    """

    def __init__(self, text: Text, flow: Sequence[str], years: Sequence[float]) -> None:
        self.text = text
        self.gaps = [0.0, *(after - before for before, after in pairwise(years))]
        self.last = years[-1]
        self._enter(flow)

    def answer(self, came_back: str) -> tuple[str, str, str]:
        """The rate, its status, and a flag where both are open."""
        text = self.text
        gains, loses = self._at_the_ends()
        outlay, income = (text.compare("ogt", side, _NOTHING) for side in (self.put_in, self.came_back))
        there = text.flags("and", text.flags("and", gains, loses), text.flags("and", outlay, income))
        one = self._has_one_rate_at_most()
        lost = text.flags("and", outlay, text.compare("ole", came_back, constant(MONEY_GUARD)))
        x, good = self._interpolated()
        open_ = text.flags("and", there, text.no(text.flags("and", one, good)))
        growth = text.binary("fsub", text.call("exp", x), _ONE)
        rate = text.choose(there, growth, text.choose(lost, constant(-1.0), _NOTHING))
        at_any = text.flags("and", one, text.flags("and", text.no(gains), loses))
        without = text.choose(at_any, _status(LOSS_AT_ANY_RATE), _status(NO_SINGLE_RATE))
        without = text.choose(lost, _status(TOTAL_LOSS), text.choose(outlay, without, _status(NO_OUTLAY)))
        return rate, text.choose(there, _status(OK), without), open_

    def _enter(self, flow: Sequence[str]) -> None:
        """Round the running sum to whole cents; split what changes in it by its sign; add up on the way."""
        text = self.text
        running = before = came_back = back_later = net_later = low = high = _NOTHING
        self.so_far, self.back, self.out = [_NOTHING], [], []
        for gap, amount in zip(self.gaps, flow, strict=True):
            length = constant(gap)
            back_later = text.binary("fadd", back_later, text.binary("fmul", came_back, length))
            net_later = text.binary("fadd", net_later, text.binary("fmul", before, length))
            running = text.binary("fadd", running, amount)
            half = text.call("copysign", constant(0.5 + ROUNDING_GUARD), running)
            rounded = text.call("trunc", text.binary("fadd", text.binary("fmul", running, constant(100.0)), half))
            change = text.binary("fsub", rounded, before)
            self.back.append(text.most(change, _NOTHING))
            self.out.append(text.binary("fsub", self.back[-1], change))
            came_back = text.binary("fadd", came_back, self.back[-1])
            low, high = (
                text.binary("fadd", text.binary("fmul", worth, constant(float(end) ** gap)), change)
                for worth, end in ((low, ENDS[0]), (high, ENDS[1]))
            )
            before = rounded
            self.so_far.append(rounded)
        self.came_back, self.low, self.high = came_back, low, high
        self.put_in = text.binary("fsub", came_back, before)
        self._back_later, self._net_later = back_later, net_later

    def _start(self) -> tuple[str, str]:
        text = self.text
        back = text.binary("fdiv", self._back_later, self.came_back)
        out = text.binary("fdiv", text.binary("fsub", self._back_later, self._net_later), self.put_in)
        height = text.call("log", text.binary("fdiv", self.came_back, self.put_in))
        return height, text.binary("fsub", out, back)

    def _at_the_ends(self) -> tuple[str, str]:
        """Whether the worth is above nothing at the lowest rate, and below at the highest."""
        text, half = self.text, MONEY_GUARD * 100.0
        low, high = (half * float(end) ** self.last for end in ENDS)
        return text.compare("ogt", self.low, constant(low)), text.compare("olt", self.high, constant(-high))

    def _has_one_rate_at_most(self) -> str:
        text = self.text
        total = self.so_far[-1]
        to_come = [text.binary("fsub", total, before) for before in self.so_far[:-1]]
        at_nothing = text.number(text.compare("oeq", total, _NOTHING))
        changes = self._changes(to_come, self._changes(self.so_far[1:], at_nothing))
        return text.compare("ole", changes, _ONE)

    def _changes(self, row: Sequence[str], count: str) -> str:
        text = self.text
        last = _NOTHING
        for value in row:
            now = text.choose(text.compare("oeq", value, _NOTHING), last, value)
            turned = text.compare("olt", text.binary("fmul", now, last), _NOTHING)
            count = text.binary("fadd", count, text.number(turned))
            last = now
        return count

    def _height(self, x: str) -> str:
        text = self.text
        minus = text.binary("fsub", constant(-0.0), x)
        discounts = {
            gap: text.call("exp", text.binary("fmul", minus, constant(gap))) for gap in dict.fromkeys(self._rounded())
        }
        back, out = self.back[-1], self.out[-1]
        for at in range(len(self.back) - 2, -1, -1):
            discount = discounts[self._rounded()[at]]
            back = text.binary("fadd", text.binary("fmul", back, discount), self.back[at])
            out = text.binary("fadd", text.binary("fmul", out, discount), self.out[at])
        return text.call("log", text.binary("fdiv", back, out))

    def _rounded(self) -> list[float]:
        return [round(gap, 12) for gap in self.gaps[1:]]

    def _interpolated(self) -> tuple[str, str]:
        """As :func:`sibmodel.engine.rates._interpolated` does."""
        text = self.text
        add, take, by, over = (partial(text.binary, name) for name in ("fadd", "fsub", "fmul", "fdiv"))
        h0, duration = self._start()
        flat = by(constant(SETTLED), duration)
        slope = over(constant(-1.0), duration)
        first, square = by(take(_NOTHING, h0), slope), by(h0, h0)
        x1 = self._inside(first)
        h1 = self._height(x1)
        d01 = over(x1, take(h1, h0))
        d001 = over(take(d01, slope), take(h1, h0))
        x2 = self._onward(x1, h1, flat, add(first, by(square, d001)))
        h2 = self._height(x2)
        d12 = over(take(x2, x1), take(h2, h1))
        d012 = over(take(d12, d01), take(h2, h0))
        d0012 = over(take(d012, d001), take(h2, h0))
        x3 = self._onward(x2, h2, flat, add(first, by(square, take(d001, by(h1, d0012)))))
        h3 = self._height(x3)
        xs, heights, steep = [x1, x2, x3], [h1, h2, h3], d12
        for _ in range(_STEPS - 3):
            new, steep = self._next(xs, heights, steep, flat)
            xs.append(new)
            heights.append(self._height(new))
        last, _ = self._next(xs, heights, steep, flat)
        good = text.compare("ogt", duration, _NOTHING)
        for how, value, limit in (
            ("ole", text.call("fabs", heights[-1]), by(constant(CLOSE), duration)),
            ("ole", text.call("fabs", take(last, xs[-1])), constant(CLOSE)),
            ("ogt", last, constant(LOWEST)),
            ("olt", last, constant(HIGHEST)),
        ):
            good = text.flags("and", good, text.compare(how, value, limit))
        return last, good

    def _next(self, xs: Sequence[str], heights: Sequence[str], steep: str, flat: str) -> tuple[str, str]:
        """The next place from the last three, and how steep x has been by h since the last but one."""
        text = self.text
        latest = self._slope(xs[-1], xs[-2], heights[-1], heights[-2])
        bend = self._slope(latest, steep, heights[-1], heights[-3])
        along = text.binary("fsub", latest, text.binary("fmul", heights[-2], bend))
        ahead = text.binary("fsub", xs[-1], text.binary("fmul", heights[-1], along))
        return self._onward(xs[-1], heights[-1], flat, ahead), latest

    def _slope(self, after: str, before: str, height_after: str, height_before: str) -> str:
        text = self.text
        return text.binary("fdiv", text.binary("fsub", after, before), text.binary("fsub", height_after, height_before))

    def _onward(self, x: str, height: str, flat: str, ahead: str) -> str:
        text = self.text
        return text.choose(text.compare("ole", text.call("fabs", height), flat), x, self._inside(ahead))

    def _inside(self, x: str) -> str:
        text = self.text
        known = text.choose(text.compare("ord", x, _NOTHING), x, _NOTHING)
        return text.most(text.least(known, constant(HIGHEST)), constant(LOWEST))
