"""Protects: every check of the qualification names its source, passes here, and could fail."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from lassitude.workflows.qualification.check import Check, carried_out
from lassitude.workflows.selftest import all_checks

CHECKS = all_checks()
QUICK = tuple(check for check in CHECKS if check.group != "Virtual people")


def test_names_are_unique_and_every_field_is_filled() -> None:
    assert len({check.name for check in CHECKS}) == len(CHECKS)
    for check in CHECKS:
        assert check.protects and check.source and check.expected, check.name
        assert all(math.isfinite(value) for value in check.expected), check.name
        assert 0 <= check.tolerance <= 0.1, check.name


@pytest.mark.parametrize("check", QUICK, ids=lambda check: check.name)
def test_it_passes_here_and_fails_when_any_expected_number_is_off(check: Check) -> None:
    found = carried_out(check)
    assert found.passed, (found.computed, found.expected, found.problem)
    for place in range(len(check.expected)):
        off = list(check.expected)
        scale = abs(off[place]) if check.measure == "relative" and off[place] else 1.0
        off[place] += 3 * check.tolerance * scale or 0.5
        assert not replace(found, expected=tuple(off)).passed, place
