"""Settings of the gateway (env file names in upper case)."""

import re

from pydantic import BaseModel, ConfigDict, Field, field_validator

from plugins.storage import load_settings

_CLOCK_SPAN = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")


class Config(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True, hide_input_in_errors=True)

    onebot_access_token: str = Field(
        "",
        pattern=r"^[!-~]*$",
        description="OneBot 实现连接时要带的口令,只用英文字母、数字和符号,HOST 不是本机时必填。可运行 uv run bot.py key 生成",
    )
    """The token the OneBot implementation must present. Required unless HOST is loopback."""
    send_interval: float = Field(1.2, ge=0, le=60, description="0 到 60 之间的秒数", examples=["1.2"])
    """Seconds between two messages of one account, with jitter, after a burst of 5."""
    message_limit: int = Field(2000, ge=200, le=4500, description="200 到 4500 之间的整数", examples=["2000"])
    """Characters in one message; longer texts are split in stable parts."""
    ack_batch_seconds: float = Field(5.0, ge=0.1, le=60, description="0.1 到 60 之间的秒数", examples=["5"])
    """How long acknowledgements of one group are gathered into one line."""
    quiet_hours: str = Field("22:00-07:00", description="时刻-时刻,或留空", examples=["22:00-07:00"])
    """Local time span without reminders; empty for none."""
    catchup_hours: int = Field(12, ge=0, le=72, description="0 到 72 之间的整数", examples=["12"])
    """How far back missed commands are looked for after a reconnect."""
    person_rate: int = Field(20, ge=1, le=10_000, description="1 到 10000 之间的整数", examples=["20"])
    """Commands one account may send in a minute."""

    @field_validator("quiet_hours")
    @classmethod
    def _is_span(cls, value: str) -> str:
        if value and not _CLOCK_SPAN.fullmatch(value):
            raise ValueError("not a clock span")
        return value


settings = load_settings(Config)
