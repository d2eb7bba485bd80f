def register() -> None:
    """Called when the app is ready."""
