"""Start the window (chibo-desktop); without a screen say so and name the command line."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from chibo_desktop import __version__

NO_SCREEN = (
    "Máy này không có màn hình đồ họa nên không mở được cửa sổ.\n"
    "Hãy dùng lệnh chibo (ví dụ: chibo demo demo), hoặc chạy chibo-desktop trên máy có màn hình."
)
NO_LIBRARIES = (
    "Máy này thiếu thư viện để vẽ cửa sổ ({what}).\n"
    "Hãy cài thư viện đó (Debian, Ubuntu: libegl1 libxkbcommon0 libxcb-cursor0), hoặc dùng lệnh chibo."
)
_NEEDS_NO_SCREEN = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")


def has_screen(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether a window can be expected to open with these settings."""
    if not platform.startswith(("linux", "freebsd")):
        return True
    if environment.get("QT_QPA_PLATFORM", "").partition(":")[0] in _NEEDS_NO_SCREEN:
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="chibo-desktop",
        description="Sổ chi bộ: cửa sổ ghi sổ của chi bộ. Không có màn hình thì dùng lệnh chibo.",
        add_help=False,
    )
    parser.add_argument("folder", metavar="THƯ_MỤC", nargs="?", type=Path, help="thư mục của sổ cần mở")
    parser.add_argument("--demo", action="store_true", help="mở một sổ xem thử với dữ liệu bịa")
    parser.add_argument(
        "--version", action="version", version=f"chibo-desktop {__version__}", help="in phiên bản rồi thôi"
    )
    parser.add_argument("-h", "--help", action="help", help="in lời hướng dẫn này rồi thôi")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window and return the exit code."""
    options = _parser().parse_args(argv)
    if not has_screen(sys.platform, os.environ):
        sys.stderr.write(f"{NO_SCREEN}\n")
        return 1
    try:
        from chibo_desktop.app import run_window
    except ImportError as error:
        if error.name and error.name.startswith("chibo_desktop"):
            raise
        sys.stderr.write(NO_LIBRARIES.format(what=error) + "\n")
        return 1
    folder = options.folder.absolute() if options.folder else None
    return run_window(sys.argv[:1], folder, demo=options.demo, no_screen=NO_SCREEN)


if __name__ == "__main__":
    raise SystemExit(main())
