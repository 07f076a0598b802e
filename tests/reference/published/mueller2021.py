"""Fatigue from trial to trial: Mueller and others 2021, Nature Communications 12:4593, in plain Python.

As in the re-implementation github:robbiequarter/fatigue_utility, whose values these are; time goes in trials.
That code lets the recoverable part go below zero; here it does not, as the platform's cannot.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp


@dataclass(frozen=True)
class Person:
    """Mean-like values."""

    cost: float = 0.065
    tiring: float = 0.3
    recovering: float = 0.25
    lasting: float = 0.018
    steepness: float = 0.25
    rest: float = 5.0


@dataclass(frozen=True)
class Fatigue:
    """Recoverable and unrecoverable."""

    recoverable: float = 0.0
    unrecoverable: float = 0.0


def after(trials: Iterable[float | None], person: Person) -> Fatigue:
    """Return both parts after trials of effort (a share of maximal force) or of rest (None)."""
    short = lasting = 0.0
    for effort in trials:
        if effort is None:
            short = max(short - person.recovering * person.rest, 0.0)
        else:
            short += person.tiring * effort
            lasting += person.lasting * effort
    return Fatigue(short, lasting)


def value_of_work(reward: float, effort: float, tired: Fatigue, person: Person) -> float:
    """Return what work is worth: reward less fatigue times cost times effort squared."""
    return reward - (tired.recoverable + tired.unrecoverable) * person.cost * effort**2


def chance_of_work(reward: float, effort: float, tired: Fatigue, person: Person) -> float:
    """Return how likely a person works rather than rests; rest is worth one."""
    worth = exp(person.steepness * value_of_work(reward, effort, tired, person))
    return worth / (exp(person.steepness) + worth)
