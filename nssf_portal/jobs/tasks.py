import uuid

from celery import shared_task

from nssf_portal.jobs import services


@shared_task
def run_job(job_id: str) -> None:
    services.run(uuid.UUID(job_id))


@shared_task
def sweep() -> None:
    services.sweep()
