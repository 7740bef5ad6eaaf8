"""A limit is one step: what comes in, the room there is, what goes out, what is cut.

Room is what the limit leaves after all that went out before, in the whole life of the deal or in the same fiscal
year. What is cut is lost: it is neither paid later nor picked up by another payer. Where other limits follow, room is
used up by what they let through too: otherwise money that is never paid would use it up, and more success could mean
less payment.
"""

from __future__ import annotations

from dataclasses import dataclass

from sibmodel.graph.expressions import Expression, above, at_least, minimum, opposite, positive, previous
from sibmodel.graph.model import Line, Section
from sibmodel.graph.units import MONEY


@dataclass(frozen=True, slots=True)
class Limited:
    """What a limit lets through and what it cuts, by instant."""

    out: Line
    cut: Line


def limited(
    pen: Section,
    title: str,
    coming_in: Line,
    limit: Expression,
    *,
    fiscal_year: Line | None = None,
    uses: Line | None = None,
) -> Limited:
    """Write one limit.

    Args:
        pen: Where its lines are written.
        title: What readers call it.
        coming_in: Money by instant.
        limit: The most that may go out.
        fiscal_year: Where given, the room starts afresh with each fiscal year.
        uses: Where given, the money that uses up the room: what limits further on let through.
    """
    axis = coming_in.axis
    assert axis is not None
    used = pen.model.add(Line(f"{pen.prefix}.used_closing", f"{title}: used, closing", pen.place, MONEY, axis, None))
    before: Expression = previous(used)
    if fiscal_year is not None:
        before = before * _same(fiscal_year)
    opening = pen.line("used_opening", f"{title}: used before", before, unit=MONEY)
    room = pen.line("room", f"{title}: room", positive(limit - opening), unit=MONEY)
    out = pen.flow("out", f"{title}: within the limit", minimum(coming_in, room), unit=MONEY)
    used.formula = opening + (out if uses is None else uses)
    cut = pen.flow("cut", f"{title}: cut by the limit", coming_in - out, unit=MONEY)
    return Limited(out, cut)


def _same(fiscal_year: Line) -> Expression:
    """1 where the fiscal year is the one of the instant before."""
    return opposite(above(fiscal_year, previous(fiscal_year))) * at_least(fiscal_year, previous(fiscal_year))
