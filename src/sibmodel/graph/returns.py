"""Returns as lines: internal rate, present value, payback, each with a status where a number would mislead.

The internal rate is shown worked out, as sixty halvings of an interval, so that a reader can follow it in the
sheet and so that it survives deals that lose money, where the built-in functions of spreadsheets fail.

**When is there just one rate?** Either of two certificates is enough.

*Before the search.* Let *paid* be the running sum of the flows and *to come* what remains of them. Written as an
integral of the running sum, the worth of the flows at a rate above zero can change sign no more often than *paid*
does, and at a rate below zero no more often than *to come* does (variation diminishing of the Laplace transform).
So changes of *paid* + changes of *to come* + (1 if the flows add up to nothing) bounds the number of rates; where
the bound is one and the worth at the two ends of the search differs in sign, there is one.

*After the search.* If, at the rate found, the party is never ahead before the last flow (what it has put in, grown
at that rate, is never more than covered by what has come back), no other rate exists.

Otherwise no rate is put in the headline; multiple and net present value stand beside it in any case.

**When is there certainly none?** Where the first bound is one at most and the worth is below nothing at both ends of
the search, it is below nothing in between as well: a loss at any rate. So it is where something comes back while more
is still being put in, and never exceeds it. Such flows rank with those of which all is lost.

Source: the second certificate is Soper's (1959); the first is Norstrom's (1972), read in both directions.
"""

from __future__ import annotations

from typing import Final

from sibmodel.graph.axes import Axis
from sibmodel.graph.expressions import (
    Counter,
    Expression,
    GrowthRoot,
    Number,
    PresentValue,
    above,
    at_least,
    cents,
    choose,
    cumulative,
    largest,
    maximum,
    minimum,
    opposite,
    power,
    previous,
    ratio,
    sign,
    total,
)
from sibmodel.graph.model import Line, Measure, RateOf, Section
from sibmodel.graph.units import NUMBER, SHARE, YEARS

LOWEST_GROWTH: Final = 1e-5  # fifty years of it, 1e250, still leave room for the flows
HIGHEST_GROWTH: Final = 101.0
HALVINGS: Final = Axis("halvings", 60)

OK: Final = 1
TOTAL_LOSS: Final = 2
NO_OUTLAY: Final = 3
NO_SINGLE_RATE: Final = 4
LOSS_AT_ANY_RATE: Final = 5
"""Something came back, and yet the flows are worth less than nothing at every rate of the search: certified."""
IRR_STATUSES: Final = {
    OK: "ok",
    TOTAL_LOSS: "total_loss",
    NO_OUTLAY: "no_outlay",
    NO_SINGLE_RATE: "no_single_rate",
    LOSS_AT_ANY_RATE: "none",
}
"""Status codes of an internal rate. The engine names ``no_single_rate`` in more detail after a wider search."""

PAYBACK_STATUSES: Final = {0: "not_repaid", OK: "ok", 2: "never_out_of_pocket"}
PAYBACK_TEXTS: Final = {0: "not repaid", 2: "never out of pocket"}


def internal_rate(
    pen: Section, workings: Section, flow: Expression, years: Expression, label: str, came_back: Expression
) -> Measure:
    """The yearly rate at which a row of flows is worth nothing.

    Args:
        pen: Where the rate and its status are written.
        workings: Where the search for it is written.
        flow: Cash to (+) and from (-) the party, by instant.
        years: Years since financial close, by instant.
        label: The headline's text.
        came_back: All that came back to the party, one number. Where some did and no instant's net flow is above
            nothing, there is no rate, and not all is lost.
    """
    so_far = workings.line("so_far", "Cash flow so far, to the cent", cents(cumulative(flow)))
    rounded = workings.flow(
        "flow",
        "Cash flow, to the cent",
        so_far - previous(so_far),
        note="what changes in the rounded sum, so that roundings do not add up",
    )
    outlay = workings.line("outlay", "Net outflows", total(minimum(rounded, 0)))
    income = workings.line("income", "Net inflows", total(maximum(rounded, 0)))
    size = workings.line("size", "Cash flow without its sign", maximum(rounded, 0 - rounded))
    # no lines of their own: a worth at the lowest rate is astronomical, and would be the largest amount of the deal
    low, high = (PresentValue(rounded, years, Number(growth)) for growth in (LOWEST_GROWTH, HIGHEST_GROWTH))
    there = workings.line(
        "is_there",
        "There is a rate",
        above(low, 0) * above(0, high) * above(0, outlay) * above(income, 0),
        note="the worth differs in sign at the two ends of the search",
    )
    at_most = _rates_at_most(workings, rounded)
    bounded = workings.line("is_bounded", "One rate at most, by changes of sign", there * at_least(1, at_most))
    root = _root(workings, rounded, size, years, bounded, there)
    share = workings.line("share", "Cash flow as a share of what was put in", ratio(rounded, 0 - outlay, 0))
    goes_on = workings.line("goes_on", "Some flow is still to come", above(total(size) - cumulative(size), 0))
    ahead = _is_ever_ahead(workings, share, years, root, goes_on)
    single = workings.line("is_single", "One rate, certified", there * maximum(bounded, opposite(ahead)))
    lost = workings.line("all_lost", "All is lost", above(0, outlay) * at_least(0, came_back))
    loses = workings.line(
        "loses_at_any_rate",
        "A loss at any rate",
        above(0, outlay) * at_least(1, at_most) * at_least(0, low) * above(0, high),
        note="the worth is below nothing at both ends, and changes its sign no more than once",
    )
    status = pen.line("irr_status", f"{label}: status", _status(outlay, lost, single, loses), unit=NUMBER)
    rate = choose(single, root - 1, choose(lost, Number(-1.0), Number(0.0)))
    value = pen.line("irr", label, rate, unit=SHARE, note="effective yearly rate; time in whole months / 12")
    return pen.model.measure(
        Measure(
            value.name,
            label,
            value,
            status,
            IRR_STATUSES,
            {
                TOTAL_LOSS: "all lost",
                NO_OUTLAY: "never out of pocket",
                NO_SINGLE_RATE: "no single rate",
                LOSS_AT_ANY_RATE: "no rate",
            },
            RateOf(flow, years, came_back),
        )
    )


def _rates_at_most(pen: Section, flow: Line) -> Line:
    """The certificate before the search."""
    paid = pen.line("paid", "Running sum", cumulative(flow))
    to_come = pen.line("to_come", "Still to come", total(flow) - previous(paid))
    at_zero = at_least(0, total(flow)) * at_least(total(flow), 0)
    return pen.line(
        "rates_at_most",
        "Rates there can be, at most",
        _changes(pen, "paid", paid) + _changes(pen, "to_come", to_come) + at_zero,
        unit=NUMBER,
    )


def _is_ever_ahead(pen: Section, share: Line, years: Expression, root: Line, goes_on: Line) -> Line:
    """The certificate after the search, turned round: whether the party is ever ahead while flows are to come.

    The position is carried forward as seen from the start where money grows, and in money of its instant where it
    shrinks, so that what should come to nothing is not blown up from its last digit. It is judged in money of its
    instant, and only while flows are still to come: seen from the start, a surplus of year twenty can be too small
    to notice.
    """
    assert share.axis is not None
    growth = maximum(root, LOWEST_GROWTH)
    shrinks = power(minimum(growth, 1), years - previous(years))
    seen = share * power(maximum(growth, 1), 0 - years)
    position = pen.recurrence(
        "position", "Position at that rate", NUMBER, share.axis, lambda own: previous(own) * shrinks + seen
    )
    then = position * power(maximum(growth, 1), years)
    ahead = pen.line("is_ahead", "Ahead at that rate, and flows are to come", above(then * goes_on, 0))
    return pen.line("is_ever_ahead", "Ahead at that rate while flows are to come", largest(ahead))


def _changes(pen: Section, name: str, row: Line) -> Expression:
    """How often a row changes sign, zeros passed over."""
    assert row.axis is not None
    last = pen.recurrence(
        f"{name}_sign",
        f"{row.label}: sign",
        NUMBER,
        row.axis,
        lambda own: choose(above(row, 0), 1, choose(above(0, row), Number(-1.0), previous(own))),
    )
    change = pen.flow(f"{name}_changes", f"{row.label}: changes of sign", above(0, last * previous(last)))
    return total(change)


def _status(outlay: Line, lost: Line, single: Line, loses: Line) -> Expression:
    without = choose(above(0, outlay), choose(loses, LOSS_AT_ANY_RATE, NO_SINGLE_RATE), NO_OUTLAY)
    return choose(single, OK, choose(lost, TOTAL_LOSS, without))


def _root(pen: Section, flow: Line, size: Line, years: Expression, bounded: Line, there: Line) -> Line:
    """The root: solved by the engine, shown as a bisection by the sheet.

    The sheet halves by the worth of the flows beside the worth of the same flows without their signs: a number
    between -1 and 1, seen from the end where money grows and from the start where it shrinks, so that nothing comes
    near zero but the worth at the root.
    """
    first = at_least(0, Counter(HALVINGS))
    low = pen.model.add(Line(f"{pen.prefix}.low", "Low", pen.place, NUMBER, HALVINGS, None))
    high = pen.model.add(Line(f"{pen.prefix}.high", "High", pen.place, NUMBER, HALVINGS, None))
    middle = pen.line("middle", "Middle", (low + high) * Number(0.5))
    seen = power(maximum(middle, 1), largest(years))
    gross = pen.line("gross", "Worth at the middle without signs", PresentValue(size, years, middle) * seen)
    net = PresentValue(flow, years, middle) * seen
    worth = pen.line("worth", "Worth at the middle, as a share of that", ratio(net, gross, 0), unit=NUMBER)
    still_worth = at_least(sign(previous(worth)), 0)
    low.formula = choose(first, Number(LOWEST_GROWTH), choose(still_worth, previous(middle), previous(low)))
    high.formula = choose(first, Number(HIGHEST_GROWTH), choose(still_worth, previous(high), previous(middle)))
    last = at_least(Counter(HALVINGS), Number(float(HALVINGS.size - 1)))
    found = GrowthRoot(flow, years, bounded, there, shown=there * total(middle * last))
    return pen.line("growth", "Growth factor a year", found, unit=NUMBER)


def payback(pen: Section, workings: Section, flow: Expression, years: Expression, label: str) -> Measure:
    """Years until the money is back for good: the last instant at which the running sum turns from red to black.

    Money arrives at instants, so the payback is an instant too; nothing is interpolated. The flow is to the cent.
    """
    paid = cumulative(flow)
    in_the_red = workings.line("in_the_red", "Still out of pocket", above(0, paid))
    back = workings.line(
        "turns", "Money back at this instant", previous(in_the_red) * opposite(in_the_red) * years, unit=YEARS
    )
    repaid = above(largest(back), 0) * at_least(total(flow), 0)
    never_out = at_least(0, largest(in_the_red))
    status = pen.line("payback_status", f"{label}: status", choose(repaid, OK, choose(never_out, 2, 0)), unit=NUMBER)
    value = pen.line("payback_years", label, repaid * largest(back), unit=YEARS)
    return pen.model.measure(Measure(value.name, label, value, status, PAYBACK_STATUSES, PAYBACK_TEXTS))
