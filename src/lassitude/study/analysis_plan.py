"""The analyses a protocol plans, each a type with keys of its own.

Each names an `endpoint` and may have a `label`, `variants` (the same on other scorings) and a `subset` (the
same within people chosen by their change).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from lassitude.study.strict import Number, Table, Text


class Variant(Table):
    """The same analysis on another scoring.

    Attributes
    ----------
    endpoint : str
        Such as ``MFIS.total``.
    label : str
        How the report names it.
    """

    endpoint: Text
    label: Text


class Subset(Table):
    """People chosen within an arm by how much a measured value changed.

    Attributes
    ----------
    endpoint : str
        Such as ``MFIS.total``.
    change_from, at : str
        Labels of two visits; the change is the value at `at` minus the one at `change_from`.
    at_most, at_least : float, optional
        Exactly one is given; unit of the endpoint.
    arms : tuple of str
        Arms in which people are chosen, the others staying whole; empty for every arm.
    """

    endpoint: Text
    change_from: Text
    at: Text
    arms: tuple[Text, ...] = ()
    at_most: Number | None = None
    at_least: Number | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> Subset:
        if (self.at_most is None) == (self.at_least is None):
            raise PydanticCustomError("bounds", "give exactly one of at_most and at_least")
        return self


class Descriptive(Table):
    """Medians, means, standard deviations and quartiles by visit and arm, and change from the first visit."""

    type: Literal["descriptive"]
    endpoint: Text
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None


class RepeatedMeasures(Table):
    """Within-subject effect of visit among all visits from `change_from` on, Greenhouse-Geisser corrected."""

    type: Literal["rm-anova"]
    endpoint: Text
    change_from: Text
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None


class PairedTest(Table):
    """The same people at two visits."""

    type: Literal["paired-test"]
    endpoint: Text
    change_from: Text
    at: Text
    test: Literal["wilcoxon", "t"]
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None


class LinearRegression(Table):
    """Change from `change_from` to `at`, regressed on covariates together."""

    type: Literal["linear-regression"]
    endpoint: Text
    change_from: Text
    at: Text
    covariates: tuple[Text, ...] = Field(min_length=1)
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None


class CompleteReduction(Table):
    """How many people score 0 at `at` after a score above 0 at `change_from`."""

    type: Literal["complete-reduction"]
    endpoint: Text
    change_from: Text
    at: Text
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None


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
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None


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


Analysis = Annotated[
    Descriptive
    | RepeatedMeasures
    | PairedTest
    | LinearRegression
    | CompleteReduction
    | GroupComparison
    | AnalysisOfCovariance
    | CrossoverAnalysis,
    Field(discriminator="type"),
]
"""The analyses a protocol can plan, told apart by `type`."""


def endpoints_of(analysis: Analysis) -> tuple[Variant, ...]:
    """List every endpoint an analysis is done for, the main one first, each with its label.

    Parameters
    ----------
    analysis : Analysis
        One entry of a protocol's ``[analysis]``.

    Returns
    -------
    tuple of Variant
        The main endpoint is its own label where the protocol gives none.

    Examples
    --------
    >>> plan = Descriptive(type="descriptive", endpoint="FIS.total",
    ...                    variants=({"endpoint": "MFIS.total", "label": "21 items"},))
    >>> [variant.label for variant in endpoints_of(plan)]
    ['FIS.total', '21 items']
    """
    main = Variant(endpoint=analysis.endpoint, label=analysis.label or analysis.endpoint)
    return (main, *analysis.variants)
