"""What `sib run` says: payments, returns and the government's view by scenario, warnings, files, what to do next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rich.console import Console

from sibmodel.deal.deal import PLAN, Deal
from sibmodel.deal.part import titled

_PIPED: Final = 160
_NAME: Final = 28
_GAP: Final = 3
_STATUS: Final = {
    "total_loss": "all lost",
    "no_outlay": "no outlay",
    "none": "no rate",
}


def console() -> Console:
    """A console on stdout that takes texts as they are; wide enough for the tables where nobody watches."""
    plain = Console(highlight=False, markup=False, emoji=False)
    return plain if plain.is_terminal else Console(highlight=False, markup=False, emoji=False, width=_PIPED)


def day(date: dt.date) -> str:
    """A date in words.

    Example:
        >>> day(dt.date(2012, 8, 1))
        '1 August 2012'
    """
    return f"{date.day} {date:%B} {date.year}"


def money(amount: float) -> str:
    """An amount in whole units of its currency.

    Example:
        >>> money(-1234567.8), money(-0.2)
        ('-1,234,568', '0')
    """
    return f"{round(amount) + 0:,}"


def rate(investor: Mapping[str, Any]) -> str:
    """An internal rate, or the words for why there is no one rate.

    Example:
        >>> rate({"irr": 0.051, "irr_status": "ok"}), rate({"irr": -1.0, "irr_status": "total_loss"})
        ('5.10%', 'all lost')
        >>> rate({"irr": None, "irr_status": "multiple", "irr_roots": [0.1, 0.2]})
        '10.00% or 20.00%'
    """
    status = investor["irr_status"]
    if status == "ok":
        return f"{investor['irr']:.2%}"
    if roots := investor.get("irr_roots"):
        found = " or ".join(f"{root:.2%}" for root in roots)
        return found if status == "multiple" else f"{found} (unproven)"
    return _STATUS.get(status, str(status))


def multiple(value: float | None) -> str:
    """A money multiple, or a dash where nothing was drawn."""
    return "-" if value is None else f"{value:.2f}x"


# --- tables ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts: names on the left, figures on the right.

    Args:
        title: What stands above it.
        columns: The heads of the figures.
        rows: A name and its figures.
        spare: The columns that are left out first where there is no room, by their heads.
    """

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, list[str]]]
    spare: tuple[str, ...] = ()

    def lines(self, room: int) -> Iterator[str]:
        """The table as lines of text, no wider than there is room for."""
        widths = [
            max(len(head), *(len(figures[number]) for _, figures in self.rows)) + _GAP
            for number, head in enumerate(self.columns)
        ]
        longest = max(len(name) for name, _ in self.rows)
        shown = self._fitting(widths, room - min(longest, _NAME))
        left = max(min(longest, room - sum(widths[number] for number in shown)), _NAME // 2)
        yield " " * left + "".join(f"{self.columns[number]:>{widths[number]}}" for number in shown)
        for name, figures in self.rows:
            yield f"{_short(name, left):{left}}" + "".join(f"{figures[number]:>{widths[number]}}" for number in shown)

    def _fitting(self, widths: Sequence[int], room: int) -> list[int]:
        """The columns for which there is room; a spare one with nothing in it is never shown."""
        shown = [number for number, head in enumerate(self.columns) if head not in self.spare or self._says(number)]
        for head in self.spare:
            if sum(widths[number] for number in shown) > room and self.columns.index(head) in shown:
                shown.remove(self.columns.index(head))
        return shown

    def _says(self, number: int) -> bool:
        """Whether a column has anything but nothing in it."""
        return any(figures[number] != "0" for _, figures in self.rows)


def _short(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 2].rstrip()}.."


def _payments(data: Mapping[str, Any], deal: Deal) -> Table:
    terms = data["scenarios"][PLAN]["outcome_payments"]["by_term"]
    return Table(
        "Outcome payments in the plan",
        ("earned", "paid", "not paid"),
        [
            (titled(name, deal.terms.payments[name].title), [money(each[key]) for key in ("earned", "paid", "unpaid")])
            for name, each in terms.items()
        ],
    )


def _returns(data: Mapping[str, Any]) -> Table:
    def figures(scenario: Mapping[str, Any]) -> list[str]:
        total = scenario["investors"]["total"]
        return [
            money(scenario["outcome_payments"]["total"]),
            money(total["drawn"]),
            money(total["returned"]),
            multiple(total["multiple"]),
            rate(total),
            money(total["npv"]),
            money(total["principal_lost"]),
        ]

    columns = ("paid for outcomes", "drawn", "came back", "multiple", "IRR", "NPV", "principal lost")
    rows = [(scenario["title"], figures(scenario)) for scenario in data["scenarios"].values()]
    return Table("Returns of all investors, by scenario", columns, rows, ("NPV", "drawn", "paid for outcomes"))


def _tranches(data: Mapping[str, Any], deal: Deal) -> Table:
    tranches = data["scenarios"][PLAN]["investors"]["tranches"]
    return Table(
        "Returns by tranche in the plan",
        ("drawn", "came back", "multiple", "IRR", "principal lost"),
        [
            (
                titled(name, deal.terms.capital[name].title),
                [
                    money(each["drawn"]),
                    money(each["returned"]),
                    multiple(each["multiple"]),
                    rate(each),
                    money(each["principal_lost"]),
                ],
            )
            for name, each in tranches.items()
        ],
    )


def _government(data: Mapping[str, Any]) -> Table:
    def figures(scenario: Mapping[str, Any]) -> list[str]:
        view = scenario["government"]
        avoided = {
            kind: sum(classes.get(kind, 0.0) for classes in view["value"].values()) for kind in ("cashable", "fiscal")
        }
        return [
            money(scenario["outcome_payments"]["total"]),
            money(view["own_costs"]),
            money(avoided["cashable"]),
            money(avoided["fiscal"]),
            money(view["net_cashable"]),
            money(view["net_fiscal"]),
            money(view["pv_net_fiscal"]),
        ]

    columns = ("pays", "own costs", "avoids, cashable", "other fiscal", "net cashable", "net fiscal", "present value")
    rows = [(scenario["title"], figures(scenario)) for scenario in data["scenarios"].values()]
    spare = ("own costs", "present value", "avoids, cashable", "other fiscal")
    return Table("Government as a whole, by scenario", columns, rows, spare)


def _capital_back(data: Mapping[str, Any]) -> str:
    at = data["return_ladder"]["capital_back_at"]
    if at is None:
        return "Capital is not back even at 130% of planned outcomes."
    if at == 0:
        return "Capital is back whatever the outcomes."
    return f"Capital is back from {at * 100:.4g}% of planned outcomes on."


def print_summary(data: Mapping[str, Any], deal: Deal) -> None:
    """Print the figures of a run.

    Args:
        data: What `results.json` holds.
        deal: The deal, for its titles.
    """
    out = console()
    timeline = deal.terms.timeline
    out.print(deal.name, style="bold")
    period = timeline.period.replace("_", " ")
    periods = f"{timeline.periods} periods of a {period}" if timeline.periods > 1 else f"one period of a {period}"
    out.print(f"{periods} from {day(timeline.starts)}; amounts in {deal.currency}")
    tables = [_payments(data, deal), _returns(data)]
    if len(data["scenarios"][PLAN]["investors"]["tranches"]) > 1:
        tables.append(_tranches(data, deal))
    for table in [*tables, _government(data)]:
        out.print(f"\n{table.title}", style="bold")
        for number, line in enumerate(table.lines(out.width)):
            out.print(line, style="" if number else "dim", soft_wrap=True)
    out.print()
    out.print(_capital_back(data))
