"""What `sib run` says: payments, returns and the government's view by scenario, warnings, files, what to do next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console

from sibmodel.deal.deal import PLAN, Deal
from sibmodel.deal.part import titled

if TYPE_CHECKING:
    from sibmodel.engine.projection import Projection

_PIPED: Final = 160
_NAME: Final = 28
_GAP: Final = 3
_NOTHING: Final = 0.005
_UNFUNDED: Final = (
    "Costs without funding are not paid, but outcomes are counted in full: returns of these scenarios are overstated."
)
_NO_INVESTOR: Final = "Nobody puts money at risk: all capital is granted, so there are no returns."
_NO_HURDLE: Final = "No hurdle rate is stated for investors: their net present value is left out."
_SURPLUS: Final = "surplus received"
_PRESENT: Final = "net fiscal, present value"
_NO_SAVINGS: Final = "The deal states no cost avoided: what government pays stands against nothing."
_NO_DISCOUNT: Final = "No discount rate is stated for the government: its present value is left out."
_STATUS: Final = {
    "total_loss": "all lost",
    "no_outlay": "never out of pocket",
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
        >>> rate({"irr": -1e-9, "irr_status": "ok"})
        '0.00%'
        >>> rate({"irr": None, "irr_status": "multiple", "irr_roots": [0.1, 0.2]})
        '10.00% or 20.00%'
    """
    status = investor["irr_status"]
    if status == "ok":
        return f"{investor['irr']:z.2%}"
    if roots := investor.get("irr_roots"):
        found = " or ".join(f"{root:z.2%}" for root in roots)
        return found if status == "multiple" else f"{found} (unproven)"
    return _STATUS.get(status, str(status))


def multiple(value: float | None) -> str:
    """A money multiple, or a dash where nothing was drawn."""
    return "-" if value is None else f"{value:z.2f}x"


# --- tables ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts: names on the left, figures on the right.

    Args:
        title: What stands above it.
        columns: The heads of the figures.
        rows: A name and its figures.
        spare: The columns that are left out first where there is no room, by their heads.
        notes: Sentences that stand below it.
    """

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, list[str]]]
    spare: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

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


def _cuts(data: Mapping[str, Any], deal: Deal) -> Table | None:
    """What was earned and not paid: by which limit, of which term, under which scenarios; and what was taken back."""
    found: dict[tuple[str, str], list[list[str]]] = {}
    for scenario in data["scenarios"].values():
        for term, each in scenario["outcome_payments"]["by_term"].items():
            for what, amount in _reasons(term, each, deal):
                if amount > _NOTHING:
                    found.setdefault((term, what), []).append([scenario["title"], money(amount)])
    rows = [
        ("" if number else f"{titled(term, deal.terms.payments[term].title)}: {what}", figures)
        for (term, what), each in found.items()
        for number, figures in enumerate(each)
    ]
    return Table("Earned and not paid, by scenario", ("scenario", "amount"), rows) if rows else None


def _reasons(name: str, term: Mapping[str, Any], deal: Deal) -> Iterator[tuple[str, float]]:
    """Why a payment is not made, and how much of it; then what it takes back itself."""
    named = {cut.key: cut.named for cut in deal.cuts}
    for path, amount in term["limits"].items():
        yield f"cut by {named[path]}", amount
    set_off, undone = term.get("set_off", 0.0), term.get("undone", 0.0)
    yield "earned no longer, of what was cut before", undone
    yield "set off against what is taken back", set_off
    cut = sum(term["limits"].values()) - undone
    yield "in no payer's share", term["unpaid"] - set_off - cut
    rest = "" if deal.terms.payments[name].may_leave_owed else " of its month alone"
    yield f"taken back, to be set off against payments{rest}", term.get("taken_back", 0.0)


def _returns(data: Mapping[str, Any]) -> Table:
    scenarios = list(data["scenarios"].values())
    unfunded = any(each["programme"]["unfunded"] > _NOTHING for each in scenarios)
    discounted = all(each["investors"]["total"]["npv_status"] == "discounted" for each in scenarios)
    notes = (_UNFUNDED if unfunded else "", "" if discounted else _NO_HURDLE, _still_owed(scenarios))
    return Table(
        "Returns of all investors, by scenario",
        tuple(_returns_of(scenarios[0], discounted=discounted, unfunded=unfunded)),
        [
            (each["title"], list(_returns_of(each, discounted=discounted, unfunded=unfunded).values()))
            for each in scenarios
        ],
        ("NPV", "drawn", "paid for outcomes") if discounted else ("drawn", "paid for outcomes"),
        tuple(filter(None, notes)),
    )


def _still_owed(scenarios: Sequence[Mapping[str, Any]]) -> str:
    """Interest and fees that are owed at the end and never paid, by scenario; nothing where all is paid."""
    found = {
        each["title"]: each["investors"]["total"]["interest_unpaid"] + sum(each["fees_unpaid"].values())
        for each in scenarios
    }
    owed = [f"{money(amount)} ({title})" for title, amount in found.items() if amount > _NOTHING]
    return f"Interest and fees still owed at the end and never paid: {', '.join(owed)}." if owed else ""


def _returns_of(scenario: Mapping[str, Any], *, discounted: bool, unfunded: bool) -> dict[str, str]:
    """The figures of one scenario by their heads; the NPV and unfunded costs only where they say something."""
    total = scenario["investors"]["total"]
    return {
        "paid for outcomes": money(scenario["outcome_payments"]["total"]),
        "drawn": money(total["drawn"]),
        "came back": money(total["returned"]),
        "multiple": multiple(total["multiple"]),
        "IRR": rate(total),
        **({"NPV": money(total["npv"])} if discounted else {}),
        "principal lost": money(total["principal_lost"]),
        **({"unfunded costs": money(scenario["programme"]["unfunded"])} if unfunded else {}),
    }


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


def _rate_used(projection: Projection) -> str:
    """How government's flows are discounted in the plan, as the term sheet says it, and where it is otherwise."""
    from sibmodel.report.sections.discounting import rate_used
    from sibmodel.report.view import View

    used = {name: rate_used(View(projection, name), "government") for name in projection.scenarios}
    others = [View(projection, PLAN).scenario_title(name) for name, said in used.items() if said != used[PLAN]]
    but = f"; other rates in {', '.join(others)}" if others else ""
    return f"Present value: {used[PLAN]}{but}."


def _government(data: Mapping[str, Any], projection: Projection) -> Table:
    scenarios = list(data["scenarios"].values())
    discounted = all(each["government"]["pv_status"] == "discounted" for each in scenarios)
    values = any(each["government"]["value"] for each in scenarios)
    present_value = (_PRESENT,) if discounted else ()
    rates = _rate_used(projection) if discounted else _NO_DISCOUNT
    notes = (rates, "" if values else _NO_SAVINGS)
    return Table(
        "Government as a whole, by scenario",
        tuple(_government_of(scenarios[0], discounted=discounted)),
        [(each["title"], list(_government_of(each, discounted=discounted).values())) for each in scenarios],
        (_SURPLUS, "own costs", *present_value, "avoids, cashable", "other fiscal"),
        tuple(filter(None, notes)),
    )


def _government_of(scenario: Mapping[str, Any], *, discounted: bool) -> dict[str, str]:
    """The figures of one scenario by their heads; the present value only where there is a rate."""
    view = scenario["government"]
    avoided = {
        kind: sum(classes.get(kind, 0.0) for classes in view["value"].values()) for kind in ("cashable", "fiscal")
    }
    return {
        "pays": money(scenario["outcome_payments"]["total"]),
        "own costs": money(view["own_costs"]),
        "avoids, cashable": money(avoided["cashable"]),
        "other fiscal": money(avoided["fiscal"]),
        _SURPLUS: money(view["surplus_received"]),
        "net cashable": money(view["net_cashable"]),
        "net fiscal": money(view["net_fiscal"]),
        **({_PRESENT: money(view["pv_net_fiscal"])} if discounted else {}),
    }


def _capital_back(data: Mapping[str, Any]) -> str:
    return f"Everything drawn comes back: {data['return_ladder']['capital_back']}."


def print_summary(data: Mapping[str, Any], projection: Projection) -> None:
    """Print the figures of a run.

    Args:
        data: What `results.json` holds.
        projection: The evaluated deal.
    """
    out, deal = console(), projection.deal
    timeline = deal.terms.timeline
    out.print(deal.name, style="bold")
    period = timeline.period.replace("_", " ")
    periods = f"{timeline.periods} periods of a {period}" if timeline.periods > 1 else f"one period of a {period}"
    out.print(f"{periods} from {day(timeline.starts)}; amounts in {deal.currency}")
    tables = [_payments(data, deal), *filter(None, [_cuts(data, deal)])]
    investors = len(data["scenarios"][PLAN]["investors"]["tranches"])
    if investors:
        tables.append(_returns(data))
    if investors > 1:
        tables.append(_tranches(data, deal))
    for table in [*tables, _government(data, projection)]:
        out.print(f"\n{table.title}", style="bold")
        for number, line in enumerate(table.lines(out.width)):
            out.print(line, style="" if number else "dim", soft_wrap=True)
        for note in table.notes:
            out.print(note)
    out.print()
    out.print(_capital_back(data) if investors else _NO_INVESTOR)
