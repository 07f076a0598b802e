"""The names of what is measured and of what is estimated.

An endpoint is ``INSTRUMENT.part``, optionally ``@VISIT``, or the one covariate that no instrument
measures, ``age_years``. An estimate is ``endpoint|statistic|visit|arm``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lassitude.quantities.errors import RequestError

AGE = "age_years"
FACTORS = ("sex", "site")
"""Columns of people whose words divide them into groups; a covariate may name one."""
EVERYONE = "all"
"""What stands for all people together where an estimate names an arm."""

_NAME = r"[A-Za-z0-9][A-Za-z0-9_-]*"
_LABEL = r"[A-Za-z0-9][A-Za-z0-9_.+-]*"
_ENDPOINT = re.compile(rf"(?P<instrument>{_NAME})\.(?P<part>{_NAME})(?:@(?P<visit>{_LABEL}))?")
_STATISTIC = re.compile(r"[A-Za-z][A-Za-z0-9_.]*(?::[^|\s]+)?")
VISIT_LABEL = re.compile(_LABEL)


@dataclass(frozen=True)
class Endpoint:
    """One number that can be had from a person: a part of an instrument, perhaps at one visit.

    Attributes
    ----------
    instrument : str or None
        Name of the instrument; None for ``age_years``.
    part : str
        Part of the instrument, such as ``total`` or ``item_07``; ``age_years`` for age.
    visit : str or None
        Label of the visit; None when every visit is meant, and for age.
    """

    instrument: str | None
    part: str
    visit: str | None = None

    def __str__(self) -> str:
        """Write the endpoint as protocols do."""
        name = self.part if self.instrument is None else f"{self.instrument}.{self.part}"
        return name if self.visit is None else f"{name}@{self.visit}"


def parse_endpoint(text: str) -> Endpoint:
    """Read ``INSTRUMENT.part``, ``INSTRUMENT.part@VISIT`` or ``age_years``.

    Parameters
    ----------
    text : str
        As written in a protocol.

    Returns
    -------
    Endpoint
        Its parts. Whether the instrument and the visit exist is asked where they are known.

    Raises
    ------
    RequestError
        If the text has another form.

    Examples
    --------
    >>> parse_endpoint("EDSS.total@M0")
    Endpoint(instrument='EDSS', part='total', visit='M0')
    >>> str(parse_endpoint("age_years"))
    'age_years'
    """
    if text == AGE:
        return Endpoint(None, AGE)
    match = _ENDPOINT.fullmatch(text)
    if match is None:
        raise RequestError(
            f"{text!r} is not an endpoint. Write INSTRUMENT.part such as FIS.total, with @VISIT such as "
            f"FIS.total@M0 where one visit is meant, or {AGE}."
        )
    return Endpoint(match["instrument"], match["part"], match["visit"])


@dataclass(frozen=True)
class EstimateId:
    """The name under which predictions, observations and published numbers meet.

    Attributes
    ----------
    endpoint : str
        What was measured, such as ``FIS.total``; without a visit.
    statistic : str
        What was computed, such as ``median`` or ``slope:EDSS.total@M0``.
    visit, arm : str
        Label of the visit the estimate is about (for a change, where it ends) and name of the arm.
    """

    endpoint: str
    statistic: str
    visit: str
    arm: str

    def __str__(self) -> str:
        """Write the four parts with bars between them."""
        return f"{self.endpoint}|{self.statistic}|{self.visit}|{self.arm}"


def estimate_id(endpoint: str, statistic: str, visit: str, arm: str) -> str:
    """Write the id of an estimate.

    Parameters
    ----------
    endpoint, statistic, visit, arm : str
        See `EstimateId`.

    Returns
    -------
    str
        The four parts with bars between them.

    Examples
    --------
    >>> estimate_id("FIS.total", "median", "M36", "ahsct")
    'FIS.total|median|M36|ahsct'
    """
    return str(EstimateId(endpoint, statistic, visit, arm))


def parse_estimate_id(text: str) -> EstimateId:
    """Read the id of an estimate.

    Parameters
    ----------
    text : str
        ``endpoint|statistic|visit|arm``.

    Returns
    -------
    EstimateId
        Its four parts, the endpoint and the form of the statistic checked.

    Raises
    ------
    RequestError
        If a part is missing or has another form.

    Examples
    --------
    >>> parse_estimate_id("FIS.total|slope:age_years|M36|ahsct").statistic
    'slope:age_years'
    """
    parts = text.split("|")
    if len(parts) != 4 or not all(parts):
        raise RequestError(
            f"{text!r} is not the id of an estimate. Write endpoint|statistic|visit|arm, "
            "such as FIS.total|median|M36|ahsct."
        )
    endpoint, statistic, visit, arm = parts
    if parse_endpoint(endpoint).visit is not None:
        raise RequestError(f"{text!r} names a visit twice: write {endpoint.split('@')[0]}|…|{visit}|{arm}.")
    if _STATISTIC.fullmatch(statistic) is None:
        raise RequestError(f"{text!r} has no statistic in second place; write one such as median.")
    return EstimateId(endpoint, statistic, visit, arm)
