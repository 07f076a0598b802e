"""Protects the protocol file: what it means, what its hash covers, and the schema that editors use."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from lassitude.study.analysis_plan import endpoints_of
from lassitude.study.protocol import (
    parse_protocol,
    plan_sha256,
    protocol_schema,
    protocol_text,
    read_protocol,
    shipped_protocols,
)
from lassitude.study.visits import duration_days


@pytest.mark.parametrize("name", shipped_protocols())
def test_every_shipped_protocol_reads_and_is_named_like_its_file(name: str) -> None:
    assert read_protocol(name).id == name


def test_the_canadian_study_is_the_published_one() -> None:
    """n, visits and entry criteria are those of the ledger's bose2018 and atkins2016 entries."""
    plan = read_protocol("canadian-ahsct")
    patients = plan.populations["patients"]
    assert patients.n == 23
    assert [criterion.bounds for criterion in patients.eligibility] == [(18, 50), (3, 6)]
    assert plan.visits.labels == ("M0", "M6", "M12", "M18", "M24", "M30", "M36")
    assert plan.visits.day_of("M36") == 36 * 30.4375
    assert plan.source == "bose2018_ahsct_fis"


def test_no_published_number_is_typed_into_a_protocol() -> None:
    """Numbers live in the ledger only, so that a correction there reaches every report."""
    plan = read_protocol("canadian-ahsct")
    pointers = [*plan.published.values(), *(entry.pointer for entry in plan.published_directions.values())]
    assert all(pointer.startswith("bose2018_ahsct_fis:") for pointer in pointers)


def test_both_scorings_are_analyzed() -> None:
    """Which scoring the publication used is unknown; leaving one out would hide that."""
    plan = read_protocol("canadian-ahsct")
    for analysis in plan.analysis.values():
        assert [entry.endpoint for entry in endpoints_of(analysis)] == ["FIS.total", "MFIS.total"]


def test_the_plan_hash_ignores_how_the_study_is_simulated() -> None:
    """A real study and every rerun of the virtual one share one plan."""
    text = protocol_text("canadian-ahsct")
    other = parse_protocol(text.replace("seed = 2018", "seed = 7").replace("# ", "#  "), "other.toml")
    assert plan_sha256(other) == plan_sha256(read_protocol("canadian-ahsct"))


def test_the_plan_hash_is_the_same_with_a_default_written_out() -> None:
    """Two people who plan the same study must get the same hash, however much they write down."""
    spoken = protocol_text("canadian-ahsct").replace(
        "n = 23 ", 'n = 23\nscreening = { type = "first-visit" } ', 1
    )
    assert plan_sha256(parse_protocol(spoken, "x.toml")) == plan_sha256(read_protocol("canadian-ahsct"))


@pytest.mark.parametrize(
    ("old", "new"),
    [("n = 23", "n = 22"), ("[18, 50]", "[18, 51]"), ('"36 mo"', '"37 mo"'), ('"wilcoxon"', '"t"')],
)
def test_the_plan_hash_changes_with_the_plan(old: str, new: str) -> None:
    changed = parse_protocol(protocol_text("canadian-ahsct").replace(old, new, 1), "other.toml")
    assert plan_sha256(changed) != plan_sha256(read_protocol("canadian-ahsct"))


def test_the_shipped_schema_is_the_one_the_models_make() -> None:
    """Editors complete keys from the file; a stale one would refuse what lassitude reads."""
    file = resources.files("lassitude.study") / "protocol-1.json"
    assert json.loads(file.read_text(encoding="utf-8")) == protocol_schema()


def test_a_month_is_the_twelfth_of_a_year_of_365_and_a_quarter_days() -> None:
    assert duration_days("12 mo") == 365.25
    assert duration_days("3 h") == 0.125
    assert duration_days("-2 wk") == -14


def test_options_keep_their_types() -> None:
    """true must not turn into 1, nor 1 into true, on the way to the therapy."""
    text = protocol_text("canadian-ahsct").replace(
        "start_day = 0 }", 'start_day = 0, options = { dose = 1, purged = true, regimen = "busulfan" } }'
    )
    options = parse_protocol(text, "x.toml").arms["ahsct"].treatments[0].options
    assert options == {"dose": 1.0, "purged": True, "regimen": "busulfan"}
    assert isinstance(options["purged"], bool) and not isinstance(options["dose"], bool)
