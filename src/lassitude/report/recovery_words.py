"""Recoveries from simulated data in words, for a page and for the terminal; failures first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lassitude.report import wording
from lassitude.report.markdown import table_rows

STAGE_HEAD = (
    "stage",
    "parameters",
    "truths near",
    "inside 90%",
    "truths far",
    "inside 90%",
    "largest z",
    "emulator, near",
    "emulator, far",
)
HEAD = ("parameter", "stage", "inside, near", "inside, far", "mean z", "spread of z", "spread left")
TRUTH_HEAD = ("parameter", "truth lies", "truth", "mean (90% of draws)", "z", "spread left")


def stage_rows(told: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Write a row a stage, the smallest share of intervals that hold a truth first.

    Parameters
    ----------
    told : mapping
        What ``recovery.json`` holds.

    Examples
    --------
    >>> stage_rows({"stages": []})
    []
    """
    return [_stage_row(one) for one in sorted(told["stages"], key=_share_near)]


def parameter_rows(told: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Write a row a parameter, the one whose intervals hold fewest truths first.

    Examples
    --------
    >>> parameter_rows({"stages": []})
    []
    """
    rows = [(stage["stage"], one) for stage in told["stages"] for one in stage["parameters"]]
    rows.sort(key=lambda row: (_share_near(row[1]), -_largest_z(row[1]["truths"])))
    return [_parameter_row(stage, one) for stage, one in rows]


def missed_rows(told: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Write a row for every truth outside its interval, the farthest first.

    Examples
    --------
    >>> missed_rows({"stages": []})
    []
    """
    missed = [
        (one, near, truth)
        for stage in told["stages"]
        for one in stage["parameters"]
        for near, truth in zip(stage["near"], one["truths"], strict=True)
        if not truth["inside"]
    ]
    missed.sort(key=lambda row: -abs(row[2]["z"]))
    return [_truth_row(*row) for row in missed]


def recovery_section(told: Mapping[str, Any], stages: Iterable[str]) -> str:
    """Write the part of a page that tells how known parameters were found again.

    Parameters
    ----------
    told : mapping
        What ``recovery.json`` holds.
    stages : iterable of str
        Names of all stages of the set; those that were not recovered are named first.
    """
    asked = {one["stage"] for one in told["stages"]}
    missing = [name for name in stages if name not in asked]
    first = [f"**Not recovered yet: {', '.join(missing)}.**"] if missing else []
    near, far = (_all(told, where) for where in ("near", "far"))
    return "\n\n".join(
        (
            *first,
            f"Parameter set {told['set']}: {_count(near)} of the 90% intervals hold the truth where the "
            f"posterior lies, {_count(far)} anywhere in the prior. Fewest first.",
            _table(STAGE_HEAD, stage_rows(told)),
            _table(HEAD, parameter_rows(told)),
            "Truths outside their interval, the farthest first:",
            _table(TRUTH_HEAD, missed_rows(told)),
        )
    )


def _stage_row(one: Mapping[str, Any]) -> tuple[str, ...]:
    near = one["near"]
    largest = max(_largest_z(parameter["truths"]) for parameter in one["parameters"])
    return (
        one["stage"],
        str(len(one["parameters"])),
        str(sum(near)),
        _with_interval(one["inside_90%"]["near"]),
        str(len(near) - sum(near)),
        _with_interval(one["inside_90%"]["far"]),
        f"{largest:.1f}",
        *(_count(one["emulator"][where]) for where in ("near", "far")),
    )


def _parameter_row(stage: str, one: Mapping[str, Any]) -> tuple[str, ...]:
    found = [truth["z"] for truth in one["truths"]]
    middle = sum(found) / len(found)
    spread = (sum((z - middle) ** 2 for z in found) / (len(found) - 1)) ** 0.5
    return (
        one["name"],
        stage,
        *(_count(one["inside_90%"][where]) for where in ("near", "far")),
        wording.number(round(middle, 2)),
        wording.number(round(spread, 2)),
        f"{one['spread_left']:.0%}",
    )


def _truth_row(one: Mapping[str, Any], near: bool, truth: Mapping[str, Any]) -> tuple[str, ...]:
    low, high = (wording.number(edge) for edge in truth["90%"])
    return (
        one["name"],
        "near" if near else "far",
        wording.number(truth["truth"]),
        f"{wording.number(truth['mean'])} ({low} to {high})",
        wording.number(round(truth["z"], 1)),
        f"{truth['spread_left']:.0%}",
    )


def _all(told: Mapping[str, Any], where: str) -> dict[str, int]:
    counts = [one["inside_90%"][where] for one in told["stages"]]
    return {name: sum(one[name] for one in counts) for name in ("inside", "of")}


def _count(told: Mapping[str, Any]) -> str:
    return f"{told['inside']} of {told['of']}"


def _with_interval(told: Mapping[str, Any]) -> str:
    low, high = told["95%"]
    return f"{_count(told)} ({low:.0%} to {high:.0%})"


def _share_near(one: Mapping[str, Any]) -> float:
    found = one["inside_90%"]["near"]
    return found["inside"] / max(found["of"], 1)


def _largest_z(truths: Iterable[Mapping[str, Any]]) -> float:
    return max(abs(one["z"]) for one in truths)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return table_rows([head, ["---"] * len(head), *rows])
