"""Broken ledgers are refused with the place and the way out, never half read."""

from __future__ import annotations

from pathlib import Path

import pytest

from lassitude.evidence import read_ledger
from lassitude.evidence.pointers import resolve_in
from lassitude.evidence.targets import require_target_in
from lassitude.quantities.errors import RequestError

ENTRY = """\
- id: {id}
  role: {role}
  topic: {topic}
  instrument: {{name: {instrument}}}
  effect: {{value: -4, tiers: [1, 2.5]}}
  url: https://example.org/{id}
  quote: it fell by four
  cluster: {cluster}
"""


def _entry(
    id: str, role: str = "calibrate", topic: str = "fatigue", instrument: str = "FIS", cluster: str = "''"
) -> str:
    return ENTRY.format(id=id, role=role, topic=topic, instrument=instrument, cluster=cluster)


def _write(folder: Path, *entries: str) -> Path:
    path = folder / "ledger.yaml"
    path.write_text("entries:\n" + "".join(entries), encoding="utf-8")
    return path


def test_two_entries_of_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="two entries 'same'"):
        read_ledger(_write(tmp_path, _entry("same"), _entry("same")))


def test_a_repeated_key_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(
        RequestError, match="Line 10 of ledger.yaml repeats the key 'role'".replace(".", r"\.")
    ):
        read_ledger(_write(tmp_path, _entry("one"), "  role: validate\n"))


def test_an_unknown_role_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"Entry 1 .*\(one\).*'validated'\. Did you mean 'validate'"):
        read_ledger(_write(tmp_path, _entry("one", role="validated")))


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"\(one\) lacks 'quote'\. Did you mean 'quotes'"):
        read_ledger(_write(tmp_path, _entry("one").replace("quote:", "quotes:")))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("studies: []\n", "no list of entries"),
        ("entries: []\n", "no list of entries"),
        ("entries:\n- text\n", "Entry 1 of ledger.yaml is no mapping"),
        ("entries: [\n", "not readable as YAML"),
        ("entries: !!python/object/apply:os.getcwd []\n", "not readable as YAML"),
    ],
)
def test_what_is_no_ledger_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "ledger.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RequestError, match=message):
        read_ledger(path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.yaml"
    path.write_bytes(b"entries: \xff\xfe")
    with pytest.raises(RequestError, match="not readable as YAML"):
        read_ledger(path)


def test_an_absent_ledger_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="cannot be read"):
        read_ledger(tmp_path / "absent.yaml")


@pytest.mark.parametrize(
    ("pointer", "message"),
    [
        ("one:effect.vaule", r"'one:effect' has no 'vaule'\. Did you mean 'value'"),
        ("one:efect.value", r"'one:' has no 'efect'\. Did you mean 'effect'"),
        ("one:effect.value.more", "is the value -4 and has nothing below"),
        ("one:effect", r"no single number or text\. Below it: value, tiers"),
        ("one:effect.tiers", "no single number or text"),
        ("one:effect.tiers.2", "has no '2'"),
        ("oen:effect.value", r"no entry 'oen'\. Did you mean 'one'"),
        ("one", "expected 'entry:path"),
        ("one:", "expected 'entry:path"),
        ("one:effect..value", "expected 'entry:path"),
        ("one:effect.value.", "expected 'entry:path"),
    ],
)
def test_dead_pointers_say_where_they_broke(tmp_path: Path, pointer: str, message: str) -> None:
    entries = read_ledger(_write(tmp_path, _entry("one")))
    with pytest.raises(RequestError, match=message):
        resolve_in(entries, pointer)


def test_live_pointers_lead_through_lists(tmp_path: Path) -> None:
    entries = read_ledger(_write(tmp_path, _entry("one")))
    assert resolve_in(entries, "one:effect.tiers.1") == 2.5
    assert resolve_in(entries, "one:effect.value") == -4


def test_held_out_and_background_entries_are_no_targets(tmp_path: Path) -> None:
    entries = read_ledger(_write(tmp_path, _entry("held", role="validate"), _entry("back", role="context")))
    with pytest.raises(RequestError, match="'held' is held out"):
        require_target_in(entries, "held:effect.value")
    with pytest.raises(RequestError, match="'back' is background"):
        require_target_in(entries, "back:effect.value")


@pytest.mark.parametrize(
    ("topic", "instrument"), [("fatigue", "EDSS"), ("course", "FIS"), ("course", "'EDSS; fis'")]
)
def test_a_target_may_not_share_patients_and_outcome_with_a_holdout(
    tmp_path: Path, topic: str, instrument: str
) -> None:
    held = _entry("held", role="validate", cluster="trial")
    fitted = _entry("fitted", topic=topic, instrument=instrument, cluster="trial")
    entries = read_ledger(_write(tmp_path, held, fitted))
    with pytest.raises(RequestError, match="shares the patients of cluster 'trial'"):
        require_target_in(entries, "fitted:effect.value")


def test_another_outcome_of_a_holdout_trial_may_be_fitted(tmp_path: Path) -> None:
    held = _entry("held", role="validate", cluster="trial")
    fitted = _entry("fitted", topic="course", instrument="relapses", cluster="trial")
    entries = read_ledger(_write(tmp_path, held, fitted, _entry("alone")))
    assert require_target_in(entries, "fitted:effect.value") == -4
    assert require_target_in(entries, "alone:effect.value") == -4
