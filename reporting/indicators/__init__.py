"""Every indicator of the portal, by theme; the order of the imports is the order in reports."""

from reporting.indicators import (  # noqa: F401, I001
    members, enterprises, applications, service, incentives, compliance, outreach, entered,
)  # fmt: skip
