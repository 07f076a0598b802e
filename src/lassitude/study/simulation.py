"""How a protocol is simulated; a real study ignores all of it, and the plan's hash leaves it out."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from lassitude.study.departures import (
    Administrative,
    ConstantHazard,
    Dropout,
    Dropouts,
    NoDropout,
    WhenNoBetter,
    WhenWorse,
)
from lassitude.study.intercurrent import Chance, Intercurrent, Relapse, Trigger, Value, Worsening
from lassitude.study.strict import Number, Share, Table, Text

__all__ = [
    "Adherence",
    "Administrative",
    "AfterRelapse",
    "AsDeclared",
    "Chance",
    "ConstantHazard",
    "Dropout",
    "Fixed",
    "Full",
    "IndependentMisses",
    "Intercurrent",
    "Late",
    "LateVisits",
    "MissedVisits",
    "NoDropout",
    "NoMissedVisits",
    "NoUnscheduled",
    "OnTime",
    "Relapse",
    "Simulation",
    "Trigger",
    "Unscheduled",
    "Value",
    "WhenNoBetter",
    "WhenWorse",
    "Worsening",
]

_SEED_LIMIT = 2**64


class NoMissedVisits(Table):
    """Nobody who is still in the study misses a visit."""

    type: Literal["none"]


class IndependentMisses(Table):
    """Every visit after the first is missed with the same probability.

    Attributes
    ----------
    probability : float
        From 0 to below 1.
    source : str
        Ledger id, or ``hypothesis``.
    """

    type: Literal["independent"]
    probability: Annotated[Number, Field(ge=0, lt=1)]
    source: Text


class OnTime(Table):
    """Every visit is held on its day."""

    type: Literal["on-time"]


class Late(Table):
    """Some visits after the first are held late, by the same number of days.

    Attributes
    ----------
    probability : float
        Of being late at a visit, 0 to 1.
    days : int
        How late; beyond the visit's window it is a deviation from the protocol.
    source : str
        Ledger id, or ``hypothesis``.
    """

    type: Literal["late"]
    probability: Share
    days: Annotated[int, Field(strict=True, ge=1)]
    source: Text


class NoUnscheduled(Table):
    """People are seen at planned visits only."""

    type: Literal["none"]


class AfterRelapse(Table):
    """Whoever relapsed since the last clinic day is seen at the next one, between visits.

    Attributes
    ----------
    every_days : int
        Days between two clinic days, at least 7.
    measure : tuple of str
        Names of the instruments used.
    source : str
        Ledger id, or ``hypothesis``.
    """

    type: Literal["after-relapse"]
    every_days: Annotated[int, Field(strict=True, ge=7)]
    measure: tuple[Text, ...] = Field(min_length=1)
    source: Text


class AsDeclared(Table):
    """Each therapy's own process: fatigue and mood drive who keeps to it."""

    type: Literal["process"]


class Full(Table):
    """Everyone takes every dose and comes to every session."""

    type: Literal["full"]


class Fixed(Table):
    """Everyone keeps to the same share of doses and sessions, whatever they feel.

    Attributes
    ----------
    share : float
        From 0 to 1.
    source : str
        Ledger id, or ``hypothesis``.
    """

    type: Literal["fixed"]
    share: Share
    source: Text


MissedVisits = Annotated[NoMissedVisits | IndependentMisses, Field(discriminator="type")]
LateVisits = Annotated[OnTime | Late, Field(discriminator="type")]
Unscheduled = Annotated[NoUnscheduled | AfterRelapse, Field(discriminator="type")]
Adherence = Annotated[AsDeclared | Full | Fixed, Field(discriminator="type")]


class Simulation(Table):
    """How often, from whom and with what conduct a study is drawn.

    Attributes
    ----------
    seed : int
        From 0 to 2**64 - 1.
    replicates : int
        How many times the study is drawn.
    lead_in_years : float
        Years of disease simulated before day zero.
    pool : int
        People screened once; every replicate enrolls from them.
    dropout : tuple of Dropout
        Every reason for which people leave; a file may write one without brackets.
    missed_visits, late_visits, unscheduled, adherence
        Conduct, each a type with a source.
    intercurrent : tuple of Intercurrent
        What happens to some people besides the plan.
    """

    seed: Annotated[int, Field(strict=True, ge=0, lt=_SEED_LIMIT)] = 0
    replicates: Annotated[int, Field(strict=True, ge=1)] = 500
    lead_in_years: Annotated[Number, Field(ge=0)] = 2.0
    pool: Annotated[int, Field(strict=True, ge=1)] = 8192
    dropout: Dropouts = (NoDropout(type="none"),)
    missed_visits: MissedVisits = NoMissedVisits(type="none")
    late_visits: LateVisits = OnTime(type="on-time")
    unscheduled: Unscheduled = NoUnscheduled(type="none")
    adherence: Adherence = AsDeclared(type="process")
    intercurrent: tuple[Intercurrent, ...] = ()
