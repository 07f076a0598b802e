"""All therapies, each a declared row: the mechanisms of which it is composed, and their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.quantities.parameters import Declaration, Parameters, declarations
from lassitude.therapies.drugs import InterferonBetaParameters, NatalizumabParameters
from lassitude.therapies.mechanisms import (
    CytokineModulation,
    Depletion,
    Expectation,
    Mechanism,
    ToleranceReset,
    Toxicity,
    TraffickingBlock,
    Training,
)
from lassitude.therapies.support import AerobicTrainingParameters, ExpectationParameters
from lassitude.therapies.transplantation import TransplantationParameters


@dataclass(frozen=True, slots=True)
class Therapy:
    """A therapy: its mechanisms, and variants of it by option.

    Attributes
    ----------
    name, label : str
        In protocols and for people.
    mechanisms : tuple of Mechanism
        What it does to the body, besides what people expect of it.
    options : mapping of str to mapping of str to tuple of Mechanism
        For each option its choices, each adding mechanisms; the first choice is the default.
    evidence : tuple of str
        Ledger ids that bear on it.
    """

    name: str
    label: str
    mechanisms: tuple[Mechanism, ...]
    options: Mapping[str, Mapping[str, tuple[Mechanism, ...]]]
    evidence: tuple[str, ...] = ()


_OWNERS: dict[str, type[Parameters]] = {
    "expectation": ExpectationParameters,
    "ahsct": TransplantationParameters,
    "natalizumab": NatalizumabParameters,
    "interferon-beta": InterferonBetaParameters,
    "aerobic-training": AerobicTrainingParameters,
}
_DECLARED = {one.name: one for prefix, owner in _OWNERS.items() for one in declarations(owner, prefix)}


def all_declarations() -> Iterator[Declaration]:
    """List every parameter of every therapy.

    Examples
    --------
    >>> next(all_declarations()).name
    'expectation.height'
    """
    yield from _DECLARED.values()


def _number(name: str) -> Declaration:
    return _DECLARED[name]


def _conditioning(depth: str) -> tuple[Mechanism, ...]:
    return (
        Depletion(
            _number(f"ahsct.{depth}_t_cells_left"),
            _number(f"ahsct.{depth}_b_cells_left"),
            _number("ahsct.days"),
        ),
        Toxicity(_number(f"ahsct.{depth}_toxicity"), _number("ahsct.days")),
    )


EXPECTATION = Expectation(
    *(_number(f"expectation.{one}") for one in ("height", "spread", "blinded", "waning"))
)
"""What every therapy that people know of brings with it."""

_ALL = (
    Therapy(
        "ahsct",
        "autologous hematopoietic stem-cell transplantation",
        (ToleranceReset(_number("ahsct.reset_probability")),),
        {
            "conditioning": {
                "busulfan-cyclophosphamide-atg": _conditioning("high"),
                "beam-atg": _conditioning("intermediate"),
                "cyclophosphamide-atg": _conditioning("low"),
            }
        },
        ("atkins2016_canadian_ahsct", "burt2019_mist"),
    ),
    Therapy(
        "natalizumab",
        "natalizumab 300 mg every 4 weeks",
        (TraffickingBlock(*(_number(f"natalizumab.{one}") for one in TraffickingBlock.__slots__)),),
        {},
        ("affirm_mri_2007",),
    ),
    Therapy(
        "interferon-beta",
        "interferon beta",
        (
            CytokineModulation(
                _number("interferon-beta.activation_left"), _number("interferon-beta.type1_interferon")
            ),
        ),
        {},
        ("prisms_spectrims_low_edss_relapse",),
    ),
    Therapy(
        "aerobic-training",
        "supervised aerobic training",
        (Training(_number("aerobic-training.load"), _number("aerobic-training.weeks")),),
        {},
        ("heine2015_cochrane_exercise",),
    ),
    Therapy("placebo", "an inert treatment", (), {}),
)

THERAPIES: Mapping[str, Therapy] = {one.name: one for one in _ALL}


def therapy(name: str) -> Therapy:
    """Find a therapy by name.

    Raises
    ------
    RequestError
        With the nearest name.

    Examples
    --------
    >>> therapy("ahsct").label
    'autologous hematopoietic stem-cell transplantation'
    """
    if name not in THERAPIES:
        raise RequestError(f"There is no therapy {name!r}.{did_you_mean(name, THERAPIES)}")
    return THERAPIES[name]


def mechanisms_of(name: str, options: Mapping[str, object]) -> tuple[Mechanism, ...]:
    """Return the mechanisms of a therapy under the chosen options.

    Parameters
    ----------
    name : str
        A therapy.
    options : mapping of str to str
        Choice of each option; the first choice where none is given.

    Raises
    ------
    RequestError
        For an unknown option or choice, with the nearest name.

    Examples
    --------
    >>> len(mechanisms_of("ahsct", {"conditioning": "beam-atg"}))
    3
    """
    one = therapy(name)
    for option in options:
        if option not in one.options:
            raise RequestError(f"{name} has no option {option!r}.{did_you_mean(option, one.options)}")
    chosen: tuple[Mechanism, ...] = one.mechanisms
    for option, choices in one.options.items():
        choice = str(options.get(option, next(iter(choices))))
        if choice not in choices:
            raise RequestError(f"{option} of {name} cannot be {choice!r}.{did_you_mean(choice, choices)}")
        chosen += choices[choice]
    return chosen
