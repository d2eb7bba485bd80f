"""How a first page is written down."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """Title and text in both languages, and where it comes from."""

    slug: str
    source: str
    km: tuple[str, str]
    en: tuple[str, str]
    confirmed: bool = False
