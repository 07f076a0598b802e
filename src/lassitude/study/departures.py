"""Why people leave a simulated study before its end, each reason a type of its own."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from lassitude.study.strict import Number, Share, Table, Text
from lassitude.study.visits import Duration

Positive = Annotated[Number, Field(gt=0)]


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


class WhenWorse(Table):
    """After each visit but the first, people whose measured value has worsened may leave.

    Attributes
    ----------
    measure : str
        An endpoint without a visit, such as ``MFIS.total``.
    by : float
        Worsening from the first visit, in the measure's unit, from which on people may leave.
    probability : float
        Of leaving after such a visit, 0 to 1.
    source : str
        Ledger id, or ``hypothesis``.
    """

    type: Literal["when-worse"]
    measure: Text
    by: Positive
    probability: Share
    source: Text


class WhenNoBetter(Table):
    """After each visit from a time on, people whose measured value has not improved may leave.

    Attributes
    ----------
    measure : str
        An endpoint without a visit, such as ``MFIS.total``.
    by : float
        Improvement from the first visit, in the measure's unit, below which people may leave.
    after : str
        Time since day zero from which on visits count.
    probability : float
        Of leaving after such a visit, 0 to 1.
    source : str
        Ledger id, or ``hypothesis``.
    """

    type: Literal["when-no-better"]
    measure: Text
    by: Positive
    after: Duration
    probability: Share
    source: Text


class Administrative(Table):
    """The study closes on one date, whenever people entered.

    Attributes
    ----------
    recruitment : str
        People enter evenly over this time.
    closes : str
        From the first entry to the closing; visits after it are not held.
    source : str
        Ledger id, or ``hypothesis``.
    """

    type: Literal["administrative"]
    recruitment: Duration
    closes: Duration
    source: Text


Dropout = Annotated[
    NoDropout | ConstantHazard | WhenWorse | WhenNoBetter | Administrative, Field(discriminator="type")
]


def _as_several(given: Any) -> Any:
    return (given,) if isinstance(given, dict | Table) else given


Dropouts = Annotated[
    tuple[Dropout, ...], BeforeValidator(_as_several, json_schema_input_type=Dropout | tuple[Dropout, ...])
]
"""Reasons for leaving; a single table is read as a tuple of one."""
