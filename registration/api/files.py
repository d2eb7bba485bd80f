"""Rows sent as JSON become the same kind of file an employer would send: one way in, one check."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.base import ContentFile

from registration.reading.template import COLUMNS

NAME = "api.csv"
_HEADINGS = {column.field: column.khmer for column in COLUMNS}


def as_file(rows: Iterable[Mapping[str, Any]]) -> ContentFile:
    """A CSV with our own headings; every column is there, so that all lists look alike."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(_HEADINGS.values())
    for row in rows:
        writer.writerow([_cell(row.get(field, "")) for field in _HEADINGS])
    return ContentFile(out.getvalue().encode(), name=NAME)


def _cell(value: Any) -> str:
    """On one line, for a line break is no part of a name."""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return " ".join(str(value).split())
