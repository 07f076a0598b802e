"""Skills that people learn in a program: managing energy and thoughts, and keeping composed."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import Relaxation
from lassitude.quantities.parameters import Parameters, Shared, derived, hypothesis, parameter


class SkillsParameters(Parameters):
    """How skills are learned session by session, and how slowly they fade."""

    learning: Shared = parameter(
        0.25,
        "1",
        bounds=(0.1, 0.5),
        meaning="share of what a program still has to teach that one session teaches",
        source=hypothesis("eight weekly sessions teach nine tenths"),
    )
    fading: Shared = parameter(
        0.0027,
        "1/day",
        bounds=(0.001, 0.02),
        meaning="fading of skills that are no longer taught",
        source=derived(
            "grossman2010_mindfulness",
            "effects of 0.4 to 0.9 after the program, 0.3 to 0.5 half a year later",
        ),
    )


def skills(s: Any, p: SkillsParameters) -> Relaxation:
    """Return the course of skills against fatigue, in SD of fatigue relieved.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> p = SkillsParameters(learning=0.1, fading=0.1)
    >>> skills(SimpleNamespace(skills_done=1.0, skills_height=0.3), p).target
    0.15
    """
    return _learned("skills", s.skills_height, s, p)


def composure(s: Any, p: SkillsParameters) -> Relaxation:
    """Return the course of composure, in SD of depression relieved.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> composure(SimpleNamespace(skills_done=0.0, skills_composure=0.4), SkillsParameters()).target
    0.0
    """
    return _learned("composure", s.skills_composure, s, p)


def _learned(state: str, height: Any, s: Any, p: SkillsParameters) -> Relaxation:
    """Learning pulls toward the height of the program, fading pulls to nothing."""
    learning = p.learning * s.skills_done
    rate = learning + p.fading
    return Relaxation(state, height * (learning / rate), rate)
