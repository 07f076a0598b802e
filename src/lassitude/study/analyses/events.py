"""Analyses of events: how often they happen, and when they first do."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from lassitude.study.analyses.chosen import Variant
from lassitude.study.departures import Positive
from lassitude.study.strict import Number, Table, Text
from lassitude.study.visits import Duration

Category = Literal["relapse", "adverse_event", "intercurrent", "disposition", "deviation"]
"""Categories of events; those of `lassitude.study.tables.EVENT_CATEGORIES`."""


class EventRate(Table):
    """Events over each person's time in the study, by negative binomial regression.

    Attributes
    ----------
    endpoint : str
        The count at each visit, by which the estimates are named.
    events : str, optional
        Category of recorded events that are counted, with their days. Without it the counts of `endpoint`
        at the visits are added up.
    since, at : str, optional
        Visits from which on and until which events count; the first and the last one where absent.
    reference : str, optional
        Name of the arm that the others are compared with; without it rates stand alone.
    interval : str
        ``wald`` or ``profile`` likelihood.
    covariates : tuple of str
        ``age_years``, ``sex``, ``site``, or endpoints at a visit.
    estimand : str, optional
        Name of the estimand that it is for.
    """

    type: Literal["event-rate"]
    endpoint: Text
    reference: Text | None = None
    events: Category | None = None
    since: Text | None = None
    at: Text | None = None
    interval: Literal["wald", "profile"] = "wald"
    covariates: tuple[Text, ...] = ()
    estimand: Text | None = None
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None


class FirstEvent(Table):
    """The first recorded event of a category.

    Attributes
    ----------
    category : str
        One of the categories of events.
    """

    type: Literal["first-event"]
    category: Category


class ConfirmedChange(Table):
    """The first visit with a change from baseline that later visits confirm.

    Attributes
    ----------
    by : float
        Least change that counts: positive for a rise, negative for a fall.
    confirmed_after : str
        Least time to the visit that confirms it, such as ``"12 wk"``.
    """

    type: Literal["confirmed-change"]
    by: Number
    confirmed_after: Duration

    @model_validator(mode="after")
    def _some_change(self) -> ConfirmedChange:
        if self.by == 0:
            raise PydanticCustomError("bounds", "a change of 0 is met by everybody; give a size")
        return self


class Step(Table):
    """How much worsening counts from a baseline value on.

    Attributes
    ----------
    baseline_from : float
        Lowest baseline value of this step.
    by : float
        Least rise that counts.
    """

    baseline_from: Number
    by: Positive


_EDSS_STEPS = (
    Step(baseline_from=0.0, by=1.5),
    Step(baseline_from=1.0, by=1.0),
    Step(baseline_from=5.5, by=0.5),
)


class ConfirmedWorsening(Table):
    """A rise that counts from a size that depends on the baseline, confirmed by later visits.

    Attributes
    ----------
    steps : tuple of Step
        In order of their baselines; as is usual for the EDSS where absent: 1.5 from 0, 1.0 from 1.0, and 0.5
        from 5.5.
    confirmed_after : str
        Least time to the visit that confirms it, such as ``"24 wk"``.
    """

    type: Literal["confirmed-worsening"]
    confirmed_after: Duration
    steps: tuple[Step, ...] = Field(default=_EDSS_STEPS, min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> ConfirmedWorsening:
        begins = [step.baseline_from for step in self.steps]
        if begins != sorted(set(begins)):
            raise PydanticCustomError("settings", "write steps in order of baseline_from, each once")
        return self


EventRule = Annotated[FirstEvent | ConfirmedChange | ConfirmedWorsening, Field(discriminator="type")]
"""What is waited for."""


class TimeToEvent(Table):
    """When an event first happens, compared between arms: Kaplan-Meier, log-rank and Cox.

    Attributes
    ----------
    endpoint : str
        What changes; for recorded events what the estimates are named by, such as ``relapses.count``.
    event : FirstEvent, ConfirmedChange or ConfirmedWorsening
        What is waited for.
    change_from : str, optional
        Visit of the baseline, from which time counts; the first where absent.
    at : str, optional
        Visit until which people are followed; the last one where absent.
    reference : str, optional
        Name of the arm that the others are compared with; without it the curve of each arm stands alone.
    covariates : tuple of str
        For the hazard ratio.
    estimand : str, optional
        Name of the estimand that it is for.
    """

    type: Literal["time-to-event"]
    endpoint: Text
    event: EventRule
    reference: Text | None = None
    change_from: Text | None = None
    at: Text | None = None
    covariates: tuple[Text, ...] = ()
    estimand: Text | None = None
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None
