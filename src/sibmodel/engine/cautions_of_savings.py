"""Cautions of savings: cash that is none, what comes to nothing, and what may be counted again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sibmodel.errors import Problem, did_you_mean

if TYPE_CHECKING:
    from sibmodel.engine.projection import Projection

_NOTHING: Final = 0.005
_YEAR: Final = 12


def _average_cost_as_cash(projection: Projection) -> Iterator[Problem]:
    """An average cost shares out what stays until something closes: it is no cash by itself."""
    plan = projection.deal.plan
    for name, saving in plan.savings.items():
        cost = plan.unit_costs.get(saving.unit_cost or "")
        is_average = cost is not None and cost.basis == "average" and saving.released_by is None and not saving.transfer
        if is_average and saving.value_class == "cashable":
            message = (
                f"takes the average unit cost '{saving.unit_cost}' for cash, as if rent and staff ended with each unit."
            )
            hint = (
                "State in released_by how many units a year are closed at once, or a marginal cost, or class it fiscal."
            )
            yield Problem(f"plan.savings.{name}.unit_cost", message, hint)


def _stranger(projection: Projection) -> Iterator[Problem]:
    """An agency that is called almost as a payer is: mostly a slip of the pen, and its savings go to a stranger."""
    terms = projection.deal.terms
    for name, saving in projection.deal.plan.savings.items():
        if saving.agency in terms.payers or saving.agency in terms.parties:
            continue
        hint = did_you_mean(saving.agency, terms.payers)
        if hint.startswith("Did"):
            message = f"is '{saving.agency}', and no payer is called so: its savings are those of somebody else."
            yield Problem(f"plan.savings.{name}.agency", message, hint)


def _comes_to_nothing(projection: Projection) -> Iterator[Problem]:
    """What is worth something, and is reached, comes to nothing: mostly years where months are meant."""
    plan, lines = projection.deal.plan, projection.model.lines
    for name, saving in plan.savings.items():
        at = f"savings.{name}."
        rows = [line for line in (f"{at}avoided", f"{at}capacity") if line in lines]
        come = any(abs(projection.number(row, each)) > _NOTHING for row in rows for each in projection.scenarios)
        worth = any(abs(projection.number(f"{at}value", each)) > _NOTHING for each in projection.scenarios)
        if worth and not come:
            message = "comes to nothing in every scenario, though the outcome is reached and has a value."
            hint = f"Look at what is taken off: sib explain FILE {rows[0]} names each step."
            if saving.after:
                message = f"{message} It begins {saving.after} months after that is measured."
                hint = "'after' counts months, and what falls after the last year that is counted is left out."
            yield Problem(f"plan.savings.{name}", message, hint)


def _never_fades(projection: Projection) -> Iterator[Problem]:
    """The first year is counted in full, so that what lasts a year at most does not fade: mostly years for months."""
    deal = projection.deal
    for name, saving in deal.plan.savings.items():
        path = f"plan.savings.{name}.lasts"
        longest = max([saving.lasts, *(deal.changed_numbers(each).get(path, 0) for each in projection.scenarios)])
        if saving.drop_off and 0 < longest <= _YEAR:
            message = f"has no effect: it lasts {saving.lasts} months, and only further years fade."
            hint = "'lasts' counts months. Write more of them, or remove drop_off."
            yield Problem(f"plan.savings.{name}.drop_off", message, hint)


def _closes_nothing(projection: Projection) -> Iterator[Problem]:
    """So many units a year are never reached, so that what is called cash never becomes any."""
    for name, saving in projection.deal.plan.savings.items():
        if saving.released_by is None:
            continue
        at, scenarios = f"savings.{name}.", projection.scenarios
        most = max(projection.row(f"{at}units_a_year", each).max() for each in scenarios)
        if most > 0 and all(projection.row(f"{at}closed", each).max() <= 0 for each in scenarios):
            message = f"is {saving.released_by:,.10g} units a year, and no scenario has more than {most:,.4g}: no cash."
            hint = "Write a smaller one, or class it fiscal: capacity that is freed is no cash."
            yield Problem(f"plan.savings.{name}.released_by", message, hint)


def _counted_again(projection: Projection) -> Iterator[Problem]:
    """The same value of the same outcome twice at one agency: mostly a copy that was meant to be changed."""
    known: dict[tuple[object, ...], str] = {}
    for name, saving in projection.deal.plan.savings.items():
        whole = saving.model_dump(exclude={"title", "because", "grade"})
        other = known.setdefault(tuple(whole.values()), name)
        if other != name:
            message = f"is the same as '{other}' in everything but its name, so that both are counted."
            yield Problem(f"plan.savings.{name}", message, "Remove one, unless each is a saving of its own.")


CAUTIONS: Final = (
    _average_cost_as_cash, _stranger, _comes_to_nothing, _never_fades, _closes_nothing, _counted_again,
)  # fmt: skip
