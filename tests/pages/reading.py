"""A page read back: tags, words, tables and links, by the standard library's parser alone."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "wbr", "br", "img", "link", "input"}


@dataclass
class Node:
    """An element and what is in it."""

    tag: str
    attributes: dict
    children: list = field(default_factory=list)

    def all(self, *tags):
        """The elements of some tags below this one, in order."""
        for child in self.children:
            if isinstance(child, Node):
                if not tags or child.tag in tags:
                    yield child
                yield from child.all(*tags)

    def one(self, tag):
        """The only element of a tag."""
        found = list(self.all(tag))
        assert len(found) == 1, f"{len(found)} <{tag}>"
        return found[0]

    @property
    def text(self):
        """Its words."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)


class _Builder(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = Node("document", {})
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute twice in <{tag}>"
        node = Node(tag, dict(attrs))
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag, attrs):
        self.open[-1].children.append(Node(tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data):
        as_written = (
            data.replace("\N{NO-BREAK SPACE}%", " %")
            .replace("±\N{NO-BREAK SPACE}", "± ")
            .replace("\N{WORD JOINER}", "")
        )
        self.open[-1].children.append(as_written)


def read(text):
    """The tree of a page; every element must be closed in its turn."""
    builder = _Builder()
    builder.feed(text)
    builder.close()
    assert builder.open == [builder.root]
    return builder.root


@dataclass
class Table:
    """A table as it reads: heads, and rows of cells."""

    caption: str
    heads: list
    rows: list

    def column(self, head):
        """The cells under a head, group rows left out."""
        at = self.heads.index(head)
        return [row[at] for row in self.rows if len(row) == len(self.heads)]

    def numbers(self, head):
        """The numbers under a head."""
        return [number(cell) for cell in self.column(head)]


def tables(page):
    """The tables of a page."""
    for table in page.all("table"):
        heads = [each.text for each in table.one("thead").all("th")]
        rows = [[cell.text for cell in row.all("th", "td")] for body in table.all("tbody") for row in body.all("tr")]
        yield Table(table.one("caption").text, heads, rows)


def table(page, caption):
    """The one table whose caption begins so."""
    found = [each for each in tables(page) if each.caption.startswith(caption)]
    assert len(found) == 1, [each.caption for each in tables(page)]
    return found[0]


def number(text):
    """The number that a cell shows.

    A dash is nothing. A word has no number: an error, unless it is one of those that stand for a missing figure.
    """
    if text == "\N{EN DASH}":
        return 0.0
    plain = text.removesuffix("\N{NO-BREAK SPACE}◆").replace("\N{MINUS SIGN}", "-").replace(",", "")
    for sign in ("A$", "$", "£", "€", "CHF\N{NO-BREAK SPACE}"):
        plain = plain.replace(sign, "")
    return float(plain[:-1]) / 100 if plain.endswith("%") else float(plain)
