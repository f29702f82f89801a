"""The layers are a test: the contracts hold, a planted violation is seen, tables are what records say."""

from __future__ import annotations

import ast
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from peewee import BooleanField

from chibo_desktop.domain.records import KINDS
from chibo_desktop.services.session import Session
from chibo_desktop.storage.mapper import columns_of
from chibo_desktop.storage.tables import FIXED_TABLES, RECORD_TABLES

ROOT = Path(__file__).resolve().parent.parent
_LINT = (
    "from importlinter.cli import lint_imports, EXIT_STATUS_SUCCESS as fine; import sys;"
    "sys.exit(0 if lint_imports(no_cache=True, no_logo=True) == fine else 1)"
)


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts of a project's folder on the package that lies in it."""
    environment = os.environ | {"PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-c", _LINT],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """The package and its contracts in a folder of their own."""
    folder = tmp_path_factory.mktemp("planted")
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copytree(ROOT / "chibo_desktop", folder / "chibo_desktop", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def test_every_contract_is_kept():
    seen = lint(ROOT)
    assert seen.returncode == 0, seen.stdout + seen.stderr
    assert " 0 broken" in seen.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("domain/votes.py", "import PySide6.QtCore", "Qt lives in the window only"),
        ("services/session.py", "import reportlab", "Services use no library of the layers below"),
        ("ui/theme.py", "import chibo_desktop.storage.keys", "The window reaches the book through services only"),
        ("ui/home/__init__.py", "import chibo_desktop.ui.members", "Screens do not know one another"),
        ("papers/page.py", "import chibo_desktop.storage.book", "Layers"),
        ("services/members.py", "import chibo_desktop.storage.tables", "Tables are storage's own"),
        ("bundles/drives.py", "import urllib.request", "No network"),
        ("storage/book.py", "import openpyxl", "Storage uses database, keys and locks only"),
        ("bundles/reader.py", "import pickle", "Nothing is read that could run code"),
        ("domain/journal.py", "import sqlite3", "The domain knows no file, screen or database"),
    ],
)
def test_a_planted_violation_is_seen(copied, module, line, contract):
    file = copied / "chibo_desktop" / module
    whole = file.read_text(encoding="utf-8")
    head, mark, rest = whole.partition("from __future__ import annotations\n")
    planted = f"{head}{mark}{line}\n{rest}" if mark else f"{whole}\n{line}\n"
    file.write_text(planted, encoding="utf-8")
    try:
        seen = lint(copied)
    finally:
        file.write_text(whole, encoding="utf-8")
    assert seen.returncode == 1, seen.stdout + seen.stderr
    assert f"{contract} BROKEN" in seen.stdout


def qt_parts(source: str) -> set[str]:
    """Return which parts of Qt a module imports."""
    parts = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "PySide6":
            inner = node.module.split(".")[1:2]
            parts |= set(inner) if inner else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
            parts |= {name[1] if len(name) > 1 else "all" for name in names if name[0] == "PySide6"}
    return parts


def test_the_window_uses_four_parts_of_qt_and_no_network():
    assert qt_parts("from PySide6 import QtNetwork\nimport PySide6.QtSql\nfrom PySide6.QtGui import QIcon") == {
        "QtNetwork", "QtSql", "QtGui",
    }  # fmt: skip
    used = {part for file in (ROOT / "chibo_desktop").rglob("*.py") for part in qt_parts(file.read_text("utf-8"))}
    assert used == {"QtCore", "QtGui", "QtWidgets", "QtSvg"}


@pytest.fixture
def schema(cell_folder, opened):
    """Ask a migrated book what its columns are: name -> (type, not null, place in the key)."""
    session: Session = opened(cell_folder)

    def columns(table: str) -> dict[str, tuple[str, bool, int]]:
        rows = session.book.database.execute_sql(f'PRAGMA table_info("{table}")').fetchall()
        return {str(name): (str(kind), bool(required), int(key)) for _, name, kind, required, _, key in rows}

    return columns


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_table_of_a_record_has_the_columns_of_its_declaration(schema, kind):
    wanted = {"book": ("INTEGER", True, 1), "id": ("BLOB", True, 2), "rev": ("INTEGER", True, 0)}
    for name, (sql_type, null) in columns_of(KINDS[kind]).items():
        wanted.setdefault(name, (sql_type, not null, 0))
    assert schema(kind) == wanted


@pytest.mark.parametrize("model", FIXED_TABLES, ids=lambda model: model.__name__)
def test_a_fixed_table_has_the_columns_that_the_code_reads(schema, model):
    meta = model._meta
    found = schema(meta.table_name)
    assert set(found) == set(meta.columns)
    key = [field.column_name for field in meta.get_primary_keys()]
    types = {"TEXT": "TEXT", "INT": "INTEGER", "AUTO": "INTEGER", "BLOB": "BLOB", "FLOAT": "REAL"}
    for name, field in meta.columns.items():
        sql_type, required, place = found[name]
        assert sql_type == ("INTEGER" if isinstance(field, BooleanField) else types[field.field_type])
        assert place == (key.index(name) + 1 if name in key else 0)
        if not place:
            assert required != field.null


def test_the_file_has_no_table_that_no_code_declares(cell_folder, opened):
    rows = opened(cell_folder).book.database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
    found = {str(name) for (name,) in rows if not name.startswith(("sqlite_", "search_"))}
    assert found == set(RECORD_TABLES) | {model._meta.table_name for model in FIXED_TABLES}


def test_the_book_is_no_plain_database(cell_folder):
    plain = sqlite3.connect(f"file:{cell_folder / 'so-chi-bo.db'}?mode=ro", uri=True)
    try:
        with pytest.raises(sqlite3.DatabaseError):
            plain.execute("SELECT name FROM sqlite_master").fetchall()
    finally:
        plain.close()
