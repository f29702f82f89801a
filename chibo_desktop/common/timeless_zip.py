"""Zip files that can be written whatever the clock says."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)


class TimelessZip(ZipFile):
    """A zip whose members all bear its format's first day.

    The format knows 1980 to 2107 only; a laptop with a dead clock battery lives in 1970.
    """

    def writestr(self, zinfo_or_arcname: str | ZipInfo, data: Any, *args: Any, **kwargs: Any) -> None:
        """Add a member of these bytes."""
        name = zinfo_or_arcname.filename if isinstance(zinfo_or_arcname, ZipInfo) else zinfo_or_arcname
        super().writestr(self._member(name), data, *args, **kwargs)

    def write(self, filename: str | os.PathLike[str], arcname: Any = None, *_: Any, **__: Any) -> None:
        """Add a file."""
        source = Path(filename)
        member = self._member(str(arcname or source.name))
        member.file_size = source.stat().st_size
        with source.open("rb") as stream, self.open(member, "w") as target:
            shutil.copyfileobj(stream, target, 1 << 20)

    def _member(self, name: str) -> ZipInfo:
        member = ZipInfo(name, _EPOCH)
        member.compress_type = self.compression
        return member
