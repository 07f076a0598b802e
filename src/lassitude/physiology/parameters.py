"""The numbers of the whole body: which subsystem declares them, and how they are put together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

from lassitude.physiology import (
    activity,
    adaptive_immunity,
    adherence,
    barrier,
    belief,
    blood_counts,
    brain_volume,
    central_conduction,
    conduction,
    cytokines,
    disability,
    energy,
    fatigue,
    fitness,
    gut,
    hourly_fatigue,
    hpa_axis,
    innate_parameters,
    lesions,
    mood,
    muscle,
    nervous_system,
    neurofilament,
    pain,
    receptors,
    reconstitution,
    relapses,
    sickness,
    skills,
    sleep,
    spasticity,
    stress,
    systems,
    temperature,
    triggers,
    viruses,
)
from lassitude.quantities.parameters import Declaration, Parameters, declarations, with_values


@dataclass(frozen=True, slots=True)
class BodyParameters:
    """The parameters of all subsystems; the field names are the prefixes of parameter names."""

    triggers: triggers.TriggerParameters
    viruses: viruses.VirusParameters
    stress: stress.StressParameters
    gut: gut.GutParameters
    immunity: adaptive_immunity.ImmunityParameters
    nervous_system: nervous_system.NervousSystemParameters
    reconstitution: reconstitution.ReconstitutionParameters
    counts: blood_counts.CountParameters
    cytokines: cytokines.CytokineParameters
    innate: innate_parameters.InnateParameters
    temperature: temperature.TemperatureParameters
    axis: hpa_axis.AxisParameters
    receptors: receptors.ReceptorParameters
    barrier: barrier.BarrierParameters
    systems: systems.SystemParameters
    lesions: lesions.LesionParameters
    relapses: relapses.RelapseParameters
    neurofilament: neurofilament.NeurofilamentParameters
    brain_volume: brain_volume.BrainVolumeParameters
    conduction: conduction.ConductionParameters
    disability: disability.DisabilityParameters
    muscle: muscle.MuscleParameters
    fitness: fitness.FitnessParameters
    mood: mood.MoodParameters
    sleep: sleep.SleepParameters
    sickness: sickness.SicknessParameters
    belief: belief.BeliefParameters
    fatigue: fatigue.FatigueParameters
    activity: activity.ActivityParameters
    energy: energy.EnergyParameters
    hourly_fatigue: hourly_fatigue.HourlyFatigueParameters
    skills: skills.SkillsParameters
    adherence: adherence.AdherenceParameters
    central_conduction: central_conduction.CentralConductionParameters
    spasticity: spasticity.SpasticityParameters
    pain: pain.PainParameters


OWNERS: dict[str, type[Parameters]] = get_type_hints(BodyParameters)
"""The class that declares the parameters behind each prefix."""


def all_declarations() -> Iterator[Declaration]:
    """List every parameter of the body.

    Examples
    --------
    >>> next(all_declarations()).name
    'triggers.infections_per_year'
    """
    for prefix, owner in OWNERS.items():
        yield from declarations(owner, prefix)


def body_parameters(values: Mapping[str, Any]) -> BodyParameters:
    """Build the parameters of a body from flat values, one for each declared name.

    Examples
    --------
    >>> flat = {one.name: one.value for one in all_declarations()}
    >>> body_parameters(flat).barrier.opening
    0.276
    """
    return BodyParameters(**{name: with_values(owner, name, values) for name, owner in OWNERS.items()})  # type: ignore[arg-type]


def declared_parameters() -> BodyParameters:
    """Build the parameters of a body from the declared values.

    Examples
    --------
    >>> declared_parameters().barrier.basal_closing
    1.2
    """
    return body_parameters({one.name: one.value for one in all_declarations()})
