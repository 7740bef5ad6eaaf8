"""Closed forms of price and of what outcomes are worth to a government: checks of the engine, and parts of answers."""
