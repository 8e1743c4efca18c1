"""Settings of attendance (env file names in upper case)."""

from urllib.parse import urlsplit

from pydantic import Field, field_validator

from plugins.storage import Settings, load_settings


class Config(Settings):
    session_remind_minutes: int = Field(15, ge=0, le=1440, description="0 到 1440 之间的整数", examples=["15"])
    """A group is reminded this many minutes before a session begins; 0 for never."""
    late_minutes: int = Field(10, ge=0, le=240, description="0 到 240 之间的整数", examples=["10"])
    """Who signs in more than this many minutes after the beginning is late."""
    makeup_days: int = Field(7, ge=0, le=90, description="0 到 90 之间的整数", examples=["7"])
    """How many days after the end a make-up is noted; 0 for never."""

    page_url: str = Field(
        "",
        description="http:// 或 https:// 开头的地址,手机能打开,结尾不带 /;可留空",
        examples=["http://10.1.2.3:8080"],
    )
    """Where phones reach this program's pages; without it there is no 签到二维码."""

    @field_validator("page_url")
    @classmethod
    def _is_web(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
            raise ValueError("not a web address")
        return value.rstrip("/")


settings = load_settings(Config)
