"""Measure signed status and the clerk's bundle on a registry of a million places.

    python bench/publishing.py [--places 1000000] [--new 20000]

A real SQLite registry is filled at once (a tenth of the places superseded, a twentieth of the certificates
ended), then, each in a process of its own: `status` exports the lists; `night` exports the bundle with all
records kept from before but --new, which are really derived; `rate` derives on one thread and on all. The
kept records are made up: only their number and size count. A first build of all is not run but reckoned from
the rate. Everything lies under bench/out/publishing/, where it may be deleted. Exit status 1 if a bar does
not hold.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from people import GIVEN, SURNAMES

from jscert.certificates import Act, PhotoSlip, Sex
from jscert.commands.founding import found_authority, trial_founding
from jscert.commands.passphrases import TRIAL_FILE
from jscert.identity import Vault
from jscert.layouts.form import House
from jscert.presswork import Office
from jscert.presswork.dossier import Dossier, seal_dossier
from jscert.publishing import export_bundle, export_status
from jscert.publishing.bundle import _KEY_PURPOSE, _salt
from jscert.publishing.entries import published_certificates
from jscert.publishing.records import open_records
from jscert.registry.sql import open_registry
from jscert.sealing.bundle import RECORD_BYTES, derive_keys, unlock_phrase
from jscert.sealing.keys import open_authority
from jscert.settings import load_settings

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "out" / "publishing"
NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
BATCH_ROWS = 20_000
LIST_SIZE = 2**17
ISSUED_ON = date(2026, 3, 2)
ENDS = (Act.CANCEL, Act.CANCEL, Act.CANCEL, Act.ANNUL, Act.WITHDRAW)
LISTS_BAR, LIST_BAR, STATUS_SECONDS_BAR = 150_000, 25_000, 60
BYTES_BAR, NIGHT_SECONDS_BAR, MEMORY_BAR_MIB = 120, 300, 500


@contextmanager
def opened(home: Path) -> Iterator[Office]:
    settings = load_settings(home / "jscert.toml")
    keys = open_authority(home, (home / TRIAL_FILE).read_bytes().strip())
    with closing(open_registry(home / "registry.sqlite")) as registry:
        yield Office(
            home=home,
            catalogue=settings.catalogue,
            house=House(authority=keys.authority, seal_image=b"", watermark=""),
            verify_url="",
            registry=registry,
            vault=Vault(keys.identity_key),
            keys=keys,
            settings_digest="",
            clock=lambda: NOW,
        )


def fill(home: Path, places: int, new: int) -> None:
    """Write the registry's rows with executemany; only the newest batches carry readable payloads."""
    chance = random.Random(472)
    certificates = places - places // 10
    with opened(home) as office, closing(sqlite3.connect(home / "registry.sqlite")) as database:
        database.execute("PRAGMA synchronous=OFF")
        rows = _Rows(office.vault, chance, certificates, places, new)
        for table, columns, values in rows.tables():
            marks = ",".join("?" * len(columns.split(",")))
            insert = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 - our own words
            database.executemany(insert, values)
        last = (places + BATCH_ROWS - 1) // BATCH_ROWS
        database.execute(
            "UPDATE layout SET event_sequence = ?, event_sha256 = ?", (last, "ab" * 32)
        )
        database.commit()


class _Rows:
    """The rows of every table, as they would stand after years of issuing."""

    def __init__(
        self, vault: Vault, chance: random.Random, certificates: int, places: int, new: int
    ) -> None:
        self._vault = vault
        self._chance = chance
        self._certificates = certificates
        self._places = places
        self._new = new
        self._revised = set(chance.sample(range(certificates), places - certificates))

    def tables(self) -> Iterator[tuple[str, str, Iterator[tuple[object, ...]]]]:
        yield (
            "batches",
            (
                "ordinal,batch,act,state,opened_at,dated_on,settings_digest,trial,spool_sha256,"
                "row_count,ground,sealed_at,published_at,before_manifest_sequence,"
                "before_manifest_sha256,before_event_sequence,before_event_sha256,manifest_sha256,"
                "event_sha256"
            ),
            self._batches(),
        )
        yield (
            "certificates",
            "number,row_key,kind,medium,first_issued_on,trial,suspended,ended_by,void_reason,newest",
            self._certificate_rows(),
        )
        yield ("numbers", "number_key,number", ((n.casefold(), n) for n in self._numbers()))
        yield (
            "revisions",
            (
                "ordinal,position,number,revision,row_key,facts_digest,kind,issued_on,"
                "first_issued_on,valid_until,status_place,roster,sheet,row,payload"
            ),
            self._revision_rows(),
        )

    def _numbers(self) -> Iterator[str]:
        return (_number(order) for order in range(self._certificates))

    def _batches(self) -> Iterator[tuple[object, ...]]:
        at = NOW.isoformat(timespec="microseconds")
        for order in range((self._places + BATCH_ROWS - 1) // BATCH_ROWS):
            first = order * BATCH_ROWS
            act = Act.ISSUE if first < self._certificates else Act.CHANGE
            count = min(BATCH_ROWS, self._places - first)
            yield (
                *(order + 1, _batch(order), act.value, "published", at, ISSUED_ON.isoformat()),
                *("", 1, "", count, "", at, at, order, "", order, "", "", ""),
            )

    def _certificate_rows(self) -> Iterator[tuple[object, ...]]:
        for order, number in enumerate(self._numbers()):
            ended = self._chance.choice(ENDS).value if self._chance.random() < 0.05 else None
            yield (
                *(number, f"k{order}", "safety-a", "electronic", ISSUED_ON.isoformat(), 1, 0),
                *(ended, "", 2 if order in self._revised else 1),
            )

    def _revision_rows(self) -> Iterator[tuple[object, ...]]:
        owners = [(order, 1) for order in range(self._certificates)]
        owners += [(order, 2) for order in sorted(self._revised)]
        until = (ISSUED_ON + timedelta(days=1_096)).isoformat()
        for place, (order, revision) in enumerate(owners):
            batch, position = divmod(place, BATCH_ROWS)
            fresh = place >= self._places - self._new
            yield (
                *(
                    batch + 1,
                    position,
                    _number(order),
                    revision,
                    f"k{order}",
                    f"f{place}",
                    "safety-a",
                ),
                *(ISSUED_ON.isoformat(), ISSUED_ON.isoformat(), until, place, "r.xlsx", "", 2),
                self._payload(order, batch) if fresh else b"\0" * 600,
            )

    def _payload(self, order: int, batch: int) -> bytes:
        return seal_dossier(self._vault, _dossier(order), _batch(batch), f"k{order}")


def _number(order: int) -> str:
    return f"苏建安A({2010 + order // 1_300_000}){order // 100_000 + 1:02d}{order % 100_000:05d}"


def _batch(order: int) -> str:
    return f"20260302-{order:08x}"


def _dossier(order: int) -> Dossier:
    chance = random.Random(order)
    slip = PhotoSlip(
        offset=0, length=25_000, sha256="00" * 32, width_px=295, height_px=413, components=3
    )
    return Dossier(
        name=chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=2)),
        sex=Sex.MALE,
        identity_number=f"320199{19700101 + order % 28:08d}{order % 1000:03d}X",
        employer="江苏样例建设有限公司",
        credit_code="",
        post_code="",
        post="",
        city_code="01",
        passed_on=None,
        authority="江苏省住房和城乡建设厅",
        trial=True,
        photo=slip,
        header=("姓名", "身份证号", "企业名称", "设区市"),
        cells=("", "", "", ""),
    )


def make_up_records(home: Path, places: int, new: int) -> int:
    """Keep a made-up record for every certificate whose newest revision is not among the new ones."""
    chance = random.Random(1)
    kept = 0
    with opened(home) as office:
        own = home / "publishing"
        own.mkdir(exist_ok=True)
        salt = _salt(own)
        store = open_records(
            own, bytes.fromhex(office.vault.facts_digest(_KEY_PURPOSE, salt.hex()))
        )
        pieces: list[tuple[bytes, bytes]] = []
        for one in published_certificates(office.registry):
            place = one.entry.status_list * LIST_SIZE + one.entry.status_index
            if place < places - new:
                pieces.append((store.mark(one.mark()), chance.randbytes(RECORD_BYTES)))
                kept += 1
            if len(pieces) == BATCH_ROWS:
                store.keep(pieces)
                pieces.clear()
        store.keep(pieces)
    return kept


def measure_status(home: Path) -> dict[str, Any]:
    out = FOLDER / "status"
    with opened(home) as office:
        start = time.perf_counter()
        made = export_status(office, out, lambda *_: None)
        seconds = time.perf_counter() - start
    sizes = [path.stat().st_size for path in out.glob("*.cwt")]
    counts = {one.name.lower(): count for one, count in made.counts.items()}
    return {"seconds": seconds, "sizes": sorted(sizes), "counts": counts}


def measure_night(home: Path) -> dict[str, Any]:
    with opened(home) as office:
        start = time.perf_counter()
        made = export_bundle(office, lambda *_: None)
        (FOLDER / "bundle.zip").write_bytes(made.data)
        seconds = time.perf_counter() - start
    return {
        "seconds": seconds,
        "derived": made.derived,
        "certificates": made.document.certificates,
        "bytes": len(made.data),
    }


def measure_rate(_: Path) -> dict[str, Any]:
    salt = bytes(32)
    phrases = [unlock_phrase(_number(order), "王某某", "01001X") for order in range(400)]

    def derive(phrase: bytes) -> None:
        derive_keys(phrase, salt)

    start, used = time.perf_counter(), time.process_time()
    for phrase in phrases[:200]:
        derive(phrase)
    alone = 200 / (time.perf_counter() - start)
    cpu_ms = (time.process_time() - used) / 200 * 1_000
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        start = time.perf_counter()
        list(pool.map(derive, phrases))
        together = len(phrases) / (time.perf_counter() - start)
    return {"alone": alone, "together": together, "threads": os.cpu_count(), "cpu_ms": cpu_ms}


MEASURES: dict[str, Callable[[Path], dict[str, Any]]] = {
    "status": measure_status,
    "night": measure_night,
    "rate": measure_rate,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--places", type=int, default=1_000_000)
    parser.add_argument("--new", type=int, default=20_000)
    parser.add_argument("--measure", choices=MEASURES)
    options = parser.parse_args()
    home = FOLDER / "home"
    if options.measure:
        told = MEASURES[options.measure](home)
        print(json.dumps({**told, "cpu_seconds": time.process_time(), "peak_mib": _peak_mib()}))
        return
    _prepare(home, options)
    told = {name: _in_a_child(name, options) for name in MEASURES}
    table, holds = _report(told, options)
    print(f"\n{table}")
    sys.exit(0 if holds else 1)


def _prepare(home: Path, options: argparse.Namespace) -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    found_authority(home, trial_founding(NOW - timedelta(days=1)))
    start = time.perf_counter()
    fill(home, options.places, options.new)
    print(f"registry of {options.places} places filled in {time.perf_counter() - start:.0f} s")
    start = time.perf_counter()
    kept = make_up_records(home, options.places, options.new)
    print(f"{kept} records made up in {time.perf_counter() - start:.0f} s", flush=True)


def _peak_mib() -> float:
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _in_a_child(name: str, options: argparse.Namespace) -> dict[str, Any]:
    line = ["--measure", name, "--places", str(options.places), "--new", str(options.new)]
    finished = subprocess.run(
        [sys.executable, __file__, *line],
        check=False,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    if finished.returncode:
        sys.exit(f"{name} failed")
    told: dict[str, Any] = json.loads(finished.stdout.splitlines()[-1])
    print(f"{name:7} {told}", flush=True)
    return told


def _report(told: dict[str, Any], options: argparse.Namespace) -> tuple[str, bool]:
    status, night, rate = told["status"], told["night"], told["rate"]
    per_certificate = night["bytes"] / night["certificates"]
    peak = max(status["peak_mib"], night["peak_mib"])
    bars = (
        ("status lists together", f"{sum(status['sizes'])} B", sum(status["sizes"]) <= LISTS_BAR),
        ("largest status list", f"{max(status['sizes'])} B", max(status["sizes"]) <= LIST_BAR),
        ("status made in", f"{status['seconds']:.1f} s", status["seconds"] <= STATUS_SECONDS_BAR),
        ("bundle per certificate", f"{per_certificate:.1f} B", per_certificate <= BYTES_BAR),
        (
            f"bundle with {night['derived']} new",
            f"{night['seconds']:.0f} s ({night['cpu_seconds']:.0f} s of processor time)",
            night["seconds"] <= NIGHT_SECONDS_BAR,
        ),
        ("peak memory", f"{peak:.0f} MiB", peak <= MEMORY_BAR_MIB),
    )
    first = options.places * rate["cpu_ms"] / 1_000 / rate["threads"] / 60
    lines = [
        f"| {options.places} places | measured | holds |",
        "|---|--:|---|",
        *(f"| {name} | {value} | {'yes' if holds else '**no**'} |" for name, value, holds in bars),
        "",
        f"Derivation: {rate['cpu_ms']:.1f} ms of processor time; {rate['alone']:.0f}/s on one thread,",
        f"{rate['together']:.0f}/s on {rate['threads']}. Reckoned from the processor time, not run: a first",
        f"build of {options.places} takes {first:.0f} min where nothing else runs.",
    ]
    return "\n".join(lines), all(holds for *_, holds in bars)


if __name__ == "__main__":
    main()
