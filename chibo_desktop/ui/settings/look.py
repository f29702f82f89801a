"""Chữ, màu và tự khóa: what this computer remembers for its user."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox

from chibo_desktop.services.session import Session
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.preferences import IDLE_CHOICES, Preferences
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.settings.section import Section
from chibo_desktop.ui.theme import scaled


class LookSection(Section):
    """Applied at once, on this computer only."""

    key = "look"
    name = "Chữ, màu, tự khóa"

    def __init__(
        self,
        desk: Desk,
        session: Session,
        preferences: Preferences,
        look_changed: Callable[[], None],
        idle_changed: Callable[[], None],
    ) -> None:
        super().__init__(desk, session, "Có tác dụng ngay, chỉ trên máy này.")
        self._preferences = preferences
        self._changed = look_changed
        self._idle_changed = idle_changed
        self.large = QCheckBox("Chữ lớn")
        self.contrast = QCheckBox("Tương phản cao: chữ đen trên nền trắng")
        self.large.setChecked(preferences.large)
        self.contrast.setChecked(preferences.high_contrast)
        self.idle: Choice[int] = Choice([(minutes, f"{minutes} phút") for minutes in IDLE_CHOICES])
        self.idle.set_value(preferences.idle_minutes)
        box = FieldBox(
            "Tự khóa sổ khi không ai dùng máy trong",
            self.idle,
            "Đang ghi dở vẫn giữ nguyên; nhập mật khẩu là làm tiếp.",
        )
        box.setMaximumWidth(scaled(460))
        for part in (self.large, self.contrast, box):
            self.body.addWidget(part)
        self.large.toggled.connect(self._keep)
        self.contrast.toggled.connect(self._keep)
        self.idle.committed.connect(self._keep_idle)

    def _keep(self, *_: object) -> None:
        self._preferences.large = self.large.isChecked()
        self._preferences.high_contrast = self.contrast.isChecked()
        self._changed()

    def _keep_idle(self, *_: object) -> None:
        self._preferences.idle_minutes = self.idle.value() or self._preferences.idle_minutes
        self._idle_changed()
