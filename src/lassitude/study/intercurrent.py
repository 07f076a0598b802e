"""What happens to some people of a simulated study besides the plan, and what makes it happen."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from lassitude.study.departures import Positive
from lassitude.study.strict import Number, Share, Table, Text


class Relapse(Table):
    """A relapse begins."""

    type: Literal["relapse"]


class Value(Table):
    """A measured value passes a bound at a visit.

    Attributes
    ----------
    measure : str
        An endpoint without a visit.
    at_least, at_most : float, optional
        Exactly one is given; unit of the measure.
    """

    type: Literal["value"]
    measure: Text
    at_least: Number | None = None
    at_most: Number | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> Value:
        if (self.at_least is None) == (self.at_most is None):
            raise PydanticCustomError("bounds", "give exactly one of at_least and at_most")
        return self


class Worsening(Table):
    """A measured value has worsened from the first visit.

    Attributes
    ----------
    measure : str
        An endpoint without a visit.
    by : float
        How much, in the measure's unit.
    """

    type: Literal["worsening"]
    measure: Text
    by: Positive


class Chance(Table):
    """Nothing that the model knows; it happens at the same rate all the time.

    Attributes
    ----------
    per_year : float
        Rate, per year.
    """

    type: Literal["chance"]
    per_year: Annotated[Number, Field(ge=0)]


Trigger = Annotated[Relapse | Value | Worsening | Chance, Field(discriminator="type")]


class Intercurrent(Table):
    """An event besides the plan, what it brings with it and whether the person stays.

    Attributes
    ----------
    event : str
        In words, such as ``steroids for a relapse``.
    trigger : Trigger
        What makes it happen.
    probability : float or None
        That it happens when triggered, 0 to 1; None for an event by chance, whose rate says it all.
    therapy : str, optional
        Name of a therapy that begins with it.
    days : float, optional
        How long that therapy lasts; None means to the end of the study.
    outcome : str
        ``stays`` in the study, ``leaves`` it or ``dies``.
    source : str
        Ledger id, or ``hypothesis``.
    """

    event: Text
    trigger: Trigger
    probability: Share | None = None
    therapy: Text | None = None
    days: Positive | None = None
    outcome: Literal["stays", "leaves", "dies"] = "stays"
    source: Text

    @model_validator(mode="after")
    def _fits(self) -> Intercurrent:
        by_chance = isinstance(self.trigger, Chance)
        if by_chance and self.probability is not None:
            raise PydanticCustomError("chance", "an event by chance has a rate, per_year, and no probability")
        if not by_chance and self.probability is None:
            raise PydanticCustomError("chance", "say how probable it is, such as probability = 1")
        if self.days is not None and self.therapy is None:
            raise PydanticCustomError("days", "days say how long a therapy lasts; name the therapy too")
        return self
