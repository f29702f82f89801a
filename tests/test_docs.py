"""What README and guide name exists, and what exists is named there."""

from __future__ import annotations

import argparse
import ast
import re
import tomllib
from pathlib import Path

import pytest

from chibo_desktop.cli.commands import COMMANDS
from chibo_desktop.cli.parser import build_parser
from chibo_desktop.cli.passwords import VARIABLE

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "huong-dan.md").read_text(encoding="utf-8")
_COMMAND = re.compile(r"(?<![\w.-])chibo ([a-z]+)")
_OPTION = re.compile(r"(?<![\w-])(--[a-z][a-z-]+)")
_LINK = re.compile(r"\]\(([^)#:]+)\)")


def code_of(text: str) -> str:
    """Return what a page shows as code, so that prose about chibo is not taken for a command."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, flags=re.DOTALL))


def parsers() -> dict[str, argparse.ArgumentParser]:
    """Return the parser of every command."""
    (actions,) = [a for a in build_parser()._actions if isinstance(a, argparse._SubParsersAction)]
    return dict(actions.choices)


def options() -> set[str]:
    """Return every option of every command."""
    found = {
        option for parser in parsers().values() for action in parser._actions for option in action.option_strings
    }
    return {option for option in found if option.startswith("--")} | {"--version"}


def block_under(heading: str) -> str:
    """Return the one command under a heading of the README."""
    section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", README, flags=re.MULTILINE | re.DOTALL)
    assert section is not None
    blocks = re.findall(r"^```sh\n(.*?)^```$", section[1], flags=re.MULTILINE | re.DOTALL)
    assert len(blocks) == 1 == section[1].count("```") // 2
    return blocks[0].strip()


def test_parser_and_commands_know_the_same_names():
    assert set(parsers()) == set(COMMANDS)


@pytest.mark.parametrize("page", [README, GUIDE], ids=["README", "guide"])
def test_every_command_is_documented_and_every_documented_command_exists(page):
    assert set(_COMMAND.findall(code_of(page))) == set(COMMANDS)


def test_every_option_is_documented_and_every_documented_option_exists():
    # Lines that call pip or pytest name their options, and --demo is the window's.
    lines = [line for line in code_of(README + GUIDE).splitlines() if "pip" not in line and "pytest" not in line]
    documented = set(_OPTION.findall("\n".join(lines)))
    assert options() - {"--help", "--version"} <= documented <= options() | {"--demo"}
    assert VARIABLE in README
    assert VARIABLE in GUIDE


@pytest.mark.parametrize("heading", ["Run", "Test"])
def test_readme_has_one_command_on_one_line_that_sets_itself_up(heading):
    command = block_under(heading)
    assert "\n" not in command
    assert command.startswith("python3.11 -m venv .venv && .venv/bin/python -m pip install ")


def test_readme_runs_the_main_job_and_the_tests():
    assert block_under("Run").endswith("&& .venv/bin/chibo demo demo")
    assert "pytest" in block_under("Test")


def test_exit_codes_of_the_pages_are_those_of_the_errors():
    from chibo_desktop.common.errors import DamagedError, UserError, WrongPasswordError

    codes = (UserError.exit_code, DamagedError.exit_code, WrongPasswordError.exit_code)
    assert codes == (1, 3, 4)
    assert (
        "0 done, 1 refused with a message the person can act on, 2 wrong usage, 3 damaged, 4 wrong password"
        in README
    )
    assert "0 xong, 1 bị từ chối kèm lời nhắc, 2 gõ lệnh sai, 3 sổ hoặc tệp hỏng, 4 sai mật khẩu" in GUIDE


@pytest.mark.parametrize(
    "page", ["README.md", "docs/architecture.md", "docs/bundle-format.md", "docs/huong-dan.md"]
)
def test_links_lead_to_files(page):
    file = ROOT / page
    missing = [link for link in _LINK.findall(file.read_text("utf-8")) if not (file.parent / link).exists()]
    assert missing == []


def words_of_the_window() -> set[str]:
    """Return every text that the window's code shows, as written in it."""
    words = set()
    for file in [*(ROOT / "chibo_desktop" / "ui").rglob("*.py"), ROOT / "chibo_desktop" / "app.py"]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.add(node.value)
    for file in (ROOT / "chibo_desktop" / "domain").glob("*.py"):
        words |= {
            node.value
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 80
        }
    return words


def test_what_the_guide_shows_in_bold_stands_on_the_screen():
    shown = "\n".join(words_of_the_window())
    bold = {words.rstrip(".") for words in re.findall(r"\*\*(.+?)\*\*", GUIDE)} - {"đậm"}
    assert len(bold) > 40
    missing = sorted(words for words in bold if words not in shown)
    assert missing == []


def test_changelog_names_the_version():
    from chibo_desktop import __version__

    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.search(rf"^## \[{re.escape(__version__)}\] - \d{{4}}-\d\d-\d\d$", changes, flags=re.MULTILINE)


def test_what_the_project_declares_is_what_it_ships():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "GNU GENERAL PUBLIC LICENSE" in (ROOT / "LICENSE").read_text("utf-8")
    assert project["license"] == "GPL-3.0-or-later"
    for pattern in project["license-files"]:
        assert list(ROOT.glob(pattern)), pattern


def test_decisions_are_numbered_without_gaps_and_linked():
    files = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert [name[:4] for name in files] == [f"{number:04}" for number in range(1, len(files) + 1)]
    plan = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    assert [name for name in files if f"decisions/{name}" not in plan] == []
