"""Faults of uncertain numbers and of luck: inputs that lead nowhere, chances that cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, get_args

from sibmodel.deal.faults.fault import Fault, named_once, unknown
from sibmodel.deal.faults.plan import MOST
from sibmodel.deal.faults.scenarios import Found, inputs_inside, look_up, path_meant, why_no_input
from sibmodel.deal.outcomes.count import Count
from sibmodel.deal.outcomes.success_rate import SuccessRate
from sibmodel.deal.part import serial
from sibmodel.deal.risk.spread_of_events import uneven_faults
from sibmodel.deal.risk.together import cannot_be, pairs
from sibmodel.deal.wording import called, number, percent
from sibmodel.graph.expressions import Expression
from sibmodel.graph.model import Input, Line
from sibmodel.graph.order import needed

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal
    from sibmodel.deal.risk.luck import Luck, StartsLuck
    from sibmodel.deal.risk.uncertain import UncertainTerm
    from sibmodel.deal.risk.wrong import Wrong

_CLOSE: Final = 1e-9


# --- uncertain inputs ----------------------------------------------------------------------------------------------


def parameters_fit(_: Deal, name: str, uncertain: UncertainTerm) -> Iterator[Fault]:
    """What a distribution says of itself can be."""
    yield from at_field(("risk", "uncertain", name), uncertain.faults())


def at_field(where: tuple[str, ...], wrong: Iterable[Wrong]) -> Iterator[Fault]:
    """What a part finds wrong in itself, at its field; at its name where it is the whole."""
    for field, message, hint in wrong:
        yield Fault((*where, field) if field else where, message, hint, at_key=not field)


def moves_inputs(deal: Deal, name: str, uncertain: UncertainTerm) -> Iterator[Fault]:
    """What is drawn moves inputs, and stays within what they may be."""
    can_be = not any(True for _ in uncertain.faults())
    for at, path in enumerate(uncertain.moves):
        where = ("risk", "uncertain", name, "moves", at)
        found = look_up(deal, path)
        if path in uncertain.moves[:at]:
            yield Fault(where, f"'{path[:100]}' stands here twice.", "Name it once.")
        elif found.nearest is not None:
            yield Fault(where, f"'{path[:100]}' leads nowhere in this deal.", path_meant(deal, path, found))
        elif why_no_input(path, found):
            message = f"'{path}' {why_no_input(path, found)}: nothing can be drawn for it."
            yield Fault(where, message, f"Name a number of the deal{inputs_inside(deal, path)}.")
        elif found.value is None:
            message = f"'{path}' has no value in the deal, so there is nothing to move."
            yield Fault(where, message, "Write it in the deal, with the value that is planned.")
        elif not isinstance(found.value, int | float):
            message = f"'{path}' is a date; what is drawn is a number."
            yield Fault(where, message, "Move months instead, such as from_month or measured_at, as a shift.")
        elif can_be:
            yield from _stays_within(where, uncertain, found)


def _stays_within(where: tuple[str | int, ...], uncertain: UncertainTerm, found: Found) -> Iterator[Fault]:
    """What is drawn is something that the input may be."""
    ends = ends_of(uncertain, serial(found.value))
    low, high = limits_of(found.taken)
    if ends[0] < low - _CLOSE or ends[1] > high + _CLOSE:
        say = percent if high <= 1 else number
        reached = say(round(ends[0], 4)), say(round(ends[1], 4))
        least = [f"at least {say(low)}"] if low > _LEAST else []
        most = [f"at most {say(high)}"] if high < _MOST else []
        message = f"would be drawn from {reached[0]} to {reached[1]}; it must be {' and '.join(least + most)}."
        hint = "Use a smaller spread, cut a normal off (lowest, highest), or use a kind that stays within: beta, pert."
        yield Fault(where, f"'{uncertain.moves[int(where[-1])]}' {message}", hint)


def ends_of(uncertain: UncertainTerm, planned: float) -> tuple[float, float]:
    """Between which values an input lies once it was moved."""
    low, high = uncertain.reaches()
    if uncertain.stands_for == "factor":
        low, high = sorted((low * planned, high * planned))
    elif uncertain.stands_for == "shift":
        low, high = low + planned, high + planned
    return low, high


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
                hint = "Write stands_for: factor or shift for one of the two, or name the input once."
                yield Fault(("risk", "uncertain", name, "moves", at), message, hint)


# --- correlation ---------------------------------------------------------------------------------------------------


def together_exist(deal: Deal) -> Iterator[Fault]:
    """What goes together is uncertain, each named once."""
    for name, each in deal.risk.together.items():
        yield from named_once(("risk", "together", name, "of"), "uncertain number", each.of, deal.risk.uncertain)


def one_correlation_each(deal: Deal) -> Iterator[Fault]:
    """A pair of numbers is stated once; a longer list than there are pairs is given up at the first that is there."""
    first: dict[tuple[str, str], str] = {}
    for name, each in deal.risk.together.items():
        for one, other in combinations(each.of, 2):
            before = first.setdefault((min(one, other), max(one, other)), name)
            if before != name:
                where = ("risk", "together", name, "of")
                yield Fault(where, f"'{one}' and '{other}' stand in '{before}' already.", "State each pair once.")
                break


def correlations_can_be(deal: Deal) -> Iterator[Fault]:
    """Correlations do not contradict each other."""
    risk = deal.risk
    if len(risk.uncertain) > MOST or sum(
        len(each.of) * (len(each.of) - 1) for each in risk.together.values()
    ) > MOST * (MOST - 1):
        return  # said already: too many, or pairs that are stated more than once
    if wrong := cannot_be(pairs(risk.together.values())):
        last = next(name for name in reversed(risk.together) if {*risk.together[name].of} & {*wrong})
        message = f"cannot be: the correlations among {', '.join(wrong[:8])} contradict each other."
        hint = "Two that follow a third closely follow each other; a pair that is not stated has 0. Lower them."
        yield Fault(("risk", "together", last, "rank_correlation"), message, hint)


# --- luck ----------------------------------------------------------------------------------------------------------


def luck_of_people(deal: Deal, name: str, luck: Luck) -> Iterator[Fault]:
    """Luck is that of an outcome with single people or events."""
    where = ("risk", "luck", name)
    part = deal.plan.outcomes.get(name)
    if part is None:
        yield unknown(where, "outcome", name, _with_luck(deal), at_key=True)
    elif not isinstance(part, SuccessRate | Count):
        message = f"'{name}' is {called(type(part))}: it is not counted person by person."
        hint = "Say how a reduction is measured, under risk.measured; make the inputs of any other uncertain."
        yield Fault(where, message, hint, at_key=True)
    else:
        yield from _of_rate(where, luck) if isinstance(part, SuccessRate) else _of_count(where, part, luck)


def _with_luck(deal: Deal) -> list[str]:
    """The outcomes that can have luck of their own."""
    return [name for name, part in deal.plan.outcomes.items() if isinstance(part, SuccessRate | Count)]


def _of_rate(where: tuple[str, ...], luck: Luck) -> Iterator[Fault]:
    """People of a success rate are those who start."""
    for field in ("people", "with_any", "between_cohorts"):
        if getattr(luck, field) not in (None, 0.0):
            message = "is for counts of events; the people of a success rate are those who start."
            yield Fault((*where, field), message, "Remove it; how alike people of a cohort are is said by 'alike'.")


def _of_count(where: tuple[str, ...], part: Count, luck: Luck) -> Iterator[Fault]:
    """Events of people need both, how many people and how many of them have any."""
    if luck.alike:
        message = "is for success rates; a count varies by its people and by 'between_cohorts'."
        yield Fault((*where, "alike"), message, "Remove it, or write between_cohorts.")
    if (luck.people is None) != (luck.with_any is None):
        there, lacking = ("people", "with_any") if luck.with_any is None else ("with_any", "people")
        hint = f"Add {lacking} as well, or remove both: then every event comes by itself."
        yield Fault((*where, there), f"stands without '{lacking}'.", hint)
    elif luck.people is not None and luck.with_any is not None:
        fewest = min((each.count for each in part.readings.values() if each.count > 0), default=0.0)
        if fewest:
            yield from at_field(where, uneven_faults(luck.with_any, fewest / luck.people))


def luck_of_starts(deal: Deal, name: str, luck: StartsLuck) -> Iterator[Fault]:
    """The cohort exists, and uneven is said of what arrives unevenly."""
    where = ("risk", "starts", name)
    if name not in deal.plan.starts:
        yield unknown(where, "group of starts", name, deal.plan.starts, at_key=True)
    if luck.arrive == "negative_binomial" and not luck.uneven:
        hint = "Add uneven, such as 20%, or write arrive: poisson."
        yield Fault((*where, "arrive"), "is negative_binomial, and nothing says how uneven the waves are.", hint)
    elif luck.arrive != "negative_binomial" and luck.uneven:
        message = "has an effect only where people arrive in waves."
        yield Fault((*where, "uneven"), message, "Add arrive: negative_binomial, or remove it.")


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
                message = f"'{path}' is read by no payment, return or saving of this deal, so that it changes nothing."
                hint = "Name an input that something reads, or remove it."
                yield Fault(("risk", "uncertain", name, "moves", at), message, hint)


def _leaves(expression: Expression) -> Iterator[Input]:
    if isinstance(expression, Input):
        yield expression
    elif not isinstance(expression, Line):
        for operand in expression.operands():
            yield from _leaves(operand)


CHECKS: Final[tuple[Callable[[Deal], Iterator[Fault]], ...]] = (
    one_value_each, together_exist, one_correlation_each, correlations_can_be,
)  # fmt: skip
OF_EACH_UNCERTAIN: Final = (parameters_fit, moves_inputs)
OF_EACH_LUCK: Final = (luck_of_people,)
OF_EACH_STARTS: Final = (luck_of_starts,)
