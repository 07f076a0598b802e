"""Analyses of one arm at a time."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from lassitude.study.analyses.chosen import Variant
from lassitude.study.strict import Number, Table, Text


class Descriptive(Table):
    """Medians, means, standard deviations and quartiles by visit and arm, and change from the first visit."""

    type: Literal["descriptive"]
    endpoint: Text
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None


class RepeatedMeasures(Table):
    """Within-subject effect of visit among all visits from `change_from` on, Greenhouse-Geisser corrected.

    Attributes
    ----------
    beside : str
        Only people with every visit take part, so that the ``mixed-model`` of the same question, to which
        everybody belongs, stands beside; or ``none``.
    """

    type: Literal["rm-anova"]
    endpoint: Text
    change_from: Text
    beside: Literal["mixed-model", "none"] = "mixed-model"
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


class Peak(Table):
    """How far and how fast a measure goes after a visit: the extreme that each person reaches.

    Attributes
    ----------
    since : str
        Visit from which on; its value is what the extreme is compared with.
    toward : str
        ``highest`` or ``lowest`` value of the visits after `since`.
    """

    type: Literal["peak"]
    endpoint: Text
    since: Text
    toward: Literal["highest", "lowest"] = "highest"
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None


class CompleteReduction(Table):
    """How many people lose their score between `change_from`, where it was above 0, and `at`.

    Attributes
    ----------
    by_percent : float
        Least part of the score that has to go; all of it, down to 0, where absent.
    """

    type: Literal["complete-reduction"]
    endpoint: Text
    change_from: Text
    at: Text
    by_percent: Annotated[Number, Field(gt=0, le=100)] = 100.0
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None
