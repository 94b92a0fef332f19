"""Make a set of lives: a certificate of every printed form in every state, with signed status to judge by.

Run once per released format: `python -m tests.vectors.make_lives tests/vectors/lives/VERSION`. The set holds
PDFs, the trust file, and a bundle (status lists, index of numbers) as a clerk's machine has them; what
`verify` says on several days stands in `expected.json`. A set is never changed afterwards.
"""

from __future__ import annotations

import json
import sys
import tempfile
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from jscert.certificates import read_record
from jscert.sealing.pdf_check import check_pdf
from jscert.sealing.token import qr_text
from tests.terminal_builders import NOON, run_line

SAMPLES = Path(__file__).parents[2] / "samples"
SEAL = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
    b'<circle cx="50" cy="50" r="46" fill="none" stroke="#c8102e" stroke-width="4"/>'
    b'<rect x="30" y="46" width="40" height="8" fill="#c8102e"/></svg>'
)
STATES = (
    *("valid", "changed", "renumbered", "cancelled", "annulled", "withdrawn"),
    *("suspended", "reinstated", "moved"),
)
"""What becomes of the first people of each sheet, in order."""

_NUMBERED = {"cancelled": "cancel", "annulled": "annul", "withdrawn": "withdraw"}
_NOT_OF_SITE = {"suspended": "suspend", "reinstated": "suspend"}
_DAYS = {
    "2026-11-22": "the day of the status",
    "2026-12-05": "status older than a week",
    "2026-12-30": "status past its expiry",
    "2028-11-22": "the last day of special operations",
    "2028-11-23": "the day after",
    "2029-11-22": "the last day of safety",
    "2029-11-23": "the day after",
}


def main(folder: Path) -> None:
    """Found an authority, issue, act, export, keep; then write down what is answered."""
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as place:
        house = _House(Path(place))
        house.found()
        lives = house.live()
        house.export(folder)
        certificates = _keep(folder, house.home, lives)
    told = {"days": _DAYS, "certificates": certificates}
    _write(folder, told)
    # The answers themselves, as this version gives them; read them before they are committed.
    from tests.vectors.judging_lives import judged

    for name, vector in certificates.items():
        vector["verdicts"] = {day: judged(folder, name, day) for day in _DAYS}
    _write(folder, told)


class _House:
    """An authority with a root of its own, and what it does."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.home = place / "home"
        self._words = place / "words.txt"
        self._words.write_text("eight or more\n", "utf-8")

    def run(self, *line: str) -> dict[str, Any]:
        """Run a command that must succeed, and read its JSON."""
        environment = {"JSCERT_PASSPHRASE_FILE": str(self._words)}
        outcome = run_line("--home", str(self.home), "--json", *line, environment=environment)
        if outcome.status:
            raise SystemExit(outcome.stdout + outcome.stderr)
        answer: dict[str, Any] = json.loads(outcome.stdout)
        return answer

    def found(self) -> None:
        """Make the authority and give it a seal."""
        self.run("init", "--own-root", "样例市住房和城乡建设局")
        (self.home / "seal.svg").write_bytes(SEAL)
        settings = self.home / "jscert.toml"
        text = settings.read_text("utf-8").replace('seal_image = ""', 'seal_image = "seal.svg"')
        settings.write_text(text, "utf-8")

    def live(self) -> dict[str, dict[str, str]]:
        """Issue the samples and let the first people of each sheet live; kind → state → first number."""
        roster, photos = str(SAMPLES / "roster.xlsx"), str(SAMPLES / "photos")
        receipt = self.run("issue", roster, "--photos", photos)
        by_kind: dict[str, list[str]] = {}
        for one in receipt["certificates"]:
            by_kind.setdefault(one["kind"], []).append(one["number"])
        lives = {
            kind: dict(zip(STATES, numbers, strict=False)) for kind, numbers in by_kind.items()
        }
        for state, command in _NUMBERED.items():
            self.run(command, *_all(lives, state), "--ground", "样例原因")
        abroad = {kind: life for kind, life in lives.items() if kind != "site-management"}
        for state, command in _NOT_OF_SITE.items():
            self.run(command, *_all(abroad, state), "--ground", "样例原因")
        self.run("reinstate", *_all(abroad, "reinstated"))
        self.run("transfer-out", str(self.roster("moved", _all(abroad, "moved"))))
        self.run("reissue", str(self.roster("changed", _all(lives, "changed"))))
        self.run("renumber", str(self.roster("renumbered", _all(lives, "renumbered"))))
        return lives

    def roster(self, name: str, numbers: list[str]) -> Path:
        """Write a roster of numbers."""
        workbook = Workbook()
        page = workbook.active
        assert page is not None
        for cell in ("证书编号", *numbers):
            page.append([cell])
        path = self.place / f"{name}.xlsx"
        workbook.save(path)
        return path

    def export(self, folder: Path) -> None:
        """Keep the trust file and the bundle of the day."""
        (folder / "trust.json").write_bytes((self.home / "trust.json").read_bytes())
        self.run("trust", "export", "--out", str(folder / "bundle.zip"))


def _all(lives: dict[str, dict[str, str]], state: str) -> list[str]:
    return [life[state] for life in lives.values()]


def _keep(folder: Path, home: Path, lives: dict[str, dict[str, str]]) -> dict[str, dict[str, Any]]:
    """Copy every revision of the people who lived: name of the vector → its file and QR text."""
    wanted = {
        number: f"{kind}-{state}" for kind, life in lives.items() for state, number in life.items()
    }
    kept: dict[str, dict[str, Any]] = {}
    for path in sorted((home / "batches").rglob("*.pdf")):
        data = path.read_bytes()
        attachments = check_pdf(data).attachments
        record = read_record(attachments["record.json"])
        first = next(islice((*record.former_numbers, record.number), 1))
        name = wanted.get(first)
        if name is None or (
            record.kind == "site-management" and name.endswith(("suspended", "reinstated", "moved"))
        ):
            continue
        name = f"{name}-r{record.revision}"
        (folder / f"{name}.pdf").write_bytes(data)
        kept[name] = {"qr": qr_text(attachments["token.cose"], "HTTPS://JSCERT.EXAMPLE/V")}
    return kept


def _write(folder: Path, told: object) -> None:
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "expected.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    assert NOON.isoformat()[:10] in _DAYS
    main(Path(sys.argv[1]))
