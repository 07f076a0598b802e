"""Draw held-out studies with a parameter set, score them, and sum up."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from lassitude.population.declared import all_parameters
from lassitude.population.parameter_sets import ParameterSet
from lassitude.prediction.planned import planned_estimates
from lassitude.prediction.scoreboard.held_out import HeldOut, nulls
from lassitude.prediction.scoreboard.record import Failed, NullFound, Outcome, Record, ScoredSet
from lassitude.prediction.scoreboard.scoring import all_failed, score, score_null
from lassitude.prediction.scoreboard.skill import failures_first, summaries
from lassitude.quantities.errors import RequestError
from lassitude.runs.environment import program_sha256
from lassitude.runs.pool import Progress, no_progress


def predict_and_score(
    studies: Sequence[HeldOut],
    parameters: ParameterSet,
    *,
    repetitions: int,
    workers: int = 1,
    folder: Path | None = None,
    progress: Progress = no_progress,
) -> Record:
    """Predict held-out studies at their published size and score them.

    Parameters
    ----------
    studies : sequence of HeldOut
        Which.
    parameters : ParameterSet
        Frozen; each repetition lives under one of its draws.
    repetitions : int
        How often each study is drawn, with the seed of its protocol.
    workers : int
        Processes; they change no byte.
    folder : Path, optional
        Where finished blocks are kept, apart for each set, program and number of repetitions.
    progress : callable
        Called as ``progress(done, total)`` for each study in turn.

    Returns
    -------
    Record
        Not yet in the history. A study that cannot be drawn under this set is in it as failed.

    Raises
    ------
    RequestError
        When a plan does not make an estimate that it is scored by.

    Examples
    --------
    >>> from lassitude.population.parameter_sets import DECLARED
    >>> predict_and_score((), DECLARED, repetitions=1).outcomes
    ()
    """
    scored = ScoredSet(
        parameters.name, set_sha256(parameters), parameters.count, repetitions, program_sha256()
    )
    blocks = None if folder is None else folder / f"{scored.sha256[:12]}-{scored.program[:12]}-{repetitions}"
    scores: list[Outcome | Failed] = []
    found: list[NullFound] = []
    for one in studies:
        try:
            batches = planned_estimates(
                one.protocol,
                seed=one.protocol.simulation.seed,
                replicates=repetitions,
                parameters=parameters,
                folder=None if blocks is None else blocks / one.name,
                workers=workers,
                progress=progress,
            ).batches
        except RequestError as error:
            scores += all_failed(one, str(error))
            continue
        scores += score(one, batches)
        found += [score_null(null, one, batches) for null in nulls() if null.protocol == one.name]
    outcomes = failures_first(one for one in scores if isinstance(one, Outcome))
    failed = tuple(one for one in scores if isinstance(one, Failed))
    judged = tuple(sorted(found, key=lambda one: one.reproduced))
    return Record(scored, 0, None, summaries(outcomes, failed), outcomes, judged, failed)


def set_sha256(parameters: ParameterSet) -> str:
    """Hash a parameter set: what is declared of every parameter, and every draw.

    Examples
    --------
    >>> from lassitude.population.parameter_sets import DECLARED
    >>> len(set_sha256(DECLARED))
    64
    """
    declared = "".join(f"{name} {one.value!r}\n" for name, one in sorted(all_parameters().items()))
    return sha256((declared + parameters.sha256).encode()).hexdigest()
