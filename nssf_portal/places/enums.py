"""The four levels of the administrative geography and how long their codes are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    PROVINCE = "province", _("Capital or province")
    DISTRICT = "district", _("City, district or khan")
    COMMUNE = "commune", _("Commune or sangkat")
    VILLAGE = "village", _("Village")


CODE_LENGTH = {Level.PROVINCE: 2, Level.DISTRICT: 4, Level.COMMUNE: 6, Level.VILLAGE: 8}
CHILD_OF = {Level.PROVINCE: Level.DISTRICT, Level.DISTRICT: Level.COMMUNE, Level.COMMUNE: Level.VILLAGE}

PROVINCE_TILES = (
    ("", "01", "22", "13", "19", "16"),
    ("24", "02", "17", "06", "10", "11"),
    ("", "15", "04", "03", "25", ""),
    ("09", "05", "12", "08", "14", "20"),
    ("18", "07", "21", "", "", ""),
    ("", "23", "", "", "", ""),
)
"""The tile map of provinces, row by row; an empty text is an empty square."""


def level_of(code: str) -> Level | None:
    """The level a well-formed code speaks of (2, 4, 6 or 8 digits)."""
    if not (code.isascii() and code.isdigit()):
        return None
    return {length: level for level, length in CODE_LENGTH.items()}.get(len(code))
