"""Risk stated wrongly in one way after another, and the exact words in which each is told.

Each case replaces pieces of `deal.yaml` with `risk.yaml` after it. Long lines are part of it.
"""

# ruff: noqa: E501

from __future__ import annotations

from tests.messages.broken_deals import Broken

BROKEN_RISK = [
    Broken(
        "an uncertain number of nothing there",
        [
            ("[plan.starts.everyone.people]", "[plan.people]"),
        ],
        [
            "deal.yaml:97:22  risk.uncertain.volume.moves.0  'plan.people' leads nowhere in this deal. In plan: achievement, starts, outcomes, costs, savings, savings_years, standing, unit_costs, evidence, inflation, discount.",
        ],
    ),
    Broken(
        "an uncertain number with a misspelt path",
        [
            ("[plan.outcomes.in_work.rate]", "[plan.outcomes.in_wrok.rate]"),
        ],
        [
            "deal.yaml:96:21  risk.uncertain.share.moves.0  'plan.outcomes.in_wrok.rate' leads nowhere in this deal. Did you mean 'plan.outcomes.in_work.rate'?",
        ],
    ),
    Broken(
        "an uncertain group",
        [
            ("[plan.outcomes.in_work.rate]", "[plan.outcomes.in_work]"),
        ],
        [
            "deal.yaml:96:21  risk.uncertain.share.moves.0  'plan.outcomes.in_work' is a group and not an input: nothing can be drawn for it. Name a number of the deal, such as plan.outcomes.in_work.rate or plan.outcomes.in_work.counterfactual or plan.outcomes.in_work.measured_after.",
        ],
    ),
    Broken(
        "an uncertain shape",
        [
            ("[plan.outcomes.in_work.rate]", "[terms.timeline.periods]"),
        ],
        [
            "deal.yaml:96:21  risk.uncertain.share.moves.0  'terms.timeline.periods' is part of the shape of the deal, not an input: nothing can be drawn for it. Name a number of the deal.",
        ],
    ),
    Broken(
        "an uncertain kind",
        [
            ("[plan.outcomes.in_work.rate]", "[plan.outcomes.in_work.kind]"),
        ],
        [
            "deal.yaml:96:21  risk.uncertain.share.moves.0  'plan.outcomes.in_work.kind' is part of the shape of the deal, not an input: nothing can be drawn for it. Name a number of the deal.",
        ],
    ),
    Broken(
        "uncertain words",
        [
            ("[plan.outcomes.in_work.rate]", "[terms.parties.fund.name]"),
        ],
        [
            "deal.yaml:96:21  risk.uncertain.share.moves.0  'terms.parties.fund.name' is words, not an input: nothing can be drawn for it. Name a number of the deal.",
        ],
    ),
    Broken(
        "an uncertain date",
        [
            ("[plan.starts.everyone.from_month]", "[terms.timeline.starts]"),
        ],
        [
            "deal.yaml:99:15  risk.uncertain.delay.moves.0  'terms.timeline.starts' is a date; what is drawn is a number. Move months instead, such as from_month or measured_at, as a shift.",
        ],
    ),
    Broken(
        "an uncertain number of the risk itself",
        [
            ("[plan.outcomes.in_work.rate]", "[risk.uncertain.effect.sd]"),
        ],
        [
            "deal.yaml:96:21  risk.uncertain.share.moves.0  'risk.uncertain.effect.sd' says how uncertain something is and is no input: nothing can be drawn for it. Name a number of the deal.",
        ],
    ),
    Broken(
        "an uncertain number that the deal leaves out",
        [
            ("[plan.outcomes.in_work.rate]", "[terms.capital.senior.matures]"),
        ],
        [
            "deal.yaml:96:21  risk.uncertain.share.moves.0  'terms.capital.senior.matures' has no value in the deal, so there is nothing to move. Write it in the deal, with the value that is planned.",
        ],
    ),
    Broken(
        "an uncertain number that nothing reads",
        [
            ("  uncertain:\n", "  uncertain:\n    idle: {moves: [plan.inflation.idle.rate], kind: point, value: 3%}\n"),
            ("inflation: {prices: {rate: 2%}}", "inflation: {idle: {rate: 2%}, prices: {rate: 2%}}"),
        ],
        [
            "deal.yaml:95:20  risk.uncertain.idle.moves.0  'plan.inflation.idle.rate' is read by no payment, return or saving of this deal, so that it changes nothing. Name an input that something reads, or remove it.",
        ],
    ),
    Broken(
        "a value given twice",
        [
            (
                "[plan.starts.everyone.people], stands_for: factor, kind: lognormal, sd: 15%",
                "[plan.outcomes.in_work.rate], kind: beta, mean: 50%, sd: 5%",
            ),
        ],
        [
            "deal.yaml:97:22  risk.uncertain.volume.moves.0  'plan.outcomes.in_work.rate' is given its value by 'share' already. Write stands_for: factor or shift for one of the two, or name the input once.",
        ],
    ),
    Broken(
        "one path twice in one number",
        [
            ("[plan.outcomes.in_work.rate]", "[plan.outcomes.in_work.rate, plan.outcomes.in_work.rate]"),
        ],
        [
            "deal.yaml:96:49  risk.uncertain.share.moves.1  'plan.outcomes.in_work.rate' stands here twice. Name it once.",
        ],
    ),
    Broken(
        "an uncertain number that moves nothing",
        [
            ("[plan.outcomes.in_work.rate]", "[]"),
        ],
        [
            "deal.yaml:96:20  risk.uncertain.share.moves  is empty. Give it an entry.",
        ],
    ),
    Broken(
        "a path that is no list",
        [
            ("[plan.outcomes.in_work.rate]", "plan.outcomes.in_work.rate"),
        ],
        [
            "deal.yaml:96:20  risk.uncertain.share.moves  must be a list; it is the text 'plan.outcomes.in_work.rate'. Write it in brackets: [plan.outcomes.in_work.rate].",
        ],
    ),
    Broken(
        "a rate that would be more than everybody",
        [
            ("kind: beta, mean: 48%, sd: 8%", "kind: normal, mean: 80%, sd: 8%"),
        ],
        [
            "deal.yaml:96:21  risk.uncertain.share.moves.0  'plan.outcomes.in_work.rate' would be drawn from 50.25% to 109.75%; it must be at least 0% and at most 100%. Use a smaller spread, cut a normal off (lowest, highest), or use a kind that stays within: beta, pert.",
        ],
    ),
    Broken(
        "a factor that makes more than everybody",
        [
            ("kind: beta, mean: 48%, sd: 8%", "stands_for: factor, kind: lognormal, sd: 30%"),
        ],
        [
            "deal.yaml:96:21  risk.uncertain.share.moves.0  'plan.outcomes.in_work.rate' would be drawn from 16.07% to 142.69%; it must be at least 0% and at most 100%. Use a smaller spread, cut a normal off (lowest, highest), or use a kind that stays within: beta, pert.",
        ],
    ),
    Broken(
        "a shift before the start",
        [
            (
                "possible: {in_time: {value: 0, chance: 70%}, late: {value: 3, chance: 30%}}",
                "possible: {early: {value: -3, chance: 70%}, late: {value: 3, chance: 30%}}",
            ),
        ],
        [
            "deal.yaml:99:15  risk.uncertain.delay.moves.0  'plan.starts.everyone.from_month' would be drawn from -3 to 3; it must be at least 0 and at most 1,200. Use a smaller spread, cut a normal off (lowest, highest), or use a kind that stays within: beta, pert.",
        ],
    ),
    Broken(
        "an effect in points and not in percent",
        [
            ("mean: 10%, sd: 5%", "mean: 10%, sd: 5"),
        ],
        [
            "deal.yaml:95:22  risk.uncertain.effect.moves.0  'plan.outcomes.reoffending.effect' would be drawn from -1,849.51% to 1,869.51%; it must be at least -100% and at most 100%. Use a smaller spread, cut a normal off (lowest, highest), or use a kind that stays within: beta, pert.",
        ],
    ),
    Broken(
        "a beta that spreads too far",
        [
            ("kind: beta, mean: 48%, sd: 8%", "kind: beta, mean: 48%, sd: 60%"),
        ],
        [
            "deal.yaml:96:77  risk.uncertain.share.sd  is 60%, more than any share with a mean of 48% can spread. Write less than 49.96%.",
        ],
    ),
    Broken(
        "a guess out of order",
        [
            ("lowest: 1%, likeliest: 2.1%", "lowest: 1%, likeliest: 5%"),
        ],
        [
            "deal.yaml:103:85  risk.uncertain.wages.likeliest  is 0.05 and not between the lowest, 0.01, and the highest, 0.04. Write lowest, likeliest and highest in rising order.",
        ],
    ),
    Broken(
        "a guess upside down",
        [
            ("lowest: 0.9, likeliest: 1.01, highest: 1.3", "lowest: 1.4, likeliest: 1.01, highest: 1.3"),
        ],
        [
            "deal.yaml:104:99  risk.uncertain.costs.lowest  is 1.4 and above the highest, 1.3. Write lowest, likeliest and highest in rising order.",
        ],
    ),
    Broken(
        "chances that do not add up",
        [
            ("chance: 70%", "chance: 60%"),
        ],
        [
            "deal.yaml:102:17  risk.uncertain.delay.possible  has chances that add up to 90%; they must add up to 100%. Change them until they do; what else may happen is a possibility too.",
        ],
    ),
    Broken(
        "a normal with its ends swapped",
        [
            ("mean: 10%, sd: 5%", "mean: 10%, sd: 5%, lowest: 20%, highest: 0%"),
        ],
        [
            "deal.yaml:95:98  risk.uncertain.effect.lowest  is 0.2 and above the highest, 0. Swap the two.",
        ],
    ),
    Broken(
        "a normal of which nothing is left",
        [
            ("mean: 10%, sd: 5%", "mean: 10%, sd: 1%, lowest: 50%"),
        ],
        [
            "deal.yaml:95:77  risk.uncertain.effect.mean  is 0.1, so far outside the ends that nothing of the curve lies between them. Move the mean or the ends, or make the sd larger.",
        ],
    ),
    Broken(
        "a lognormal that may be nothing",
        [
            ("kind: lognormal, sd: 15%", "kind: lognormal, mean: 0, sd: 15%"),
        ],
        [
            "deal.yaml:97:95  risk.uncertain.volume.mean  must be above 0; it is 0. Write more than 0.",
        ],
    ),
    Broken(
        "a spread below nothing",
        [
            ("kind: lognormal, sd: 15%", "kind: lognormal, sd: -15%"),
        ],
        [
            "deal.yaml:97:93  risk.uncertain.volume.sd  must be at least 0; it is -0.15. Remove the minus.",
        ],
    ),
    Broken(
        "a ratio outside its interval",
        [
            (
                "effect: {moves: [plan.outcomes.reoffending.effect], kind: normal, mean: 10%, sd: 5%}",
                "effect: {moves: [plan.outcomes.reoffending.effect], kind: rate_ratio, ratio: 0.1, low: 0.8, high: 1.01}",
            ),
        ],
        [
            "deal.yaml:95:82  risk.uncertain.effect.ratio  is 0.1 and outside its own interval, from 0.8 to 1.01. Write ratios and no reductions: a fall of a tenth is 0.9.",
        ],
    ),
    Broken(
        "an interval that nobody can be sure of",
        [
            (
                "effect: {moves: [plan.outcomes.reoffending.effect], kind: normal, mean: 10%, sd: 5%}",
                "effect: {moves: [plan.outcomes.reoffending.effect], kind: rate_ratio, ratio: 0.9, low: 0.8, high: 1.01, confidence: 95}",
            ),
        ],
        [
            "deal.yaml:95:121  risk.uncertain.effect.confidence  must be at most 100%; it is 95, that is 9,500%. Did you mean 95%?",
        ],
    ),
    Broken(
        "evidence without the spread between sites",
        [
            (
                "effect: {moves: [plan.outcomes.reoffending.effect], kind: normal, mean: 10%, sd: 5%}",
                "effect: {moves: [plan.outcomes.reoffending.effect], kind: evidence, estimate: 9%, standard_error: 3%}",
            ),
        ],
        [
            "deal.yaml:95:13  risk.uncertain.effect.between_sites  is missing. Add 'between_sites:' and a number.",
        ],
    ),
    Broken(
        "a chance above one",
        [
            ("chance: 70%", "chance: 7"),
        ],
        [
            "deal.yaml:102:46  risk.uncertain.delay.possible.in_time.chance  must be at most 100%; it is 7, that is 700%. Did you mean 7%?",
        ],
    ),
    Broken(
        "a chance below nothing",
        [
            ("chance: 70%", "chance: -70%"),
        ],
        [
            "deal.yaml:102:46  risk.uncertain.delay.possible.in_time.chance  must be at least 0; it is -0.7. Remove the minus.",
        ],
    ),
    Broken(
        "an unknown kind of uncertain number",
        [
            ("kind: lognormal", "kind: log_normal"),
        ],
        [
            "deal.yaml:97:78  risk.uncertain.volume.kind  'log_normal' is not a kind of uncertain number. Did you mean 'lognormal'?",
        ],
    ),
    Broken(
        "a missing kind of uncertain number",
        [
            ("kind: lognormal, ", ""),
        ],
        [
            "deal.yaml:97:13  risk.uncertain.volume.kind  is missing. Add 'kind:' and one of point, discrete, normal, beta, pert, triangular, lognormal, rate_ratio, evidence.",
        ],
    ),
    Broken(
        "a misspelt key of an uncertain number",
        [
            ("kind: lognormal, sd: 15%", "kind: lognormal, sigma: 15%"),
        ],
        [
            "deal.yaml:97:13  risk.uncertain.volume.sd  is missing. Add 'sd:' and a number.",
            "deal.yaml:97:89  risk.uncertain.volume.sigma  'sigma' is not part of a lognormal distribution. Known: moves, kind, sd, title, stands_for, mean.",
        ],
    ),
    Broken(
        "an unknown reading of an uncertain number",
        [
            ("stands_for: factor, kind: lognormal", "stands_for: multiplier, kind: lognormal"),
        ],
        [
            "deal.yaml:97:64  risk.uncertain.volume.stands_for  'multiplier' is not one of its choices. Known: value, factor, shift.",
        ],
    ),
    Broken(
        "a misspelt key of risk",
        [
            ("  together:\n", "  correlations:\n"),
        ],
        [
            "deal.yaml:105:3  risk.correlations  'correlations' is not part of the risk. Known: uncertain, together, starts, luck, measured.",
        ],
    ),
    Broken(
        "an empty risk of nothing",
        [
            ("  starts: {everyone: {arrive: negative_binomial, uneven: 10%, room: 260}}", "  starts:"),
        ],
        [
            "deal.yaml:108:3  risk.starts  must be a group of names and values; it is empty. Write each entry as 'name: value', indented below, or {} for none.",
        ],
    ),
    Broken(
        "not a number",
        [
            ("mean: 10%, sd: 5%", "mean: .nan, sd: 5%"),
        ],
        [
            "deal.yaml:95:77  risk.uncertain.effect.mean  '.nan' is not a finite number. Put quotes around it if it is text.",
        ],
    ),
    Broken(
        "an endless number",
        [
            ("mean: 10%, sd: 5%", "mean: 10%, sd: .inf"),
        ],
        [
            "deal.yaml:95:86  risk.uncertain.effect.sd  '.inf' is not a finite number. Put quotes around it if it is text.",
        ],
    ),
    Broken(
        "correlations that contradict each other",
        [
            ("{of: [share, volume], rank_correlation: 0.7}", "{of: [share, volume, effect], rank_correlation: -0.9}"),
        ],
        [
            "deal.yaml:106:68  risk.together.hard_to_reach.rank_correlation  cannot be: the correlations among effect, share, volume contradict each other. Two that follow a third closely follow each other; a pair that is not stated has 0. Lower them.",
        ],
    ),
    Broken(
        "correlations that contradict each other over several entries",
        [
            (
                "    dear: {of: [wages, costs], rank_correlation: 0.9}",
                "    dear: {of: [wages, costs], rank_correlation: 0.9}\n    near: {of: [costs, share], rank_correlation: 0.9}\n    far: {of: [wages, share], rank_correlation: -0.9}",
            ),
        ],
        [
            "deal.yaml:109:49  risk.together.far.rank_correlation  cannot be: the correlations among costs, share, volume contradict each other. Two that follow a third closely follow each other; a pair that is not stated has 0. Lower them.",
        ],
    ),
    Broken(
        "an unknown number that goes together",
        [
            ("[share, volume]", "[shere, volume]"),
        ],
        [
            "deal.yaml:106:26  risk.together.hard_to_reach.of.0  there is no uncertain number 'shere'. Did you mean 'share'?",
        ],
    ),
    Broken(
        "a number that goes together with itself",
        [
            ("[share, volume]", "[share, share]"),
        ],
        [
            "deal.yaml:106:33  risk.together.hard_to_reach.of.1  names 'share' again. Remove it.",
        ],
    ),
    Broken(
        "one number that goes together",
        [
            ("[share, volume]", "[share]"),
        ],
        [
            "deal.yaml:106:25  risk.together.hard_to_reach.of  has 1 entry; at least 2 are needed. Add another.",
        ],
    ),
    Broken(
        "a pair with two correlations",
        [
            (
                "    dear: {of: [wages, costs], rank_correlation: 0.9}",
                "    dear: {of: [wages, costs], rank_correlation: 0.9}\n    again: {of: [costs, wages, share], rank_correlation: 0.2}",
            ),
        ],
        [
            "deal.yaml:108:17  risk.together.again.of  'costs' and 'wages' stand in 'dear' already. State each pair once.",
        ],
    ),
    Broken(
        "a correlation above one",
        [
            ("rank_correlation: 0.7", "rank_correlation: 70"),
        ],
        [
            "deal.yaml:106:60  risk.together.hard_to_reach.rank_correlation  must be between -1 and 1; it is 70. Did you mean 0.7?",
        ],
    ),
    Broken(
        "a correlation below minus one",
        [
            ("rank_correlation: 0.7", "rank_correlation: -2"),
        ],
        [
            "deal.yaml:106:60  risk.together.hard_to_reach.rank_correlation  must be between -1 and 1; it is -2. Write a correlation: 0 for none, 1 where one follows the other exactly.",
        ],
    ),
    Broken(
        "luck of an effect",
        [
            ("in_work: {alike: 2%}", "reoffending: {alike: 2%}"),
        ],
        [
            "deal.yaml:110:5  risk.luck.reoffending  'reoffending' is a reduction: it is not counted person by person. Say how a reduction is measured, under risk.measured; make the inputs of any other uncertain.",
        ],
    ),
    Broken(
        "luck of an unknown outcome",
        [
            ("in_work: {alike: 2%}", "at_work: {alike: 2%}"),
        ],
        [
            "deal.yaml:110:5  risk.luck.at_work  there is no outcome 'at_work'. Did you mean 'in_work'?",
        ],
    ),
    Broken(
        "people of a success rate",
        [
            ("in_work: {alike: 2%}", "in_work: {people: 200, between_cohorts: 5%}"),
        ],
        [
            "deal.yaml:110:23  risk.luck.in_work.people  is for counts of events; the people of a success rate are those who start. Remove it; how alike people of a cohort are is said by 'alike'.",
            "deal.yaml:110:45  risk.luck.in_work.between_cohorts  is for counts of events; the people of a success rate are those who start. Remove it; how alike people of a cohort are is said by 'alike'.",
        ],
    ),
    Broken(
        "a count whose people are alike",
        [
            ("nights: {people: 120, with_any: 61%}", "nights: {people: 120, with_any: 61%, alike: 2%}"),
        ],
        [
            "deal.yaml:111:49  risk.luck.nights.alike  is for success rates; a count varies by its people and by 'between_cohorts'. Remove it, or write between_cohorts.",
        ],
    ),
    Broken(
        "people of a count without a share",
        [
            ("nights: {people: 120, with_any: 61%}", "nights: {people: 120}"),
        ],
        [
            "deal.yaml:111:22  risk.luck.nights.people  stands without 'with_any'. Add with_any as well, or remove both: then every event comes by itself.",
        ],
    ),
    Broken(
        "a share of people without the people",
        [
            ("nights: {people: 120, with_any: 61%}", "nights: {with_any: 61%}"),
        ],
        [
            "deal.yaml:111:24  risk.luck.nights.with_any  stands without 'people'. Add people as well, or remove both: then every event comes by itself.",
        ],
    ),
    Broken(
        "more people with events than events",
        [
            ("nights: {people: 120, with_any: 61%}", "nights: {people: 3_000, with_any: 61%}"),
        ],
        [
            "deal.yaml:111:39  risk.luck.nights.with_any  is 61%, but each of them has at least one event, and there are only 0.5 a person. Correct one of the two: with_any is a share of people, events are counted.",
        ],
    ),
    Broken(
        "nobody with events",
        [
            ("nights: {people: 120, with_any: 61%}", "nights: {people: 120, with_any: 0%}"),
        ],
        [
            "deal.yaml:111:37  risk.luck.nights.with_any  is 0%: so few cannot tell how events are spread over people. Write a share of at least 0.2%.",
        ],
    ),
    Broken(
        "people who are all the same",
        [
            ("in_work: {alike: 2%}", "in_work: {alike: 100%}"),
        ],
        [
            "deal.yaml:110:22  risk.luck.in_work.alike  must be below 100%; it is 100%. Write a smaller share, such as 12.5% or 0.125.",
        ],
    ),
    Broken(
        "luck of unknown starts",
        [
            ("starts: {everyone: {arrive", "starts: {everybody: {arrive"),
        ],
        [
            "deal.yaml:108:12  risk.starts.everybody  there is no group of starts 'everybody'. Did you mean 'everyone'?",
        ],
    ),
    Broken(
        "waves that are not said to be uneven",
        [
            ("arrive: negative_binomial, uneven: 10%", "arrive: negative_binomial"),
        ],
        [
            "deal.yaml:108:31  risk.starts.everyone.arrive  is negative_binomial, and nothing says how uneven the waves are. Add uneven, such as 20%, or write arrive: poisson.",
        ],
    ),
    Broken(
        "uneven arrivals one by one",
        [
            ("arrive: negative_binomial, uneven: 10%", "uneven: 10%"),
        ],
        [
            "deal.yaml:108:31  risk.starts.everyone.uneven  has an effect only where people arrive in waves. Add arrive: negative_binomial, or remove it.",
        ],
    ),
    Broken(
        "no room at all",
        [
            ("room: 260", "room: 0"),
        ],
        [
            "deal.yaml:108:69  risk.starts.everyone.room  must be above 0; it is 0. Write more than 0.",
        ],
    ),
    Broken(
        "people fewer than none",
        [
            ("nights: {people: 120", "nights: {people: -120"),
        ],
        [
            "deal.yaml:111:22  risk.luck.nights.people  must be at least 1; it is -120. Write 1 or more.",
        ],
    ),
    Broken(
        "half a person",
        [
            ("nights: {people: 120", "nights: {people: 119.5"),
        ],
        [
            "deal.yaml:111:22  risk.luck.nights.people  must be a whole number; it is 119.5. Write 120, or another.",
        ],
    ),
    Broken(
        "a design that measures a success rate",
        [
            ("    reoffending:\n      success", "    in_work:\n      success"),
        ],
        [
            "deal.yaml:113:5  risk.measured.in_work  'in_work' is a success rate; a design measures a reduction. Say what luck its people have, under risk.luck, or make its inputs uncertain.",
        ],
    ),
    Broken(
        "a design that measures nothing there",
        [
            ("    reoffending:\n      success", "    reofending:\n      success"),
        ],
        [
            "deal.yaml:113:5  risk.measured.reofending  there is no outcome 'reofending'. Did you mean 'reoffending'?",
        ],
    ),
    Broken(
        "an unknown design in use",
        [
            ("by: trial", "by: trail"),
        ],
        [
            "deal.yaml:115:11  risk.measured.reoffending.by  there is no design 'trail'. Did you mean 'trial'?",
        ],
    ),
    Broken(
        "an unknown design to fall back on",
        [
            ("success: 6%", "falls_back_on: recrods"),
        ],
        [
            "deal.yaml:114:22  risk.measured.reoffending.falls_back_on  there is no design 'recrods'. Did you mean 'records'?",
        ],
    ),
    Broken(
        "a design that falls back on itself",
        [
            ("success: 6%", "falls_back_on: trial"),
        ],
        [
            "deal.yaml:114:22  risk.measured.reoffending.falls_back_on  is 'trial', for which it should stand in. Name another design, or leave it out.",
        ],
    ),
    Broken(
        "an unknown kind of design",
        [
            ("kind: randomised", "kind: randomized"),
        ],
        [
            "deal.yaml:117:23  risk.measured.reoffending.designs.trial.kind  'randomized' is not a kind of design. Did you mean 'randomised'?",
        ],
    ),
    Broken(
        "no design at all",
        [
            ("      by: trial\n      designs:\n", "      designs: {}\n      ways:\n"),
        ],
        [
            "deal.yaml:115:16  risk.measured.reoffending.designs  is empty. Give it an entry.",
            "deal.yaml:116:7  risk.measured.reoffending.ways  'ways' is not part of a measurement. Known: designs, by, falls_back_on, no_result, deemed, success, systematic_with.",
        ],
    ),
    Broken(
        "systematic with itself",
        [
            ("success: 6%", "systematic_with: reoffending"),
        ],
        [
            "deal.yaml:114:24  risk.measured.reoffending.systematic_with  'reoffending' is this outcome itself. Name another, or remove it.",
        ],
    ),
    Broken(
        "systematic with an unknown outcome",
        [
            ("success: 6%", "systematic_with: in_work"),
        ],
        [
            "deal.yaml:114:24  risk.measured.reoffending.systematic_with  there is no other measured outcome 'in_work'. There is none yet: add one.",
        ],
    ),
    Broken(
        "a composite of an unknown design",
        [
            ("{trial: 80%, trends: 20%}", "{trail: 80%, trends: 20%}"),
        ],
        [
            "deal.yaml:120:39  risk.measured.reoffending.designs.mixed.of.trail  there is no design 'trail'. Did you mean 'trial'?",
        ],
    ),
    Broken(
        "a composite of itself",
        [
            ("{trial: 80%, trends: 20%}", "{trial: 80%, mixed: 20%}"),
        ],
        [
            "deal.yaml:120:51  risk.measured.reoffending.designs.mixed.of.mixed  'mixed' is a composite itself. Name single designs: trial, records, trends.",
        ],
    ),
    Broken(
        "weights of a composite that do not add up",
        [
            ("{trial: 80%, trends: 20%}", "{trial: 80%, trends: 30%}"),
        ],
        [
            "deal.yaml:120:38  risk.measured.reoffending.designs.mixed.of  has weights that add up to 110%; they must add up to 100%. Change them until they do.",
        ],
    ),
    Broken(
        "a composite of one",
        [
            ("{trial: 80%, trends: 20%}", "{trial: 100%}"),
        ],
        [
            "deal.yaml:120:38  risk.measured.reoffending.designs.mixed.of  has 1 entry; at least 2 are needed. Add another.",
        ],
    ),
    Broken(
        "a stated design without a standard error",
        [
            ("      designs:\n", "      designs:\n        said: {kind: stated}\n"),
        ],
        [
            "deal.yaml:117:9  risk.measured.reoffending.designs.said  has no standard error, and the outcome states none either. Add standard_error, in the terms of the effect, such as 4%.",
        ],
    ),
    Broken(
        "events for an effect in points",
        [
            ("stated: relative", "stated: absolute"),
        ],
        [
            "deal.yaml:117:101  risk.measured.reoffending.designs.trial.events_without  counts events, and this effect is stated absolute: in points of a share of people. State the effect as relative, or measure a share: rate_without.",
        ],
    ),
    Broken(
        "a design that does not say how things are",
        [
            (", events_without: 1.55, with_any: 62%}", "}"),
        ],
        [
            "deal.yaml:117:9  risk.measured.reoffending.designs.trial  does not say how things are without the programme. Add rate_without (a share of people) or events_without (events of each person).",
        ],
    ),
    Broken(
        "a design with two measures",
        [
            ("rate_without: 57%, differs_by: 3%}", "rate_without: 57%, events_without: 1.55, with_any: 62%}"),
        ],
        [
            "deal.yaml:118:113  risk.measured.reoffending.designs.records.events_without  belongs to a design that counts events, and this one has a rate_without: a share of people. Remove one of the two.",
            "deal.yaml:118:129  risk.measured.reoffending.designs.records.with_any  belongs to a design that counts events, and this one has a rate_without: a share of people. Remove one of the two.",
        ],
    ),
    Broken(
        "a share of people for a rate",
        [
            ("rate_without: 57%, differs_by: 3%}", "rate_without: 57%, with_any: 62%}"),
        ],
        [
            "deal.yaml:118:107  risk.measured.reoffending.designs.records.with_any  belongs to a design that counts events, and this one has a rate_without: a share of people. Remove one of the two.",
        ],
    ),
    Broken(
        "events without the people who have any",
        [
            (", events_without: 1.55, with_any: 62%}", ", events_without: 1.55}"),
        ],
        [
            "deal.yaml:117:101  risk.measured.reoffending.designs.trial.events_without  needs with_any beside it: without it nobody knows how unevenly events are spread over people. Add with_any: the share of people who have any event.",
        ],
    ),
    Broken(
        "more people with events than events of a design",
        [
            (", events_without: 1.55, with_any: 62%}", ", events_without: 0.4, with_any: 62%}"),
        ],
        [
            "deal.yaml:117:116  risk.measured.reoffending.designs.trial.with_any  is 62%, but each of them has at least one event, and there are only 0.4 a person. Correct one of the two: with_any is a share of people, events are counted.",
        ],
    ),
    Broken(
        "everybody has events",
        [
            (", events_without: 1.55, with_any: 62%}", ", events_without: 1.55, with_any: 100%}"),
        ],
        [
            "deal.yaml:117:117  risk.measured.reoffending.designs.trial.with_any  is 100%: where everybody has events, this does not tell how they are spread. Write a share below 100%.",
        ],
    ),
    Broken(
        "hardly anybody has events",
        [
            (", events_without: 1.55, with_any: 62%}", ", events_without: 1.55, with_any: 0.1%}"),
        ],
        [
            "deal.yaml:117:117  risk.measured.reoffending.designs.trial.with_any  is 0.1%: so few cannot tell how events are spread over people. Write a share of at least 0.2%.",
        ],
    ),
    Broken(
        "nothing to measure",
        [
            ("rate_without: 57%, differs_by: 3%}", "rate_without: 100%}"),
        ],
        [
            "deal.yaml:118:92  risk.measured.reoffending.designs.records.rate_without  is 100%: with everybody there is nothing to measure. Write a share above 0% and below 100%.",
        ],
    ),
    Broken(
        "readings that always agree",
        [
            ("before_and_after: 0.6", "before_and_after: 1"),
        ],
        [
            "deal.yaml:119:109  risk.measured.reoffending.designs.trends.before_and_after  is 1: two readings that always agree would measure without any error. Write less than 1; it is mostly well below.",
        ],
    ),
    Broken(
        "a design of nobody",
        [
            ("treated: 200", "treated: 0"),
        ],
        [
            "deal.yaml:117:44  risk.measured.reoffending.designs.trial.treated  must be at least 1; it is 0. Write 1 or more.",
        ],
    ),
    Broken(
        "negative people in a comparison",
        [
            ("comparison: 10_000", "comparison: -10_000"),
        ],
        [
            "deal.yaml:117:77  risk.measured.reoffending.designs.trial.comparison  must be at least 1; it is -10,000. Write 1 or more.",
        ],
    ),
    Broken(
        "clusters that make an estimate better",
        [
            ("rate_without: 57%, differs_by: 3%}", "rate_without: 57%, clustered: 0.5}"),
        ],
        [
            "deal.yaml:118:108  risk.measured.reoffending.designs.records.clustered  must be at least 1; it is 0.5. Write 1 or more.",
        ],
    ),
    Broken(
        "everything explained",
        [
            ("rate_without: 57%, differs_by: 3%}", "rate_without: 57%, explained: 100%}"),
        ],
        [
            "deal.yaml:118:108  risk.measured.reoffending.designs.records.explained  must be below 100%; it is 100%. Write a smaller share, such as 12.5% or 0.125.",
        ],
    ),
    Broken(
        "a chance of no result above one",
        [
            ("success: 6%", "no_result: 3"),
        ],
        [
            "deal.yaml:114:18  risk.measured.reoffending.no_result  must be at most 100%; it is 3, that is 300%. Did you mean 3%?",
        ],
    ),
    Broken(
        "a correlation a little above one",
        [
            ("rank_correlation: 0.7", "rank_correlation: 1.4"),
        ],
        [
            "deal.yaml:106:60  risk.together.hard_to_reach.rank_correlation  must be between -1 and 1; it is 1.4. Write a correlation: 0 for none, 1 where one follows the other exactly.",
        ],
    ),
    Broken(
        "readings that go together in percent",
        [
            ("before_and_after: 0.6", "before_and_after: 60"),
        ],
        [
            "deal.yaml:119:109  risk.measured.reoffending.designs.trends.before_and_after  must be between -1 and 1; it is 60. Did you mean 0.6?",
        ],
    ),
    Broken(
        "errors of a composite that go together too well",
        [
            ("{trial: 80%, trends: 20%}}", "{trial: 80%, trends: 20%}, correlation: -1.5}"),
        ],
        [
            "deal.yaml:120:78  risk.measured.reoffending.designs.mixed.correlation  must be between -1 and 1; it is -1.5. Write a correlation: 0 for none, 1 where one follows the other exactly.",
        ],
    ),
    Broken(
        "a success in points",
        [
            ("success: 6%", "success: 6"),
        ],
        [
            "deal.yaml:114:16  risk.measured.reoffending.success  must be at most 100%; it is 6, that is 600%. Did you mean 6%?",
        ],
    ),
    Broken(
        "a result deemed in points",
        [
            ("success: 6%", "deemed: -4"),
        ],
        [
            "deal.yaml:114:15  risk.measured.reoffending.deemed  must be at least -100%; it is -400%. Did you mean -4%?",
        ],
    ),
    Broken(
        "a standard error in points",
        [
            ("      designs:\n", "      designs:\n        said: {kind: stated, standard_error: 4}\n"),
        ],
        [
            "deal.yaml:117:46  risk.measured.reoffending.designs.said.standard_error  must be at most 100%; it is 4, that is 400%. Did you mean 4%?",
        ],
    ),
    Broken(
        "a comparison that differs by points and is off by points",
        [
            ("differs_by: 3%", "differs_by: 3, off_by: 2"),
        ],
        [
            "deal.yaml:118:109  risk.measured.reoffending.designs.records.differs_by  must be at most 100%; it is 3, that is 300%. Did you mean 3%?",
            "deal.yaml:118:120  risk.measured.reoffending.designs.records.off_by  must be at most 100%; it is 2, that is 200%. Did you mean 2%?",
        ],
    ),
    Broken(
        "a comparison that is off by more than everything",
        [
            ("differs_by: 3%", "off_by: -1.5"),
        ],
        [
            "deal.yaml:118:105  risk.measured.reoffending.designs.records.off_by  must be at least -100%; it is -150%. Write a share, such as 12.5% or 0.125.",
        ],
    ),
    Broken(
        "luck of an outcome that is not there",
        [
            ("in_work: {alike: 2%}", "jobs: {alike: 2%}"),
        ],
        [
            "deal.yaml:110:5  risk.luck.jobs  there is no outcome 'jobs'. Known: in_work, nights.",
        ],
    ),
    Broken(
        "luck of what looks like a reduction",
        [
            ("in_work: {alike: 2%}", "reofending: {alike: 2%}"),
        ],
        [
            "deal.yaml:110:5  risk.luck.reofending  there is no outcome 'reofending'. Known: in_work, nights.",
        ],
    ),
    Broken(
        "a design that measures what is not there",
        [
            ("    reoffending:\n      success", "    jobs:\n      success"),
        ],
        [
            "deal.yaml:113:5  risk.measured.jobs  there is no outcome 'jobs'. Known: reoffending.",
        ],
    ),
    Broken(
        "a scenario that changes the risk",
        [
            ("plan.starts.everyone.people: 150", "risk.uncertain.effect.sd: 8%"),
        ],
        [
            "deal.yaml:78:20  scenarios.slow.changes.risk.uncertain.effect.sd  says how uncertain the deal is, and no formula reads it: a scenario cannot change it. Change a number of terms or plan; for another risk write another deal file.",
        ],
    ),
    Broken(
        "a scenario that changes a group of the risk",
        [
            ("plan.starts.everyone.people: 150", "risk.uncertain.effect: 8%"),
        ],
        [
            "deal.yaml:78:20  scenarios.slow.changes.risk.uncertain.effect  says how uncertain the deal is, and no formula reads it: a scenario cannot change it. Change a number of terms or plan; for another risk write another deal file.",
        ],
    ),
    Broken(
        "a scenario that changes a misspelt risk",
        [
            ("plan.starts.everyone.people: 150", "risk.uncertian.effect.sd: 8%"),
        ],
        [
            "deal.yaml:78:20  scenarios.slow.changes.risk.uncertian.effect.sd  says how uncertain the deal is, and no formula reads it: a scenario cannot change it. Change a number of terms or plan; for another risk write another deal file.",
        ],
    ),
    Broken(
        "mistakes all over the risk",
        [
            ("[plan.outcomes.in_work.rate]", "[plan.outcomes.in_wrok.rate]"),
            ("chance: 70%", "chance: 60%"),
            ("[share, volume]", "[shere, volume]"),
            ("in_work: {alike: 2%}", "reoffending: {alike: 2%}"),
            ("by: trial", "by: trail"),
            ("rate_without: 57%, differs_by: 3%}", "rate_without: 100%}"),
            ("kind: lognormal", "kind: log_normal"),
        ],
        [
            "deal.yaml:96:21  risk.uncertain.share.moves.0  'plan.outcomes.in_wrok.rate' leads nowhere in this deal. Did you mean 'plan.outcomes.in_work.rate'?",
            "deal.yaml:97:78  risk.uncertain.volume.kind  'log_normal' is not a kind of uncertain number. Did you mean 'lognormal'?",
            "deal.yaml:102:17  risk.uncertain.delay.possible  has chances that add up to 90%; they must add up to 100%. Change them until they do; what else may happen is a possibility too.",
            "deal.yaml:106:26  risk.together.hard_to_reach.of.0  there is no uncertain number 'shere'. Did you mean 'share'?",
            "deal.yaml:110:5  risk.luck.reoffending  'reoffending' is a reduction: it is not counted person by person. Say how a reduction is measured, under risk.measured; make the inputs of any other uncertain.",
            "deal.yaml:115:11  risk.measured.reoffending.by  there is no design 'trail'. Did you mean 'trial'?",
            "deal.yaml:118:92  risk.measured.reoffending.designs.records.rate_without  is 100%: with everybody there is nothing to measure. Write a share above 0% and below 100%.",
        ],
    ),
]
