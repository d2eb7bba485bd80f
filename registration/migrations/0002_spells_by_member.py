import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("registration", "0001_initial"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="employment",
            name="spells_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="employment",
            name="spells_update",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="employment",
            trigger=pgtrigger.compiler.Trigger(
                name="spells_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT FROM new_rows n CROSS JOIN LATERAL (\n        SELECT * FROM registration_employment WHERE member_id = n.member_id OFFSET 0\n    ) e\n    WHERE e.establishment_id = n.establishment_id AND e.id <> n.id\n      AND daterange(e.started_on, e.ended_on, '[]') && daterange(n.started_on, n.ended_on, '[]')\n) THEN\n    RAISE EXCEPTION 'employment spells overlap' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'employment_spells';\nEND IF;\nRETURN NULL;\n",
                    hash="158322bddac920e84fff4c8101fc28a530f291d9",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_spells_insert_c3572",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="registration_employment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="employment",
            trigger=pgtrigger.compiler.Trigger(
                name="spells_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT FROM new_rows n CROSS JOIN LATERAL (\n        SELECT * FROM registration_employment WHERE member_id = n.member_id OFFSET 0\n    ) e\n    WHERE e.establishment_id = n.establishment_id AND e.id <> n.id\n      AND daterange(e.started_on, e.ended_on, '[]') && daterange(n.started_on, n.ended_on, '[]')\n) THEN\n    RAISE EXCEPTION 'employment spells overlap' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'employment_spells';\nEND IF;\nRETURN NULL;\n",
                    hash="de6f9c366f2e59f0d0c4c8720315b0fe6d6d830b",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_spells_update_5cc95",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="registration_employment",
                    when="AFTER",
                ),
            ),
        ),
    ]
