"""Assumptions: every input with its source and how sure it is, and the documents that figures come from.

Doubt is said in words: a figure that is assumed, unconfirmed or without a source says so in its own row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from urllib.parse import urlsplit

from sibmodel.deal.sources import Confidence, Evidence
from sibmodel.deal.termination import is_no_end
from sibmodel.graph.model import Input
from sibmodel.graph.units import Unit
from sibmodel.report import words
from sibmodel.report.blocks import Data, Points, Prose, Section, section
from sibmodel.report.doubts import SIGN
from sibmodel.report.sections.inputs import parted
from sibmodel.report.sections.scenarios import stated
from sibmodel.report.tables import Cell, Row, Table, group, numbers, row, without_empty
from sibmodel.report.tables import words as column
from sibmodel.report.view import View

_WORDS: dict[Confidence, str] = {
    "stated": "stated in the source",
    "dataset": "from a dataset",
    "computed": "computed from the source",
    "unconfirmed": f"{SIGN} unconfirmed",
    "assumption": f"{SIGN} assumption",
}
_NO_SOURCE = f"{SIGN} no source given"


def assumptions(view: View) -> Section | None:
    """Every input of the deal."""
    heads = (column("Input"), *numbers("Value"), column("Unit"), column("Source"), column("Confidence"), column("Note"))
    caption = f"Every input of the model, {view.scenario_title()}"
    table = without_empty(Table(caption, heads, tuple(_rows(view))))
    return section("assumptions", "Assumptions and sources", Prose((_summary(view),)), Data(table))


def _summary(view: View) -> str:
    inputs = [path for path, entry in view.projection.model.inputs.items() if not is_no_end(path, entry.value)]
    counts = Counter(_doubt(view, path) for path in inputs)
    doubted = [f"{counts[word]} {text}" for word, text in _DOUBTS.items() if counts[word]]
    said = f"Of them, {words.listed(doubted)}" if doubted else "Each has a source that states it"
    sign = f"{SIGN} marks a figure that no document is known to confirm."
    alone = next((text for text in _ALL if counts[text] == len(inputs)), None)
    if alone is not None:
        return f"All {len(inputs)} inputs {_ALL[alone]}. {sign}"
    return f"The model has {words.plural(len(inputs), 'input', 'inputs')}. {said}. {sign}"


_ALL = {"assumption": "are assumptions", "unconfirmed": "are unconfirmed", "": "have no source given"}
_DOUBTS = {"assumption": "rest on assumption", "unconfirmed": "are unconfirmed", "": "have no source given"}


def _doubt(view: View, path: str) -> str:
    found = view.projection.deal.evidence(path)
    return found.confidence if found else ""


def _rows(view: View) -> Iterator[Row]:
    inputs = view.projection.model.inputs.values()
    for title, entries in groupby(inputs, key=lambda entry: parted(view, entry)[0]):
        yield group(title)
        said: dict[str, str] = {}
        for entry in entries:
            found = view.projection.deal.evidence(entry.path)
            note, label = found.note if found else "", parted(view, entry)[1]
            yield _row(view, entry, f"as for {said[note]}" if note in said else note)
            if note:
                said.setdefault(note, label)


def _row(view: View, entry: Input, note: str) -> Row:
    changed = view.projection.deal.changes(view.scenario)
    evidence = view.projection.deal.evidence(entry.path)
    label = f"{(label := parted(view, entry)[1])[:1].upper()}{label[1:]}"
    if entry.path not in changed and is_no_end(entry.path, entry.value):
        return row(label, stated(view, entry, entry.value), "", "", "", "")
    return row(
        label,
        stated(view, entry, changed.get(entry.path, entry.value)),
        _unit(view, entry.unit),
        _source(view, evidence),
        Cell(f"{SIGN} scenario differs from plan", is_marked=True) if entry.path in changed else _confidence(evidence),
        note,
    )


def _unit(view: View, unit: Unit) -> str:
    return str(unit).replace("money", view.currency.code)


def _source(view: View, evidence: Evidence | None) -> Cell:
    if evidence is None or not evidence.source:
        return Cell("")
    documents = view.projection.deal.sources.documents
    if evidence.source not in documents:
        return Cell(evidence.source)
    number = list(documents).index(evidence.source) + 1
    return Cell(f"{documents[evidence.source].title or evidence.source} [{number}]", href=f"#document-{number}")


def _confidence(evidence: Evidence | None) -> Cell:
    text = _WORDS[evidence.confidence] if evidence else _NO_SOURCE
    return Cell(text, is_marked=text.startswith(SIGN))


def documents(view: View) -> Section | None:
    """The documents, numbered; only web addresses become links."""
    found = view.projection.deal.sources.documents
    if not found:
        return None
    items = tuple(
        (Cell(each.title or name), *((Cell(each.url, href=safe_address(each.url)),) if each.url else ()))
        for name, each in found.items()
    )
    return section("documents", "Source documents", Points(items, is_numbered=True))


def safe_address(url: str) -> str:
    """An address that may be a link: on the web, and nothing else.

    Example:
        >>> safe_address("https://example.org/a"), safe_address("javascript:alert(1)")
        ('https://example.org/a', '')
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme.lower() in ("http", "https") and parts.netloc else ""
