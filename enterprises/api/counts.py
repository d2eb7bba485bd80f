"""Counts of units by province for partners: figures of the night, never a person, never a small cell."""

from typing import Any

from django.db.models import Max, Sum
from django.db.models.functions import Left
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.models import UnitFigure
from nssf_portal.api.base import ApiView
from nssf_portal.api.fields import Strict, Text, read_query
from nssf_portal.law.book import value_or

_FIGURES = ("registered", "matched", "possible", "missing")


class CountsQuery(Strict):
    province = Text(required=False, max_length=2, help_text="Its code of two digits; left out: all.")


class CountSerializer(serializers.Serializer):
    province = serializers.CharField(help_text="Its code; empty where nobody has said the place.")
    registered = serializers.IntegerField(allow_null=True, help_text="null: too few to be told.")
    matched = serializers.IntegerField(allow_null=True)
    possible = serializers.IntegerField(allow_null=True)
    missing = serializers.IntegerField(allow_null=True)


class CountsSerializer(serializers.Serializer):
    as_of = serializers.DateField(allow_null=True)
    smallest = serializers.IntegerField(help_text="Counts below this are not told.")
    items = CountSerializer(many=True)


class CountsView(ApiView):
    scopes = {"GET": "counts.read"}

    @extend_schema(
        operation_id="counts_read", summary="Units by province: registered, matched, possible, missing",
        tags=["counts"], parameters=[CountsQuery], responses=CountsSerializer,
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        query = read_query(CountsQuery, request)
        day = UnitFigure.objects.aggregate(last=Max("day"))["last"]
        least = int(value_or("api.counts.smallest", 5))
        found = UnitFigure.objects.filter(day=day, source=None)
        if province := query.get("province"):
            found = found.filter(place_code__startswith=province)
        rows = found.annotate(province=Left("place_code", 2)).values("province").order_by("province")
        summed = rows.annotate(**{f"sum_{name}": Sum(name) for name in _FIGURES})
        return Response({"as_of": day, "smallest": least, "items": [_cell(row, least) for row in summed]})


def _cell(row: dict[str, Any], least: int) -> dict[str, Any]:
    told = {name: row[f"sum_{name}"] for name in _FIGURES}
    shown = {name: None if 0 < number < least else number for name, number in told.items()}
    return {"province": row["province"], **shown}
