"""Ask, before statistics do, whether a real study holds what its plan analyzes."""

from __future__ import annotations

import polars as pl

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.study.analyses.between_arms import CrossoverAnalysis
from lassitude.study.analyses.chosen import Subset
from lassitude.study.analyses.events import EventRate, FirstEvent, TimeToEvent
from lassitude.study.analyses.measurement import RelapseCourse
from lassitude.study.analysis_plan import Analysis, covariates_of, endpoints_of
from lassitude.study.calendar import calendar
from lassitude.study.cube import measured_endpoints
from lassitude.study.data import StudyData
from lassitude.study.endpoints import AGE, FACTORS, parse_endpoint
from lassitude.study.protocol import Protocol


def check_plan_can_be_followed(data: StudyData, plan: Protocol, file: str) -> None:
    """Refuse a file that lacks what an analysis needs of everybody.

    Of an analysis planned for several scorings one is enough. A visit that only some people had is no
    matter here: the estimates say whom they leave out.

    Parameters
    ----------
    data : StudyData
        As read.
    plan : Protocol
        The analyses.
    file : str
        Name of the file, for messages.

    Raises
    ------
    RequestError
        With the analysis, what it needs and the nearest that there is.

    Examples
    --------
    >>> from lassitude.study.data import StudyDescription
    >>> from lassitude.study.protocol import read_protocol
    >>> from lassitude.study.tables import empty_table
    >>> nothing = StudyData(StudyDescription("demo", "", {}, ""), empty_table("subjects"),
    ...                     empty_table("observations"))
    >>> check_plan_can_be_followed(nothing, read_protocol("canadian-ahsct"), "data.csv")
    Traceback (most recent call last):
        ...
    lassitude.quantities.errors.RequestError: data.csv lacks FIS.total or MFIS.total, which the analysis...
    """
    there = measured_endpoints(data)
    for name, analysis in plan.analysis.items():
        wanted = [entry.endpoint for entry in endpoints_of(analysis)]
        usable = [endpoint for endpoint in wanted if endpoint in there]
        if not usable:
            raise RequestError(
                f"{file} lacks {' or '.join(wanted)}, which the analysis {name!r} of the plan needs. "
                f"Add such a "
                f"column, or take the analysis out of a copy of the plan.{did_you_mean(wanted[0], there)}"
            )
        for endpoint in usable:
            _check_visits(data, endpoint, name, analysis, file)
            if isinstance(analysis, CrossoverAnalysis):
                _check_periods(data, endpoint, name, analysis, plan, file)
        if analysis.subset is not None:
            subset = plan.subsets[analysis.subset]
            _check_visits(data, subset.endpoint, name, subset, file)
        _check_covariates(data, name, analysis, file)


def check_events_are_given(plan: Protocol, file: str) -> None:
    """Refuse a study without a file of events where an analysis counts them: nobody knows that none happened.

    Parameters
    ----------
    plan : Protocol
        The analyses.
    file : str
        Name of the file of data, for messages.

    Raises
    ------
    RequestError
        With the first such analysis and what to do.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> check_events_are_given(read_protocol("canadian-ahsct"), "data.csv")
    """
    for name, analysis in plan.analysis.items():
        category = _recorded_category(analysis)
        if category is not None:
            raise RequestError(
                f"The analysis {name!r} of the plan is about recorded events ({category}), and {file} came "
                "without any. Name a file with one event a row by --events (in Python events=...), with a "
                "header alone where nothing happened, or take the analysis out of a copy of the plan."
            )


def _recorded_category(analysis: Analysis) -> str | None:
    match analysis:
        case EventRate(events=category):
            return category
        case TimeToEvent(event=FirstEvent(category=category)):
            return category
        case RelapseCourse():
            return "relapse"
        case _:
            return None


def _check_visits(data: StudyData, endpoint: str, name: str, analysis: Analysis | Subset, file: str) -> None:
    for key in ("change_from", "at"):
        label = getattr(analysis, key, None)
        if label is not None and not _anybody(data, endpoint, label):
            raise RequestError(
                f"{file} has no {endpoint} at {label}, which the analysis {name!r} of the plan needs ({key})."
            )


def _check_periods(
    data: StudyData, endpoint: str, name: str, analysis: CrossoverAnalysis, plan: Protocol, file: str
) -> None:
    wanted = [visit.label for visit in calendar(plan) if visit.period and visit.visit == analysis.visit]
    if sum(_anybody(data, endpoint, label) for label in wanted) < 2:
        raise RequestError(
            f"{file} has {endpoint} in fewer than two of {', '.join(wanted)}, and the analysis {name!r} of "
            "the plan compares periods."
        )


def _check_covariates(data: StudyData, name: str, analysis: Analysis, file: str) -> None:
    for covariate in covariates_of(analysis):
        if not _known_of_anybody(data, covariate):
            raise RequestError(
                f"{file} lacks {covariate}, a covariate of the analysis {name!r} of the plan. Add a "
                f"column for it."
            )
        if covariate in FACTORS:
            _refuse_one_level(data, name, covariate, file)


def _refuse_one_level(data: StudyData, name: str, factor: str, file: str) -> None:
    taking_part = data.subjects.filter(pl.col("status") != "screen_failed")
    known = taking_part.filter(pl.col(factor).fill_null("unknown") != "unknown")
    levels = known[factor].unique()
    if levels.len() == 1:
        raise RequestError(
            f"{file}: {factor}, a covariate of the analysis {name!r} of the plan, is {levels.item()!r} in "
            f"all {known.height} people in whom it is known, the first {known['subject'][0]}. One "
            f"level compares nobody: take {factor} out of the covariates in a copy of the plan, or add "
            "people of another."
        )


def _known_of_anybody(data: StudyData, covariate: str) -> bool:
    if covariate in FACTORS:
        return bool((data.subjects[covariate].fill_null("unknown") != "unknown").any())
    endpoint = parse_endpoint(covariate)
    if endpoint.instrument is None:
        return bool(data.subjects[AGE].is_not_null().any())
    return _anybody(data, f"{endpoint.instrument}.{endpoint.part}", endpoint.visit or "")


def _anybody(data: StudyData, endpoint: str, visit: str) -> bool:
    name = parse_endpoint(endpoint)
    own = (
        (pl.col("instrument") == name.instrument) & (pl.col("part") == name.part) & (pl.col("visit") == visit)
    )
    return not data.observations.filter(
        own & pl.col("status").is_in(["observed", "below_limit", "above_limit"])
    ).is_empty()
