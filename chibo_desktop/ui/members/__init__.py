"""The place of the members: list, person, bringing a list in (Đảng viên)."""

from chibo_desktop.ui.members.screen import MembersScreen

__all__ = ["MembersScreen"]
