"""Protects: every shipped experiment runs from its protocol to its report, as ``lassitude run`` runs it.

Each is made small (few people, a short lead-in, two repetitions): what must work is every visit, instrument,
analysis and figure that it names. Numbers are held elsewhere.
"""

from __future__ import annotations

import re

import pytest

from lassitude.results import Results, split_id
from lassitude.study.protocol import protocol_text, read_protocol, shipped_experiments
from lassitude.workflows.finished import FinishedRun
from lassitude.workflows.run import run

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("bodies")]

SMALL = {"n": "8", "lead_in_years": "0.25", "pool": "512"}
"""By key of the protocol, what stands in place of what is shipped."""


def small(text: str) -> str:
    for key, value in SMALL.items():
        text = re.sub(rf"(?m)^{key} = [\d.]+", f"{key} = {value}", text)
    return text


@pytest.fixture(scope="module", params=shipped_experiments())
def finished(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> FinishedRun:
    folder = tmp_path_factory.mktemp("experiment")
    path = folder / "small.toml"
    path.write_text(small(protocol_text(request.param)))
    return run(path, effort="quick", replicates=2, out=folder / "run")


def measured(results: Results) -> set[tuple[str, str]]:
    return {
        (name.endpoint, name.visit)
        for one in results.estimates
        for name in [split_id(one.id)]
        if one.predicted and name.statistic in ("median", "mean")
    }


def test_everything_that_it_plans_is_measured_and_drawn(finished: FinishedRun) -> None:
    plan = read_protocol(finished.folder / "protocol.toml")
    course = plan.analysis["course"]
    endpoints = [course.endpoint, *(one.endpoint for one in course.variants)]
    assert measured(finished.results) >= {(one, when) for one in endpoints for when in plan.visits.labels}
    figure = (finished.folder / "figures" / "trajectories.svg").read_text()
    assert all(f"{one} (" in figure for one in endpoints)
    assert figure.count("s since day zero") == len(endpoints)


def test_what_is_published_stands_beside_what_is_predicted(finished: FinishedRun) -> None:
    plan = read_protocol(finished.folder / "protocol.toml")
    beside = {one.id for one in finished.results.estimates if one.predicted and one.published}
    assert beside == set(plan.published)
    told = {one.estimate for one in finished.results.published_directions if one.agreement is not None}
    assert told == set(plan.published_directions)


def test_the_page_says_by_which_clock_people_lived(finished: FinishedRun) -> None:
    assert finished.results.numerics is not None
    by_hour = read_protocol(finished.folder / "protocol.toml").visits.by_hour
    steps = "64 slow, 256 fast" if by_hour else "1 slow, 4 fast"
    assert finished.results.numerics.clock.startswith(steps)
    assert steps in finished.report.read_text()
