"""Books and papers of the cell (sổ và giấy tờ)."""

from chibo_desktop.ui.documents.screen import DocumentsScreen

__all__ = ["DocumentsScreen"]
