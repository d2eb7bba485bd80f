"""What every test would work out anew and always to the same end: worked out once for the process."""

from whitenoise.middleware import WhiteNoiseMiddleware

_list_static_files = WhiteNoiseMiddleware.add_files_from_finders
_files: dict = {}


def _listed_once(self: WhiteNoiseMiddleware) -> None:
    """Each test client builds its own chain of middleware, and each chain looked at every static file on the disk."""
    if not _files:
        _list_static_files(self)
        _files.update(self.files)
    self.files.update(_files)


WhiteNoiseMiddleware.add_files_from_finders = _listed_once
