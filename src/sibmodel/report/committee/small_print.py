"""What a committee must be able to look up: limits, who verifies, ways out, rates, prices, what is left out."""

from __future__ import annotations

from collections.abc import Iterator

from sibmodel.deal.part import titled
from sibmodel.report import doubts, words
from sibmodel.report.committee.asked import is_in_doubt, served
from sibmodel.report.committee.payer import Payer
from sibmodel.report.sections import exits, limits
from sibmodel.report.sections.discounting import rate_used
from sibmodel.version import __version__

_MARK = "an amount that is assumed, or in no document that is known to confirm it"
_LONGEST = 260
_FEW = 3


def small_print(payer: Payer) -> Iterator[tuple[str, str]]:
    """Label and words."""
    view = payer.view
    capped = _limits(payer)
    yield "Limits", capped
    if doubts.SIGN in f"{served(payer)} {capped}" or is_in_doubt(payer):
        yield f"The mark {doubts.SIGN}", _MARK
    text = view.deal.description
    verified = text.verification or text.evaluation
    yield "Who verifies", _cut(verified) or "The deal file does not say."
    ending = text.termination or exits.in_a_sentence(view)
    yield "Ways out", _cut(ending)
    yield "Rates", f"Government: {rate_used(view, 'government')}."
    yield "Prices", _prices(payer)
    yield "Not in these figures", _left_out(payer)
    if warned := view.projection.problems(warnings=True):
        yield "Warnings", " ".join(words.shortened(each.message, _LONGEST) for each in warned[:_FEW])
    yield "File", f"{view.projection.deal.file_sha256 or 'made in Python'} (SHA-256), sibmodel {__version__}"


def _limits(payer: Payer) -> str:
    """The payer's own share and caps, all of them; then those of the terms that it pays for, and of others."""
    view = payer.view
    own = list(limits.of_payer(view, payer.name))
    steps = list(dict.fromkeys([*own, *limits.of_terms(view, payer.terms), *limits.steps(view)]))
    shown = max(_FEW, len(own))
    more = f"And {len(steps) - shown} more, in the term sheet." if len(steps) > shown else ""
    told = [words.shortened(step, _LONGEST) for step in steps[:shown]]
    return " ".join(filter(None, [*told, more])) or "The contract states no cap."


def _cut(text: str) -> str:
    return words.shortened(" ".join(words.paragraphs(text)), _LONGEST)


def _prices(payer: Payer) -> str:
    plan, year = payer.view.deal.plan, payer.view.deal.terms.timeline.starts.year
    named = [f"{titled(name, part.title)} {words.percent(part.rate)} a year" for name, part in plan.inflation.items()]
    rises = "no price is indexed"
    if named:
        rises = f"indexed from then on by {words.listed(named)} where the deal file says so"
    return f"Prices of {year}; {rises}. Amounts are nominal where nothing else is said."


def _left_out(payer: Payer) -> str:
    said = ["the payer’s own costs of borrowing and taxes"]
    if not payer.view.deal.plan.savings:
        said.append("any saving")
    if payer.own_costs <= 0:
        said.append("its own costs of managing the contract, of which the file states none")
    text = words.listed(said)
    return f"{text[0].upper()}{text[1:]}."
