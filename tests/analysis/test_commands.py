"""`sib sensitivity` and `sib compare` print what the analyses tell, as text and as data, and refuse in words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import sibmodel
from sibmodel.analysis.asked import result_of, usual_results
from sibmodel.analysis.sensitivity.ranges import ranges_of
from sibmodel.analysis.sensitivity.tornado import tornados
from sibmodel.cli.commands import sib
from sibmodel.files.templates import template_folder

STARTER = (template_folder() / "starter.yaml").read_text(encoding="utf-8")
AFTER = (
    STARTER.replace("in_work: 8_000", "in_work: 7_500")
    .replace("rate: 50%", "rate: 55%")
    .replace("loan: 50%, council: 50%", "loan: 70%, council: 30%")
)
DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in (("starter", STARTER), ("before", STARTER), ("after", AFTER)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")


def run(*words):
    return CliRunner().invoke(sib, list(words))


def said(*words):
    found = run(*words)
    assert found.exit_code == 0, found.stderr
    return found.stdout


# --- sensitivity -----------------------------------------------------------------------------------------------------


def test_the_bars_are_those_of_the_analysis():
    text = said("sensitivity", "starter.yaml", "-n", "0")
    deal = sibmodel.read_deal("starter.yaml")
    compared = 0
    for tornado in tornados(deal, usual_results(deal), ranges_of(deal)):
        count = len(tornado.bars) + len(tornado.unranked)
        assert f"{tornado.tried} inputs tried, {count} move it" in text
        for bar in tornado.bars[:3]:
            ends = [bar.low.found.value, bar.high.found.value]
            shown = [f"{each:.2%}" if tornado.result.is_rate else f"{round(each):,}" for each in ends]
            assert re.search(rf"^{re.escape(bar.range.lever.label)}.*{shown[0]}!? +{shown[1]}!? ", text, re.MULTILINE)
            compared += 1
    assert compared == 9
    assert "1. Share in work (assumption): Invented for illustration." in text
    assert "Next: sib explain starter.yaml PATH" in text


def test_what_was_chosen_is_said_and_searched():
    text = said(
        "sensitivity", "starter.yaml", "--of", "payments.paid", "--target", "700_000", "-n", "0",
        "--range", "plan.outcomes.in_work.rate=45%:60%", "--range", "terms.timeline.starts=2027-04-01:2028-04-01",
    )  # fmt: skip
    assert re.search(
        r"^In work after six months: rate +45% +60% +720,000 +950,000 +230,000 +chosen", text, re.MULTILINE
    )
    assert re.search(r"^In work after six months: rate +50% +always, 45% to 60%", text, re.MULTILINE)
    assert re.search(r"^People who start +as planned +at least 0.875 times", text, re.MULTILINE)


def test_a_rate_without_a_number_is_told_in_words():
    text = said("sensitivity", "dwp_innovation_fund_round_1", "--of", "investors.total.irr")
    assert re.search(r"^Delivery: per month.* never out of pocket .* no number", text, re.MULTILINE)
    assert "All lost, and a loss at any rate, rank as -100%." in text


def test_a_grid_of_two_inputs_and_the_parts_of_a_spread():
    text = said(
        "sensitivity", "starter.yaml", "--of", "payments.paid", "-n", "4096",
        "--grid", "volume=0.8:1.2:3", "--grid", "plan.outcomes.in_work.rate=40%:60%:2",
    )  # fmt: skip
    assert re.search(r"^ +40% +60%\n0.8 times +512,000 +768,000\n1 times +640,000 +950,000\n", text, re.MULTILINE)
    assert re.search(r"^Share in work, with people who start +7\d\.\d% \(±\d\.\d\)", text, re.MULTILINE)
    assert "5 runs of 4,096 scenarios, seed 1" in text


def test_a_line_that_is_met_in_several_parts():
    text = said("sensitivity", "massachusetts_juvenile_justice", "--of", "government.net_fiscal")
    parts = "-2.44% to 21.24%, 22.79% to 39.99%, at least 48.02%"
    assert re.search(rf"^Fall in days incarcerated, randomised trial: effect +40% +{parts}$", text, re.MULTILINE)


def test_a_scenario_is_moved_without_the_stresses_of_the_plan():
    text = said("sensitivity", "starter.yaml", "--scenario", "slow_start", "-n", "0")
    assert "Moved from scenario slow_start" in text
    assert "standard stress" not in text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--range", "plan.outcomes.in_wrk.rate=1:2"], "Did you mean 'plan.outcomes.in_work.rate'?"),
        (
            ["--range", "plan.outcomes.in_work.rate=60%:40%"],
            "has its low end, 0.6, above its high end, 0.4. Swap the two.",
        ),
        (
            ["--range", "plan.outcomes.in_work.rate=abc:60%"],
            "'abc' in 'plan.outcomes.in_work.rate=abc:60%' is no number",
        ),
        (["--range", "plan.outcomes.in_work.rate=40%:160%"], "must be at most 100%"),
        (["--range", "plan.outcomes.in_work.rate=40%:40%"], "is 0.4 at both ends, so nothing would move."),
        (["--range", "plan.starts.everyone.people=1,000:2_000"], "is no number and no date. Write 1_000 or 1000."),
        (["--range", "terms.timeline.starts=2027-04-31:2027-06-01"], "no date. April 2027 has 30 days."),
        (["--of", "payments.paid", "--target", "700,000"], "'700,000' is no number. Write 700_000 or 700000."),
        (["--range", "success=40:60"], "must be at most 100%; it is 40, that is 4,000%. Did you mean 40%?"),
        (["--grid", "success=40%:60", "--grid", "volume=0.8:1.2"], "it is 60, that is 6,000%. Did you mean 60%?"),
        (["--range", "volume=80:110"], "80 would be 80 times as much. Did you mean 80%?"),
        (["--range", "volume=-0.5:1.1"], "multiplies what the plan has; it is -0.5. Write a factor, such as 0.8."),
        (["--range", "delay=10%:50%"], "must be a number of months, not a share; it is 10%."),
        (["--range", "delay=0:1_500"], "which is 0 to 1,200; it is 1,500. Write a smaller one."),
        (
            ["--range", "plan.starts.everyone.people=80%:110%"],
            "must be a count, not a share; it is 80%. Write the number itself: 80% of the 200 in the deal is 160.",
        ),
        (["--of", "investors.total.irr", "--target", "5"], "'5' would be 500%. Write 5% or 0.05."),
        (["--of", "payments.paid", "--target", "50%"], "'50%' is a share, and payments.paid counts money."),
        (["--range", "rate"], "'rate' is no range. Write PATH=LOW:HIGH"),
        (["--range", "a.b=1:2:3"], "'a.b=1:2:3' has too many parts."),
        (["--range", "volum=1:2"], "Did you mean 'volume'?"),
        (["--range", "terms.payments.jobs.kind=1:2"], "is part of the shape of the deal"),
        (["--range", "plan.outcomes=1:2"], "is a group and not an input"),
        (["--range", "risk.luck.in_work.alike=1%:2%"], "says how uncertain the deal is"),
        (["--range", "terms.timeline.starts=2027-01-01:5"], "must be a date; it is 5."),
        (["--range", "plan.outcomes.in_work.measured_after=3.5:9"], "must be a whole number; it is 3.5."),
        (["--range", "volume=0.8:1.1", "--range", "volume=0.8:1.2"], "is given two ranges. Give it one."),
        (["--range", "volume=", "--json"], "'volume=' is no range."),
        (
            ["--range", "volume=2027-01-01:2028-01-01"],
            "must be a number, for it stands for a factor; it is 2027-01-01.",
        ),
        (["--range", "volume=0.8:1.1", "--range", "risk.uncertain.volume=0.8:1.2"], "is given two ranges."),
        (["--range", "risk.uncertain.volum=0.8:1.1"], "Did you mean 'volume'?"),
        (["--range", "plan.achievement=nan:1"], "'nan' in 'plan.achievement=nan:1' is no number and no date."),
        (["--range", "plan.achievement=0:1e999"], "'1e999' in 'plan.achievement=0:1e999' is no number and no date."),
        (["--range", "terms.timeline.starts=2027-02-30:2028-01-01"], "'2027-02-30' in"),
        (["--range", "plan.achievement=true:1"], "'true' in 'plan.achievement=true:1' is no number"),
        (["--seed", "99999999999999999999"], "Give a whole number from 0 up."),
        (["--grid", "volume=0.8:1.2"], "A grid is over two inputs; --grid is given once."),
        (["--grid", "volume=0.8:1.2:99", "--grid", "delay=0:6"], "would have 99 steps. Ask for 2 to 25."),
        (["--grid", "volume=0.8:1.2:x", "--grid", "delay=0:6"], "'x' in 'volume=0.8:1.2:x' is no number of steps."),
        (["--grid", "volume=0.8:1.2", "--grid", "risk.uncertain.volume=0.8:1.2"], "is on both sides of the grid."),
        (["--target", "5%"], "--target is a number of one result."),
        (["--of", "payments.paid", "--target", "much"], "'much' is no number."),
        (["--of", "payments.pade"], "There is no line 'payments.pade'. Did you mean 'payments.paid'"),
        (["--of", "plan.achievement"], "is an input and no result"),
        (["--of", "time.date"], "stands at each instant and has no sum"),
        (["--scenario", "slow_star"], "The deal has no scenario 'slow_star'."),
        (["-n", "5"], "5 scenarios are too few"),
        (
            ["-n", "2_000_000"],
            "2,000,000 scenarios are more than can be compared one by one. Ask for at most 1,048,576.",
        ),
        (["--top", "0"], "0 is too small; the least is 1."),
        (["--top", "ten"], "'ten' is no whole number"),
    ],
)
def test_what_cannot_be_is_refused_in_words(words, told):
    found = run("sensitivity", "starter.yaml", *words)
    assert found.exit_code == 2
    assert told in found.stderr
    assert "Traceback" not in found.stderr
    assert found.stdout == ""


def test_all_that_is_wrong_is_told_at_once():
    found = run(
        "sensitivity", "starter.yaml", "--range", "plan.nowhere=1:2", "--range", "plan.achievement=2:1",
        "--range", "plan.outcomes.in_work.rate=-10%:40%",
    )  # fmt: skip
    assert "3 problems." in found.stderr


# --- compare ---------------------------------------------------------------------------------------------------------


def test_the_bridge_adds_up_as_it_is_printed():
    text = said("compare", "before.yaml", "after.yaml", "-n", "0")
    rows = text[text.index("From before to after") :].splitlines()[2:8]
    paid = [
        int(re.search(r"(?<= )[-+]?[\d,]+(?= +[-+]?[\d.]+(%| points))", row).group().replace(",", "")) for row in rows
    ]
    assert paid[0] + sum(paid[1:5]) == paid[5]
    assert rows[2].startswith("Surplus: loan and Surplus: council")
    assert rows[4].startswith("not explained")
    alone = said("compare", "before.yaml", "after.yaml", "-n", "0", "--each")
    assert re.search(r"^acting together +-5,000", alone, re.MULTILINE)


def test_what_plans_have_no_say_in_is_said():
    text = said("compare", "before.yaml", "after.yaml", "-n", "8192")
    assert (
        "Draws stand for the value of plan.outcomes.in_work.rate: what the plans say there has no say in them." in text
    )
    assert "Everything uncertain has the same name in all of them" in text


def test_deals_that_are_no_versions_or_in_several_currencies():
    text = said("compare", "starter", "starter_three_tranches", "rikers_able", "-n", "0")
    assert "Amounts are in several currencies (GBP, USD) and are not compared." in text
    assert "difference" not in text
    assert "No bridge: less than half" in said("compare", "starter", "starter_three_tranches", "-n", "0")
    assert "Nothing is drawn: newpin_sbb does not state" in said("compare", "before.yaml", "newpin_sbb", "-n", "2048")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["before.yaml"], "Name two deals or more to compare"),
        ([], "Name two deals or more to compare"),
        (["before.yaml", "before.yaml"], "The same deal is named twice."),
        (["before.yaml", "aftr.yaml"], "There is no file 'aftr.yaml'. Did you mean 'after.yaml'?"),
        (["before.yaml", "after.yaml", "-n", "-1"], "-1 is too small"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(words, told):
    found = run("compare", *words)
    assert found.exit_code == 2
    assert told in found.stderr


def test_a_deal_that_is_wrong_says_where():
    Path("wrong.yaml").write_text(STARTER.replace("prices:", "prces:"), encoding="utf-8")
    found = run("compare", "before.yaml", "wrong.yaml")
    assert found.exit_code == 1
    assert "prces" in found.stderr


# --- data and page ---------------------------------------------------------------------------------------------------


def keys(data):
    """Every key of nested data."""
    if isinstance(data, dict):
        for key, inner in data.items():
            yield key
            yield from keys(inner)
    elif isinstance(data, list):
        for inner in data:
            yield from keys(inner)


def test_every_key_is_described():
    grid = ["--grid", "volume=0.8:1.2", "--grid", "plan.achievement=80%:120%"]
    one = json.loads(said("sensitivity", "starter.yaml", "-n", "2048", "--json", *grid))
    two = json.loads(said("compare", "before.yaml", "after.yaml", "-n", "2048", "--json"))
    told = {*keys(one), *keys(two)}
    page = (DOCS / "results.md").read_text(encoding="utf-8")
    section = page[page.index("\n## Sensitivity") : page.index("\n## Cash flows")]
    words = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", section))))
    assert len(told) > 70
    assert told - words == set()


def test_data_has_the_figures_of_the_analysis():
    data = json.loads(said("sensitivity", "starter.yaml", "--of", "investors.total.irr", "--json"))
    deal = sibmodel.read_deal("starter.yaml")
    tornado = tornados(deal, [result_of(deal.written, "investors.total.irr")], ranges_of(deal))[0]
    bars = data["results"][0]["tornado"]["bars"]
    assert [each["swing"] for each in bars] == [bar.swing for bar in tornado.bars]
    assert data["results"][0]["variance"]["factors"] == []
    two = json.loads(said("compare", "before.yaml", "after.yaml", "-n", "2048", "--json"))
    for each in two["bridge"]["results"]:
        whole = each["end"]["rank"] - each["start"]["rank"]
        assert sum(each["moved"]) == pytest.approx(whole, abs=1e-6)
    assert [len(step["changes"]) for step in two["bridge"]["steps"]] == [1, 2, 1]


def test_the_page_shows_what_the_commands_print():
    page = (DOCS / "sensitivity.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```text\n\$ sib ([^\n]+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 8
    for command, shown in blocks:
        printed = "\n".join(line.rstrip() for line in said(*command.split()).splitlines())
        assert shown in f"{printed}\n", command


def test_the_code_and_the_links_of_the_page(monkeypatch):
    page = (DOCS / "sensitivity.md").read_text(encoding="utf-8")
    monkeypatch.chdir(DOCS.parent)
    code = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(code) == 1
    names = {}
    exec(code[0], names)  # noqa: S102 - the page's own example
    assert round(names["found"].tornados[0].bars[0].swing, 4) == 0.3213
    headings = {
        other.name: {
            re.sub(r"[^\w -]", "", each).lower().replace(" ", "-")
            for each in re.findall(r"^##+ (.+)$", other.read_text(encoding="utf-8"), re.MULTILINE)
        }
        for other in DOCS.glob("*.md")
    }
    links = re.findall(r"\]\(([\w.-]*)#([\w-]+)\)", page)
    assert len(links) >= 9
    for other, heading in links:
        assert heading in headings[other or "sensitivity.md"]


def test_numbers_of_the_page():
    from sibmodel.analysis.compare.changes import FEW
    from sibmodel.analysis.sensitivity import ranges, sobol, switching

    page = " ".join((DOCS / "sensitivity.md").read_text(encoding="utf-8").split())
    assert "a search by 401 points" in page
    assert "More than 12 changes" in page
    assert "±10 % of the value; a rate a year ±1 percentage point; months a tenth and no less than three" in page
    assert "Errors come of 32 batches" in page
    assert "all else from nothing to five times what it is" in page
    told = (switching.POINTS, FEW, ranges.SHARE_OF_VALUE, ranges.POINTS, ranges.FEWEST_MONTHS, sobol.BATCHES)
    assert told == (401, 12, 0.10, 0.01, 3, 32)
