import uuid
from argparse import ArgumentParser
from typing import Any

from django.db.models import Count

from nssf_portal.jobs import services
from nssf_portal.jobs.models import Job
from nssf_portal.runtime.command import CommandFailed, JsonCommand


class Command(JsonCommand):
    help = "Say which jobs wait, run or have stopped; --retry takes up one that stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dead", action="store_true", help="Only those that stopped after several failures.")
        parser.add_argument("--retry", type=uuid.UUID, metavar="ID", help="Put this dead job back into the queue.")
        parser.add_argument("--limit", type=int, default=100)

    def work(self, *, dead: bool, retry: uuid.UUID | None, limit: int, **options: Any) -> dict[str, Any]:
        if retry and not services.retry(retry):
            raise CommandFailed("not_dead", f"There is no dead job {retry}.")
        counts = {row["state"]: row["n"] for row in Job.objects.order_by().values("state").annotate(n=Count("pk"))}
        shown = Job.objects.filter(state="dead") if dead else Job.objects.exclude(state="done")
        return {
            "retried": str(retry) if retry else None,
            "counts": {state: counts.get(state, 0) for state in Job.State.values},
            "jobs": [_facts(job) for job in shown.order_by("-id")[:limit]],
        }


def _facts(job: Job) -> dict[str, Any]:
    return {
        "id": str(job.pk),
        "kind": job.kind,
        "state": job.state,
        "subject": str(job.subject_id),
        "attempts": job.attempts,
        "failures": job.failures,
        "done": job.done,
        "total": job.total,
        "error": job.error,
        "created_at": job.created_at.isoformat(timespec="seconds"),
    }
