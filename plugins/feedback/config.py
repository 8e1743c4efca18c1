"""Settings of feedback (env file names in upper case)."""

import base64
import binascii

import nonebot
from pydantic import Field, SecretStr, field_validator

from plugins.storage import load_settings
from plugins.storage.settings import Settings

from . import domain

KEY_BYTES = 32


def key_of(text: str) -> bytes:
    """The bytes of one key as `bot.py key` prints it. Raises ValueError."""
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("not a key") from error
    if len(key) != KEY_BYTES:
        raise ValueError("not a key")
    return key


class Config(Settings):
    """What FEEDBACK_KEY and its neighbours in the env file mean."""

    feedback_key: SecretStr = Field(
        default=SecretStr(""),
        description="uv run bot.py key 生成的口令;换口令时写 新,旧;可留空",
    )
    """Opens the monthly keys. Empty: one is made in a file of its own in DATA_DIR/keys. Of several the first counts,
    the others only open what is not changed over yet."""

    feedback_retention_days: int = Field(default=180, ge=1, le=3650, description="1 到 3650 的天数", examples=[180])
    """Ended cases are erased after this many days."""

    feedback_sweeps: str = Field(
        default="08:30,17:00", description="时刻,用逗号隔开", examples=["08:30,17:00"], validate_default=True
    )
    """When handlers see what came in anonymously: local times, on working days."""

    feedback_min_unit: int = Field(default=20, ge=1, le=10_000, description="1 到 10000 的人数", examples=[20])
    """Figures of smaller units are rolled up into the unit above."""

    feedback_oversight: str = Field(
        default="", description="QQ 号,用逗号隔开,可留空", examples=["10001"], validate_default=True
    )
    """Accounts that handle what nobody in the tree may."""

    outside_channels: str = Field(
        default="院纪委、12388、12345", min_length=1, description="一行文字", examples=["院纪委、12388、12345"]
    )
    """Where 检举控告 belongs, and what nobody here can handle."""

    @field_validator("feedback_key")
    @classmethod
    def _keys(cls, value: SecretStr) -> SecretStr:
        for part in filter(None, value.get_secret_value().replace(" ", "").split(",")):
            key_of(part)
        return value

    @field_validator("feedback_sweeps")
    @classmethod
    def _times(cls, value: str) -> str:
        domain.read_sweeps(value)
        return value

    @field_validator("feedback_oversight")
    @classmethod
    def _accounts(cls, value: str) -> str:
        if not all(part.strip().isdigit() for part in value.split(",") if value):
            raise ValueError("not an account")
        return value

    def keys(self) -> tuple[bytes, ...]:
        """The keys of FEEDBACK_KEY, the one that counts first."""
        return tuple(key_of(part) for part in self.feedback_key.get_secret_value().replace(" ", "").split(",") if part)

    def oversight(self) -> tuple[str, ...]:
        """The accounts of FEEDBACK_OVERSIGHT."""
        return tuple(part.strip() for part in self.feedback_oversight.split(",") if part.strip())


def _hide() -> None:
    """The key stays in this module: NoneBot's own configuration is shown and handed around."""
    extra = nonebot.get_driver().config.__pydantic_extra__
    if extra is not None:
        extra.pop("feedback_key", None)


settings = load_settings(Config)
"""The settings of this process."""
_hide()
