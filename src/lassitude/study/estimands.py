"""What a study is to estimate: the five attributes of an estimand, as ICH E9(R1) names them.

Treatments, population, variable, what is done about each intercurrent event, and the summary that compares
the treatments. Every alternative is a type with keys of its own.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from lassitude.study.strict import Number, Table, Text

DISCONTINUATION = "treatment discontinuation"
"""The event of those who stop a treatment of their arm before its planned end, or leave the study."""


class Treatments(Table):
    """The arms compared.

    Attributes
    ----------
    compared : tuple of str
        Arms, each compared with the reference.
    reference : str
        The arm they are compared with.
    """

    compared: tuple[Text, ...] = Field(min_length=1)
    reference: Text

    @model_validator(mode="after")
    def _two_sides(self) -> Treatments:
        if self.reference in self.compared:
            raise PydanticCustomError("sides", "the reference is not compared with itself; leave it out")
        return self


class ValueVariable(Table):
    """The value at a visit.

    Attributes
    ----------
    endpoint : str
        Such as ``MFIS.total``.
    at : str
        Label of the visit.
    """

    type: Literal["value"]
    endpoint: Text
    at: Text


class ChangeVariable(Table):
    """The value at a visit minus the value at an earlier one.

    Attributes
    ----------
    endpoint : str
        Such as ``MFIS.total``.
    change_from, at : str
        Labels of the two visits.
    """

    type: Literal["change"]
    endpoint: Text
    change_from: Text
    at: Text


class ResponderVariable(Table):
    """Whether a person's change passes a bound.

    Attributes
    ----------
    endpoint : str
        Such as ``MFIS.total``.
    change_from, at : str
        Labels of the two visits.
    at_most, at_least : float, optional
        Exactly one is given; unit of the endpoint.
    """

    type: Literal["responder"]
    endpoint: Text
    change_from: Text
    at: Text
    at_most: Number | None = None
    at_least: Number | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> ResponderVariable:
        if (self.at_most is None) == (self.at_least is None):
            raise PydanticCustomError("bounds", "give exactly one of at_most and at_least")
        return self


class EventVariable(Table):
    """What happens over the study: how often, or when first.

    Attributes
    ----------
    event : str
        As the analysis that counts it names it: a category of recorded events such as ``relapse``, an
        endpoint whose counts are added up such as ``relapses.count``, or a change that later visits confirm
        such as ``confirmed-worsening of EDSS.total``.
    """

    type: Literal["event"]
    event: Text


Variable = Annotated[
    ValueVariable | ChangeVariable | ResponderVariable | EventVariable, Field(discriminator="type")
]
"""What is measured in each person, told apart by `type`."""


class AssignedValue(Table):
    """The event counts as a value of the endpoint, such as the worst possible."""

    type: Literal["value"]
    value: Number


class AssignedBaseline(Table):
    """The event counts as no change: the value at the first visit of the variable."""

    type: Literal["baseline"]


class AssignedFailure(Table):
    """The event counts as no response, whatever the values."""

    type: Literal["failure"]


class AssignedEvent(Table):
    """The event counts as one of those counted or waited for."""

    type: Literal["event"]


Assigned = Annotated[
    AssignedValue | AssignedBaseline | AssignedFailure | AssignedEvent, Field(discriminator="type")
]
"""What stands for the outcome of those who had an event, told apart by `type`."""


class TreatmentPolicy(Table):
    """The event is part of what the treatments are: the value counts whether it occurred or not."""

    type: Literal["treatment-policy"]


class Hypothetical(Table):
    """The value as it would have been in a world without the event.

    Attributes
    ----------
    scenario : str
        ``no-event``: the event would not have occurred; ``reference-after``: from it on the person would
        have had what people of the reference arm have.
    """

    type: Literal["hypothetical"]
    scenario: Literal["no-event", "reference-after"] = "no-event"


class Composite(Table):
    """The event is an outcome itself.

    Attributes
    ----------
    assigned : Assigned
        What outcome it is.
    """

    type: Literal["composite"]
    assigned: Assigned


class WhileOnTreatment(Table):
    """What counts is the response until the event: the last value before it."""

    type: Literal["while-on-treatment"]


class PrincipalStratum(Table):
    """Only people who would not have the event, whichever treatment they got.

    Attributes
    ----------
    observed : str, optional
        What tells them apart before randomization: a measure at a visit, such as ``EDSS.total@M0``. None
        where nothing does, and then no analysis can choose them.
    at_most, at_least : float, optional
        Exactly one is given with `observed`.
    """

    type: Literal["principal-stratum"]
    observed: Text | None = None
    at_most: Number | None = None
    at_least: Number | None = None

    @model_validator(mode="after")
    def _bounded(self) -> PrincipalStratum:
        bounds = (self.at_most is not None) + (self.at_least is not None)
        if bounds != (self.observed is not None):
            raise PydanticCustomError("bounds", "give observed with exactly one of at_most and at_least")
        return self


Strategy = Annotated[
    TreatmentPolicy | Hypothetical | Composite | WhileOnTreatment | PrincipalStratum,
    Field(discriminator="type"),
]
"""How an intercurrent event is dealt with, told apart by `type`."""

Summary = Literal[
    "difference-in-means", "difference-in-proportions", "odds-ratio", "rate-ratio", "hazard-ratio"
]


class Estimand(Table):
    """What one analysis or several are to estimate.

    Attributes
    ----------
    treatments : Treatments
        The arms compared.
    population : str
        Whom it is about, in words, such as ``everyone randomized``.
    variable : Variable
        What is measured in each person.
    intercurrent : dict of str to Strategy
        Term of each event to how it is dealt with. A term is that of a row of events or the reason of a
        departure; :data:`DISCONTINUATION` is found in exposures and departures.
    summary : str
        How the treatments are compared over the population.
    """

    treatments: Treatments
    population: Text
    variable: Variable
    intercurrent: dict[Text, Strategy] = Field(default_factory=dict)
    summary: Summary = "difference-in-means"
