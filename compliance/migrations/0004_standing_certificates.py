import django.db.models.deletion
from django.db import migrations, models

import nssf_portal.ids


class Migration(migrations.Migration):
    dependencies = [
        ("compliance", "0003_payments_taken_back"),
        ("documents", "0003_initial"),
        ("enterprises", "0005_looking_records_up"),
    ]

    operations = [
        migrations.CreateModel(
            name="StandingCertificate",
            fields=[
                (
                    "id",
                    models.UUIDField(default=nssf_portal.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("as_of", models.DateField(verbose_name="as of")),
                ("language", models.CharField(max_length=2)),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="documents.issueddocument"
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="enterprises.enterprise"
                    ),
                ),
            ],
            options={
                "verbose_name": "certificate of good standing",
                "verbose_name_plural": "certificates of good standing",
                "ordering": ["-as_of", "id"],
                "indexes": [models.Index(fields=["as_of"], name="standing_certificate_day")],
            },
        ),
    ]
