"""Outcomes: one kind per file; each offers units that can be priced, a level that can be paid on, or both."""
