"""Where answers of incentives show themselves."""


def register() -> None:
    """Called when the app is ready."""
