"""Protects: a power study is its inputs: any number of processes, interrupted or not, same bytes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lassitude import power, read_run
from lassitude.quantities.errors import RequestError
from lassitude.runs.folder import Interrupted
from lassitude.workflows.power import sizes_of
from lassitude.workflows.report import report
from tests.power_plans import MOMENTS, PLAN

VARY = ("populations.patients.eligibility.0.at_least=36", "analysis.primary.endpoint=FSS.total")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("power")
    (folder / "plan.toml").write_text(PLAN)
    (folder / "pilot.toml").write_text(MOMENTS)
    return folder


@pytest.fixture(scope="module")
def alone(study: Path) -> Path:
    power(
        study / "plan.toml",
        n="12:24:12",
        trials=120,
        vary=VARY,
        from_moments=study / "pilot.toml",
        effort="quick",
        out=study / "alone",
    )
    return study / "alone"


def asked(study: Path, name: str, **other: object) -> Path:
    settings: dict[str, object] = {"vary": VARY, "from_moments": study / "pilot.toml", "effort": "quick"}
    power(study / "plan.toml", n=(24, 12), trials=120, out=study / name, **{**settings, **other})  # type: ignore[arg-type]
    return study / name


def test_the_number_of_processes_changes_no_byte(study: Path, alone: Path) -> None:
    together = asked(study, "together", workers=2)
    for name in ("results.json", "report.html", "tables/power.csv", "figures/power.svg"):
        assert (together / name).read_bytes() == (alone / name).read_bytes(), name


def test_an_interrupted_study_goes_on_where_it_was(study: Path, alone: Path) -> None:
    done: list[int] = []

    def stop(finished: int, total: int) -> None:
        done.append(finished)
        if finished == total - 1:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted, match="same command resumes"):
        asked(study, "stopped", progress=stop)
    assert any((study / "stopped" / "blocks").iterdir())
    again: list[int] = []
    asked(study, "stopped", progress=lambda finished, total: again.append(finished))
    # All blocks but the last are found again, so it begins where it stopped.
    assert again[-2:] == [done[-1], done[-1] + 1]
    assert len(again) < len(done)
    assert (study / "stopped" / "results.json").read_bytes() == (alone / "results.json").read_bytes()


def test_the_folder_holds_what_every_run_leaves(alone: Path) -> None:
    for name in (
        "protocol.toml", "moments.toml", "manifest.json", "results.json", "report.html", "tables/power.csv",
        "tables/power_changes.csv", "figures/power.svg", "figures/ranking.svg",
    ):  # fmt: skip
        assert (alone / name).is_file(), name
    assert not (alone / "blocks").exists()
    text = (alone / "results.json").read_text()
    assert str(alone) not in text and "seconds" not in text


def test_results_say_what_was_asked_and_found(alone: Path) -> None:
    found = read_run(alone).results
    assert found.kind == "power"
    assert found.power is not None
    names = [one.name for one in found.power.curves]
    assert names == ["as planned", "populations.patients.eligibility.0.at_least=36", "pilot's moments"]
    for curve in found.power.curves:
        assert [one.n for one in curve.points] == [12, 24]
        assert {one.trials for one in curve.points} == {120}
    assert [one.key for one in found.power.withheld] == ["analysis.primary.endpoint=FSS.total"]
    assert len(found.power.ranking) == 1
    assert found.power.assurance.startswith("Assurance, the power averaged over the draws of parameter set")
    assert all(one.assurance is not None for one in found.power.curves[0].points)
    assert "not that a treatment works" in found.power.conditional


def test_the_type_one_error_of_a_simulated_null_is_alpha(alone: Path) -> None:
    found = read_run(alone).results.power
    assert found is not None
    # Nine chances in ten thousand a point: 3.3 standard errors of 120 trials at 5%.
    for curve in found.curves:
        for point in curve.points:
            assert abs(point.type_one_error.value - 0.05) < 3.3 * (0.05 * 0.95 / 120) ** 0.5


def test_the_page_shows_it_all_and_can_be_rendered_again(alone: Path) -> None:
    page = (alone / "report.html").read_text(encoding="utf-8")
    for words in (
        "Type I error", "What changes the power most", "Withheld", "What is supposed", "80% power",
        "rests on", "Belief in placebo", "Not simulated, not ranked", "normal values, no bodies",
        "refuses to say",
    ):  # fmt: skip
        assert words in page, words
    told = page[: page.index("Citations used")]
    for claim in ("proves", "effective treatment", "will benefit"):
        assert claim not in told
    report(alone)
    assert (alone / "report.html").read_text(encoding="utf-8") == page
    assert json.loads((alone / "results.json").read_bytes())["power"]["question"]["better"] == "lower"


@pytest.mark.parametrize("n", ["240:40:20", "40:240", "a:b:c", "3", "many", "40,x", "2:900:1", ""])
def test_sizes_that_are_none_are_refused(n: str) -> None:
    with pytest.raises(RequestError, match="--n"):
        sizes_of(n)
