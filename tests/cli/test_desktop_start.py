"""`chibo-desktop` where no window can open says so and names `chibo`."""

from __future__ import annotations

import builtins
import os
import subprocess
import sys

import pytest

from chibo_desktop import __main__ as start
from chibo_desktop import __version__


def test_without_a_display_it_says_so_and_names_the_command_line():
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    } | {"PYTHONIOENCODING": "utf-8"}
    if not sys.platform.startswith(("linux", "freebsd")):
        pytest.skip("this system always has a screen")
    done = subprocess.run(
        [sys.executable, "-m", "chibo_desktop", "--demo"],
        env=environment, capture_output=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert "không có màn hình" in done.stderr
    assert "chibo demo demo" in done.stderr


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("win32", {}, True),
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen:size=1366x768"}, True),
        ("linux", {"QT_QPA_PLATFORM": "xcb"}, False),
    ],
)
def test_when_a_window_can_be_expected(platform, environment, expected):
    assert start.has_screen(platform, environment) is expected


def test_without_qts_libraries_it_names_them_and_the_command_line(monkeypatch, capsys):
    whole = builtins.__import__

    def without_egl(name, *rest):
        if name == "chibo_desktop.app":
            raise ImportError("libEGL.so.1: cannot open shared object file")
        return whole(name, *rest)

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(builtins, "__import__", without_egl)
    assert start.main([]) == 1
    said = capsys.readouterr().err
    assert "libEGL.so.1" in said
    assert "libegl1" in said
    assert "chibo" in said


def test_version(capsys):
    with pytest.raises(SystemExit) as end:
        start.main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"chibo-desktop {__version__}\n"
