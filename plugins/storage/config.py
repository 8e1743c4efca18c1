"""Settings of storage."""

from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from .settings import Settings, load_settings

PROJECT = Path(__file__).resolve().parents[2]
"""The folder of bot.py. Relative paths in settings start here, whatever the working directory."""


class Config(Settings):
    """What DATABASE_URL and its neighbours in the env file mean."""

    database_url: str = Field(
        default="",
        description="sqlite://文件路径,或 postgres://用户:密码@主机:端口/库名",
        examples=["sqlite://data/tongxin.db"],
    )
    """Where the data is. Empty: tongxin.db in DATA_DIR."""

    data_dir: Path = Field(default=Path("data"), description="一个可以写的文件夹", examples=["data"])
    """Run-time state: database, backups, keys. Relative to bot.py's folder."""

    timezone: str = Field(
        default="Asia/Shanghai", description="IANA 时区名", examples=["Asia/Shanghai"], validate_default=True
    )
    """The zone people read and write times in."""

    backup_keep_days: int = Field(default=30, ge=1, le=3650, description="1 到 3650 的天数", examples=[30])
    """How long backups are kept, in days."""

    retention_years: int = Field(default=3, ge=1, le=30, description="1 到 30 的年数", examples=[3])
    """How long attendance is kept, in years."""

    data_officer: str = Field(default="", description="数据负责人的 QQ 号,可留空", examples=["900001"])
    """The account that answers requests about personal data."""

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and (not value.startswith(("sqlite://", "postgres://")) or ":memory:" in value):
            raise ValueError("unknown database")
        return value

    @field_validator("data_dir")
    @classmethod
    def _anchored(cls, value: Path) -> Path:
        return PROJECT / value.expanduser()

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("unknown zone") from error
        return value

    @field_validator("data_officer")
    @classmethod
    def _account(cls, value: str) -> str:
        if value and not value.isdigit():
            raise ValueError("not an account")
        return value


settings = load_settings(Config)
"""The settings of this process."""
