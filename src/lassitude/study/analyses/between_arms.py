"""Comparisons of arms at one visit."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from lassitude.study.analyses.chosen import Variant
from lassitude.study.strict import Table, Text


class GroupComparison(Table):
    """Each other arm against the reference, by Welch's t test.

    Attributes
    ----------
    at : str
        Visit compared; the change to it from `change_from`, where that is given.
    reference : str
        Name of the arm that the others are compared with.
    """

    type: Literal["group-comparison"]
    endpoint: Text
    at: Text
    reference: Text
    change_from: Text | None = None
    test: Literal["t"] = "t"
    estimand: Text | None = None
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None


class AnalysisOfCovariance(Table):
    """The value at `at` on arm, the value at `change_from` and further covariates, by least squares.

    Attributes
    ----------
    reference : str
        Name of the arm that the others are compared with.
    covariates : tuple of str
        Besides the baseline: ``age_years``, or endpoints at a visit.
    """

    type: Literal["ancova"]
    endpoint: Text
    change_from: Text
    at: Text
    reference: Text
    covariates: tuple[Text, ...] = ()
    estimand: Text | None = None
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None


class MixedAnova(Table):
    """Arm between people, visit within them, all visits from `change_from` on; corrected for sphericity.

    Attributes
    ----------
    beside : str
        Only people with every visit take part, so that the ``mixed-model`` of the same question, to which
        everybody belongs, stands beside; or ``none``.
    """

    type: Literal["mixed-anova"]
    endpoint: Text
    change_from: Text
    beside: Literal["mixed-model", "none"] = "mixed-model"
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None


class ArmRegression(Table):
    """Multiple regression of everybody on arm and covariates together, by least squares.

    Attributes
    ----------
    outcome : str
        ``change`` from `change_from` to `at`, or the ``value`` at `at`. The value before is a covariate where
        `covariates` names it, such as ``FIS.total@M0``.
    reference : str
        Name of the arm that the others are compared with.
    covariates : tuple of str
        ``age_years``, ``sex``, ``site``, or endpoints at a visit.
    interactions : tuple of str
        Those of the covariates whose slope may differ between arms: subgroups planned beforehand.
    """

    type: Literal["arm-regression"]
    endpoint: Text
    change_from: Text
    at: Text
    reference: Text
    outcome: Literal["change", "value"] = "change"
    covariates: tuple[Text, ...] = Field(min_length=1)
    interactions: tuple[Text, ...] = ()
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None

    @model_validator(mode="after")
    def _interactions_are_covariates(self) -> ArmRegression:
        for name in self.interactions:
            if name not in self.covariates:
                raise PydanticCustomError(
                    "settings",
                    "an interaction needs its main effect; name {name} in covariates too",
                    {"name": name},
                )
        return self


class CrossoverAnalysis(Table):
    """Subject, period and treatment as fixed effects, by least squares on one visit of every period.

    Attributes
    ----------
    visit : str
        A label of the visits in a period.
    reference : str
        Name of the arm that the others are compared with.
    carryover : str
        ``none``, or ``sensitivity``: the effects of the treatment before are estimated besides, never used
        to choose an analysis.
    """

    type: Literal["crossover"]
    endpoint: Text
    visit: Text
    reference: Text
    carryover: Literal["none", "sensitivity"] = "none"
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None
