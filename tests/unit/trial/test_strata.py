"""Protects: people are grouped by declared cuts, each combination has its number, nobody is lost."""

from __future__ import annotations

from itertools import product

import numpy as np

from lassitude.study.designs import Stratum
from lassitude.trial.strata import factor_codes, strata_codes

SEX, EDSS = Stratum(measure="sex"), Stratum(measure="EDSS.total", cuts=(3.5, 5.5))


def test_a_value_at_a_cut_belongs_above_it() -> None:
    (codes,) = factor_codes([EDSS], {"EDSS.total": np.array([0.0, 3.49, 3.5, 5.0, 5.5, 10.0])})
    assert codes.tolist() == [0, 0, 1, 1, 2, 2]


def test_those_without_a_value_are_a_group_of_their_own() -> None:
    codes = factor_codes([SEX, EDSS], {"sex": np.array([0, 1, np.nan]), "EDSS.total": np.full(3, np.nan)})
    assert [one.tolist() for one in codes] == [[0, 1, 2], [3, 3, 3]]


def test_every_combination_has_one_number_of_its_own() -> None:
    pairs = np.array(list(product([0.0, 1.0, np.nan], [1.0, 4.0, 6.0, np.nan]))).T
    codes = strata_codes([SEX, EDSS], {"sex": pairs[0], "EDSS.total": pairs[1]})
    assert sorted(codes.tolist()) == list(range(12))


def test_a_group_does_not_depend_on_who_else_is_there() -> None:
    values = {"sex": np.array([[1.0, 0.0], [1.0, 1.0]]), "EDSS.total": np.array([[4.0, 1.0], [9.0, np.nan]])}
    together = strata_codes([SEX, EDSS], values)
    alone = [
        strata_codes([SEX, EDSS], {name: value[at] for name, value in values.items()})
        for at in np.ndindex(2, 2)
    ]
    assert together.ravel().tolist() == [int(one) for one in alone]
