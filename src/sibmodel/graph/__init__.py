"""The language: named lines, the expressions they are made of, and the order they are worked out in.

Standard library only. Nothing here knows what a deal is, how numpy computes or what Excel looks like; each of
those is a *reading* of the graph that this package describes.
"""
