"""Where data quality shows itself: the clock's task."""


def register() -> None:
    """Called when the app is ready."""
    from reporting import quality_tasks  # noqa: F401  the clock's task must be known to the worker
