"""Where apps hang their addresses under /api/v1/, by the name of their module: the kernel imports none of them."""

_modules: list[str] = []


def register_routes(module: str) -> None:
    """Called from `AppConfig.ready()`, before the first address is looked up."""
    if module not in _modules:
        _modules.append(module)


def modules() -> list[str]:
    return sorted(_modules)
