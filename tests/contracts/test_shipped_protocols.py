"""Protects: a shipped protocol names what exists and can make every estimate shown beside a publication."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from lassitude.evidence.claims.beside import published_in
from lassitude.evidence.ledger import ledger
from lassitude.evidence.pointers import entry_id
from lassitude.instruments import INSTRUMENTS
from lassitude.population.conditions import CONDITIONS
from lassitude.statistics.plan import analyze_plan
from lassitude.study.calendar import sequences_of
from lassitude.study.cautions import cautions
from lassitude.study.endpoints import parse_endpoint, parse_estimate_id
from lassitude.study.protocol import protocol_text, read_protocol, shipped_protocols
from lassitude.therapies.catalog import THERAPIES, mechanisms_of
from lassitude.workflows.plans import check_biology, check_measures, read_plan
from tests.invented_studies import invented

REPEATS_HISTORY = ("pace",)
"""Studies that give what would not be given today; each says so before anything else."""


@pytest.mark.parametrize("name", shipped_protocols())
def test_every_name_in_it_exists(name: str) -> None:
    plan = read_plan(name)
    assert plan.protocol.id == name
    check_measures(plan)
    check_biology(plan, CONDITIONS, THERAPIES, mechanisms_of)


@pytest.mark.parametrize("name", shipped_protocols())
def test_its_analyses_make_every_estimate_that_was_published(name: str) -> None:
    """A published number whose id no analysis makes would silently stand beside nothing."""
    plan = read_protocol(name)
    made = analyze_plan(invented(plan), plan)
    assert [one for one in (*plan.published, *plan.published_directions) if one not in made] == []
    assert made[next(iter(made))].converged.all()


@pytest.mark.parametrize("name", shipped_protocols())
def test_a_published_number_lies_where_its_estimate_can(name: str) -> None:
    """Per cent beside a share of 1, or a loss beside a change, would miss by its writing alone."""
    plan = read_protocol(name)
    made = analyze_plan(invented(plan), plan)
    beside = {one: published_in(pointer, made[one].unit) for one, pointer in plan.published.items()}
    for identifier, number in beside.items():
        asked = parse_estimate_id(identifier)
        head = asked.statistic.partition(":")[0]
        if "share" in head or head.endswith("_p"):
            assert 0.0 <= number <= 1.0, identifier
        if head in ("mean", "median"):
            endpoint = parse_endpoint(asked.endpoint)
            low, high = INSTRUMENTS[str(endpoint.instrument)].parts[endpoint.part].range
            assert low <= number <= high, identifier
        if "ratio" in head:
            assert 0.0 < number < 4.0, identifier  # beyond is a change in per cent, not a ratio


@pytest.mark.parametrize("name", shipped_protocols())
def test_held_out_results_stand_only_in_studies_known_as_tests(name: str) -> None:
    """Two studies were there to be predicted from the start; whoever edits another would look at a test."""
    plan = read_protocol(name)
    named = {plan.source or name, *map(entry_id, plan.published.values())}
    named |= {entry_id(one.pointer) for one in plan.published_directions.values()}
    tests = [one for one in ledger().values() if one.role == "validate"]
    hidden = {one.id for one in tests} | {one.cluster for one in tests if one.cluster}
    met = {mark for one in named for mark in (one, ledger()[one].cluster) if mark in hidden}
    assert bool(met) == (name in ("canadian-ahsct", "mulero-exercise"))


@pytest.mark.parametrize("name", shipped_protocols())
def test_every_table_is_introduced(name: str) -> None:
    """Who starts from a study reads what a table is for before they change it."""
    text, told = protocol_text(name), set()
    for comment, table in re.findall(r"(?m)^((?:#.*\n)*)\[+([a-z_]+)[^\n]*\]$", text):
        told |= {table} if comment else set()
    assert {"populations", "arms", "design", "visits", "analysis", "simulation"} - told == set()


@pytest.mark.parametrize("name", shipped_protocols())
def test_what_may_mislead_in_it_is_known(name: str) -> None:
    recall = {instrument: float(one.recall_days) for instrument, one in INSTRUMENTS.items()}
    said = cautions(read_protocol(name), recall)
    if name in REPEATS_HISTORY:
        assert said[0].startswith("this study gives exercise by fixed increments")
        said = said[1:]
    fixed_blocks = "every block has 8 people"  # as published
    assert [one for one in said if not one.startswith(fixed_blocks)] == []


def test_only_what_repeats_history_is_marked_so() -> None:
    marked = [name for name in shipped_protocols() if read_protocol(name).historical is not None]
    assert marked == [*REPEATS_HISTORY]


def test_the_registered_sequences_are_a_latin_square() -> None:
    """Each drug stands once in each period and once after each other drug (Williams' design)."""
    orders = list(sequences_of(read_protocol("triumphant-ms")).values())
    assert all(len(set(period)) == 4 for period in zip(*orders, strict=True))
    followed = [pair for order in orders for pair in pairwise(order)]
    assert len(set(followed)) == len(followed) == 12
