"""The zip inside: bombs, lies, and names that aim at the file system."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from bundle_making import digest

from chibo_desktop.bundles.archive import inflate, list_members, write_zip
from chibo_desktop.bundles.format import MAX_RATIO, MIB, BundleError, Reason

PLAIN = [("manifest.json", b"{}" * 50), ("entries.jsonl", b"x\n" * 50)]


def reason_of(data: bytes, limit: int = 10 * MIB) -> Reason | None:
    try:
        for member in list_members(data, limit).values():
            inflate(data, member)
    except BundleError as error:
        return error.reason
    return None


def made_by_zipfile(change: Callable[[zipfile.ZipFile], None]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        change(archive)
    return stream.getvalue()


def named(name: str) -> bytes:
    return made_by_zipfile(lambda archive: archive.writestr(zipfile.ZipInfo(name), b"x"))


def bent(find: bytes, put: bytes, *, last: bool = False) -> bytes:
    data = write_zip(PLAIN)
    at = data.rindex(find) if last else data.index(find)
    return data[:at] + put + data[at + len(put) :]


def test_what_is_written_is_read() -> None:
    data = write_zip(PLAIN)
    members = list_members(data, MIB)
    assert [(name, inflate(data, member)) for name, member in members.items()] == PLAIN
    assert reason_of(write_zip([])) is None


def test_the_same_members_give_the_same_bytes() -> None:
    assert write_zip(PLAIN) == write_zip(PLAIN)


HOSTILE_NAMES = [
    "../manifest.json",
    "/manifest.json",
    "C:\\manifest.json",
    "\\\\server\\share",
    "blobs/../../x",
    "blobs/",
    "blobs/" + "A" * 64,
    "blobs/" + "a" * 63,
    "blobs\\" + "a" * 64,
    "MANIFEST.JSON",
    "manifest.json ",
    "manifest.json\n",
    "con",
    "nul.txt",
    "a\u202egpj.exe",
    "a\u200b",
    "ma\u0301nifest.json",
    "",
    ".",
    "~",
    "x" * 300,
]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_name_outside_the_format_is_refused(name: str) -> None:
    assert reason_of(named(name)) in {Reason.BAD_MANIFEST, Reason.DAMAGED}


@pytest.mark.parametrize("name", [b"manifest.jso\0", b"Manifest.json", b"\xffanifest.json"])
def test_a_name_bent_in_both_places_is_refused(name: bytes) -> None:
    data = write_zip(PLAIN).replace(b"manifest.json", name)
    assert reason_of(data) is Reason.BAD_MANIFEST


def test_a_name_that_comes_twice_is_refused() -> None:
    data = write_zip([("manifest.json", b"a"), ("entries.jsonl", b"b")])
    assert reason_of(data.replace(b"entries.jsonl", b"manifest.json")) is Reason.BAD_MANIFEST


def test_links_and_folders_are_refused() -> None:
    for mode in (stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO, stat.S_IFCHR):
        entry = zipfile.ZipInfo("manifest.json")
        entry.external_attr = (mode | 0o777) << 16
        data = made_by_zipfile(lambda archive, entry=entry: archive.writestr(entry, b"/etc/passwd"))
        assert reason_of(data) is Reason.DAMAGED
    entry = zipfile.ZipInfo("manifest.json")
    entry.external_attr = 0x10
    assert reason_of(made_by_zipfile(lambda archive: archive.writestr(entry, b""))) is Reason.DAMAGED


def test_a_bomb_is_refused_by_its_own_sizes() -> None:
    bomb = made_by_zipfile(lambda archive: archive.writestr("entries.jsonl", bytes(20 * MIB)))
    assert len(bomb) < 30_000
    assert reason_of(bomb, limit=MIB) is Reason.TOO_LARGE
    assert reason_of(bomb, limit=100 * MIB) is Reason.TOO_LARGE


def test_a_bomb_that_lies_about_its_size_is_stopped() -> None:
    data = write_zip([("entries.jsonl", bytes(60_000))])
    size, lie = struct.pack("<L", 60_000), struct.pack("<L", 10)
    assert data.count(size) == 2
    assert reason_of(data.replace(size, lie)) is Reason.DAMAGED
    assert reason_of(data.replace(size, struct.pack("<L", 60_001))) is Reason.DAMAGED


def test_text_that_repeats_itself_still_travels() -> None:
    data = write_zip([("entries.jsonl", b"a" * MIB)])
    assert reason_of(data) is None
    assert len(data) > MIB / MAX_RATIO


def test_many_members_are_refused() -> None:
    members = [(f"blobs/{digest(b'%d' % n).hex()}", b"") for n in range(1_100)]
    assert reason_of(write_zip(members)) is Reason.TOO_LARGE


def test_overlapping_members_are_refused() -> None:
    data = write_zip([("manifest.json", b"x" * 30), ("entries.jsonl", b"y" * 30)])
    directory = data.index(b"PK\1\2")
    second = data.index(b"PK\1\2", directory + 1)
    one = bytearray(data)
    one[second + 42 : second + 46] = struct.pack("<L", 0)
    assert reason_of(bytes(one)) is Reason.DAMAGED
    # Both directory entries on one local header, with one name each, as the classic overlap does.
    two = data[:directory] + data[directory:second] * 2 + data[second + (second - directory) :]
    assert reason_of(two) in {Reason.DAMAGED, Reason.BAD_MANIFEST}


def test_bytes_that_belong_to_no_member_are_refused() -> None:
    data = write_zip(PLAIN)
    directory = data.index(b"PK\1\2")
    for wrong in (b"x" + data, data + b"x", data[:directory] + b"x" + data[directory:], data[:-1], data[1:]):
        assert reason_of(wrong) is Reason.DAMAGED
    end = data.rindex(b"PK\5\6")
    moved = bytearray(data[:directory] + b"x" + data[directory:])
    moved[end + 1 + 16 : end + 1 + 20] = struct.pack("<L", directory + 1)
    assert reason_of(bytes(moved)) is Reason.DAMAGED


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (6, 45),  # version needed
        (8, 1),  # encrypted
        (8, 8),  # data descriptor
        (8, 0x800),  # UTF-8 name
        (10, 12),  # bzip2
        (10, 99),  # AES
        (24, 7),  # size
        (30, 4),  # extra field
        (32, 4),  # comment
        (34, 1),  # other disk
        (28, 70),  # name length
        (28, 0),
    ],
)
def test_a_directory_entry_out_of_form_is_refused(at: int, value: int) -> None:
    data = bytearray(write_zip(PLAIN))
    directory = data.index(b"PK\1\2")
    data[directory + at : directory + at + 2] = struct.pack("<H", value)
    assert reason_of(bytes(data)) in {Reason.DAMAGED, Reason.BAD_MANIFEST}


@pytest.mark.parametrize("at", [0, 4, 6, 8, 10, 12, 16, 20])
def test_an_end_record_out_of_form_is_refused(at: int) -> None:
    data = bytearray(write_zip(PLAIN))
    data[len(data) - 22 + at] ^= 1
    assert reason_of(bytes(data)) is Reason.DAMAGED


def test_a_directory_that_ends_too_early_is_refused() -> None:
    data = write_zip(PLAIN)
    assert reason_of(data[-21:]) is Reason.DAMAGED
    more = bytearray(data)
    more[-14:-10] = struct.pack("<2H", 3, 3)
    assert reason_of(bytes(more)) is Reason.DAMAGED


def test_every_byte_of_the_structure_counts() -> None:
    data = write_zip(PLAIN)
    # Dates, the writer's version and system, and permissions mean nothing here.
    free = {4, 5, 12, 13, 14, 15, 36, 37, 38, 39, 40, 41}
    directory = data.index(b"PK\1\2")
    second = data.index(b"PK\1\2", directory + 1)
    for start in (directory, second):
        for at in range(46):
            if at not in free:
                wrong = bytearray(data)
                wrong[start + at] ^= 0x40
                assert reason_of(bytes(wrong)) is not None, at


def test_packed_bytes_out_of_form_are_refused() -> None:
    plain = b"x" * 30
    good = write_zip([("manifest.json", plain)])
    packed = zlib.compress(plain, wbits=-15)
    start = good.index(b"manifest.json") + len(b"manifest.json")
    for wrong in (b"\xff" * len(packed), packed[:-1] + b"\xff", bytes(len(packed))):
        assert reason_of(good[:start] + wrong + good[start + len(packed) :]) is Reason.DAMAGED


def test_stored_bytes_are_checked_too() -> None:
    data = made_by_zipfile(
        lambda archive: archive.writestr("manifest.json", b"abc", compress_type=zipfile.ZIP_STORED)
    )
    assert reason_of(data) is None
    assert reason_of(data.replace(b"abc", b"abd")) is Reason.DAMAGED
