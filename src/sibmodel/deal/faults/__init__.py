"""Faults: what is wrong between the parts of a deal, each of which is right by itself.

A check is a generator of :class:`~sibmodel.deal.faults.fault.Fault`. It reads a deal of which parts may be unknown
(see :mod:`sibmodel.deal.salvage`) and need not care: a check that asks for an unknown part is left out.
"""
