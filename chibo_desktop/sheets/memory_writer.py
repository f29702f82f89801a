"""Workbooks that leave no trace on the disk: openpyxl puts each sheet in a plain temporary file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

if TYPE_CHECKING:
    from openpyxl import Workbook


class MemoryWriter(ExcelWriter):
    """Writes sheets of cells, without drawings or charts, straight from memory into the archive."""

    def __init__(self, workbook: Workbook, archive: ZipFile) -> None:
        super().__init__(workbook, archive)
        self._into = archive

    def write_worksheet(self, ws: Any) -> None:
        """Add one sheet to the archive."""
        sheet = io.BytesIO()
        ws._drawing = None
        writer: Any = WorksheetWriter(ws, sheet)
        writer.write()
        ws._rels = writer._rels
        self._into.writestr(ws.path[1:], sheet.getvalue())
        self.manifest.append(ws)
