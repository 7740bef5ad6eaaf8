"""Limits that hold for one payment or several together: in all, for a fiscal year, for each person, of the total."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sibmodel.deal.calendar import MonthName
from sibmodel.deal.part import SHAPE, Money, Name, Part, Share, Text, Writer
from sibmodel.deal.payments.limits import Limit, Years
from sibmodel.deal.payments.payment import Surroundings, to_date
from sibmodel.deal.say import Say
from sibmodel.graph.expressions import Expression, Number, add_up, cumulative, total
from sibmodel.graph.model import Line
from sibmodel.graph.units import MONEY, MONTHS, PEOPLE, SHARE


class _OverPayments(Part):
    """What every such limit says: which payments it holds for, and who is cut first."""

    title: Text = ""
    payments: Annotated[list[Name], SHAPE, Field(min_length=1)]
    cut: Annotated[Literal["in_proportion", "last_first"], SHAPE] = "in_proportion"

    @property
    def waits(self) -> bool:
        """Whether what does not fit waits for room."""
        return False

    def years(self, around: Surroundings) -> Years | None:
        """Whether its room is that of a fiscal year."""
        return None

    def limit(self, writer: Writer, around: Surroundings, kept: Line) -> Limit:
        """The limit, to be written."""
        return Limit(
            writer.title,
            self.most(writer, around),
            years=self.years(around),
            waits_until=around.clock.is_last if self.waits else None,
            in_order=self.cut == "last_first",
            kept=kept,
        )

    def most(self, writer: Writer, around: Surroundings) -> Expression:
        """The most that may go out."""
        raise NotImplementedError

    def over(self, say: Say) -> str:
        """What it holds for, and who is cut first, in words."""
        terms = say.listed(say.term(name) for name in self.payments)
        if len(self.payments) == 1:
            return terms
        how = "cut in proportion" if self.cut == "in_proportion" else "the last of them is cut first"
        return f"{terms} together ({how})"


class InAll(_OverPayments):
    """So much over the whole contract; what is above is lost."""

    kind: Annotated[Literal["in_all"], SHAPE]
    amount: Money

    def most(self, writer: Writer, around: Surroundings) -> Expression:
        """The amount."""
        return writer.read("amount", MONEY)

    def told(self, say: Say) -> str:
        """In words."""
        return f"{self.over(say)}: no more than {say.price(self.amount)} in all; what is above is lost"


class PerFiscalYear(_OverPayments):
    """So much in a fiscal year; unused room lapses or is carried, what is above is lost or waits for room."""

    kind: Annotated[Literal["per_fiscal_year"], SHAPE]
    amount: Money
    fiscal_year_ends: Annotated[MonthName, SHAPE] = "december"
    unused: Annotated[Literal["lapses", "carried"], SHAPE] = "lapses"
    excess: Annotated[Literal["lost", "waits"], SHAPE] = "lost"

    @property
    def waits(self) -> bool:
        """Whether what does not fit waits for room."""
        return self.excess == "waits"

    def years(self, around: Surroundings) -> Years:
        """The fiscal years."""
        return fiscal_years_of(around, self.fiscal_year_ends, carries=self.unused == "carried")

    def most(self, writer: Writer, around: Surroundings) -> Expression:
        """The amount."""
        return writer.read("amount", MONEY)

    def told(self, say: Say) -> str:
        """In words."""
        ends = self.fiscal_year_ends.capitalize()
        return f"{self.over(say)}: no more than {say.price(self.amount)} in a fiscal year (ending in {ends}); " + (
            unused_in_words(self.unused, self.excess)
        )


class ForEachPerson(_OverPayments):
    """So much for each person who has started, on the average of all of them.

    People differ: a limit on the average cuts less than the contract's limit on each person does.
    """

    kind: Annotated[Literal["per_person"], SHAPE]
    amount: Money
    among: Annotated[list[Name] | None, SHAPE] = None

    def most(self, writer: Writer, around: Surroundings) -> Expression:
        """The amount for everybody who has started so far."""
        started = cumulative(around.programme.among(self.among))
        amount = writer.read("amount", MONEY / PEOPLE) * started
        return writer.pen.line("allowed", f"{writer.title}: for those who have started so far", amount, unit=MONEY)

    def told(self, say: Say) -> str:
        """In words."""
        return (
            f"{self.over(say)}: no more than {say.price(self.amount)} for each person who started, on the average of "
            "all of them (which cuts less than a limit on each person would); what is above is lost"
        )


class ShareOfTotal(_OverPayments):
    """So large a share of what all payments come to, in order of time; measured on what falls due before limits."""

    kind: Annotated[Literal["share_of_total"], SHAPE]
    share: Share

    def most(self, writer: Writer, around: Surroundings) -> Expression:
        """The share of what has fallen due so far under all terms."""
        due = add_up([due.claimed for due in around.dues.values()], MONEY)
        so_far = to_date(writer.pen, "due_to_date", f"{writer.title}: fell due so far, before limits", due)
        amount = writer.read("share", SHARE) * so_far
        return writer.pen.line("allowed", f"{writer.title}: share of what fell due so far", amount, unit=MONEY)

    def told(self, say: Say) -> str:
        """In words."""
        return (
            f"{self.over(say)}: no more than {say.percent(self.share)} of what has fallen due so far under all terms "
            "before limits; what is above is lost"
        )


TermsLimit = Annotated[InAll | PerFiscalYear | ForEachPerson | ShareOfTotal, Field(discriminator="kind")]


def fiscal_years_of(around: Surroundings, ends: MonthName, *, carries: bool) -> Years:
    """The fiscal years of a party, for a limit."""
    fiscal_year = around.clock.fiscal_year(ends)
    first = total(fiscal_year * around.clock.falls(Number(0.0, MONTHS)))
    return Years(fiscal_year, first, carries)


def unused_in_words(unused: str, excess: str) -> str:
    """What becomes of unused room and of what does not fit."""
    room = "unused room is carried into the next" if unused == "carried" else "unused room lapses"
    above = "what is above waits until there is room" if excess == "waits" else "what is above is lost"
    return f"{above}, {room}"
