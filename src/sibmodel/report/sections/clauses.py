"""Clauses: what the deal file says in words, under the heading where a term sheet has it."""

from __future__ import annotations

from sibmodel.report import words
from sibmodel.report.blocks import Block, Heading, Section, prose, section
from sibmodel.report.view import View


def service(view: View) -> Section | None:
    """For whom, and what is done."""
    text = view.deal.description
    return section(
        "service",
        "Target population and intervention",
        *_titled("Target population", text.population),
        *_titled("Referral and eligibility", text.eligibility),
        *_titled("Intervention", text.intervention),
    )


def evaluation(view: View) -> Section | None:
    """How it is found out what was achieved, and who says so."""
    text = view.deal.description
    return section(
        "evaluation",
        "Evaluation and success determination",
        *_titled("Evaluation design", text.evaluation),
        *_titled("Success determination", text.verification),
    )


def disputes(view: View) -> Section | None:
    """What happens when the parties disagree."""
    return _clause("disputes", "Dispute resolution", view.deal.description.disputes)


def appropriation(view: View) -> Section | None:
    """How the money is voted."""
    return _clause("appropriation", "Appropriation", view.deal.description.appropriation)


def reporting(view: View) -> Section | None:
    """Who is told what, and when."""
    return _clause("reporting", "Reporting and governance", view.deal.description.reporting)


def _clause(name: str, title: str, text: str) -> Section | None:
    return section(name, title, prose(*words.paragraphs(text)))


def _titled(title: str, text: str) -> tuple[Block | None, ...]:
    return (Heading(title), prose(*words.paragraphs(text))) if text else ()
