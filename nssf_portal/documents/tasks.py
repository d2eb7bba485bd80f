from celery import shared_task

from nssf_portal.documents import sweeping


@shared_task
def sweep_files() -> None:
    sweeping.sweep()
