"""Pictures of a case: decoded and encoded anew, so that neither metadata nor anything hidden in the file survives."""

from io import BytesIO

from plugins.storage.errors import DomainError

MOST_PIXELS = 40_000_000
"""A picture with more is not even decoded."""
LONGEST_SIDE = 2048
QUALITY = 85


class NotAPicture(DomainError):
    """The bytes are no picture this program reads."""


class TooManyPixels(DomainError):
    """The picture is larger than MOST_PIXELS."""


def reencode(content: bytes) -> bytes:
    """A JPEG of the first frame, upright, at most LONGEST_SIDE a side, without metadata. Takes CPU: call it in a
    thread. Raises NotAPicture, TooManyPixels."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # seldom used, and heavy

    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG", "GIF", "WEBP", "BMP")) as image:
            if image.width * image.height > MOST_PIXELS:
                raise TooManyPixels
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotAPicture from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = Image.new("RGB", upright.size, "white")
    plain.paste(upright, mask=upright.getchannel("A"))
    written = BytesIO()
    plain.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()
