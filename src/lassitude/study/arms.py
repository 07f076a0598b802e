"""Who takes part and what is done to them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from lassitude.study.strict import Count, Number, Table, Text


class Criterion(Table):
    """One condition on a measured value; exactly one of the four bounds is given.

    Attributes
    ----------
    measure : str
        An endpoint without a visit, such as ``EDSS.total``, or ``age_years``.
    between : pair of float, optional
        Lowest and highest value that may enter, both included; unit of the measure.
    at_least, at_most, equals : float, optional
        Unit of the measure.
    """

    measure: Text
    between: tuple[Number, Number] | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    equals: Number | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> Criterion:
        bounds = ("between", "at_least", "at_most", "equals")
        given = [name for name in bounds if getattr(self, name) is not None]
        if len(given) != 1:
            found = " and ".join(given) or "none of them"
            raise PydanticCustomError(
                "bounds",
                "give exactly one of between, at_least, at_most, equals; found {found}",
                {"found": found},
            )
        if self.between is not None and self.between[0] > self.between[1]:
            raise PydanticCustomError("bounds", "between runs from low to high; swap the two numbers")
        return self

    @property
    def bounds(self) -> tuple[float, float]:
        """Lowest and highest value that may enter, both included; infinite where open."""
        if self.between is not None:
            return self.between
        if self.equals is not None:
            return self.equals, self.equals
        low = -float("inf") if self.at_least is None else self.at_least
        high = float("inf") if self.at_most is None else self.at_most
        return low, high


class Survivors(Table):
    """States that the people described are those who lived, out of more who entered.

    Attributes
    ----------
    enrolled, deaths : int
        People who entered, and those of them who died before they could be counted.
    source : str
        Ledger id of the study that reports it.
    """

    enrolled: Count
    deaths: Count
    source: Text


class Background(Table):
    """A treatment that everyone of a population has until a day, such as a therapy withdrawn beforehand.

    Attributes
    ----------
    name : str
        Name of the therapy, resolved by the room of therapies.
    stop_day : float
        Day of the last dose; day zero is the first visit's zero, so withdrawal beforehand is negative.
    """

    name: Text
    stop_day: Number


class FirstVisit(Table):
    """The first visit is the screening measurement too: the value judged is the value analyzed."""

    type: Literal["first-visit"]


class Repeated(Table):
    """People are measured several times before the first visit, which then measures them anew.

    Attributes
    ----------
    times : int
        Screening measurements, 2 to 5.
    days_apart : float
        Days between two of them, and between the last of them and the first visit.
    judged_by : str
        ``all``: each measurement meets every criterion; ``mean``: their mean does; ``last``: the last one
        does.
    """

    type: Literal["repeated"]
    times: Annotated[int, Field(strict=True, ge=2, le=5)]
    days_apart: Annotated[Number, Field(gt=0)]
    judged_by: Literal["all", "mean", "last"]


Screening = Annotated[FirstVisit | Repeated, Field(discriminator="type")]
"""How people are measured before they are judged, told apart by `type`."""


class Population(Table):
    """People of one condition and the criteria by which they enter.

    Attributes
    ----------
    condition : str
        Name of the condition, resolved by the room of populations.
    n : int
        People whom each arm of this population enrolls in cohorts; in a randomized design, people of this
        population who are randomized in total.
    eligibility : tuple of Criterion
        Judged on measured values, in this order.
    screening : Screening
        Which measurements are judged.
    survivors_of : Survivors, optional
        Given when the people described outlived others.
    background : tuple of Background
        Treatments that everyone has until a day.
    """

    condition: Text
    n: Annotated[int, Field(strict=True)]
    eligibility: tuple[Criterion, ...] = ()
    screening: Screening = FirstVisit(type="first-visit")
    survivors_of: Survivors | None = None
    background: tuple[Background, ...] = ()


class Treatment(Table):
    """One therapy and when it is given.

    Attributes
    ----------
    name : str
        Name of the therapy, resolved by the room of therapies.
    start_day : float
        Day of the first dose: since day zero or, in a design with periods, since the start of each period.
    stop_day : float, optional
        Day of the last dose, counted alike; None when the therapy is given once or never stopped and, in a
        design with periods, when it is given to the period's end.
    options : dict
        What this therapy lets a protocol choose, such as a dose; checked by the room of therapies.
    """

    name: Text
    start_day: Number
    stop_day: Number | None = None
    options: dict[str, bool | Number | str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _stops_after_start(self) -> Treatment:
        if self.stop_day is not None and self.stop_day <= self.start_day:
            raise PydanticCustomError(
                "days",
                "stop_day {stop} is not after start_day {start}",
                {"stop": f"{self.stop_day:g}", "start": f"{self.start_day:g}"},
            )
        return self


class Arm(Table):
    """What one group of people receives and what they know of it.

    Attributes
    ----------
    population : str
        Name of one of the protocol's populations.
    blinding : str
        ``open``: they know what they receive; ``blinded``: they do not; ``none``: nothing is given that
        could be expected anything of, so no expectation arises.
    comparator : str, optional
        What the arm is there for: ``placebo``, ``attention`` (contact without the active part),
        ``waiting-list`` or ``usual-care``; None for an arm that is itself studied.
    treatments : tuple of Treatment
        Empty for an untreated arm.
    """

    population: Text
    blinding: Literal["open", "blinded", "none"]
    comparator: Literal["placebo", "attention", "waiting-list", "usual-care"] | None = None
    treatments: tuple[Treatment, ...] = ()

    @property
    def belief(self) -> Literal["open", "blinded", "attention", "none"]:
        """What people of this arm can expect something of.

        Examples
        --------
        >>> Arm(population="patients", blinding="open", comparator="usual-care").belief
        'none'
        """
        if self.comparator == "attention":
            return "attention"
        return "none" if self.comparator == "usual-care" else self.blinding
