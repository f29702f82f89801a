"""What is to be done (việc cần làm)."""

from chibo_desktop.ui.home.home_screen import HomeScreen

__all__ = ["HomeScreen"]
