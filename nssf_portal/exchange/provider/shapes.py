"""What a service takes, said once: the same words check a message and describe it in OpenAPI 3.0."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.utils import timezone

from nssf_portal.exchange.provider.problems import Problem
from nssf_portal.khmer.cleaning import clean
from nssf_portal.law.book import value_or

MISSING: Any = object()
Schema = dict[str, Any]


class Shape(Protocol):
    """A named part of a message."""

    name: str
    required: bool

    def schema(self) -> Schema:
        """Describe it as OpenAPI does."""

    def read(self, given: Any, where: str, problems: list[Problem]) -> Any:
        """Give the value in our own types; whatever is wrong is added to `problems`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Text as typed: invisible signs go, the spelling stays."""

    name: str
    about: str = ""
    required: bool = False
    most: int = 250
    pattern: str = ""
    choices: tuple[str, ...] = ()
    example: str = ""

    def schema(self) -> Schema:
        found: Schema = {"type": "string", "maxLength": self.most, "description": self.about}
        found |= {"minLength": 1} if self.required else {}
        found |= {"pattern": self.pattern} if self.pattern else {}
        found |= {"enum": list(self.choices)} if self.choices else {}
        return found | ({"example": self.example} if self.example else {})

    def read(self, given: Any, where: str, problems: list[Problem]) -> Any:
        if not isinstance(given, str):
            return _wrong(problems, where, "not-text", "Text is expected.")
        if not _can_be_kept(given):
            return _wrong(problems, where, "not-text", "Text is expected.")
        text = clean(given)
        if len(text) > self.most:
            return _wrong(problems, where, "too-long", f"At most {self.most} signs.")
        if self.required and not text:
            return _wrong(problems, where, "empty", "A value is needed.")
        if text and self.choices and text not in self.choices:
            return _wrong(problems, where, "unknown-choice", f"One of: {', '.join(self.choices)}.")
        if text and self.pattern and not re.fullmatch(self.pattern, text):
            return _wrong(problems, where, "wrong-form", f"It must have the form {self.pattern}.")
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A date, YYYY-MM-DD."""

    name: str
    about: str = ""
    required: bool = False

    def schema(self) -> Schema:
        return {"type": "string", "format": "date", "description": self.about}

    def read(self, given: Any, where: str, problems: list[Problem]) -> Any:
        try:
            if isinstance(given, str) and len(given) == 10:
                return date.fromisoformat(given)
        except ValueError:
            pass
        return _wrong(problems, where, "not-a-date", "A date is expected, as YYYY-MM-DD.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A date and time with its offset from UTC."""

    name: str
    about: str = ""
    required: bool = False

    def schema(self) -> Schema:
        return {"type": "string", "format": "date-time", "description": self.about}

    def read(self, given: Any, where: str, problems: list[Problem]) -> Any:
        try:
            found = datetime.fromisoformat(given) if isinstance(given, str) else None
        except ValueError:
            found = None
        if found is None or timezone.is_naive(found) or not 1900 <= found.year < 2200:
            return _wrong(problems, where, "not-a-time", "A date and time with its offset is expected (RFC 3339).")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A whole number from 0."""

    name: str
    about: str = ""
    required: bool = False
    most: int = 10_000_000

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": 0, "maximum": self.most, "description": self.about}

    def read(self, given: Any, where: str, problems: list[Problem]) -> Any:
        if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= self.most:
            return _wrong(problems, where, "not-a-count", f"A whole number from 0 to {self.most} is expected.")
        return given


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Named parts; a name that is not among them is refused. `one_of`: at least one of these must be given."""

    name: str = ""
    parts: tuple[Shape, ...] = ()
    about: str = ""
    required: bool = False
    one_of: tuple[str, ...] = ()

    def schema(self) -> Schema:
        found: Schema = {
            "type": "object",
            "description": self.about,
            "additionalProperties": False,
            "properties": {part.name: part.schema() for part in self.parts},
        }
        needed = [part.name for part in self.parts if part.required]
        found |= {"required": needed} if needed else {}
        return found | ({"anyOf": [{"required": [name]} for name in self.one_of]} if self.one_of else {})

    def read(self, given: Any, where: str, problems: list[Problem]) -> Any:
        if not isinstance(given, Mapping):
            return _wrong(problems, where, "not-an-object", "An object is expected.")
        known = {part.name for part in self.parts}
        for name in sorted(set(given) - known):
            _wrong(problems, f"{where}/{_pointer(name)}", "unknown-field", "This field is not part of the message.")
        found = {part.name: self._part(part, given, where, problems) for part in self.parts}
        if self.one_of and not any(_is_given(given.get(name)) for name in self.one_of):
            _wrong(problems, where, "nothing-given", f"At least one is needed: {', '.join(self.one_of)}.")
        return {name: value for name, value in found.items() if value is not MISSING}

    def _part(self, part: Shape, given: Mapping[str, Any], where: str, problems: list[Problem]) -> Any:
        value = given.get(part.name)
        if value is not None:
            return part.read(value, f"{where}/{part.name}", problems)
        if part.required:
            _wrong(problems, f"{where}/{part.name}", "missing", "This field is needed.")
        return MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A list of records, one to as many as the law book allows in one message (`limit`)."""

    name: str
    of: Shape
    limit: str
    default: int = 100
    about: str = ""
    required: bool = True

    @property
    def most(self) -> int:
        return int(value_or(self.limit, self.default))

    def schema(self) -> Schema:
        about = f"{self.about} How many one message may hold is set by the Fund; more are refused with 400.".strip()
        return {"type": "array", "minItems": 1, "items": self.of.schema(), "description": about}

    def read(self, given: Any, where: str, problems: list[Problem]) -> Any:
        if not isinstance(given, list) or not given:
            return _wrong(problems, where, "not-a-list", "A list with at least one entry is expected.")
        if len(given) > (most := self.most):
            return _wrong(problems, where, "too-many", f"At most {most} in one message.")
        return [self.of.read(row, f"{where}/{number}", problems) for number, row in enumerate(given)]


def _wrong(problems: list[Problem], where: str, code: str, detail: str) -> Any:
    problems.append(Problem(where or "/", code, detail))
    return MISSING


def _can_be_kept(text: str) -> bool:
    """JSON may hold half of a sign (a lone surrogate), which is no text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_given(value: Any) -> bool:
    return value not in (None, "")


def _pointer(name: Any) -> str:
    """A name of the sender's as part of a JSON pointer (RFC 6901), cut: it may be anything."""
    return str(name)[:40].replace("~", "~0").replace("/", "~1")
