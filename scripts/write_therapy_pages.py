"""Write ``docs/therapies``: a page for each therapy and a list of all.

Run ``python scripts/write_therapy_pages.py``; with ``--measure`` people live with every therapy first, and
what it moves in them is kept in ``docs/therapies/effects.json``.
"""

from __future__ import annotations

import argparse
import inspect
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from lassitude.evidence import ledger
from lassitude.quantities.parameters import Declaration
from lassitude.quantities.units import written
from lassitude.report.markdown import table_rows
from lassitude.study.protocol import read_protocol, shipped_experiments, shipped_protocols
from lassitude.therapies.catalog import THERAPIES, all_declarations, file_of, mechanisms_of
from lassitude.therapies.mechanisms import Mechanism
from lassitude.therapies.row import FAMILIES, Therapy

FOLDER = Path(__file__).parents[1] / "docs" / "therapies"
KEPT = FOLDER / "effects.json"
WRITTEN_BY = (
    "This page is written by `scripts/write_therapy_pages.py` from `src/lassitude/{file}`; change that."
)
NO_ADVICE = "Research software, not medical advice: nothing here says what anybody should take, do or leave."
TITLES = {
    "disease-modifying": "Disease-modifying drugs, and drugs for a relapse",
    "cell": "Cell therapies",
    "symptomatic": "Symptomatic drugs and devices",
    "rehabilitation": "Behavioral therapies, rehabilitation and diet",
    "control": "Controls, negative controls and case reports",
    "challenge": "Challenges of experiments",
}
CONDITIONS = {"rrms": "relapsing MS", "me-cfs": "ME/CFS"}
PEOPLE, BEFORE, WEEKS = 256, 200, (12, 52)
SEEN = {
    "fatigue_physical": ("physical fatigue", "SD"),
    "fatigue_cognitive": ("cognitive fatigue", "SD"),
    "mood": ("depression", "SD"),
    "sleep": ("sleep disturbance", "SD"),
    "fitness": ("fitness", "share"),
    "lesions_born": ("new lesions", "lesions"),
    "b_cells": ("B cells of blood", "own normal"),
}
"""What is measured: state, words and unit."""


def measured() -> dict[str, Any]:
    """Let people of two conditions live with each therapy and without; return mean differences."""
    return {condition: {name: _moved(condition, name) for name in THERAPIES} for condition in CONDITIONS}


def _moved(condition: str, name: str) -> dict[str, list[float]]:
    """Return what a therapy moves after some weeks: nobody believes in it, all of it is kept to."""
    idle, treated = (_lived(condition, one) for one in ("", name))
    return {
        state: [
            float((with_it[state] - without[state]).mean())
            for without, with_it in zip(idle, treated, strict=True)
        ]
        for state in SEEN
    }


@cache
def _lived(condition: str, name: str) -> list[Mapping[str, Any]]:
    import numpy as np

    from lassitude.engine.model import Clock
    from lassitude.population.cohort import draw_cohort
    from lassitude.therapies.regimen import FOREVER, Treatment, regimen
    from lassitude.trial.bodies import at_entry, embody, travel

    people = draw_cohort(condition, 1, np.arange(PEOPLE))
    treatments = [Treatment(name, float(BEFORE), FOREVER, {}, "none", 1.0)] if name else []
    bodies = embody(people, people.keys, regimen(treatments, people.keys), Clock())
    at, seen = travel(bodies, at_entry(people), BEFORE), []
    for weeks in WEEKS:
        at = travel(bodies, at, BEFORE + 7 * weeks)
        seen.append(at.state)
    return seen


def page(one: Therapy) -> str:
    """Return the page of a therapy."""
    told = one.account
    parts = (
        f"# {one.name}: {one.label}\n",
        f"{told.target}\n",
        f"**Evidence of an effect on fatigue: {told.effect}.** {told.told}\n",
        f"**Onset and offset.** {told.course}\n",
        f"**Adherence.** {told.adherence}\n",
        f"**Compared with.** {told.comparator}\n",
        "".join(_listed("Adverse effects that matter for fatigue", told.adverse)),
        "".join(_listed("What is not known, or not in the model", told.unknown)),
        "".join(_composition(one)),
        "".join(_effects(one)),
        "".join(_evidence(one)),
        f"{NO_ADVICE} {WRITTEN_BY.format(file=file_of(one.name))} [All therapies](index.md).\n",
    )
    return "\n".join(part for part in parts if part)


def _listed(title: str, told: tuple[str, ...]) -> Iterator[str]:
    if told:
        yield f"**{title}.**\n\n"
        yield from (f"- {one}\n" for one in told)


def _composition(one: Therapy) -> Iterator[str]:
    yield "## In the model\n\n"
    parts = (
        {"": mechanisms_of(one.name, {})}
        if not one.options
        else {
            f"{option} {choice}": (*one.mechanisms, *mechanisms)
            for option, choices in one.options.items()
            for choice, mechanisms in choices.items()
        }
    )
    if not any(parts.values()):
        yield "Nothing but what people expect of it: it has no mechanism of its own.\n"
        return
    kinds = dict.fromkeys(type(mechanism) for own in parts.values() for mechanism in own)
    yield from (f"- **{kind.__name__}**: {_first_line(kind)}\n" for kind in kinds)
    if one.options:
        told = (f"{option}: {', '.join(choices)}" for option, choices in one.options.items())
        yield f"\nChoices, the first by default: {'; '.join(told)}.\n"
    if one.doses:
        yield f"\nA protocol may choose {', '.join(f'`{dose}`' for dose in one.doses)}.\n"
    head = [("number", "value", "bounds", "grade", "source"), ("---",) * 5]
    rows = [_number(declared) for declared in _numbers(one)]
    yield f"\n{table_rows([*head, *rows])}\n"


def _first_line(kind: type[Mechanism]) -> str:
    return (inspect.getdoc(kind) or "").partition("\n")[0]


def _numbers(one: Therapy) -> list[Declaration]:
    return [declared for declared in all_declarations() if declared.name.partition(".")[0] == one.name]


def _number(declared: Declaration) -> tuple[str, ...]:
    unit, source = written(declared.unit), declared.source
    return (
        f"`{declared.name}` {declared.meaning}",
        f"{declared.value:g} {unit}".rstrip(),
        f"{declared.bounds[0]:g} to {declared.bounds[1]:g}",
        source.grade,
        "; ".join(text for text in (source.note, source.reference) if text),
    )


def _effects(one: Therapy) -> Iterator[str]:
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}
    if one.family == "challenge" or not kept:
        return
    yield "\n## What it moves in the model\n\n"
    yield (
        f"Mean difference from the same {PEOPLE} people untreated, after {WEEKS[0]} and {WEEKS[1]} weeks, "
        "with declared parameters; nobody believes in it and all of it is kept to. A prediction of the "
        "model, not a result of a trial.\n\n"
    )
    head = [("", *(f"{told}, week {week}" for told in CONDITIONS.values() for week in WEEKS))]
    rows = [
        (f"{words} ({unit})", *(_signed(kept[condition][one.name][state][place]) for condition in CONDITIONS
                               for place in range(len(WEEKS))))
        for state, (words, unit) in SEEN.items()
    ]  # fmt: skip
    yield f"{table_rows([*head, ('---',) * len(head[0]), *rows])}\n"


def _signed(value: float) -> str:
    return "0" if abs(value) < 0.005 else f"{value:+.2f}".replace("-", "\N{MINUS SIGN}")


def _evidence(one: Therapy) -> Iterator[str]:
    if one.evidence:
        yield "\n## Evidence\n\n"
        for name in one.evidence:
            entry = ledger()[name]
            yield f"- [`{name}`]({entry.citation.url}): {entry.raw.get('design', entry.topic)}\n"
    used = [study for study in (*shipped_protocols(), *shipped_experiments()) if one.name in _given_in(study)]
    if used:
        yield f"\nStudies that ship with it: {', '.join(f'`{study}`' for study in used)}.\n"


def _given_in(study: str) -> set[str]:
    arms = read_protocol(study).arms.values()
    return {treatment.name for arm in arms for treatment in arm.treatments}


def index() -> str:
    """Return the list of all therapies by family."""
    told = [
        "# Therapies\n",
        "Each is a file of numbers and words: what it acts on, the evidence of an effect on fatigue, and "
        "what is not known. [Add one](../add-a-therapy.md) in twenty lines. A therapy without a credible "
        "effect has none in the model; what people expect of it acts all the same.\n",
        f"{NO_ADVICE}\n",
    ]
    for family in FAMILIES:
        own = [one for one in THERAPIES.values() if one.family == family]
        head = [("therapy", "", "effect on fatigue", "mechanisms"), ("---",) * 4]
        rows = [
            (f"[{one.name}]({one.name}.md)", one.label, one.account.effect, _kinds(one) or "none of its own")
            for one in own
        ]
        told.append(f"## {TITLES[family]}\n\n{table_rows([*head, *rows])}\n")
    told.append("This page is written by `scripts/write_therapy_pages.py`.\n")
    return "\n".join(told)


def _kinds(one: Therapy) -> str:
    return ", ".join(type(mechanism).__name__ for mechanism in mechanisms_of(one.name, {}))


def pages() -> dict[str, str]:
    """Return every page by file name."""
    return {"index.md": index()} | {f"{name}.md": page(one) for name, one in THERAPIES.items()}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true", help="let people live with every therapy first")
    FOLDER.mkdir(exist_ok=True)
    if parser.parse_args().measure:
        KEPT.write_text(json.dumps(measured(), indent=1) + "\n", encoding="utf-8")
    for old in FOLDER.glob("*.md"):
        old.unlink()
    for name, text in pages().items():
        FOLDER.joinpath(name).write_text(text, encoding="utf-8")
