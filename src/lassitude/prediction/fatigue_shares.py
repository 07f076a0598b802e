"""Of which sources the fatigue of people is made: each one's share of its variance between people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.model import Clock
from lassitude.physiology.beside import BESIDE, QUASI_STEADY, in_order
from lassitude.physiology.fatigue import sources
from lassitude.physiology.hourly_fatigue import KINDS
from lassitude.physiology.inputs import Levers
from lassitude.physiology.organism import named_levers
from lassitude.physiology.parameters import body_parameters
from lassitude.population.cohort import draw_cohort
from lassitude.therapies.regimen import inert
from lassitude.trial.bodies import at_entry, embody, travel

DAYS = 730


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of the variance of one kind of fatigue between people.

    Attributes
    ----------
    kind : {"physical", "cognitive"}
        Body or mind.
    sd : float
        Of what people tend to, in SD of untreated relapsing MS.
    by_source : mapping of str to float
        Covariance of a source with the sum of all, over the variance of the sum; they add up to one. A source
        that goes against the others has a negative share.
    """

    kind: str
    sd: float
    by_source: Mapping[str, float]


def shares_of(kind: str, contributions: Mapping[str, NDArray[np.float64]]) -> Shares:
    """Divide the variance of a sum among its parts.

    Parameters
    ----------
    kind : {"physical", "cognitive"}
        Of fatigue.
    contributions : mapping of str to array [person]
        What each source adds.

    Examples
    --------
    >>> parts = {"mood": np.array([1.0, -1.0]), "sleep": np.array([3.0, -3.0])}
    >>> dict(shares_of("physical", parts).by_source)
    {'mood': 0.25, 'sleep': 0.75}
    """
    total = np.sum(list(contributions.values()), axis=0)
    variance = float(np.var(total))
    around = total - total.mean()
    return Shares(
        kind=kind,
        sd=float(np.sqrt(variance)),
        by_source={name: float(np.mean(around * one) / variance) for name, one in contributions.items()},
    )


def fatigue_shares(
    condition: str, people: int = 2000, seed: int = 1, values: Mapping[str, float] | None = None
) -> tuple[Shares, ...]:
    """Let untreated people live for two years and divide the variance of their fatigue among its sources.

    Parameters
    ----------
    condition : str
        Which people.
    people : int
        How many, at most the size of a block.
    seed : int
        Of the people.
    values : mapping of str to float, optional
        Parameters in place of the declared ones: ``{"fatigue.by_mood": 0.3}`` sets the weight of mood, and so
        its share.

    Returns
    -------
    tuple of Shares
        Physical, then cognitive.

    Raises
    ------
    RequestError
        When there is no such condition.

    Examples
    --------
    >>> fatigue_shares("rms")
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: There is no condition 'rms'. Did you mean 'rrms'?
    """
    cohort = draw_cohort(condition, seed, np.arange(people), values)
    bodies = embody(cohort, cohort.keys, inert(people), Clock())
    state = travel(bodies, at_entry(cohort), DAYS).state
    p = body_parameters(cohort.parameters)
    s = SimpleNamespace(**{name: one.astype(np.float64) for name, one in state.items()}, **cohort.covariates)
    vars(s).update(named_levers(Levers()))
    vars(s).update(in_order((*QUASI_STEADY, *BESIDE), s, p))
    return tuple(
        shares_of(
            kind,
            {name: np.broadcast_to(one, (people,)) for name, one in sources(kind, s, p.fatigue).items()},
        )
        for kind in KINDS
    )
