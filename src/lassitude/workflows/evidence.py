"""``evidence``: published results of one's own, written down once and predicted beside one's protocol."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from lassitude.quantities.errors import RequestError
from lassitude.runs.files import sha256_of, write_atomically

if TYPE_CHECKING:
    from lassitude.evidence import Entry
    from lassitude.evidence.claims import Claim
    from lassitude.evidence.own import OwnEntry
    from lassitude.runs.folder import RunFolder

OWN_EVIDENCE = "lassitude-evidence.yaml"
KEPT = "evidence.yaml"
_TEMPLATE = "own-evidence.toml"
_HEAD = "# Published results of one's own; `lassitude evidence add` writes here.\nentries:\n"


@dataclass(frozen=True)
class OwnEvidence:
    """Entries of a user that go with a study.

    Attributes
    ----------
    entries : mapping of str to Entry
        By id; none where the user has no file.
    content : bytes
        The file as it is.
    """

    entries: Mapping[str, Entry]
    content: bytes = b""

    @property
    def inputs(self) -> dict[str, str]:
        """What a run has to name so that it is known again."""
        return {KEPT: sha256_of(self.content)} if self.content else {}

    def in_use(self) -> AbstractContextManager[None]:
        """Make the entries known to pointers for a while."""
        from lassitude.evidence.ledger import with_entries

        return with_entries(self.entries)

    def keep(self, folder: RunFolder) -> None:
        """Write the file into a run folder."""
        if self.content:
            folder.write(KEPT, self.content)


@dataclass(frozen=True)
class AddedEvidence:
    """An entry that was added.

    Attributes
    ----------
    entry : Entry
        As it will be read.
    file : Path
        Where it stands now.
    claims : tuple of Claim
        How each of its numbers is understood.
    """

    entry: Entry
    file: Path
    claims: tuple[Claim, ...]


def evidence_beside(study: str | Path, evidence: Path | None = None) -> OwnEvidence:
    """Read the evidence of one's own that goes with a study.

    Parameters
    ----------
    study : str or Path
        Name of a shipped study, which has none unless a file is named, or path of a protocol.
    evidence : Path, optional
        The file; without it ``lassitude-evidence.yaml`` beside the protocol, if it is there.

    Raises
    ------
    RequestError
        If the named file is absent, or an entry is wrong.

    Examples
    --------
    >>> dict(evidence_beside("canadian-ahsct").entries)
    {}
    """
    from lassitude.evidence.own_files import read_own
    from lassitude.study.protocol import is_shipped

    beside = Path(study).parent / OWN_EVIDENCE
    file = evidence or (beside if not is_shipped(study) and beside.is_file() else None)
    if file is None:
        return OwnEvidence(MappingProxyType({}))
    return OwnEvidence(read_own(file), file.read_bytes())


def new_evidence(name: str) -> Path:
    """Write ``NAME.toml``: a commented entry to edit.

    Parameters
    ----------
    name : str
        Id of the entry: small letters, digits and underscores.

    Raises
    ------
    RequestError
        If the file is there already.

    Examples
    --------
    >>> new_evidence("my trial")
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: 'my trial' cannot be the id of an entry: it has small letters,
    digits and underscores only, such as 'my_trial'.
    """
    import re

    if re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) is None:
        near = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_0123456789") or "my_trial"
        raise RequestError(
            f"{name!r} cannot be the id of an entry: it has small letters, digits and underscores only, "
            f"such as {near!r}."
        )
    path = Path(f"{name}.toml")
    if path.exists():
        raise RequestError(f"{path} exists already and was not touched. Take another name, or move it away.")
    text = (resources.files("lassitude.evidence") / _TEMPLATE).read_text(encoding="utf-8")
    write_atomically(path, text.replace('"ID"', f'"{name}"').replace("ID:", f"{name}:").encode())
    return path


def add_evidence(file: Path, to: Path = Path(OWN_EVIDENCE)) -> AddedEvidence:
    """Check an entry and add it to a file of one's own; the file is never half written.

    Parameters
    ----------
    file : Path
        The entry, in TOML.
    to : Path
        Where it is added; made if it is not there. What stands in it stays as it is, comments too.

    Returns
    -------
    AddedEvidence
        The entry and how its numbers are read.

    Raises
    ------
    RequestError
        If the entry is wrong or there already; then nothing is written.

    Examples
    --------
    >>> add_evidence(Path("nowhere.toml"))
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: There is no file nowhere.toml. `lassitude evidence new my_trial`
    writes one to edit.
    """
    from lassitude.evidence.claims.assembling import claims_of
    from lassitude.evidence.own import as_entry
    from lassitude.evidence.own_files import read_own, refuse_duplicate

    own = _read_entry(file)
    present = read_own(to) if to.is_file() else {}
    refuse_duplicate(own, present)
    write_atomically(to, _with(to, own))
    added = as_entry(own)
    return AddedEvidence(added, to, claims_of(added))


def _read_entry(file: Path) -> OwnEntry:
    from pydantic import ValidationError

    from lassitude.evidence.own import OwnEntry
    from lassitude.study.protocol_errors import as_request_error

    try:
        text = file.read_text(encoding="utf-8")
        document = tomllib.loads(text)
    except FileNotFoundError as error:
        raise RequestError(
            f"There is no file {file}. `lassitude evidence new my_trial` writes one to edit."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise RequestError(f"{file} cannot be read: {error}.") from error
    except tomllib.TOMLDecodeError as error:
        raise RequestError(f"{file}: this is not TOML: {error}.") from error
    try:
        return OwnEntry.model_validate(document)
    except ValidationError as found:
        raise as_request_error(found, document, text, str(file)) from found


def _with(to: Path, own: OwnEntry) -> bytes:
    """Return the content of a file with one entry more, and make sure that it reads so."""
    import yaml

    before = to.read_text(encoding="utf-8") if to.is_file() else _HEAD
    fields = own.model_dump(exclude_defaults=True)
    item = yaml.safe_dump([fields], sort_keys=False, allow_unicode=True, width=110)
    text = f"{before.rstrip()}\n{item}"
    entries = yaml.safe_load(text)["entries"]
    if entries[-1]["id"] != own.id:
        raise RequestError(f"{to} does not end with its list of entries; move what stands below the list up.")
    return text.encode()
