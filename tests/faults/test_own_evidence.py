"""Evidence of one's own that is wrong is refused with its place and the way out; nothing is half written."""

from __future__ import annotations

from pathlib import Path

import pytest

from lassitude.evidence import entry, require_target, resolve
from lassitude.evidence.holdouts import holdouts
from lassitude.evidence.ledger import ledger, with_entries
from lassitude.evidence.own import EXAMPLE, OwnEntry, as_entry
from lassitude.evidence.own_files import read_own, refuse_duplicate
from lassitude.evidence.targets import require_target_in
from lassitude.quantities.errors import RequestError
from lassitude.workflows.evidence import OWN_EVIDENCE, add_evidence, evidence_beside, new_evidence

ENTRY = """\
id = "my_trial"
role = "validate"
doi = "10.1000/example"
place = "Table 2"
quote = "fell by four points"
topic = "fatigue_therapy"
design = "double-blind RCT, drug (n=30) vs placebo (n=30), 12 weeks"
instrument = "MFIS"

[population]
condition = "RRMS"

[effect]
type = "mean_difference"
value = -4.0
"""


def _write(folder: Path, text: str = ENTRY, name: str = "mine.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _own(**fields: object) -> OwnEntry:
    return OwnEntry.model_validate({**EXAMPLE, **fields})


@pytest.mark.parametrize(
    ("written", "instead", "message"),
    [
        ("doi =", "dio =", r"mine\.toml, line 3: dio: unknown key\. Did you mean 'doi'"),
        ('"10.1000/example"', '"https://doi.org/10.1000/example"', r"line 3: doi: this is no DOI"),
        ('"10.1000/example"', '"10.10/x"', r"line 3: doi: this is no DOI"),
        ('"validate"', '"calibrate"', r"line 2: role: the shipped parameters were not fitted to it"),
        ('"validate"', '"validated"', r"line 2: role: 'validated' is not known.*Did you mean 'validate'"),
        ('"my_trial"', '"My trial"', r"line 1: id: "),
        ("fell by four points", "x" * 301, r"line 5: quote: .*300"),
        ('place = "Table 2"\n', "", r"place"),
        ("value = -4.0", "value = nan", r"effect: value is nan, neither text nor a finite number"),
        ("value = -4.0", 'value = "fell"', r"neither arms nor effect holds a number"),
        ('condition = "RRMS"', "n = 60", r"population: say who took part under 'condition'"),
        ("[effect]", "[efect]", r"efect: unknown key\. Did you mean 'effect'"),
        ('role = "validate"', "role = ", r"this is not TOML"),
    ],
)
def test_a_wrong_field_is_named_with_its_line(
    tmp_path: Path, written: str, instead: str, message: str
) -> None:
    path = _write(tmp_path, ENTRY.replace(written, instead))
    with pytest.raises(RequestError, match=f"(?s){message}"):
        add_evidence(path, tmp_path / OWN_EVIDENCE)
    assert not (tmp_path / OWN_EVIDENCE).exists()


def test_a_second_entry_keeps_what_stands_there(tmp_path: Path) -> None:
    to = tmp_path / OWN_EVIDENCE
    add_evidence(_write(tmp_path), to)
    to.write_text(f"# read twice\n{to.read_text(encoding='utf-8')}", encoding="utf-8")
    other = ENTRY.replace("my_trial", "other_trial").replace("10.1000/example", "10.1000/other")
    add_evidence(_write(tmp_path, other), to)
    assert list(read_own(to)) == ["my_trial", "other_trial"]
    assert to.read_text(encoding="utf-8").startswith("# read twice\n")


def test_an_entry_that_is_there_changes_nothing(tmp_path: Path) -> None:
    to = tmp_path / OWN_EVIDENCE
    add_evidence(_write(tmp_path), to)
    before = to.read_bytes()
    with pytest.raises(RequestError, match="There is an entry 'my_trial' already, in this file"):
        add_evidence(_write(tmp_path), to)
    again = ENTRY.replace("my_trial", "my_trial_again")
    with pytest.raises(RequestError, match=r"from the paper of 'my_trial' .*besides = \"my_trial\""):
        add_evidence(_write(tmp_path, again), to)
    assert to.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []
    add_evidence(_write(tmp_path, f'besides = "my_trial"\n{again}'), to)
    assert list(read_own(to)) == ["my_trial", "my_trial_again"]


def test_a_file_that_goes_on_below_its_list_is_not_spoiled(tmp_path: Path) -> None:
    to = tmp_path / OWN_EVIDENCE
    add_evidence(_write(tmp_path), to)
    to.write_text(f"{to.read_text(encoding='utf-8')}\nnotes:\n- mine\n", encoding="utf-8")
    before = to.read_bytes()
    other = ENTRY.replace("my_trial", "other_trial").replace("10.1000/example", "10.1000/other")
    with pytest.raises(RequestError, match="list of entries"):
        add_evidence(_write(tmp_path, other), to)
    assert to.read_bytes() == before


def test_a_paper_of_the_ledger_is_pointed_to(tmp_path: Path) -> None:
    doi = entry("bose2018_ahsct_fis").citation.url.removeprefix("https://doi.org/")
    with pytest.raises(RequestError, match="Point to that entry") as refused:
        refuse_duplicate(_own(doi=doi, instrument="FIS"), {})
    assert "bose2018_ahsct_fis" in str(refused.value)


def test_a_paper_that_was_fitted_is_no_test() -> None:
    fitted = entry("iaffaldano2012_natalizumab_fss")
    doi = fitted.citation.url.removeprefix("https://doi.org/")
    beside = {"doi": doi, "instrument": "FSS", "besides": fitted.id}
    with pytest.raises(RequestError, match="is no test: its people and outcome are those of"):
        refuse_duplicate(_own(**beside), {})
    refuse_duplicate(_own(**beside, role="context"), {})


def test_people_of_a_fitted_trial_are_no_test() -> None:
    with pytest.raises(RequestError, match="is no test"):
        refuse_duplicate(_own(cluster="affirm", topic="dmt_course", instrument="ARR"), {})


def test_nobody_can_fit_an_entry_of_ones_own() -> None:
    mine = {"my_trial": as_entry(_own())}
    with with_entries(mine):
        assert resolve("my_trial:effect.value") == -4.0
        with pytest.raises(RequestError, match="has no entry 'my_trial'"):
            require_target("my_trial:effect.value")
        with pytest.raises(RequestError, match="'my_trial' is held out"):
            require_target_in({**ledger(), **mine}, "my_trial:effect.value")
        assert "my_trial" not in {held.id for held in holdouts()}
    with pytest.raises(RequestError, match="has no entry 'my_trial'"):
        resolve("my_trial:effect.value")


def test_an_entry_of_ones_own_cannot_take_the_place_of_a_shipped_one() -> None:
    false = as_entry(_own(id="bose2018_ahsct_fis"))
    with with_entries({"bose2018_ahsct_fis": false}):
        assert resolve("bose2018_ahsct_fis:effect.value") == -36


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("studies: []\n", "holds no list of entries"),
        ("entries:\n- id: mine\n", r"entry 1: role: Field required\. \(8 problems in all\)"),
        ("entries:\n- text\n", "entry 1: "),
        ("entries: [\n", "not readable as YAML"),
    ],
)
def test_a_file_written_by_hand_is_checked_too(tmp_path: Path, text: str, message: str) -> None:
    _write(tmp_path, text, OWN_EVIDENCE)
    with pytest.raises(RequestError, match=message):
        evidence_beside(tmp_path / "mine.toml")


def test_a_named_file_has_to_be_there(tmp_path: Path) -> None:
    assert not evidence_beside(tmp_path / "mine.toml").entries
    with pytest.raises(RequestError, match="cannot be read"):
        evidence_beside(tmp_path / "mine.toml", tmp_path / "absent.yaml")


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert new_evidence("my_trial").read_text(encoding="utf-8").count("my_trial") == 2
    with pytest.raises(RequestError, match="exists already and was not touched"):
        new_evidence("my_trial")
