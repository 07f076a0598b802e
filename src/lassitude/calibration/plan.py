"""What a calibration is: its stages with their targets, its seed and its sizes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

from lassitude.calibration.observing import observations_of
from lassitude.calibration.prior import Prior, prior_of
from lassitude.calibration.stage_files import StageFiles, parquet_bytes
from lassitude.calibration.stage_fit import Sizes, StageWork
from lassitude.calibration.targets import Stage, Target, stages, targets_of
from lassitude.population.declared import parameter_named
from lassitude.quantities.errors import RequestError, did_you_mean

QUICK_STAGES, QUICK_TARGETS = 2, 1
"""A quick calibration fits so many stages to so many targets each."""
QUICK_SIZES = Sizes(first=24, second=8, people=24, rows=32, checked=4)


@dataclass(frozen=True)
class StagePlan:
    """A stage and the targets that it is fitted to."""

    stage: Stage
    targets: tuple[Target, ...]


@dataclass(frozen=True)
class Plan:
    """All that decides the bytes of a calibration, besides the program and the ledger.

    Attributes
    ----------
    name : str
        Of the parameter set.
    seed : int
        Of everything that is drawn.
    sizes : Sizes
        How much is computed.
    stages : tuple of StagePlan
        First to last; each has parameters and targets.
    """

    name: str
    seed: int
    sizes: Sizes = field(default_factory=Sizes)
    stages: tuple[StagePlan, ...] = ()

    @property
    def settings(self) -> dict[str, Any]:
        """What has to be alike in a folder that is gone on with."""
        return {"name": self.name, "seed": self.seed, **asdict(self.sizes)}

    def place(self, stage: str) -> int:
        """Return the place of a stage, from 0.

        Raises
        ------
        RequestError
            If it is not among them.
        """
        names = [one.stage.name for one in self.stages]
        if stage not in names:
            raise RequestError(f"The calibration has no stage {stage!r}.{did_you_mean(stage, names)}")
        return names.index(stage)


def full_plan(name: str, seed: int, sizes: Sizes) -> Plan:
    """Plan all stages that have parameters and targets.

    Raises
    ------
    RequestError
        When two stages move one parameter.

    Examples
    --------
    >>> full_plan("mine", 1, Sizes()).place("1-instrument")
    Traceback (most recent call last):
        ...
    lassitude.quantities.errors.RequestError: The calibration has no stage '1-instrument'. Did you mean...
    """
    planned = tuple(
        StagePlan(one, targets_of(one.name)) for one in stages() if one.parameters and one.targets
    )
    _refuse_shared([one.stage for one in planned])
    return Plan(name, seed, sizes, planned)


def quick_plan(name: str, seed: int) -> Plan:
    """Plan two stages with one target each and hardly any people: whether it runs, not what it finds.

    Examples
    --------
    >>> [len(one.targets) for one in quick_plan("mine", 1).stages]
    [1, 1]
    """
    planned = full_plan(name, seed, QUICK_SIZES).stages[:QUICK_STAGES]
    fewer = tuple(StagePlan(one.stage, one.targets[:QUICK_TARGETS]) for one in planned)
    return Plan(name, seed, QUICK_SIZES, fewer)


def work_of(plan: Plan, place: int, before: Sequence[StageFiles]) -> StageWork:
    """Return what a stage is given.

    Parameters
    ----------
    plan : Plan
        The calibration.
    place : int
        Of the stage.
    before : sequence of StageFiles
        The fitted stages before it.
    """
    own = plan.stages[place]
    earlier = before[-1].draws if before else {}
    return StageWork(
        name=own.stage.name,
        prior=_prior(own.stage),
        observations=observations_of(own.targets, plan.sizes.people),
        seed=int.from_bytes(sha256(f"{plan.seed} {own.stage.name}".encode()).digest()[:6]),
        sizes=plan.sizes,
        earlier=earlier,
        earlier_prior=Prior(tuple(parameter_named(name) for name in earlier)),
    )


def fingerprint(work: StageWork, targets: Sequence[Target]) -> str:
    """Return a hash of all that decides the draws of a stage, besides the program.

    Parameters
    ----------
    work : StageWork
        What the stage is given, with the draws of the stages before.
    targets : sequence of Target
        Their protocols count as they are run, whatever their comments.
    """
    told = [
        work.name,
        repr([(one.name, one.value, one.bounds) for one in work.prior.declared]),
        repr(work.observations),
        repr(work.sizes),
        str(work.seed),
        *(f"{one.name} {one.protocol.model_dump_json(exclude_defaults=True)}" for one in targets),
        sha256(parquet_bytes(work.earlier)).hexdigest() if work.earlier else "nothing before",
    ]
    return sha256("\n".join(told).encode()).hexdigest()


def _prior(stage: Stage) -> Prior:
    try:
        return prior_of([parameter_named(name) for name in stage.parameters])
    except RequestError as error:
        raise RequestError(f"Stage {stage.name!r}: {error}") from None


def _refuse_shared(planned: Sequence[Stage]) -> None:
    first: dict[str, str] = {}
    for one in planned:
        for name in one.parameters:
            if name in first:
                raise RequestError(
                    f"{name!r} is moved by two stages, {first[name]!r} and {one.name!r}. Leave it to the one "
                    "whose targets tell more of it."
                )
            first[name] = one.name
