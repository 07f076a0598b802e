"""The statement that a study repeats what was once done to people and is no plan for anyone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from lassitude.study.strict import Table, Text

DEFINITIONS = {
    "oxford": "Oxford",
    "fukuda": "Fukuda",
    "ccc": "Canadian consensus",
    "iom": "Institute of Medicine",
}


class Historical(Table):
    """Why exercise by fixed increments is simulated in people whom exertion makes worse.

    Attributes
    ----------
    reason : str
        Which trial is repeated, and what for.
    case_definition : str
        By which definition its people were ill: ``oxford``, ``fukuda``, ``ccc`` or ``iom``.
    """

    reason: Text
    case_definition: Literal["oxford", "fukuda", "ccc", "iom"]


def historical_cautions(marked: Historical | None) -> Iterator[str]:
    """Say what a reader of a historical study has to know.

    Parameters
    ----------
    marked : Historical, optional
        What the protocol states; None for a study like any other.

    Yields
    ------
    str
        One sentence or none.

    Examples
    --------
    >>> marked = Historical(reason="Repeats a trial of 1997.", case_definition="oxford")
    >>> "Oxford criteria" in next(historical_cautions(marked))
    True
    """
    if marked is not None:
        yield (
            "this study gives exercise by fixed increments to people with ME/CFS, only to repeat what was "
            f"once done ({marked.reason.rstrip('.')}). It is no plan for anyone: plans that may be offered "
            "are pacing, or symptom-contingent activity below baseline. Its people met the "
            f"{DEFINITIONS[marked.case_definition]} criteria; other criteria are met by other people. Read "
            "post-exertional malaise (DSQ-PEM), the harm of it, beside every other outcome."
        )
