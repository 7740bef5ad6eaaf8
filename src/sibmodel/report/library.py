"""The library: every deal that comes along, and how far its published figures come out, as one page of Markdown.

It is written from projections, like a term sheet, so it cannot say more than the model gives. `make docs` writes it.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sibmodel.deal.deal import Deal
from sibmodel.deal.part import in_words, titled
from sibmodel.engine.projection import project
from sibmodel.engine.published import Comparison, compared, counted, in_short
from sibmodel.files.deals import read_deal
from sibmodel.files.outputs import write_text
from sibmodel.files.templates import templates
from sibmodel.report import words
from sibmodel.report.currency import Currency
from sibmodel.report.sections.assumptions import safe_address
from sibmodel.report.sections.published import RESULTS, obtained, stated

_INTRODUCTION: Final = """\
# The deals that come along

This page is written by `make docs` from the files in `deal_templates/`; do not edit it. Every published figure is one
of three kinds:

* *derived*: this model works it out from other terms, to the last digit printed. The difference is at most half a unit
  of that digit, the column *to within*. Only these say something about the model.
* *by construction*: it agrees, and it could not do otherwise. It is an input as it was entered, such as an amount lent
  or a target; or a limit or a step that the scenario was made to reach; or an input was worked back from it; or it was
  itself reckoned from the same inputs.
* *not reproduced*: this model gives something else or nothing, and the note says why.

What is *unconfirmed* is remembered by somebody and printed by no source that was found; it counts for nothing. Each
deal says how many inputs there are of which kind, and its term sheet lists them one by one.
"""


_SURE: Final = {
    "stated": "stated in a source",
    "dataset": "from a dataset",
    "computed": "computed from printed figures",
    "unconfirmed": "unconfirmed",
    "assumption": "assumed",
    "": "without a source",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One deal of the library.

    Args:
        name: The name it is asked for by.
        deal: The deal.
        comparisons: Its published figures and what the model gives.
    """

    name: str
    deal: Deal
    comparisons: Sequence[Comparison]

    @property
    def kind(self) -> str:
        """Whether it is published or generic; empty where it does not say."""
        return (self.deal.about.kind if self.deal.about else None) or ""


def entries() -> list[Entry]:
    """Every template, worked out: published deals first, starters by policy field."""
    found = []
    for name, template in templates().items():
        deal = read_deal(template.path)
        found.append(Entry(name, deal, compared(project(deal))))
    return sorted(found, key=_order)


def _order(entry: Entry) -> tuple[bool, str, str]:
    about = entry.deal.about
    is_published = entry.kind == "published"
    return (not is_published, "" if is_published or about is None else about.policy, entry.name)


def library(deals: Sequence[Entry]) -> str:
    """The page.

    Args:
        deals: The deals, in the order in which they are shown.
    """
    parts = [_INTRODUCTION, _summary(deals), *(_section(entry) for entry in deals)]
    return "\n".join(parts)


# --- at the top ----------------------------------------------------------------------------------------------------


def _summary(deals: Sequence[Entry]) -> str:
    published = sum(1 for each in deals if each.kind == "published")
    figures, twice = _once(deals)
    counts = f"{words.plural(published, 'published deal', 'published deals')}"
    counts += f" and {words.plural(len(deals) - published, 'starter', 'starters')}. {in_short(figures)}".rstrip()
    if twice:
        counts += f" {words.plural(twice, 'figure', 'figures')} in two files of one deal are counted once here."
    heads = (
        "deal",
        "what it is",
        "policy field",
        "figures",
        "derived",
        "by construction",
        "not reproduced",
        "unconfirmed",
    )
    rows = [_overview(entry) for entry in deals]
    return f"**{counts}**\n\n{_table(heads, rows, numbers=range(3, 8))}"


def _once(deals: Sequence[Entry]) -> tuple[list[Comparison], int]:
    """The figures without those that another file of the same deal has already, and how many those are."""
    every = [(entry, each) for entry in deals for each in entry.comparisons]
    found: dict[tuple[object, ...], Comparison] = {}
    for entry, each in every:
        found.setdefault(_printed(entry, each), each)
    return [*found.values()], len(every) - len(found)


def _printed(entry: Entry, each: Comparison) -> tuple[object, ...]:
    """What a figure is apart from the file it stands in: where it is printed, of what, when, and how much."""
    figure, about = each.published, entry.deal.about
    document = entry.deal.sources.documents.get(figure.source)
    deal = (about.place, about.year) if about else entry.name
    window = (figure.from_date, figure.to_date, figure.in_fiscal_year)
    return deal, document.url if document else "", each.title, figure.scenario, window, figure.value


def _overview(entry: Entry) -> list[str]:
    counts, about = counted(list(entry.comparisons)), entry.deal.about
    whole = sum(counts.values()) - counts["unconfirmed"]
    agree = (counts["derived"], counts["by_construction"])
    figures = (whole, *agree, whole - sum(agree), counts["unconfirmed"])
    link = f"[`{entry.name}`](#{entry.name})"
    where = _where(entry.deal) or "invented, to start from"
    return [link, where, about.policy if about else "", *(str(count) if sum(figures) else "–" for count in figures)]


def _where(deal: Deal) -> str:
    about = deal.about
    parts = [] if about is None else [about.place, str(about.year or "")]
    return ", ".join(part for part in parts if part)


# --- one deal ------------------------------------------------------------------------------------------------------


def _section(entry: Entry) -> str:
    """A deal: what it is and how it pays, and its published figures beside what the model gives."""
    deal = entry.deal
    facts = [_where(deal), deal.about.policy if deal.about else "", f"`sib run {entry.name}`"]
    lines = [
        f'<a id="{entry.name}"></a>',
        "",
        f"## {_plain(deal.name)}",
        "",
        " · ".join(fact for fact in facts if fact),
        "",
        _plain(" ".join(deal.summary.split())),
        "",
        f"Pays by {words.listed(_payments(deal))}. Capital: {words.listed(_capital(deal))}. {_inputs(deal)}",
        "",
    ]
    if entry.comparisons:
        lines += [in_short(list(entry.comparisons)), "", _figures(entry), *_documents(entry)]
    return "\n".join(lines)


def _payments(deal: Deal) -> list[str]:
    found = ((titled(name, each.title), in_words(each.kind)) for name, each in deal.terms.payments.items())
    return [f"{_plain(title)} ({kind})" for title, kind in found]


def _capital(deal: Deal) -> list[str]:
    found = ((titled(name, each.title), in_words(each.kind)) for name, each in deal.terms.capital.items())
    return [f"{_plain(title)} ({kind})" for title, kind in found]


def _inputs(deal: Deal) -> str:
    """How many inputs are how sure."""
    evidence = [deal.evidence(path) for path in deal.written.inputs]
    counts = Counter(each.confidence if each else "" for each in evidence)
    said = [f"{counts[confidence]} {about}" for confidence, about in _SURE.items() if counts[confidence]]
    return f"It has {words.plural(len(evidence), 'input', 'inputs')}: {words.listed(said)}."


def _figures(entry: Entry) -> str:
    heads = ("figure", "scenario", "published", "to within", "this model", "result", "source", "confidence", "note")
    order = {name: number for number, name in enumerate(entry.deal.scenario_names())}
    found = sorted(entry.comparisons, key=lambda each: order[each.scenario])
    numbers = {name: number for number, name in enumerate(_cited(entry), start=1)}
    rows = [_row(each, Currency(entry.deal.currency), numbers) for each in found]
    kept = [column for column in range(len(heads)) if any(row[column] for row in rows)]
    return _table([heads[at] for at in kept], [[row[at] for at in kept] for row in rows], numbers=range(2, 5))


def _row(each: Comparison, currency: Currency, numbers: Mapping[str, int]) -> list[str]:
    figure = each.published
    result = RESULTS[each.status].removeprefix("◆ ")
    return [
        _plain(each.title),
        _plain(each.scenario_title),
        stated(each.unit, figure.value, currency),
        stated(each.unit, figure.within, currency),
        obtained(each, currency),
        result if each.agrees and figure.is_published else f"**{result}**",
        str(numbers.get(figure.source, "")),
        figure.confidence,
        _plain(" ".join(part for part in (figure.not_reproduced, figure.note) if part)),
    ]


def _cited(entry: Entry) -> list[str]:
    """The documents that published figures come from, in the order of the deal file."""
    used = {each.published.source for each in entry.comparisons}
    return [name for name in entry.deal.sources.documents if name in used]


def _documents(entry: Entry) -> Iterator[str]:
    """The sources by their numbers; only web addresses become links."""
    for number, name in enumerate(_cited(entry), start=1):
        document = entry.deal.sources.documents[name]
        address = safe_address(document.url)
        link = f", <{address}>" if address and not set(address) & set("<> ") else ""
        yield f"{number}. {_plain(document.title)}{link}"
    yield ""


# --- Markdown ------------------------------------------------------------------------------------------------------


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: range) -> str:
    rule = ["--:" if column in numbers else "---" for column in range(len(heads))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rule, *rows)) + "\n"


def _plain(text: str) -> str:
    """Words without what Markdown would take for a sign of its own."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>|#" else sign for sign in " ".join(text.split()))


if __name__ == "__main__":
    write_text(Path(sys.argv[1]), library(entries()))
