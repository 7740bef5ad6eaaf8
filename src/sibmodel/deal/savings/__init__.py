"""Savings: what outcomes are worth, to whom, and what is left of it."""
