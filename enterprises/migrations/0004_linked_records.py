from django.db import migrations

WRONG = "Capital and provincial administrations"


def mark_linked(apps, schema_editor):
    """Records that already stand with an enterprise are matched; what a registry said before comparing waits."""
    records = apps.get_model("enterprises", "RegistryRecord").objects.using(schema_editor.connection.alias)
    records.filter(enterprise__isnull=False).update(match_state="matched", matched_by="rule")
    sources = apps.get_model("enterprises", "Source").objects.using(schema_editor.connection.alias)
    right = {"name_en": "Real Estate Business and Pawnshop Regulator", "name_km": "និយ័តករអាជីវកម្មអចលនវត្ថុ និងបញ្ចាំ"}
    sources.filter(code="rpr", name_en=WRONG).update(**right)


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0003_registry_records")]
    operations = [migrations.RunPython(mark_linked, migrations.RunPython.noop)]
