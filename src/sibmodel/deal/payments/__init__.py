"""Payments: one mechanism per file; those that depend on a level become one canonical schedule."""
