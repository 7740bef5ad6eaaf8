"""Method notes, the checks of the model, and what this page is not."""

from __future__ import annotations

from sibmodel.deal.hashes import sha256_of
from sibmodel.report import words
from sibmodel.report.blocks import Heading, Pairs, Points, Prose, Section, points, section
from sibmodel.report.sections import caveats
from sibmodel.report.sections.discounting import rate_used
from sibmodel.report.sections.returns import hurdle
from sibmodel.report.view import View
from sibmodel.version import __version__


def checks(view: View) -> Prose | None:
    """What does not hold, as a warning at the head of the page; None where everything does."""
    found = [*view.projection.problems(), *view.projection.problems(warnings=True)]
    texts = tuple(f"{each.path}: {each.message} {each.hint}".strip() for each in found)
    return Prose(texts, is_warning=True) if texts else None


def status(view: View) -> str:
    """The state of the model's checks in a few words."""
    made = len(view.projection.model.checks) * len(view.scenarios)
    failed, warned = len(view.projection.problems()), len(view.projection.problems(warnings=True))
    if failed:
        return f"{words.plural(failed, 'check fails', 'checks fail')}; see below before using any figure"
    if warned:
        return f"{words.plural(warned, 'warning', 'warnings')}; every other check passes"
    return f"all {made} checks pass, in {words.plural(len(view.scenarios), 'scenario', 'scenarios')}"


def method(view: View) -> Section | None:
    """How the figures are worked out, what is not modelled, and which file and program they come from."""
    identity = Heading("Identification of the file")
    return section("method", "Method and file identification", _notes(view), identity, _fingerprints(view))


def _fingerprints(view: View) -> Pairs:
    deal = view.projection.deal
    return Pairs(
        (
            ("Deal file, SHA-256", deal.file_sha256 or "made in Python, not read from a file"),
            ("Terms, SHA-256", sha256_of(deal.terms.model_dump(mode="json"))),
            ("Engine", f"sibmodel {__version__}"),
        )
    )


def _notes(view: View) -> Points:
    return points(
        "Time runs in whole months from financial close. Draws, costs and receipts are shown at the end of the period "
        "in which they fall; costs paid in advance at its beginning.",
        "The internal rate of return is the effective yearly rate at which the flows of investors are worth nothing; "
        "time is months divided by twelve. It is shown only where it is known to be the only one. “No single rate” "
        "means that several rates fit the flows, or none can be certified; “no rate” that none fits; “nothing drawn” "
        "that nothing was drawn; “never out of pocket” that what comes back covers every draw at its own instant, so "
        "that there is nothing on which to earn a rate. When all is lost the rate is −100%.",
        "A money multiple is all that came back divided by all that was drawn. Payback is the instant from which the "
        "running sum of an investor’s flows stays at nothing or above; nothing is interpolated.",
        f"Net present value to investors: {hurdle(view)}.",
        f"Present value to payers: {rate_used(view, 'government')}.",
        "Committed, drawn and at risk are three figures: what was promised, what was paid in, and the most that was "
        "out of pocket at one instant.",
        "Money is earned when an outcome is measured, verified when it is confirmed, and paid when it is due. "
        f"{caveats.what_caps_cut(view)}",
        "The return ladder scales every expected outcome by the same share and leaves costs and dates as they are.",
        "Figures are rounded for display only; sums are taken before rounding, so the last digit of a column may not "
        "add up. A dash in a table of money stands for nothing at all.",
        "Not modelled: tax, exchange rates, default or late payment by a payer, interest on cash held, and legal costs "
        "beyond those stated.",
    )


def disclaimer() -> tuple[str, ...]:
    """What this page is not."""
    summary = (
        "This term sheet is worked out from a deal file. It is a summary for discussion: not an offer, not advice on "
        "law, tax, accounting or investment, and binding on nobody. Where it differs from a signed contract, the "
        "contract holds."
    )
    risk = (
        "Expected outcomes are expectations. Outcomes, payments and returns may be lower, and investors may lose all "
        "that they put in."
    )
    return summary, risk
