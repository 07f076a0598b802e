"""What must agree between the tables of a protocol: visits, arms, analyses, published numbers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.study.analysis_plan import Analysis, LinearRegression, PairedTest, endpoints_of
from lassitude.study.arms import Criterion, Population
from lassitude.study.endpoints import AGE, VISIT_LABEL, parse_endpoint, parse_estimate_id
from lassitude.study.protocol_errors import KeyPath, Problem
from lassitude.study.visits import Visits

if TYPE_CHECKING:
    from lassitude.study.protocol import Protocol

_OLDEST = 120.0


def problems_of(plan: Protocol) -> Iterator[Problem]:
    """Find what does not agree within a protocol.

    Parameters
    ----------
    plan : Protocol
        Its tables have the right shape each.

    Yields
    ------
    tuple of key path and str
        Where the problem stands, and what it is in a sentence with the way out.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> list(problems_of(read_protocol("canadian-ahsct")))
    []
    """
    places: dict[str, list[KeyPath]] = {}
    for path, message in _all_problems(plan):
        places.setdefault(message, []).append(path)
    for message, paths in places.items():
        more = f" The same in {len(paths) - 1} more places." if len(paths) > 1 else ""
        yield paths[0], message + more


def _all_problems(plan: Protocol) -> Iterator[Problem]:
    yield from _visit_problems(plan.visits)
    yield from _people_problems(plan)
    for name, analysis in plan.analysis.items():
        yield from _analysis_problems(("analysis", name), analysis, plan.visits)
    yield from _twice_planned(plan)
    yield from _published_problems(plan)


def _visit_problems(visits: Visits) -> Iterator[Problem]:
    path: KeyPath = ("visits", "schedule")
    if not visits.schedule:
        yield path, 'the schedule has no visit. Write at least one, such as M0 = "0 mo".'
    for label in visits.labels:
        if VISIT_LABEL.fullmatch(label) is None:
            yield (*path, label), "a label is letters, digits and _ . + - only, such as M6."
    days = dict(zip(visits.labels, visits.days, strict=True))
    for earlier, later in pairwise(visits.labels):
        if days[later] <= days[earlier]:
            yield (
                (*path, later),
                (
                    f"{later} ({visits.schedule[later]}) does not come after {earlier} "
                    f"({visits.schedule[earlier]}). Write the visits in order of time, each day once."
                ),
            )
    yield from _window_problems(visits)
    twice = [name for i, name in enumerate(visits.measure) if name in visits.measure[:i]]
    if twice:
        yield ("visits", "measure"), f"{twice[0]} is listed twice; each instrument is used once at a visit."


def _window_problems(visits: Visits) -> Iterator[Problem]:
    before, after = visits.window_days
    if before > 0 or after < 0:
        message = "the window starts at or before a visit's day and ends at or after it, such as [-30, 30]."
        yield ("visits", "window_days"), message
        return
    for (earlier, day), (later, next_day) in pairwise(zip(visits.labels, visits.days, strict=True)):
        if day < next_day and day + after >= next_day + before and before < after:
            yield (
                ("visits", "window_days"),
                (
                    f"the windows of {earlier} and {later} overlap: a day between them could be either. "
                    f"They are {next_day - day:g} days apart; narrow the window."
                ),
            )
            return


def _people_problems(plan: Protocol) -> Iterator[Problem]:
    if not plan.arms:
        yield ("arms",), "a study has at least one arm. Add one, such as [arms.treated]."
    for name, population in plan.populations.items():
        yield from _population_problems(("populations", name), population)
        if plan.arms and all(arm.population != name for arm in plan.arms.values()):
            yield ("populations", name), "no arm enrolls this population; name it in an arm or remove it."
    for name, arm in plan.arms.items():
        if "|" in name or not name.strip():
            yield ("arms", name), "the name of an arm is not empty and has no | in it."
        if arm.population not in plan.populations:
            hint = did_you_mean(arm.population, plan.populations)
            yield ("arms", name, "population"), f"there is no population {arm.population!r}.{hint}"


def _population_problems(path: KeyPath, population: Population) -> Iterator[Problem]:
    if population.n < 1:
        yield (*path, "n"), f"{population.n} people leave an arm without people; write 1 or more."
    for i, criterion in enumerate(population.eligibility):
        yield from _criterion_problems((*path, "eligibility", i), criterion)
    alive = population.survivors_of
    if alive is not None and population.n > alive.enrolled - alive.deaths:
        yield (
            (*path, "survivors_of"),
            (
                f"n = {population.n} is more than the {alive.enrolled - alive.deaths} who lived "
                f"({alive.enrolled} enrolled, {alive.deaths} died)."
            ),
        )


def _criterion_problems(path: KeyPath, criterion: Criterion) -> Iterator[Problem]:
    try:
        measure = parse_endpoint(criterion.measure)
    except RequestError as error:
        yield (*path, "measure"), str(error)
        return
    if measure.visit is not None:
        bare = criterion.measure.split("@")[0]
        yield (*path, "measure"), f"people are judged before the first visit; write {bare}."
    low, high = criterion.bounds
    wrong = [bound for bound in (low, high) if abs(bound) != float("inf") and not 0 <= bound <= _OLDEST]
    if criterion.measure == AGE and wrong:
        yield path, f"{wrong[0]:g} is not an age; ages run from 0 to {_OLDEST:g} years."


def _analysis_problems(path: KeyPath, analysis: Analysis, visits: Visits) -> Iterator[Problem]:
    for i, variant in enumerate(endpoints_of(analysis)):
        place: KeyPath = (*path, "endpoint") if i == 0 else (*path, "variants", i - 1, "endpoint")
        yield from _series_problems(place, variant.endpoint, visits)
    named = {key: getattr(analysis, key) for key in ("change_from", "at") if hasattr(analysis, key)}
    for key, label in named.items():
        if label not in visits.schedule:
            yield (*path, key), _no_visit(label, visits)
    known = [visits.day_of(label) for label in named.values() if label in visits.schedule]
    if len(known) == 2 and known[1] <= known[0]:
        yield (*path, "at"), f"{named['at']} does not come after {named['change_from']}."
    if "at" not in named and named and named["change_from"] == (visits.labels or ("",))[-1]:
        yield (*path, "change_from"), f"no visit comes after {named['change_from']}."
    if isinstance(analysis, LinearRegression):
        for i, covariate in enumerate(analysis.covariates):
            yield from _covariate_problems((*path, "covariates", i), covariate, visits)


def _series_problems(path: KeyPath, text: str, visits: Visits) -> Iterator[Problem]:
    """Check an endpoint that an analysis follows over visits."""
    try:
        endpoint = parse_endpoint(text)
    except RequestError as error:
        yield path, str(error)
        return
    if endpoint.instrument is None:
        yield path, f"{text} is not measured at visits; name a part of an instrument."
    elif endpoint.visit is not None:
        yield path, f"{text} names a visit, but the analysis says itself which visits it uses."
    else:
        yield from _unmeasured(path, endpoint.instrument, visits)


def _covariate_problems(path: KeyPath, text: str, visits: Visits) -> Iterator[Problem]:
    """Check an endpoint that stands for one number a person: age, or a part at a visit."""
    try:
        endpoint = parse_endpoint(text)
    except RequestError as error:
        yield path, str(error)
        return
    if endpoint.instrument is None:
        return
    yield from _unmeasured(path, endpoint.instrument, visits)
    if endpoint.visit is None:
        yield path, f"{text} has no visit; write {text}@{(visits.labels or ('M0',))[0]}."
    elif endpoint.visit not in visits.schedule:
        yield path, _no_visit(endpoint.visit, visits)


def _unmeasured(path: KeyPath, instrument: str, visits: Visits) -> Iterator[Problem]:
    if instrument not in visits.measure:
        yield path, f"{instrument} is not measured: visits.measure names {', '.join(visits.measure)}."


def _no_visit(label: str, visits: Visits) -> str:
    return f"there is no visit {label!r} in visits.schedule.{did_you_mean(label, visits.labels)}"


def _twice_planned(plan: Protocol) -> Iterator[Problem]:
    seen: dict[tuple[str, ...], str] = {}
    for name, analysis in plan.analysis.items():
        test = analysis.test if isinstance(analysis, PairedTest) else ""
        at = getattr(analysis, "at", "")
        for variant in endpoints_of(analysis):
            key = (analysis.type, test, variant.endpoint, at)
            if key in seen:
                yield (
                    ("analysis", name),
                    (
                        f"{analysis.type} of {variant.endpoint} is planned before in {seen[key]!r}: "
                        "both would give estimates of the same ids. Remove one."
                    ),
                )
            seen.setdefault(key, name)


def _published_problems(plan: Protocol) -> Iterator[Problem]:
    for table in ("published", "published_directions"):
        for text in getattr(plan, table):
            path: KeyPath = (table, text)
            try:
                estimate = parse_estimate_id(text)
            except RequestError as error:
                yield path, str(error)
                continue
            yield from _series_problems(path, estimate.endpoint, plan.visits)
            if estimate.visit not in plan.visits.schedule:
                yield path, _no_visit(estimate.visit, plan.visits)
            if estimate.arm not in plan.arms:
                yield path, f"there is no arm {estimate.arm!r}.{did_you_mean(estimate.arm, plan.arms)}"
