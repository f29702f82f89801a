"""Print the figures of the program as ratios against a baseline of the same run; nothing is asserted.

Run from the project's folder: `python tests/bench/run.py [start|book|exchange|workspace|places ...]`. The ten-year
book takes a minute to write; `CHIBO_BENCH_MEETINGS=40` makes it smaller.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from books import PASSWORD, Calendar, hold_meeting, members, new_book, ten_years
from figures import figure, heading, seconds
from places import places
from workspace import workspace

from chibo_desktop.common.files import write_whole
from chibo_desktop.domain.meetings import Speech
from chibo_desktop.services import exchange, home, meetings, pairing, search
from chibo_desktop.services import members as roll
from chibo_desktop.services import statistics as year_figures
from chibo_desktop.services.books import open_book
from chibo_desktop.services.receiving import receive_at_office
from chibo_desktop.services.sending import send
from chibo_desktop.services.session import Session

MILLI = 1000.0
SMALL = "a small book"


def started(*words: str) -> dict[str, tuple[float, float]]:
    """Start a window in a process of its own; return per stage milliseconds since the start and MiB."""
    script = Path(__file__).parent / "window.py"
    environment = {"QT_QPA_PLATFORM": "offscreen"} | os.environ
    began = time.time()
    done = subprocess.run(
        [sys.executable, str(script), *words],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        timeout=300,
    )
    lines = [line.split() for line in done.stdout.splitlines()]
    return {name: ((float(at) - began) * MILLI, float(memory)) for name, at, memory in lines}


def median_start(*words: str) -> dict[str, tuple[float, float]]:
    """Return the medians of five starts after one that warms the disk."""
    runs = [started(*words) for _ in range(6)][1:]
    return {
        name: (statistics.median(run[name][0] for run in runs), statistics.median(run[name][1] for run in runs))
        for name in runs[0]
    }


def start(folder: Path) -> None:
    """Starting, against a window with nothing in it."""
    from chibo_desktop.services.demo import PASSWORD as DEMO_PASSWORD
    from chibo_desktop.services.demo import make_demo

    cell = make_demo(folder / "demo").cell_folder
    heading("Start (a year's book of 21 members)")
    bare = median_start()["ready"]
    found = median_start(str(cell), DEMO_PASSWORD)
    figure("start to password page", found["password"][0], "ms", bare[0], "empty window")
    figure("password to filled first place", found["ready"][0] - found["typed"][0], "ms", bare[0], "empty window")
    figure("start to filled first place, without typing", found["ready"][0], "ms", bare[0], "empty window")
    figure("memory at the password page", found["password"][1], "MiB", bare[1], "empty window")
    figure("memory at the first place", found["ready"][1], "MiB", bare[1], "empty window")


def book(folder: Path) -> None:
    """Opening, reading and saving in a large cell's ten years, against the same in a small book."""
    count = int(os.environ.get("CHIBO_BENCH_MEETINGS", "200"))
    began = time.perf_counter()
    ten_years(folder / "lon", count=count)
    taken = time.perf_counter() - began
    clock = Calendar(date(2026, 11, 3))
    ten_years(folder / "nho", people=21, count=12)
    large = open_book(folder / "lon", PASSWORD, clock=clock)
    small = open_book(folder / "nho", PASSWORD, clock=clock)
    try:
        size = (folder / "lon" / "so-chi-bo.db").stat().st_size / 2**20
        heading(f"Ten years: {count} meetings, 108 members, {large.head().seq} entries, {size:.0f} MiB")
        figure("writing one meeting with everything in it", taken / count * MILLI, "ms")
        large.close()
        small.close()
        opening = {
            name: seconds(lambda name=name: open_book(folder / name, PASSWORD).close()) * MILLI
            for name in ("lon", "nho")
        }
        figure("opening with the password", opening["lon"], "ms", opening["nho"], SMALL)
        large = open_book(folder / "lon", PASSWORD, clock=clock)
        small = open_book(folder / "nho", PASSWORD, clock=clock)
        last = {id(one): meetings.list_meetings(one)[0].meeting.id for one in (large, small)}
        reading: list[tuple[str, Callable[[Session], object]]] = [
            ("what is to be done (first place)", home.overview),
            ("list of all meetings", meetings.list_meetings),
            ("list of one year's meetings", lambda one: meetings.list_meetings(one, year=2024)),
            ("one meeting", lambda one: meetings.load(one, last[id(one)])),
            ("the members", roll.list_members),
            ("the figures of one year", lambda one: year_figures.of_year(one, 2024)),
            ("a search", lambda one: search.find(one, "chuong trai")),
        ]
        for name, work in reading:
            times = [seconds(lambda one=one, work=work: work(one)) * MILLI for one in (large, small)]
            figure(name, times[0], "ms", times[1], SMALL)
        bare = seconds(lambda: large.book.keep_secret("bench", os.urandom(200)), 50) * MILLI
        speech = large.book.find(Speech)[0]
        texts = iter(range(1_000_000))

        def save() -> None:
            from msgspec.structs import replace

            large.save(replace(speech, text=f"{speech.text} {next(texts)}"))

        figure("saving one speech", seconds(save, 50) * MILLI, "ms", bare, "one bare committed row")
        drafts = seconds(lambda: large.save_draft("speech", f"{speech.text} {next(texts)}"), 50) * MILLI
        figure("keeping a draft", drafts, "ms", bare, "one bare committed row")
    finally:
        large.close()
        small.close()


def exchanged(folder: Path) -> None:
    """Sending a month, and receiving a hundred cells at the office."""
    clock = Calendar(date(2026, 11, 3))
    drive = folder / "usb"
    drive.mkdir()
    office = new_book(folder / "dang-uy", "Đảng ủy xã Nậm Khao", clock, office=True)
    sizes, times = [], []
    entries = 0
    try:
        for number in range(100):
            cell = new_book(folder / f"chi-bo-{number}", f"Chi bộ bản {number + 1}", clock)
            try:
                pairing.pair(cell, pairing.my_card(office))
                pairing.pair(office, pairing.my_card(cell))
                hold_meeting(cell, members(cell, 21), clock.day)
                began = time.perf_counter()
                sent = send(cell, drive)
                times.append((time.perf_counter() - began) * MILLI)
                sizes.append(sent.files[0].size / 1024)
                entries += sent.entries
            finally:
                cell.close()
        heading(f"A month of a cell of 21 members ({entries // 100} entries), sent a hundred times over")
        plain = os.urandom(int(statistics.median(sizes) * 1024))
        written = seconds(lambda: write_whole(folder / "thu.bin", plain, verify=True), 20) * MILLI
        figure("size of the sealed month", statistics.median(sizes), "KiB")
        figure("sending it", statistics.median(times), "ms", written, "writing as many bytes")
        began = time.perf_counter()
        got = receive_at_office(office, drive)
        first = (time.perf_counter() - began) * MILLI
        heading(f"Receiving {len(got.files)} bundles of {len(exchange.cells(office))} cells, {got.entries} entries")
        figure("receiving and answering them all", first, "ms", written * 100, "writing as many bytes")
        figure("one of them", first / 100, "ms", written, "writing as many bytes")
        again = seconds(lambda: receive_at_office(office, drive), 1) * MILLI
        figure("the same drive once more", again, "ms", first, "the first time")
        figure("list of the hundred cells", seconds(lambda: exchange.cells(office), 3) * MILLI, "ms")
    finally:
        office.close()


GROUPS = {"start": start, "book": book, "exchange": exchanged, "workspace": workspace, "places": places}


def main() -> int:
    """Print the groups named on the command line, or all of them."""
    for name in sys.argv[1:] or list(GROUPS):
        with tempfile.TemporaryDirectory(prefix="chibo-bench-") as folder:
            GROUPS[name](Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
