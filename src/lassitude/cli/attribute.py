"""``lassitude attribute``: what a change is made of, in one arm of a paper or in every arm of a protocol."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer

from lassitude.cli.answers import answering
from lassitude.cli.progress import no_progress_for_machines, progress_for_people

EXAMPLE = (
    'lassitude attribute --instrument MFIS --entry "MFIS.total > 33" --n 40 --weeks 12 --blinding open '
    "--change -9"
)
_NEEDED = ("instrument", "n", "weeks", "blinding")

Number: TypeAlias = float | None
Words: TypeAlias = str | None
Study = Annotated[Words, typer.Argument(metavar="STUDY", help="Shipped study, or path of a protocol.")]
Instrument = Annotated[Words, typer.Option(help="One arm: its outcome, MFIS or a part: MFIS.physical.")]
People = Annotated[int | None, typer.Option("--n", help="One arm: people measured before and after.")]
Weeks = Annotated[Number, typer.Option(help="One arm: weeks from the start to the outcome.")]
Blinding = Annotated[Words, typer.Option(help="One arm: open, blinded, or none if nothing was given.")]
Change = Annotated[Number, typer.Option(help="One arm: reported mean change, after minus before.")]
Entry = Annotated[Words, typer.Option(help='One arm: who was let in: "MFIS.total > 33", "mean of 2 ...".')]
Comparator = Annotated[
    Words, typer.Option(help="One arm, itself a control: placebo, attention, waiting-list, usual-care.")
]
Condition = Annotated[Words, typer.Option(help="One arm: condition of the people; rrms by default.")]
EntryMean = Annotated[Number, typer.Option(help="One arm: mean before, of those let in.")]
PopulationMean = Annotated[Number, typer.Option(help="Mean of the outcome in the screened population.")]
PopulationSd = Annotated[Number, typer.Option(help="SD of the outcome there.")]
Icc = Annotated[Number, typer.Option(help="Agreement of two measurements as far apart.")]
Correlation = Annotated[Number, typer.Option(help="Of the outcome with another score that entry rules on.")]
CriterionMean = Annotated[Number, typer.Option(help="Mean of that other score.")]
CriterionSd = Annotated[Number, typer.Option(help="SD of that other score.")]
CriterionIcc = Annotated[Number, typer.Option(help="ICC of that other score.")]
Seed = Annotated[int | None, typer.Option(min=0, help="Seed of the draws.")]
Replicates = Annotated[int | None, typer.Option(min=1, help="Study: how many times it is drawn, 40.")]
Out = Annotated[Path | None, typer.Option(help="Study: folder of the run: absent, empty, or the same run.")]
Workers = Annotated[int | None, typer.Option(min=1, help="Study: processes; all cores by default.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print results as JSON and nothing else.")]


def attribute(
    study: Study = None,
    instrument: Instrument = None,
    n: People = None,
    weeks: Weeks = None,
    blinding: Blinding = None,
    change: Change = None,
    entry: Entry = None,
    comparator: Comparator = None,
    condition: Condition = None,
    entry_mean: EntryMean = None,
    population_mean: PopulationMean = None,
    population_sd: PopulationSd = None,
    icc: Icc = None,
    correlation: Correlation = None,
    criterion_mean: CriterionMean = None,
    criterion_sd: CriterionSd = None,
    criterion_icc: CriterionIcc = None,
    seed: Seed = None,
    replicates: Replicates = None,
    out: Out = None,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Say what a change is made of, in one arm that was reported or in every arm of a study."""
    about_study = {"replicates": replicates, "out": out, "workers": workers}
    about_arm = {
        "instrument": instrument, "n": n, "weeks": weeks, "blinding": blinding, "change": change,
        "entry": entry, "comparator": comparator, "condition": condition, "entry_mean": entry_mean,
        "population_mean": population_mean, "population_sd": population_sd, "icc": icc,
        "correlation": correlation, "criterion_mean": criterion_mean, "criterion_sd": criterion_sd,
        "criterion_icc": criterion_icc,
    }  # fmt: skip
    with answering():
        if study is None:
            _single_arm(_given(about_arm), _given(about_study), seed, as_json)
        else:
            _study(study, _given(about_arm), _given(about_study), seed, as_json)


def _given(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def _written(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _single_arm(given: dict[str, Any], of_study: dict[str, Any], seed: int | None, as_json: bool) -> None:
    from lassitude.quantities.errors import RequestError

    missing = [_written(name) for name in _NEEDED if name not in given]
    if missing:
        raise RequestError(
            f"Name a study, or describe one arm; of the arm {', '.join(missing)} is missing. Example:\n  "
            f"{EXAMPLE}"
        )
    if of_study:
        raise RequestError(f"{_written(next(iter(of_study)))} is about a study, and none is named.")
    from lassitude.prediction.single_arm import SingleArm
    from lassitude.workflows.attribute import attribute as attribute_arm

    people = given.pop("n")
    results = attribute_arm(SingleArm(people=people, **given), seed=1 if seed is None else seed)
    if as_json:
        from lassitude.cli.output import print_bytes
        from lassitude.results import to_json

        print_bytes(to_json(results))
        return
    from lassitude.cli.attributed import print_single_arm

    print_single_arm(results)


def _study(
    study: str, of_arm: dict[str, Any], given: dict[str, Any], seed: int | None, as_json: bool
) -> None:
    from lassitude.quantities.errors import RequestError

    if of_arm:
        raise RequestError(
            f"{_written(next(iter(of_arm)))} describes one arm, and {study} is a study, whose protocol says "
            "all of that. Leave one of them out."
        )
    from lassitude.results import to_json
    from lassitude.runs.environment import available_cores
    from lassitude.workflows.attribute import attribute_study

    watch = no_progress_for_machines() if as_json else progress_for_people(f"Simulating {study}")
    with watch as progress:
        found = attribute_study(
            study, seed=seed, progress=progress, **{"workers": available_cores(), **given}
        )
    if as_json:
        from lassitude.cli.output import print_bytes

        print_bytes(to_json(found.results))
        return
    from lassitude.cli.attributed import print_study

    print_study(found)
