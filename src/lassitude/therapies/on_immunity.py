"""What drugs and procedures do to immune cells and their messengers, wanted or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from lassitude.quantities.parameters import Declaration
from lassitude.randomness.streams import uniforms
from lassitude.therapies.filling import Given, fill, taken_away
from lassitude.therapies.numbers import number

RESET_DAYS, RESET_SPEED = 30.0, 0.5


def kill_rate(left: Any, days: Any) -> Any:
    """Return the death rate that leaves a share after some days, 1/day.

    Examples
    --------
    >>> round(float(kill_rate(0.5, 1.0)), 4)
    0.6931
    """
    return -np.log(left) / days


@dataclass(frozen=True, slots=True)
class Depletion:
    """Kill a share of immune cells within some days; reconstitution is the body's own.

    Attributes
    ----------
    t_cells_left, b_cells_left : Declaration
        Share left at the end of a course, 0 to 1.
    days : Declaration
        How long a course takes.
    courses, spacing : Declaration
        How many, and from the start of one to the start of the next.
    """

    t_cells_left: Declaration = number("1", idle=1.0)
    b_cells_left: Declaration = number("1", idle=1.0)
    days: Declaration = number("day")
    courses: Declaration = number("1")
    spacing: Declaration = number("day")


@fill.register
def _(mechanism: Depletion, given: Given) -> dict[str, Any]:
    days = given.number(mechanism.days)
    return {
        "depletion_start": given.start,
        "depletion_stop": given.start + days,
        "depletion_courses": given.number(mechanism.courses),
        "depletion_spacing": given.number(mechanism.spacing),
        "t_cell_kill": kill_rate(given.number(mechanism.t_cells_left), days),
        "b_cell_kill": kill_rate(given.number(mechanism.b_cells_left), days),
    }


@dataclass(frozen=True, slots=True)
class BloodBCellDepletion:
    """Kill B cells of the blood by repeated doses of an antibody; those of tissue are spared.

    Attributes
    ----------
    rise : Declaration
        Concentration that one dose adds.
    elimination : Declaration
        Of the antibody.
    dosing_interval : Declaration
        Days between doses.
    half_effect : Declaration
        Concentration of half the kill.
    kill : Declaration
        Death rate of B cells at any high concentration.
    """

    rise: Declaration = number("mg/L", idle=0.0)
    elimination: Declaration = number("1/day")
    dosing_interval: Declaration = number("day")
    half_effect: Declaration = number("mg/L")
    kill: Declaration = number("1/day")


@fill.register
def _(mechanism: BloodBCellDepletion, given: Given) -> dict[str, Any]:
    doses = _doses("antibody", mechanism, mechanism.dosing_interval, mechanism.half_effect, given)
    return doses | {"antibody_kill": given.number(mechanism.kill)}


@dataclass(frozen=True, slots=True)
class ToleranceReset:
    """Return regulation to its healthy strength, with a probability that is drawn for each person."""

    reset_probability: Declaration = number("1", idle=0.0)


@fill.register
def _(mechanism: ToleranceReset, given: Given) -> dict[str, Any]:
    works = uniforms(given.keys, "tolerance reset", 0) < given.number(mechanism.reset_probability)
    return {
        "reset_start": given.start,
        "reset_stop": given.start + RESET_DAYS,
        "reset_speed": np.where(works, RESET_SPEED, 0.0),
    }


@dataclass(frozen=True, slots=True)
class TraffickingBlock:
    """Keep lymphocytes out of the nervous system by repeated doses of an antibody.

    Attributes
    ----------
    rise : Declaration
        Concentration that one dose adds.
    elimination : Declaration
        Of the antibody.
    interval : Declaration
        Between doses.
    half_occupancy : Declaration
        Concentration at which half the receptors are occupied.
    steepness : Declaration
        Passage left = (1 - occupancy) to this power.
    """

    rise: Declaration = number("mg/L", idle=0.0)
    elimination: Declaration = number("1/day")
    interval: Declaration = number("day")
    half_occupancy: Declaration = number("mg/L")
    steepness: Declaration = number("1")


@fill.register
def _(mechanism: TraffickingBlock, given: Given) -> dict[str, Any]:
    doses = _doses("block", mechanism, mechanism.interval, mechanism.half_occupancy, given)
    return doses | {"block_steepness": given.number(mechanism.steepness)}


@dataclass(frozen=True, slots=True)
class Sequestration:
    """Hold lymphocytes back in lymph nodes, so that fewer pass into the nervous system.

    Attributes
    ----------
    held : Declaration
        Share of their passage that is gone, 0 to 1.
    held_onset, held_offset : Declaration
        Days over which it builds up evenly, and over which it ends.
    """

    held: Declaration = number("1", idle=0.0)
    held_onset: Declaration = number("day")
    held_offset: Declaration = number("day")


@fill.register
def _(mechanism: Sequestration, given: Given) -> dict[str, Any]:
    return {
        "sequestration_start": given.start,
        "sequestration_stop": given.stop,
        "sequestration_held": given.number(mechanism.held),
        "sequestration_onset": given.number(mechanism.held_onset),
        "sequestration_offset": given.number(mechanism.held_offset),
    }


@dataclass(frozen=True, slots=True)
class CytokineModulation:
    """Change the activation of effector cells, up or down, and add type I interferon activity.

    Attributes
    ----------
    activation_left : Declaration
        What is left of activation; above 1 it rises.
    type1_interferon : Declaration
        Activity added, in healthy means.
    onset, offset : Declaration
        Days over which both build up evenly, and over which they end.
    """

    activation_left: Declaration = number("1", idle=1.0)
    type1_interferon: Declaration = number("1", idle=0.0)
    onset: Declaration = number("day")
    offset: Declaration = number("day")


@fill.register
def _(mechanism: CytokineModulation, given: Given) -> dict[str, Any]:
    return {
        "modulation_start": given.start,
        "modulation_stop": given.stop,
        "modulation_onset": given.number(mechanism.onset),
        "modulation_offset": given.number(mechanism.offset),
        "activation_lost": 1.0 - given.number(mechanism.activation_left),
        "type1_interferon": given.number(mechanism.type1_interferon),
    }


@dataclass(frozen=True, slots=True)
class AcuteSuppression:
    """Dampen the activation of effector cells for some days, whatever else dampens it."""

    activation_left: Declaration = number("1", idle=1.0)
    days: Declaration = number("day")


@fill.register
def _(mechanism: AcuteSuppression, given: Given) -> dict[str, Any]:
    return {
        "suppression_start": given.start,
        "suppression_stop": np.minimum(given.stop, given.start + given.number(mechanism.days)),
        "suppression_lost": 1.0 - given.number(mechanism.activation_left),
    }


@dataclass(frozen=True, slots=True)
class TnfNeutralization:
    """Keep tumor necrosis factor from acting on the brain."""

    tnf_left: Declaration = number("1", idle=1.0)


@fill.register
def _(mechanism: TnfNeutralization, given: Given) -> dict[str, Any]:
    return taken_away("tnf", mechanism.tnf_left, given)


def _doses(
    plan: str,
    mechanism: BloodBCellDepletion | TraffickingBlock,
    interval: Declaration,
    half: Declaration,
    given: Given,
) -> dict[str, Any]:
    """Return what a regimen is told of an antibody that is given again and again."""
    return {
        f"{plan}_start": given.start,
        f"{plan}_stop": given.stop,
        f"{plan}_rise": given.number(mechanism.rise),
        f"{plan}_elimination": given.number(mechanism.elimination),
        f"{plan}_interval": given.number(interval),
        f"{plan}_half": given.number(half),
    }
