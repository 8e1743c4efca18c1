"""Sending a line by mail, with the standard library in a thread."""

import asyncio
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit

SECONDS = 15.0


class NotTaken(Exception):
    """The mail was not taken; the message is a class name or a code, never the address."""


class PasswordInClear(Exception):
    """The server offers no TLS, and the password would go over the network for all to read."""


async def post(url: str, subject: str, text: str) -> None:
    """Sends a mail by the server and to the receivers named in `url` (config.alert_smtp). Raises NotTaken."""
    try:
        await asyncio.to_thread(_send, url, subject, text)
    except (smtplib.SMTPException, OSError, PasswordInClear) as error:
        raise NotTaken(type(error).__name__) from None


def _send(url: str, subject: str, text: str) -> None:
    parts = urlsplit(url)
    host, user = parts.hostname or "", unquote(parts.username or "")
    query = parse_qs(parts.query)
    message = EmailMessage()
    message["Subject"], message["To"] = subject, ", ".join(query["to"])
    message["From"] = query.get("from", [user if "@" in user else query["to"][0]])[0]
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="tongxin.invalid")
    message.set_content(text)
    secure = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=SECONDS, context=secure)
    else:
        server = smtplib.SMTP(host, parts.port or 587, timeout=SECONDS)
    with server:
        server.ehlo()
        encrypted = parts.scheme == "smtps"
        if not encrypted and server.has_extn("starttls"):
            server.starttls(context=secure)
            server.ehlo()
            encrypted = True
        if user:
            if not encrypted and not _is_loopback(host):
                raise PasswordInClear
            server.login(user, unquote(parts.password or ""))
        server.send_message(message)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
