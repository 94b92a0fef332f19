"""The five forms as they were approved: every line of text with its place, and the look of the page.

Renew after a wanted change: `JSCERT_RENEW_GOLDEN=1 pytest tests/golden`, look at the difference, commit
it. The run that renews fails on purpose, so that the switch cannot be left on.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops, ImageStat

from tests.layouts_builders import FORMS, LONGEST, ORDINARY, blank, job

PLACE = Path(__file__).parent / "pages"
RENEW = os.environ.get("JSCERT_RENEW_GOLDEN") == "1"
DOTS_PER_INCH = 50
LARGEST_DIFFERENCE = 4.0  # mean grey levels of 255; the stored picture has eight of them
CASES = [(kind, name) for kind in FORMS for name in ("ordinary", "longest")]
WORDS = {"ordinary": ORDINARY, "longest": LONGEST}


@contextmanager
def opened_page(kind: str, name: str) -> Iterator[Any]:
    """Print a certificate and open its page."""
    data = blank(kind).print(job(kind, WORDS[name])).data
    with closing(pdfium.PdfDocument(data)) as document:
        yield document[0]


def lines_of(kind: str, name: str) -> str:
    """List the page's lines in reading order: left, baseline box's bottom and height in points, text."""
    listed = []
    start = 0
    with opened_page(kind, name) as page:
        text = page.get_textpage()
        for line in text.get_text_range().split("\r\n"):
            boxes = [text.get_charbox(start + i, loose=True) for i in range(len(line))]
            left, bottom = min(b[0] for b in boxes), min(b[1] for b in boxes)
            height = max(b[3] for b in boxes) - bottom
            listed.append(f"{left:6.1f} {bottom:6.1f} {height:5.1f}  {line}\n")
            start += len(line) + 2
    return "".join(listed)


def renewed(path: Path) -> None:
    """Say that a stored page was written anew."""
    pytest.fail(f"renewed {path.name}: look at it, then run without JSCERT_RENEW_GOLDEN")


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_every_line_stands_where_it_stood(kind: str, name: str) -> None:
    """Words, order, places and sizes are those of the stored page."""
    path = PLACE / f"{kind}-{name}.txt"
    found = lines_of(kind, name)
    if RENEW:
        path.write_text(found, encoding="utf-8", newline="\n")
        renewed(path)
    assert found == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", FORMS)
def test_the_page_looks_as_it_looked(kind: str) -> None:
    """Frame, photo, seal, QR code and lines give the stored picture, small differences aside."""
    path = PLACE / f"{kind}.png"
    with opened_page(kind, "ordinary") as page:
        found = page.render(scale=DOTS_PER_INCH / 72).to_pil().convert("L")
    if RENEW:
        found.quantize(8).save(path, optimize=True)
        renewed(path)
    with Image.open(path) as stored:
        difference = ImageChops.difference(found, stored.convert("L"))
    assert ImageStat.Stat(difference).mean[0] < LARGEST_DIFFERENCE
