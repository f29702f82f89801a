"""The format's document names what the code knows, and the other way round."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from chibo_desktop.bundles import format as limits
from chibo_desktop.bundles.card import Card
from chibo_desktop.bundles.envelope import OuterHeader
from chibo_desktop.bundles.format import FORMAT, Kind, Reason
from chibo_desktop.bundles.manifest import Manifest
from chibo_desktop.bundles.receipts import Receipt, Status

TEXT = (Path(__file__).parents[2] / "docs" / "bundle-format.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    found = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#+ |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def first_column(text: str) -> set[str]:
    rows = (line.split("|")[1] for line in text.splitlines() if line.startswith("| `"))
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


@pytest.mark.parametrize(
    ("title", "form"),
    [("Header", OuterHeader), ("manifest.json", Manifest), ("receipt.json", Receipt), ("Card", Card)],
)
def test_every_field_is_described(title: str, form: type[msgspec.Struct]) -> None:
    assert first_column(section(title)) == set(form.__struct_fields__)


def test_every_reason_kind_and_status_is_described() -> None:
    assert first_column(section("Order of checks")) == {reason.value for reason in Reason}
    assert set(re.findall(r"`(\w+)`", section("Header"))) >= {kind.value for kind in Kind}
    assert set(re.findall(r"`(\w+)`", section("receipt.json"))) >= {status.value for status in Status}


def test_the_limits_are_those_of_the_code() -> None:
    assert [kind.max_sealed // limits.MIB for kind in (Kind.CHANGES, Kind.DOCUMENTS, Kind.BOOK)] == [64, 64, 256]
    assert [kind.max_unpacked // limits.MIB for kind in (Kind.CHANGES, Kind.BOOK)] == [128, 512]
    words = section("Limits")
    for figure in (
        f"{limits.MAX_HEADER // limits.KIB} KiB, {limits.MAX_AGE_HEADER // limits.KIB} KiB",
        f"{limits.MAX_ENTRIES:,}; {limits.MAX_LINE // limits.MIB} MiB; {limits.MAX_BLOBS:,}",
        f"{limits.MAX_BLOB // limits.MIB} MiB",
        f"{limits.MAX_JSON_DEPTH} levels, numbers of {limits.MAX_NUMBER_LENGTH} characters",
    ):
        assert figure in words


def test_the_history_ends_with_the_current_format() -> None:
    assert re.findall(r"^\| (\d+) \|", section("History"), re.MULTILINE)[-1] == str(FORMAT)
