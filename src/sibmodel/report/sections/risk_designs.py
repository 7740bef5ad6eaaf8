"""Payment under other designs of evaluation, what may fail, and what the simulation does not know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sibmodel.deal.part import titled
from sibmodel.report import simulated, words
from sibmodel.report.blocks import Block, Data, Heading, Prose, points
from sibmodel.report.tables import Row, Table, numbers, row
from sibmodel.report.tables import words as column
from sibmodel.report.view import View

if TYPE_CHECKING:
    from sibmodel.risk.payment_risk import PaymentRisk, UnderDesign

_ALONE: Final = (
    "The deal file names one design alone, so that there is nothing to compare it with. Others can be named beside it."
)


def designs(view: View, risk: PaymentRisk) -> Iterator[Block]:
    """The same figures under every design that the contract could fall back on."""
    if not risk.designs:
        return
    yield Heading("If effects were measured in another way")
    if len(risk.designs) == 1:
        yield Prose((_ALONE,))
    heads = (
        column("Design"),
        *numbers(
            "Standard error at plan", "Expected payment", "± standard error", "P(paid), given all that is uncertain",
            "P(paid), given no effect", "P(unpaid), given the plan achieved",
        ),
    )  # fmt: skip
    rows = tuple(_design(view, each) for each in risk.designs)
    note = (
        f"Only payments that hang on a measured effect are counted here: {_hanging(view, risk)}. P: probability, ± one "
        "standard error; paid means that anything is. Everything but the design is the same, scenario by scenario."
    )
    yield Data(Table(f"Payment by design of evaluation, simulated ({view.currency.code})", heads, rows, note))


def _hanging(view: View, risk: PaymentRisk) -> str:
    return words.listed(f"“{view.term(each.term)}”" for each in risk.terms)


def _design(view: View, each: UnderDesign) -> Row:
    used = ", as in the contract" if each.is_used else ""
    return row(
        f"{each.title}{used}",
        _errors(view, each),
        words.amount(each.expected.value),
        simulated.error_of_money(each.expected.error),
        *(simulated.chance_cell(p.value, p.error) for p in (each.paid, each.paid_without_effect, each.unpaid_at_plan)),
    )


def _errors(view: View, each: UnderDesign) -> str:
    """The standard error of what is found; by outcome where it is not the same for all."""
    said = {name: words.points(round(error, 4)) for name, error in each.errors.items()}
    if len(set(said.values())) == 1:
        return next(iter(said.values()))
    return "; ".join(f"{view.outcome(name)}: {text}" for name, text in said.items())


# --- limits ----------------------------------------------------------------------------------------------------------


def limits(view: View, risk: PaymentRisk) -> Iterator[Block]:
    """What may fail, what was held at the end of what it may be, and what nobody simulated."""
    yield Heading("What may fail, and what the simulation does not know")
    yield points(*_fails(view, risk), *_held(view, risk), *_UNKNOWN)


def _fails(view: View, risk: PaymentRisk) -> Iterator[str]:
    run = risk.run
    found = [share for key, share in run.chances.items() if key.startswith("fails.") and share.value > 0]
    for share in found:
        said = simulated.chance(share.value, share.error)
        yield f"{share.label}, given all that is uncertain, with a probability of {said} (a check of the model)."
    if not found:
        yield "Every check of the model that must hold does so in every scenario."
    short, chance = run.spreads["vehicle.unfunded"], run.chances["unfunded"]
    if chance.value > 0:
        amount = simulated.money(view.currency, short.mean, short.error)
        yield (
            "Given all that is uncertain, costs are left without funding with a probability of "
            f"{simulated.chance(chance.value, chance.error)}; on average over all scenarios it is {amount}. Outcomes "
            "and returns are shown as if these costs were met from elsewhere."
        )
    for name in view.deal.terms.guarantees:
        paid = run.spreads[f"capital.{name}.paid"]
        amount = simulated.money(view.currency, paid.mean, paid.error)
        yield f"{view.capital(name)} is expected to pay {amount}; it is in no figure of payers."


def _held(view: View, risk: PaymentRisk) -> Iterator[str]:
    terms = view.projection.deal.risk.uncertain
    for name, share in risk.run.held.items():
        if share > 0:
            title = titled(name, terms[name].title if name in terms else "")
            yield (
                f"{title}: {words.percent(share, 2)} of the draws lay beyond what the input may be and were held at "
                "its end, so that its mean is not quite that of its distribution."
            )


_UNKNOWN: Final = (
    (
        "Only what the risk part of the file names differs between scenarios; everything else is as in the plan, and "
        "what is not said to go together is drawn independently."
    ),
    (
        "No scenario knows a payer that does not pay or pays late, a provider that stops, a change of the contract or "
        "of the law, or anybody who decides anew because of what has been seen so far."
    ),
    (
        "Whether the distributions are the right ones is not simulated. How far the results hang on them is seen by "
        "changing them in the file."
    ),
)
