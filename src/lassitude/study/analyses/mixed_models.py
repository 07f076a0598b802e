"""The mixed model for repeated measures: means by arm and visit, with a covariance of visits."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from lassitude.study.analyses.chosen import Variant
from lassitude.study.strict import Number, Table, Text

CovarianceName = Literal[
    "unstructured",
    "heterogeneous-toeplitz",
    "toeplitz",
    "heterogeneous-autoregressive",
    "autoregressive",
    "heterogeneous-compound-symmetry",
    "compound-symmetry",
    "heterogeneous-ante-dependence",
    "ante-dependence",
    "spatial-exponential",
    "spatial-gaussian",
]
"""Structures of the covariance of one person's visits."""

DegreesOfFreedom = Literal["kenward-roger", "kenward-roger-linear", "satterthwaite", "between-within"]
StandardErrors = Literal["model", "CR0", "CR2", "CR3"]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]


class MixedModel(Table):
    """Values at all visits after `change_from` on arm, visit, baseline and covariates (MMRM).

    Attributes
    ----------
    change_from : str
        Visit of the baseline, which is a covariate; visits after it are the outcome.
    reference : str
        Name of the arm that the others are compared with.
    visits : tuple of str
        Visits analyzed; empty for all after `change_from`.
    outcome : str
        ``change`` from baseline, or ``value``; differences between arms are the same.
    baseline : str
        ``by-visit`` lets the slope on baseline differ between visits; ``common`` does not; ``none`` leaves
        it out.
    contrasts : dict of str to dict of str to float
        By name, weights of visits: the differences between arms are added up so, such as the average of the
        last two visits.
    covariates : tuple of str
        Besides: ``age_years``, ``sex``, or endpoints at a visit.
    covariance : tuple of str
        The planned structure, then those to fall back on, in order, where it does not converge.
    covariance_by_arm : bool
        Whether each arm has a covariance of its own.
    likelihood : str
        ``REML`` or ``ML``.
    degrees_of_freedom, standard_errors : str
        How tests and intervals account for the estimated covariance. CR0, CR2 and CR3 are empirical.
    """

    type: Literal["mmrm"]
    endpoint: Text
    change_from: Text
    reference: Text
    visits: tuple[Text, ...] = ()
    outcome: Literal["change", "value"] = "change"
    baseline: Literal["by-visit", "common", "none"] = "by-visit"
    contrasts: dict[Name, dict[Text, Number]] = Field(default_factory=dict)
    covariates: tuple[Text, ...] = ()
    covariance: tuple[CovarianceName, ...] = Field(default=("unstructured",), min_length=1)
    covariance_by_arm: bool = False
    likelihood: Literal["REML", "ML"] = "REML"
    degrees_of_freedom: DegreesOfFreedom = "kenward-roger"
    standard_errors: StandardErrors = "model"
    estimand: Text | None = None
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None

    @model_validator(mode="after")
    def _settings_fit(self) -> MixedModel:
        roger = self.degrees_of_freedom.startswith("kenward-roger")
        if roger and self.likelihood == "ML":
            raise PydanticCustomError(
                "settings",
                'Kenward-Roger is defined for REML only; write likelihood = "REML", or '
                'degrees_of_freedom = "satterthwaite"',
            )
        if roger and self.standard_errors != "model":
            raise PydanticCustomError(
                "settings",
                "Kenward-Roger adjusts model-based standard errors; with empirical ones write "
                'degrees_of_freedom = "satterthwaite" or "between-within"',
            )
        robust = self.standard_errors in ("CR2", "CR3")
        if len(self.covariance) > 1 and not (roger or robust):
            raise PydanticCustomError(
                "settings",
                'a fallback covariance may be wrong, so it needs degrees_of_freedom = "kenward-roger" or '
                'standard_errors = "CR2" or "CR3"',
            )
        return self
