"""Doubt: which figures of the terms are assumed, or in no document that is known to confirm them, and their sign.

A figure that is remembered or assumed must never look like a published term, wherever on the page it stands. A deal
file that says of no figure where it comes from has no signs: its page says so once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sibmodel.deal.part import titled
from sibmodel.graph.model import Input
from sibmodel.report import words
from sibmodel.report.sections.inputs import parted
from sibmodel.report.view import View

SIGN: Final = "◆"
DOUBTED: Final = ("assumption", "unconfirmed")
_FEW: Final = 4
"""Figures in doubt that are named one by one."""
_WHERE: Final = "see Assumptions and sources"


def is_doubted(view: View, path: str) -> bool:
    """Whether the deal file calls an input an assumption or unconfirmed, or is silent on it alone."""
    found = view.projection.deal.evidence(path)
    if found is None:
        return bool(view.projection.deal.sources.figures)
    return found.confidence in DOUBTED


def doubted(view: View, prefix: str) -> list[Input]:
    """The inputs under a path that are in doubt."""
    return [entry for entry in _under(view, prefix) if is_doubted(view, entry.path)]


def all_doubted(view: View, prefix: str) -> bool:
    """Whether every input under a path is in doubt, and there is one."""
    found = list(_under(view, prefix))
    return bool(found) and all(is_doubted(view, entry.path) for entry in found)


def _under(view: View, prefix: str) -> Iterator[Input]:
    inputs = view.projection.model.inputs.values()
    return (entry for entry in inputs if entry.path == prefix or entry.path.startswith(f"{prefix}."))


def signed(view: View, text: str, prefix: str) -> str:
    """A text with the sign where anything under a path is in doubt."""
    return f"{text} {SIGN}" if doubted(view, prefix) else text


def of_term(view: View, name: str) -> str:
    """Which figures of a payment term are in doubt, in words; nothing where none is."""
    prefix = f"terms.payments.{name}"
    found = doubted(view, prefix)
    if not found:
        return ""
    if all_doubted(view, prefix):
        return f"{SIGN} every figure of this term is assumed or unconfirmed; {_WHERE}"
    names = dict.fromkeys(parted(view, entry)[1] for entry in found)
    whole = len(list(_under(view, prefix)))
    named = words.listed(names) if len(names) <= _FEW else f"{len(found)} of the {whole} figures of this term"
    return f"{SIGN} assumed or unconfirmed: {named}; {_WHERE}"


def in_brief(view: View) -> str:
    """What the sign means, and that a deal without sources has no figure that a document confirms."""
    if not view.projection.deal.sources.figures:
        return "The deal file gives no source for any figure."
    if not doubted(view, "terms"):
        return ""
    if all_doubted(view, "terms") and all_doubted(view, "plan"):
        return f"{SIGN} Every figure of this deal is assumed or unconfirmed: none is a published term; {_WHERE}."
    caps = words.listed(_caps(view))
    also = f" The amounts of these caps are in doubt too: {caps}." if caps else ""
    return f"{SIGN} marks figures of terms that are assumed or that no document is known to confirm; {_WHERE}.{also}"


def _caps(view: View) -> Iterator[str]:
    """The caps whose amounts are in doubt, as sentences name them."""
    terms = view.deal.terms
    for name in terms.payments:
        if doubted(view, f"terms.payments.{name}.max"):
            yield f"that of {view.term(name)}"
    for name, limit in terms.limits.items():
        if doubted(view, f"terms.limits.{name}"):
            yield f"“{titled(name, limit.title)}”"
    for name in terms.payers:
        if any(doubted(view, f"terms.payers.{name}.{field}") for field in ("max", "max_per_fiscal_year")):
            yield f"that of {words.within(view.payer(name))}"
