"""The user's guide (trợ giúp)."""

from chibo_desktop.ui.help.help_screen import HelpScreen

__all__ = ["HelpScreen"]
