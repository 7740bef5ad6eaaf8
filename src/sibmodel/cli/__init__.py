"""The command line. `sib --help` imports nothing heavy: each command imports what it needs when it runs."""

from __future__ import annotations

from sibmodel.cli.commands import sib

__all__ = ["main"]


def main() -> None:
    """Run the command line."""
    from sibmodel.cli.terminal import prepare

    prepare()
    sib(prog_name="sib")
