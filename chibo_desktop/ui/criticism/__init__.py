"""The place of criticism and self-criticism (phê bình)."""

from chibo_desktop.ui.criticism.screen import CriticismScreen

__all__ = ["CriticismScreen"]
