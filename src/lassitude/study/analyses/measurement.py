"""What a measure is like: how well it repeats, where its values lie, and what relapses do to it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from lassitude.study.analyses.chosen import Variant
from lassitude.study.departures import Positive
from lassitude.study.strict import Number, Table, Text
from lassitude.study.visits import Duration


class RetestReliability(Table):
    """How well a measure repeats in the same people: intraclass correlation, error and detectable change.

    Attributes
    ----------
    visits : tuple of str
        Written ``at`` in the file: two or more visits between which nothing is thought to have changed.
        Estimates are named by the last.
    """

    type: Literal["reliability"]
    endpoint: Text
    visits: tuple[Text, ...] = Field(alias="at", min_length=1)
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None

    @model_validator(mode="after")
    def _repeated(self) -> RetestReliability:
        if len(self.visits) < 2:
            raise PydanticCustomError("settings", "a measure repeats over two visits or more; name another")
        return self


class Distribution(Table):
    """Shares of people at the lowest and at the highest possible value, at or above cuts, and above others.

    Attributes
    ----------
    at : str
        Visit looked at.
    cuts : tuple of float
        Values of which the share of people with at least so much is told; unit of the endpoint.
    reference : str, optional
        Name of an arm, such as one of healthy controls, whose values make a cut for the others.
    quantile : float, optional
        Share of that arm which does not exceed the cut; given with a reference, and only then.
    """

    type: Literal["distribution"]
    endpoint: Text
    at: Text
    cuts: tuple[Number, ...] = ()
    reference: Text | None = None
    quantile: Annotated[Number, Field(gt=0, lt=1)] | None = None
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None

    @model_validator(mode="after")
    def _whole_cut(self) -> Distribution:
        if (self.reference is None) != (self.quantile is None):
            raise PydanticCustomError("settings", "give reference and quantile together, or neither")
        return self


class RelapseCourse(Table):
    """What recorded relapses do to a measure: the rise at relapse, and what of it remains.

    Values of planned visits and of visits between them count alike. The value before is the last one before
    the relapse; it, and the one that shows what remains, lie at least `settled_after` after any relapse.

    Attributes
    ----------
    at : str, optional
        Visit until which relapses and values count, by which estimates are named; the last where absent.
    seen_within : str
        Longest time after the beginning of a relapse at which a value shows it, such as ``"30 d"``.
    settled_after : str
        Least time after a relapse from which a value shows what remains, such as ``"90 d"``.
    thresholds : tuple of float
        What remains and counts; unit of the endpoint.
    """

    type: Literal["relapse-course"]
    endpoint: Text
    at: Text | None = None
    seen_within: Duration = "30 d"
    settled_after: Duration = "90 d"
    thresholds: tuple[Positive, ...] = (0.5, 1.0)
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None
