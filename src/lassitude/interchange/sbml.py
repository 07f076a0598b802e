"""One patient's body as SBML Level 3 Version 2: the smooth equations, and what happened to them as events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from lassitude.engine.symbols import Symbol
from lassitude.interchange.called import Calls
from lassitude.interchange.equations import Equations, equations, unit_text
from lassitude.interchange.life import Happenings
from lassitude.interchange.mathml import TIME, apply, math, mathml, normal_cdf_definition, number
from lassitude.interchange.patient import Patient
from lassitude.interchange.sbml_units import UnitDefinitions
from lassitude.physiology.states import LEVERS
from lassitude.physiology.trace import LAST_READING
from lassitude.quantities.parameters import Source

CORE = "http://www.sbml.org/sbml/level3/version2/core"
OMISSIONS = (
    "Chance within cells and in slow swings of mood, sleep, fatigue and activity: every state follows its "
    "course without noise.",
    "Infections, antigen pulses, new lesions and whatever else opens or closes a day happen on the days and "
    "with the sizes of this patient's own simulated life. They are events of the file and answer to no "
    "parameter: another value of a parameter changes their consequences, never their number or time.",
    "Levers of therapies stand still for a day, as on the day clock of the simulator; treatment that is "
    "begun because of something that happened during the study is left out.",
    "What is quasi-steady on the day clock is computed at every moment from the other states.",
    "Instruments: answers to items, errors of assays and scans, and what people recall over days. Signals "
    "are those of the moment. Counts since a reading are counted since the first visit.",
    "Visits missed or late, and leaving the study.",
    "Temperatures are in degrees Celsius; SBML has no such unit, so their numbers carry the unit kelvin.",
)
"""What the file cannot or does not say, for its notes."""


def sbml(patient: Patient, happenings: Happenings) -> str:
    """Write the body of a patient.

    Parameters
    ----------
    patient : Patient
        Whose numbers and state at the first visit.
    happenings : Happenings
        What strikes them and what they are given.

    Returns
    -------
    str
        An XML document, equal for equal arguments. Time 0 is the first visit, in days. States are
        parameters with rate rules; flows, quasi-steady values and signals are assignment rules.

    Raises
    ------
    RequestError
        If an equation uses a function, or a quantity a unit, that SBML does not have.

    Examples
    --------
    >>> from lassitude.interchange.life import lived
    >>> from lassitude.interchange.patient import patient_of
    >>> from lassitude.study.protocol import read_protocol
    >>> patient = patient_of(read_protocol("canadian-ahsct"), "P-001")  # doctest: +SKIP
    >>> sbml(patient, lived(patient).happenings).splitlines()[0]  # doctest: +SKIP
    '<?xml version="1.0" encoding="UTF-8"?>'
    """
    found, units = equations(), UnitDefinitions()
    identifiers = {name: one.identifier for name, one in found.about.items()}
    _refuse_twice(identifiers)

    def unit_of(symbol: Symbol) -> str | None:
        told = unit_text(symbol, found.about)
        return None if told is None else units.identifier(told)

    written = {one.name: mathml(one.symbol, identifiers, unit_of) for one in found.rules}
    computed = {one.name: one.symbol for one in found.rules if one.kind == "value"}
    calls = Calls(computed, identifiers, written)
    rules = "".join(
        f"<{one.kind_of_rule} variable={quoteattr(identifiers[one.name])}>"
        f"{math(calls.of(identifiers[one.name], one.symbol, written[one.name]))}</{one.kind_of_rule}>"
        for one in found.rules
    )
    parameters = "".join(_parameters(patient, happenings, found, units))
    events = "".join(_events(happenings, found, units))
    day = units.identifier("day")
    title = f"{patient.subject} of {patient.study}, arm {patient.arm}"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sbml xmlns="{CORE}" level="3" version="2">'
        f'<model id="body" name={quoteattr(title)} timeUnits="{day}" extentUnits="dimensionless" '
        'substanceUnits="dimensionless">'
        f"{_notes(patient)}"
        f"<listOfFunctionDefinitions>{normal_cdf_definition()}{calls.functions()}</listOfFunctionDefinitions>"
        f"{units.xml()}"
        f"<listOfParameters>{parameters}</listOfParameters>"
        f"<listOfRules>{rules}</listOfRules>"
        f"{f'<listOfEvents>{events}</listOfEvents>' if events else ''}"
        "</model></sbml>\n"
    ).replace("><", ">\n<")


def _refuse_twice(identifiers: Mapping[str, str]) -> None:
    by_identifier: dict[str, str] = {}
    for name, one in identifiers.items():
        other = by_identifier.setdefault(one, name)
        if other != name:
            raise ValueError(f"{name!r} and {other!r} would both be called {one!r}")


def _parameters(
    patient: Patient, happenings: Happenings, found: Equations, units: UnitDefinitions
) -> Iterator[str]:
    """Write states, levers, numbers of the person, and everything that rules determine."""
    determined = {one.name for one in found.rules if one.kind == "value"}
    moving = {one.name for one in found.rules} | set(happenings.keeps)
    moving |= {name for name, value in happenings.levers.items() if (value[1:] != value[:-1]).any()}
    at_start = _at_start(patient, happenings)
    for name, about in found.about.items():
        value = "" if name in determined else f' value="{at_start[name]!r}"'
        fixed = "false" if name in moving else "true"
        yield (
            f"<parameter id={quoteattr(about.identifier)} name={quoteattr(name)}{value} "
            f'units="{units.identifier(about.unit)}" constant="{fixed}">'
            f"{_paragraphs([_told(about.meaning, about.source)])}</parameter>"
        )


def _at_start(patient: Patient, happenings: Happenings) -> dict[str, float]:
    """Return every number at time 0, after what strikes on the first day."""
    state = dict(patient.start)
    for name, (kept, added) in happenings.struck(0).items():
        state[name] = kept * state[name] + added
    return {
        **patient.values,
        **patient.covariates,
        **happenings.pulled(0),
        **state,
        **{name + LAST_READING: value for name, value in patient.start.items()},
    }


def _events(happenings: Happenings, found: Equations, units: UnitDefinitions) -> Iterator[str]:
    for day in happenings.days[1:]:
        struck = {name: one for name, one in happenings.struck(day).items() if name in found.about}
        pulled = {name: one for name, one in happenings.pulled(day).items() if name in found.about}
        made = [_assigned(found, units, name, *one) for name, one in struck.items()]
        made += [_assigned(found, units, name, 0.0, one) for name, one in pulled.items()]
        if not made:
            continue
        label = ", ".join([*struck, *(f"{one} (lever)" for one in pulled if one in LEVERS)])
        trigger = math(apply("geq", TIME, number(float(day), units.identifier("day"))))
        yield (
            f'<event id="day_{day}" name={quoteattr(label)} useValuesFromTriggerTime="true">'
            f'<trigger initialValue="false" persistent="true">{trigger}</trigger>'
            f"<listOfEventAssignments>{''.join(made)}</listOfEventAssignments></event>"
        )


def _assigned(found: Equations, units: UnitDefinitions, name: str, kept: float, added: float) -> str:
    about = found.about[name]
    gained, own = number(added, units.identifier(about.unit)), f"<ci> {about.identifier} </ci>"
    if kept != 1.0:
        own = apply("times", number(kept, "dimensionless"), own)
    told = gained if kept == 0.0 else apply("plus", own, gained)
    return f"<eventAssignment variable={quoteattr(about.identifier)}>{math(told)}</eventAssignment>"


def _told(meaning: str, source: Source | None) -> str:
    if source is None:
        return meaning
    grounds = "; ".join(one for one in (source.reference, source.note) if one)
    return f"{meaning}. {source.grade}{f': {grounds}' if grounds else ''}"


def _notes(patient: Patient) -> str:
    opening = (
        f"The body of {patient.subject} (study {patient.study}, arm {patient.arm}, seed {patient.seed}) as "
        f"ordinary differential equations, without noise. Time 0 is the first visit; {patient.days} days "
        "follow. Every number of a person is that of this patient. Left out, or told otherwise than the "
        "simulator does:"
    )
    return _paragraphs([opening, *OMISSIONS])


def _paragraphs(told: Iterable[str]) -> str:
    body = "".join(f"<p>{escape(one)}</p>" for one in told)
    return f'<notes><body xmlns="http://www.w3.org/1999/xhtml">{body}</body></notes>'
