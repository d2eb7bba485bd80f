"""Every indicator of the portal, by theme; the order of the imports is the order in reports."""

from reporting.indicators import members, enterprises, applications  # noqa: F401, I001
