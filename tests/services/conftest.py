"""Open books for the service tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from service_samples import make_book

from chibo_desktop.services.session import Session


@pytest.fixture
def cell(tmp_path: Path) -> Iterator[Session]:
    session = make_book(tmp_path / "chi-bo")
    yield session
    session.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Session]:
    session = make_book(tmp_path / "dang-uy", "Đảng ủy xã Nậm Khao", office=True)
    yield session
    session.close()


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    drive = tmp_path / "usb"
    drive.mkdir()
    return drive
