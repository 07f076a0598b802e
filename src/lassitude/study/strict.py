"""The ground of every table of a protocol: frozen, and an unknown key is met with the nearest valid one."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from lassitude.quantities.errors import did_you_mean

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Count = Annotated[int, Field(strict=True, ge=0)]
Share = Annotated[float, Field(strict=True, ge=0, le=1)]
Text = Annotated[str, Field(min_length=1)]


class Table(BaseModel):
    """A table of a protocol file: its keys are the fields, and nothing else may stand in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _refuse_unknown_keys(cls, given: Any) -> Any:
        if isinstance(given, dict):
            valid = [field.alias or name for name, field in cls.model_fields.items()]
            for key in given:
                if key not in valid:
                    raise PydanticCustomError(
                        "unknown_key",
                        "unknown key.{hint}",
                        {"key": str(key), "hint": did_you_mean(str(key), valid)},
                    )
        return given
