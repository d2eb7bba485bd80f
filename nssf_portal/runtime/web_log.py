"""The web server's own words, which would quote the path of a request it could not finish."""

from typing import Any

from gunicorn.glogging import Logger

from nssf_portal.runtime.logs import PlainLines


class CarefulLogger(Logger):
    """For `gunicorn --logger-class`: its errors keep to the portal's form of a line."""

    def setup(self, cfg: Any) -> None:
        """Gunicorn's handlers, our formatter."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(PlainLines())
