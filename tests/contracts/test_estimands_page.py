"""Protects: the page about estimands shows pieces that are read, and tells of everything that can be said."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from lassitude.report.imputation_words import DIFFERENCES
from lassitude.statistics.planned.imputation_words import NAMES
from lassitude.study import estimands
from lassitude.study.analyses import imputation
from lassitude.study.protocol import Protocol

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "estimands.md").read_text()
WHOLE = re.search(r"```toml\n(.*?)```", (DOCS / "protocol.md").read_text(), re.DOTALL)
PIECES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("piece", PIECES, ids=[one.partition("\n")[0] for one in PIECES])
def test_each_piece_is_read_in_place_of_the_tables_of_its_name(piece: str) -> None:
    assert WHOLE is not None
    Protocol.model_validate({**tomllib.loads(WHOLE[1]), **tomllib.loads(piece)})


@pytest.mark.parametrize(
    "union",
    [estimands.Variable, estimands.Strategy, estimands.Assigned, imputation.Method, imputation.Variance],
)
def test_every_type_is_on_the_page(union: object) -> None:
    members = get_args(get_args(union)[0])
    types = [get_args(member.model_fields["type"].annotation)[0] for member in members]
    assert len(types) >= 2
    assert [one for one in types if f"`{one}`" not in PAGE and f'"{one}"' not in PAGE] == []


def test_every_method_has_names_in_results_and_words() -> None:
    methods = get_args(get_args(imputation.Method)[0])
    assert set(NAMES) == set(methods)
    assert {f"{name}_difference" for name in NAMES.values()} == set(DIFFERENCES)


def test_the_page_tells_of_the_built_in_event() -> None:
    assert f"`{estimands.DISCONTINUATION}`" in PAGE
