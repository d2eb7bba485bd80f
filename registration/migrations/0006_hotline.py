import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import nssf_portal.audit.migrations_ops as ops
import nssf_portal.ids


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_contact_codes"),
        ("enterprises", "0002_document_kinds"),
        ("registration", "0005_name_sounds"),
        ("work", "0001_initial"),
    ]

    operations = [
        ops.InOneGo(
            [
                migrations.CreateModel(
                    name="Call",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nssf_portal.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("submission_id", models.UUIDField(editable=False, unique=True)),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("web", "web form"),
                                    ("roster", "roster"),
                                    ("api", "programme"),
                                    ("counter", "counter"),
                                    ("mobile_unit", "mobile unit"),
                                    ("on_site", "on-site day"),
                                    ("hotline", "hotline"),
                                    ("bank_agent", "bank agent"),
                                    ("one_window", "one-window office"),
                                    ("exchange", "data exchange"),
                                    ("inspection", "inspection"),
                                    ("core", "NSSF's core system"),
                                ],
                                default="hotline",
                                max_length=12,
                            ),
                        ),
                        (
                            "facts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("born_on", "Date of birth"),
                                        ("last_four", "Last four signs of the identity number"),
                                        ("phone_end", "Last four digits of the phone number given to us"),
                                        ("commune", "Commune where the person lives"),
                                    ],
                                    max_length=12,
                                ),
                                default=list,
                                size=None,
                            ),
                        ),
                        ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("verified_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "call",
                        "verbose_name_plural": "calls",
                        "ordering": ["-started_at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="CallAttempt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject_id", models.UUIDField()),
                        ("right", models.BooleanField()),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "verbose_name": "attempt to show who one is",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="CallBack",
                    fields=[
                        ("contact_cipher", models.BinaryField(null=True)),
                        ("contact_last4", models.CharField(blank=True, max_length=4)),
                        ("contact_key", models.PositiveSmallIntegerField(null=True)),
                        (
                            "id",
                            models.UUIDField(
                                default=nssf_portal.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("submission_id", models.UUIDField(editable=False, unique=True)),
                        (
                            "topic",
                            models.CharField(
                                choices=[
                                    ("register", "Registering myself or my family"),
                                    ("status", "My application"),
                                    ("employer", "My employer has not registered me"),
                                    ("card", "My card or my number"),
                                    ("other", "Something else"),
                                ],
                                max_length=10,
                                verbose_name="topic",
                            ),
                        ),
                        (
                            "best_time",
                            models.CharField(
                                choices=[
                                    ("any", "Any time of the day"),
                                    ("morning", "In the morning"),
                                    ("noon", "At noon"),
                                    ("evening", "In the evening"),
                                ],
                                default="any",
                                max_length=8,
                                verbose_name="time",
                            ),
                        ),
                        ("language", models.CharField(default="km", max_length=2)),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("web", "web form"),
                                    ("roster", "roster"),
                                    ("api", "programme"),
                                    ("counter", "counter"),
                                    ("mobile_unit", "mobile unit"),
                                    ("on_site", "on-site day"),
                                    ("hotline", "hotline"),
                                    ("bank_agent", "bank agent"),
                                    ("one_window", "one-window office"),
                                    ("exchange", "data exchange"),
                                    ("inspection", "inspection"),
                                    ("core", "NSSF's core system"),
                                ],
                                default="web",
                                max_length=12,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "waits for our call"),
                                    ("done", "called"),
                                    ("not_reached", "not reached"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="waiting",
                                max_length=12,
                            ),
                        ),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("last_tried_at", models.DateTimeField(blank=True, null=True)),
                        ("note", models.CharField(blank=True, max_length=500)),
                    ],
                    options={
                        "verbose_name": "call-back",
                        "verbose_name_plural": "call-backs",
                        "ordering": ["asked_at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="CallBackEvent",
                    fields=[
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                        (
                            "pgh_txid",
                            models.BigIntegerField(
                                db_default=django.db.models.functions.comparison.Cast(
                                    django.db.models.functions.comparison.Cast(
                                        models.Func(function="pg_current_xact_id"), models.TextField()
                                    ),
                                    output_field=models.BigIntegerField(),
                                )
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("contact_last4", models.CharField(blank=True, max_length=4)),
                        ("contact_key", models.PositiveSmallIntegerField(null=True)),
                        ("id", models.UUIDField(default=nssf_portal.ids.uuid7, editable=False, serialize=False)),
                        ("submission_id", models.UUIDField(editable=False)),
                        (
                            "topic",
                            models.CharField(
                                choices=[
                                    ("register", "Registering myself or my family"),
                                    ("status", "My application"),
                                    ("employer", "My employer has not registered me"),
                                    ("card", "My card or my number"),
                                    ("other", "Something else"),
                                ],
                                max_length=10,
                                verbose_name="topic",
                            ),
                        ),
                        (
                            "best_time",
                            models.CharField(
                                choices=[
                                    ("any", "Any time of the day"),
                                    ("morning", "In the morning"),
                                    ("noon", "At noon"),
                                    ("evening", "In the evening"),
                                ],
                                default="any",
                                max_length=8,
                                verbose_name="time",
                            ),
                        ),
                        ("language", models.CharField(default="km", max_length=2)),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("web", "web form"),
                                    ("roster", "roster"),
                                    ("api", "programme"),
                                    ("counter", "counter"),
                                    ("mobile_unit", "mobile unit"),
                                    ("on_site", "on-site day"),
                                    ("hotline", "hotline"),
                                    ("bank_agent", "bank agent"),
                                    ("one_window", "one-window office"),
                                    ("exchange", "data exchange"),
                                    ("inspection", "inspection"),
                                    ("core", "NSSF's core system"),
                                ],
                                default="web",
                                max_length=12,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "waits for our call"),
                                    ("done", "called"),
                                    ("not_reached", "not reached"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="waiting",
                                max_length=12,
                            ),
                        ),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("last_tried_at", models.DateTimeField(blank=True, null=True)),
                        ("note", models.CharField(blank=True, max_length=500)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CallEvent",
                    fields=[
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                        (
                            "pgh_txid",
                            models.BigIntegerField(
                                db_default=django.db.models.functions.comparison.Cast(
                                    django.db.models.functions.comparison.Cast(
                                        models.Func(function="pg_current_xact_id"), models.TextField()
                                    ),
                                    output_field=models.BigIntegerField(),
                                )
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.UUIDField(default=nssf_portal.ids.uuid7, editable=False, serialize=False)),
                        ("submission_id", models.UUIDField(editable=False)),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("web", "web form"),
                                    ("roster", "roster"),
                                    ("api", "programme"),
                                    ("counter", "counter"),
                                    ("mobile_unit", "mobile unit"),
                                    ("on_site", "on-site day"),
                                    ("hotline", "hotline"),
                                    ("bank_agent", "bank agent"),
                                    ("one_window", "one-window office"),
                                    ("exchange", "data exchange"),
                                    ("inspection", "inspection"),
                                    ("core", "NSSF's core system"),
                                ],
                                default="hotline",
                                max_length=12,
                            ),
                        ),
                        (
                            "facts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("born_on", "Date of birth"),
                                        ("last_four", "Last four signs of the identity number"),
                                        ("phone_end", "Last four digits of the phone number given to us"),
                                        ("commune", "Commune where the person lives"),
                                    ],
                                    max_length=12,
                                ),
                                default=list,
                                size=None,
                            ),
                        ),
                        ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("verified_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Complaint",
                    fields=[
                        ("contact_cipher", models.BinaryField(null=True)),
                        ("contact_last4", models.CharField(blank=True, max_length=4)),
                        ("contact_key", models.PositiveSmallIntegerField(null=True)),
                        (
                            "id",
                            models.UUIDField(
                                default=nssf_portal.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("reference", models.CharField(max_length=20, unique=True, verbose_name="reference")),
                        ("submission_id", models.UUIDField(editable=False, unique=True)),
                        ("code_digest", models.UUIDField()),
                        (
                            "about",
                            models.CharField(
                                choices=[
                                    ("delay", "It takes too long"),
                                    ("money", "Somebody asked for money"),
                                    ("data", "My data are wrong"),
                                    ("conduct", "Somebody was rude or unfair"),
                                    ("other", "Something else"),
                                ],
                                max_length=10,
                                verbose_name="about",
                            ),
                        ),
                        (
                            "person_typed",
                            models.CharField(blank=True, max_length=200, verbose_name="person complained of"),
                        ),
                        ("text", models.CharField(max_length=2000, verbose_name="what happened")),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("web", "web form"),
                                    ("roster", "roster"),
                                    ("api", "programme"),
                                    ("counter", "counter"),
                                    ("mobile_unit", "mobile unit"),
                                    ("on_site", "on-site day"),
                                    ("hotline", "hotline"),
                                    ("bank_agent", "bank agent"),
                                    ("one_window", "one-window office"),
                                    ("exchange", "data exchange"),
                                    ("inspection", "inspection"),
                                    ("core", "NSSF's core system"),
                                ],
                                default="web",
                                max_length=12,
                            ),
                        ),
                        ("language", models.CharField(default="km", max_length=2)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("received", "received"),
                                    ("looking", "somebody looks into it"),
                                    ("answered", "answered"),
                                    ("closed", "closed"),
                                ],
                                default="received",
                                max_length=10,
                            ),
                        ),
                        ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("due_on", models.DateField()),
                        ("answer", models.CharField(blank=True, max_length=2000, verbose_name="answer")),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "complaint",
                        "verbose_name_plural": "complaints",
                        "ordering": ["due_on", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="ComplaintEvent",
                    fields=[
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                        (
                            "pgh_txid",
                            models.BigIntegerField(
                                db_default=django.db.models.functions.comparison.Cast(
                                    django.db.models.functions.comparison.Cast(
                                        models.Func(function="pg_current_xact_id"), models.TextField()
                                    ),
                                    output_field=models.BigIntegerField(),
                                )
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("contact_last4", models.CharField(blank=True, max_length=4)),
                        ("contact_key", models.PositiveSmallIntegerField(null=True)),
                        ("id", models.UUIDField(default=nssf_portal.ids.uuid7, editable=False, serialize=False)),
                        ("reference", models.CharField(max_length=20, verbose_name="reference")),
                        ("submission_id", models.UUIDField(editable=False)),
                        (
                            "about",
                            models.CharField(
                                choices=[
                                    ("delay", "It takes too long"),
                                    ("money", "Somebody asked for money"),
                                    ("data", "My data are wrong"),
                                    ("conduct", "Somebody was rude or unfair"),
                                    ("other", "Something else"),
                                ],
                                max_length=10,
                                verbose_name="about",
                            ),
                        ),
                        (
                            "person_typed",
                            models.CharField(blank=True, max_length=200, verbose_name="person complained of"),
                        ),
                        ("text", models.CharField(max_length=2000, verbose_name="what happened")),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("web", "web form"),
                                    ("roster", "roster"),
                                    ("api", "programme"),
                                    ("counter", "counter"),
                                    ("mobile_unit", "mobile unit"),
                                    ("on_site", "on-site day"),
                                    ("hotline", "hotline"),
                                    ("bank_agent", "bank agent"),
                                    ("one_window", "one-window office"),
                                    ("exchange", "data exchange"),
                                    ("inspection", "inspection"),
                                    ("core", "NSSF's core system"),
                                ],
                                default="web",
                                max_length=12,
                            ),
                        ),
                        ("language", models.CharField(default="km", max_length=2)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("received", "received"),
                                    ("looking", "somebody looks into it"),
                                    ("answered", "answered"),
                                    ("closed", "closed"),
                                ],
                                default="received",
                                max_length=10,
                            ),
                        ),
                        ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("due_on", models.DateField()),
                        ("answer", models.CharField(blank=True, max_length=2000, verbose_name="answer")),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Review",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nssf_portal.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("reference", models.CharField(max_length=20, unique=True, verbose_name="reference")),
                        ("submission_id", models.UUIDField(editable=False, unique=True)),
                        (
                            "subject_kind",
                            models.CharField(
                                choices=[
                                    ("application", "Refusal of an application"),
                                    ("merge", "Merge of two records"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("subject_id", models.UUIDField()),
                        ("statement", models.CharField(max_length=2000, verbose_name="why you do not agree")),
                        ("language", models.CharField(default="km", max_length=2)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "another person looks at it"),
                                    ("upheld", "the decision stands"),
                                    ("changed", "the decision is changed"),
                                ],
                                default="asked",
                                max_length=8,
                            ),
                        ),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("due_on", models.DateField()),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("answer", models.CharField(blank=True, max_length=1000, verbose_name="answer")),
                    ],
                    options={
                        "verbose_name": "review",
                        "verbose_name_plural": "reviews",
                        "ordering": ["due_on", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewEvent",
                    fields=[
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                        (
                            "pgh_txid",
                            models.BigIntegerField(
                                db_default=django.db.models.functions.comparison.Cast(
                                    django.db.models.functions.comparison.Cast(
                                        models.Func(function="pg_current_xact_id"), models.TextField()
                                    ),
                                    output_field=models.BigIntegerField(),
                                )
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.UUIDField(default=nssf_portal.ids.uuid7, editable=False, serialize=False)),
                        ("reference", models.CharField(max_length=20, verbose_name="reference")),
                        ("submission_id", models.UUIDField(editable=False)),
                        (
                            "subject_kind",
                            models.CharField(
                                choices=[
                                    ("application", "Refusal of an application"),
                                    ("merge", "Merge of two records"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("subject_id", models.UUIDField()),
                        ("statement", models.CharField(max_length=2000, verbose_name="why you do not agree")),
                        ("language", models.CharField(default="km", max_length=2)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "another person looks at it"),
                                    ("upheld", "the decision stands"),
                                    ("changed", "the decision is changed"),
                                ],
                                default="asked",
                                max_length=8,
                            ),
                        ),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("due_on", models.DateField()),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("answer", models.CharField(blank=True, max_length=1000, verbose_name="answer")),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Tip",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nssf_portal.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("reference", models.CharField(max_length=20, unique=True, verbose_name="reference")),
                        ("submission_id", models.UUIDField(editable=False, unique=True)),
                        ("enterprise_typed", models.CharField(blank=True, max_length=250, verbose_name="enterprise")),
                        ("where", models.CharField(blank=True, max_length=250, verbose_name="where")),
                        ("place_code", models.CharField(blank=True, max_length=6)),
                        (
                            "about",
                            models.CharField(
                                choices=[
                                    ("not_registered", "Staff are not registered"),
                                    ("fewer_staff", "Fewer staff are declared than work there"),
                                    ("lower_wage", "Lower wages are declared than are paid"),
                                    ("not_paid", "Contributions are kept back from the wage and not paid"),
                                    ("pressure", "Staff are threatened or told not to register"),
                                    ("other", "Something else"),
                                ],
                                max_length=16,
                                verbose_name="what",
                            ),
                        ),
                        ("text", models.CharField(blank=True, max_length=2000, verbose_name="what happened")),
                        ("seen", models.CharField(blank=True, max_length=120, verbose_name="when seen")),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("web", "web form"),
                                    ("roster", "roster"),
                                    ("api", "programme"),
                                    ("counter", "counter"),
                                    ("mobile_unit", "mobile unit"),
                                    ("on_site", "on-site day"),
                                    ("hotline", "hotline"),
                                    ("bank_agent", "bank agent"),
                                    ("one_window", "one-window office"),
                                    ("exchange", "data exchange"),
                                    ("inspection", "inspection"),
                                    ("core", "NSSF's core system"),
                                ],
                                default="web",
                                max_length=12,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("received", "received"),
                                    ("looking", "an inspector looks into it"),
                                    ("closed", "closed"),
                                ],
                                default="received",
                                max_length=10,
                            ),
                        ),
                        ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("due_on", models.DateField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("outcome", models.CharField(blank=True, max_length=1000, verbose_name="what came of it")),
                    ],
                    options={
                        "verbose_name": "tip",
                        "verbose_name_plural": "tips",
                        "ordering": ["-received_at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="TipEvent",
                    fields=[
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                        (
                            "pgh_txid",
                            models.BigIntegerField(
                                db_default=django.db.models.functions.comparison.Cast(
                                    django.db.models.functions.comparison.Cast(
                                        models.Func(function="pg_current_xact_id"), models.TextField()
                                    ),
                                    output_field=models.BigIntegerField(),
                                )
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.UUIDField(default=nssf_portal.ids.uuid7, editable=False, serialize=False)),
                        ("reference", models.CharField(max_length=20, verbose_name="reference")),
                        ("submission_id", models.UUIDField(editable=False)),
                        ("enterprise_typed", models.CharField(blank=True, max_length=250, verbose_name="enterprise")),
                        ("where", models.CharField(blank=True, max_length=250, verbose_name="where")),
                        ("place_code", models.CharField(blank=True, max_length=6)),
                        (
                            "about",
                            models.CharField(
                                choices=[
                                    ("not_registered", "Staff are not registered"),
                                    ("fewer_staff", "Fewer staff are declared than work there"),
                                    ("lower_wage", "Lower wages are declared than are paid"),
                                    ("not_paid", "Contributions are kept back from the wage and not paid"),
                                    ("pressure", "Staff are threatened or told not to register"),
                                    ("other", "Something else"),
                                ],
                                max_length=16,
                                verbose_name="what",
                            ),
                        ),
                        ("text", models.CharField(blank=True, max_length=2000, verbose_name="what happened")),
                        ("seen", models.CharField(blank=True, max_length=120, verbose_name="when seen")),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("web", "web form"),
                                    ("roster", "roster"),
                                    ("api", "programme"),
                                    ("counter", "counter"),
                                    ("mobile_unit", "mobile unit"),
                                    ("on_site", "on-site day"),
                                    ("hotline", "hotline"),
                                    ("bank_agent", "bank agent"),
                                    ("one_window", "one-window office"),
                                    ("exchange", "data exchange"),
                                    ("inspection", "inspection"),
                                    ("core", "NSSF's core system"),
                                ],
                                default="web",
                                max_length=12,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("received", "received"),
                                    ("looking", "an inspector looks into it"),
                                    ("closed", "closed"),
                                ],
                                default="received",
                                max_length=10,
                            ),
                        ),
                        ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("due_on", models.DateField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("outcome", models.CharField(blank=True, max_length=1000, verbose_name="what came of it")),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TipSource",
                    fields=[
                        ("contact_cipher", models.BinaryField(null=True)),
                        ("contact_last4", models.CharField(blank=True, max_length=4)),
                        ("contact_key", models.PositiveSmallIntegerField(null=True)),
                        (
                            "id",
                            models.UUIDField(
                                default=nssf_portal.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "verbose_name": "source of a tip",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="TipSourceEvent",
                    fields=[
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                        (
                            "pgh_txid",
                            models.BigIntegerField(
                                db_default=django.db.models.functions.comparison.Cast(
                                    django.db.models.functions.comparison.Cast(
                                        models.Func(function="pg_current_xact_id"), models.TextField()
                                    ),
                                    output_field=models.BigIntegerField(),
                                )
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("contact_last4", models.CharField(blank=True, max_length=4)),
                        ("contact_key", models.PositiveSmallIntegerField(null=True)),
                        ("id", models.UUIDField(default=nssf_portal.ids.uuid7, editable=False, serialize=False)),
                        ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddField(
                    model_name="call",
                    name="agent",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                migrations.AddField(
                    model_name="call",
                    name="application",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="registration.application",
                    ),
                ),
                migrations.AddField(
                    model_name="call",
                    name="member",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="registration.member",
                    ),
                ),
                migrations.AddField(
                    model_name="callattempt",
                    name="call",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="attempts", to="registration.call"
                    ),
                ),
                migrations.AddField(
                    model_name="callback",
                    name="opened_by",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="callback",
                    name="work_item",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="work.workitem"
                    ),
                ),
                migrations.AddField(
                    model_name="callbackevent",
                    name="opened_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="callbackevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registration.callback",
                    ),
                ),
                migrations.AddField(
                    model_name="callbackevent",
                    name="work_item",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="work.workitem",
                    ),
                ),
                migrations.AddField(
                    model_name="callevent",
                    name="agent",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="callevent",
                    name="application",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="registration.application",
                    ),
                ),
                migrations.AddField(
                    model_name="callevent",
                    name="member",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="registration.member",
                    ),
                ),
                migrations.AddField(
                    model_name="callevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registration.call",
                    ),
                ),
                migrations.AddField(
                    model_name="complaint",
                    name="answered_by",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="complaint",
                    name="handled_by",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="complaint",
                    name="office",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
                migrations.AddField(
                    model_name="complaint",
                    name="person",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="complaint",
                    name="taken_by",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="complaintevent",
                    name="answered_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="complaintevent",
                    name="handled_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="complaintevent",
                    name="office",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.office",
                    ),
                ),
                migrations.AddField(
                    model_name="complaintevent",
                    name="person",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="complaintevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registration.complaint",
                    ),
                ),
                migrations.AddField(
                    model_name="complaintevent",
                    name="taken_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="review",
                    name="decided_by",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="review",
                    name="first_by",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="review",
                    name="second_by",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="review",
                    name="work_item",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="work.workitem"
                    ),
                ),
                migrations.AddField(
                    model_name="reviewevent",
                    name="decided_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="reviewevent",
                    name="first_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="reviewevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registration.review",
                    ),
                ),
                migrations.AddField(
                    model_name="reviewevent",
                    name="second_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="reviewevent",
                    name="work_item",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="work.workitem",
                    ),
                ),
                migrations.AddField(
                    model_name="tip",
                    name="enterprise",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="enterprises.enterprise",
                    ),
                ),
                migrations.AddField(
                    model_name="tip",
                    name="looked_at_by",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="tip",
                    name="taken_by",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="tipevent",
                    name="enterprise",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="enterprises.enterprise",
                    ),
                ),
                migrations.AddField(
                    model_name="tipevent",
                    name="looked_at_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="tipevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registration.tip",
                    ),
                ),
                migrations.AddField(
                    model_name="tipevent",
                    name="taken_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="tipsource",
                    name="tip",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="source", to="registration.tip"
                    ),
                ),
                migrations.AddField(
                    model_name="tipsourceevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registration.tipsource",
                    ),
                ),
                migrations.AddField(
                    model_name="tipsourceevent",
                    name="tip",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="registration.tip",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="call",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("application__isnull", False), ("member__isnull", True)),
                            models.Q(("application__isnull", True), ("member__isnull", False)),
                            _connector="OR",
                        ),
                        name="call_about_one_record",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="call",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "registration_callevent" ("agent_id", "application_id", "channel", "ended_at", "facts", "id", "member_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "started_at", "submission_id", "verified_at") SELECT new_values."agent_id", new_values."application_id", new_values."channel", new_values."ended_at", new_values."facts", new_values."id", new_values."member_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."started_at", new_values."submission_id", new_values."verified_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values; RETURN NULL;',
                            hash="0e816c00dc12a01dcf9037436b6b88fb19215d09",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_8bcd5",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="registration_call",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="call",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='PERFORM set_config(\'enable_nestloop\', \'off\', true); INSERT INTO "registration_callevent" ("agent_id", "application_id", "channel", "ended_at", "facts", "id", "member_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "started_at", "submission_id", "verified_at") SELECT new_values."agent_id", new_values."application_id", new_values."channel", new_values."ended_at", new_values."facts", new_values."id", new_values."member_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."started_at", new_values."submission_id", new_values."verified_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values; PERFORM set_config(\'enable_nestloop\', \'on\', true); RETURN NULL;',
                            hash="b54a503e8201e68c5b71c8f6f934012d69c68b08",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0d353",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="registration_call",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="call",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "registration_callevent" ("agent_id", "application_id", "channel", "ended_at", "facts", "id", "member_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "started_at", "submission_id", "verified_at") SELECT old_values."agent_id", old_values."application_id", old_values."channel", old_values."ended_at", old_values."facts", old_values."id", old_values."member_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."started_at", old_values."submission_id", old_values."verified_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values; RETURN NULL;',
                            hash="46bf2cd15f3045dcb1b0c6dc544f5c681be8c94e",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_22074",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="registration_call",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="callattempt",
                    index=models.Index(
                        condition=models.Q(("right", False)), fields=["subject_id", "at"], name="call_attempt_of"
                    ),
                ),
                migrations.AddIndex(
                    model_name="callback",
                    index=models.Index(
                        condition=models.Q(("state", "waiting")), fields=["asked_at", "id"], name="callback_waiting"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="callback",
                    trigger=pgtrigger.compiler.Trigger(
                        name="guard_state",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF EXISTS (\n    SELECT FROM (\n        SELECT id, state AS was, NULL AS becomes FROM old_rows UNION ALL SELECT id, NULL, state FROM new_rows\n    ) moved\n    GROUP BY id\n    HAVING max(was) <> max(becomes) AND (max(was), max(becomes)) NOT IN (('waiting', 'cancelled'), ('waiting', 'done'), ('waiting', 'not_reached'))\n) THEN\n    RAISE EXCEPTION 'this change of state on % is not in the transition table', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NULL;\n",
                            hash="8805de6ab7e7fc4f3a192827d1508ec5736948eb",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_guard_state_1523e",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="registration_callback",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="callback",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "registration_callbackevent" ("asked_at", "attempts", "best_time", "channel", "contact_key", "contact_last4", "id", "language", "last_tried_at", "note", "opened_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "submission_id", "topic", "work_item_id") SELECT new_values."asked_at", new_values."attempts", new_values."best_time", new_values."channel", new_values."contact_key", new_values."contact_last4", new_values."id", new_values."language", new_values."last_tried_at", new_values."note", new_values."opened_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."state", new_values."submission_id", new_values."topic", new_values."work_item_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values; RETURN NULL;',
                            hash="c3edc6ed292acdac181146bd262e9810baebffe2",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_81982",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="registration_callback",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="callback",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='PERFORM set_config(\'enable_nestloop\', \'off\', true); INSERT INTO "registration_callbackevent" ("asked_at", "attempts", "best_time", "channel", "contact_key", "contact_last4", "id", "language", "last_tried_at", "note", "opened_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "submission_id", "topic", "work_item_id") SELECT new_values."asked_at", new_values."attempts", new_values."best_time", new_values."channel", new_values."contact_key", new_values."contact_last4", new_values."id", new_values."language", new_values."last_tried_at", new_values."note", new_values."opened_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."state", new_values."submission_id", new_values."topic", new_values."work_item_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."asked_at" IS DISTINCT FROM (new_values."asked_at") OR old_values."attempts" IS DISTINCT FROM (new_values."attempts") OR old_values."best_time" IS DISTINCT FROM (new_values."best_time") OR old_values."channel" IS DISTINCT FROM (new_values."channel") OR old_values."contact_key" IS DISTINCT FROM (new_values."contact_key") OR old_values."contact_last4" IS DISTINCT FROM (new_values."contact_last4") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."language" IS DISTINCT FROM (new_values."language") OR old_values."last_tried_at" IS DISTINCT FROM (new_values."last_tried_at") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."opened_by_id" IS DISTINCT FROM (new_values."opened_by_id") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."submission_id" IS DISTINCT FROM (new_values."submission_id") OR old_values."topic" IS DISTINCT FROM (new_values."topic") OR old_values."work_item_id" IS DISTINCT FROM (new_values."work_item_id")) ) AS new_values; PERFORM set_config(\'enable_nestloop\', \'on\', true); RETURN NULL;',
                            hash="90698e8f98cba528d58c88c16bc20a801b0c8d67",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a2431",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="registration_callback",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="callback",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "registration_callbackevent" ("asked_at", "attempts", "best_time", "channel", "contact_key", "contact_last4", "id", "language", "last_tried_at", "note", "opened_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "submission_id", "topic", "work_item_id") SELECT old_values."asked_at", old_values."attempts", old_values."best_time", old_values."channel", old_values."contact_key", old_values."contact_last4", old_values."id", old_values."language", old_values."last_tried_at", old_values."note", old_values."opened_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."state", old_values."submission_id", old_values."topic", old_values."work_item_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values; RETURN NULL;',
                            hash="3be04b09d7f574af4bde76624d996d6095c7a9fb",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_72136",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="registration_callback",
                            when="AFTER",
                        ),
                    ),
                ),
                ops.PartitionByMonth(table="registration_callbackevent", indexes=("pgh_obj_id, pgh_id",)),
                pgtrigger.migrations.AddTrigger(
                    model_name="callbackevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="3360051df122fbdeab848b74219e0f6872d86f0e",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b5323",
                            table="registration_callbackevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                ops.PartitionByMonth(table="registration_callevent", indexes=("pgh_obj_id, pgh_id",)),
                pgtrigger.migrations.AddTrigger(
                    model_name="callevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="03a52d255bab781bfc5d5e5f727fe4851a8a5864",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_9a64b",
                            table="registration_callevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="complaint",
                    index=models.Index(fields=["received_at", "about"], name="complaint_of_month"),
                ),
                migrations.AddConstraint(
                    model_name="complaint",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="complaint_answered_by_and_at",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="complaint",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("looking", "answered", "closed")), _negated=True),
                            ("handled_by__isnull", False),
                            _connector="OR",
                        ),
                        name="complaint_handled_by",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="complaint",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("answered", "closed")), _negated=True),
                            ("answered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="complaint_answered_at",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="complaint",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("closed",)), _negated=True),
                            ("closed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="complaint_closed_at",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="complaint",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", True),
                            ("answered_by__isnull", True),
                            models.Q(("answered_by", models.F("person")), _negated=True),
                            _connector="OR",
                        ),
                        name="complaint_answered_by_another",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="complaint",
                    trigger=pgtrigger.compiler.Trigger(
                        name="guard_state",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF EXISTS (\n    SELECT FROM (\n        SELECT id, state AS was, NULL AS becomes FROM old_rows UNION ALL SELECT id, NULL, state FROM new_rows\n    ) moved\n    GROUP BY id\n    HAVING max(was) <> max(becomes) AND (max(was), max(becomes)) NOT IN (('answered', 'closed'), ('answered', 'looking'), ('looking', 'answered'), ('received', 'answered'), ('received', 'looking'))\n) THEN\n    RAISE EXCEPTION 'this change of state on % is not in the transition table', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NULL;\n",
                            hash="b1398bf31e280e59a653e9c99ebe6826d89a876d",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_guard_state_ac3ed",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="registration_complaint",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="complaint",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "registration_complaintevent" ("about", "answer", "answered_at", "answered_by_id", "channel", "closed_at", "contact_key", "contact_last4", "due_on", "handled_by_id", "id", "language", "office_id", "person_id", "person_typed", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_at", "reference", "state", "submission_id", "taken_by_id", "text") SELECT new_values."about", new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."channel", new_values."closed_at", new_values."contact_key", new_values."contact_last4", new_values."due_on", new_values."handled_by_id", new_values."id", new_values."language", new_values."office_id", new_values."person_id", new_values."person_typed", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."received_at", new_values."reference", new_values."state", new_values."submission_id", new_values."taken_by_id", new_values."text" FROM ( SELECT new_values.* FROM new_values  ) AS new_values; RETURN NULL;',
                            hash="27bd85970dd47d872ab0dbe9564156cff3dc6f9d",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_e1ffe",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="registration_complaint",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="complaint",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='PERFORM set_config(\'enable_nestloop\', \'off\', true); INSERT INTO "registration_complaintevent" ("about", "answer", "answered_at", "answered_by_id", "channel", "closed_at", "contact_key", "contact_last4", "due_on", "handled_by_id", "id", "language", "office_id", "person_id", "person_typed", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_at", "reference", "state", "submission_id", "taken_by_id", "text") SELECT new_values."about", new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."channel", new_values."closed_at", new_values."contact_key", new_values."contact_last4", new_values."due_on", new_values."handled_by_id", new_values."id", new_values."language", new_values."office_id", new_values."person_id", new_values."person_typed", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."received_at", new_values."reference", new_values."state", new_values."submission_id", new_values."taken_by_id", new_values."text" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."about" IS DISTINCT FROM (new_values."about") OR old_values."answer" IS DISTINCT FROM (new_values."answer") OR old_values."answered_at" IS DISTINCT FROM (new_values."answered_at") OR old_values."answered_by_id" IS DISTINCT FROM (new_values."answered_by_id") OR old_values."channel" IS DISTINCT FROM (new_values."channel") OR old_values."closed_at" IS DISTINCT FROM (new_values."closed_at") OR old_values."contact_key" IS DISTINCT FROM (new_values."contact_key") OR old_values."contact_last4" IS DISTINCT FROM (new_values."contact_last4") OR old_values."due_on" IS DISTINCT FROM (new_values."due_on") OR old_values."handled_by_id" IS DISTINCT FROM (new_values."handled_by_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."language" IS DISTINCT FROM (new_values."language") OR old_values."office_id" IS DISTINCT FROM (new_values."office_id") OR old_values."person_id" IS DISTINCT FROM (new_values."person_id") OR old_values."person_typed" IS DISTINCT FROM (new_values."person_typed") OR old_values."received_at" IS DISTINCT FROM (new_values."received_at") OR old_values."reference" IS DISTINCT FROM (new_values."reference") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."submission_id" IS DISTINCT FROM (new_values."submission_id") OR old_values."taken_by_id" IS DISTINCT FROM (new_values."taken_by_id") OR old_values."text" IS DISTINCT FROM (new_values."text")) ) AS new_values; PERFORM set_config(\'enable_nestloop\', \'on\', true); RETURN NULL;',
                            hash="af941190afaf002e5145d5e47b6488f304e273d3",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_525d4",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="registration_complaint",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="complaint",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "registration_complaintevent" ("about", "answer", "answered_at", "answered_by_id", "channel", "closed_at", "contact_key", "contact_last4", "due_on", "handled_by_id", "id", "language", "office_id", "person_id", "person_typed", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_at", "reference", "state", "submission_id", "taken_by_id", "text") SELECT old_values."about", old_values."answer", old_values."answered_at", old_values."answered_by_id", old_values."channel", old_values."closed_at", old_values."contact_key", old_values."contact_last4", old_values."due_on", old_values."handled_by_id", old_values."id", old_values."language", old_values."office_id", old_values."person_id", old_values."person_typed", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."received_at", old_values."reference", old_values."state", old_values."submission_id", old_values."taken_by_id", old_values."text" FROM ( SELECT old_values.* FROM old_values  ) AS old_values; RETURN NULL;',
                            hash="25bc9df7a4873c8ff84c6e261b5db8d409f43213",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_516c9",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="registration_complaint",
                            when="AFTER",
                        ),
                    ),
                ),
                ops.PartitionByMonth(table="registration_complaintevent", indexes=("pgh_obj_id, pgh_id",)),
                pgtrigger.migrations.AddTrigger(
                    model_name="complaintevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="5b682c2c2d380a3e88dd4217431e93ccd23f8861",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_0527c",
                            table="registration_complaintevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="review",
                    index=models.Index(fields=["subject_id"], name="review_of"),
                ),
                migrations.AddConstraint(
                    model_name="review",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("subject_kind", "subject_id"),
                        name="review_one_open",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="review",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="review_decided_by_and_at",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="review",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("upheld", "changed")), _negated=True),
                            ("decided_by__isnull", False),
                            _connector="OR",
                        ),
                        name="review_decided_by",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="review",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            ("first_by__isnull", True),
                            models.Q(("decided_by", models.F("first_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="review_not_by_the_first",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="review",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            ("second_by__isnull", True),
                            models.Q(("decided_by", models.F("second_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="review_not_by_the_second",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="review",
                    trigger=pgtrigger.compiler.Trigger(
                        name="guard_state",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF EXISTS (\n    SELECT FROM (\n        SELECT id, state AS was, NULL AS becomes FROM old_rows UNION ALL SELECT id, NULL, state FROM new_rows\n    ) moved\n    GROUP BY id\n    HAVING max(was) <> max(becomes) AND (max(was), max(becomes)) NOT IN (('asked', 'changed'), ('asked', 'upheld'))\n) THEN\n    RAISE EXCEPTION 'this change of state on % is not in the transition table', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NULL;\n",
                            hash="05fb88fd16ae6e8eed953d9ade0902133e2d7878",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_guard_state_f785b",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="registration_review",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="review",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "registration_reviewevent" ("answer", "asked_at", "decided_at", "decided_by_id", "due_on", "first_by_id", "id", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "second_by_id", "state", "statement", "subject_id", "subject_kind", "submission_id", "work_item_id") SELECT new_values."answer", new_values."asked_at", new_values."decided_at", new_values."decided_by_id", new_values."due_on", new_values."first_by_id", new_values."id", new_values."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."reference", new_values."second_by_id", new_values."state", new_values."statement", new_values."subject_id", new_values."subject_kind", new_values."submission_id", new_values."work_item_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values; RETURN NULL;',
                            hash="03a2cfaad638a86b1fa99de257f84d3cc225b6b9",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_3eb0d",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="registration_review",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="review",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='PERFORM set_config(\'enable_nestloop\', \'off\', true); INSERT INTO "registration_reviewevent" ("answer", "asked_at", "decided_at", "decided_by_id", "due_on", "first_by_id", "id", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "second_by_id", "state", "statement", "subject_id", "subject_kind", "submission_id", "work_item_id") SELECT new_values."answer", new_values."asked_at", new_values."decided_at", new_values."decided_by_id", new_values."due_on", new_values."first_by_id", new_values."id", new_values."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."reference", new_values."second_by_id", new_values."state", new_values."statement", new_values."subject_id", new_values."subject_kind", new_values."submission_id", new_values."work_item_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values; PERFORM set_config(\'enable_nestloop\', \'on\', true); RETURN NULL;',
                            hash="c991fa18338df3d9e1ebbd0e10c1d9be0242647d",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_04bbc",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="registration_review",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="review",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "registration_reviewevent" ("answer", "asked_at", "decided_at", "decided_by_id", "due_on", "first_by_id", "id", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "second_by_id", "state", "statement", "subject_id", "subject_kind", "submission_id", "work_item_id") SELECT old_values."answer", old_values."asked_at", old_values."decided_at", old_values."decided_by_id", old_values."due_on", old_values."first_by_id", old_values."id", old_values."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."reference", old_values."second_by_id", old_values."state", old_values."statement", old_values."subject_id", old_values."subject_kind", old_values."submission_id", old_values."work_item_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values; RETURN NULL;',
                            hash="b67092a3d12749b446e5a5d27c3d9b388d6b5b06",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_f3408",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="registration_review",
                            when="AFTER",
                        ),
                    ),
                ),
                ops.PartitionByMonth(table="registration_reviewevent", indexes=("pgh_obj_id, pgh_id",)),
                pgtrigger.migrations.AddTrigger(
                    model_name="reviewevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="c8f9038803b65ac2da09c188cb6e45fdc0f70663",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_0affd",
                            table="registration_reviewevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="tip",
                    index=models.Index(
                        condition=models.Q(("enterprise__isnull", False)),
                        fields=["enterprise"],
                        name="tip_of_enterprise",
                    ),
                ),
                migrations.AddIndex(
                    model_name="tip",
                    index=models.Index(
                        condition=models.Q(("state", "closed"), _negated=True), fields=["due_on", "id"], name="tip_open"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="tip",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("enterprise__isnull", False),
                            models.Q(("enterprise_typed", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="tip_about_somebody",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="tip",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("looking", "closed")), _negated=True),
                            ("looked_at_by__isnull", False),
                            _connector="OR",
                        ),
                        name="tip_looked_at_by",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="tip",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("closed",)), _negated=True),
                            ("closed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="tip_closed_at",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="tip",
                    trigger=pgtrigger.compiler.Trigger(
                        name="guard_state",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF EXISTS (\n    SELECT FROM (\n        SELECT id, state AS was, NULL AS becomes FROM old_rows UNION ALL SELECT id, NULL, state FROM new_rows\n    ) moved\n    GROUP BY id\n    HAVING max(was) <> max(becomes) AND (max(was), max(becomes)) NOT IN (('looking', 'closed'), ('received', 'closed'), ('received', 'looking'))\n) THEN\n    RAISE EXCEPTION 'this change of state on % is not in the transition table', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NULL;\n",
                            hash="76f2ba9f74179b75252f12f66776a47a6b92ad2f",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_guard_state_f3e35",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="registration_tip",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="tip",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "registration_tipevent" ("about", "channel", "closed_at", "due_on", "enterprise_id", "enterprise_typed", "id", "looked_at_by_id", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_code", "received_at", "reference", "seen", "state", "submission_id", "taken_by_id", "text", "where") SELECT new_values."about", new_values."channel", new_values."closed_at", new_values."due_on", new_values."enterprise_id", new_values."enterprise_typed", new_values."id", new_values."looked_at_by_id", new_values."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."place_code", new_values."received_at", new_values."reference", new_values."seen", new_values."state", new_values."submission_id", new_values."taken_by_id", new_values."text", new_values."where" FROM ( SELECT new_values.* FROM new_values  ) AS new_values; RETURN NULL;',
                            hash="b8b548865175c49d3720c137da0d57ffb3826e21",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_affea",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="registration_tip",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="tip",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='PERFORM set_config(\'enable_nestloop\', \'off\', true); INSERT INTO "registration_tipevent" ("about", "channel", "closed_at", "due_on", "enterprise_id", "enterprise_typed", "id", "looked_at_by_id", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_code", "received_at", "reference", "seen", "state", "submission_id", "taken_by_id", "text", "where") SELECT new_values."about", new_values."channel", new_values."closed_at", new_values."due_on", new_values."enterprise_id", new_values."enterprise_typed", new_values."id", new_values."looked_at_by_id", new_values."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."place_code", new_values."received_at", new_values."reference", new_values."seen", new_values."state", new_values."submission_id", new_values."taken_by_id", new_values."text", new_values."where" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values; PERFORM set_config(\'enable_nestloop\', \'on\', true); RETURN NULL;',
                            hash="888c387ac3ca13a98248cdeacb4e06d58a6b20dd",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_9e10b",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="registration_tip",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="tip",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "registration_tipevent" ("about", "channel", "closed_at", "due_on", "enterprise_id", "enterprise_typed", "id", "looked_at_by_id", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_code", "received_at", "reference", "seen", "state", "submission_id", "taken_by_id", "text", "where") SELECT old_values."about", old_values."channel", old_values."closed_at", old_values."due_on", old_values."enterprise_id", old_values."enterprise_typed", old_values."id", old_values."looked_at_by_id", old_values."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."place_code", old_values."received_at", old_values."reference", old_values."seen", old_values."state", old_values."submission_id", old_values."taken_by_id", old_values."text", old_values."where" FROM ( SELECT old_values.* FROM old_values  ) AS old_values; RETURN NULL;',
                            hash="c4fb077ea896b7d7a8a1ac42b4efe279f2cbf994",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_626bc",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="registration_tip",
                            when="AFTER",
                        ),
                    ),
                ),
                ops.PartitionByMonth(table="registration_tipevent", indexes=("pgh_obj_id, pgh_id",)),
                pgtrigger.migrations.AddTrigger(
                    model_name="tipevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="c9a3e55f15235fefb7bf2e7ac3d7d2646b45334e",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_c9e55",
                            table="registration_tipevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="tipsource",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "registration_tipsourceevent" ("contact_key", "contact_last4", "given_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "tip_id") SELECT new_values."contact_key", new_values."contact_last4", new_values."given_at", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."tip_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values; RETURN NULL;',
                            hash="5aec803748c487701ae1a812eac2dd50d6ef23e3",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0922a",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="registration_tipsource",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="tipsource",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='PERFORM set_config(\'enable_nestloop\', \'off\', true); INSERT INTO "registration_tipsourceevent" ("contact_key", "contact_last4", "given_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "tip_id") SELECT new_values."contact_key", new_values."contact_last4", new_values."given_at", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."tip_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."contact_key" IS DISTINCT FROM (new_values."contact_key") OR old_values."contact_last4" IS DISTINCT FROM (new_values."contact_last4") OR old_values."given_at" IS DISTINCT FROM (new_values."given_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."tip_id" IS DISTINCT FROM (new_values."tip_id")) ) AS new_values; PERFORM set_config(\'enable_nestloop\', \'on\', true); RETURN NULL;',
                            hash="45d628aadda0a085757f19ed4f70e0d2fd9c17ec",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_07086",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="registration_tipsource",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="tipsource",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "registration_tipsourceevent" ("contact_key", "contact_last4", "given_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "tip_id") SELECT old_values."contact_key", old_values."contact_last4", old_values."given_at", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."tip_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values; RETURN NULL;',
                            hash="e95687f27c02b3f8eaee28a452a1c1673878573f",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_d285d",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="registration_tipsource",
                            when="AFTER",
                        ),
                    ),
                ),
                ops.PartitionByMonth(table="registration_tipsourceevent", indexes=("pgh_obj_id, pgh_id",)),
                pgtrigger.migrations.AddTrigger(
                    model_name="tipsourceevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="c582d3ba1b80b1394fdc11fbc9ead1adb0edc7d3",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_f8ca3",
                            table="registration_tipsourceevent",
                            when="BEFORE",
                        ),
                    ),
                ),
            ]
        ),
    ]
