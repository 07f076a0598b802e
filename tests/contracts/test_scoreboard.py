"""Protects: every held-out study that reports numbers is predicted or listed with the reason.

Its protocol can make what it is scored by, every number of it is accounted for, kept scores are never
altered, and the page tells the newest of them.
"""

from __future__ import annotations

import importlib.util
import json
import math
from pathlib import Path
from types import ModuleType

import pytest

from lassitude.evidence import entry, entry_id, resolve
from lassitude.evidence.claims import claims_in
from lassitude.evidence.holdouts import holdouts
from lassitude.population.conditions import CONDITIONS
from lassitude.prediction.scoreboard.held_out import (
    PLACE,
    HeldOut,
    held_out,
    left_out,
    not_expressed,
    nulls,
    told_without_sign,
    why_left_out,
)
from lassitude.prediction.scoreboard.history import INDEX, newest, records, shipped_history
from lassitude.prediction.scoreboard.kinds import kind_of
from lassitude.prediction.scoreboard.published import printed, scored_estimates
from lassitude.statistics.plan import analyze_plan
from lassitude.therapies.catalog import THERAPIES, mechanisms_of
from lassitude.workflows.plans import WrittenPlan, check_biology, check_measures
from tests.invented_studies import invented

ROOT = Path(__file__).parents[2]
OF_THE_DESIGN = ("sample_size", "scale_limit", "p_value", "test_statistic")
STUDIES = sorted({one.study for one in held_out()})
by_protocol = pytest.mark.parametrize("one", held_out(), ids=lambda one: one.name)


def writer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("scoreboard_page", ROOT / "scripts" / "write_scoreboard.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_held_out_study_with_numbers_is_in_one_place():
    numeric = {found.id for found in holdouts() if found.raw["numeric"]}
    predicted = {one.study for one in held_out()} - {null.study for null in nulls()}
    assert predicted | set(not_expressed()) == numeric
    assert not predicted & set(not_expressed())


def test_only_held_out_studies_are_scored():
    roles = {entry(study).role for study in (*STUDIES, *not_expressed(), *(null.study for null in nulls()))}
    assert roles == {"validate"}


def test_reasons_are_sentences():
    reasons = (*not_expressed().values(), *left_out().values())
    assert [reason for reason in reasons if not reason.endswith(".") or len(reason) < 15] == []


def test_names_and_ids_of_protocols_are_apart():
    found = held_out()
    assert len({one.name for one in found}) == len({one.protocol.id for one in found}) == len(found)


@by_protocol
def test_a_protocol_names_what_exists(one: HeldOut):
    written = WrittenPlan("", one.name, one.protocol)
    check_measures(written)
    check_biology(written, CONDITIONS, THERAPIES, mechanisms_of)


@by_protocol
def test_a_protocol_is_scored_by_numbers_of_its_own_study(one: HeldOut):
    assert one.protocol.source == one.study
    shipped = not (PLACE / "holdouts" / f"{one.name}.toml").is_file()
    assert shipped or one.name.partition("-")[0] == one.study
    assert {entry_id(pointer) for pointer in one.protocol.published.values()} <= {one.study}


@by_protocol
def test_a_protocol_makes_every_estimate_that_it_is_scored_by(one: HeldOut):
    made = {batch.id: batch for batch in analyze_plan(invented(one.protocol), one.protocol).values()}
    asked = {**scored_estimates(one), **{null.estimate: "" for null in nulls() if null.protocol == one.name}}
    assert asked
    assert [name for name in asked if name not in made] == []
    for name, pointer in scored_estimates(one).items():
        assert math.isfinite(printed(name, pointer, made[name].unit))


@by_protocol
def test_what_is_published_beside_a_protocol_is_scored_or_a_p_value(one: HeldOut):
    unscored = [name for name in one.protocol.published if kind_of(name) is None]
    assert [name for name in unscored if "_p|" not in name] == []


@pytest.mark.parametrize("study", STUDIES)
def test_every_number_of_a_predicted_study_is_scored_or_left_out_with_a_reason(study: str):
    scored = {
        pointer for one in held_out() if one.study == study for pointer in one.protocol.published.values()
    }
    outcomes = [one.pointer for one in claims_in(study) if one.statistic not in OF_THE_DESIGN]
    if study in {null.study for null in nulls()}:
        return
    assert [one for one in outcomes if one not in scored and why_left_out(one) is None] == []
    assert [one for one in outcomes if one in scored and why_left_out(one) is not None] == []


def test_every_number_that_is_left_out_exists():
    known = [one.pointer for study in STUDIES for one in claims_in(study)]
    dead = [begin for begin in left_out() if not any(f"{one}.".startswith(f"{begin}.") for one in known)]
    assert dead == []


def test_a_number_told_without_sign_is_one_that_is_scored():
    scored = {pointer for one in held_out() for pointer in scored_estimates(one).values()}
    assert [pointer for pointer in scored if told_without_sign(pointer)] == [
        "sixmw_ms_2008:effect.sixMW_MFISphysical_abs"
    ]


@pytest.mark.parametrize("null", nulls(), ids=lambda null: null.study)
def test_a_null_is_judged_by_a_published_smallest_important_change(null):
    assert null.protocol in {one.name for one in held_out() if one.study == null.study}
    assert entry(entry_id(null.smallest)).role == "calibrate"
    assert float(resolve(null.smallest)) > 0


def test_no_kept_score_was_altered_or_lost():
    kept = records()
    names = json.loads((shipped_history() / INDEX).read_text())
    assert sorted(names) == sorted(file.name for file in shipped_history().glob("[0-9]*.json"))
    assert [record.number for record in kept] == list(range(1, len(names) + 1))
    assert len({record.scored.sha256 for record in kept}) == len(kept)


def test_the_page_is_the_one_that_the_newest_record_gives():
    page = (ROOT / "docs" / "scoreboard.md").read_text(encoding="utf-8")
    assert writer().page() == page, "run python scripts/write_scoreboard.py"


def test_the_figure_is_that_of_the_newest_record():
    drawn = ROOT / "docs" / "figures" / "scoreboard.svg"
    record = newest()
    assert drawn.exists() == (record is not None)
    if record is not None:
        told = drawn.read_text(encoding="utf-8")
        assert [one.study for one in record.outcomes if one.counted and one.study not in told] == []


def test_the_front_page_tells_the_newest_score():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert writer().front(text) == text, "run python scripts/write_scoreboard.py"
