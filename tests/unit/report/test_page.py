"""The page tells everything that is in the results, and nothing that is not."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import numpy as np
import pytest

from lassitude.report import REFUSALS, draw, render
from lassitude.report.opening import opening
from lassitude.report.people import columns
from lassitude.results import (
    Arm,
    Assumption,
    Citation,
    Endpoint,
    Estimate,
    Headline,
    Interval,
    Observed,
    Predicted,
    Published,
    PublishedDirection,
    Results,
    ResultWarning,
    Spread,
    Study,
)
from lassitude.statistics.descriptive import describe

HOSTILE = "<script>alert('x')</script>\"><img src=x onerror=alert(1)> & $\\frac{1}$"


class _Reader(HTMLParser):
    """Collects elements, ids and what a browser would load."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.anchors: list[str] = []
        self.loaded: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        for name, value in attrs:
            if name == "id":
                self.ids[value or ""] += 1
            elif name.startswith("on"):
                self.handlers.append(name)
            elif tag == "a" and name == "href":
                self.anchors.append(value or "")
            elif name in ("src", "href", "xlink:href", "srcset", "data", "action", "poster"):
                self.loaded.append(value or "")


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    return reader


def _told(results: Results) -> str:
    """The words of the page, without the figures that take long to draw."""
    return _text(render(results, ()))


def _text(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_equal_results_give_equal_bytes(prediction: Results) -> None:
    assert render(prediction, ()) == render(prediction, ())


@pytest.mark.parametrize("kind", ["prediction", "analysis"])
def test_nothing_is_loaded_from_outside(kind: str, request: pytest.FixtureRequest) -> None:
    page = render(request.getfixturevalue(kind))
    reader = _read(page)
    assert all(address.startswith("#") for address in reader.loaded)
    assert not {"script", "link", "iframe", "img", "object", "base", "form"} & set(reader.tags)
    assert "@import" not in page
    assert not re.search(r"url\(\s*['\"]?(?!#)", page)
    assert "default-src 'none'" in page


@pytest.mark.parametrize("kind", ["prediction", "analysis"])
def test_ids_are_unique_and_inner_links_live(kind: str, request: pytest.FixtureRequest) -> None:
    reader = _read(render(request.getfixturevalue(kind)))
    assert [name for name, times in reader.ids.items() if times > 1] == []
    assert [one for one in reader.anchors if one.startswith("#") and one[1:] not in reader.ids] == []


@pytest.mark.parametrize("kind", ["prediction", "analysis"])
def test_every_estimate_appears(kind: str, request: pytest.FixtureRequest) -> None:
    results: Results = request.getfixturevalue(kind)
    text = _told(results)
    assert [one.id for one in results.estimates if one.id not in text] == []


def test_published_stands_beside_predicted_with_its_verdict(prediction: Results) -> None:
    text = _told(prediction)
    assert "23 points 40.6 points 90% 26.1 to 55.1 50% 35.0 to 46.2" in text
    assert "outside 90%" in text and "inside 50%" in text
    assert "0.001 < 0.001 90% < 0.001 to 0.090" in text


def test_the_headline_prints_what_rests_on_hypotheses(prediction: Results) -> None:
    text = _told(prediction)
    assert (
        "62% (90% interval: 41% to 80%) of this result's variance rests on hypothesis-grade parameters"
        in text
    )
    bare = replace(prediction, headline=Headline("FIS.total|median|M36|ahsct"))
    assert "rests on hypothesis-grade parameters was not computed" in _told(bare)


def test_what_has_no_unit_is_followed_by_its_comma(prediction: Results) -> None:
    plain = replace(prediction, estimates=tuple(replace(one, unit="1") for one in prediction.estimates))
    told = " ".join(opening(plain).sentences)
    assert "Published: 23, outside" in told and " ," not in told and " ." not in told


def test_a_headline_of_its_own_words_is_kept(prediction: Results) -> None:
    page = render(
        replace(prediction, headline=Headline("FIS.total|median|M36|ahsct", ("Less tired.", "Perhaps.")))
    )
    assert "Less tired. Perhaps." in _text(page)


def test_the_whole_list_of_refusals_is_printed(prediction: Results) -> None:
    text = _told(prediction)
    assert len(REFUSALS) == 11
    assert [refusal for refusal in REFUSALS if refusal not in text] == []
    assert "Every link from biology to a questionnaire is a hypothesis" in text
    assert "Research software, not medical advice." in text


def test_each_part_of_the_results_is_told(prediction: Results) -> None:
    text = _told(prediction)
    for expected in (
        "Removed: EDSS total 3 to 6 21 (12 to 33)",
        "Transplanted 24",
        "Died 1 (0 to 3)",
        "24 were transplanted and one died.",
        "those with lower EDSS gained more",
        "66% Monte Carlo error 2%",
        "87%",
        "1.5% (95% interval: 84% to 90%)",
        "61 sourced 22 derived 48 hypothesis-grade",
        "FIS total 2.34% 2% outside the bar",
        "lesion count 0.81% 2% inside the bar",
        "Rise of IL-6 per effector activity cytokines.il6_gain 0.35 pg/mL 0 to 1 hypothesis",
        "The median FIS score decreased 36%",
        "immune-reconstituting",
        "Which version of the FIS was used is not stated",
        "In one repetition nobody met the criteria.",
        "prior only",
        "Seed 2018",
        prediction.study.plan_sha256,
        "jax 0.10.2",
        "500 requested, 499 completed, 1 failed",
    ):
        assert expected in text, expected


def test_a_real_study_shows_observed_values_with_95_percent_intervals(analysis: Results) -> None:
    text = _told(analysis)
    assert "Analysis · real data" in text
    assert "they do not depend on parameters of the model" in text
    assert "41.0 points 95% 26.1 to 55.1" in text
    assert "Greenhouse-Geisser, n = 23, df = 22" in text
    assert "Predicted" not in text and "repetitions" not in text.lower()


def test_only_calibrate_is_stamped_fitted(prediction: Results) -> None:
    assert _told(replace(prediction, citations=())).count("fitted") == 0
    first = prediction.estimates[0]
    fitted = replace(first, published=Published(36.0, "entry:value", "calibrate", False, True))
    page = render(replace(prediction, citations=(), estimates=(fitted, *prediction.estimates[1:])))
    assert 'class="stamp"' in page
    assert "36 points fitted" in _text(page)
    assert (
        "fitted"
        in next(one for one in draw(replace(prediction, estimates=(fitted, *prediction.estimates[1:])))).svg
    )


def test_hostile_strings_stay_text(prediction: Results) -> None:
    estimate = Estimate(
        f"{HOSTILE}|median|M0|{HOSTILE}", HOSTILE, HOSTILE, Predicted(1.0), None, None, HOSTILE, (HOSTILE,)
    )
    other = replace(
        estimate, id=estimate.id.replace("M0", "M6"), published=Published(2.0, HOSTILE, "calibrate")
    )
    endpoint = Endpoint(HOSTILE, HOSTILE, HOSTILE, Interval(0.0, 4.0), caveat=HOSTILE)
    study = replace(
        prediction.study, title=HOSTILE, id=HOSTILE, endpoints=(endpoint,), arms=(Arm(HOSTILE, HOSTILE),)
    )
    page = render(
        replace(
            prediction,
            study=study,
            headline=Headline(estimate.id),
            estimates=(estimate, other),
            attribution=tuple(replace(one, label=HOSTILE, note=HOSTILE) for one in prediction.attribution),
            published_directions=(PublishedDirection(HOSTILE, "positive", HOSTILE, HOSTILE, "context"),),
            flow=tuple(replace(one, criterion=HOSTILE) for one in prediction.flow),
            assumptions=(Assumption(HOSTILE, HOSTILE, HOSTILE, 1.0, HOSTILE, None, "hypothesis", HOSTILE),),
            citations=(Citation(HOSTILE, f"javascript:{HOSTILE}", HOSTILE, "context", (HOSTILE,), HOSTILE),),
            warnings=(ResultWarning(HOSTILE, HOSTILE, 2),),
        )
    )
    reader = _read(page)
    assert reader.tags["script"] == reader.tags["img"] == 0
    assert reader.handlers == []
    assert not any(address.startswith("javascript") for address in reader.anchors)


def test_almost_empty_results_still_make_a_page() -> None:
    for kind in ("prediction", "analysis"):
        page = render(Results(kind, Study("pilot", "00")))
        assert "pilot" in page and REFUSALS[0] in page
        assert "<figure" not in page


@pytest.mark.parametrize(
    "absent",
    ["headline", "replicates", "evidence", "numerics", "seed", "parameter_set"],
)
def test_a_missing_part_leaves_the_rest_standing(prediction: Results, absent: str) -> None:
    assert "What lassitude refuses to say" in _told(replace(prediction, **{absent: None}))


@pytest.mark.parametrize(
    "absent",
    [
        "flow",
        "published_directions",
        "attribution",
        "assumptions",
        "citations",
        "conflicts",
        "warnings",
        "estimates",
    ],
)
def test_a_missing_list_leaves_the_rest_standing(prediction: Results, absent: str) -> None:
    headline = None if absent == "estimates" else prediction.headline
    reader = _read(render(replace(prediction, headline=headline, **{absent: ()}), ()))
    assert [one for one in reader.anchors if one.startswith("#") and one[1:] not in reader.ids] == []


def test_missing_numbers_are_shown_as_missing() -> None:
    estimates = tuple(
        Estimate(
            f"FIS.total|median|{visit}|a", "x", "points", Predicted(float("nan"), Interval(float("nan"), 1.0))
        )
        for visit in ("M0", "M6")
    )
    page = render(Results("prediction", Study("pilot", "00"), estimates=estimates))
    assert not re.search(r"\bnan\b", page.lower())


def test_an_estimate_that_did_not_converge_says_so() -> None:
    observed = Observed(1.0, converged=False, attempts=3, method="mixed model", n=12)
    results = Results(
        "analysis",
        Study("pilot", "00"),
        estimates=(Estimate("FIS.total|mean", "x", "points", None, observed),),
    )
    assert "mixed model, n = 12, did not converge after 3 attempts" in _told(results)


def test_a_direction_without_its_estimate_is_not_lost() -> None:
    direction = PublishedDirection(
        "FIS.total|slope:sex", "negative", "women gained more", "a:b", "calibrate", 0.5, 0.02
    )
    text = _told(Results("prediction", Study("pilot", "00"), published_directions=(direction,)))
    assert "published as negative (women gained more) fitted ; 50% of repetitions agree" in text


def test_a_share_outside_its_bar_is_never_hidden(prediction: Results) -> None:
    assert "OUTSIDE the 2% bar" in _told(prediction)
    assert Spread(1.0).interval90 is None


def test_the_parts_of_a_change_are_means_that_need_not_add_up(prediction: Results) -> None:
    page = _text(render(prediction))
    assert page.count("The parts need not add up to the whole") == 2
    assert "Mean change of FIS.total (points; negative means less fatigue)" in page
    assert "Mean change (points) median over repetitions" in page


def test_an_estimate_that_is_not_there_gives_its_reason() -> None:
    observed = Observed(float("nan"), converged=False, method="ANOVA", n=1)
    note = "Gives no estimate: fewer than two people were measured at every visit."
    estimate = Estimate("FIS.total|rm_anova_p", "x", "1", None, observed, notes=(note,))
    text = _told(Results("analysis", Study("pilot", "00"), estimates=(estimate,)))
    assert "no estimate: fewer than two people were measured at every visit" in text
    assert "did not converge" not in text


def test_published_numbers_without_an_interval_and_scorings_are_counted(
    prediction: Results, analysis: Results
) -> None:
    assert re.search(r"\d of 10 5 numbers, 2 scorings; a miss", _told(prediction))
    bare = tuple(
        replace(one, observed=replace(one.observed, interval95=None)) if "M0" in one.id else one
        for one in analysis.estimates
        if one.id.startswith("FIS") and one.observed
    )
    assert "of 5 1 has no interval to be judged by" in _told(replace(analysis, estimates=bare))


@pytest.mark.parametrize("people", [6, 8, 9, 12])
def test_a_median_interval_of_few_people_is_said_to_be_their_whole_range(people: int) -> None:
    found = describe(np.arange(1.0, people + 1).reshape(1, people, 1))
    ends = Interval(float(found.median_interval.low[0, 0]), float(found.median_interval.high[0, 0]))
    observed = Observed(float(found.median[0, 0]), interval95=ends, n=people)
    estimate = Estimate("FIS.total|median|M0", "x", "points", None, observed)
    text = _told(Results("analysis", Study("pilot", "00"), estimates=(estimate,)))
    said = "interval from the smallest to the largest value" in text
    assert said == (ends == Interval(1.0, people)) == (people <= 8)


def test_a_p_value_has_a_bar_with_the_line_of_five_in_a_hundred(prediction: Results) -> None:
    estimate = prediction.estimate("FIS.total|rm_anova_p|M36")
    page = render(replace(prediction, headline=None, estimates=(estimate,)), ())
    assert 'class="five" x1="135.9"' in page and ">≤ 0.001</text>" in page


def test_the_same_sign_stands_beside_its_p_value(analysis: Results) -> None:
    slope = "FIS.total|slope:age_years|M36"
    direction = PublishedDirection(slope, "positive", "", "a:b", "validate", observed_agrees=True)
    assert "same sign p 0.012" in _told(replace(analysis, published_directions=(direction,)))


def test_a_note_shared_by_rows_is_told_once() -> None:
    note = "Left out for missing values: 2 of 23 subjects (P-011, P-016)."
    estimates = tuple(
        Estimate(f"FIS.total|{statistic}|M36", "x", "points", Predicted(1.0), notes=(note,))
        for statistic in ("mean", "sd", "median")
    )
    text = _told(Results("prediction", Study("pilot", "00"), estimates=estimates))
    assert text.count(note) == 1 and text.count("note 1") == 3


def test_arms_stand_side_by_side_after_screening(prediction: Results) -> None:
    arms = (Arm("ahsct", "aHSCT"), Arm("dmf", "Dimethyl fumarate"))
    flow = (*prediction.flow, *(replace(step, arm="dmf") for step in prediction.flow if step.arm))
    found = columns(replace(prediction, study=replace(prediction.study, arms=arms), flow=flow))
    assert [column.arm for column in found] == ["", "aHSCT", "Dimethyl fumarate"]
    assert [stage.label for stage in found[0].stages] == ["Screened", "Enrolled"]
    assert found[1].stages == found[2].stages
    assert [stage.label for stage in found[1].stages] == ["Transplanted", "Analyzed"]
    assert columns(prediction)[0].arm == "" and len(columns(prediction)) == 1


def test_warnings_name_estimates_in_words(prediction: Results) -> None:
    warned = ResultWarning(
        "not_estimated", "1 of 9 could not be computed: FIS.total|mean_change|M6|ahsct.", 1
    )
    text = _text(render(replace(prediction, warnings=(warned,))))
    assert re.search(r"could not be computed: [^|]+: mean change, M6", text)
    assert "mean_change|M6|ahsct." not in text


def test_a_share_of_none_has_an_interval_too(prediction: Results) -> None:
    # Wilson's upper limit of 0 in 40: z² / (40 + z²) = 3.84 / 43.84.
    never = Estimate("FIS.total|share_t_p_below_0.05|M6|ahsct", "x", "1", Predicted(0.0, replicates=40))
    assert "(95% interval: 0% to 8.8%)" in _text(
        render(replace(prediction, estimates=(*prediction.estimates, never)))
    )


def test_only_regressions_of_a_change_say_who_gains_more() -> None:
    """Slopes of a value on what goes with it are told with every other estimate."""
    names = {"gain": ("slope:age_years",), "level": ("slope:EDSS.total", "standardized:EDSS.total")}
    estimates = tuple(
        Estimate(f"MFIS.total|{name}|M6|ex", analysis, "1", observed=Observed(0.5))
        for analysis, own in names.items()
        for name in own
    )
    page = unescape(render(Results("analysis", Study("pilot", "00"), estimates=estimates)))
    section = page[page.index('<section id="predictors"') :].partition("</section>")[0]
    assert "Slope on age (years)" in section and "EDSS" not in section
    assert "Slope on EDSS total in standard deviations" in page
