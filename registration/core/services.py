"""The door to working beside NSSF's core system and its apps: files, programmes and pages all come through here."""

from registration.core.beginning import (
    AppStatus,
    BeginRefused,
    Begun,
    application_status,
    begin_application,
)
from registration.core.cursor import CursorRefused
from registration.core.incoming import DeltaRefused, Taken, take_changes
from registration.core.outgoing import Change, Changes, export_changes

__all__ = [
    "AppStatus",
    "BeginRefused",
    "Begun",
    "Change",
    "Changes",
    "CursorRefused",
    "DeltaRefused",
    "Taken",
    "application_status",
    "begin_application",
    "export_changes",
    "take_changes",
]
