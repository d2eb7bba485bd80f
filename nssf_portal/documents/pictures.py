"""Pictures are made anew: no position, no camera, no hidden content, and small enough for a slow line."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from nssf_portal.documents.types import JPEG

_LONGEST_SIDE = 2400
_MOST_PIXELS = 60_000_000


class BrokenPicture(ValueError):
    """Not a picture we can open, or one that would not fit into memory."""


def clean(content: bytes, kind: str) -> bytes:
    """The same picture, upright and at most 2,400 pixels long, without anything but its pixels."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
            return _again(content, kind)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as broken:
        raise BrokenPicture from broken


def _again(content: bytes, kind: str) -> bytes:
    with Image.open(io.BytesIO(content), formats=[kind.upper()]) as given:
        if given.width * given.height > _MOST_PIXELS:
            raise BrokenPicture
        if kind == JPEG:
            given.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
        picture = ImageOps.exif_transpose(given)
        picture = picture.convert("RGB" if kind == JPEG else "RGBA")
        picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
        made = io.BytesIO()
        fresh = Image.new(picture.mode, picture.size)
        fresh.paste(picture)
        fresh.save(made, format=kind.upper(), **({"quality": 85} if kind == JPEG else {"optimize": True}))
        return made.getvalue()
