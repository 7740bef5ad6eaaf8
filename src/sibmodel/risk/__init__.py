"""Risk: what could happen to a deal, how likely it is, and who bears it."""
