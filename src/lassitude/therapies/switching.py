"""Taking the content of a therapy, what people expect of it, or the attention that comes with it, away."""

from __future__ import annotations

from typing import Any

import numpy as np

from lassitude.therapies.fields import PLANS, TAUGHT, Regimen

_BELIEF = ("belief_start", "belief_height", "belief_waning")


def switched(given: Regimen, background: Regimen, therapy: bool, expectation: bool, contact: bool) -> Regimen:
    """Return a regimen with parts of it taken away, everything else untouched.

    Parameters
    ----------
    given : Regimen
        What the arm receives.
    background : Regimen
        What remains when everything is taken away.
    therapy, expectation, contact : bool
        Which of the three stay: content, belief, and the attention of people who hold the sessions; these are
        the switches of the attribution, not options.

    Examples
    --------
    >>> from lassitude.therapies.fields import inert
    >>> nothing = inert(2)
    >>> float(switched(nothing, nothing, True, False, False).belief_height.sum())
    0.0
    """
    if therapy and expectation and contact:
        return given
    body = given if therapy else background
    believed = {name: getattr(given, name) for name in _BELIEF}
    if not expectation:
        believed["belief_height"] = np.zeros_like(given.belief_height)
    if contact == therapy:
        return body._replace(**believed)
    changed = _attention_only(given, background) if contact else _unattended(given, background)
    return body._replace(**believed, **changed)


def _attention_only(given: Regimen, background: Regimen) -> dict[str, Any]:
    """Return sessions as they are held, with the background's content."""
    held = {
        f"{plan}_{one}": getattr(given, f"{plan}_{one}")
        for plan in TAUGHT
        for one in ("start", "stop", *PLANS[plan])
        if one not in TAUGHT[plan]
    }
    content = {
        f"{plan}_{one}": _own(given, background, plan, one)
        for plan, taught in TAUGHT.items()
        for one in taught
    }
    return held | content


def _unattended(given: Regimen, background: Regimen) -> dict[str, Any]:
    """Return sessions with the background's attention of people, which is none where they are new."""
    return {f"{plan}_contact": _own(given, background, plan, "contact") for plan in TAUGHT}


def _own(given: Regimen, background: Regimen, plan: str, one: str) -> Any:
    same = getattr(given, f"{plan}_start") == getattr(background, f"{plan}_start")
    return np.where(same, getattr(background, f"{plan}_{one}"), np.float32(0.0))
