"""All therapies, each a declared row: its numbers with their sources, and the mechanisms they enter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.quantities.parameters import (
    Declaration,
    Parameters,
    Shared,
    declarations,
    derived,
    hypothesis,
    parameter,
    published,
)
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


class ExpectationParameters(Parameters):
    """Belief that a treatment helps, whatever the treatment."""

    height: Shared = parameter(
        0.3, "1", bounds=(0.0, 0.8), meaning="relief by belief in an open treatment, mean over people",
        source=hypothesis("about 6 MFIS points at an SD of 19.7", "nourbakhsh2021_triumphant"),
    )
    spread: Shared = parameter(
        0.25, "1", bounds=(0.0, 0.6), meaning="SD of that relief between people",
        source=hypothesis("about 5 MFIS points", "nourbakhsh2021_triumphant"),
    )
    blinded: Shared = parameter(
        0.7, "1", bounds=(0.3, 1.0), meaning="share of the relief if one does not know what one gets",
        source=hypothesis("belief in even odds is weaker than in certainty"),
    )
    waning: Shared = parameter(
        0.0074, "1/day", bounds=(0.0055, 0.011), meaning="waning of belief",
        source=hypothesis("three to six months"),
    )


class TransplantationParameters(Parameters):
    """Autologous stem-cell transplantation; conditioning regimens differ in depth and toxicity."""

    reset_probability: Shared = parameter(
        0.7, "1", bounds=(0.3, 0.95), meaning="probability that tolerance returns",
        source=hypothesis("broader naive repertoire two years later", "doi:10.1084/jem.20041679"),
    )
    days: Shared = parameter(
        8.0, "day", bounds=(4.0, 12.0), meaning="length of the conditioning regimen",
        source=hypothesis("four to ten days by regimen"),
    )
    high_t_cells_left: Shared = parameter(
        0.01, "1", bounds=(0.002, 0.05), meaning="T cells left by a high-intensity regimen (busulfan)",
        source=hypothesis("near-complete depletion"),
    )
    high_b_cells_left: Shared = parameter(
        0.01, "1", bounds=(0.002, 0.05), meaning="B cells left by a high-intensity regimen (busulfan)",
        source=hypothesis("near-complete depletion"),
    )
    high_toxicity: Shared = parameter(
        1.0, "1", bounds=(0.3, 2.0), meaning="toxicity of a high-intensity regimen",
        source=hypothesis("sets the unit; off-target fatigue for months"),
    )
    intermediate_t_cells_left: Shared = parameter(
        0.03, "1", bounds=(0.005, 0.1), meaning="T cells left by an intermediate regimen (BEAM)",
        source=hypothesis("between high and low"),
    )
    intermediate_b_cells_left: Shared = parameter(
        0.02, "1", bounds=(0.005, 0.1), meaning="B cells left by an intermediate regimen (BEAM)",
        source=hypothesis("between high and low"),
    )
    intermediate_toxicity: Shared = parameter(
        0.7, "1", bounds=(0.2, 1.5), meaning="toxicity of an intermediate regimen",
        source=hypothesis("between high and low"),
    )
    low_t_cells_left: Shared = parameter(
        0.08, "1", bounds=(0.02, 0.2), meaning="T cells left by a low-intensity regimen (cyclophosphamide)",
        source=hypothesis("not ablative"),
    )
    low_b_cells_left: Shared = parameter(
        0.05, "1", bounds=(0.01, 0.2), meaning="B cells left by a low-intensity regimen (cyclophosphamide)",
        source=hypothesis("not ablative"),
    )
    low_toxicity: Shared = parameter(
        0.5, "1", bounds=(0.1, 1.0), meaning="toxicity of a low-intensity regimen",
        source=hypothesis("milder"),
    )


class NatalizumabParameters(Parameters):
    """Natalizumab 300 mg every four weeks."""

    rise: Shared = parameter(
        52.63, "mg/L", bounds=(40.0, 70.0), meaning="concentration that 300 mg adds",
        source=derived("models 12.3", "300 mg in 5.7 L"),
    )
    elimination: Shared = parameter(
        0.0324, "1/day", bounds=(0.02, 0.06), meaning="elimination",
        source=derived("models 12.3", "from measured troughs 35.7 at 4 and 18.2 mg/L at 6 weeks"),
    )
    interval: Shared = parameter(
        28.0, "day", bounds=(28.0, 56.0), meaning="interval between doses", source=published("label"),
    )
    half_occupancy: Shared = parameter(
        5.1, "mg/L", bounds=(4.0, 6.5), meaning="concentration of half occupancy",
        source=derived("models 12.3", "87.4% at 35.7 and 78.2% at 18.2 mg/L"),
    )
    steepness: Shared = parameter(
        2.0, "1", bounds=(1.0, 3.0), meaning="power of the free receptors that governs passage",
        source=hypothesis("about 2"),
    )


class InterferonBetaParameters(Parameters):
    """Interferon beta: fewer lesions, more type I interferon activity."""

    activation_left: Shared = parameter(
        0.93, "1", bounds=(0.8, 1.0), meaning="activation of effector cells left",
        source=hypothesis("chosen so that lesions and relapses fall by about a third"),
    )
    type1_interferon: Shared = parameter(
        2.0, "1", bounds=(0.5, 6.0), meaning="type I interferon activity added, healthy means",
        source=hypothesis("interferon genes rise on treatment"),
    )


class AerobicTrainingParameters(Parameters):
    """Supervised aerobic training."""

    load: Shared = parameter(
        9.0, "hour/week", bounds=(3.0, 20.0), meaning="MET-hours a week above habitual activity",
        source=hypothesis("three sessions of 45 minutes at 4 MET"),
    )
    weeks: Shared = parameter(
        26.0, "week", bounds=(4.0, 104.0), meaning="length of the program", source=hypothesis("six months"),
    )


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
            _number(f"ahsct.{depth}_t_cells_left"), _number(f"ahsct.{depth}_b_cells_left"), _number("ahsct.days")
        ),
        Toxicity(_number(f"ahsct.{depth}_toxicity"), _number("ahsct.days")),
    )


EXPECTATION = Expectation(*(_number(f"expectation.{one}") for one in ("height", "spread", "blinded", "waning")))
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
        (CytokineModulation(_number("interferon-beta.activation_left"), _number("interferon-beta.type1_interferon")),),
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
