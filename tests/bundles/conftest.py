"""Property tests keep what they remember out of the project's folder, where pytest would stumble on it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis.configuration import set_hypothesis_home_dir

set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "chibo-hypothesis")
