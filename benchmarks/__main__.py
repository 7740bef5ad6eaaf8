"""How fast the engine is, beside what a careful analyst would write in plain Python.

Whatever is compared computes the same thing and must agree first. It is then run by turns in one process, five rounds,
and the medians are read. Times differ from machine to machine and with what else it does; the ratios are what to read.

Run with ``make bench``.
"""

from __future__ import annotations

from benchmarks import denver, internal_rates, three_tranches


def main() -> int:
    """Print all comparisons; fail where any disagrees."""
    agreed = [each.report() for each in (denver, three_tranches, internal_rates)]
    print_memory()
    return 0 if all(agreed) else 1


def print_memory() -> None:
    """The most memory that the process had, where the system says so."""
    try:
        import resource
    except ImportError:
        return
    print(f"resident memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    raise SystemExit(main())
