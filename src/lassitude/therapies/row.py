"""A therapy as it is declared: one file, no code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from lassitude.therapies.mechanisms import Mechanism
from lassitude.therapies.numbers import idle_of

Family = Literal["disease-modifying", "cell", "symptomatic", "rehabilitation", "control", "challenge"]
FAMILIES: tuple[Family, ...] = get_args(Family)
"""Families of therapies, which are also the folders of their rows, in the order in which they are listed."""
EffectGrade = Literal[
    "established", "probable", "conflicting", "none found", "not studied", "harmful", "case reports"
]
"""What is known of the effect on fatigue."""
EFFECT_GRADES: tuple[EffectGrade, ...] = get_args(EffectGrade)


@dataclass(frozen=True, slots=True)
class Account:
    """What is known of a therapy and what is not, in words.

    Attributes
    ----------
    target : str
        What it acts on, and how.
    effect : EffectGrade
        Evidence of an effect on fatigue.
    told : str
        That evidence in a sentence or two.
    course : str
        Onset, and what happens when it is stopped.
    adherence : str
        How people keep to it, and whether the model lets them.
    comparator : str
        With what it is compared so that belief and attention do not count as its effect.
    adverse : tuple of str
        Adverse effects that matter for fatigue, each saying whether the model has it.
    unknown : tuple of str
        What is not known, or not in the model.
    """

    target: str
    effect: EffectGrade
    told: str
    course: str
    adherence: str
    comparator: str
    adverse: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Therapy:
    """A therapy: its mechanisms, variants of it by option, doses that can be chosen, and its account.

    Attributes
    ----------
    name, label : str
        In protocols and for people.
    family : Family
        Where it belongs.
    mechanisms : tuple of Mechanism
        What it does to the body, besides what people expect of it.
    account : Account
        What is known and what is not.
    options : mapping of str to mapping of str to tuple of Mechanism
        For each option its choices, each adding mechanisms; the first choice is the default.
    evidence : tuple of str
        Ledger ids that bear on it.
    doses : tuple of str
        Options that take a number: declared numbers of the therapy, without its name.
    """

    name: str
    label: str
    family: Family
    mechanisms: tuple[Mechanism, ...]
    account: Account
    options: Mapping[str, Mapping[str, tuple[Mechanism, ...]]] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    doses: tuple[str, ...] = ()

    def every_mechanism(self) -> Iterator[Mechanism]:
        """List the mechanisms that it always has, and then those of each choice of each option.

        Examples
        --------
        >>> from lassitude.therapies.catalog import therapy
        >>> [type(one).__name__ for one in therapy("modafinil").every_mechanism()]
        ['SymptomaticDrug']
        """
        yield from self.mechanisms
        for choices in self.options.values():
            for mechanisms in choices.values():
                yield from mechanisms

    def idle_numbers(self) -> dict[str, float]:
        """Return its strengths by their declared names, each with the number at which it does nothing.

        Examples
        --------
        >>> from lassitude.therapies.catalog import therapy
        >>> therapy("modafinil").idle_numbers()
        {'modafinil.daily_mg': 0.0}
        """
        return {
            getattr(one, name).name: idle
            for one in self.every_mechanism()
            for name, idle in idle_of(type(one)).items()
        }
