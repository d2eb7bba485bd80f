"""Where quiz of outreach show themselves."""


def register() -> None:
    """Called when the app is ready."""
