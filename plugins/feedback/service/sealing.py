"""AES-256-GCM, and nothing else. What a sealed thing is about goes in as associated data, so that no row can be put in
the place of another."""

import json
from collections.abc import Mapping
from typing import Any

from . import chance

KEY_BYTES = 32
NONCE_BYTES = 12
VERSION = b"\x01"
BLOCK = 256
"""Contents are filled up to whole blocks, so that their size says little."""
SMALLEST = 64 * 1024
"""Pictures are filled up to this size, or to it doubled as often as it takes: whoever has the picture from elsewhere must
not find it again by its length."""
END = b"\x80"
"""Stands behind a picture that is filled up. A JPEG ends with another octet."""


class Unreadable(Exception):
    """The key does not open it, or it was changed."""


def seal(key: bytes, plain: bytes, *about: object) -> bytes:
    """Version, nonce and ciphertext of `plain`; it opens only with the same `about`."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # seldom used, and heavy

    nonce = chance.octets(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plain, _associated(about))


def unseal(key: bytes, sealed: bytes, *about: object) -> bytes:
    """What `seal` was given. Raises Unreadable."""
    from cryptography.exceptions import InvalidTag  # as above
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce, rest = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    if sealed[:1] != VERSION or len(nonce) != NONCE_BYTES:
        raise Unreadable
    try:
        return AESGCM(key).decrypt(nonce, rest, _associated(about))
    except InvalidTag as error:
        raise Unreadable from error


def seal_json(key: bytes, content: Mapping[str, Any], *about: object) -> bytes:  # JSON of the caller's shape
    """Seals a JSON object, filled up with spaces to whole blocks."""
    plain = json.dumps(content, ensure_ascii=False).encode()
    return seal(key, plain + b" " * (-len(plain) % BLOCK), *about)


def unseal_json(key: bytes, sealed: bytes, *about: object) -> dict[str, Any]:  # JSON of the caller's shape
    """What `seal_json` was given. Raises Unreadable."""
    return json.loads(unseal(key, sealed, *about))


def seal_picture(key: bytes, jpeg: bytes, *about: object) -> bytes:
    """Seals a picture, filled up to one of few sizes."""
    size = SMALLEST
    while size <= len(jpeg):
        size *= 2
    return seal(key, (jpeg + END).ljust(size, b"\0"), *about)


def unseal_picture(key: bytes, sealed: bytes, *about: object) -> bytes:
    """What `seal_picture` was given; one that is not filled up, as it is. Raises Unreadable."""
    return unseal(key, sealed, *about).rstrip(b"\0").removesuffix(END)


def _associated(about: tuple[object, ...]) -> bytes:
    return "|".join(map(str, ("tongxin feedback", *about))).encode()
