"""The place "Nhiệm vụ": the board of duties, one duty, and the year's assignment."""

from chibo_desktop.ui.duties.screen import DutiesScreen

__all__ = ["DutiesScreen"]
