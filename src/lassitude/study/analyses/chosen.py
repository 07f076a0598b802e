"""What analyses share: other scorings of the same, and people chosen by their change."""

from __future__ import annotations

from pydantic import model_validator
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
