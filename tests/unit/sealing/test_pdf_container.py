"""The container walk: one reading of a file, or none. One broken rule per test."""

from __future__ import annotations

import pytest

from jscert.sealing.pdf_container import read_container
from tests.sealing_builders import PAGE, bodies, printed, stream

WHOLE = printed().data


def refused(data: bytes, reason: str) -> None:
    """Expect a file to be refused for a reason."""
    with pytest.raises(ValueError, match=reason):
        read_container(data)


def test_every_object_is_found() -> None:
    """Twelve objects, and the streams' data between their exact lengths."""
    container = read_container(WHOLE)
    assert sorted(container.objects) == list(range(1, len(bodies()) + 2))
    span = container.objects[12].stream
    assert span is not None
    assert WHOLE[slice(*span)] == PAGE[1]


def test_streams_may_hold_any_bytes() -> None:
    """Marks of structure inside a stream are data, even a whole file."""
    inner = printed(photo=stream(WHOLE + b"\nendstream\nendobj\n" + WHOLE)).data
    assert len(read_container(inner).objects) == len(bodies()) + 1


@pytest.mark.parametrize("header", [b"%PDF-1.6\n", b"%PDF-1.7\r", b" %PDF-1.7", b"%PDF-2.0\n"])
def test_another_header_is_refused(header: bytes) -> None:
    """The first line is fixed."""
    refused(header + WHOLE[9:], "header")


@pytest.mark.parametrize("more", [b"\n", b" ", b"\x00", b"%", b"\r\n", WHOLE])
def test_bytes_after_the_end_are_refused(more: bytes) -> None:
    """Nothing follows `%%EOF` and its newline."""
    refused(WHOLE + more, r"ending|syntax")


def test_a_cut_file_is_refused() -> None:
    """The last newline belongs to the file."""
    refused(WHOLE[:-1], "ending")


def test_bytes_before_the_end_mark_are_refused() -> None:
    """Nothing stands between trailer and startxref."""
    tail = WHOLE.rpartition(b"startxref\n")
    refused(tail[0] + b"\n" + tail[1] + tail[2], "trailer")


def test_an_incremental_update_is_refused() -> None:
    """A second section with /Prev, as editors append it, breaks the walk."""
    section = len(WHOLE)
    update = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 13 /Root 2 0 R /Prev %d >>\n" % (
        int(WHOLE.split(b"startxref\n")[-1].split(b"\n")[0])
    )
    refused(WHOLE + update + b"startxref\n%d\n%%%%EOF\n" % section, r"fill|trailer")


@pytest.mark.parametrize("entry", [b" /Prev 9", b" /XRefStm 9", b" /Encrypt 3 0 R"])
def test_trailer_entries_that_lead_elsewhere_are_refused(entry: bytes) -> None:
    """One section, no encryption."""
    refused(printed(tail=entry).data, "trailer entries")


def test_a_wrong_size_is_refused() -> None:
    """/Size is the number of cross-reference entries."""
    refused(WHOLE.replace(b"/Size 13", b"/Size 14"), "trailer entries")


@pytest.mark.parametrize(
    ("before", "reason"),
    [(b"1 0 obj", "fill"), (b"2 0 obj", "boundary"), (b"xref\n0 13", "boundary")],
)
def test_a_gap_is_refused(before: bytes, reason: str) -> None:
    """A comment before, between or behind the objects, and an honest section: still a gap."""
    gap, place = b"%hidden\n", WHOLE.index(before)
    data = WHOLE[:place] + gap + WHOLE[place:]
    for old in sorted(_offsets(WHOLE), reverse=True):
        if old >= place:
            data = data.replace(b"%010d 00000 n" % old, b"%010d 00000 n" % (old + len(gap)))
    start = int(WHOLE.split(b"startxref\n")[-1].split(b"\n")[0])
    data = data.replace(b"startxref\n%d\n" % start, b"startxref\n%d\n" % (start + len(gap)))
    refused(data, reason)


def test_an_object_behind_the_section_is_refused() -> None:
    """All objects lie before the cross-references."""
    last = _offsets(WHOLE)[-1]
    behind = b"%010d 00000 n" % (len(WHOLE) - 5)
    refused(WHOLE.replace(b"%010d 00000 n" % last, behind), "fill")


def test_a_free_entry_is_refused() -> None:
    """Every object but 0 is in use."""
    refused(WHOLE.replace(b" 00000 n \n", b" 00000 f \n", 1), "entries")


def test_two_entries_for_one_place_are_refused() -> None:
    """An object has one number."""
    first, second = _offsets(WHOLE)[:2]
    refused(WHOLE.replace(b"%010d 00000 n" % second, b"%010d 00000 n" % first), "boundary")


def test_swapped_entries_are_refused() -> None:
    """The number in the file is the number in the section."""
    first, second = (b"%010d 00000 n" % one for one in _offsets(WHOLE)[:2])
    swapped = WHOLE.replace(first, b"?").replace(second, first).replace(b"?", second)
    refused(swapped, "boundary")


@pytest.mark.parametrize("length", [b"/Length 70", b"/Length 1", b"/Length 8 0 R", b"/Long 9"])
def test_a_stream_of_another_length_is_refused(length: bytes) -> None:
    """A stream has exactly its length, written in place."""
    body = stream(PAGE[0]).replace(b"/Length %d" % len(PAGE[0]), length)
    refused(printed(content=body).data, "stream length")


def test_a_stream_in_another_file_is_refused() -> None:
    """External data are no data."""
    refused(printed(content=stream(b"x", b"/F (other) ")).data, "stream length")


@pytest.mark.parametrize("kind", [b"ObjStm", b"XRef"])
def test_object_and_reference_streams_are_refused(kind: bytes) -> None:
    """All objects lie open."""
    refused(printed(content=stream(b"x", b"/Type /%s " % kind)).data, "reference stream")


def test_two_objects_in_one_are_refused() -> None:
    """Between `obj` and `endobj` stands one object."""
    refused(printed(font=b"<< /A 1 >> << /B 2 >>").data, "one object")


def test_an_empty_file_is_refused() -> None:
    """No bytes, no certificate."""
    refused(b"", "header")


def _offsets(data: bytes) -> list[int]:
    section = data[int(data.split(b"startxref\n")[-1].split(b"\n")[0]) :]
    return [int(line[:10]) for line in section.split(b"\n") if line.endswith(b"00000 n ")]
