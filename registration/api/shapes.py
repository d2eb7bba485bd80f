"""What goes in and out, field by field: nothing of a model is shown that is not named here."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from nssf_portal.api.fields import Choice, Paging, Strict, Text
from registration.enums import ApplicantPath, RosterMode, RosterState, RowState, Severity

ROW_TEXTS = (
    "family_name_km", "given_name_km", "family_name_latin", "given_name_latin", "sex", "date_of_birth", "nationality",
    "identity_kind", "identity_number", "hired_on", "wage_currency", "phone", "position", "department",
    "staff_number", "member_number",
)  # fmt: skip
_VALUE_MOST = 200


@extend_schema_field({"type": "number", "minimum": 0, "maximum": 1_000_000_000_000})
class Wage(serializers.Field):
    """A number as JSON has it."""

    default_error_messages = serializers.FloatField.default_error_messages | {
        "max_value": serializers.IntegerField.default_error_messages["max_value"]
    }

    def to_internal_value(self, data: Any) -> int | float:
        if isinstance(data, bool) or not isinstance(data, (int, float)):
            self.fail("invalid")
        if not 0 <= data <= 1_000_000_000_000:
            self.fail("max_value", max_value=1_000_000_000_000)
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class RosterRowInSerializer(Strict):
    """One person, as in a staff list: write what you have, the check says what is missing."""

    family_name_km = Text(required=False, allow_blank=True, max_length=_VALUE_MOST)
    given_name_km = Text(required=False, allow_blank=True, max_length=_VALUE_MOST)
    family_name_latin = Text(required=False, allow_blank=True, max_length=_VALUE_MOST)
    given_name_latin = Text(required=False, allow_blank=True, max_length=_VALUE_MOST)
    sex = Text(required=False, allow_blank=True, max_length=20, help_text="F or M.")
    date_of_birth = Text(required=False, allow_blank=True, max_length=40, help_text="1990-03-25.")
    nationality = Text(required=False, allow_blank=True, max_length=60)
    identity_kind = Text(
        required=False, allow_blank=True, max_length=40, help_text="Khmer ID, KIDC, Passport, Work permit ..."
    )
    identity_number = Text(required=False, allow_blank=True, max_length=40)
    hired_on = Text(required=False, allow_blank=True, max_length=40, help_text="2024-06-15.")
    wage = Wage(required=False, help_text="A month's wage.")
    wage_currency = Text(required=False, allow_blank=True, max_length=10, help_text="KHR or USD.")
    phone = Text(required=False, allow_blank=True, max_length=30)
    position = Text(required=False, allow_blank=True, max_length=_VALUE_MOST)
    department = Text(required=False, allow_blank=True, max_length=_VALUE_MOST)
    staff_number = Text(required=False, allow_blank=True, max_length=40)
    member_number = Text(required=False, allow_blank=True, max_length=20)


class RosterRequestSerializer(Strict):
    mode = Choice(choices=RosterMode.choices, help_text="new_only, or everyone who works there.")
    establishment = serializers.UUIDField(required=False, help_text="Left out: the head office.")
    rows = RosterRowInSerializer(many=True, allow_empty=False)


class RosterFileSerializer(Strict):
    mode = Choice(choices=RosterMode.choices)
    establishment = serializers.UUIDField(required=False)
    file = serializers.FileField(help_text="xlsx, xls, ods or csv, in your own layout.")


class RosterCountsSerializer(serializers.Serializer):
    rows = serializers.IntegerField()
    accepted = serializers.IntegerField()
    repair = serializers.IntegerField()
    review = serializers.IntegerField()
    already = serializers.IntegerField()
    registered = serializers.IntegerField()
    dropped = serializers.IntegerField()


class RosterSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    reference = serializers.CharField()
    mode = serializers.ChoiceField(choices=RosterMode.choices)
    state = serializers.ChoiceField(choices=RosterState.choices)
    problem = serializers.CharField(help_text="Why the file could not be read, or no_numbers, as a code; else empty.")
    received_at = serializers.DateTimeField()
    counts = RosterCountsSerializer()


class RosterPageSerializer(serializers.Serializer):
    items = RosterSerializer(many=True)
    next_cursor = serializers.CharField(allow_null=True)


class RowProblemSerializer(serializers.Serializer):
    field = serializers.CharField()
    code = serializers.CharField()
    severity = serializers.ChoiceField(choices=Severity.choices)
    message = serializers.CharField()


class RosterRowSerializer(serializers.Serializer):
    row_no = serializers.IntegerField(help_text="As a person counts in the file; rows sent as JSON begin at 2.")
    state = serializers.ChoiceField(choices=RowState.choices)
    staff_number = serializers.CharField()
    member_number = serializers.CharField(help_text="Once there is one; else empty.")
    problems = RowProblemSerializer(many=True)


class RosterRowPageSerializer(serializers.Serializer):
    items = RosterRowSerializer(many=True)
    next_cursor = serializers.CharField(allow_null=True)


class RowsQuery(Paging):
    state = Choice(choices=RowState.choices, required=False)


class StaffQuery(Paging):
    state = Choice(choices=["current", "left"], required=False, default="current")


class PlaceOfWorkSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()


class IdentitySerializer(serializers.Serializer):
    kind = serializers.CharField()
    last_four = serializers.CharField(help_text="Identity numbers are never given out whole.")


class StaffSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    member_number = serializers.CharField()
    name_km = serializers.CharField()
    name_latin = serializers.CharField()
    identity = IdentitySerializer(allow_null=True)
    staff_number = serializers.CharField()
    position = serializers.CharField()
    department = serializers.CharField()
    establishment = PlaceOfWorkSerializer()
    started_on = serializers.DateField()
    ended_on = serializers.DateField(allow_null=True)
    presence = serializers.CharField()
    wage = serializers.CharField(help_text="A decimal number as text, so that nothing is rounded.")
    wage_currency = serializers.CharField()


class StaffPageSerializer(serializers.Serializer):
    items = StaffSerializer(many=True)
    next_cursor = serializers.CharField(allow_null=True)


class EstablishmentSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name_km = serializers.CharField()
    name_latin = serializers.CharField()
    is_head_office = serializers.BooleanField()
    commune_code = serializers.CharField()
    closed_on = serializers.DateField(allow_null=True)


class EnterpriseSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    nssf_number = serializers.CharField()
    name_km = serializers.CharField()
    name_latin = serializers.CharField()
    state = serializers.CharField()
    tin = serializers.CharField()
    moc_number = serializers.CharField()
    commune_code = serializers.CharField()
    address = serializers.CharField()
    registered_on = serializers.DateField(allow_null=True)
    establishments = EstablishmentSerializer(many=True)


class FactsSerializer(Strict):
    """What the app asked already; what is missing or cannot be read is asked here."""

    family_name_km = Text(required=False, allow_blank=True, max_length=80)
    given_name_km = Text(required=False, allow_blank=True, max_length=80)
    family_name_latin = Text(required=False, allow_blank=True, max_length=80)
    given_name_latin = Text(required=False, allow_blank=True, max_length=80)
    born_on = Text(required=False, allow_blank=True, max_length=40)
    sex = Text(required=False, allow_blank=True, max_length=1)
    identity_kind = Text(required=False, allow_blank=True, max_length=20)
    identity_number = Text(required=False, allow_blank=True, max_length=40)
    commune_code = Text(required=False, allow_blank=True, max_length=6)


class StrictBoolean(serializers.BooleanField):
    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=str(data)[:20])
        return data


class ApplicationRequestSerializer(Strict):
    external_id = serializers.RegexField(r"^[A-Za-z0-9._-]{1,64}$", help_text="Your own name for it.")
    path = Choice(choices=ApplicantPath.choices)
    phone = Text(max_length=30)
    language = Choice(choices=["km", "en"], required=False, default="km")
    facts = FactsSerializer(required=False)
    consent = serializers.DictField(child=StrictBoolean(), required=False)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and not isinstance(data.get("external_id", ""), str):
            raise serializers.ValidationError({"external_id": [self.fields["external_id"].error_messages["invalid"]]})
        return super().to_internal_value(data)


class BegunSerializer(serializers.Serializer):
    reference = serializers.CharField()
    continue_url = serializers.CharField(help_text="The person goes on there, with phone number and a code by SMS.")
    already = serializers.BooleanField(help_text="It had begun before; nothing was made now.")
    not_taken = serializers.ListField(child=serializers.CharField(), help_text="Facts that are asked once more.")


class ApplicationStatusSerializer(serializers.Serializer):
    reference = serializers.CharField()
    state = serializers.CharField()
    title = serializers.CharField()
    sentence = serializers.CharField()
    waits_for = serializers.CharField()
    until = serializers.DateField(allow_null=True)
    asked = serializers.ListField(child=serializers.CharField())
    continue_url = serializers.CharField()


class ChangesQuery(Paging):
    pass


class ChangesSerializer(serializers.Serializer):
    items = serializers.ListField(child=serializers.DictField())
    next_cursor = serializers.CharField()
    more = serializers.BooleanField()


class TakeRequestSerializer(Strict):
    sequence = serializers.IntegerField(min_value=1, max_value=2_000_000_000)
    rows = serializers.ListField(child=serializers.DictField(), min_length=1)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and (not isinstance(data.get("sequence", 1), int) or data.get("sequence") is True):
            raise serializers.ValidationError({"sequence": [self.fields["sequence"].error_messages["invalid"]]})
        return super().to_internal_value(data)


class TakenProblemSerializer(serializers.Serializer):
    row = serializers.IntegerField()
    kind = serializers.CharField()
    field = serializers.CharField()
    code = serializers.CharField()
    severity = serializers.CharField()
    message = serializers.CharField()


class TakenSerializer(serializers.Serializer):
    sequence = serializers.IntegerField()
    already = serializers.BooleanField()
    rows = serializers.IntegerField()
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    refused = serializers.IntegerField()
    problems = TakenProblemSerializer(many=True)
