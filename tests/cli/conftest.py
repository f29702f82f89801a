"""The command line run in-process on copies of one demonstration."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from chibo_desktop.cli import main
from chibo_desktop.services.demo import PASSWORD, DemoReport, make_demo


@dataclass(frozen=True)
class Result:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)


Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, cheap_keys: None) -> Run:
    """Run one command; `typed` is what the person types, `password` the variable's value."""

    def run_command(*words: object, typed: str = "", password: str | None = PASSWORD) -> Result:
        if password is None:
            monkeypatch.delenv("CHIBO_PASSWORD", raising=False)
        else:
            monkeypatch.setenv("CHIBO_PASSWORD", password)
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        capsys.readouterr()
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Result(code, out, err)

    return run_command


@pytest.fixture(scope="session")
def _demo_master(tmp_path_factory: pytest.TempPathFactory) -> DemoReport:
    return make_demo(tmp_path_factory.mktemp("demo") / "mau")


@pytest.fixture
def demo(_demo_master: DemoReport, tmp_path: Path) -> Path:
    """A folder with both demonstration books, paired and in step, and the drive between them."""
    return Path(shutil.copytree(_demo_master.folder, tmp_path / "mau"))


@pytest.fixture
def cell(demo: Path) -> Path:
    """The demonstration's cell."""
    return demo / "chi-bo"


@pytest.fixture
def office(demo: Path) -> Path:
    """The demonstration's office."""
    return demo / "dang-uy"


@pytest.fixture
def bundle(demo: Path) -> Path:
    """The sealed file that the cell wrote to the drive."""
    return next((demo / "usb").rglob("CB-*.chibo"))
