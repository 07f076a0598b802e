"""Results to one self-contained, offline HTML page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from lassitude.report import wording
from lassitude.report.comparisons import (
    COMPARING_TESTS,
    comparisons,
    is_difference,
    is_sensitivity,
    said,
    subset_notes,
)
from lassitude.report.conduct import events, given
from lassitude.report.contributions import ADDING, by_change, contributions
from lassitude.report.credibility_words import NOT_STATED, ORIGINS, about, emptiness, parts_of
from lassitude.report.differences import differences
from lassitude.report.drawing import Drawing
from lassitude.report.event_free import event_free
from lassitude.report.opening import opening
from lassitude.report.part_tables import part_tables
from lassitude.report.people import columns
from lassitude.report.power_figures import power_figures
from lassitude.report.power_words import (
    NULL_NOTE,
    difference_in_words,
    percent,
    power_tables,
    question_in_words,
)
from lassitude.report.recorded import NOTHING, Recorded
from lassitude.report.refusals import DISCLAIMER, LINK_STATEMENT, REFUSALS
from lassitude.report.rows import groups
from lassitude.report.statistic_words import in_words, names_in_words
from lassitude.report.trajectories import trajectories
from lassitude.report.truth import NEVER, true_effects
from lassitude.report.truth_figure import truth_figure
from lassitude.results import Assumption, Estimate, EstimateName, PublishedDirection, Results, split_id

if TYPE_CHECKING:
    from jinja2 import Template


def draw(results: Results, beside: Recorded = NOTHING) -> tuple[Drawing, ...]:
    """Draw every figure that the results have the numbers for.

    Parameters
    ----------
    results : Results
        What is reported.

    Returns
    -------
    tuple of Drawing
        Differences, trajectories, shares free of events, attribution and truth; the same bytes for equal
        results.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> draw(Results("prediction", Study("pilot", "00")))
    ()
    """
    found = (differences(results), trajectories(results), event_free(results), contributions(results))
    known = (*found, truth_figure(results, beside))
    return (*power_figures(results), *(figure for figure in known if figure is not None))


def render(results: Results, drawings: Sequence[Drawing] | None = None, beside: Recorded = NOTHING) -> str:
    """Write the report: one HTML page without scripts and without anything loaded from outside.

    Parameters
    ----------
    results : Results
        A prediction or the analysis of a real study; parts that are absent leave their section out.
    drawings : sequence of Drawing, optional
        Figures already drawn from the same results; drawn here otherwise.

    Returns
    -------
    str
        The page; equal results give equal text.

    Examples
    --------
    >>> from lassitude.results import Results, Study
    >>> "not medical advice" in render(Results("analysis", Study("pilot", "00")))
    True
    """
    figures = {figure.name: figure for figure in (draw(results) if drawings is None else drawings)}
    return _template().render(_content(results, figures, beside))


def _content(results: Results, figures: dict[str, Drawing], beside: Recorded) -> dict[str, Any]:
    return {
        "results": results,
        "words": wording,
        "names_in_words": names_in_words,
        "sequences": [(one.name, wording.group_label(results, one.name)) for one in results.study.sequences],
        "css": _packaged("report.css"),
        "opening": opening(results),
        "published": groups(results, _is_published),
        "predictors": groups(results, _is_predictor_of(results)),
        "tests": groups(results, _is_test),
        "compared": groups(results, _is_compared),
        "inference": said(results, comparisons(results)),
        "sensitivity": groups(results, _is_sensitivity),
        "chosen": subset_notes(results),
        "every": groups(results, _is_any),
        "course": figures.get("trajectories"),
        "event_free": figures.get("event-free"),
        "differences": figures.get("differences"),
        "truth": figures.get("truth"),
        "effects": true_effects(results, beside),
        "mean": lambda values: float(values.mean()),
        "never": NEVER,
        "given": given(results, beside.study),
        "happened": events(results, beside.study),
        "contributions": figures.get("attribution"),
        "adding": ADDING,
        "changes": by_change(results.attribution),
        "part_tables": part_tables(results) if len({one.arm for one in results.attribution}) > 1 else (),
        "columns": columns(results),
        **_of_power(results, figures),
        **_of_credibility(results),
        "directions": {direction.estimate: direction for direction in results.published_directions},
        "unplaced": _unplaced(results),
        "subsystems": _by_subsystem(results.assumptions),
        "refusals": REFUSALS,
        "link_statement": LINK_STATEMENT,
        "disclaimer": DISCLAIMER,
        "cited": {citation.id for citation in results.citations},
    }


def _of_power(results: Results, figures: dict[str, Drawing]) -> dict[str, Any]:
    return {
        "power_question": question_in_words(results, results.power) if results.power else "",
        "power_tables": power_tables(results),
        "power_figure": figures.get("power"),
        "ranking_figure": figures.get("ranking"),
        "null_note": NULL_NOTE,
        "share_in_words": percent,
        "difference_in_words": difference_in_words,
    }


def _of_credibility(results: Results) -> dict[str, Any]:
    known = results.credibility
    return {
        "credibility_about": about(results),
        "credibility_empty": emptiness(known) if known else "",
        "credibility_parts": parts_of(known) if known else (),
        "origins": ORIGINS,
        "not_stated": NOT_STATED,
    }


def _is_published(estimate: Estimate, name: EstimateName) -> bool:
    return estimate.published is not None


def _is_predictor_of(results: Results) -> Callable[[Estimate, EstimateName], bool]:
    """Return what tells regressions of a change; those of a value have standardized slopes too."""
    names = {one.id: split_id(one.id).statistic for one in results.estimates}
    of_values = {one.analysis for one in results.estimates if names[one.id].startswith("standardized:")}

    def wanted(estimate: Estimate, name: EstimateName) -> bool:
        told = name.statistic.partition(":")[0] in ("slope", "r_squared")
        return told and estimate.analysis not in of_values

    return wanted


def _is_test(estimate: Estimate, name: EstimateName) -> bool:
    if _is_compared(estimate, name):
        return False
    if wording.is_share(name) or name.statistic.startswith("complete_reduction"):
        return True
    whole_sample = not name.statistic.startswith("slope") and (
        wording.is_p_value(name) or name.statistic in ("rm_anova_f", "epsilon_gg")
    )
    return whole_sample and estimate.observed is not None


def _is_compared(estimate: Estimate, name: EstimateName) -> bool:
    test = name.statistic.partition(":")[0].removeprefix("share_").removesuffix("_below_0.05")
    return is_difference(name) or test in COMPARING_TESTS


def _is_sensitivity(estimate: Estimate, name: EstimateName) -> bool:
    return is_sensitivity(name)


def _is_any(estimate: Estimate, name: EstimateName) -> bool:
    return True


def _unplaced(results: Results) -> list[tuple[PublishedDirection, str]]:
    """Return published directions that no table of predictors shows, each with its estimate in words."""
    predicts = _is_predictor_of(results)
    shown = {one.id for one in results.estimates if predicts(one, split_id(one.id))}
    return [
        (one, in_words(results, one.estimate))
        for one in results.published_directions
        if one.estimate not in shown
    ]


def _by_subsystem(assumptions: Sequence[Assumption]) -> dict[str, list[Assumption]]:
    found: dict[str, list[Assumption]] = {}
    for assumption in assumptions:
        found.setdefault(assumption.subsystem, []).append(assumption)
    return found


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("lassitude.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["weblink"] = lambda address: address.startswith(("https://", "http://"))
    return environment.get_template("report.html.j2")


def _packaged(name: str) -> str:
    return resources.files("lassitude.report").joinpath("templates", name).read_text(encoding="utf-8")
