"""What goes in and out, field by field."""

import re
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from compliance.enums import DeclarationKind, Filing, Paying
from nssf_portal.api.fields import Choice, Day, Strict, Text
from registration.api.shapes import Wage
from registration.enums import Currency, Severity

PAYMENTS_MOST = 5_000
_RIEL = 1_000_000_000_000


_MONTH = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"


@extend_schema_field({"type": "string", "pattern": _MONTH})
class Month(serializers.Field):
    """A month as 2026-09."""

    default_error_messages = {"no_month": _("Write the month as 2026-09.")}

    def to_internal_value(self, data: Any) -> date:
        if not isinstance(data, str) or not re.fullmatch(_MONTH, data):
            self.fail("no_month")
        return date.fromisoformat(f"{data}-01")

    def to_representation(self, value: date) -> str:
        return f"{value:%Y-%m}"


class Riel(serializers.IntegerField):
    """A whole number as JSON has it."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return super().to_internal_value(data)


class DeclaredWageSerializer(Strict):
    """Another wage for this month only; everybody else's is the staff list's."""

    member_number = Text(max_length=20)
    wage = Wage()
    wage_currency = Choice(choices=Currency.choices)


class DeclarationRequestSerializer(Strict):
    month = Month(help_text="2026-09.")
    kind = Choice(choices=DeclarationKind.choices)
    wages = DeclaredWageSerializer(many=True, required=False)


class DeclarationSerializer(serializers.Serializer):
    reference = serializers.CharField()
    month = serializers.CharField(help_text="2026-09.")
    kind = serializers.ChoiceField(choices=DeclarationKind.choices)
    due_on = serializers.DateField()
    filed_at = serializers.DateTimeField()
    workers = serializers.IntegerField()
    wages = serializers.IntegerField(help_text="Riel.")
    occupational_risk = serializers.IntegerField(allow_null=True, help_text="Riel; null: not computed.")
    health_care = serializers.IntegerField(allow_null=True)
    pension_employer = serializers.IntegerField(allow_null=True)
    pension_worker = serializers.IntegerField(allow_null=True)
    confirmed = serializers.BooleanField(help_text="Whether every rule that was used is confirmed.")


class MonthSerializer(serializers.Serializer):
    month = serializers.CharField(help_text="2026-09.")
    due_on = serializers.DateField()
    pay_by = serializers.DateField()
    filing = serializers.ChoiceField(choices=Filing.choices)
    paying = serializers.ChoiceField(choices=Paying.choices)
    paid = serializers.IntegerField(help_text="Riel.")
    amount = serializers.IntegerField(allow_null=True, help_text="Riel due; null: not known.")
    declaration = DeclarationSerializer(allow_null=True)


class MonthsSerializer(serializers.Serializer):
    items = MonthSerializer(many=True)


class PaymentInSerializer(Strict):
    nssf_number = Text(max_length=20)
    month = Month(required=False, help_text="2026-09; not with fine_reference.")
    fine_reference = Text(required=False, max_length=20, help_text="The number of a fine.")
    amount = Riel(
        min_value=-_RIEL, max_value=_RIEL, help_text="Whole riel; negative: a reversal under a reference of its own."
    )
    paid_on = Day()
    reference = Text(max_length=60, help_text="Of the receipt; taken once.")


class PaymentsRequestSerializer(Strict):
    payments = PaymentInSerializer(many=True, allow_empty=False, max_length=PAYMENTS_MOST)


class PaymentProblemSerializer(serializers.Serializer):
    row = serializers.IntegerField(help_text="The first payment is 1.")
    field = serializers.CharField()
    code = serializers.CharField()
    severity = serializers.ChoiceField(choices=Severity.choices)


class PaymentsSerializer(serializers.Serializer):
    rows = serializers.IntegerField()
    created = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    refused = serializers.IntegerField()
    problems = PaymentProblemSerializer(many=True)
