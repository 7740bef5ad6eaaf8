"""SVG elements: built as a tree, so that no text of a deal is ever markup.

Only presentation attributes are used, because the page's security policy allows no inline style and some printers
of HTML read no style sheet inside a drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

Attribute = str | float


def element(tag: str, *children: Element, text: str = "", **attributes: Attribute) -> Element:
    """An element; underscores in attribute names stand for hyphens."""
    made = Element(tag, {name.replace("_", "-"): _written(value) for name, value in attributes.items()})
    made.extend(children)
    if text:
        made.text = text
    return made


def _written(value: Attribute) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def label(x: float, y: float, text: str, *, anchor: str = "start", colour: str = "#333333") -> Element:
    """A piece of text."""
    return element("text", text=text, x=x, y=y, text_anchor=anchor, fill=colour)


def stroke(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1, dash: str = "") -> Element:
    """A straight stroke."""
    made = element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=width)
    if dash:
        made.set("stroke-dasharray", dash)
    return made


def path(points: Sequence[tuple[float, float]], colour: str, width: float, dash: str = "") -> Element:
    """A line through points."""
    steps = " L ".join(f"{_written(x)} {_written(y)}" for x, y in points)
    made = element("path", d=f"M {steps}", fill="none", stroke=colour, stroke_width=width, stroke_linejoin="round")
    if dash:
        made.set("stroke-dasharray", dash)
    return made


def area(points: Sequence[tuple[float, float]], colour: str) -> Element:
    """What lies within a line that ends where it begins."""
    steps = " L ".join(f"{_written(x)} {_written(y)}" for x, y in points)
    return element("path", d=f"M {steps} Z", fill=colour, stroke="none")


def drawing(name: str, title: str, description: str, width: float, height: float, parts: Sequence[Element]) -> Element:
    """A drawing that screen readers read as one image with a title and a description."""
    root = element(
        "svg",
        viewBox=f"0 0 {_written(width)} {_written(height)}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{name}-title {name}-description",
        font_size=12,
    )
    SubElement(root, "title", {"id": f"{name}-title"}).text = title
    SubElement(root, "desc", {"id": f"{name}-description"}).text = description
    root.extend(parts)
    return root


def as_text(drawn: Element) -> str:
    """The drawing as markup; every text in it is escaped."""
    return tostring(drawn, encoding="unicode")


def as_file(drawn: Element) -> str:
    """The drawing as a file of its own: on a white ground, in a typeface that every machine has."""
    drawn.set("xmlns", "http://www.w3.org/2000/svg")
    drawn.set("font-family", "Helvetica, Arial, sans-serif")
    drawn.insert(2, element("rect", width="100%", height="100%", fill="#ffffff"))
    return as_text(drawn)
