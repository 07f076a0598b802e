"""Which parts of a change rest on priors alone, because no number of theirs was narrowed by data."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from lassitude.results import Assumption
from lassitude.therapies.catalog import THERAPIES
from lassitude.trial.treated import PARTS

BELIEF = frozenset({"expectation", "belief"})
ATTENTION = frozenset({"attention-control", "mood.by_contact", "mood.half_contact"})
"""Numbers of what the attention of people does: whole subsystems, or single names."""


def narrowed(assumed: Iterable[Assumption]) -> frozenset[str]:
    """Return the parameters whose calibrated draws are clearly narrower than their prior, by name.

    Examples
    --------
    >>> narrowed(())
    frozenset()
    """
    return frozenset(one.name for one in assumed if one.calibrated is not None and not one.prior_only)


def prior_only_parts(
    known: Collection[str], treatments: Collection[str], told: Collection[str]
) -> frozenset[str]:
    """Return the parts of a change that are told as "prior only".

    Expectation, contact and therapy have numbers of their own; the natural course has those of the body, of
    people and of instruments. The whole and the interaction rest on what the other parts rest on: they are
    prior only where one of the parts is. Regression to the mean follows from measured reliability: never.

    Parameters
    ----------
    known : collection of str
        Names of parameters that data narrowed, as :func:`narrowed` gives them.
    treatments : collection of str
        Therapies of the arm.
    told : collection of str
        Parts that the change has, of the names of :data:`lassitude.prediction.attribution.LABELS`.

    Examples
    --------
    >>> known = {"fatigue.swing", "expectation.height", "modafinil.ceiling"}
    >>> told = ("natural_course", "expectation", "therapy", "total")
    >>> sorted(prior_only_parts(known, {"amantadine"}, told))
    ['therapy', 'total']
    """
    belongs = {_part_of(name, treatments) for name in known}
    own = {part for part in (*PARTS, "natural_course") if part in told}
    alone = own - belongs
    return frozenset(alone | ({"interaction", "total"} & set(told) if alone else set()))


def _part_of(name: str, treatments: Collection[str]) -> str | None:
    owner = name.partition(".")[0]
    if owner in BELIEF:
        return "expectation"
    if owner in ATTENTION or name.partition(":")[0] in ATTENTION:
        return "contact"
    if owner in treatments:
        return "therapy"
    return None if owner in THERAPIES else "natural_course"
