"""Analyses: what a deal should cost, what moves it, how structures compare."""
