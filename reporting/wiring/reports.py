"""Where reports of reporting show themselves."""


def register() -> None:
    """Called when the app is ready."""
