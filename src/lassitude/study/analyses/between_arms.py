"""Comparisons of arms at one visit."""

from __future__ import annotations

from typing import Literal

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
