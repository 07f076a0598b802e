"""All therapies, each a declared row: the mechanisms of which it is composed, and their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TypeVar

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.quantities.parameters import Declaration, Parameters, declarations, published
from lassitude.quantities.units import written
from lassitude.therapies import challenges, programs, symptomatic
from lassitude.therapies.drugs import (
    InterferonAlphaParameters,
    InterferonBetaParameters,
    MethylprednisoloneParameters,
    NatalizumabParameters,
)
from lassitude.therapies.mechanisms import (
    AcuteSuppression,
    Antidepressant,
    Contact,
    CytokineModulation,
    Depletion,
    Expectation,
    Mechanism,
    ResistanceTraining,
    SkillsProgram,
    SymptomaticDrug,
    ToleranceReset,
    Toxicity,
    TraffickingBlock,
    Training,
)
from lassitude.therapies.support import AttentionControlParameters, ExpectationParameters
from lassitude.therapies.training import AerobicTrainingParameters, ResistanceTrainingParameters
from lassitude.therapies.transplantation import TransplantationParameters


@dataclass(frozen=True, slots=True)
class Therapy:
    """A therapy: its mechanisms, variants of it by option, and doses that can be chosen.

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
    doses : tuple of str
        Options that take a number: declared numbers of the therapy, without its name.
    """

    name: str
    label: str
    mechanisms: tuple[Mechanism, ...]
    options: Mapping[str, Mapping[str, tuple[Mechanism, ...]]] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    doses: tuple[str, ...] = ()


_OWNERS: dict[str, type[Parameters]] = {
    "expectation": ExpectationParameters,
    "ahsct": TransplantationParameters,
    "natalizumab": NatalizumabParameters,
    "interferon-beta": InterferonBetaParameters,
    "interferon-alpha": InterferonAlphaParameters,
    "methylprednisolone": MethylprednisoloneParameters,
    "aerobic-training": AerobicTrainingParameters,
    "resistance-training": ResistanceTrainingParameters,
    "cognitive-behavioral-therapy": programs.CognitiveBehavioralTherapyParameters,
    "energy-conservation": programs.EnergyConservationParameters,
    "mindfulness": programs.MindfulnessParameters,
    "attention-control": AttentionControlParameters,
    "amantadine": symptomatic.AmantadineParameters,
    "modafinil": symptomatic.ModafinilParameters,
    "methylphenidate": symptomatic.MethylphenidateParameters,
    "sertraline": symptomatic.SertralineParameters,
    **challenges.OWNERS,
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


Kind = TypeVar("Kind", bound=Mechanism)


def _of(kind: type[Kind], therapy_name: str, setting: str = "") -> Kind:
    """Build a mechanism from a therapy's numbers of the same names, or from those of a setting."""

    def number(name: str) -> Declaration:
        own = f"{therapy_name}.{setting}_{name}"
        return _DECLARED[own] if own in _DECLARED else _DECLARED[f"{therapy_name}.{name}"]

    return kind(*(number(one.name) for one in fields(kind)))


def _settings(kind: type[Training | ResistanceTraining], name: str) -> dict[str, tuple[Mechanism, ...]]:
    return {setting: (_of(kind, name, setting),) for setting in ("supervised", "home")}


EXPECTATION = _of(Expectation, "expectation")
"""What every therapy that people know of brings with it."""

_EXERCISE_DOSES = ("sessions_per_week", "minutes", "intensity_met", "weeks")
_PROGRAM_DOSES = ("sessions_per_week", "minutes", "weeks")


def _conditioning(depth: str) -> tuple[Mechanism, ...]:
    numbers = {one: _DECLARED[f"ahsct.{depth}_{one}"] for one in ("t_cells_left", "b_cells_left", "toxicity")}
    days = _DECLARED["ahsct.days"]
    return (
        Depletion(numbers["t_cells_left"], numbers["b_cells_left"], days),
        Toxicity(numbers["toxicity"], days),
    )


def _program(name: str, label: str, evidence: tuple[str, ...]) -> Therapy:
    return Therapy(name, label, (_of(SkillsProgram, name),), evidence=evidence, doses=_PROGRAM_DOSES)


def _symptomatic(name: str) -> Therapy:
    told = f"{name}, titrated and taken every day"
    evidence = ("nourbakhsh2021_triumphant",)
    return Therapy(name, told, (_of(SymptomaticDrug, name),), evidence=evidence, doses=("daily_mg",))


def _challenge(kind: type[Mechanism], name: str, label: str, evidence: tuple[str, ...] = ()) -> Therapy:
    doses = tuple(one.name for one in fields(kind))
    return Therapy(name, label, (_of(kind, name),), evidence=evidence, doses=doses)


_ALL = (
    Therapy(
        "ahsct",
        "autologous hematopoietic stem-cell transplantation",
        (ToleranceReset(_DECLARED["ahsct.reset_probability"]),),
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
        (_of(TraffickingBlock, "natalizumab"),),
        evidence=("affirm_mri_2007",),
    ),
    Therapy(
        "interferon-beta",
        "interferon beta",
        (_of(CytokineModulation, "interferon-beta"),),
        evidence=("prisms_spectrims_low_edss_relapse",),
    ),
    Therapy(
        "interferon-alpha",
        "peginterferon alfa, every week",
        (_of(CytokineModulation, "interferon-alpha"),),
        evidence=("virahepc_ifn_fatigue",),
    ),
    Therapy(
        "methylprednisolone",
        "methylprednisolone for a relapse",
        (_of(AcuteSuppression, "methylprednisolone"),),
    ),
    Therapy(
        "aerobic-training",
        "aerobic training",
        (),
        {"setting": _settings(Training, "aerobic-training")},
        ("heine2015_cochrane_exercise", "taulmadsen2021_at_vs_rt"),
        _EXERCISE_DOSES,
    ),
    Therapy(
        "resistance-training",
        "progressive resistance training",
        (),
        {"setting": _settings(ResistanceTraining, "resistance-training")},
        ("dalgas2009_prt_strength", "taulmadsen2021_at_vs_rt"),
        _EXERCISE_DOSES,
    ),
    _program(
        "cognitive-behavioral-therapy",
        "cognitive behavioral therapy for fatigue",
        ("nma_exercise_behavioural_2021", "education_meta_2017", "facets_4month"),
    ),
    _program("energy-conservation", "energy conservation management", ("blikman2013_ecm_meta",)),
    _program("mindfulness", "mindfulness-based training", ("grossman2010_mindfulness",)),
    Therapy(
        "attention-control",
        "attention of people without content",
        (_of(Contact, "attention-control"),),
        doses=_PROGRAM_DOSES,
    ),
    _symptomatic("amantadine"),
    _symptomatic("modafinil"),
    _symptomatic("methylphenidate"),
    Therapy("sertraline", "sertraline, an antidepressant", (_of(Antidepressant, "sertraline"),)),
    _challenge(challenges.Endotoxin, "endotoxin", "endotoxin into a vein", ("endotoxin_0_8_cytokines",)),
    _challenge(challenges.Heat, "hot-bath", "a hot bath", ("heat_sensitivity_davis2010",)),
    _challenge(challenges.Exertion, "exercise-bout", "one bout of exercise", ("lim2020_2day_cpet",)),
    _challenge(challenges.Rest, "bed-rest", "bed rest"),
    _challenge(challenges.Inoculation, "inoculation", "a cold virus into the nose"),
    Therapy("placebo", "an inert treatment", ()),
)

THERAPIES: Mapping[str, Therapy] = {one.name: one for one in _ALL}
TRAININGS = tuple(
    one.name
    for one in _ALL
    if any(
        isinstance(mechanism, Training | ResistanceTraining)
        for choices in ({"always": one.mechanisms}, *one.options.values())
        for mechanisms in choices.values()
        for mechanism in mechanisms
    )
)
"""Therapies that raise exertion by fixed increments, whatever a person's symptoms."""


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
    """Return the mechanisms of a therapy under the chosen options and doses.

    Parameters
    ----------
    name : str
        A therapy.
    options : mapping of str to object
        Choice of each option, the first choice where none is given; and numbers in place of declared doses.

    Raises
    ------
    RequestError
        For an unknown option or choice, with the nearest name, and for a dose out of bounds.

    Examples
    --------
    >>> len(mechanisms_of("ahsct", {"conditioning": "beam-atg"}))
    3
    >>> mechanisms_of("modafinil", {"daily_mg": 100})[0].daily_mg.value
    100.0
    """
    one = therapy(name)
    known = (*one.options, *one.doses)
    for option in options:
        if option not in known:
            raise RequestError(f"{name} has no option {option!r}.{did_you_mean(option, known)}")
    chosen: tuple[Mechanism, ...] = one.mechanisms
    for option, choices in one.options.items():
        choice = str(options.get(option, next(iter(choices))))
        if choice not in choices:
            raise RequestError(f"{option} of {name} cannot be {choice!r}.{did_you_mean(choice, choices)}")
        chosen += choices[choice]
    doses = {f"{name}.{dose}": _chosen(name, dose, options[dose]) for dose in one.doses if dose in options}
    return tuple(_dosed(mechanism, doses) for mechanism in chosen)


def _chosen(name: str, dose: str, told: object) -> Declaration:
    """Return a dose as a protocol states it, under a name of its own that no draw of priors replaces."""
    declared = _DECLARED[f"{name}.{dose}"]
    low, high = declared.bounds
    if isinstance(told, bool) or not isinstance(told, (int, float)) or not low <= told <= high:
        allowed = f"{low:g} to {high:g} {written(declared.unit)}".rstrip()
        raise RequestError(f"{dose} of {name} cannot be {told!r}: give a number from {allowed}.")
    source = published("protocol", "chosen")
    return replace(declared, name=f"{declared.name} as chosen", value=float(told), source=source)


def _dosed(mechanism: Kind, doses: Mapping[str, Declaration]) -> Kind:
    changed = {
        one.name: doses[getattr(mechanism, one.name).name]
        for one in fields(mechanism)
        if getattr(mechanism, one.name).name in doses
    }
    return replace(mechanism, **changed)
