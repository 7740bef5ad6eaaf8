"""Printing a formula in words and in numbers, and what it reads, each with its own formula."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sibmodel.cli.wrapped import WIDEST, print_wrapped
from sibmodel.graph.words import NOT_BELOW, aligned, shown

if TYPE_CHECKING:
    from rich.console import Console

    from sibmodel.deal.deal import Deal
    from sibmodel.graph.explain import Explanation

_REASONS: Final = 4
_DIGITS: Final = tuple("0123456789")
_ONE: Final = {"months": "month", "years": "year", "days": "day", "people": "person"}


@dataclass(slots=True)
class Page:
    """What has been printed so far: nothing is explained twice."""

    out: Console
    deal: Deal
    said: set[str] = field(default_factory=set)

    def formula(self, explanation: Explanation, indent: str) -> None:
        """Print a formula in words and in numbers, and what it comes to."""
        self.said.add(_working(explanation))
        if explanation.terms:
            self._sum(explanation, indent)
        elif explanation.words:
            again = f"as above: {explanation.name}" if explanation.words in self.said else explanation.words
            self._print(f"{indent}in words    ", again if len(explanation.words) > WIDEST else explanation.words)
            self.said.add(explanation.words)
            plain = shown(explanation.value, self.deal.written.lines[explanation.name].unit)
            if explanation.numbers not in ("", explanation.shown, plain):
                self._print(f"{indent}in numbers  ", explanation.numbers)
        value = f"{explanation.shown} {unit(explanation, self.deal)}".rstrip()
        self._print(f"{indent}comes to    ", value, "bold")
        for number, share in enumerate(explanation.shares):
            self._print(f"{indent}{'and' if number else 'of which':12}", share.told)
        self._because(explanation, indent)
        if explanation.note:
            self._print(f"{indent}note        ", explanation.note)

    def _sum(self, explanation: Explanation, indent: str) -> None:
        """Print a long sum, one term a line."""
        counts = self.deal.written.lines[explanation.name].unit
        texts = aligned([term.value for term in explanation.terms], counts)
        for number, (term, text) in enumerate(zip(explanation.terms, texts, strict=True)):
            sign = " " if term.sign == "+" and not number else term.sign
            self._print(f"{indent}{'' if number else 'adds up':12}{sign} {text}  ", term.words)
        if explanation.words.endswith(NOT_BELOW):
            self._print(f"{indent}{'':12}", NOT_BELOW.removeprefix(", "))

    def _because(self, explanation: Explanation, indent: str) -> None:
        """Print what makes a line nil, unless all of it has been said: one reason of two would stand for both."""
        told = explanation.because
        if self.said.issuperset(told):
            return
        self.said.update(told[:_REASONS])
        for number, reason in enumerate(told[:_REASONS]):
            self._print(f"{indent}{'and' if number else 'because':12}", reason)
        if len(told) > _REASONS:
            self._print(f"{indent}{'and':12}", f"{len(told) - _REASONS} more like these")

    def parts(self, explanation: Explanation, indent: str) -> None:
        """Print what a formula reads, each with its own formula."""
        if explanation.parts:
            self.out.print(f"{indent}it reads")
        for part in explanation.parts:
            value = f"{part.shown} {unit(part, self.deal)}".rstrip()
            when = f", {part.when}" if part.when else ""
            self._print(f"{indent}  ", f"[{part.label}]{when} = {value}")
            known = _working(part) in self.said
            self.said.add(_working(part))
            about = f"{part.name}; {evidence(self.deal, part.name)}" if part.is_input and not known else part.name
            self._print(f"{indent}    ", f"{about}; see above" if part.words and known else about, "dim")
            if part.words and not known:
                self.formula(part, f"{indent}    ")
                self.parts(part, f"{indent}    ")

    def _print(self, before: str, text: str, style: str = "") -> None:
        print_wrapped(self.out, before, text, style)


def _working(explanation: Explanation) -> str:
    """What tells one working from another: the same line in another period has other numbers."""
    periods = " ".join(share.when for share in explanation.shares)
    return f"{explanation.name} {explanation.numbers} {explanation.shown if explanation.words else ''} {periods}"


def unit(explanation: Explanation, deal: Deal) -> str:
    """The unit in words, money in the deal's currency; nothing where the number says it itself."""
    if explanation.unit in ("share", "multiple", "date", "number", "flag"):
        return {"flag": "(yes)" if explanation.value else "(no)"}.get(explanation.unit, "")
    if explanation.shown == "1" and explanation.unit in _ONE:
        return _ONE[explanation.unit]
    if not explanation.shown.endswith(_DIGITS):
        return ""  # words stand in the place of the number
    return explanation.unit.replace("money", deal.currency)


def evidence(deal: Deal, path: str) -> str:
    """Where an input comes from and how sure that is."""
    found = deal.evidence(path)
    if found is None:
        return "no source is given for this input"
    document = deal.sources.documents.get(found.source)
    title = f"{found.source} ({document.title})" if document else found.source
    told = [f"source {title}" if title else "no source", f"confidence: {found.confidence}", found.note]
    return "; ".join(part for part in told if part)
