"""Investor one-pager: all that somebody who may put money in asks first, on a page that is handed out by itself.

It says some things again that other sections say at length, because it has to stand without them.
"""

from __future__ import annotations

from sibmodel.deal.capital.guarantee import Guarantee
from sibmodel.deal.capital.interest import rates_in_words
from sibmodel.deal.capital.loan import Loan
from sibmodel.engine import investors as asked
from sibmodel.report import words
from sibmodel.report.blocks import Block, Data, Drawing, Pairs, Section, prose, section
from sibmodel.report.charts import Chart, Mark, Scale, Series, narrowest, round_steps
from sibmodel.report.sections import cash, funding, investors_facts, investors_returns
from sibmodel.report.tables import Table, numbers, row
from sibmodel.report.tables import words as column
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

NAME = "investors"
"""Its name in links; the style sheet sets it close, so that it fits on a page."""


def one_pager(view: View) -> Section | None:
    """The page; nothing where nobody's money is at risk."""
    if not view.investors:
        return None
    return section(
        NAME,
        "Investor one-pager",
        prose(_opening(view)),
        *_instruments(view),
        Data(_sources_and_uses(view)),
        _j_curve(view),
        Data(investors_returns.ladder_and_stresses(view)),
        Pairs(tuple(investors_facts.odds(view))),
        Pairs(tuple(investors_facts.order_of_payments(view))),
        investors_returns.who_loses_first(view),
        Pairs(tuple(investors_facts.after_the_tables(view))),
    )


def _opening(view: View) -> str:
    what = f"all investors together, in {view.currency.code}, nominal and before tax"
    return f"{view.projection.deal.name}. {view.scenario_title()}; {what}."


# --- instrument, rank, commitment, term, payer, credit support -----------------------------------------------------


def _instruments(view: View) -> tuple[Block, ...]:
    """One investor in words; several as a table, and what they have in common below it."""
    shared = Pairs(tuple(_shared(view)))
    if len(view.investors) > 1:
        rows = tuple(row(view.capital(name), *_particulars(view, name)) for name in view.investors)
        heads = (column("Investor"), column("Instrument"), column("Rank"), *numbers("Commitment"))
        return Data(Table(f"Instruments ({view.currency.code})", heads, rows)), shared
    ((name, part),) = view.investors.items()
    instrument, rank, _ = _particulars(view, name)
    pairs = (
        ("Instrument", f"{view.capital(name)}: {instrument}"),
        ("Rank", rank),
        ("Commitment", view.currency.full(part.commitment)),
    )
    return (Pairs((*pairs, *shared.pairs)),)


def _particulars(view: View, name: str) -> tuple[str, str, str]:
    """Instrument, rank and commitment of a tranche."""
    part = view.investors[name]
    kind = view.said(part.kind_in_words()) + (_interest(view, part) if isinstance(part, Loan) else "")
    return kind, part.rank or _place(view, name), words.amount(part.commitment)


def _interest(view: View, part: Loan) -> str:
    """The rates of a loan, and whether they are paid or rolled up."""
    if not part.interest_rate and not part.rates:
        return ", no interest"
    paid = "paid each period" if part.interest == "paid" else "rolled up"
    return f", interest {view.said(rates_in_words(part.interest_rate, part.rates))}, {paid}"


def _place(view: View, name: str) -> str:
    """Where the order of payments repays a tranche, where the deal file names no rank."""
    steps = view.deal.terms.steps
    for number, step in enumerate(steps, start=1):
        if name in step.names and step.what in ("principal", "distribution"):
            return f"{step.what} at step {number} of {len(steps)}"
    return "paid from the surplus alone"


def _shared(view: View) -> tuple[tuple[str, str], ...]:
    """Term, payers and credit support."""
    return ("Term", _term(view)), ("Payer", _payers(view)), ("Credit support", _support(view))


def _term(view: View) -> str:
    matures = [
        f"{view.capital(name)} matures in {view.month(part.matures)}"
        for name, part in view.investors.items()
        if isinstance(part, Loan) and part.matures is not None
    ]
    years = words.exact(round(float(view.row("time.years")[-1]), 2))
    term = f"{words.date(view.start)} to {words.date(view.dates[-1])}, {years} years"
    return "; ".join([term, *matures])


def _payers(view: View) -> str:
    payers = view.deal.terms.payers.items()
    capped = (
        view.payer(name) + (f" (at most {view.currency.price(part.max)} in all)" if part.max is not None else "")
        for name, part in payers
    )
    return words.or_none(list(capped))


def _support(view: View) -> str:
    """Guarantees, a reserve and grants that bear costs before investors do."""
    support = [_guarantee(view, name, part) for name, part in view.guarantees.items()]
    reserve = view.deal.terms.account.reserve
    support += [f"a reserve of {view.currency.price(reserve.amount)}"] if reserve is not None else []
    granted = sum(view.number(f"capital.{name}.drawn") for name in view.tranches if name not in view.investors)
    support += [f"grants of {view.currency.full(granted)} that are never repaid"] if granted > NOTHING else []
    return "; ".join(support) or "none"


def _guarantee(view: View, name: str, part: Guarantee) -> str:
    by = f" ({part.provider})" if part.provider else ""
    return f"{view.capital(name)}{by} {view.said(part.layer_in_words())}, behind {view.capital(part.of)}"


# --- sources and uses ----------------------------------------------------------------------------------------------


def _sources_and_uses(view: View) -> Table:
    """The two sides below each other, without what comes to nothing; on paper the curve stands beside them."""
    rows = (*funding.side(view, "Source", "sources"), *funding.side(view, "Use", "uses"))
    shown = tuple(each for each in rows if each.kind != "body" or each.cells[1].text != words.NIL)
    caption = f"The vehicle’s sources and uses ({view.currency.code})"
    return Table(caption, (column("Item"), *numbers("Amount")), shown)


# --- the J-curve ---------------------------------------------------------------------------------------------------


def _j_curve(view: View) -> Drawing:
    caption = _peak_in_words(view)
    years = view.row("time.years").tolist()
    steps = cash.running_steps(years, view.row(asked.DRAWN).tolist(), view.row(asked.BACK).tolist())
    peak = asked.peak(view.projection, view.scenario)
    heights = [0.0, -peak.committed, *(amount for _, amount in steps)]
    up = round_steps(min(heights), max(heights))
    room = max((years[-1] - years[0]) * 0.03, narrowest(years) * 0.2)
    mark = (Mark(years[peak.at], f"Peak draw {view.currency.short(peak.amount)}"),) if peak.amount > NOTHING else ()
    chart = Chart(
        "j-curve",
        "Cumulative net cash flow of all investors",
        f"A line for the running sum of cash flows, and a dashed line at what is committed. {caption}",
        "Instant (financial close, then period ends)",
        Scale(years[0] - room, years[-1] + room, cash.year_ends(view, years)),
        Scale(up[0], up[-1], view.currency.scale(up)),
        (
            Series(
                "Commitment (below zero)", "dashed", tuple((year, -peak.committed) for year in (years[0], years[-1]))
            ),
            Series("Running sum of cash flows", "line", steps),
        ),
        mark,
    )
    return Drawing(chart, caption)


def _peak_in_words(view: View) -> str:
    """The peak draw, its date, and the headroom below the commitment."""
    peak, money = asked.peak(view.projection, view.scenario), view.currency
    if peak.amount <= NOTHING:
        return f"Nothing is drawn; {money.full(peak.committed)} is committed."
    room = f"headroom {money.full(peak.headroom)}" if abs(peak.headroom) > NOTHING else "no headroom"
    headroom = f"{room} below the {money.full(peak.committed)} committed"
    drawn_again = abs(peak.headroom - peak.undrawn) > NOTHING
    undrawn = f", of which {money.full(peak.undrawn)} is never drawn" if drawn_again and peak.undrawn > NOTHING else ""
    undrawn = undrawn or (", all of which is drawn in the end" if drawn_again else "")
    return f"Peak draw {money.full(peak.amount)} on {words.date(peak.day)}; {headroom}{undrawn}."
