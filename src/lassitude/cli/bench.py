"""``lassitude bench``: how fast bodies live, trials run and models are fitted on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from lassitude.cli.answers import answering
from lassitude.cli.progress import no_progress_for_machines, progress_for_people

if TYPE_CHECKING:
    from rich.console import Console


def bench(
    workers: Annotated[int, typer.Option(min=2, help="Processes measured together.")] = 2,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """Measure bodies, whole trials and mixed models a second, and ratios to other software."""
    with answering():
        from lassitude.workflows.bench import bench as measure

        watch = no_progress_for_machines() if as_json else progress_for_people("Measuring")
        with watch as progress:
            found = measure(workers, progress)
        if as_json:
            from lassitude.cli.output import print_json

            print_json(found)
            return
        _print_for_people(found)


def _print_for_people(found: dict[str, Any]) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    hardware = found["hardware"]
    console.print(f"{hardware['processor']}, {hardware['cores']} cores, {' '.join(hardware['vectors'])}")
    for which, label in (("toy", "Toy"), ("body", "Real body, with noise")):
        told = found[which]
        rates = ", ".join(
            f"{value:,.0f} patient-years/s on {name.replace('_', ' ')}"
            for name, value in told.items()
            if "process" in name
        )
        console.print(
            f"{label} ({told['states']} states): {rates}; {told['compile_seconds']:.0f} s to compile, "
            f"{told['kept_seconds']:.0f} s once kept"
        )
    trial, whole = found["trial"], found["whole_trial"]
    people = f"Trials of {trial['people']} people, 24 weeks, 4 visits, from a stored pool"
    console.print(f"{people}: {_rates(trial)}")
    console.print(f"The same with recording and analysis ({whole['analysis']}): {_rates(whole)}")
    _print_mixed_models(console, found["mixed_model"])
    beside = found["against_diffrax"]
    if "ratio" in beside:
        ours, theirs = (max(beside[side]["errors"].values()) for side in ("engine", "diffrax"))
        console.print(
            f"Beside diffrax, one core each, no noise: {beside['ratio']:.0f} times as fast; "
            f"errors {ours:.1%} and {theirs:.1%}"
        )
    else:
        console.print(beside["absent"])
    for name, bar in found["bars"].items():
        verdict = "met" if bar["met"] else "missed"
        console.print(f"Bar for {name}: {bar['bar']:,.0f}, found {bar['found']:,.0f}: {verdict}")


def _rates(found: dict[str, Any]) -> str:
    return ", ".join(
        f"{value:,.0f} a second on {name.replace('_', ' ')}"
        for name, value in found.items()
        if "process" in name
    )


def _print_mixed_models(console: Console, found: dict[str, Any]) -> None:
    console.print(
        f"Mixed models of {found['people']} people and {found['visits']} visits, REML with Satterthwaite: "
        f"{found['single_ms']:.1f} ms alone; in batches {_rates(found['batched'])}"
    )
    for key, name in (("against_statsmodels", "statsmodels MixedLM"), ("against_nlme", "nlme::gls in R")):
        told = found[key]
        if "ratio" in told:
            console.print(
                f"Beside {name} on the same data ({told['seconds']:.2f} s): {told['ratio']:.0f} times as fast"
            )
        else:
            console.print(f"Beside {name}: {told['absent']}")
