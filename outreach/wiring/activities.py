"""Where activities show themselves: the messages of those who signed up, the clock's task."""


def register() -> None:
    """Called when the app is ready."""
    from outreach import activity_tasks  # noqa: F401  the clock's task must be known to the worker
    from outreach.services import telling

    telling.register_all()
