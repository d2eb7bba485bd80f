"""`make demo-reset` and `make empty`: a fresh database, with or without the sample."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection, transaction

from nssf_portal.runtime import development
from nssf_portal.runtime.leases import FileLock

TABLES = """
    SELECT 'DROP TABLE ' || string_agg(oid::regclass::text, ', ') || ' CASCADE' FROM pg_class
    WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND pg_get_userbyid(relowner) = current_user
    HAVING count(*) > 0
"""
ROUTINES_AND_SEQUENCES = """
    SELECT 'DROP ROUTINE ' || oid::regprocedure || ' CASCADE' FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND pg_get_userbyid(proowner) = current_user
    UNION ALL
    SELECT 'DROP SEQUENCE ' || oid::regclass || ' CASCADE' FROM pg_class
    WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace AND pg_get_userbyid(relowner) = current_user
"""


class Command(BaseCommand):
    """Drop every table of the demonstration and start again; refuses anything but demo mode."""

    help = "Drop the demonstration's data and load it afresh (--empty: demo sign-ins only)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--empty` leaves the registers empty."""
        parser.add_argument("--empty", action="store_true", help="Demo sign-ins only, no sample.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Empty the schema, migrate, load."""
        if not settings.DEMO:
            raise CommandError("Only a demonstration can be reset.")
        alone = FileLock(settings.VAR_DIR / "run" / "supervisor.lock")
        alone.path.parent.mkdir(parents=True, exist_ok=True)
        if not alone.wait(shared=False, seconds=1):
            raise CommandError("Stop `make run` first: it uses the data.")
        self._drop_everything()
        development.SampleStamp().forget()  # the database is the same one; what it held is gone
        (settings.VAR_DIR / "seals.log").unlink(missing_ok=True)  # its chain is gone on purpose
        call_command("migrate", interactive=False, verbosity=0)
        development.load_sample(empty=options["empty"])
        self.stdout.write(development.sign_ins() or "Done.")

    def _drop_everything(self) -> None:
        """Drop what the owner owns, whole or not at all; extensions and rights belong to the database and stay."""
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '5s'")
                for query in (TABLES, ROUTINES_AND_SEQUENCES):
                    cursor.execute(query)
                    for (statement,) in cursor.fetchall():
                        cursor.execute(statement)
        except OperationalError as busy:
            raise CommandError("Somebody is using the database; stop the portal first.") from busy
