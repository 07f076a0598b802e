"""How measures go together between people: correlations, regressions on several, people divided at a cut."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from lassitude.study.analyses.chosen import Variant
from lassitude.study.strict import Number, Table, Text

Measures = Annotated[tuple[Text, ...], Field(min_length=1)]
"""``age_years``, ``sex`` where it is allowed, ``INSTRUMENT.part`` at the visit analyzed, or ``@VISIT``."""


class Correlation(Table):
    """Pearson's correlation with other measures at one visit, or the one left given further ones.

    Attributes
    ----------
    others : tuple of str
        Written ``with`` in the file: parts of instruments at the same visit, such as ``EDSS.total``, at
        another one, such as ``EDSS.total@M0``, or ``age_years``.
    at : str
        Visit at which people are compared.
    given : tuple of str
        Measures held constant: the correlation is then a partial one. ``sex`` may be among them.
    """

    type: Literal["correlation"]
    endpoint: Text
    others: Measures = Field(alias="with")
    at: Text
    given: tuple[Text, ...] = ()
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None


class RankCorrelation(Table):
    """Spearman's correlation of ranks with other measures at one visit, or the one left given further ones.

    Attributes
    ----------
    others : tuple of str
        Written ``with`` in the file: parts of instruments at the same visit, such as ``EDSS.total``, at
        another one, such as ``EDSS.total@M0``, or ``age_years``.
    at : str
        Visit at which people are compared.
    given : tuple of str
        Measures held constant: the correlation is then a partial one. ``sex`` may be among them.
    """

    type: Literal["rank-correlation"]
    endpoint: Text
    others: Measures = Field(alias="with")
    at: Text
    given: tuple[Text, ...] = ()
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None


class ChangeCorrelation(Table):
    """Pearson's correlation of the changes of two measures between the same two visits.

    Attributes
    ----------
    others : tuple of str
        Written ``with`` in the file: parts of instruments.
    change_from, at : str
        Visits between which both change.
    """

    type: Literal["change-correlation"]
    endpoint: Text
    others: Measures = Field(alias="with")
    change_from: Text
    at: Text
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None


class Determinants(Table):
    """A measure at one visit regressed on others together: slopes, standardized and in shares of variance.

    Attributes
    ----------
    at : str
        Visit at which people are compared.
    measures : tuple of str
        Parts of instruments at the same visit or, with ``@VISIT``, at another; ``age_years``, ``sex`` or
        ``site``.
    """

    type: Literal["determinants"]
    endpoint: Text
    at: Text
    measures: Measures
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None


class GroupByCut(Table):
    """People at or above a cut of another measure compared with those below, at one visit.

    Attributes
    ----------
    at : str
        Visit at which people are compared.
    by : str
        What people are divided by: a part of an instrument at the same visit or, with ``@VISIT``, at another,
        or ``age_years``.
    cut : float
        Who has at least so much is above; unit of `by`.
    """

    type: Literal["group-by-cut"]
    endpoint: Text
    at: Text
    by: Text
    cut: Number
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None


class StandardizedDifference(Table):
    """How large a difference between arms, or a change within them, is in standard deviations and per cent.

    Attributes
    ----------
    at : str
        Visit compared.
    change_from : str, optional
        Visit of the baseline: arms are then compared by their change, and each arm with its baseline.
    reference : str, optional
        Name of the arm that the others are compared with.
    spread : str
        Standard deviation in which the change within an arm is told: that of the ``baseline`` or that of the
        ``change``. Arms are compared in that of what is compared, pooled over both.
    ratio : str
        Of which means of two arms the ratio is told: of their ``values`` or of their ``changes``.
    """

    type: Literal["standardized-difference"]
    endpoint: Text
    at: Text
    change_from: Text | None = None
    reference: Text | None = None
    spread: Literal["baseline", "change"] = "baseline"
    ratio: Literal["values", "changes"] = "values"
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None

    @model_validator(mode="after")
    def _compared_with_something(self) -> StandardizedDifference:
        if self.change_from is None and self.reference is None:
            raise PydanticCustomError(
                "settings",
                "give reference, the arm to compare with, or change_from, the visit before, or both",
            )
        if self.ratio == "changes" and (self.change_from is None or self.reference is None):
            raise PydanticCustomError("settings", "a ratio of changes needs both change_from and reference")
        return self
