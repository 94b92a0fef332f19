"""Comments and their boxes, as other programs spell them."""

from __future__ import annotations

import itertools

import pytest

from jscert.messages.workbooks import COMMENT_HEAD
from jscert.workbooks.boxes import EMPTY_DRAWING, Drawing, block_numbers
from jscert.workbooks.comments import EMPTY_COMMENTS, Comments
from jscert.workbooks.markup import MAIN, UnprovenError

A1, B2 = (0, 0), (1, 1)


def spelled(inner: str, *, prefix: str = "", authors: str = "<{p}author>张三</{p}author>") -> bytes:
    """Spell a comments part by hand (`{p}` is the prefix)."""
    p = f"{prefix}:" if prefix else ""
    name = f"xmlns:{prefix}" if prefix else "xmlns"
    return (
        f'<{p}comments {name}="{MAIN}"><{p}authors>{authors.format(p=p)}</{p}authors>'
        f"<{p}commentList>{inner.format(p=p)}</{p}commentList></{p}comments>"
    ).encode()


PLAIN = '<{p}comment ref="A1" authorId="0"><{p}text><{p}t>请核对</{p}t></{p}text></{p}comment>'


@pytest.mark.parametrize("prefix", ["", "x"])
def test_a_text_that_stands_alone_becomes_a_run(prefix: str) -> None:
    """The sender's text and ours are runs of one text, in this order."""
    comments = Comments(spelled(PLAIN, prefix=prefix))
    assert comments.add({A1: "另"}) == []
    p = f"{prefix}:" if prefix else ""
    own = f"<{p}text><{p}r><{p}t>请核对</{p}t></{p}r><{p}r>"
    assert own.encode() in comments.write()


def test_an_empty_list_may_be_one_tag() -> None:
    """`<authors/>` and `<commentList/>` are filled."""
    part = f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'.encode()
    comments = Comments(part)
    assert comments.add({B2: "x"}) == [B2]
    assert b"<authors><author>jscert</author></authors>" in comments.write()
    assert b'<comment ref="B2" authorId="0">' in comments.write()


def test_we_are_one_author_only() -> None:
    """A second check finds our name among the authors."""
    first = Comments(EMPTY_COMMENTS)
    first.add({A1: "x"})
    second = Comments(first.write())
    second.add({B2: "y"})
    assert second.write().count(b"<author>") == 1


def test_a_comment_of_ours_alone_goes_whole() -> None:
    """Its cell is named, so that its box can go, too."""
    comments = Comments(EMPTY_COMMENTS)
    comments.add({A1: COMMENT_HEAD + "\nx"})
    again = Comments(comments.write())
    assert again.cleared() == {A1}
    assert b"<comment " not in again.write()


def test_ours_is_cut_off_wherever_it_is_divided() -> None:
    """The first line may lie across runs, with the line breaks before it spelled as numbers."""
    head, tail = COMMENT_HEAD[:3], COMMENT_HEAD[3:]
    runs = f"<r><t>请核对&#10;&#10;{head}</t></r><r><t>{tail}&#10;x</t></r><r><t>y</t></r>"
    comments = Comments(spelled(f'<comment ref="A1" authorId="0"><text>{runs}</text></comment>'))
    assert comments.cleared() == set()
    assert "<text><r><t>请核对</t></r></text>".encode() in comments.write()


def test_comments_without_a_list_are_not_understood() -> None:
    """A part that is no list of comments is left alone."""
    with pytest.raises(UnprovenError):
        Comments(f'<comments xmlns="{MAIN}"/>'.encode()).add({A1: "x"})


def test_new_boxes_take_numbers_nobody_has() -> None:
    """A thousand boxes need a block of numbers of their own, more need more."""
    drawing = Drawing(EMPTY_DRAWING)
    drawing.add({(row, 0): "x" for row in range(1500)}, itertools.count(7))
    assert block_numbers(drawing.write()) == {7, 8}
    assert drawing.write().count(b"<v:shape ") == 1500
    assert b'id="_x0000_s7169"' in drawing.write()


def test_a_box_goes_with_its_comment_only() -> None:
    """The boxes of other cells stay."""
    drawing = Drawing(EMPTY_DRAWING)
    drawing.add({A1: "x", B2: "y"}, itertools.count(1))
    drawing.remove({A1})
    assert drawing.write().count(b"<v:shape ") == 1
    assert b"<x:Row>1</x:Row><x:Column>1</x:Column>" in drawing.write()


@pytest.mark.parametrize(
    "drawing", [b"", b"<svg></svg>", b"<xml>", b"\xff\xfe<\x00x\x00m\x00l\x00>\x00"]
)
def test_other_drawings_are_not_understood(drawing: bytes) -> None:
    """What is no drawing of boxes is left alone."""
    with pytest.raises(UnprovenError):
        Drawing(drawing)


def test_a_drawing_of_open_ends_is_left_as_it_is() -> None:
    """Shapes that never end, by the hundred thousand, are no boxes and keep nobody waiting."""
    hostile = b"<xml>" + b"<v:shape <v:idmap data=" * 200_000 + b"</xml>"
    drawing = Drawing(hostile)
    drawing.remove({A1})
    assert block_numbers(hostile) == set()
    assert drawing.write() == hostile
