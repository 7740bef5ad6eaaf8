"""Instructions as text that LLVM compiles: eight scenarios side by side in one vector.

The same operations in the same order as the array steps, and none may be joined with another, so the bits are the same.
Only powers, logarithms and exponentials come from another library and may differ in the last digit.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Final

LANES: Final = 8
"""Scenarios in a vector."""
NUMBER: Final = f"<{LANES} x double>"
FLAG: Final = f"<{LANES} x i1>"

_UNARY: Final = ("floor", "trunc", "fabs", "exp", "log")
_BINARY: Final = ("copysign", "pow")
DECLARED: Final = "\n".join(
    [
        *(f"declare {NUMBER} @llvm.{name}.v{LANES}f64({NUMBER})" for name in _UNARY),
        *(f"declare {NUMBER} @llvm.{name}.v{LANES}f64({NUMBER}, {NUMBER})" for name in _BINARY),
    ]
)


def constant(value: float) -> str:
    """A number, the same in all lanes, to the last bit."""
    bits = struct.unpack("<Q", struct.pack("<d", value))[0]
    return "<" + ", ".join([f"double 0x{bits:016X}"] * LANES) + ">"


class Text:
    """The lines of a function; every value has a name of its own."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def let(self, right: str) -> str:
        """A new value."""
        name = f"%v{len(self.lines)}"
        self.lines.append(f"  {name} = {right}")
        return name

    def call(self, function: str, *operands: str) -> str:
        """A function of LLVM's, lane by lane."""
        given = ", ".join(f"{NUMBER} {each}" for each in operands)
        return self.let(f"call {NUMBER} @llvm.{function}.v{LANES}f64({given})")

    def binary(self, operation: str, left: str, right: str) -> str:
        """An operation of two numbers."""
        return self.let(f"{operation} {NUMBER} {left}, {right}")

    def compare(self, how: str, left: str, right: str) -> str:
        """A comparison."""
        return self.let(f"fcmp {how} {NUMBER} {left}, {right}")

    def flags(self, operation: str, left: str, right: str) -> str:
        """An operation of two flags."""
        return self.let(f"{operation} {FLAG} {left}, {right}")

    def choose(self, flag: str, then: str, otherwise: str) -> str:
        """One of two numbers."""
        return self.let(f"select {FLAG} {flag}, {NUMBER} {then}, {NUMBER} {otherwise}")

    def least(self, left: str, right: str) -> str:
        """The smaller of two."""
        return self.choose(self.compare("olt", left, right), left, right)

    def most(self, left: str, right: str) -> str:
        """The larger of two."""
        return self.choose(self.compare("ogt", left, right), left, right)

    def number(self, flag: str) -> str:
        """A flag as 1 or 0."""
        return self.let(f"uitofp {FLAG} {flag} to {NUMBER}")

    def no(self, flag: str) -> str:
        """The opposite of a flag."""
        ones = "<" + ", ".join(["i1 true"] * LANES) + ">"
        return self.flags("xor", flag, ones)

    def sign(self, of: str) -> str:
        """-1, 0 or 1."""
        nothing = constant(0.0)
        positive = self.choose(self.compare("ogt", of, nothing), constant(1.0), nothing)
        return self.choose(self.compare("olt", of, nothing), constant(-1.0), positive)

    def _at(self, row: int, size: int) -> str:
        offset = self.let(f"add i64 %at, {row * size}")
        return self.let(f"getelementptr double, ptr %memory, i64 {offset}")

    def load(self, row: int, size: int) -> str:
        """The numbers of a row."""
        return self.let(f"load {NUMBER}, ptr {self._at(row, size)}, align 64")

    def store(self, value: str, row: int, size: int) -> None:
        """Put numbers into a row."""
        place = self._at(row, size)
        self.lines.append(f"  store {NUMBER} {value}, ptr {place}, align 64")

    def function(self, name: str, size: int) -> str:
        """The whole function: a loop over the vectors of a tile."""
        body = "\n".join(self.lines)
        return f"""
define void @{name}(ptr noalias %memory) {{
entry:
  br label %loop
loop:
  %at = phi i64 [0, %entry], [%next, %loop]
{body}
  %next = add i64 %at, {LANES}
  %more = icmp ult i64 %next, {size}
  br i1 %more, label %loop, label %done
done:
  ret void
}}
"""


WRITTEN: Final[dict[str, Callable[..., str]]] = {
    "add": lambda text, left, right: text.binary("fadd", left, right),
    "subtract": lambda text, left, right: text.binary("fsub", left, right),
    "multiply": lambda text, left, right: text.binary("fmul", left, right),
    "divide": lambda text, left, right: text.binary("fdiv", left, right),
    "minimum": Text.least,
    "maximum": Text.most,
    "power": lambda text, base, exponent: text.call("pow", base, exponent),
    "floor": lambda text, of: text.call("floor", of),
    "absolute": lambda text, of: text.call("fabs", of),
    "copysign": lambda text, size, of: text.call("copysign", size, of),
    "sign": Text.sign,
    "greater_equal": lambda text, left, right: text.compare("oge", left, right),
    "greater": lambda text, left, right: text.compare("ogt", left, right),
    "less": lambda text, left, right: text.compare("olt", left, right),
    "and": lambda text, left, right: text.flags("and", left, right),
    "or": lambda text, left, right: text.flags("or", left, right),
    "not": Text.no,
    "number": Text.number,
    "select": Text.choose,
    "patch": Text.choose,
}
"""Kinds of instruction that are compiled; what is not here goes through numpy."""
