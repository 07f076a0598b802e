"""Credibility in words: which heading each cell stands under, and what three standards call it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from lassitude.results import Results
from lassitude.results.credibility import CellName, Credibility, CredibilityCell

NOT_STATED = "not stated"
ORIGINS = {"plan": "stated by the author of the plan", "results": "filled in from the results"}
STANDARDS = ("ASME V&V 40", "FDA 2023", "ICH M15")
SOURCES = (
    "ASME V&V 40-2018, Assessing Credibility of Computational Modeling through Verification and Validation: "
    "Application to Medical Devices.",
    "FDA, Assessing the Credibility of Computational Modeling and Simulation in Medical Device Submissions, "
    "November 2023.",
    "ICH M15, General Principles for Model-Informed Drug Development.",
)
OF_DATA = (
    "These numbers were estimated from real data. No model of the body stands behind them, so that the cells "
    "on models, validation and applicability do not apply."
)

_RISK, _CODE, _CALCULATION = "Question, context and risk", "Code verification", "Calculation verification"
_VALIDATION, _APPLICABILITY, _ADEQUACY = "Validation", "Applicability", "Adequacy"


@dataclass(frozen=True, slots=True)
class Heading:
    """What a cell is called.

    Attributes
    ----------
    part, title : str
        The part it stands in, and its name.
    asme, fda, ich : str
        What the standard calls it; empty where it has no such heading.
    """

    part: str
    title: str
    asme: str = ""
    fda: str = ""
    ich: str = ""

    @property
    def standards(self) -> tuple[tuple[str, str], ...]:
        """Standards that have such a heading, with their name for it; those with one name stand together."""
        found: dict[str, str] = {}
        for standard, told in zip(STANDARDS, (self.asme, self.fda, self.ich), strict=True):
            if told:
                found[told] = f"{found[told]}, {standard}" if told in found else standard
        return tuple((standards, told) for told, standards in found.items())


_EVIDENCE_1, _EVIDENCE_2 = "Code verification results", "Model calibration evidence"
_EVIDENCE_5, _EVIDENCE_7 = "Population-based validation results", "Model plausibility evidence"
_EVIDENCE_8 = "Calculation verification and uncertainty quantification"
_REACH = "Applicability assessment"

HEADINGS: dict[CellName, Heading] = {
    "question": Heading(_RISK, "Question of interest", *["Question of interest"] * 3),
    "context_of_use": Heading(_RISK, "Context of use", *["Context of use"] * 3),
    "model_influence": Heading(_RISK, "Model influence", *["Model influence"] * 3),
    "decision_consequence": Heading(
        _RISK,
        "Decision consequence",
        "Decision consequence",
        "Decision consequence",
        "Consequence of wrong decision",
    ),
    "model_risk": Heading(_RISK, "Model risk", *["Model risk"] * 3),
    "model_impact": Heading(_RISK, "Model impact", ich="Model impact"),
    "appropriateness": Heading(_RISK, "Appropriateness", ich="Appropriateness of the proposed MIDD"),
    "technical_criteria": Heading(
        _RISK, "Technical criteria", "Credibility goals", "Credibility goals", "Technical criteria"
    ),
    "software_quality": Heading(
        _CODE, "Software quality assurance", "Software quality assurance", _EVIDENCE_1, "Verification"
    ),
    "numerical_code": Heading(
        _CODE, "Numerical code verification", "Numerical code verification", _EVIDENCE_1, "Verification"
    ),
    "discretization_error": Heading(
        _CALCULATION, "Error of the time step", "Discretization error", _EVIDENCE_8, "Verification"
    ),
    "solver_error": Heading(
        _CALCULATION, "Error of the solution", "Numerical solver error", _EVIDENCE_8, "Verification"
    ),
    "use_error": Heading(_CALCULATION, "Error of use", "Use error", _EVIDENCE_8, "Verification"),
    "model_form": Heading(_VALIDATION, "Form of the model", "Model form", _EVIDENCE_7, "Validation"),
    "model_inputs": Heading(_VALIDATION, "Inputs of the model", "Model inputs", _EVIDENCE_2, "Validation"),
    "test_samples": Heading(_VALIDATION, "People compared with", "Test samples", _EVIDENCE_5, "Validation"),
    "test_conditions": Heading(
        _VALIDATION, "Studies compared with", "Test conditions", _EVIDENCE_5, "Validation"
    ),
    "equivalency_of_inputs": Heading(
        _VALIDATION, "Same design", "Equivalency of input parameters", _EVIDENCE_5, "Validation"
    ),
    "output_comparison": Heading(
        _VALIDATION, "Comparison of outputs", "Output comparison", _EVIDENCE_5, "Validation"
    ),
    "relevance_of_quantities": Heading(
        _APPLICABILITY,
        "Quantities",
        "Relevance of the quantities of interest",
        "Applicability",
        _REACH,
    ),
    "relevance_of_validation": Heading(
        _APPLICABILITY,
        "Conditions, therapies, instruments",
        "Relevance of the validation activities to the context of use",
        "Applicability",
        _REACH,
    ),
    "adequacy": Heading(
        _ADEQUACY, "Adequacy for the context of use", "Credibility assessment", "Adequacy assessment"
    ),
}


@dataclass(frozen=True, slots=True)
class Part:
    """Cells under one heading.

    Attributes
    ----------
    title : str
        The heading.
    cells : tuple of (Heading, CredibilityCell)
        In order, empty cells included.
    """

    title: str
    cells: tuple[tuple[Heading, CredibilityCell], ...]


def parts_of(known: Credibility) -> tuple[Part, ...]:
    """Put cells under their headings.

    Examples
    --------
    >>> parts_of(Credibility((CredibilityCell("question"),)))[0].title
    'Question, context and risk'
    """
    named = [(HEADINGS[one.name], one) for one in known.cells]
    return tuple(Part(title, tuple(cells)) for title, cells in groupby(named, lambda pair: pair[0].part))


def emptiness(known: Credibility) -> str:
    """Say how many cells nobody filled.

    Examples
    --------
    >>> emptiness(Credibility((CredibilityCell("question"),)))
    '1 of 1 cell is not stated: question of interest.'
    """
    names = [HEADINGS[one.name].title for one in known.empty]
    cells = f"{len(known.cells)} cell{'' if len(known.cells) == 1 else 's'}"
    if not names:
        return f"All {cells} are filled."
    told = ", ".join(name[:1].lower() + name[1:] for name in names)
    return f"{len(names)} of {cells} {'is' if len(names) == 1 else 'are'} not stated: {told}."


def about(results: Results) -> str:
    """Say what the cells are about and who filled them.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> about(Results("analysis", Study("pilot", "00"))).startswith("These numbers were estimated")
    True
    """
    if results.kind == "analysis":
        return OF_DATA
    return (
        "What speaks for relying on this prediction, and what is not known. The program fills what the "
        "results tell; whether it is enough for a decision is for its readers to judge."
    )
