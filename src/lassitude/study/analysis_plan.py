"""The analyses a protocol plans, each a type with keys of its own."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from lassitude.study.strict import Table, Text


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


class Descriptive(Table):
    """Medians, means, standard deviations and quartiles by visit and arm, and change from the first visit."""

    type: Literal["descriptive"]
    endpoint: Text
    label: Text | None = None
    variants: tuple[Variant, ...] = ()


class RepeatedMeasures(Table):
    """Within-subject effect of visit among all visits from `change_from` on, Greenhouse-Geisser corrected."""

    type: Literal["rm-anova"]
    endpoint: Text
    change_from: Text
    label: Text | None = None
    variants: tuple[Variant, ...] = ()


class PairedTest(Table):
    """The same people at two visits."""

    type: Literal["paired-test"]
    endpoint: Text
    change_from: Text
    at: Text
    test: Literal["wilcoxon", "t"]
    label: Text | None = None
    variants: tuple[Variant, ...] = ()


class LinearRegression(Table):
    """Change from `change_from` to `at`, regressed on covariates together."""

    type: Literal["linear-regression"]
    endpoint: Text
    change_from: Text
    at: Text
    covariates: tuple[Text, ...] = Field(min_length=1)
    label: Text | None = None
    variants: tuple[Variant, ...] = ()


class CompleteReduction(Table):
    """How many people score 0 at `at` after a score above 0 at `change_from`."""

    type: Literal["complete-reduction"]
    endpoint: Text
    change_from: Text
    at: Text
    label: Text | None = None
    variants: tuple[Variant, ...] = ()


Analysis = Annotated[
    Descriptive | RepeatedMeasures | PairedTest | LinearRegression | CompleteReduction,
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
