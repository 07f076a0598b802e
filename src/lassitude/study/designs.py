"""How arms relate: who is assigned to what, in which order and by which rule."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from lassitude.study.strict import Number, Table, Text
from lassitude.study.visits import Duration

BlockSize = Annotated[int, Field(strict=True, ge=2)]
Ratio = dict[Text, Annotated[int, Field(strict=True, ge=1)]]


class Stratum(Table):
    """One measure by which people are grouped before they are assigned.

    Attributes
    ----------
    measure : str
        ``sex``, ``age_years`` or an endpoint without a visit, such as ``EDSS.total``.
    cuts : tuple of float
        Bounds between groups, rising; a value at a cut belongs to the upper group. Empty for sex.
    """

    measure: Text
    cuts: tuple[Number, ...] = ()


class Simple(Table):
    """Each person is assigned by a throw of its own."""

    type: Literal["simple"]


class Blocks(Table):
    """People are assigned in blocks, each of which holds the arms in their ratio.

    Attributes
    ----------
    sizes : tuple of int
        Sizes of blocks, from which each block's is drawn.
    """

    type: Literal["blocks"]
    sizes: tuple[BlockSize, ...] = Field(min_length=1)


class StratifiedBlocks(Table):
    """Blocks of their own in each combination of strata.

    Attributes
    ----------
    sizes : tuple of int
        Sizes of blocks, from which each block's is drawn.
    strata : tuple of Stratum
        Their groups are combined.
    """

    type: Literal["stratified-blocks"]
    sizes: tuple[BlockSize, ...] = Field(min_length=1)
    strata: tuple[Stratum, ...] = Field(min_length=1)


class Minimization(Table):
    """Each person is assigned, with a probability, to the arm that leaves the factors most even.

    Attributes
    ----------
    factors : tuple of Stratum
        Each is kept even by itself.
    probability : float
        Of taking the arm that leaves the least imbalance; above 0.5, at most 1.
    """

    type: Literal["minimization"]
    factors: tuple[Stratum, ...] = Field(min_length=1)
    probability: Annotated[Number, Field(gt=0.5, le=1)]


Allocation = Annotated[Simple | Blocks | StratifiedBlocks | Minimization, Field(discriminator="type")]
"""The rules by which people are assigned, told apart by `type`."""


class Enrichment(Table):
    """Who stays after a run-in, by the change of a measure from its start to the first visit.

    Attributes
    ----------
    measure : str
        An endpoint without a visit, such as ``MFIS.total``.
    change_at_least, change_at_most : float, optional
        Exactly one is given; unit of the measure.
    """

    measure: Text
    change_at_least: Number | None = None
    change_at_most: Number | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> Enrichment:
        if (self.change_at_least is None) == (self.change_at_most is None):
            raise PydanticCustomError("bounds", "give exactly one of change_at_least and change_at_most")
        return self


class RunIn(Table):
    """Everyone has one treatment before the first visit, and may be selected by what it does.

    Attributes
    ----------
    days : float
        How long before the first visit it begins.
    treatment : str
        Name of the therapy, resolved by the room of therapies.
    blinding : str
        As of an arm.
    enrich : tuple of Enrichment
        Conditions of staying; empty when everyone stays.
    """

    days: Annotated[Number, Field(gt=0)]
    treatment: Text
    blinding: Literal["open", "blinded", "none"]
    enrich: tuple[Enrichment, ...] = ()


class CohortsDesign(Table):
    """Every arm is a cohort of its own, followed over the same visits; nobody is randomized."""

    type: Literal["cohorts"]


class ParallelDesign(Table):
    """Each person is randomized to one arm and keeps it.

    Attributes
    ----------
    allocation : Allocation
        By which rule.
    ratio : dict of str to int
        Arm to its share; empty when all are equal.
    run_in : RunIn, optional
        What comes before.
    """

    type: Literal["parallel"]
    allocation: Allocation = Simple(type="simple")
    ratio: Ratio = Field(default_factory=dict)
    run_in: RunIn | None = None


class WaitingListDesign(Table):
    """People are randomized to be treated now or after a wait.

    Attributes
    ----------
    waiting : str
        The arm that waits; its comparator is ``waiting-list``.
    wait : str
        How long; the arm's treatments start when it has passed, or later.
    allocation : Allocation
        By which rule.
    ratio : dict of str to int
        Arm to its share; empty when all are equal.
    """

    type: Literal["waiting-list"]
    waiting: Text
    wait: Duration
    allocation: Allocation = Simple(type="simple")
    ratio: Ratio = Field(default_factory=dict)


class CrossoverDesign(Table):
    """Each person has several treatments, one a period, in the order of a sequence drawn for the person.

    Attributes
    ----------
    period, washout : str
        Length of a period, and the time without treatment between two periods.
    sequences : dict of str to tuple of str
        Name of a sequence to one arm a period.
    allocation : Allocation
        By which rule people are assigned to sequences.
    run_in : RunIn, optional
        What comes before.
    """

    type: Literal["crossover"]
    period: Duration
    washout: Duration
    sequences: dict[Text, tuple[Text, ...]]
    allocation: Allocation = Simple(type="simple")
    run_in: RunIn | None = None


class SeriesDesign(Table):
    """Repeated comparisons within each person: in every cycle both arms, in an order drawn for the person.

    Attributes
    ----------
    period, washout : str
        Length of a period, and the time without treatment between two periods.
    cycles : int
        Pairs of periods, 2 to 6.
    arms : pair of str
        The two arms compared.
    """

    type: Literal["n-of-1"]
    period: Duration
    washout: Duration
    cycles: Annotated[int, Field(strict=True, ge=2, le=6)]
    arms: tuple[Text, Text]


PeriodicDesign = CrossoverDesign | SeriesDesign
"""Designs in which an arm is a treatment and people have several, one a period."""

Design = Annotated[
    CohortsDesign | ParallelDesign | WaitingListDesign | CrossoverDesign | SeriesDesign,
    Field(discriminator="type"),
]
"""The designs that a protocol can have, told apart by `type`."""
