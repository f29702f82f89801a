"""The place of meetings (cuộc họp)."""

from chibo_desktop.ui.meetings.screen import MeetingPage, MeetingsScreen, meeting_page
from chibo_desktop.ui.meetings.workspace import MeetingWorkspace

__all__ = ["MeetingPage", "MeetingWorkspace", "MeetingsScreen", "meeting_page"]
