"""Settings of ops (env file names in upper case)."""

from urllib.parse import parse_qs, urlsplit

from pydantic import Field, field_validator

from plugins.storage import Settings, load_settings


class Config(Settings):
    """Where administrators are told what the account itself cannot tell them."""

    alert_webhook: str = Field(
        default="",
        description="群机器人的 https 地址(企业微信、钉钉、飞书,或收 JSON 的任何地址),可留空",
        examples=["https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…"],
        repr=False,
    )
    """Gets a JSON POST when an account is offline or pauses, and when it is back. An administrator's own setting: any
    host is allowed, private ones too. Never logged."""
    alert_smtp: str = Field(
        default="",
        description="smtp:// 或 smtps:// 开头的地址,结尾写 ?to=收件人,用户名和密码里的特殊字符要转义,可留空",
        examples=["smtps://user%40example.com:授权码@smtp.example.com:465/?to=admin@example.com"],
        repr=False,
    )
    """The same by mail. `smtps` speaks TLS at once, `smtp` asks for it; several `to` are allowed, `from` is by default
    the user. Never logged."""

    @field_validator("alert_webhook")
    @classmethod
    def _is_web(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValueError("not a web address")
        return value

    @field_validator("alert_smtp")
    @classmethod
    def _is_mail(cls, value: str) -> str:
        parts = urlsplit(value)
        receivers = parse_qs(parts.query).get("to", [])
        if value and (parts.scheme not in ("smtp", "smtps") or not parts.hostname or not receivers):
            raise ValueError("not a mail address")
        if not all("@" in one for one in receivers):
            raise ValueError("a receiver is no mail address")
        return value


settings = load_settings(Config)
