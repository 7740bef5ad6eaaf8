"""Faults of the risk part: inputs that lead nowhere, chances that cannot be, designs that measure nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final, get_args

from sibmodel.deal.faults.fault import Fault, unknown
from sibmodel.deal.faults.scenarios import look_up, path_meant
from sibmodel.deal.outcomes.count import Count
from sibmodel.deal.outcomes.reduction import Reduction
from sibmodel.deal.outcomes.success_rate import SuccessRate
from sibmodel.deal.part import INPUT, serial
from sibmodel.deal.risk.designs import Composite, Stated
from sibmodel.deal.risk.together import cannot_be, pairs
from sibmodel.deal.wording import called, number
from sibmodel.graph.expressions import Expression
from sibmodel.graph.model import Input, Line
from sibmodel.graph.order import needed

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal
    from sibmodel.deal.risk.designs import Measurement
    from sibmodel.deal.risk.luck import Luck, StartsLuck
    from sibmodel.deal.risk.uncertain import UncertainTerm

_CLOSE: Final = 1e-9


# --- uncertain inputs ----------------------------------------------------------------------------------------------


def parameters_fit(_: Deal, name: str, uncertain: UncertainTerm) -> Iterator[Fault]:
    """What a distribution says of itself can be."""
    for field, reason in uncertain.faults().items():
        yield Fault(("risk", "uncertain", name, field), f"{reason}.", "Correct the numbers of this distribution.")


def moves_inputs(deal: Deal, name: str, uncertain: UncertainTerm) -> Iterator[Fault]:
    """What is drawn moves inputs, and stays within what they may be."""
    for at, path in enumerate(uncertain.moves):
        where = ("risk", "uncertain", name, "moves", at)
        found = look_up(deal, path)
        if found.nearest is not None:
            yield Fault(where, f"'{path[:100]}' leads nowhere in this deal.", path_meant(deal, path, found))
        elif found.role is not INPUT:
            message = f"'{path}' is no single number of the deal, so that nothing can be drawn for it."
            yield Fault(where, message, "Name an input, such as plan.outcomes.<name>.effect.")
        elif found.value is None:
            message = f"'{path}' has no value in the deal, so there is nothing to move."
            yield Fault(where, message, "Write it in the deal, with the value of the plan.")
        elif not isinstance(found.value, int | float):
            message = f"'{path}' is a date; what is drawn is a number."
            yield Fault(where, message, "Move a number of months instead, such as from_month or measured_at.")
        elif not uncertain.faults():
            yield from _stays_within(name, uncertain, path, found.taken, serial(found.value))


def _stays_within(name: str, uncertain: UncertainTerm, path: str, taken: Any, planned: float) -> Iterator[Fault]:
    """A share is between none and all, whatever is drawn."""
    ends = uncertain.reaches()
    if uncertain.stands_for == "factor":
        ends = (min(ends[0] * planned, ends[1] * planned), max(ends[0] * planned, ends[1] * planned))
    elif uncertain.stands_for == "shift":
        ends = (ends[0] + planned, ends[1] + planned)
    low, high = limits_of(taken)
    if ends[0] < low - _CLOSE or ends[1] > high + _CLOSE:
        reached = number(round(ends[0], 6)), number(round(ends[1], 6))
        least = [f"at least {number(low)}"] if low > _LEAST else []
        most = [f"at most {number(high)}"] if high < _MOST else []
        message = f"takes {path} from {reached[0]} to {reached[1]}, and it is {' and '.join(least + most)}."
        hint = "Cut it off (lowest, highest), or use one that stays within: beta for a share, pert, lognormal."
        yield Fault(("risk", "uncertain", name), message, hint)


_LEAST: Final = -1e300
_MOST: Final = 1e300


def limits_of(taken: Any) -> tuple[float, float]:
    """The least and the most that a field may be, as its annotation says; endless where it says nothing."""
    low, high = _LEAST, _MOST
    for each in get_args(taken):
        for one in getattr(each, "metadata", (each,)):
            low = max(low, getattr(one, "ge", low) if getattr(one, "ge", None) is not None else low)
            low = max(low, one.gt if getattr(one, "gt", None) is not None else low)
            high = min(high, one.le if getattr(one, "le", None) is not None else high)
            high = min(high, one.lt if getattr(one, "lt", None) is not None else high)
        if get_args(each):
            inner = limits_of(each)
            low, high = max(low, inner[0]), min(high, inner[1])
    return low, high


def one_value_each(deal: Deal) -> Iterator[Fault]:
    """Two numbers cannot both be the value of one input; factors and shifts may meet there."""
    first: dict[str, str] = {}
    for name, uncertain in deal.risk.uncertain.items():
        for at, path in enumerate(uncertain.moves):
            if uncertain.stands_for == "value" and first.setdefault(path, name) != name:
                message = f"'{path}' is given its value by '{first[path]}' already."
                hint = "Let one of the two be a factor or a shift, or name the input once."
                yield Fault(("risk", "uncertain", name, "moves", at), message, hint)


# --- correlation ---------------------------------------------------------------------------------------------------


def together_exist(deal: Deal) -> Iterator[Fault]:
    """What goes together is uncertain, each named once."""
    for name, each in deal.risk.together.items():
        for at, one in enumerate(each.of):
            where = ("risk", "together", name, "of", at)
            if one not in deal.risk.uncertain:
                yield unknown(where, "uncertain number", one, deal.risk.uncertain)
            elif each.of.index(one) != at:
                yield Fault(where, f"names '{one}' twice.", "Name each once.")


def correlations_can_be(deal: Deal) -> Iterator[Fault]:
    """Correlations do not contradict each other."""
    if wrong := cannot_be(pairs(deal.risk.together.values())):
        last = next(reversed(deal.risk.together))
        message = f"cannot be: the correlations among {', '.join(wrong)} contradict each other."
        hint = "If two numbers both follow a third closely, they also follow each other. Lower the correlations."
        yield Fault(("risk", "together", last, "rank_correlation"), message, hint)


# --- luck ----------------------------------------------------------------------------------------------------------


def luck_of_people(deal: Deal, name: str, luck: Luck) -> Iterator[Fault]:
    """Luck is that of an outcome with single people or events."""
    where = ("risk", "luck", name)
    part = deal.plan.outcomes.get(name)
    if part is None:
        yield unknown(where, "outcome", name, deal.plan.outcomes, at_key=True)
    elif not isinstance(part, SuccessRate | Count):
        message = f"'{name}' is {called(type(part))}: it is not counted person by person."
        hint = "State how it is measured, under risk: measured:, or make its input uncertain."
        yield Fault(where, message, hint, at_key=True)
    elif isinstance(part, SuccessRate):
        for field in ("people", "with_any", "between_cohorts"):
            if getattr(luck, field) not in (None, 0.0):
                message = "is for counts of events; people of a success rate are those who start."
                yield Fault((*where, field), message, "Leave it out; say how alike people of a cohort are: alike.")
    elif luck.alike:
        yield Fault((*where, "alike"), "is for success rates; a count has between_cohorts.", "Use between_cohorts.")
    elif (luck.people is None) != (luck.with_any is None):
        hint = "State both people and with_any (the share who have any event), or neither: then events come singly."
        yield Fault(where, "states only one of people and with_any.", hint)


def luck_of_starts(deal: Deal, name: str, luck: StartsLuck) -> Iterator[Fault]:
    """The cohort exists, and uneven is said of what arrives unevenly."""
    where = ("risk", "starts", name)
    if name not in deal.plan.starts:
        yield unknown(where, "cohort", name, deal.plan.starts, at_key=True)
    if (luck.arrive == "negative_binomial") != (luck.uneven > 0):
        message = "and 'arrive' do not fit: negative_binomial arrivals are uneven, others are not."
        yield Fault((*where, "uneven"), message, "Write arrive: negative_binomial with uneven above 0%.")


# --- measurement ---------------------------------------------------------------------------------------------------


def measures_a_reduction(deal: Deal, name: str, measured: Measurement) -> Iterator[Fault]:
    """What is measured by a design is an effect."""
    where = ("risk", "measured", name)
    part = deal.plan.outcomes.get(name)
    if part is None:
        yield unknown(where, "outcome", name, deal.plan.outcomes, at_key=True)
    elif not isinstance(part, Reduction):
        message = f"'{name}' is {called(type(part))}; a design measures a reduction."
        hint = "State the luck of people under risk: luck:, or make its input uncertain."
        yield Fault(where, message, hint, at_key=True)
    if measured.by and measured.by not in measured.designs:
        yield unknown((*where, "by"), "design", measured.by, measured.designs)
    others = [other for other in deal.risk.measured if other != name]
    if measured.systematic_with and measured.systematic_with not in others:
        yield unknown((*where, "systematic_with"), "other measured outcome", measured.systematic_with, others)


def designs_fit(deal: Deal, name: str, measured: Measurement) -> Iterator[Fault]:
    """Each design says what it needs to measure this effect."""
    part = deal.plan.outcomes.get(name)
    stated = part.stated if isinstance(part, Reduction) else "relative"
    for key, design in measured.designs.items():
        where = ("risk", "measured", name, "designs", key)
        for field, reason in design.faults(stated).items():
            yield Fault((*where, field), f"{reason}.", "Correct the design.")
        own = part.standard_error if isinstance(part, Reduction) else 0.0
        if isinstance(design, Stated) and design.standard_error is None and own is None:
            message = "has no standard error, and the outcome states none either."
            yield Fault(where, message, "Write standard_error: in the terms of the effect, such as 4%.")
        if isinstance(design, Composite):
            for one in design.of:
                other = measured.designs.get(one)
                if other is None or isinstance(other, Composite):
                    known = [each for each, found in measured.designs.items() if not isinstance(found, Composite)]
                    yield unknown((*where, "of", one), "single design", one, known, at_key=True)


# --- on a deal without other faults --------------------------------------------------------------------------------


_ASKED: Final = ("payments.paid", "investors.", "government.")
"""Where the lines begin that anybody asks for."""


def unread(deal: Deal) -> Iterator[Fault]:
    """An uncertain input that no payment, return or saving reads would be drawn for nothing."""
    if not deal.risk.uncertain:
        return
    model = deal.written
    asked = [line for line in model.lines.values() if line.name.startswith(_ASKED)]
    read = {leaf.path for line in needed(asked) for leaf in _leaves(line.written)}
    for name, uncertain in deal.risk.uncertain.items():
        for at, path in enumerate(uncertain.moves):
            if path not in read:
                message = f"'{path}' is read by no payment, return or saving of this deal: drawing it changes nothing."
                hint = "Name an input that something reads, or remove it."
                yield Fault(("risk", "uncertain", name, "moves", at), message, hint)


def _leaves(expression: Expression) -> Iterator[Input]:
    if isinstance(expression, Input):
        yield expression
    elif not isinstance(expression, Line):
        for operand in expression.operands():
            yield from _leaves(operand)


CHECKS: Final[tuple[Callable[[Deal], Iterator[Fault]], ...]] = (one_value_each, together_exist, correlations_can_be)
OF_EACH_UNCERTAIN: Final = (parameters_fit, moves_inputs)
OF_EACH_LUCK: Final = (luck_of_people,)
OF_EACH_STARTS: Final = (luck_of_starts,)
OF_EACH_MEASURED: Final = (measures_a_reduction, designs_fit)
