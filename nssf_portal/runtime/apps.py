from django.apps import AppConfig


class RuntimeConfig(AppConfig):
    name = "nssf_portal.runtime"
    label = "runtime"

    def ready(self) -> None:
        """Register the start-up check."""
        from nssf_portal.runtime import checks  # noqa: F401  importing registers it
