"""Bodies: JSON of a limited size in valid UTF-8, or a form with one file."""

import json
from typing import Any

from django.http import QueryDict
from rest_framework.parsers import BaseParser, FormParser, MultiPartParser
from rest_framework.utils.json import strict_constant

from nssf_portal.api.problems import Problem, not_json
from nssf_portal.law.book import value_or

_MEGABYTE = 1024 * 1024
_FORM_MOST = 16 * 1024


def json_limit() -> int:
    return int(value_or("api.body.size", 2)) * _MEGABYTE


class LimitedJSONParser(BaseParser):
    """Reads no further than the limit, and refuses what no database or reader could hold (lone surrogates)."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: dict | None = None) -> Any:
        raw = _limited(stream, json_limit())
        try:
            data = json.loads(raw.decode("utf-8"), parse_constant=strict_constant)
            json.dumps(data, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as unreadable:
            raise not_json() from unreadable
        return data


class LimitedFormParser(FormParser):
    """A short form, as the token's address takes it."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: dict | None = None) -> QueryDict:
        return QueryDict(_limited(stream, _FORM_MOST), encoding="utf-8")


class OneFileParser(MultiPartParser):
    """A form with a file, not longer than the file may be (and a little for its other fields)."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: dict | None = None) -> Any:
        context = parser_context or {}
        limit = (int(value_or("upload.roster.size", 20)) + 1) * _MEGABYTE
        if _length(context["request"].META) > limit:
            raise Problem("too_large")
        return super().parse(stream, media_type, parser_context)


def _limited(stream: Any, limit: int) -> bytes:
    raw = stream.read(limit + 1)
    if len(raw) > limit:
        raise Problem("too_large")
    return raw


def _length(meta: dict[str, Any]) -> int:
    given = str(meta.get("CONTENT_LENGTH") or "0")
    return int(given) if given.isdecimal() else 0
