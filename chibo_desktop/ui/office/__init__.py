"""The office's place of cells (chi bộ)."""

from chibo_desktop.ui.office.screen import CellsScreen

__all__ = ["CellsScreen"]
