"""What this computer remembers for its user: text size, contrast, idle time, the last book's folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths

IDLE_MINUTES = 15
IDLE_CHOICES = (5, 10, 15, 30, 60)
_NAME = "chibo-desktop"


def config_folder() -> Path:
    """Return the folder of this user's preferences and of the log of errors."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return Path(place) / _NAME


def documents_folder() -> Path:
    """Return the user's folder of documents."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))


class Preferences:
    """A small INI file; nothing of any book is in it but where the last one lies."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._store = QSettings(str(file), QSettings.Format.IniFormat)

    def _get(self, name: str) -> str:
        value = self._store.value(name, "")
        return value if isinstance(value, str) else ""

    def _set(self, name: str, value: str) -> None:
        self._store.setValue(name, value)
        self._store.sync()

    @property
    def large(self) -> bool:
        """Whether text is shown larger."""
        return self._get("chu_lon") == "co"

    @large.setter
    def large(self, value: bool) -> None:
        self._set("chu_lon", "co" if value else "")

    @property
    def high_contrast(self) -> bool:
        """Whether colours are black on white."""
        return self._get("tuong_phan") == "co"

    @high_contrast.setter
    def high_contrast(self, value: bool) -> None:
        self._set("tuong_phan", "co" if value else "")

    @property
    def idle_minutes(self) -> int:
        """Minutes without a key or the mouse after which the book is locked."""
        text = self._get("tu_khoa_sau")
        return int(text) if text.isdigit() and int(text) in IDLE_CHOICES else IDLE_MINUTES

    @idle_minutes.setter
    def idle_minutes(self, value: int) -> None:
        self._set("tu_khoa_sau", str(value))

    @property
    def last_folder(self) -> Path | None:
        """The folder of the book that was open last."""
        text = self._get("so_gan_day")
        return Path(text) if text else None

    @last_folder.setter
    def last_folder(self, folder: Path) -> None:
        self._set("so_gan_day", str(folder))
