"""Protects: the flow of participants says who was screened for what, how people left, and who died."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from lassitude.prediction.flow import participant_flow
from lassitude.results import FlowStep
from lassitude.study.protocol import Protocol, parse_protocol
from tests.faults.designs import PARALLEL

FATAL = PARALLEL.replace(
    'event = "pregnancy", trigger = { type = "chance", per_year = 0.02 }, outcome = "leaves"',
    'event = "death", trigger = { type = "chance", per_year = 0.02 }, outcome = "dies"',
)


def flow(protocol: Protocol, reasons: tuple[str, ...], reason: list[list[int]]) -> list[FlowStep]:
    """Return the flow of two repetitions with four people each, who left for a reason or stayed (-1)."""
    (population,) = protocol.populations
    names, left = list(protocol.arms), np.array(reason)
    group = SimpleNamespace(
        population=population,
        assignments=[SimpleNamespace(name=name) for name in names],
        assigned=np.array([[0, 1, 0, 1]] * 2),
        reason=left,
        reasons=reasons,
        stayed=left < 0,
        came=(left < 0)[None],
        among=lambda name: np.array([[0, 1, 0, 1]] * 2) == names.index(name),
    )
    screened = SimpleNamespace(
        screened=np.array([9, 9]), removed=np.array([[5], [5]]), reasons=("MFIS.total not 38 or more",)
    )
    made = SimpleNamespace(
        protocol=protocol,
        replicates=2,
        assignments={population: group.assignments},
        schedule=SimpleNamespace(labels=("W0", "W12")),
    )
    entered = SimpleNamespace(enrollments={population: screened})
    return list(participant_flow(*cast(Any, (made, entered, (group,)))))


@pytest.fixture
def parallel() -> Protocol:
    return parse_protocol(FATAL, "parallel.toml")


def test_people_are_randomized_once_and_allocated_by_arm(parallel: Protocol) -> None:
    steps = flow(parallel, ("constant hazard",), [[-1, -1, -1, 0]] * 2)
    told = [(one.step, one.criterion, one.n.median) for one in steps if one.arm is None]
    assert told == [
        ("screened", None, 9.0),
        ("removed", "MFIS.total not 38 or more", 5.0),
        ("randomized", None, 4.0),
    ]
    assert [one.n.median for one in steps if one.step == "allocated"] == [2.0] * 2 + [0.0] * (
        len(parallel.arms) - 2
    )


def test_death_is_no_withdrawal(parallel: Protocol) -> None:
    steps = flow(parallel, ("constant hazard", "death"), [[1, 0, -1, -1]] * 2)
    first, second = list(parallel.arms)[:2]
    left = [(one.step, one.criterion, one.n.median) for one in steps if one.arm == first]
    assert ("died", None, 1.0) in left and ("withdrawn", "left the study", 0.0) in left
    assert ("withdrawn", "left the study", 1.0) in [
        (one.step, one.criterion, one.n.median) for one in steps if one.arm == second
    ]


def test_what_happened_adds_up_to_everybody(parallel: Protocol) -> None:
    steps = flow(parallel, ("constant hazard", "death"), [[1, 0, -1, -1], [-1, -1, 0, 0]])
    for arm in list(parallel.arms)[:2]:
        own = [one for one in steps if one.arm == arm]
        everybody = next(one.n.median for one in own if one.step == "allocated")
        assert everybody == sum(one.n.median for one in own if one.step != "allocated")
