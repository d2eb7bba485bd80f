"""What the clock starts for data quality."""

import logging

from nssf_portal.celery import app
from reporting.services import quality

log = logging.getLogger(__name__)


@app.task(name="reporting.quality_tasks.read_quality")
def read_quality() -> None:
    """Every night, after units and sources are counted; a second run the same night replaces the first."""
    log.info("data quality: %s numbers read", quality.take())
