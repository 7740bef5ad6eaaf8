"""How a part of a deal is told on the page: in the deal's currency and with its own titles and months."""

from __future__ import annotations

from collections.abc import Iterable

from sibmodel.deal.part import titled
from sibmodel.deal.say import Table as Words
from sibmodel.report import doubts, words
from sibmodel.report.tables import Column, Table, row, total
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING


class Said:
    """What :class:`sibmodel.deal.say.Say` asks for, from a view."""

    def __init__(self, view: View, of: str = "") -> None:
        """The words of a part of the view's deal.

        Args:
            view: The page.
            of: The path of the part: its amounts that are in doubt carry the sign, where not all of its figures are.
        """
        self.view = view
        self._doubted: set[float] = set()
        if of and not doubts.all_doubted(view, of):
            money = [entry for entry in doubts.doubted(view, of) if "money" in str(entry.unit)]
            self._doubted = {entry.value for entry in money if entry.value}

    def signed(self, text: str, amount: float) -> str:
        """What is written of an amount, with the sign where it is stated and in doubt."""
        is_doubted = any(abs(amount - stated) <= NOTHING * min(1.0, abs(stated)) for stated in self._doubted)
        return f"{text}\N{NO-BREAK SPACE}{doubts.SIGN}" if is_doubted else text

    def rests_on_doubt(self, amounts: Iterable[float]) -> bool:
        """Whether any amount in doubt is not among these, so that they may be worked out from it."""
        shown = list(amounts)
        return any(all(abs(amount - stated) > NOTHING for amount in shown) for stated in self._doubted)

    def price(self, amount: float) -> str:
        """Money as it was stated, with the sign where it is in doubt."""
        return self.signed(self.view.currency.price(amount), amount)

    def percent(self, share: float) -> str:
        """A share, as stated."""
        return words.percent(share)

    def number(self, value: float) -> str:
        """A number, as stated."""
        return words.exact(value)

    def counted(self, value: float) -> str:
        """A number that was worked out, to the whole."""
        return words.grouped(value)

    def level(self, outcome: str, value: float) -> str:
        """A level of an outcome, as stated."""
        return self.view.level(outcome, value)

    def points(self, share: float) -> str:
        """A difference between two shares, in percentage points."""
        return words.points(share)

    def difference(self, outcome: str, value: float) -> str:
        """A difference between two levels of an outcome: of shares, in percentage points."""
        unit = self.view.deal.plan.outcomes[outcome].level_unit
        return words.points(value) if unit.shown_as == "share" else self.level(outcome, value)

    def outcome(self, name: str) -> str:
        """What readers call an outcome."""
        return self.view.outcome(name)

    def is_counted_gross(self, outcome: str) -> bool:
        """Whether there is a gross measure of an outcome, which a net one must be told from."""
        return "gross" in self.view.deal.plan.outcomes[outcome].bases

    def each(self, outcome: str) -> str:
        """One unit of an outcome."""
        return self.view.deal.plan.outcomes[outcome].each

    def months(self, count: float) -> str:
        """So many months."""
        return words.months(count)

    def month(self, month: float) -> str:
        """A month of the deal, with the calendar month that it is."""
        name = words.month_of_deal(self.view.start, month)
        return f"{name} (month {words.exact(month)})" if month > 0 else name

    def term(self, name: str) -> str:
        """What readers call a payment term."""
        return self.view.term(name)

    def party(self, name: str) -> str:
        """What readers call a group of people who start, a payer, a tranche or another party."""
        starts = self.view.deal.plan.starts
        return titled(name, starts[name].title) if name in starts else self.view.payer(name)

    def listed(self, items: Iterable[str], last: str = "and") -> str:
        """A list as it is read out."""
        return words.listed(items, last)


def as_table(told: Words, of: str, note: str = "") -> Table:
    """A table in words as one of the page, under the name of what it belongs to."""
    rows = [row(*cells) for cells in told.rows]
    if told.whole:
        rows.append(total(*told.whole))
    heads = tuple(Column(title, is_number) for title, is_number in told.heads)
    return Table(f"{of}: {told.caption}", heads, tuple(rows), " ".join(text for text in (told.note, note) if text))
