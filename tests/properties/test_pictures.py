"""Photos: whatever the bytes, a usable photo or a coded refusal."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from jscert.errors import JscertError
from jscert.roster.jpeg import strip_jpeg
from jscert.roster.limits import PhotoLimits
from jscert.roster.pictures import normalise
from tests.roster_builders import encoded, picture

LIMITS = PhotoLimits()
ORIGINALS = [
    encoded(picture()),
    encoded(picture(), progressive=True),
    encoded(picture(), "PNG"),
    encoded(picture(), "BMP")[:60_000],
    encoded(picture(), "WEBP"),
]
SLIPS = st.lists(st.tuples(st.floats(0, 0.999), st.binary(max_size=4)), min_size=1, max_size=6)


@given(st.sampled_from(ORIGINALS), SLIPS)
@settings(max_examples=200)
def test_damaged_pictures_are_usable_or_refused(
    original: bytes, slips: list[tuple[float, bytes]]
) -> None:
    """Changed, added or lost bytes give a plain JPEG within the limits, or a code."""
    data = original
    for share, piece in slips:
        place = int(share * len(data))
        data = data[:place] + piece + data[place + 1 :]
    try:
        photo = normalise(data, LIMITS)
    except JscertError:
        return
    bare = strip_jpeg(photo.jpeg)
    assert bare is not None
    assert bare.data == photo.jpeg
    assert len(photo.jpeg) <= LIMITS.kept_bytes


@given(st.binary(max_size=400))
def test_any_header_is_walked_to_an_end(tail: bytes) -> None:
    """Bytes that only begin like a JPEG never raise."""
    strip_jpeg(b"\xff\xd8" + tail)
    strip_jpeg(ORIGINALS[0][:600] + tail)
