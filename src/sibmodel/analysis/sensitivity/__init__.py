"""Sensitivity: what moves a result of a deal, by how much, and how far something may go before the answer turns."""
