"""Beginnings that files of one form share: walked once, and never believed where a byte differs."""

from __future__ import annotations

import pytest

from jscert.sealing.pdf_container import Container, as_dictionary, read_container

SHARED = 12


def pdf(last: bytes, *, shared: bytes = b"/Weight 500", objects: int = SHARED) -> bytes:
    """Write a file whose objects but the last one are those of every such file."""
    bodies = [b"<< /Place %d %s >>" % (place, shared) for place in range(objects)]
    bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(last), last))
    data, offsets = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    section, count = len(data), len(bodies) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n" % count
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, section)
    return bytes(data)


def shared_objects(one: Container, other: Container) -> int:
    """Count the objects that two files have in common, not only equal."""
    return sum(one.objects[number] is other.objects[number] for number in one.objects)


def learn(shared: bytes) -> Container:
    """Read files of one form until their beginning is known; give the last one."""
    for last in (b"one", b"two, longer"):
        read_container(pdf(last, shared=shared))
    return read_container(pdf(b"three", shared=shared))


def test_a_known_beginning_is_not_walked_again() -> None:
    """Files read later have the very objects of those before, and their own last one."""
    before = learn(b"/Form (a)")
    after = read_container(pdf(b"four!", shared=b"/Form (a)"))
    assert shared_objects(before, after) == SHARED
    assert after.data[slice(*after.objects[SHARED + 1].stream or (0, 0))] == b"four!"


def test_it_reads_as_if_it_had_been_walked() -> None:
    """Objects, their places and the trailer are those of the first reading of an equal file."""
    first = read_container(pdf(b"first", shared=b"/Form (b)"))
    learn(b"/Form (b)")
    assert read_container(pdf(b"first", shared=b"/Form (b)")) == first


def test_another_form_is_walked() -> None:
    """A beginning of equal layout with one other letter is another beginning."""
    learn(b"/Form (c)")
    other = read_container(pdf(b"one", shared=b"/Form (d)"))
    forms = {as_dictionary(other.objects[place].value)["Form"] for place in range(1, SHARED + 1)}
    assert forms == {b"d"}


def test_every_byte_of_a_known_beginning_still_counts() -> None:
    """A change that the walk would refuse is refused after the beginning was learnt, for the same reason."""
    whole = pdf(b"one", shared=b"/Form (e)")
    end = whole.index(b"%d 0 obj" % (SHARED + 1))
    fresh = [_outcome(_changed(whole, spot)) for spot in range(end)]
    learn(b"/Form (e)")
    assert [_outcome(_changed(whole, spot)) for spot in range(end)] == fresh
    assert len({one for one in fresh if not one.startswith("read")}) > 2


def _changed(data: bytes, spot: int) -> bytes:
    return data[:spot] + bytes([data[spot] ^ 1]) + data[spot + 1 :]


def _outcome(data: bytes) -> str:
    try:
        container = read_container(data)
    except ValueError as fault:
        return str(fault)
    return f"read {sorted(map(repr, container.objects.items()))}"


@pytest.mark.parametrize("objects", [SHARED - 1, SHARED + 1])
def test_a_beginning_divided_otherwise_is_walked(objects: int) -> None:
    """The bytes may be known; the objects they are divided into are told by each file itself."""
    learn(b"/Form (f)")
    read = read_container(pdf(b"one", shared=b"/Form (f)", objects=objects))
    assert len(read.objects) == objects + 1
