"""Settings are read once, checked, and refused in one line that never shows a value."""

import re
import sys
from typing import TypeVar

import nonebot
from nonebot.config import SettingsError
from pydantic import BaseModel, ConfigDict, ValidationError

from .texts import setting_refused_text

M = TypeVar("M", bound=BaseModel)


class Settings(BaseModel):
    """Base of every plugin's settings: numbers may stand where text is expected (`TOKEN=123456`), values stay hidden."""

    model_config = ConfigDict(coerce_numbers_to_str=True, extra="ignore", frozen=True, hide_input_in_errors=True)


def load_settings(model: type[M]) -> M:
    """The settings of `model` from NoneBot's configuration. Each field's `description` says in Chinese what is allowed
    and `examples` holds one value. A wrong value prints one line on stderr (name, what is allowed, an example; never
    the value) and ends the program with exit code 2."""
    try:
        return nonebot.get_plugin_config(model)
    except ValidationError as error:
        names = list(dict.fromkeys(str(item["loc"][0]) for item in error.errors(include_input=False) if item["loc"]))
    except SettingsError as error:
        names = re.findall(r'"(\w+)"', str(error))
    sys.stderr.write("；".join(_refusal(model, name) for name in names or [""]) + "\n")
    raise SystemExit(2)


def _refusal(model: type[BaseModel], name: str) -> str:
    field = model.model_fields.get(name)
    allowed = (field.description if field else None) or ""
    example = str(field.examples[0]) if field and field.examples else ""
    return setting_refused_text(name.upper(), allowed, example)
