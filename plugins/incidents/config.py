"""Settings of incidents."""

from pydantic import Field

from plugins.storage import Settings, load_settings


class Config(Settings):
    """What INCIDENT_REPORT_MINUTES in the env file means."""

    incident_report_minutes: int = Field(default=60, ge=5, le=1440, description="5 到 1440 之间的整数", examples=[60])
    """After so many minutes without a report whoever handles an incident is reminded, and again after as many."""


settings = load_settings(Config)
"""The settings of this process."""
