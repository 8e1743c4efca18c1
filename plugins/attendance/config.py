"""Settings of attendance (env file names in upper case)."""

from pydantic import Field

from plugins.storage import Settings, load_settings


class Config(Settings):
    session_remind_minutes: int = Field(15, ge=0, le=1440, description="0 到 1440 之间的整数", examples=["15"])
    """A group is reminded this many minutes before a session begins; 0 for never."""
    late_minutes: int = Field(10, ge=0, le=240, description="0 到 240 之间的整数", examples=["10"])
    """Who signs in more than this many minutes after the beginning is late."""
    makeup_days: int = Field(7, ge=0, le=90, description="0 到 90 之间的整数", examples=["7"])
    """How many days after the end a make-up is noted; 0 for never."""


settings = load_settings(Config)
