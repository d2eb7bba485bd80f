from celery import shared_task

from nssf_portal.exchange import contract_checks


@shared_task
def check_contracts() -> None:
    """Every morning, before the offices open."""
    contract_checks.check_all()
