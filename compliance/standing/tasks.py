"""What the clock starts for standings."""

import logging

from compliance.standing import certificates, rows
from nssf_portal.celery import app

log = logging.getLogger(__name__)


@app.task(name="compliance.standing.tasks.nightly_standing")
def nightly_standing() -> None:
    """Yesterday's papers are looked at once more; then every registered enterprise's row is computed."""
    revoked = certificates.recheck()
    log.info("certificates revoked %s; standings computed %s", revoked, rows.refresh())
