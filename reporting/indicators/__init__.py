"""Every indicator of the portal, by theme; the order of the imports is the order in reports."""
