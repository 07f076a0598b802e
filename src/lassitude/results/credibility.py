"""What is known of the credibility of a result, cell by cell; an empty cell is one that nobody filled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from lassitude.results.estimates import Role

CellName = Literal[
    "question",
    "context_of_use",
    "model_influence",
    "decision_consequence",
    "model_risk",
    "model_impact",
    "appropriateness",
    "technical_criteria",
    "software_quality",
    "numerical_code",
    "discretization_error",
    "solver_error",
    "use_error",
    "model_form",
    "model_inputs",
    "test_samples",
    "test_conditions",
    "equivalency_of_inputs",
    "output_comparison",
    "relevance_of_quantities",
    "relevance_of_validation",
    "adequacy",
]
Origin = Literal["plan", "results"]

CELLS: tuple[CellName, ...] = get_args(CellName)
"""Every cell, in the order of ASME V&V 40, which FDA 2023 and ICH M15 keep."""


@dataclass(frozen=True, slots=True)
class CredibilityCell:
    """One question that an assessment of credibility answers.

    Attributes
    ----------
    name : str
        One of `CELLS`.
    statements : tuple of str
        Sentences that answer it; none where nobody did.
    origin : {"plan", "results"} or None
        Who says so: the author of the plan, or what the results know; None for an empty cell.
    """

    name: CellName
    statements: tuple[str, ...] = ()
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class ComparedEntry:
    """A ledger entry whose numbers or signs stand beside predictions of the same quantities.

    Attributes
    ----------
    id : str
        Of the entry.
    role : {"calibrate", "validate", "context"}
        Agreement with an entry that may be fitted is no test.
    numbers, inside50, inside90 : int
        Published numbers that could be judged, and how many lie in the predicted intervals.
    directions, agreeing : int
        Published signs that were predicted, and how many most repetitions agree with.
    """

    id: str
    role: Role
    numbers: int = 0
    inside50: int = 0
    inside90: int = 0
    directions: int = 0
    agreeing: int = 0

    @property
    def label(self) -> str:
        """``"fitted"`` when the entry may have been fitted, so that agreement is no test; else empty."""
        return "fitted" if self.role == "calibrate" else ""


@dataclass(frozen=True, slots=True)
class Credibility:
    """The cells that apply to a result, and the published entries that it was compared with.

    Attributes
    ----------
    cells : tuple of CredibilityCell
        In the order of `CELLS`; empty ones are kept, so that they are seen to be empty.
    entries : tuple of ComparedEntry
        Held-out entries first.
    """

    cells: tuple[CredibilityCell, ...]
    entries: tuple[ComparedEntry, ...] = ()

    @property
    def empty(self) -> tuple[CredibilityCell, ...]:
        """The cells that nobody filled."""
        return tuple(one for one in self.cells if not one.statements)
