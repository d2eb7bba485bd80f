from django.db import migrations, models

OPEN = models.Q(state__in=["waiting", "claimed", "asked", "proposed"])
RARE = models.Q(state__in=["claimed", "asked", "proposed"])


def _index(fields: list[str], name: str, condition: models.Q) -> migrations.AddIndex:
    return migrations.AddIndex(
        "workitem", models.Index(fields=[*fields, "due_on", "id"], name=name, condition=condition)
    )


class Migration(migrations.Migration):
    dependencies = [("work", "0001_initial")]
    operations = [
        _index(["province_code", "kind"], "work_open_province_kind", OPEN),
        _index(["district_code", "kind"], "work_open_district_kind", OPEN),
        _index(["state"], "work_rare", RARE),
        _index(["state", "province_code"], "work_rare_province", RARE),
        _index(["state", "district_code"], "work_rare_district", RARE),
    ]
