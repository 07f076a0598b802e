"""Figures carry units, intervals and words, and are the same bytes whatever the user's settings."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import matplotlib
import pytest

from lassitude.report import Drawing, draw
from lassitude.report.bars import WIDTH, bar, scale_of
from lassitude.report.contributions import contributions
from lassitude.report.drawing import legend_columns
from lassitude.report.trajectories import trajectories
from lassitude.results import Estimate, Interval, Predicted, Published, Results, Study


def _texts(drawing: Drawing) -> str:
    root = ElementTree.fromstring(drawing.svg)
    return " ".join("".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text"))


def test_the_same_bytes_under_any_settings(prediction: Results) -> None:
    first = [one.svg for one in draw(prediction)]
    with matplotlib.rc_context({"font.size": 30, "svg.fonttype": "path", "axes.facecolor": "red"}):
        assert [one.svg for one in draw(prediction)] == first


def test_drawing_leaves_the_settings_alone(prediction: Results) -> None:
    before = dict(matplotlib.rcParams)
    draw(prediction)
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize("kind", ["prediction", "analysis"])
def test_axes_name_their_units(kind: str, request: pytest.FixtureRequest) -> None:
    drawing = trajectories(request.getfixturevalue(kind))
    assert drawing is not None
    texts = _texts(drawing)
    assert texts.count("months since day zero") == 2
    for expected in (
        "FIS.total (points)",
        "scale 0 to 160, higher is worse",
        "MFIS.total (points)",
        "scale 0 to 84",
    ):
        assert expected in texts


def test_attribution_names_units_and_what_is_prior_only(prediction: Results) -> None:
    drawing = contributions(prediction)
    assert drawing is not None
    texts = _texts(drawing)
    assert "Mean change of FIS.total (points; negative means less fatigue)" in texts
    assert texts.count("prior only") == 2
    assert "\N{MINUS SIGN}26.2 to \N{MINUS SIGN}2.6" in texts


def test_figures_have_a_description_and_no_dates(prediction: Results) -> None:
    for drawing in draw(prediction):
        root = ElementTree.fromstring(drawing.svg)
        assert root.get("role") == "img"
        assert "FIS scored 0 to 160" in drawing.alternative
        assert drawing.alternative in drawing.svg
        assert "<metadata" not in drawing.svg
        assert not re.search(r"20\d\d-\d\d-\d\d", drawing.svg)


def test_bands_and_published_points_are_drawn(prediction: Results) -> None:
    drawing = trajectories(prediction)
    assert drawing is not None
    for expected in ("90% of repetitions", "50% of repetitions", "predicted median", "published", "36", "23"):
        assert expected in _texts(drawing)


def test_two_arms_are_told_apart(prediction: Results) -> None:
    other = tuple(
        replace(one, id=one.id.replace("|ahsct", "|control"))
        for one in prediction.estimates
        if "ahsct" in one.id
    )
    drawing = trajectories(replace(prediction, estimates=prediction.estimates + other))
    assert drawing is not None
    texts = _texts(drawing)
    assert [texts.count(name) for name in ("aHSCT", "control")] == [2, 2]
    assert texts.count("predicted median, 90% of repetitions") == 1


def test_one_visit_makes_no_course(prediction: Results) -> None:
    only = tuple(one for one in prediction.estimates if "|M0|" in one.id)
    assert trajectories(replace(prediction, estimates=only)) is None


def test_no_numbers_no_figures() -> None:
    assert draw(Results("prediction", Study("pilot", "00"))) == ()


def test_bars_lie_where_their_numbers_are() -> None:
    estimate = Estimate(
        "FIS.total|median|M36|ahsct",
        "primary",
        "points",
        Predicted(20.0, Interval(15.0, 25.0), Interval(10.0, 40.0)),
        None,
        Published(30.0, "a:b", "validate"),
    )
    scale = scale_of([estimate])
    assert scale is not None and (scale.lower, scale.upper) == (0.0, 40.0)
    drawn = bar(estimate, scale)
    assert drawn.wide == (WIDTH / 4, WIDTH)
    assert drawn.middle == WIDTH / 2
    assert drawn.published == WIDTH * 3 / 4
    assert drawn.zero is None


def test_a_scale_that_crosses_zero_marks_it() -> None:
    estimate = Estimate(
        "FIS.total|slope:age_years|M36", "x", "points/year", Predicted(0.5, None, Interval(-1.0, 2.0))
    )
    scale = scale_of([estimate])
    assert scale is not None
    drawn = bar(estimate, scale)
    assert drawn.zero == WIDTH / 3


def test_numbers_that_are_not_there_have_no_scale() -> None:
    assert scale_of([Estimate("a|b", "x", "1", Predicted(float("nan")))]) is None


def test_a_legend_of_long_names_has_fewer_columns() -> None:
    assert [legend_columns([letters * "x"], 7.2) for letters in (1, 20, 40, 400)] == [4, 3, 1, 1]
