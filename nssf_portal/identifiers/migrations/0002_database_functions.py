from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations

# The SQL twin of nssf_portal.ids.uuid7, for rows that only SQL can make (PostgreSQL 15 has no uuidv7() of its own).
FUNCTION = """
CREATE FUNCTION portal_uuid7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
    SELECT encode(
        set_bit(set_bit(
            overlay(uuid_send(gen_random_uuid())
                    PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
                    FROM 1 FOR 6),
            52, 1), 53, 1), 'hex')::uuid
$$
"""


class Migration(migrations.Migration):
    dependencies = [("identifiers", "0001_initial")]

    operations = [TrigramExtension(), BtreeGistExtension(), migrations.RunSQL(FUNCTION, "DROP FUNCTION portal_uuid7()")]
