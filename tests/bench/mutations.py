"""Bend a bundle ten thousand times and tell how many were taken, crashed, and what memory did.

Run from the project's folder: `python tests/bench/mutations.py [COUNT] [SEED]`. Ends with 1 when any
mutation was accepted or raised anything but a refusal.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "bundles"))

from bundle_making import BOOK, CELL, OFFICE, base, changes, container, document, entry, rebuilt

from chibo_desktop.bundles.archive import inflate, list_members
from chibo_desktop.bundles.entries import decode_entries, encode_entries, verify_chain
from chibo_desktop.bundles.envelope import check_signature, open_payload, read_outer
from chibo_desktop.bundles.format import MIB, BundleError
from chibo_desktop.bundles.reader import inspect, unseal


def bend(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes with a few of them flipped, cut out, doubled, inserted or cut off."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 4, 16))):
        at = chance.randrange(len(out))
        how = chance.randrange(6)
        span = chance.randrange(1, 40)
        if how <= 1:
            out[at] ^= 1 << chance.randrange(8)
        elif how == 2:
            out[at] = chance.choice((0, 0x7F, 0xFF, 0x0A, 0x22, chance.randrange(256)))
        elif how == 3:
            del out[at : at + span]
        elif how == 4:
            out[at:at] = out[at : at + span] if chance.random() < 0.5 else chance.randbytes(span)
        else:
            del out[at:]
        if not out:
            return b""
    return bytes(out)


def take(data: bytes) -> str | None:
    """Do with a file what the office does."""
    inspect(data)
    outer = read_outer(data)
    check_signature(outer, CELL.sign_public)
    unseal(outer, OFFICE, BOOK)
    return None


def take_inside(zipped: bytes) -> str | None:
    """Do with an inside what follows decryption, as if a paired sender had made and signed it.

    Dates and permissions in the zip mean nothing; a bent one may still hold the same members.
    """
    plain = {name: inflate(zipped, member) for name, member in list_members(zipped, 16 * MIB).items()}
    lines = plain["entries.jsonl"]
    verify_chain(BASE, decode_entries(lines, lines.count(b"\n")))
    return "same members" if plain.keys() == PLAIN.keys() and plain == PLAIN else None


def take_lines(lines: bytes) -> str | None:
    """Do with entries what follows inflating, under a manifest that was made for them."""
    return take(rebuilt(lines=lines, count=3, to_seq=3, head_hash=HEAD))


def take_seal(age_file: bytes) -> str | None:
    """Do with a file what the office does when a paired sender signed a bent seal."""
    return take(container(age_file))


def resident() -> int | None:
    """Return this process's memory in KiB, None where the system has no /proc."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return None
    line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1])


ENTRIES = [entry(1), entry(2), entry(3)]
BASE = base()
HEAD = verify_chain(BASE, ENTRIES).head
WHOLE = changes(entries=ENTRIES, blobs=[document()])
INSIDE = open_payload(read_outer(WHOLE), OFFICE)
PLAIN = {name: inflate(INSIDE, member) for name, member in list_members(INSIDE, 16 * MIB).items()}


def run(name: str, data: bytes, step: Callable[[bytes], str | None], count: int, chance: random.Random) -> int:
    """Bend, try, count; print one line; return how many were taken or crashed."""
    step(data)
    before, began = resident(), time.perf_counter()
    found: Counter[str] = Counter()
    for _ in range(count):
        bent = bend(data, chance)
        if bent == data:
            found["unchanged"] += 1
            continue
        try:
            found[step(bent) or "ACCEPTED"] += 1
        except BundleError as error:
            found[error.reason.value] += 1
        except BaseException as error:  # a panic of the age library is no Exception
            if isinstance(error, KeyboardInterrupt):
                raise
            found[f"CRASHED {type(error).__name__}"] += 1
    seconds = time.perf_counter() - began
    bad = sum(number for what, number in found.items() if what == "ACCEPTED" or what.startswith("CRASHED"))
    print(f"{name}: {count} in {seconds:.1f} s, memory {before} -> {resident()} KiB, taken or crashed {bad}")
    print("   ", dict(found.most_common()))
    return bad


def main() -> int:
    """Run all depths; return the exit code."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20261103
    chance = random.Random(seed)
    bad = run("whole files", WHOLE, take, count, chance)
    bad += run("seals under a true signature", read_outer(WHOLE).payload, take_seal, count, chance)
    bad += run("entries under a true signature", encode_entries(ENTRIES), take_lines, count // 5, chance)
    bad += run("zip inside", INSIDE, take_inside, count // 2, chance)
    print("none accepted, none crashed" if not bad else "BAD")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
