"""The values that an estimand asks for: what each strategy does to those after its event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.estimands.occurrence import Occurrence
from lassitude.statistics.subsets import all_together
from lassitude.study.estimands import (
    AssignedBaseline,
    AssignedFailure,
    AssignedValue,
    ChangeVariable,
    Composite,
    Estimand,
    Hypothetical,
    PrincipalStratum,
    ResponderVariable,
    TreatmentPolicy,
    ValueVariable,
    WhileOnTreatment,
)

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]

MeasuredVariable: TypeAlias = ValueVariable | ChangeVariable | ResponderVariable
"""Variables with a visit."""


@dataclass(frozen=True, eq=False)
class Target:
    """One endpoint of everybody as an estimand asks for it.

    Attributes
    ----------
    blocks : tuple of ArmBlock
        Arms with their values: those after a hypothetical event are missing, those while on treatment carry
        the last one before the event; those after a composite event are missing here and stand in `assigned`.
    assigned : array of float64 [replicate, subject, visit]
        Values that a composite event stands for; NaN elsewhere.
    failed : array of bool [replicate, subject, visit]
        Visits after a composite event that counts as no response; values there are missing.
    policy : array of bool [replicate, subject, visit]
        Visits after an event whose strategy is treatment policy.
    referred : array of bool [replicate, subject, visit]
        Visits after a hypothetical event from which on people would have been as in the reference arm.
    had : tuple of (str, array of bool [replicate, subject])
        Each event and who had it before the visit of the variable.
    """

    blocks: tuple[ArmBlock, ...]
    assigned: Floats
    failed: Booleans
    policy: Booleans
    referred: Booleans
    had: tuple[tuple[str, Booleans], ...]


def target(
    blocks: Sequence[ArmBlock],
    happened: Occurrence,
    estimand: Estimand,
    variable: MeasuredVariable,
    strata: Sequence[Booleans] = (),
) -> Target:
    """Apply the strategies of an estimand to the values of one endpoint.

    A composite event counts over all others, and a hypothetical one over treatment policy, whichever came
    first.

    Parameters
    ----------
    blocks : sequence of ArmBlock
        One endpoint in every arm.
    happened : Occurrence
        Events and visit days, in the order of the blocks' arrays.
    estimand : Estimand
        Strategies by event.
    variable : MeasuredVariable
        The estimand's variable.
    strata : sequence of array of bool [replicate, subject]
        Who belongs to each principal stratum of the estimand.

    Returns
    -------
    Target
    """
    everyone = all_together(list(blocks))
    at = everyone.visits.index(variable.at)
    never = np.zeros(everyone.values.shape, dtype=bool)
    policy, hypothetical, referred, until, failed = (never.copy() for _ in range(5))
    assigned = np.full(everyone.values.shape, np.nan)
    had: list[tuple[str, Booleans]] = []
    for term, strategy in estimand.intercurrent.items():
        after = happened.after(term) if term in happened.first else never
        had.append((term, after[..., at] & everyone.enrolled))
        match strategy:
            case TreatmentPolicy():
                policy |= after
            case Hypothetical(scenario=scenario):
                hypothetical |= after
                referred |= after & (scenario == "reference-after")
            case WhileOnTreatment():
                until |= after
            case Composite(assigned=AssignedFailure()):
                failed |= after
            case Composite():
                assigned = np.where(after, _assigned(everyone, variable, strategy)[..., None], assigned)
            case PrincipalStratum():
                pass
    counted = np.isfinite(assigned) | failed
    values = np.where(hypothetical | counted, np.nan, everyone.values)
    values[..., at] = _until(values, until, at)
    kept = np.logical_and.reduce([everyone.enrolled, *strata])
    arms = tuple(_of_arm(block, values, kept) for block in blocks)
    kept_policy = policy & ~hypothetical & ~counted
    return Target(arms, assigned, failed, kept_policy, referred & ~counted, tuple(had))


def with_assigned(found: Target) -> tuple[ArmBlock, ...]:
    """Return the arms with the values that composite events stand for in their places.

    Parameters
    ----------
    found : Target
        Values of an estimand.
    """
    counted = np.isfinite(found.assigned)
    return tuple(
        replace(
            block,
            values=np.where(counted & block.enrolled[..., None], found.assigned, block.values),
        )
        for block in found.blocks
    )


def _assigned(everyone: ArmBlock, variable: MeasuredVariable, strategy: Composite) -> Floats:
    match strategy.assigned:
        case AssignedValue(value=value):
            return np.full(everyone.values.shape[:2], value)
        case AssignedBaseline() if not isinstance(variable, ValueVariable):
            return everyone.at(variable.change_from)
        case _:
            return np.full(everyone.values.shape[:2], np.nan)


def _until(values: Floats, until: Booleans, at: int) -> Floats:
    """Return the value at a visit or, after an event, the last one before the event."""
    before = np.where(until, np.nan, values)[..., : at + 1]
    known = np.isfinite(before)
    last = at - np.argmax(known[..., ::-1], axis=-1)
    carried = np.take_along_axis(before, last[..., None], axis=-1)[..., 0]
    return np.where(until[..., at], carried, values[..., at])


def _of_arm(block: ArmBlock, values: Floats, kept: Booleans) -> ArmBlock:
    own = block.enrolled & kept
    return replace(block, values=np.where(own[..., None], values, np.nan), enrolled=own)
