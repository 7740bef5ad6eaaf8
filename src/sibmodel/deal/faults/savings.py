"""Faults of savings: what does not fit its outcome, and what would be counted twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sibmodel.deal.faults.fault import CLOSE, Fault, named_once, unknown
from sibmodel.deal.faults.payments import index_exists
from sibmodel.deal.wording import called
from sibmodel.graph.units import DAYS, OUTCOMES, PEOPLE, SHARE, Unit

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal
    from sibmodel.deal.savings.saving import Saving, UnitCost

_LISTED: Final = 8
_LAST_BEFORE_APRIL: Final = 3
"""The last month before fiscal years of prices turn."""
_AGENCY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_PER: Final[Mapping[str, Unit]] = {"person": PEOPLE, "day": DAYS, "outcome": OUTCOMES, "point": SHARE}
_ONE_FOR_EACH: Final = (
    "If what starts in the deal is what the cost is for, such as a household, write 'per: person' in the unit cost."
)


def _at(name: str, step: str) -> tuple[str, ...]:
    return ("plan", "savings", name, step)


# --- what it is of -----------------------------------------------------------------------------------------------


def outcome_exists(deal: Deal, name: str, saving: Saving) -> Iterator[Fault]:
    """What is worth something is an outcome of the plan."""
    if saving.outcome not in deal.plan.outcomes:
        yield unknown(_at(name, "outcome"), "outcome", saving.outcome, deal.plan.outcomes)


def counted_as_measured(deal: Deal, name: str, saving: Saving) -> Iterator[Fault]:
    """What is measured against a comparison is net by nature."""
    part = deal.plan.outcomes.get(saving.outcome)
    if part is not None and saving.counted not in part.bases:
        message = f"is gross, but '{saving.outcome}' is {called(type(part))} against a comparison and so net."
        yield Fault(_at(name, "counted"), message, "Write counted: net.")


def agency_is_a_name(_: Deal, name: str, saving: Saving) -> Iterator[Fault]:
    """An agency is a name in the results."""
    if not _AGENCY.fullmatch(saving.agency):
        hint = "Use small letters, digits and underscores, such as health_service."
        yield Fault(_at(name, "agency"), f"'{saving.agency[:40]}' cannot be a name here.", hint)


# --- what it is valued by ----------------------------------------------------------------------------------------


def valued_once(deal: Deal, name: str, saving: Saving) -> Iterator[Fault]:
    """A saving has a value of its own or takes one from the unit costs."""
    if saving.unit_cost is None:
        if saving.value is None:
            hint = "Add 'value:', or 'unit_cost:' and the name of one in plan.unit_costs."
            yield Fault(("plan", "savings", name), "has no value.", hint, at_key=True)
        if saving.share is not None:
            message = "is a share of a unit cost, and this saving has none."
            yield Fault(_at(name, "share"), message, "Remove it, or name a unit cost.", at_key=True)
    elif saving.unit_cost not in deal.plan.unit_costs:
        yield unknown(_at(name, "unit_cost"), "unit cost", saving.unit_cost, deal.plan.unit_costs)
    elif saving.value is not None:
        message = f"is stated beside the unit cost '{saving.unit_cost}'; which of the two counts?"
        yield Fault(_at(name, "value"), message, "Remove one of them.", at_key=True)
    elif saving.price_year is not None:
        message = f"is that of the unit cost '{saving.unit_cost}', which states its own."
        yield Fault(_at(name, "price_year"), message, "Remove it here.", at_key=True)


def per_what_is_counted(deal: Deal, name: str, saving: Saving) -> Iterator[Fault]:
    """A unit cost is for each of what the outcome counts."""
    cost, part = deal.plan.unit_costs.get(saving.unit_cost or ""), deal.plan.outcomes.get(saving.outcome)
    if cost is None or part is None:
        return
    counted = next((each for each, unit in _PER.items() if _is_same(unit, part.unit)), "nothing that has a unit cost")
    if counted != cost.per:
        message = f"is for each {cost.per}, and the outcome '{saving.outcome}' counts for each {counted}."
        hint = "Name another outcome, or a unit cost of the same kind."
        if (cost.per, counted) == ("outcome", "person"):
            hint += f" {_ONE_FOR_EACH}"
        yield Fault(_at(name, "unit_cost"), message, hint)


def _is_same(one: Unit, other: Unit) -> bool:
    return one == other and one.shown_as == other.shown_as


def saving_indexed(deal: Deal, name: str, saving: Saving) -> Iterator[Fault]:
    """A saving is indexed by an inflation of the plan, which reaches back to the year of its prices."""
    yield from index_exists(deal, ("plan", "savings", name), saving.indexed)
    year = saving.prices_of(deal.plan.unit_costs)
    place = "unit_cost" if saving.unit_cost in deal.plan.unit_costs else "price_year"
    if year is None:
        return
    starts = deal.terms.timeline.starts.year
    if saving.indexed is None:
        if year != starts:
            message = f"is in prices of {year}, and nothing says how prices have grown since."
            hint = "Add 'indexed:' and the name of an inflation whose 'past' has the years since."
            yield Fault(_at(name, place), message, hint)
    elif saving.indexed in deal.plan.inflation:
        yield from _reaches_back(deal, name, place, saving.indexed, year)


def _reaches_back(deal: Deal, name: str, place: str, index: str, year: int) -> Iterator[Fault]:
    """Prices of a year are brought to those of the start by the growth of each year between."""
    starts = deal.terms.timeline.starts.year
    known = deal.plan.inflation[index].past
    missing = [str(each) for each in range(year + 1, starts + 1) if str(each) not in known]
    if year > starts:
        yield Fault(_at(name, place), f"is in prices of {year}, and the deal starts in {starts}.", "Correct the year.")
    elif missing:
        years, each = (missing[0], "") if len(missing) == 1 else (f"{missing[0]} to {missing[-1]}", "each ")
        lacking = [f"{each} (the year of the start)" if each == str(starts) else each for each in missing]
        listed = ", ".join([*lacking[:_LISTED], *(["…"] if len(lacking) > _LISTED else [])])
        message = f"is in prices of {year}, and '{index}' lacks the growth of prices in {listed}."
        hint = f"Add {years} to plan.inflation.{index}.past, {each}with the growth over the year before."
        yield Fault(_at(name, place), message, f"{hint}{_still_the_year_before(deal, missing)}")


def _still_the_year_before(deal: Deal, missing: list[str]) -> str:
    """A word on fiscal years, which begin in April and have not turned where a deal starts early in the year."""
    starts = deal.terms.timeline.starts
    if missing[-1] != str(starts.year) or starts.month > _LAST_BEFORE_APRIL:
        return ""
    fiscal = f"{starts.year - 1}/{starts.year % 100:02}"
    return f" Where years of prices are fiscal ones, the deal still starts in {fiscal}: write {starts.year}: 0%."


def graded(deal: Deal, name: str, saving: Saving) -> Iterator[Fault]:
    """A grade of evidence stands in the user's own table."""
    if saving.grade is not None and saving.grade not in deal.plan.evidence:
        fault = unknown(_at(name, "grade"), "grade of evidence", saving.grade, deal.plan.evidence)
        yield fault if deal.plan.evidence else replace(fault, hint="Add it, with its correction, to plan.evidence.")


# --- how long ----------------------------------------------------------------------------------------------------


_NEEDS_TIME: Final = (
    ("yearly", "is for each year"),
    ("drop_off", "is of later years"),
    ("released_by", "counts units a year"),
)


def lasts_some_time(_: Deal, name: str, saving: Saving) -> Iterator[Fault]:
    """The value of a year needs a time, and so does what fades or is closed."""
    if not saving.lasts:
        for field, what in _NEEDS_TIME:
            if getattr(saving, field):
                yield Fault(_at(name, field), f"{what}, and it lasts no time.", "Add 'lasts:' and months.", at_key=True)


def years_cover_the_deal(deal: Deal) -> Iterator[Fault]:
    """Savings are counted at least as long as the deal runs."""
    years, months = deal.plan.savings_years, deal.terms.timeline.months
    if years is not None and years * 12 < months:
        message = f"is {years}, and the deal runs for {months} months."
        yield Fault(("plan", "savings_years"), message, f"Write {-(-months // 12)} or more.")


def standing_is_known(deal: Deal) -> Iterator[Fault]:
    """Whose benefits count is told by the agencies that have some."""
    agencies = dict.fromkeys(saving.agency for saving in deal.plan.savings.values())
    yield from named_once(("plan", "standing"), "agency with a saving", deal.plan.standing, agencies)


# --- what would be counted twice -----------------------------------------------------------------------------------


def deadweight_once(_: Deal, name: str, saving: Saving) -> Iterator[Fault]:
    """What would have happened anyway is taken off once."""
    if saving.deadweight is not None and saving.counted == "net":
        message = "would be taken off a net count, which has it off already."
        yield Fault(_at(name, "deadweight"), message, "Remove it, or write counted: gross.", at_key=True)


def attribution_with_reason(_: Deal, name: str, saving: Saving) -> Iterator[Fault]:
    """A net count is of what this programme does; that others share in it needs a reason."""
    if saving.attribution is not None and saving.attribution < 1 and saving.counted == "net" and not saving.because:
        message = "cuts a net count, which is of what this programme alone does."
        hint = "Remove it, or say in 'because:' who else has a share in it, such as another service."
        yield Fault(_at(name, "attribution"), message, hint, at_key=True)


def released_as_cash(deal: Deal, name: str, saving: Saving) -> Iterator[Fault]:
    """Only cash waits for something to close, and only people, days and outcomes fill it."""
    if saving.released_by is None:
        return
    if saving.value_class != "cashable":
        message = f"is about cash, and this saving is {saving.value_class}."
        yield Fault(_at(name, "released_by"), message, "Remove it, or write value_class: cashable.", at_key=True)
    part = deal.plan.outcomes.get(saving.outcome)
    if part is not None and part.unit.is_number:
        message = f"counts what fills a ward or a wing, and '{saving.outcome}' has a level only."
        hint = "Name an outcome that counts people or days; one of kind 'avoided' makes them from a reduction."
        yield Fault(_at(name, "released_by"), message, hint, at_key=True)


def shared_out_once(deal: Deal) -> Iterator[Fault]:
    """Of the unit cost of one outcome, agencies and classes together have no more than all."""
    shares: dict[tuple[str, str], list[str]] = {}
    for name, saving in deal.plan.savings.items():
        if saving.unit_cost is not None:
            shares.setdefault((saving.unit_cost, saving.outcome), []).append(name)
    for (cost, outcome), names in shares.items():
        whole = sum(_share(deal.plan.savings[name]) for name in names)
        if whole > 1 + CLOSE:
            each = ", ".join(f"{name} {_share(deal.plan.savings[name]) * 100:g}%" for name in names)
            message = f"together have {whole * 100:g}% of the unit cost '{cost}' of '{outcome}': {each}."
            hint = "The same saving would be counted twice. Give each agency and class its 'share:', 100% in all."
            yield Fault(("plan", "savings", names[-1]), message, hint, at_key=True)


def _share(saving: Saving) -> float:
    return 1.0 if saving.share is None else saving.share


def counted_at_one_agency(deal: Deal) -> Iterator[Fault]:
    """The same value of the same outcome at two agencies is one saving, counted twice, wherever its value stands.

    Of one unit cost each agency has a share, which :func:`shared_out_once` looks at.
    """
    known: dict[tuple[object, ...], list[str]] = {}
    for name, saving in deal.plan.savings.items():
        worth = _worth(deal, saving)
        if worth is None:
            continue
        key = (saving.outcome, saving.counted, saving.value_class, worth, saving.after, saving.lasts)
        earlier = known.setdefault(key, [])
        others = ((each, deal.plan.savings[each]) for each in earlier)
        for other, its in others:
            if its.agency != saving.agency and (saving.unit_cost is None or its.unit_cost != saving.unit_cost):
                message = f"is the same as '{other}' of {its.agency} in everything but its agency"
                hint = "Count it once, or state a unit cost and give each agency its share."
                yield Fault(_at(name, "agency"), f"{message}{_from_where(saving, its)}.", hint)
                break
        earlier.append(name)


def _worth(deal: Deal, saving: Saving) -> float | None:
    """What it counts for one unit; None where that is not known."""
    if saving.unit_cost is None:
        return saving.value
    cost = deal.plan.unit_costs.get(saving.unit_cost)
    return None if cost is None else round(cost.value * _share(saving), 6)


def _from_where(*savings: Saving) -> str:
    """Where the values of two savings stand, where one of them at least is a unit cost."""
    if all(saving.unit_cost is None for saving in savings):
        return ""
    mine, its = (f"the unit cost '{saving.unit_cost}'" if saving.unit_cost else "a value" for saving in savings)
    return f", here as {mine} and there as {its}"


def whole_or_parts(deal: Deal) -> Iterator[Fault]:
    """A unit cost and one that is a part of it are not added for one outcome."""
    used: dict[str, dict[str, str]] = {}
    for name, saving in deal.plan.savings.items():
        if saving.unit_cost in deal.plan.unit_costs:
            used.setdefault(saving.outcome, {}).setdefault(str(saving.unit_cost), name)
    for outcome, costs in used.items():
        for cost, name in costs.items():
            for above in _wholes(deal, cost):
                if above in costs:
                    message = f"is a part of '{above}', which '{costs[above]}' counts for the same outcome '{outcome}'."
                    yield Fault(_at(name, "unit_cost"), message, "Count the whole or its parts, not both.")


def _wholes(deal: Deal, cost: str) -> list[str]:
    """What a unit cost is a part of, and what that is a part of."""
    found: list[str] = []
    above = deal.plan.unit_costs[cost].parent
    while above in deal.plan.unit_costs and above not in found:
        found.append(str(above))
        above = deal.plan.unit_costs[str(above)].parent
    return found


def parent_exists(deal: Deal, name: str, cost: UnitCost) -> Iterator[Fault]:
    """What a unit cost is a part of is one too, and not itself."""
    if cost.parent is None:
        return
    place = ("plan", "unit_costs", name, "parent")
    if cost.parent not in deal.plan.unit_costs:
        yield unknown(place, "unit cost", cost.parent, deal.plan.unit_costs)
    elif name in _wholes(deal, name):
        yield Fault(place, "leads back to itself: a part cannot be its own whole.", "Name the whole, or remove it.")


OF_EACH_SAVING: Final = (
    outcome_exists, counted_as_measured, agency_is_a_name, valued_once, per_what_is_counted, saving_indexed, graded,
    lasts_some_time, deadweight_once, attribution_with_reason, released_as_cash,
)  # fmt: skip
OF_EACH_UNIT_COST: Final = (parent_exists,)
CHECKS: Final = (years_cover_the_deal, standing_is_known, shared_out_once, counted_at_one_agency, whole_or_parts)
