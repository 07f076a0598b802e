"""``attribute``: what a change is made of, in one arm of a paper or in every arm of a protocol."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lassitude.quantities.errors import RequestError
from lassitude.results import Results, ResultWarning
from lassitude.runs.pool import Progress, no_progress

if TYPE_CHECKING:
    from lassitude.prediction.single_arm import SingleArm
    from lassitude.study.protocol import Protocol
    from lassitude.workflows.finished import FinishedRun

_TOLD = {
    "placebo": "therapy, if nobody could tell what they got; expectation, contact and time are in both",
    "attention": "therapy and what the control is not expected to do; contact and time are in both",
    "waiting-list": "therapy, expectation and contact in one sum; time and natural course are in both",
    "usual-care": "therapy, expectation and contact in one sum; time and natural course are in both",
}


@dataclass(frozen=True)
class StudyAttribution:
    """What the changes of a study are made of.

    Attributes
    ----------
    run : FinishedRun
        The run that was simulated for it.
    results : Results
        Of kind ``attribution``: the parts by arm and endpoint, then the contrasts, whose arm is written
        ``arm minus comparator``.
    """

    run: FinishedRun
    results: Results


def attribute(asked: SingleArm, *, seed: int = 1) -> Results:
    """Say by how much one arm may change without any specific effect, and where its change lies.

    Parameters
    ----------
    asked : SingleArm
        What was reported of the arm.
    seed : int
        Of the draws from the priors.

    Returns
    -------
    Results
        Of kind ``attribution``.

    Raises
    ------
    RequestError
        If something is unknown, impossible, or cannot be reckoned with.

    Examples
    --------
    >>> from lassitude.prediction.single_arm import SingleArm
    >>> found = attribute(SingleArm("MFIS", 40, 12, "open", change=-9, entry="MFIS.total > 33"))
    >>> [one.part for one in found.attribution if not one.prior_only]
    ['regression_to_the_mean', 'chance', 'total']
    """
    from lassitude.prediction.single_arm_results import attribute_single_arm

    return attribute_single_arm(asked, seed)


def attribute_study(
    study: str | Path,
    *,
    seed: int | None = None,
    replicates: int | None = None,
    out: Path | None = None,
    workers: int = 1,
    progress: Progress = no_progress,
) -> StudyAttribution:
    """Simulate a study and say what the change of every arm, and of every contrast, is made of.

    Parameters
    ----------
    study : str or Path
        Name of a shipped study, or path of a protocol.
    seed, replicates : int, optional
        In place of the protocol's seed, and of 40 replicates.
    out : Path, optional
        Folder of the run, as for `run`.
    workers : int
        Processes; they change no byte of the results.
    progress : callable
        Called as ``progress(done, total)``.

    Raises
    ------
    RequestError
        If the request is wrong, or the study analyzes no change.

    Examples
    --------
    >>> attribute_study("canadian-ahcst")
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: There is no protocol and no file 'canadian-ahcst'. Did you mean
    'canadian-ahsct'? Shipped: ...
    """
    from lassitude.workflows.plans import read_plan
    from lassitude.workflows.run import run

    finished = run(
        study,
        seed=seed,
        replicates=replicates,
        effort="quick",
        out=out,
        workers=workers,
        progress=progress,
    )
    if not finished.results.attribution:
        raise RequestError(
            f"{study} analyzes no change from one visit to another, so there is nothing to take apart. Its "
            f"run is in {finished.folder}."
        )
    return StudyAttribution(finished, with_contrasts(finished.results, read_plan(study).protocol))


def with_contrasts(results: Results, protocol: Protocol) -> Results:
    """Keep what results say of changes, the contrasts with comparators behind them, and what data would tell.

    Parameters
    ----------
    results : Results
        Of a run.
    protocol : Protocol
        Says which arms are comparators.

    Returns
    -------
    Results
        Of kind ``attribution``.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> from lassitude.study.protocol import read_protocol
    >>> found = with_contrasts(Results("prediction", Study("x", "00")), read_protocol("canadian-ahsct"))
    >>> found.kind, [one.code for one in found.warnings]
    ('attribution', ['no_comparator'])
    """
    from lassitude.prediction.contrasts import compared_arms

    return replace(
        results,
        kind="attribution",
        flow=(),
        estimates=(),
        published_directions=(),
        attribution=(*results.attribution, *results.contrasts),
        contrasts=(),
        warnings=(*_what_is_told(protocol, compared_arms(protocol)), *results.warnings),
    )


def _what_is_told(protocol: Protocol, pairs: tuple[tuple[str, str], ...]) -> Iterator[ResultWarning]:
    for arm, control in pairs:
        told = _TOLD[str(protocol.arms[control].comparator)]
        yield ResultWarning("contrast", f"Data of {arm} minus {control} would tell {told}.", 1)
    alone = [name for name in protocol.arms if name not in {arm for pair in pairs for arm in pair}]
    if alone:
        yield ResultWarning(
            "no_comparator",
            f"Nothing to compare with: {', '.join(alone)}. Inside one arm therapy, expectation, contact, "
            "time and natural course are one sum; how it divides is what the model supposes.",
            len(alone),
        )
