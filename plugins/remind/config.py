"""Settings of reminders, shared by everything that reminds."""

from pydantic import Field, field_validator

from plugins.storage import Settings, load_settings

LONGEST = 24 * 30


class Config(Settings):
    """What REMIND_HOURS_BEFORE and REMIND_MAX in the env file mean."""

    remind_hours_before: str = Field(
        default="24,4", description="用逗号隔开的小时数,0.5 到 720,或留空", examples=["24,4"]
    )
    """How long before a deadline who still owes something is reminded, in hours; empty: never by itself."""

    remind_max: int = Field(default=3, ge=0, le=20, description="0 到 20 之间的整数", examples=[3])
    """Reminders of one matter a person gets at most, those an officer asks for included; 0: none at all."""

    @field_validator("remind_hours_before")
    @classmethod
    def _are_hours(cls, value: str) -> str:
        if any(not 0.5 <= hours <= LONGEST for hours in _hours(value)):
            raise ValueError("not hours")
        return value

    @property
    def hours(self) -> tuple[float, ...]:
        """remind_hours_before as numbers."""
        return _hours(self.remind_hours_before)


def _hours(value: str) -> tuple[float, ...]:
    return tuple(float(part) for part in value.replace(",", ",").split(",") if part.strip())


settings = load_settings(Config)
"""The settings of this process."""
