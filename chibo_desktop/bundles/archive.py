"""The zip inside: written plainly, read by a reader that knows only that plain form.

Any zip tool opens it. Reading does not use a general zip library: each of those tolerates
overlaps, prefixes, second names or sizes that lie, and none of it is needed here.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from chibo_desktop.bundles.format import MAX_BLOBS, MAX_RATIO, RATIO_FREE, BundleError, Reason

_LOCAL = struct.Struct("<4s2B4HL2L2H")
_CENTRAL = struct.Struct("<4s4B4HL2L5H2L")
_END = struct.Struct("<4s4H2LH")
_NAME = re.compile(rb"manifest\.json|entries\.jsonl|receipt\.json|blobs/[0-9a-f]{64}")
_MAX_NAME = 80
_OLDEST_DATE = (1980, 1, 1, 0, 0, 0)
_VERSION = 20


@dataclass(frozen=True)
class Member:
    """One member of the zip, not yet inflated."""

    name: str
    size: int
    start: int
    packed: int
    method: int
    crc: int


def write_zip(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the same bytes for the same members: fixed dates, given order, deflate.

    A member that deflate would shrink beyond what the reader accepts is stored as it is.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members:
            entry = zipfile.ZipInfo(name, _OLDEST_DATE)
            entry.create_system = 3
            entry.external_attr = (stat.S_IFREG | 0o600) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED if _may_deflate(data) else zipfile.ZIP_STORED
            archive.writestr(entry, data)
    return stream.getvalue()


def _may_deflate(data: bytes) -> bool:
    # One level for the estimate and the real thing, else the ratio could pass the limit.
    return len(data) <= RATIO_FREE or len(data) <= MAX_RATIO * len(zlib.compress(data, 6, wbits=-15))


def list_members(data: bytes, max_total: int) -> dict[str, Member]:
    """Read a zip's directory without inflating anything; names come in the order of their bytes.

    Raises BundleError: `damaged` for whatever the writer does not write (flags, comments, extra
    fields, gaps, overlaps, a directory that differs from the local headers), `bad_manifest` for
    a name outside the format's or a repeated one, `too_large`.
    """
    if len(data) < _END.size:
        raise _damaged("no end record")
    directory_at = len(data) - _END.size
    mark, disk, first_disk, here, count, size, offset, comment = _END.unpack_from(data, directory_at)
    if mark != b"PK\5\6" or disk or first_disk or comment or here != count:
        raise _damaged("end record")
    if count > MAX_BLOBS + 2:
        raise BundleError(Reason.TOO_LARGE, f"{count} members")
    if offset + size != directory_at:
        raise _damaged("directory is not where it is said to be")
    members: dict[str, Member] = {}
    at, expected_offset, total = offset, 0, 0
    for _ in range(count):
        member, at, expected_offset = _read_member(data, at, directory_at, expected_offset, offset)
        if member.name in members:
            raise BundleError(Reason.BAD_MANIFEST, "name twice")
        members[member.name] = member
        total += member.size
        if total > max_total:
            raise BundleError(Reason.TOO_LARGE, f"{total} bytes unpacked")
        if member.size > RATIO_FREE and member.size > MAX_RATIO * member.packed:
            raise BundleError(Reason.TOO_LARGE, f"{member.packed} bytes would become {member.size}")
    if at != directory_at or expected_offset != offset:
        raise _damaged("bytes that belong to no member")
    return members


def _read_member(
    data: bytes, at: int, directory_end: int, local_at: int, local_end: int
) -> tuple[Member, int, int]:
    if at + _CENTRAL.size > directory_end:
        raise _damaged("directory too short")
    central = _CENTRAL.unpack_from(data, at)
    mark, _, _, version, reserved, *common = central[:12]
    name_length, extra, comment, disk, _, attributes, offset = central[12:]
    flags, method, _, _, crc, packed, size = common
    if mark != b"PK\1\2" or version > _VERSION or reserved or flags or extra or comment or disk:
        raise _damaged("directory entry")
    if method not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise _damaged(f"method {method}")
    if stat.S_IFMT(attributes >> 16) not in {0, stat.S_IFREG} or attributes & 0x10:
        raise _damaged("not a plain file")
    name_at = at + _CENTRAL.size
    name = data[name_at : name_at + name_length]
    if name_length > _MAX_NAME or not _NAME.fullmatch(name):
        raise BundleError(Reason.BAD_MANIFEST, f"name {name[:_MAX_NAME]!r}")
    local_size = _LOCAL.size + name_length
    if offset != local_at or local_at + local_size + packed > local_end:
        raise _damaged("member overlaps or leaves a gap")
    expected = _LOCAL.pack(b"PK\3\4", version, 0, *common, name_length, 0) + name
    if data[local_at : local_at + local_size] != expected:
        raise _damaged("local header differs from the directory")
    start = local_at + local_size
    member = Member(name.decode("ascii"), size, start, packed, method, crc)
    return member, name_at + name_length, start + packed


def inflate(data: bytes, member: Member) -> bytes:
    """Return a member's bytes, never more than its directory entry says.

    Raises BundleError `damaged` when they are fewer, more, or not what was packed.
    """
    packed = data[member.start : member.start + member.packed]
    if member.method == zipfile.ZIP_DEFLATED:
        machine = zlib.decompressobj(-15)
        try:
            plain = machine.decompress(packed, member.size + 1)
        except zlib.error as error:
            raise _damaged(f"deflate: {error}") from error
        if not machine.eof or machine.unused_data or machine.unconsumed_tail:
            raise _damaged("size lies")
    else:
        plain = packed
    if len(plain) != member.size or zlib.crc32(plain) != member.crc:
        raise _damaged("size or checksum")
    return plain


def _damaged(detail: str) -> BundleError:
    return BundleError(Reason.DAMAGED, f"zip: {detail}")
