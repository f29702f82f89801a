"""Only X25519 reaches the age library."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from bundle_making import CELL, OFFICE, STRANGER, container

from chibo_desktop.bundles import envelope
from chibo_desktop.bundles.age_header import parse_age_header
from chibo_desktop.bundles.envelope import open_sealed, read_outer, seal
from chibo_desktop.bundles.format import MAX_RECIPIENTS, BundleError, Reason
from chibo_desktop.bundles.identities import Identity
from chibo_desktop.bundles.reader import inspect, unseal

TESTKIT = Path(__file__).parents[3] / "shared" / "vectors" / "age_testkit"
SHARE = b"TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc"
STANZA = b"-> X25519 " + SHARE + b"\n" + SHARE + b"\n"
MAC = b"--- " + SHARE + b"\n"
START = b"age-encryption.org/v1\n"


def vector(name: str) -> tuple[dict[str, str], bytes]:
    text, _, body = (TESTKIT / name).read_bytes().partition(b"\n\n")
    fields: dict[str, str] = {}
    for line in text.decode().splitlines():
        key, _, value = line.partition(": ")
        fields.setdefault(key, value)
    return fields, zlib.decompress(body) if fields.get("compressed") == "zlib" else body


def names() -> list[str]:
    return sorted(path.name for path in TESTKIT.glob("*")) if TESTKIT.is_dir() else []


@pytest.fixture
def decrypted(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The age files that reached the library."""
    seen: list[bytes] = []
    real = envelope.pyrage.decrypt

    def spy(data: bytes, identities: list[object]) -> bytes:
        seen.append(data)
        return real(data, identities)

    monkeypatch.setattr(envelope.pyrage, "decrypt", spy)
    return seen


@pytest.mark.skipif(not names(), reason="the age test kit does not lie beside the project")
@pytest.mark.parametrize("name", names() or ["absent"])
def test_the_age_test_kit(name: str, decrypted: list[bytes]) -> None:
    fields, data = vector(name)
    secret = fields.get("identity", CELL.age_secret)
    reader = Identity(CELL.sign_seed, secret if secret.startswith("AGE-SECRET-KEY-1") else CELL.age_secret)
    # Success in the kit, yet nothing this program ever accepts: armor, passphrases, post-quantum
    # stanzas, chance stanzas of another form than our library's.
    ours = name.startswith(("x25519", "stream_", "hmac_")) and name != "x25519_grease"
    if fields["expect"] == "success" and ours:
        assert parse_age_header(data).recipients >= 1
        open_sealed(data, reader)
        assert decrypted == [data]
        return
    with pytest.raises(BundleError) as caught:
        open_sealed(data, reader)
    assert caught.value.reason in {Reason.FORBIDDEN_STANZA, Reason.DAMAGED, Reason.WRONG_RECIPIENT}
    if b"scrypt" in data.partition(b"\n---")[0] or name.startswith(("armor", "hybrid")):
        assert decrypted == []
    if b"-> scrypt " in data and not name.startswith("armor"):
        assert caught.value.reason in {Reason.FORBIDDEN_STANZA, Reason.DAMAGED}


def test_a_scrypt_stanza_from_a_paired_sender_is_refused_before_decryption(decrypted: list[bytes]) -> None:
    scrypt = START + b"-> scrypt bBjlhJVYZeE4aqUdmtRHfw 30\n" + SHARE + b"\n" + MAC + bytes(64)
    data = container(scrypt, named=[OFFICE])
    with pytest.raises(BundleError) as caught:
        unseal(read_outer(data), OFFICE)
    assert caught.value.reason is Reason.FORBIDDEN_STANZA
    assert inspect(data).problem is Reason.FORBIDDEN_STANZA
    assert decrypted == []


def test_what_we_seal_passes_our_own_gate() -> None:
    for count in (1, 2, 5):
        header = parse_age_header(seal(b"x", [CELL.recipient] * count))
        assert header.recipients == count
        assert header.stanzas[:count] == ("X25519",) * count


def test_another_key_opens_nothing() -> None:
    with pytest.raises(BundleError) as caught:
        open_sealed(seal(b"x", [CELL.recipient]), STRANGER)
    assert caught.value.reason is Reason.WRONG_RECIPIENT


GREASE = b"-> a-grease x\n\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.DAMAGED),
        (START, Reason.DAMAGED),
        (START + STANZA, Reason.DAMAGED),
        (START + STANZA + MAC, Reason.DAMAGED),
        (START + STANZA + MAC + bytes(31), Reason.DAMAGED),
        (START + STANZA + MAC[:-1], Reason.DAMAGED),
        (START + MAC + bytes(32), Reason.FORBIDDEN_STANZA),
        (START + GREASE + MAC + bytes(32), Reason.FORBIDDEN_STANZA),
        (START + GREASE + STANZA + MAC + bytes(32), Reason.FORBIDDEN_STANZA),
        (START + STANZA + GREASE + GREASE + MAC + bytes(32), Reason.FORBIDDEN_STANZA),
        (START + STANZA + b"-> ssh-ed25519 a b\n\n" + MAC + bytes(32), Reason.FORBIDDEN_STANZA),
        (START + STANZA + b"-> grease\n\n" + MAC + bytes(32), Reason.FORBIDDEN_STANZA),
        (START + STANZA + b"-> a-grease\n" + b"A" * 64 + b"\n" + MAC + bytes(32), Reason.DAMAGED),
        (START + STANZA + b"-> a-grease\n" + b"A" * 65 + b"\n" + MAC + bytes(32), Reason.DAMAGED),
        (START + STANZA + b"-> a-grease\n" + (b"A" * 64 + b"\n") * 20 + b"\n" + MAC + bytes(32), Reason.DAMAGED),
        (START + STANZA * (MAX_RECIPIENTS + 1) + MAC + bytes(32), Reason.TOO_LARGE),
        (START + STANZA * 400 + MAC + bytes(32), Reason.DAMAGED),
        (b"age-encryption.org/v2\n" + STANZA + MAC + bytes(32), Reason.DAMAGED),
        (START + STANZA.replace(b"X25519 ", b"X25519  ") + MAC + bytes(32), Reason.DAMAGED),
        (START + STANZA.replace(SHARE, SHARE + b" x", 1) + MAC + bytes(32), Reason.DAMAGED),
        (START + STANZA.replace(SHARE, SHARE + b"=", 1) + MAC + bytes(32), Reason.DAMAGED),
        (START + STANZA.replace(SHARE, SHARE[:-1] + b"d", 1) + MAC + bytes(32), Reason.DAMAGED),
        (START + STANZA.replace(SHARE, SHARE[:-4], 1) + MAC + bytes(32), Reason.DAMAGED),
        (START + STANZA.replace(SHARE, SHARE[:-2], 1) + MAC + bytes(32), Reason.DAMAGED),
        (START + STANZA + MAC.replace(SHARE, b"x") + bytes(32), Reason.DAMAGED),
    ],
)
def test_a_head_out_of_form_is_refused(data: bytes, reason: Reason) -> None:
    with pytest.raises(BundleError) as caught:
        parse_age_header(data)
    assert caught.value.reason is reason


def test_a_plain_head_is_accepted() -> None:
    header = parse_age_header(START + STANZA + GREASE + MAC + bytes(32))
    assert header.stanzas == ("X25519", "a-grease")
    assert header.size == len(START + STANZA + GREASE + MAC)
