"""The protocol of a study, which is its analysis plan too: `lassitude.protocol/1`.

Everything outside ``[simulation]`` and ``[credibility]`` holds for a real study as well and makes the plan's
hash. Names of therapies, conditions and instruments are looked up where those live, not here.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.study.analyses.chosen import Subset
from lassitude.study.analysis_plan import Analysis
from lassitude.study.arms import Arm, Population
from lassitude.study.checks import problems_of
from lassitude.study.credibility import StatedCredibility
from lassitude.study.designs import Design
from lassitude.study.estimands import Estimand
from lassitude.study.historical import Historical
from lassitude.study.multiplicity import Procedure
from lassitude.study.protocol_errors import as_request_error, written
from lassitude.study.simulation import Simulation
from lassitude.study.strict import Table, Text
from lassitude.study.visits import Visits

SCHEMA = "lassitude.protocol/1"
_NO_PLAN = {"simulation", "credibility"}
_SCHEMA_ID = "https://lassitude.example/protocol-1.json"


class PublishedDirection(Table):
    """A sign that a publication reports without a number.

    Attributes
    ----------
    direction : str
        Sign of the estimate, ``negative`` or ``positive``.
    pointer : str
        Written ``from`` in the file: where the ledger says so.
    """

    direction: Literal["negative", "positive"]
    pointer: Text = Field(alias="from")


class Protocol(Table):
    """A study as planned.

    Attributes
    ----------
    id, title : str
        Name for machines and name for people.
    source : str, optional
        Ledger id of the study that this protocol repeats.
    populations, arms, design, visits, analysis
        Who, what is done, how arms relate, when what is measured, and what is computed, by name.
    subsets : dict of str to Subset
        People chosen by their change, by name; an analysis names the one it is done within.
    estimands : dict of str to Estimand
        What analyses are to estimate, by name; an analysis names the one it is for.
    multiplicity : dict of str to Procedure
        Estimates whose hypotheses are tested together, by the name of the procedure.
    published : dict of str to str
        Estimate id to a pointer into the ledger; never a number.
    published_directions : dict of str to PublishedDirection
        Estimate id to a published sign.
    historical : Historical, optional
        Given when the study repeats exercise that would not be offered to its people today.
    simulation : Simulation
        How the study is drawn; no part of the plan.
    credibility : StatedCredibility
        What a prediction is to be used for and what hangs on it; no part of the plan.
    """

    format: Literal["lassitude.protocol/1"] = Field(alias="schema")
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: Text
    source: Text | None = None
    populations: dict[Text, Population]
    arms: dict[Text, Arm]
    design: Design
    visits: Visits
    analysis: dict[Text, Analysis]
    subsets: dict[Text, Subset] = Field(default_factory=dict)
    estimands: dict[Text, Estimand] = Field(default_factory=dict)
    multiplicity: dict[Text, Procedure] = Field(default_factory=dict)
    published: dict[str, Text] = Field(default_factory=dict)
    published_directions: dict[str, PublishedDirection] = Field(default_factory=dict)
    historical: Historical | None = None
    simulation: Simulation = Simulation()
    credibility: StatedCredibility = StatedCredibility()

    @model_validator(mode="after")
    def _tables_agree(self) -> Protocol:
        problems = list(problems_of(self))
        if problems:
            path, message = problems[0]
            context = {"first": f"{written(path)}: {message}", "problems": problems}
            raise PydanticCustomError("plan", "{first}", context)
        return self


def shipped_protocols() -> tuple[str, ...]:
    """List the names of the protocols that come with lassitude, sorted.

    Examples
    --------
    >>> "canadian-ahsct" in shipped_protocols()
    True
    """
    files = (resources.files("lassitude.study") / "protocols").iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml")))


def shipped_experiments() -> tuple[str, ...]:
    """List the names of the experiments that come with lassitude, sorted.

    An experiment is a protocol like any other, in which people are challenged and seen by the hour or day.

    Examples
    --------
    >>> all(name.startswith("experiments/") for name in shipped_experiments())
    True
    """
    folder = resources.files("lassitude.study") / "protocols" / "experiments"
    names = [file.name for file in folder.iterdir() if file.name.endswith(".toml")]
    return tuple(sorted(f"experiments/{name.removesuffix('.toml')}" for name in names))


def is_shipped(name_or_path: str | Path) -> bool:
    """Tell whether a protocol of this name comes with lassitude.

    Examples
    --------
    >>> is_shipped("canadian-ahsct")
    True
    """
    return str(name_or_path) in (*shipped_protocols(), *shipped_experiments())


def protocol_text(name_or_path: str | Path) -> str:
    """Read the text of a protocol file, comments and all.

    Parameters
    ----------
    name_or_path : str or Path
        Name of a shipped protocol, or path of a TOML file. A name of a shipped protocol wins over a
        file of that name; write ``./name`` for the file.

    Returns
    -------
    str
        The file as it is.

    Raises
    ------
    RequestError
        If there is no such protocol, or the file cannot be read as UTF-8 text.

    Examples
    --------
    >>> protocol_text("canadian-ahsct").splitlines()[1]
    'schema = "lassitude.protocol/1"'
    """
    if is_shipped(name_or_path):
        shipped = resources.files("lassitude.study") / "protocols" / f"{name_or_path}.toml"
        return shipped.read_text(encoding="utf-8")
    path = Path(name_or_path)
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        names = (*shipped_protocols(), *shipped_experiments())
        raise RequestError(
            f"There is no protocol and no file {str(name_or_path)!r}."
            f"{did_you_mean(str(name_or_path), names)} Shipped: {', '.join(names)}; "
            "the path of a TOML file works too."
        ) from None
    except OSError as error:
        raise RequestError(f"{path} cannot be read as a protocol: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise RequestError(f"{path} is not UTF-8 text (byte {error.start}); save it as UTF-8.") from error


def parse_protocol(text: str, where: str) -> Protocol:
    """Read a protocol from TOML text.

    Parameters
    ----------
    text : str
        TOML.
    where : str
        Name of the file, for messages.

    Returns
    -------
    Protocol
        Checked: shapes, visits in order, arms and analyses that fit each other.

    Raises
    ------
    RequestError
        One line a problem: file, line, key path, what is wrong, the nearest valid name.

    Examples
    --------
    >>> text = protocol_text("canadian-ahsct").replace("blinding", "blindign")
    >>> parse_protocol(text, "mine.toml")
    Traceback (most recent call last):
        ...
    lassitude.quantities.errors.RequestError: mine.toml, line 24: arms.ahsct.blindign: unknown key...
    """
    try:
        document: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RequestError(f"{where}: this is not TOML: {error}.") from error
    if not document:
        raise RequestError(f"{where}: the file is empty. `lassitude new NAME` writes one.")
    if document.get("schema", SCHEMA) != SCHEMA:
        given = document["schema"]
        raise RequestError(f"{where}: schema is {given!r}; this version of lassitude reads {SCHEMA!r}.")
    try:
        return Protocol.model_validate(document)
    except ValidationError as error:
        raise as_request_error(error, document, text, where) from error


def read_protocol(name_or_path: str | Path) -> Protocol:
    """Read a shipped protocol by name or any protocol by path.

    Parameters
    ----------
    name_or_path : str or Path
        See `protocol_text`.

    Returns
    -------
    Protocol
        See `parse_protocol`.

    Raises
    ------
    RequestError
        If there is no such protocol or it is wrong.

    Examples
    --------
    >>> read_protocol("canadian-ahsct").populations["patients"].n
    23
    """
    where = f"{name_or_path}.toml" if is_shipped(name_or_path) else str(name_or_path)
    return parse_protocol(protocol_text(name_or_path), where)


def plan_sha256(plan: Protocol) -> str:
    """Hash everything of a protocol that a real study shares: all but ``[simulation]`` and ``[credibility]``.

    Parameters
    ----------
    plan : Protocol
        Any protocol.

    Returns
    -------
    str
        SHA-256 in hexadecimal of canonical JSON: sorted keys, no blanks, keys at their defaults left out.
        Comments, the order of tables, a default written out and the way a number is written do not change
        it, nor does a key that later versions add.

    Examples
    --------
    >>> len(plan_sha256(read_protocol("canadian-ahsct")))
    64
    """
    shared = plan.model_dump(mode="json", by_alias=True, exclude=_NO_PLAN, exclude_defaults=True)
    canonical = json.dumps(shared, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def protocol_schema() -> dict[str, Any]:
    """Make the JSON Schema of protocol files, by which editors complete and check keys.

    Returns
    -------
    dict
        JSON Schema 2020-12; shipped as ``study/protocol-1.json``.

    Examples
    --------
    >>> protocol_schema()["$id"]
    'https://lassitude.example/protocol-1.json'
    """
    schema = Protocol.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": _SCHEMA_ID, **schema}
