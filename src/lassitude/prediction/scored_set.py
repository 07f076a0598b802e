"""How a parameter set did on held-out studies that measured what a study measures."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from lassitude.results import split_id

if TYPE_CHECKING:
    from lassitude.prediction.scoreboard.record import Record

AS_DECLARED = "declared"


def scored_on(name: str, instruments: Collection[str], records: Sequence[Record]) -> Iterator[str]:
    """Say how many held-out numbers on some instruments lie inside the intervals that a set predicted.

    Parameters
    ----------
    name : str
        Of the parameter set.
    instruments : collection of str
        Whose outcomes are comparable.
    records : sequence of Record
        The history of scores.

    Yields
    ------
    str
        Nothing for declared values that were never scored.

    Examples
    --------
    >>> list(scored_on("2027-01", ["MFIS"], ()))
    ['The parameter set 2027-01 has not been scored on held-out studies.']
    """
    record = next((one for one in records if one.scored.name == name), None)
    if record is None:
        if name != AS_DECLARED:
            yield f"The parameter set {name} has not been scored on held-out studies."
        return
    own = [one for one in record.outcomes if one.counted and _instrument(one.estimate) in instruments]
    lost = [one for one in record.failed if one.counted and _instrument(one.estimate) in instruments]
    told = f"Scoreboard of the parameter set {name}, on what this study measures:"
    if not own and not lost:
        yield f"{told} no held-out number."
        return
    inside = sum(one.inside90 for one in own)
    studies = len({one.study for one in (*own, *lost)})
    failed = f"; {len(lost)} of them could not be predicted" if lost else ""
    yield (
        f"{told} {inside} of {len(own) + len(lost)} held-out numbers of {studies} studies lie inside the 90% "
        f"intervals{failed}."
    )


def _instrument(estimate: str) -> str:
    return split_id(estimate).endpoint.partition(".")[0]
