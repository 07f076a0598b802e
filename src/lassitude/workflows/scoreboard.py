"""``scoreboard``: predict held-out studies with a frozen parameter set, score them, and keep the score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from lassitude.prediction.scoreboard.record import Outcome, Record
from lassitude.quantities.errors import RequestError
from lassitude.runs.pool import Progress, no_progress

Effort: TypeAlias = Literal["full", "quick"]

REPETITIONS, QUICK_REPETITIONS = 200, 40
AGREEMENT = 4.0
"""Monte Carlo errors by which two medians of the same prediction may differ; by chance one in 16,000 does."""


def scoreboard(
    studies: Sequence[str] = (),
    *,
    parameters: str | None = None,
    effort: Effort = "full",
    repetitions: int | None = None,
    record: bool = False,
    keep: Path | None = None,
    workers: int = 1,
    progress: Progress = no_progress,
) -> Record:
    """Predict held-out studies from their design and score them against what they printed.

    Parameters
    ----------
    studies : sequence of str
        Ledger ids, or names of held-out protocols; all where empty.
    parameters : str, optional
        Name of a shipped parameter set, or a folder with one; the default set where absent.
    effort : {"full", "quick"}
        200 repetitions of each study, or 40.
    repetitions : int, optional
        In place of these.
    record : bool
        Whether the score joins the history, which a parameter set may do once.
    keep : Path, optional
        Folder for finished blocks, so that the same call resumes.
    workers : int
        Processes; they change no byte of the score.
    progress : callable
        Called as ``progress(done, total)`` for each study in turn.

    Returns
    -------
    Record
        Numbered if it joined the history.

    Raises
    ------
    RequestError
        If a study is not among the hold-outs, or the score may not join the history.
    Interrupted
        At Ctrl-C.

    Examples
    --------
    >>> scoreboard(["bose2018"])
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: There is no held-out study 'bose2018'. Did you mean...
    """
    from lassitude.prediction.scoreboard.held_out import chosen

    asked = chosen(tuple(studies))
    usual = REPETITIONS if effort == "full" else QUICK_REPETITIONS
    drawn = usual if repetitions is None else repetitions
    if drawn < 2:
        raise RequestError(f"{drawn} repetitions have no interval; ask for 2 or more.")
    if record:
        _refuse_part(studies, drawn)

    # The body is loaded only for a request that is right so far.
    from lassitude.population.parameter_sets import default_set, parameter_set_named
    from lassitude.prediction.scoreboard.history import append, refuse_if_scored
    from lassitude.prediction.scoreboard.predicting import predict_and_score, set_sha256

    used = default_set() if parameters is None else parameter_set_named(parameters)
    if record:
        refuse_if_scored(used.name, set_sha256(used))
    found = predict_and_score(asked, used, repetitions=drawn, workers=workers, folder=keep, progress=progress)
    return append(found) if record else found


def recorded() -> Record:
    """Return the newest score of the history.

    Raises
    ------
    RequestError
        If nothing was scored yet, or a record was altered.
    """
    from lassitude.prediction.scoreboard.history import newest

    found = newest()
    if found is None:
        raise RequestError(
            "No parameter set was scored yet: lassitude scoreboard --record scores the default."
        )
    return found


def differences(found: Record, kept: Record) -> tuple[str, ...]:
    """Say where a score differs from a record by more than chance.

    Parameters
    ----------
    found, kept : Record
        Of one parameter set; `found` may hold fewer studies and repetitions.

    Returns
    -------
    tuple of str
        A line for each median that lies more than four Monte Carlo errors away, and for each published
        number that is not the same; empty where all agree. Protocols that joined after the record are not
        compared.

    Raises
    ------
    RequestError
        If they are of two parameter sets.
    """
    one, other = found.scored, kept.scored
    if one.name != other.name or one.sha256 != other.sha256:
        raise RequestError(
            f"Record {kept.number} scores the parameter set {other.name!r}, not {one.name!r} as it stands; "
            "score the set with --record, or compare with the program that made the record."
        )
    return tuple(_differing(found, kept))


def _differing(found: Record, kept: Record) -> Iterator[str]:
    known = {(one.protocol, one.estimate): one for one in kept.outcomes}
    for one in (outcome for outcome in found.outcomes if outcome.protocol in kept.protocols):
        other = known.get((one.protocol, one.estimate))
        if other is None:
            yield f"{one.study}: {one.estimate} is not in record {kept.number}."
        elif one.published != other.published:
            yield f"{one.study}: {one.estimate} was printed as {other.published:g}, now {one.published:g}."
        elif abs(one.median - other.median) > _chance(one, other):
            yield f"{one.study}: {one.estimate} was predicted as {other.median:.4g}, now {one.median:.4g}."


def _chance(one: Outcome, other: Outcome) -> float:
    """Return how far two medians may lie apart; on a scale of steps at least what rounding leaves."""
    error = (one.monte_carlo_se**2 + other.monte_carlo_se**2) ** 0.5
    return AGREEMENT * error + 1e-9 * abs(other.median)


def _refuse_part(studies: Sequence[str], drawn: int) -> None:
    if studies:
        raise RequestError("The history holds scores of all held-out studies; leave the names out to record.")
    if drawn < REPETITIONS:
        raise RequestError(
            f"{drawn} repetitions are too few to keep; a recorded score takes {REPETITIONS} or more."
        )
