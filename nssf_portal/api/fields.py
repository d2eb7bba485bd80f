"""Fields that take JSON at its word: a number is no text, a text no number, and unknown names are refused."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from nssf_portal.api.problems import Problem

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
PAGE_MOST, PAGE = 200, 50
READ_BY_READER = {"lang"}


class Text(serializers.CharField):
    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Whole(serializers.IntegerField):
    """A whole number; from an address, decimal digits only."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, (int, str)):
            self.fail("invalid")
        if isinstance(data, str) and not re.fullmatch(r"\d{1,9}", data, re.ASCII):
            self.fail("invalid")
        return super().to_internal_value(data)


class Choice(serializers.ChoiceField):
    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or data not in self.choices:
            self.fail("invalid_choice", input=str(data)[:40])
        return data


class Day(serializers.DateField):
    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or not _DATE.fullmatch(data):
            self.fail("invalid", format="YYYY-MM-DD")
        return super().to_internal_value(data)


class Moment(serializers.DateTimeField):
    """A time with its zone, in this century."""

    def to_internal_value(self, value: Any) -> datetime:
        if not isinstance(value, str) or not _MOMENT.fullmatch(value) or not "2000" <= value[:4] < "2100":
            self.fail("invalid", format="YYYY-MM-DDThh:mm:ssZ")
        return super().to_internal_value(value)


class Strict(serializers.Serializer):
    """Refuses names it does not know: a slip in a name must not pass for an answer that was left out."""

    default_error_messages = {"unknown": _("We do not know this name.")}

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping) and (unknown := sorted(set(map(str, data)) - set(self.fields))):
            words = self.error_messages["unknown"]
            raise serializers.ValidationError(
                {name: [serializers.ErrorDetail(words, code="unknown")] for name in unknown[:20]}
            )
        return super().to_internal_value(data)


class Paging(Strict):
    """What every list understands."""

    cursor = Text(required=False, max_length=64, help_text="`next_cursor` of the page before.")
    limit = Whole(required=False, min_value=1, max_value=PAGE_MOST, default=PAGE)


def read_query(kind: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    """The address's parameters, each once; faults name the parameter."""
    given = {name: values for name, values in request.query_params.lists() if name not in READ_BY_READER}
    if twice := [name for name, values in given.items() if len(values) > 1]:
        raise Problem("not_readable", errors=[_fault(name, "twice", _("Given more than once.")) for name in twice[:20]])
    form = kind(data={name: values[0] for name, values in given.items()})
    if form.is_valid():
        return form.validated_data
    faults = [_fault(name, error.code, error) for name, errors in form.errors.items() for error in errors]
    raise Problem("not_readable", errors=faults)


def _fault(name: str, code: str, words: object) -> dict[str, str]:
    return {"parameter": str(name)[:80], "code": code, "detail": str(words)}


def read_body(kind: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    """The body, or all its faults at once."""
    form = kind(data=request.data)
    form.is_valid(raise_exception=True)
    return form.validated_data
