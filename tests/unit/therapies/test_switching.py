"""Protects: content, belief and attention can each be taken away alone, and the background stays."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.randomness.streams import person_keys
from lassitude.therapies.regimen import FOREVER, Regimen, Treatment, inert, regimen, switched

PEOPLE = 20
KEYS = person_keys(3, 0, np.arange(PEOPLE))
TRAINED = Treatment("aerobic-training", 50.0, FOREVER, {}, "open")
TAUGHT = Treatment("mindfulness", 0.0, 40.0, {}, "none")


def same(one: Regimen, other: Regimen) -> bool:
    return all(np.array_equal(*pair) for pair in zip(one, other, strict=True))


def test_everything_kept_is_everything_given() -> None:
    given = regimen([TRAINED], KEYS)
    assert switched(given, inert(PEOPLE), True, True, True) is given


def test_without_content_sessions_are_held_for_company_only() -> None:
    given = regimen([TRAINED], KEYS)
    bare = switched(given, inert(PEOPLE), False, True, True)
    assert not bare.training_load.any()
    for name in ("start", "stop", "sessions", "contact", "share", "willingness"):
        assert np.array_equal(getattr(bare, f"training_{name}"), getattr(given, f"training_{name}")), name
    assert np.array_equal(bare.belief_height, given.belief_height)


def test_without_company_the_content_stays() -> None:
    given = regimen([TRAINED], KEYS)
    alone = switched(given, inert(PEOPLE), True, True, False)
    assert not alone.training_contact.any()
    assert same(alone._replace(training_contact=given.training_contact), given)


def test_without_all_three_the_background_remains() -> None:
    given, background = regimen([TAUGHT, TRAINED], KEYS), regimen([TAUGHT], KEYS)
    bare = switched(given, background, False, False, False)
    believed = {name: getattr(given, name) for name in ("belief_start", "belief_waning")}
    assert same(bare, background._replace(**believed))


@pytest.mark.parametrize(("therapy", "contact"), [(True, False), (False, True)])
def test_the_background_keeps_its_own_content_and_company(therapy: bool, contact: bool) -> None:
    given, background = regimen([TAUGHT, TRAINED], KEYS), regimen([TAUGHT], KEYS)
    part = switched(given, background, therapy, True, contact)
    for name in ("height", "composure", "contact", "sessions", "start", "stop"):
        assert np.array_equal(getattr(part, f"skills_{name}"), getattr(background, f"skills_{name}")), name
    assert bool(part.training_load.any()) is therapy
    assert bool(part.training_contact.any()) is contact
