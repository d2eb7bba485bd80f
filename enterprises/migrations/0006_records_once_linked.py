from django.db import migrations

# A standing on a past day asks which records stood with an enterprise then; history is long and mostly of others.
_INDEX = """
CREATE INDEX registry_record_event_of ON enterprises_registryrecordevent (enterprise_id, pgh_obj_id)
WHERE enterprise_id IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0005_looking_records_up")]

    operations = [migrations.RunSQL(_INDEX, "DROP INDEX registry_record_event_of")]
