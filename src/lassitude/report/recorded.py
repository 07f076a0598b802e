"""What stands beside the results in a run folder: the data of one study and, if it is virtual, its truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from lassitude.study.data import StudyData


@dataclass(frozen=True, eq=False)
class Recorded:
    """A study as it was recorded, and what only a simulation knows of it.

    Attributes
    ----------
    study : StudyData or None
        A real study, or the first repetition of a virtual one.
    truth : mapping of str to array
        As `lassitude.prediction.person_truth.truth` gives it; empty for a real study.
    """

    study: StudyData | None = None
    truth: Mapping[str, NDArray[Any]] = field(default_factory=dict)


NOTHING = Recorded()
