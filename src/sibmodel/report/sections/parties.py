"""Parties and roles: who pays, who puts money in, who stands behind it, and everybody else, each once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from sibmodel.deal.terms import Party
from sibmodel.report import words
from sibmodel.report.blocks import Data, Section, section
from sibmodel.report.tables import Table, row
from sibmodel.report.tables import words as column
from sibmodel.report.view import View

_UNNAMED = "provider not named"


@dataclass(slots=True)
class _Part:
    """One party and all that it is in the deal.

    Args:
        names: What it is called, the name to print first.
        is_payer: Whether it pays for outcomes.
        provides: The capital that it provides, by what that makes it; then the guarantees that it gives.
        fees: The fees of the structure that it takes.
        stated: Its roles in the words of the deal file.
    """

    names: list[str]
    is_payer: bool = False
    provides: dict[str, list[str]] = field(default_factory=dict)
    fees: list[str] = field(default_factory=list)
    stated: list[str] = field(default_factory=list)

    def is_called(self, name: str) -> bool:
        return bool(name) and name.casefold() in (each.casefold() for each in self.names)

    def named(self) -> str:
        """Its name, and what the rest of the page calls it where that is another."""
        name, *others = self.names or [_UNNAMED]
        other = [each for each in others if each.casefold() not in name.casefold()]
        return f"{name} (below: {words.listed(other)})" if other else name

    def roles(self) -> str:
        """What it does: the words of the deal file in place of ours where it does one thing only."""
        stated = "; ".join(dict.fromkeys(self.stated))
        said = ["outcome payer"] if self.is_payer else []
        said += [f"{role}: {words.listed(what)}" for role, what in self.provides.items()]
        said += [f"is paid a fee ({words.listed(self.fees)})"] if self.fees else []
        if not stated:
            return "; ".join(said)
        if len(said) == 1 and self.is_payer and "payer" in stated.casefold():
            return stated
        if len(said) == 1 and not self.is_payer:
            return f"{stated}: {words.listed([*chain(*self.provides.values()), *self.fees])}"
        return "; ".join([stated, *said] if self.fees else [*said, stated])


def parties(view: View) -> Section | None:
    """Who takes part, and as what."""
    rows = tuple(row(_capital(part.roles() or "party"), part.named()) for part in _parts(view))
    table = Table("Parties and their roles", (column("Role"), column("Party")), rows)
    return section("parties", "Parties and roles", Data(table))


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _parts(view: View) -> list[_Part]:
    """Payers, investors, guarantors, then the others."""
    terms, found = view.deal.terms, list[_Part]()
    for name in terms.payers:
        _joined(found, view.payer(name), terms.parties.get(name)).is_payer = True
    roles = {name: part.role for name, part in view.tranches.items()} | dict.fromkeys(view.guarantees, "guarantor")
    for name, role in roles.items():
        part = _joined(found, terms.capital[name].provider, _same(view, name))
        part.provides.setdefault(role, []).append(view.capital(name))
    for name, fee in terms.fees.items():
        _joined(found, "", terms.parties[fee.paid_to]).fees.append(view.capital(name))
    for party in terms.parties.values():
        _joined(found, "", party)
    return found


def _same(view: View, name: str) -> Party | None:
    """The party under the name of a tranche or a guarantee, where it is not plainly another than its provider."""
    provider, party = view.deal.terms.capital[name].provider.casefold(), view.deal.terms.parties.get(name)
    if party is None or not (provider in party.name.casefold() or party.name.casefold() in provider):
        return None
    return party


def _joined(found: list[_Part], called: str, party: Party | None) -> _Part:
    """The part of one party: as found before under any of its names, or a new one."""
    names = list(_distinct([*([party.name] if party else []), called]))
    part = next((each for each in found if any(map(each.is_called, names))), None)
    if part is None:
        found.append(part := _Part(names))
    part.names = list(_distinct([*names, *part.names] if party else [*part.names, *names]))
    if party and party.role and party.role not in part.stated:
        part.stated.append(party.role)
    return part


def _distinct(names: list[str]) -> Iterator[str]:
    """Names that say something, each once however it is written."""
    said: set[str] = set()
    for name in names:
        if name and name.casefold() not in said:
            said.add(name.casefold())
            yield name
