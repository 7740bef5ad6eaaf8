"""Where every figure comes from and how sure that is, and the words that surround the figures."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sibmodel.deal.part import LABEL, Part, Text

Confidence = Literal["stated", "dataset", "computed", "unconfirmed", "assumption"]


class Document(Part):
    """A document that figures come from."""

    title: Text
    url: Text = ""


class Evidence(Part):
    """Where the figures under a path come from, and how sure that is."""

    source: Text = ""
    confidence: Annotated[Confidence, LABEL]
    note: Text = ""


class Sources(Part):
    """The documents, and the evidence for each figure by path; the longest path that fits wins."""

    documents: dict[str, Document] = {}
    figures: dict[str, Evidence] = {}

    def evidence(self, path: str) -> Evidence | None:
        """The evidence for an input."""
        return self.figures.get(self.nearest(path))

    def nearest(self, path: str) -> str:
        """The longest path for which there is evidence and under which an input stands; empty where there is none."""
        return max((each for each in self.figures if path == each or path.startswith(f"{each}.")), key=len, default="")


class About(Part):
    """Where a deal stands among others: whether it is published, its policy field, place and year."""

    kind: Annotated[Literal["published", "generic"], LABEL] | None = None
    policy: Text = ""
    place: Text = ""
    year: Annotated[int, LABEL, Field(ge=1900, le=2200)] | None = None


class Description(Part):
    """The words of a term sheet, section by section; a section without words is left out."""

    population: Text = ""
    eligibility: Text = ""
    intervention: Text = ""
    outcome_definitions: Text = ""
    evaluation: Text = ""
    verification: Text = ""
    disputes: Text = ""
    appropriation: Text = ""
    termination: Text = ""
    reporting: Text = ""
