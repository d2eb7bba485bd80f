"""Migration operations for event tables: partitioned by month, and append-only for the web role."""

from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation

_PARTITION = """
ALTER TABLE {t} RENAME TO {t}_plain;
CREATE TABLE {t} (LIKE {t}_plain INCLUDING DEFAULTS) PARTITION BY RANGE ({by});
CREATE SEQUENCE {t}_seq OWNED BY {t}.{key};
ALTER TABLE {t} ALTER COLUMN {key} SET DEFAULT nextval('{t}_seq');
ALTER TABLE {t} ADD PRIMARY KEY ({key}, {by});
CREATE TABLE {t}_default PARTITION OF {t} DEFAULT;
{indexes}
{sealer}
DROP TABLE {t}_plain;
"""

# The sealer reads the newest transactions each minute: a block index costs the writer next to nothing.
_SEALER = "CREATE INDEX ON {t} USING brin (pgh_txid) WITH (pages_per_range = 16, autosummarize = on);"

_REVOKE = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'nssf_web') THEN
    EXECUTE 'REVOKE UPDATE, DELETE, TRUNCATE ON {t} FROM nssf_web';
    IF to_regclass('{t}_default') IS NOT NULL THEN EXECUTE 'REVOKE ALL ON {t}_default FROM nssf_web'; END IF;
  END IF;
END $$;
"""


class PartitionByMonth(Operation):
    """Right after CreateModel: rebuild the empty table as partitioned with a default partition, key (id, month).

    Monthly partitions are made ahead by `audit.partitions.make_ahead`; rows never wait for one (default)."""

    reversible = False
    reduces_to_sql = True

    def __init__(self, table: str, by: str = "pgh_created_at", key: str = "pgh_id", indexes: tuple[str, ...] = ()):
        self.table, self.by, self.key, self.indexes = table, by, key, indexes

    def deconstruct(self):
        return (type(self).__name__, [], {"table": self.table, "by": self.by, "key": self.key, "indexes": self.indexes})

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.deferred_sql = [sql for sql in schema_editor.deferred_sql if not self._concerns(sql)]
        indexes = "\n".join(f"CREATE INDEX ON {self.table} ({columns});" for columns in self.indexes)
        sealer = _SEALER.format(t=self.table) if self._is_sealed(to_state, app_label) else ""
        schema_editor.execute(_PARTITION.format(t=self.table, by=self.by, key=self.key, indexes=indexes, sealer=sealer))
        schema_editor.execute(_REVOKE.format(t=self.table))

    def _is_sealed(self, state, app_label: str) -> bool:
        models = (model for label, model in state.models.items() if label[0] == app_label)
        table = self.table.removeprefix(f"{app_label}_")
        return any(model.name_lower == table and "pgh_txid" in model.fields for model in models)

    def _concerns(self, sql) -> bool:
        return hasattr(sql, "references_table") and sql.references_table(self.table)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        raise NotImplementedError  # history is never un-made

    def describe(self) -> str:
        return f"Partition {self.table} by month"


class AppendOnly(Operation):
    """The web role may add to and read this table, nothing else."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str):
        self.table = table

    def deconstruct(self):
        return (type(self).__name__, [], {"table": self.table})

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute(_REVOKE.format(t=self.table))

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        pass

    def describe(self) -> str:
        return f"Make {self.table} append-only"


_IN_THE_TABLE = (AddField, AddIndex, AddConstraint)


class InOneGo(Operation):
    """Tables with all their columns, keys and constraints at once, from the state in which the operations end.

    One after the other, each added key or trigger builds Django's picture of all related models anew: minutes for
    what takes seconds. Inside stand operations that need no state in between (no RunPython)."""

    reversible = False
    reduces_to_sql = True

    def __init__(self, operations: list[Operation]):
        self.operations = operations

    def deconstruct(self):
        return (type(self).__name__, [], {"operations": self.operations})

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)  # built again, once, when somebody asks
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        made = {operation.name_lower for operation in self.operations if isinstance(operation, CreateModel)}
        for operation in self.operations:
            if isinstance(operation, CreateModel):
                schema_editor.create_model(to_state.apps.get_model(app_label, operation.name))
            elif not isinstance(operation, _IN_THE_TABLE) or operation.model_name_lower not in made:
                operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        raise NotImplementedError  # history is never un-made

    def describe(self) -> str:
        return f"{len(self.operations)} operations in one go"
