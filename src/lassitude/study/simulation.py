"""How a protocol is simulated; a real study ignores all of it, and the plan's hash leaves it out."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from lassitude.study.strict import Number, Table, Text

_SEED_LIMIT = 2**64


class NoDropout(Table):
    """Everyone stays until the last visit."""

    type: Literal["none"]


class ConstantHazard(Table):
    """People leave at the same rate all the time.

    Attributes
    ----------
    per_year : float
        Rate of leaving, per year.
    source : str
        Ledger id, or ``hypothesis``.
    """

    type: Literal["constant-hazard"]
    per_year: Annotated[Number, Field(ge=0)]
    source: Text


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


Dropout = Annotated[NoDropout | ConstantHazard, Field(discriminator="type")]
MissedVisits = Annotated[NoMissedVisits | IndependentMisses, Field(discriminator="type")]


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
    dropout, missed_visits
        Conduct, each a type with a source.
    """

    seed: Annotated[int, Field(strict=True, ge=0, lt=_SEED_LIMIT)] = 0
    replicates: Annotated[int, Field(strict=True, ge=1)] = 500
    lead_in_years: Annotated[Number, Field(ge=0)] = 2.0
    pool: Annotated[int, Field(strict=True, ge=1)] = 8192
    dropout: Dropout = NoDropout(type="none")
    missed_visits: MissedVisits = NoMissedVisits(type="none")
