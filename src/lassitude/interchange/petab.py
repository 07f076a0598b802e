"""A PEtab problem beside the SBML of a patient: recover what is the person's own from what was seen of them.

Measurements are the signals of the patient's simulated life, chance included, at the visits of the study;
the numbers that differ between people are to be estimated, each with the spread of people as its prior.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from lassitude.interchange.equations import equations
from lassitude.interchange.life import Life, stepped
from lassitude.interchange.patient import Patient
from lassitude.interchange.reference import signals_of
from lassitude.interchange.sbml import sbml
from lassitude.physiology.readouts import TOTALS_SEEN
from lassitude.population.cohort import body_declarations
from lassitude.quantities.parameters import Declaration, LogNormal

MODEL, PROBLEM = "model.xml", "problem.yaml"
CONDITION = "as_it_was"
_YAML = f"""\
format_version: 1
parameter_file: parameters.tsv
problems:
  - sbml_files: [{MODEL}]
    condition_files: [conditions.tsv]
    observable_files: [observables.tsv]
    measurement_files: [measurements.tsv]
"""


def petab(patient: Patient, life: Life) -> dict[str, bytes]:
    """Write the problem of a patient.

    Parameters
    ----------
    patient : Patient
        Who.
    life : Life
        What happened to them.

    Returns
    -------
    dict of str to bytes
        Files by name, ``problem.yaml`` among them.

    Examples
    --------
    >>> from lassitude.interchange.life import lived
    >>> from lassitude.interchange.patient import patient_of
    >>> from lassitude.study.protocol import read_protocol
    >>> patient = patient_of(read_protocol("canadian-ahsct"), "P-001")  # doctest: +SKIP
    >>> sorted(petab(patient, lived(patient)))[:2]  # doctest: +SKIP
    ['conditions.tsv', 'measurements.tsv']
    """
    noise = _noise(patient, life)
    return {
        MODEL: sbml(patient, life.happenings).encode(),
        PROBLEM: _YAML.encode(),
        "conditions.tsv": _table(("conditionId",), [(CONDITION,)]),
        "parameters.tsv": _table(_PARAMETERS, _parameters(patient)),
        "observables.tsv": _table(_OBSERVABLES, _observables(noise)),
        "measurements.tsv": _table(_MEASUREMENTS, _measurements(patient, life, noise)),
    }


_PARAMETERS = (
    "parameterId", "parameterName", "parameterScale", "lowerBound", "upperBound", "nominalValue", "estimate",
    "objectivePriorType", "objectivePriorParameters",
)  # fmt: skip
_OBSERVABLES = ("observableId", "observableName", "observableFormula", "noiseFormula", "noiseDistribution")
_MEASUREMENTS = ("observableId", "simulationConditionId", "measurement", "time")


def _parameters(patient: Patient) -> Iterator[tuple[Any, ...]]:
    """Describe the numbers that differ between people and that the equations read."""
    found = equations()
    for one in body_declarations(patient.person.condition):
        if one.varies is None or one.name not in found.read or not one.bounds[0] < one.bounds[1]:
            continue
        told = patient.person.told.get(one.name, one.value)
        center = float(np.ravel(told)[0])
        multiplied = isinstance(one.varies, LogNormal) and center > 0.0
        low, high = one.bounds
        yield (
            found.about[one.name].identifier, one.meaning,
            "log10" if multiplied and low > 0.0 else "lin", low, high, patient.values[one.name], 1,
            "logNormal" if multiplied else "normal",
            f"{math.log(center) if multiplied else center!r};{_spread(one, patient)!r}",
        )  # fmt: skip


def _spread(one: Declaration, patient: Patient) -> float:
    told = patient.person.told.get(f"{one.name}:sd", one.varies.sd if one.varies else 0.0)
    return float(np.ravel(told)[0])


def _noise(patient: Patient, life: Life) -> dict[str, float]:
    """Return by how much each signal differs from its course without chance, where it does.

    Counts since a reading are left out as well: they belong to visits, not to moments.
    """
    days = np.arange(patient.days)
    calm = stepped(patient, life.happenings)
    with_chance = signals_of(patient, life.happenings, life.states, days)
    without = signals_of(patient, life.happenings, calm, days)
    spread = {name: float(np.std(with_chance[name] - without[name])) for name in with_chance}
    size = {name: float(np.abs(value).max()) for name, value in with_chance.items()}
    return {
        name: one
        for name, one in spread.items()
        if one > 1e-6 * max(size[name], 1e-6) and name not in TOTALS_SEEN
    }


def _observables(noise: Mapping[str, float]) -> Iterator[tuple[Any, ...]]:
    found = equations()
    for name, spread in noise.items():
        stands = found.about[found.signals[name]]
        yield f"seen_{name}", stands.meaning, stands.identifier, spread, "normal"


def _measurements(patient: Patient, life: Life, noise: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    visits = np.array([day for day in patient.visits.values() if 0 < day <= patient.days])
    at = {name: value[visits - 1] for name, value in life.states.items()}
    told = signals_of(patient, life.happenings, at, visits)
    for name in noise:
        yield from (
            (f"seen_{name}", CONDITION, float(value), int(day))
            for day, value in zip(visits, told[name], strict=True)
        )


def _table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
