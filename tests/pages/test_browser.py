"""The page in a real browser: nothing asked for, nothing complained of, open to everybody, whole on paper."""

import os
import re
import shutil
import subprocess

import pytest

from sibmodel.report.html import write_term_sheet
from tests.pages.deals import ALL, TEMPLATES, investors, projection, risk
from tests.pages.reading import read

pytestmark = pytest.mark.referee

PAPERS = {"A4": 210, "Letter": 215.9}
MARGIN = 16
"""Millimetres left and right, as the style sheet has them."""
PIXELS = 96 / 25.4
FOOT = 0.94
"""Below this part of a page stands nothing but its number."""
FILLED = 0.7
"""How far down the last word of a page must stand: a chart is a quarter of a page and moves as a whole."""
ON_ONE_PAGE = 2
"""Investors whose returns fit on one page; each more has rows in every table of it."""
ITS_HEAD = 40
"""Letters at the top of a page in which its number and the heading of a section stand."""
ASKED_OF_AXE = {"resultTypes": ["violations"]}
"""Every rule is tried on every element. Of what is right one element a rule is sent over: all of them take seconds."""
ARGS = [
    "--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip


def missing(what):
    if os.environ.get("SIBMODEL_REQUIRE_REFEREES"):
        pytest.fail(f"{what} is required and not installed")
    pytest.skip(f"{what} is not installed")


@pytest.fixture(scope="module")
def browser():
    path = shutil.which("chromium")
    if path is None:
        missing("Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, headless=True, args=ARGS)
        yield started
        started.close()


@pytest.fixture(scope="module", params=ALL)
def sheet(request, browser, tmp_path_factory):
    """A page opened, with all that it asked for and complained of."""
    folder, name = tmp_path_factory.mktemp("sheets"), request.param
    path = write_term_sheet(projection(name), folder / f"{name}.html", risk=risk(name))
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.asked, page.said, page.file, page.printed = [], [], path, {}
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_load_state("networkidle")
    yield page
    page.close()


def test_asks_for_nothing_and_says_nothing(sheet):
    assert sheet.asked == [sheet.file.as_uri()]
    assert sheet.said == []


def test_style_is_let_through(sheet):
    assert sheet.evaluate("getComputedStyle(document.querySelector('table')).borderCollapse") == "collapse"


@pytest.mark.parametrize("width", [1280, 768, 390, 320])
def test_fits_the_screen(sheet, width):
    sheet.set_viewport_size({"width": width, "height": 900})
    assert sheet.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 390])
def test_open_to_everybody(sheet, width):
    from axe_playwright_python.sync_playwright import Axe

    sheet.set_viewport_size({"width": width, "height": 900})
    found = Axe().run(sheet, options=ASKED_OF_AXE).response
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found["violations"]] == []
    assert len(found["passes"]) > 15


def test_skip_link_comes_first(sheet):
    sheet.set_viewport_size({"width": 1280, "height": 900})
    sheet.keyboard.press("Tab")
    assert sheet.evaluate("document.activeElement.className") == "skip"
    assert sheet.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    sheet.keyboard.press("Enter")
    assert sheet.evaluate("document.activeElement.id") == "content"


@pytest.mark.parametrize("paper", PAPERS)
def test_nothing_is_wider_than_the_paper(sheet, paper):
    width = int((PAPERS[paper] - 2 * MARGIN) * PIXELS)
    sheet.emulate_media(media="print")
    sheet.set_viewport_size({"width": width, "height": 900})
    wide = sheet.evaluate(
        """width => [...document.querySelectorAll('body *')]
            .filter(each => each.getBoundingClientRect().right > width + 1 && getComputedStyle(each).display != 'none')
            .map(each => each.tagName + ' ' + each.textContent.slice(0, 60))""",
        width,
    )
    sheet.emulate_media(media="null")
    assert wide == []


@pytest.mark.parametrize("paper", PAPERS)
def test_prints_whole(sheet, paper):
    """Every row of every table and every chart stands whole on one page, and no word is lost."""
    pages = printed(sheet, paper)
    assert 3 < len(pages) < 60
    tree = read(sheet.file.read_text("utf-8"))
    for table in tree.all("table"):
        heads = {squeezed(head.text) for head in table.one("thead").all("th")}
        for row in (row for body in table.all("tbody") for row in body.all("tr")):
            cells = {squeezed(cell.text) for cell in row.all("th", "td")}
            assert any(all(cell in text for cell in cells | heads) for text in pages), row.text
    for chart in tree.all("figure"):
        texts = {squeezed(node.text) for node in chart.all("text", "figcaption")}
        assert any(all(text in page for text in texts) for page in pages), chart.one("title").text
    for node in tree.all("h1", "h2", "h3", "dt", "dd"):
        assert any(squeezed(node.text) in text for text in pages) or len(node.text) > 300, node.text


@pytest.mark.parametrize("paper", PAPERS)
def test_contents_stay_on_one_page(sheet, paper):
    pages = printed(sheet, paper)
    entries = read(sheet.file.read_text("utf-8")).one("nav").all("li")
    contents = [f"{n}.{squeezed(each.text)}" for n, each in enumerate(entries, start=1)]
    assert any(all(each in text for each in contents) for text in pages[:4])


@pytest.mark.parametrize("sheet", list(TEMPLATES), indirect=True)
def test_pages_are_filled(sheet):
    """No page is left half empty, in the deals that come along: their texts are of a usual length.

    But the last, and the one before the page for investors: that is handed out by itself and begins on a new one.
    """
    texts = printed(sheet, "A4")
    boxes = subprocess.run(
        ["pdftotext", "-bbox", on_paper(sheet, "A4"), "-"], check=True, capture_output=True
    ).stdout.decode()
    for page, after in zip(boxes.split("<page ")[1:-1], texts[1:], strict=True):
        if "Investorone-pager" in after[:ITS_HEAD]:
            continue
        height = float(re.search(r'height="([\d.]+)"', page)[1])
        ends = [float(end) / height for end in re.findall(r'yMax="([\d.]+)"', page)]
        assert max(end for end in ends if end < FOOT) > FILLED


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("sheet", [each for each in TEMPLATES if 0 < investors(each) <= ON_ONE_PAGE], indirect=True)
def test_the_page_for_investors_is_one_page(sheet, paper):
    (page,) = (page for page in printed(sheet, paper) if "Investorone-pager" in page[:ITS_HEAD])
    assert "Workedoutby" in page


def printed(sheet, paper):
    """The text of each printed page, without spaces and breaks; printed once for all who read it."""
    if shutil.which("pdftotext") is None:
        missing("pdftotext")
    if paper not in sheet.printed:
        sheet.pdf(path=on_paper(sheet, paper), format=paper)
        done = subprocess.run(["pdftotext", "-raw", on_paper(sheet, paper), "-"], check=True, capture_output=True)
        sheet.printed[paper] = [squeezed(page) for page in done.stdout.decode().split("\f")[:-1]]
    return sheet.printed[paper]


def on_paper(sheet, paper):
    """Where the page stands as it is printed on a paper."""
    return sheet.file.with_suffix(f".{paper}.pdf")


def squeezed(text):
    return re.sub(r"[\s\u00ad\u200b]+", "", text)


@pytest.mark.parametrize("paper", PAPERS)
def test_no_row_is_left_alone_under_its_heading(sheet, paper):
    """No page ends with the heading, the caption or the heads of something that begins on the next."""
    pages = printed(sheet, paper)
    tree = read(sheet.file.read_text("utf-8"))
    last = [squeezed("".join(head.text for head in each.all("th"))) for each in tree.all("thead")]
    body = [squeezed(each.text) for each in tree.all("td", "th", "dd", "p", "li")]
    titles = [squeezed(each.text) for each in tree.all("h2", "h3", "caption")]
    titles = [each for each in titles if not any(text.endswith(each) for text in body)]
    contents = "".join(f"{n}.{squeezed(each.text)}" for n, each in enumerate(tree.one("nav").all("li"), start=1))
    for text in pages:
        assert not [each for each in last if len(each) > 12 and text.endswith(each)]
        assert text[-16:] in contents or not [each for each in titles if len(each) > 12 and text.endswith(each)]
