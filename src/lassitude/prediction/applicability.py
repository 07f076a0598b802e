"""How far what was fitted and compared reaches: quantities, conditions, therapies and instruments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lassitude.prediction.scored_set import AS_DECLARED
from lassitude.results import Results, split_id
from lassitude.study.protocol import Protocol

if TYPE_CHECKING:
    from lassitude.population.parameter_sets import ParameterSet

MANY = 8
"""More names than these are counted, not listed."""


@dataclass(frozen=True, slots=True)
class Used:
    """What a study uses whose parameters can be fitted.

    Attributes
    ----------
    conditions, therapies, instruments : tuple of str
        Each once.
    """

    conditions: tuple[str, ...] = ()
    therapies: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fitted:
    """Which parameters have been fitted; a parameter counts if its value or its spread was.

    Attributes
    ----------
    name : str
        Of the parameter set.
    parameters : frozenset of str
        By name.
    prior_only : frozenset of str
        Those of which the data told next to nothing.
    states : frozenset of str
        Of the body that it was fitted with; none where that was not written down.
    """

    name: str = AS_DECLARED
    parameters: frozenset[str] = frozenset()
    prior_only: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()


NOTHING_FITTED = Fitted()


def fitted_in(parameters: ParameterSet) -> Fitted:
    """Say which parameters a set fits.

    Examples
    --------
    >>> from lassitude.population.parameter_sets import DECLARED
    >>> fitted_in(DECLARED) == NOTHING_FITTED
    True
    """
    from lassitude.population.variability import SPREAD

    told = parameters.about.get("prior_only", ()) if parameters.count else ()
    alone = (str(one).removesuffix(SPREAD) for one in told)
    drawn = frozenset(name.removesuffix(SPREAD) for name in parameters.draws)
    states = parameters.about.get("states", ()) if parameters.count else ()
    return Fitted(parameters.name, drawn, frozenset(alone), frozenset(states))


def used_by(protocol: Protocol) -> Used:
    """List what a protocol uses.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> used_by(read_protocol("canadian-ahsct")).conditions
    ('rrms-aggressive',)
    """
    given = [one.name for arm in protocol.arms.values() for one in arm.treatments]
    before = [one.name for people in protocol.populations.values() for one in people.background]
    return Used(
        tuple(dict.fromkeys(one.condition for one in protocol.populations.values())),
        tuple(dict.fromkeys([*given, *before])),
        tuple(dict.fromkeys(protocol.visits.measure)),
    )


def quantities(results: Results) -> Iterator[str]:
    """Say which endpoints of a prediction were compared with anything published, and which were not.

    Examples
    --------
    >>> from lassitude.results import Endpoint, Study
    >>> study = Study("x", "00", endpoints=(Endpoint("FIS.total", "FIS", "points"),))
    >>> list(quantities(Results("prediction", study)))
    ['Compared with nothing published: FIS.total.']
    """
    judged = {
        split_id(one.id).endpoint
        for one in results.estimates
        if one.published is not None and one.published.inside90 is not None
    }
    judged |= {split_id(one.estimate).endpoint for one in results.published_directions}
    names = [one.name for one in results.study.endpoints]
    yield from _listed("Compared with published results", [one for one in names if one in judged])
    yield from _listed("Compared with nothing published", [one for one in names if one not in judged])


def reach(results: Results, used: Used, fitted: Fitted) -> Iterator[str]:
    """Say what of a study lies within what was fitted.

    Parameters
    ----------
    results : Results
        Their assumptions name the parameters in use.
    used : Used
        Conditions, therapies and instruments.
    fitted : Fitted
        What the parameter set in use fits.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> list(reach(Results("prediction", Study("x", "00")), Used(("rrms",)), NOTHING_FITTED))
    ['No parameter was fitted; at declared values: condition rrms.']
    """
    groups = (("condition", used.conditions), ("therapy", used.therapies), ("instrument", used.instruments))
    if not fitted.parameters:
        told = "; ".join(f"{kind} {', '.join(names)}" for kind, names in groups if names)
        yield f"No parameter was fitted{f'; at declared values: {told}' if told else ''}."
        return
    yield from _of_another_body(fitted)
    for kind, names in groups:
        for name in names:
            yield _fitted_of(kind, name, fitted, results)
    alone = sorted(fitted.prior_only & {one.name for one in results.assumptions})
    yield from _listed("Prior only: the data told next to nothing of", alone)


def _of_another_body(fitted: Fitted) -> Iterator[str]:
    from lassitude.physiology.organism import OPTIONAL
    from lassitude.trial.bodies import body_model

    here = frozenset(body_model().states)
    if fitted.states and (fitted.states ^ here) - frozenset(OPTIONAL):
        yield (
            f"The parameter set {fitted.name} was fitted with a body of {len(fitted.states)} states, of "
            f"which {len(fitted.states & here)} are among the {len(here)} of this body: its values are a "
            "guess here until they are fitted again."
        )


def _fitted_of(kind: str, name: str, fitted: Fitted, results: Results) -> str:
    own = [one.name for one in results.assumptions if one.name.startswith(f"{name}.")]
    found = sum(one in fitted.parameters for one in own)
    if not own:
        return f"The {kind} {name} has no parameters of its own."
    if not found:
        return f"The {kind} {name} lies outside what was fitted: none of its {len(own)} parameters was."
    return f"Of the {kind} {name} {found} of {len(own)} parameters were fitted."


def _listed(told: str, names: list[str]) -> Iterator[str]:
    if names:
        more = f" and {len(names) - MANY} more" if len(names) > MANY else ""
        yield f"{told}: {', '.join(names[:MANY])}{more}."
