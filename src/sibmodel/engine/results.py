"""The figures of a projection as plain data: the contract of ``results.json`` and of ``--json``.

Documented in ``docs/results.md``. Keys may be added, none renamed. A figure that does not exist is null, with its
status beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from sibmodel.deal.discount_tables import table_as_dict
from sibmodel.deal.hashes import sha256_of
from sibmodel.engine import published
from sibmodel.engine.projection import settled
from sibmodel.version import __version__

if TYPE_CHECKING:
    from sibmodel.deal.rates import Discount
    from sibmodel.engine.projection import Projection


def results(projection: Projection) -> dict[str, Any]:
    """Every figure of the contract.

    Args:
        projection: An evaluated deal.

    Returns:
        ``deal``, ``engine`` and ``scenarios``, plain enough for JSON.
    """
    deal = projection.deal
    return {
        "deal": {
            "name": deal.name,
            "currency": deal.currency,
            "file_sha256": deal.file_sha256,
            "terms_sha256": sha256_of(deal.terms.model_dump(mode="json")),
            "discount": {who: _discount(each) for who, each in deal.plan.discount.items()},
        },
        "engine": {"version": __version__},
        "scenarios": {name: _settled(_scenario(projection, name)) for name in projection.scenarios},
        "return_ladder": projection.ladder.as_dict(),
        "exit_table": [_settled(each.as_dict()) for each in projection.exits],
        "stresses": [each.as_dict() for each in projection.stresses],
        "published": published.as_dicts(projection),
    }


def _discount(discount: Discount) -> dict[str, Any]:
    """The rates of one party in the plan, and the dated table that they come from."""
    name = discount.table
    return {
        "basis": discount.basis,
        "inflation": discount.inflation,
        "rates": [
            {"after_year": 0.0, "rate": discount.rate},
            *({"after_year": each.after_year, "rate": each.rate} for each in discount.later.values()),
        ],
        "table": None if name is None else {**table_as_dict(name), "changed": discount.departures()},
    }


def _scenario(projection: Projection, name: str) -> dict[str, Any]:
    return {
        "title": _title(projection, name),
        "outcome_payments": _payments(projection, name),
        "investors": _investors(projection, name),
        "guarantees": _guarantees(projection, name),
        "guarantees_reimbursed": _reimbursed(projection, name),
        "grants": _grants(projection, name),
        "fees": _fees(projection, name),
        "fees_unpaid": {fee: projection.fee_unpaid(fee, name) for fee in projection.deal.terms.fees},
        "government": _government(projection, name),
        "budgets": _budgets(projection, name),
        "programme": {
            "cost": projection.number("programme.cost", name),
            "people": projection.number("programme.starts", name),
            "unfunded": projection.number("vehicle.unfunded", name),
        },
        "checks": {
            "failed": [check.message for check in projection.failures(name) if not check.is_warning],
            "warnings": [check.message for check in projection.failures(name) if check.is_warning],
        },
    }


def _settled(data: Any) -> Any:
    """The same data, with figures that are nothing but the remainder of a subtraction as plain noughts."""
    if isinstance(data, dict):
        return {key: _settled(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_settled(value) for value in data]
    return settled(data) if isinstance(data, float) else data


def _title(projection: Projection, name: str) -> str:
    scenario = projection.deal.scenarios.get(name)
    return (scenario.title if scenario else "Plan") or name


def _payments(projection: Projection, name: str) -> dict[str, Any]:
    terms = projection.deal.terms
    return {
        "total": projection.number("payments.paid", name),
        "by_term": {term: _term(projection, term, name) for term in terms.payments},
        "by_payer": {
            payer: {
                "total": projection.number(f"payers.{payer}.paid", name),
                "by_fiscal_year": _years(projection, payer, f"budget.{payer}.outcome_payments", name),
            }
            for payer in terms.payers
        },
    }


_TAKEN_BACK: Final = {
    "taken_back": ("deductions.{}.taken_back",),
    "undone": ("payments.{}.undone", "deductions.{}.undone"),
    "set_off": ("deductions.{}.set_off",),
}
"""What a term takes back; what of its cuts a later level undoes; what is set off against it."""


def _term(projection: Projection, term: str, name: str) -> dict[str, Any]:
    earned = projection.number(f"payments.{term}.earned", name)
    paid = projection.number(f"payments.{term}.paid", name)
    limits = {cut.key: projection.number(cut.line, name) for cut in projection.deal.cuts if cut.term == term}
    found: dict[str, Any] = {"earned": earned, "paid": paid, "unpaid": earned - paid, "limits": limits}
    for key, lines in _TAKEN_BACK.items():
        there = [at for line in lines if (at := line.format(term)) in projection.model.lines]
        if there:
            found[key] = sum(projection.number(at, name) for at in there)
    found["unpaid"] += found.get("taken_back", 0.0)
    return found


def _years(projection: Projection, payer: str, line: str, name: str) -> dict[str, float]:
    """A row of a payer's budget by the fiscal years that the deal touches."""
    years = projection.row(f"budget.{payer}.fiscal_year", name)
    paid = projection.row(line, name)
    ends = projection.deal.terms.payers[payer].fiscal_year_ends
    last = projection.row(f"time.fiscal_year_{ends}", name)[-1]
    return {str(round(year)): float(amount) for year, amount in zip(years, paid, strict=True) if year <= last}


def _investors(projection: Projection, name: str) -> dict[str, Any]:
    return {
        "total": _returns(projection, "total", name),
        "tranches": {tranche: _returns(projection, tranche, name) for tranche in projection.deal.terms.investors},
    }


def _returns(projection: Projection, investor: str, name: str) -> dict[str, Any]:
    def figure(what: str) -> float | None:
        return projection.figure(f"investors.{investor}.{what}", name).value

    def number(what: str) -> float:
        return projection.number(f"investors.{investor}.{what}", name)

    irr = f"investors.{investor}.irr"
    status = projection.figure(irr, name).status
    return {
        "committed": number("committed"),
        "drawn": number("drawn"),
        "peak_drawn": number("peak_drawn"),
        "returned": number("returned"),
        "multiple": figure("multiple"),
        "irr": figure("irr"),
        "irr_status": status,
        "irr_roots": projection.rates(irr, name) if status in ("multiple", "uncertified") else [],
        "npv": figure("npv"),
        "npv_status": _discounted(projection, "investors"),
        "payback_years": figure("payback_years"),
        "payback_status": projection.figure(f"investors.{investor}.payback_years", name).status,
        "principal_lost": number("principal_lost"),
        "interest_unpaid": number("interest_unpaid"),
    }


def _discounted(projection: Projection, who: Literal["investors", "government"]) -> str:
    """Whether a present value is discounted at all: without a stated rate it is the nominal sum."""
    return "discounted" if who in projection.deal.plan.discount else "not_discounted"


def _guarantees(projection: Projection, name: str) -> dict[str, float]:
    return {each: projection.number(f"capital.{each}.paid", name) for each in projection.deal.terms.guarantees}


def _reimbursed(projection: Projection, name: str) -> dict[str, float]:
    guarantees = projection.deal.terms.guarantees.items()
    return {each: projection.number(f"capital.{each}.reimbursed", name) for each, part in guarantees if part.reimbursed}


def _grants(projection: Projection, name: str) -> dict[str, float]:
    tranches = projection.deal.terms.tranches.items()
    return {each: projection.number(f"capital.{each}.drawn", name) for each, part in tranches if not part.is_at_risk}


def _fees(projection: Projection, name: str) -> dict[str, float]:
    return {each: projection.number(f"fees.{each}.fee_paid", name) for each in projection.deal.terms.fees}


_OF_GOVERNMENT: Final = (
    "net_cashable", "net_fiscal", "pv_net_cashable", "pv_net_fiscal", "deal_cost", "direct_cost", "premium",
    "pv_premium", "public_value", "pv_public_value",
)  # fmt: skip
_BUDGET: Final = ("outcome_payments", "accrued", "service", "still_to_pay", "own_costs", "spent")


def _budgets(projection: Projection, name: str) -> dict[str, dict[str, dict[str, float]]]:
    """Each payer's fiscal years: what it pays, comes to owe, and will owe for the year's service, and what else."""
    return {
        payer: {
            row: _years(projection, payer, f"budget.{payer}.{row}", name)
            for row in _BUDGET
            if f"budget.{payer}.{row}" in projection.model.lines
        }
        for payer in projection.deal.terms.payers
    }


def _government(projection: Projection, name: str) -> dict[str, Any]:
    value: dict[str, dict[str, float]] = {}
    for saving in projection.deal.plan.savings.values():
        for _, kind in saving.parts:
            line = f"government.value.{saving.agency}.{kind}"
            value.setdefault(saving.agency, {})[kind] = projection.number(line, name)
    return {
        "value": value,
        "pv_status": _discounted(projection, "government"),
        "own_costs": projection.number("government.own_costs", name),
        "surplus_received": projection.number("government.surplus_received", name),
        **{key: projection.number(f"government.{key}", name) for key in _OF_GOVERNMENT},
    }
