"""Settings of relay."""

from pydantic import Field

from plugins.storage import Settings, load_settings


class Config(Settings):
    """What READ_ALERT in the env file means."""

    read_alert: int = Field(default=60, ge=0, le=100, description="0 到 100 之间的整数,是百分比", examples=[60])
    """At a deadline the unit above is told of units in which less than this share (per cent) has read; 0: never."""


settings = load_settings(Config)
"""The settings of this process."""
