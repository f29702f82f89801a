"""What the first screen reads loads no library for papers or spreadsheets: that doubled the way to it."""

import subprocess
import sys


def test_the_first_screen_loads_neither_papers_nor_spreadsheets() -> None:
    heavy = {"reportlab", "openpyxl", "PIL"}
    script = f"import sys, chibo_desktop.services.home; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
