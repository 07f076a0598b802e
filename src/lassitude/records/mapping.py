"""What a person declares about CSV files where they differ from the expected: `lassitude.mapping/1`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError

from lassitude.quantities.errors import RequestError
from lassitude.study.protocol_errors import as_request_error
from lassitude.study.strict import Number, Table, Text

MISSING_WORDS = frozenset({"", ".", "na", "n/a", "nan", "null", "none", "missing"})


def _by_name(given: Any) -> Any:
    """Take a list of codes as those of every column."""
    return {"*": given} if isinstance(given, list | tuple) else given


_Missing = Annotated[dict[Text, tuple[Number | str, ...]], BeforeValidator(_by_name)]


class TableMapping(Table):
    """How to read the file of events or that of exposures; everything is optional.

    Attributes
    ----------
    delimiter : str
        The sign between fields; found out when absent.
    encoding : str
        As of the data file when absent.
    missing : dict of str to tuple of float and str
        Codes that stand for a missing value, by column; a list stands for ``{ "*" = [...] }``.
    columns : dict of str to str
        Name in the file to name in lassitude, such as ``"AETERM" = "term"``.
    values : dict of str to dict of str to str
        For a column of lassitude: text in the file to text meant.
    ignore : tuple of str
        Columns never read; ``*`` stands for any characters.
    """

    delimiter: Literal[",", ";", "\t", "|"] | None = None
    encoding: Literal["utf-8", "latin-1", "windows-1252"] | None = None
    missing: _Missing = Field(default_factory=dict)
    columns: dict[Text, Text] = Field(default_factory=dict)
    values: dict[Text, dict[str, Text]] = Field(default_factory=dict)
    ignore: tuple[Text, ...] = ()


class CsvMapping(Table):
    """How to read a CSV file; everything is optional.

    Attributes
    ----------
    delimiter : str
        The sign between fields; found out when absent.
    encoding : str
        ``utf-8`` (with or without its mark), ``latin-1`` or ``windows-1252``; never guessed.
    missing : dict of str to tuple of float and str
        Codes that stand for a missing value, beside an empty field, ``NA`` and the like: by instrument,
        endpoint or column about people, ``*`` for any characters. A list stands for ``{ "*" = [...] }``.
    columns : dict of str to str
        Name in the file to name in lassitude, such as ``"Fatigue T0" = "FIS.total@M0"``.
    values : dict of str to dict of str to str
        For a column of lassitude (visit, sex, arm, endpoint, instrument): text in the file to text meant.
    ignore : tuple of str
        Columns never read; ``*`` stands for any characters.
    missing_items : dict of str to str
        Name of an instrument to the rule for its missing items, where not the default one.
    events, exposures : TableMapping
        How to read the files of events and of exposures.
    """

    format: Literal["lassitude.mapping/1"] = Field(default="lassitude.mapping/1", alias="schema")
    delimiter: Literal[",", ";", "\t", "|"] | None = None
    encoding: Literal["utf-8", "latin-1", "windows-1252"] = "utf-8"
    missing: _Missing = Field(default_factory=dict)
    columns: dict[Text, Text] = Field(default_factory=dict)
    values: dict[Text, dict[str, Text]] = Field(default_factory=dict)
    ignore: tuple[Text, ...] = ()
    missing_items: dict[Text, Text] = Field(default_factory=dict)
    events: TableMapping = Field(default_factory=TableMapping)
    exposures: TableMapping = Field(default_factory=TableMapping)


def read_mapping(path: str | Path) -> CsvMapping:
    """Read a mapping from a TOML file.

    Parameters
    ----------
    path : str or Path
        A TOML file with the keys of `CsvMapping`.

    Returns
    -------
    CsvMapping
        What it declares.

    Raises
    ------
    RequestError
        If the file cannot be read, is not TOML, or has a key that a mapping does not.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "mapping.toml")
    ...     _ = file.write_text('missing = [99]')
    ...     read_mapping(file).missing
    {'*': (99.0,)}
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
        document: dict[str, Any] = tomllib.loads(text)
    except OSError as error:
        raise RequestError(f"{path} cannot be read as a mapping: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise RequestError(f"{path} is not UTF-8 text (byte {error.start}); save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise RequestError(f"{path}: this is not TOML: {error}.") from error
    try:
        return CsvMapping.model_validate(document)
    except ValidationError as error:
        raise as_request_error(error, document, text, str(path)) from error
