"""Random deals for property tests: every kind of payment, tranche and draw, in any mixture that can be signed."""

import datetime as dt

from hypothesis import strategies as st

from sibmodel.deal.deal import Deal
from tests.support.numbers import money, share
from tests.support.payments import limits, outcomes, payers, payments

MONTHS = 48


@st.composite
def draws(draw):
    return draw(
        st.sampled_from(
            [
                {"kind": "as_needed"},
                {"kind": "at_close", "amount": 100_000.0},
                {
                    "kind": "scheduled",
                    "schedule": {"one": {"month": 0, "amount": 50_000.0}, "two": {"month": 9, "amount": 60_000.0}},
                },
            ]
        )
    )


@st.composite
def repayment(draw):
    """One way of repayment, with the months that it needs."""
    how = draw(st.sampled_from(["sweep", "bullet", "instalments", "annuity"]))
    if how == "sweep":
        return {}
    terms = {"repayment": how, "matures": draw(st.integers(40, MONTHS))}
    if how == "bullet":
        return terms | {"interest": draw(st.sampled_from(["paid", "rolled_up"]))}
    return terms | {"first_repayment": draw(st.integers(3, 39))}


@st.composite
def loan(draw, its_draws):
    terms = {
        "kind": "loan",
        "commitment": draw(money(110_000, 1_200_000)),
        "draws": its_draws,
        "interest_rate": draw(share(0, 0.12)),
        "compounding": draw(st.sampled_from(["simple", "compound"])),
    } | draw(repayment())
    if terms.get("repayment") != "annuity":
        terms["day_count"] = draw(st.sampled_from(["30/360", "actual/365"]))
    if draw(st.booleans()):
        steps = sorted(draw(st.sets(st.integers(1, 47), min_size=2, max_size=2)))
        terms["rates"] = {f"at_{month}": {"from_month": month, "rate": draw(share(0, 0.12))} for month in steps}
    if draw(st.booleans()):
        terms["surplus_up_to"] = draw(money(0, 200_000))
    if its_draws["kind"] != "at_close" and draw(st.booleans()):
        terms["commitment_fee"] = draw(share(0, 0.02))
    return terms


@st.composite
def equity(draw):
    terms = {"kind": "equity", "commitment": draw(money(110_000, 400_000)), "draws": draw(draws())}
    if draw(st.booleans()):
        terms["hurdle_rate"] = draw(share(0, 0.1))
    if draw(st.booleans()):
        terms["capped_at"] = draw(share(0.1, 0.2))
        if draw(st.booleans()):
            terms["beyond_cap"] = draw(st.sampled_from(["council", "broker"]))
    return terms


@st.composite
def guarantee(draw, of):
    level = draw(st.sampled_from(["amount", "share"]))
    reach = {"amount": draw(money(0, 500_000))} if level == "amount" else {
        "share": draw(share()), "on": draw(st.sampled_from(["committed", "drawn"]))
    }  # fmt: skip
    return {
        "kind": "guarantee",
        "of": of,
        "form": draw(st.sampled_from(["tops_up", "first_loss"])),
        "called_at": draw(st.integers(MONTHS - 8, MONTHS)),
        "reimbursed": draw(st.booleans()),
    } | reach


@st.composite
def capital(draw):
    """A stack with most instruments, more or less of each."""
    stack = {
        "senior": draw(loan({"kind": "as_needed"})),
        "grant": {"kind": "recoverable_grant", "commitment": draw(money(110_000, 400_000)), "draws": draw(draws())},
        "equity": draw(equity()),
        "guarantee": draw(guarantee("senior")),
    }
    if draw(st.booleans()):
        stack["junior"] = draw(loan(draw(draws())))
        stack["second"] = draw(guarantee(draw(st.sampled_from(["senior", "junior", "equity"]))))
    if draw(st.booleans()):
        stack["gift"] = {"kind": "grant", "commitment": draw(money(110_000, 200_000)), "draws": draw(draws())}
    if draw(st.booleans()):
        stack["fees"] = {"kind": "deferred_fee", "commitment": draw(money(0, 200_000)), "share_of_costs": draw(share())}
    if draw(st.booleans()):
        stack["founders"] = draw(equity())
    if draw(st.booleans()):
        stack["notes"] = draw(loan(draw(draws()))) | {"repayment": "surplus", "matures": draw(st.integers(40, MONTHS))}
        for key in ("first_repayment", "interest"):
            stack["notes"].pop(key, None)
    for part in stack.values():
        if "called_at" in part:
            part["called_at"] = max(part["called_at"], stack[part["of"]].get("matures", 0))
    return stack


def owed_to(stack):
    """Every step that a stack needs, and nothing that it may not have."""
    for name, part in stack.items():
        if part["kind"] == "loan":
            yield f"{name} interest"
            if part.get("repayment") != "surplus":
                yield f"{name} principal"
            if "commitment_fee" in part:
                yield f"{name} fee"
        elif part["kind"] in ("recoverable_grant", "deferred_fee"):
            yield f"{name} principal"
        elif "hurdle_rate" in part:
            yield f"{name} return"
        elif part.get("reimbursed"):
            yield f"{name} reimbursement"


@st.composite
def order(draw, stack, others):
    """An order of payments: some steps from legs, then all the others, two of them side by side."""
    steps = list(draw(st.permutations([*owed_to(stack), *others])))
    legs = []
    if draw(st.booleans()):
        legs += [f"{step} from fall" for step in steps if step.startswith("senior ") and draw(st.booleans())]
    if draw(st.booleans()):
        legs.append(f"{draw(st.sampled_from(['equity', 'senior']))} distribution from card")
    elif draw(st.booleans()):
        legs += [f"{step} from card" for step in steps if step.startswith("grant ")]
        if draw(st.booleans()):
            steps = [step for step in steps if f"{step} from card" not in legs]
    beside = [step for step in steps if step.endswith(" principal")]
    if len(beside) > 1 and draw(st.booleans()):
        first, second = beside[:2]
        at = steps.index(first)
        steps[at] = f"{first.removesuffix(' principal')} and {second}"
        steps.remove(second)
    return [*legs, *steps]


@st.composite
def capital_terms(draw):
    """All that is signed about capital."""
    stack = draw(capital())
    account = {"keep_cash": draw(money(0, 50_000)), "reuse_outcome_payments": draw(st.booleans())}
    others, fees = [], {}
    if draw(st.booleans()):
        account["reserve"] = {
            "amount": draw(money(0, 80_000)),
            "filled": draw(st.sampled_from(["in_order", "at_close"])),
        }
        if draw(st.booleans()):
            account["reserve"]["until_month"] = draw(st.integers(0, MONTHS))
        others.append("reserve")
    if draw(st.booleans()):
        much = draw(st.sampled_from([{"amount": 30_000.0}, {"share": 0.1}]))
        fees["success"] = {"kind": "success_fee", "paid_to": "broker", "from_payments": draw(money(0, 600_000))} | much
        fees["trustee"] = {"kind": "management_fee", "paid_to": "broker", "per_year": 8_000.0, "months": 40}
        others += ["success fee", "trustee fee"]
    takers = [name for name in ("equity", "founders", "notes", "senior") if name in stack]
    shares = {name: 0.6 / len(takers) for name in takers} | {"council": 0.4}
    for name, part in stack.items():
        if "surplus_up_to" in part and name not in shares:
            del part["surplus_up_to"]
    return {
        "capital": stack,
        "account": account,
        "fees": fees,
        "order_of_payments": draw(order(stack, others)),
        "surplus": shares,
    }


def timelines():
    """Four years, in periods of one length or another."""
    periods = (("quarter", 16), ("half_year", 8), ("half_year", 8), ("year", 4))
    return st.sampled_from([{"period": period, "periods": count} for period, count in periods])


@st.composite
def deals(draw, also=()):
    """A deal that can be signed; what it comes to is up to chance, but for the payment terms that it has to have."""
    terms = draw(payments(also))
    timeline = draw(timelines())
    period_ends = st.integers(1, timeline["periods"] - 1).map(lambda number: number * MONTHS // timeline["periods"])
    termination = {"in_month": draw(st.one_of(st.just(1_200), period_ends)), "wind_down": draw(money(0, 40_000))}
    if draw(st.booleans()):
        terms["exit"] = {"kind": "termination_payment", "share_of_capital": draw(share()), "amount": 5_000.0}
    ends = {"termination": termination} if "exit" in terms or draw(st.integers(0, 4)) == 0 else {}
    data = {
        "sibmodel": 1,
        "name": "A deal made by chance",
        "currency": "GBP",
        "terms": {
            "timeline": {"starts": dt.date(2027, 4, 1)} | timeline,
            "payers": draw(payers(terms)),
            "limits": draw(limits(terms)),
            "deductions_owed_by": "the provider",
            **ends,
            "parties": {"broker": {"name": "The broker", "role": "intermediary"}},
            "payments": terms,
            **draw(capital_terms()),
        },
        "plan": {
            "starts": {
                "all": {
                    "people": draw(money(0, 300)),
                    "from_month": draw(st.integers(0, 6)),
                    "over_months": draw(st.integers(1, 24)),
                    "ramp_months": draw(st.integers(0, 12)),
                }
            },
            "outcomes": draw(outcomes()),
            "costs": {
                "delivery": {"kind": "monthly", "per_month": draw(money(0, 60_000)), "months": 30},
                "people": {"kind": "per_person", "per_person": draw(money(0, 2_000)), "paid": "in_arrears"},
                "evaluation": {"kind": "fixed", "total": 60_000.0, "months": 36, "paid_by": "state"},
            },
            "savings": {
                "jail": {
                    "agency": "prisons",
                    "value_class": "cashable",
                    "outcome": "fall",
                    "value": draw(money(0, 50_000)),
                },
                "benefits": {
                    "agency": "welfare",
                    "value_class": "fiscal",
                    "outcome": "jobs",
                    "counted": "gross",
                    "deadweight": draw(share()),
                    "value": draw(money(0, 10_000)),
                    "lasts": 6,
                },
            },
            "inflation": {"cpi": {"rate": draw(share(0, 0.1))}},
            "discount": {"government": {"rate": 0.035, "basis": "real", "inflation": "cpi"}},
        },
    }
    return Deal.model_validate(data)
