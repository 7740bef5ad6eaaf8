"""Rate card: a price for each outcome, as often as it is reached or so many times at most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sibmodel.deal.faults.fault import Fault, unknown
from sibmodel.deal.outcomes.outcome import Basis, Outcome, Stream, apart, served
from sibmodel.deal.part import SHAPE, Money, Months, Name, Part, Quantity, Share, Writer, titled
from sibmodel.deal.payments.limits import Cut, Limit
from sibmodel.deal.payments.payment import About, Claims, OutcomePayment, Surroundings, Told
from sibmodel.deal.payments.reach import ENDLESS, Reach, times
from sibmodel.deal.say import Say, Table
from sibmodel.graph.expressions import Expression, Number, add_up, at_least, choose, cumulative, positive, ratio
from sibmodel.graph.model import Line
from sibmodel.graph.units import MONEY, MONTHS, SHARE

_ONE_MONTH = Number(1.0, MONTHS)


class LaterPrices(Part):
    """Prices of outcomes that are measured after a month; what is not named keeps its price."""

    after_month: Months
    prices: Annotated[dict[Name, Money], Field(min_length=1)]


class RateCard(OutcomePayment):
    """Pays a price for each unit of each outcome on the card.

    ``later`` changes prices by the month of measurement. ``discount`` is what a bidder takes off every price.
    ``most_units`` limits how many units of an outcome are paid for in all, ``most_share`` how large a share of all
    units on the card one outcome may be, in order of time; what is above is earned and not paid.
    """

    needs: ClassVar[Literal["units", "level", "nothing"]] = "units"

    kind: Annotated[Literal["rate_card"], SHAPE]
    prices: Annotated[dict[Name, Money], Field(min_length=1)]
    later: dict[Name, LaterPrices] = {}
    discount: Share | None = None
    most_units: dict[Name, Quantity] = {}
    most_share: dict[Name, Share] = {}

    def most(self, reach: Reach) -> float:
        """Known where the number of units is limited for every outcome that has a price."""
        return self._worth(reach, self.prices)

    def most_due(self, reach: Reach, after: float, until: float) -> float:
        """All that it comes to for outcomes of which some may then fall due."""
        return self._worth(
            reach, [each for each in self.prices if reach.may_be_due(each, self.paid_after, after, until)]
        )

    def _worth(self, reach: Reach, names: Iterable[str]) -> float:
        """The most that some of its outcomes come to."""
        later = list(self.later.values())
        highest = {name: max([self.prices[name], *(each.prices.get(name, 0.0) for each in later)]) for name in names}
        worth = sum(times(price, self.most_units.get(name, ENDLESS)) for name, price in highest.items())
        return times(worth * reach.highest_price(self.indexed), 1 - (self.discount or 0.0))

    def outcomes_paid(self) -> Iterator[tuple[tuple[str, ...], str, Basis]]:
        """The outcomes on the card."""
        for name in self.prices:
            yield ("prices", name), name, self.paid_on

    def claims(self, writer: Writer, around: Surroundings) -> Claims:
        """Price times units, when they are measured and when they fall due."""
        rows = {name: _Row(self, writer, around, name) for name in self.prices}
        found = {name: row.write() for name, row in rows.items()}
        earned = add_up([earned for earned, _ in found.values()], MONEY)
        served = add_up([row.served() for row in rows.values()], MONEY)
        claimed = {name: claimed for name, (_, claimed) in found.items()}
        whole = add_up(list(claimed.values()), MONEY)
        if not self.most_units and not self.most_share:
            return Claims(earned, whole, served=served)
        within, cuts = self._within(writer, around, claimed)
        return Claims(earned, whole, add_up(list(within.values()), MONEY), served, tuple(cuts))

    # --- limits of units -----------------------------------------------------------------------------------------

    def _within(
        self, writer: Writer, around: Surroundings, claimed: Mapping[str, Line]
    ) -> tuple[dict[str, Line], list[tuple[Cut, Line]]]:
        """What falls due for units within the limits: money is cut in proportion to the units of its instant."""
        units = {name: _Row(self, writer, around, name).units_due() for name in self.prices}
        all_units = add_up(list(units.values()), next(iter(units.values())).counts) if self.most_share else None
        within, cuts = dict(claimed), []
        for kind, limits in (("most_units", self.most_units), ("most_share", self.most_share)):
            for name in limits:
                pen = writer.pen.at(name).at(kind)
                title = f"{around.outcomes[name].title}, {_LIMITS[kind]}"
                unit = units[name].counts
                allowed: Expression = writer.read(f"{kind}.{name}", SHARE if kind == "most_share" else unit)
                if kind == "most_share" and all_units is not None:
                    all_due = pen.flow("units", f"{title}: all units that fall due", all_units, unit=unit)
                    share = allowed * cumulative(all_due)
                    allowed = pen.line("allowed", f"{title}: units allowed so far", share, unit=unit)
                limited = Limit(title, allowed, unit).write(pen, {name: units[name]})
                kept = within[name] * ratio(limited.whole, units[name], 0)
                paid = pen.flow("paid_for", f"{title}: falls due for what is within", kept, unit=MONEY)
                label = f"{title}: money cut"
                lost = pen.flow("money_cut", label, within[name] - paid, unit=MONEY)
                key = f"payments.{writer.path.rsplit('.', 1)[-1]}.{kind}.{name}"
                whose = around.outcomes[name].title
                named = f"the limit on {_LIMITED[kind]} of {whose}"
                cut = Cut(key.split(".")[1], key, f"{_LIMITS[kind]} of {whose}", named, lost.name)
                cuts.append((cut, lost))
                within[name], units[name] = paid, limited.whole
        return within, cuts

    # --- in words ------------------------------------------------------------------------------------------------

    def told(self, say: Say) -> Told:
        """Each outcome and its price."""
        priced = [self._priced(say, name) for name in self.prices]
        shown = say.listed(priced) if len(priced) <= 4 else self._range(say)
        off = f", less a discount of {say.percent(self.discount)}" if self.discount else ""
        return Told("rate card: a price for each outcome", shown + off, tuple(self._rules(say)), (self._table(say),))

    def _priced(self, say: Say, name: str) -> str:
        """The price of an outcome and the later ones; its name, where the term is not called the same."""
        named = f" ({say.outcome(name)})" if say.outcome(name) != self.title or len(self.prices) > 1 else ""
        later = [
            f"{say.price(each.prices[name])} after {say.month(each.after_month)}"
            for each in self.later.values()
            if name in each.prices
        ]
        changed = f", {say.listed(later)}" if later else ""
        return f"{say.price(self.prices[name])} for each {say.each(name)}{named}{changed}"

    def _range(self, say: Say) -> str:
        """How many prices there are, from which to which, and when they change."""
        low, high = min(self.prices.values()), max(self.prices.values())
        span = f"{say.price(low)} each" if low == high else f"from {say.price(low)} to {say.price(high)}"
        changes = [say.month(each.after_month) for each in self.later.values()]
        later = f"; prices change after {say.listed(changes)}" if changes else ""
        return f"a price for each of {len(self.prices)} outcomes, {span}{later}"

    def _rules(self, say: Say) -> Iterator[tuple[str, str]]:
        if self.discount:
            yield "Discount", f"{say.percent(self.discount)} off every price"

    def limits_told(self, say: Say) -> Iterator[str]:
        """How many units of an outcome are paid for."""
        unpaid = "what is above is earned, not paid"
        for name, most in self.most_units.items():
            yield f"“{say.outcome(name)}” is paid for {say.number(most)} times at most; {unpaid}"
        for name, share in self.most_share.items():
            of = f"{say.percent(share)} of all units on the card so far"
            yield f"“{say.outcome(name)}” is paid for up to {of}; {unpaid}"

    def _table(self, say: Say) -> Table:
        rows = tuple(
            (
                say.outcome(name),
                say.each(name),
                say.price(price),
                *(
                    say.price(later.prices[name]) if name in later.prices else "as before"
                    for later in self.later.values()
                ),
            )
            for name, price in self.prices.items()
        )
        later = tuple((f"After {say.month(each.after_month)}", True) for each in self.later.values())
        return Table("prices", (("Outcome", False), ("Paid for each", False), ("Price", True), *later), rows)

    def faults(self, about: About) -> Iterator[Fault]:
        """Limits and later prices are of outcomes on the card; later prices follow each other."""
        units = {str(part.unit) for name in self.prices if (part := about.outcomes.get(name)) is not None}
        if self.most_share and len(units) > 1:
            message = f"is a share of all units on the card, which counts {' and '.join(sorted(units))}."
            hint = "Put outcomes that count different things on cards of their own."
            yield Fault(about.at("most_share"), message, hint, at_key=True)
        if self.most_share.keys() == self.prices.keys() and len(self.prices) == 1:
            message = "is a share of all units on the card, and there is one outcome on it: it is all of them."
            yield Fault(about.at("most_share"), message, "Remove it, or write most_units.", at_key=True)
        for group, names in (("most_units", self.most_units), ("most_share", self.most_share)):
            for name in names:
                if name not in self.prices:
                    yield unknown(about.at(group, name), "price of", name, self.prices, at_key=True)
        last = -1
        for key, later in self.later.items():
            for name in later.prices:
                if name not in self.prices:
                    yield unknown(about.at("later", key, "prices", name), "price of", name, self.prices, at_key=True)
            if later.after_month <= last:
                message = f"is month {later.after_month}, not later than the change before it (month {last})."
                yield Fault(about.at("later", key, "after_month"), message, "List later prices in the order of time.")
            last = later.after_month


_LIMITS = {"most_units": "most units", "most_share": "largest share of all units"}
_LIMITED = {"most_units": "units", "most_share": "the share in all units"}


class _Row:
    """One outcome of a card while it is written."""

    def __init__(self, card: RateCard, writer: Writer, around: Surroundings, name: str) -> None:
        self.card, self.writer, self.around, self.name = card, writer, around, name
        self.outcome: Outcome = around.outcomes[name]
        self.observed = self.outcome.observed[card.paid_on]
        self.pen = writer.pen.at(name)
        same = self.outcome.title == writer.title
        self.title = f"{writer.title}, by the card" if same else self.outcome.title
        self.after = writer.read("paid_after", MONTHS)

    def write(self) -> tuple[Line, Line]:
        """What is earned and what falls due for the outcome."""
        clock, title = self.around.clock, self.title
        earned: list[tuple[str, Expression]] = []
        due: list[tuple[str, Expression]] = []
        for reading in self.observed.readings:
            amount = self._priced(reading.amount, reading.measured)
            earned.append((reading.name, amount * clock.falls(reading.measured)))
            due.append((reading.name, amount * clock.falls(reading.verified + self.after)))
        for stream in self.observed.streams:
            amount = self._by_start(stream)
            earned.append((stream.name, clock.later(amount, stream.measured_after)))
            due.append((stream.name, clock.later(amount, stream.falls_due_after(self.after))))
        by_start = bool(self.observed.streams)
        all_earned = apart(self.pen, "earned", f"{title}: earned", earned, MONEY, is_by_start=by_start)
        all_due = apart(self.pen, "falls_due", f"{title}: falls due", due, MONEY, is_by_start=by_start)
        return (
            self.pen.flow("earned", f"{title}: earned", all_earned, unit=MONEY),
            self.pen.flow("claimed", f"{title}: falls due", all_due, unit=MONEY),
        )

    def served(self) -> Line:
        """What is earned for the outcome, by the instants at which people are served."""
        clock, label = self.around.clock, f"{self.title}: earned, when people are served"
        parts = [
            (reading.name, self._priced(reading.amount, reading.measured) * share)
            for reading, share in served(self.observed.readings, clock)
        ]
        parts += [(stream.name, stream.served(self._by_start(stream), clock)) for stream in self.observed.streams]
        whole = apart(self.pen, "served", label, parts, MONEY, is_by_start=bool(self.observed.streams))
        return self.pen.flow("served", label, whole, unit=MONEY)

    def units_due(self) -> Line:
        """The units by the instant at which they fall due."""
        clock, unit, label = self.around.clock, self.observed.unit, f"{self.title}: units that fall due"
        parts = [
            (reading.name, self._units(reading.amount) * clock.falls(reading.verified + self.after))
            for reading in self.observed.readings
        ]
        parts += [
            (stream.name, clock.later(self._units(stream.amount), stream.falls_due_after(self.after)))
            for stream in self.observed.streams
        ]
        whole = apart(self.pen, "units_due", label, parts, unit, is_by_start=bool(self.observed.streams))
        return self.pen.flow("units_due", label, whole, unit=unit)

    def _by_start(self, stream: Stream) -> Line:
        """The money for a stream of people, by the instant from which its lags run."""
        name = "_".join(part for part in ("priced", stream.name) if part)
        full = f"{self.pen.prefix}.{name}"
        if full in self.pen.model.lines:
            return self.pen.model.lines[full]
        measured = self.around.clock.closes + stream.measured_after
        label = f"{self.title}: priced, by start{_named(stream)}"
        return self.pen.flow(name, label, self._priced(stream.amount, measured))

    def _priced(self, units: Expression, measured: Expression) -> Expression:
        """Units at the price of the month in which they are measured."""
        amount = self._price(measured) * self._units(units)
        return self.around.indices.applied_in(amount, self.card.indexed, measured)

    def _units(self, amount: Expression) -> Expression:
        """The units paid for: where fewer than without the programme are counted, nothing is paid back."""
        return positive(amount) if self.card.paid_on == "net" else amount

    def _price(self, month: Expression) -> Expression:
        each = MONEY / self.observed.unit
        price: Expression = self.writer.read(f"prices.{self.name}", each)
        for key, later in self.card.later.items():
            if self.name in later.prices:
                is_later = at_least(month, self.writer.read(f"later.{key}.after_month", MONTHS) + _ONE_MONTH)
                price = choose(is_later, self.writer.read(f"later.{key}.prices.{self.name}", each), price)
        if self.card.discount is not None:
            price = price * (1 - self.writer.read("discount", SHARE))
        return price


def _named(stream: Stream) -> str:
    return f", {titled(stream.name).lower()}" if stream.name else ""
