"""Settings of this computer and of the book (cài đặt)."""

from chibo_desktop.ui.settings.settings_screen import SettingsScreen

__all__ = ["SettingsScreen"]
