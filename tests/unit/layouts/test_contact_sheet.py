"""The contact sheet: everybody with name, masked number and photo; what is missing stands out."""

from __future__ import annotations

import io
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PIL import Image
from pypdfium2 import raw

from jscert.layouts.contact_sheet import Contact, draw_contact_sheet, shrink_photo
from tests.layouts_builders import photo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jscert.layouts.contact_sheet import ContactSheet

SHOWN = "320102********2020"


def contact(name: str = "王小明", **changes: object) -> Contact:
    """Build a contact with a photo."""
    usual = {"shown_number": SHOWN, "place": "第 4 行 · 安管A", "photo": photo()}
    return Contact(name=name, **(usual | changes))  # type: ignore[arg-type]


def drawn(*contacts: Contact) -> ContactSheet:
    """Draw a sheet."""
    made_at = datetime(2026, 11, 22, tzinfo=UTC)
    return draw_contact_sheet(contacts, rosters="名册.xlsx", note="62 人", made_at=made_at)


def texts(sheet: ContactSheet) -> list[str]:
    """Read the pages' texts."""
    found = []
    with closing(pypdfium2.PdfDocument(sheet.pdf)) as document:
        for index in range(len(document)):
            page = document[index]
            found.append(page.get_textpage().get_text_range())
            page.close()
    return found


def pictures(sheet: ContactSheet) -> int:
    """Count the pictures of the first page."""
    with closing(pypdfium2.PdfDocument(sheet.pdf)) as document, closing(document[0]) as page:
        return sum(1 for _ in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE]))


def test_name_number_and_place_stand_with_the_photo() -> None:
    """A person is shown with what identifies him, the number masked as it came."""
    sheet = drawn(contact())
    (text,) = texts(sheet)
    assert [part for part in ("王小明", SHOWN, "第 4 行 · 安管A") if part not in text] == []
    assert pictures(sheet) == 1


def test_rosters_and_page_numbers_stand_on_every_page() -> None:
    """Thirty to a page; each page says which of how many it is, and of which roster."""
    sheet = drawn(*[contact()] * 31)
    assert sheet.pages == 2
    for number, text in enumerate(texts(sheet), 1):
        assert f"第 {number} 页，共 2 页" in text
        assert "名册.xlsx" in text
        assert "62 人" in text


def test_a_missing_photo_is_an_empty_frame_with_its_reason() -> None:
    """Nothing is drawn in it but what is wrong."""
    sheet = drawn(contact(photo=b"", remark="照片不合格\nJSC-R063"))
    (text,) = texts(sheet)
    assert pictures(sheet) == 0
    assert "照片不合格" in text
    assert "JSC-R063" in text


@pytest.mark.parametrize(
    "name", ["𬱖𫖯", "李\U00030012", "古丽·阿依木", "Smith John-Paul", "欧阳𠮷"]
)
def test_rare_names_can_be_read_back(name: str) -> None:
    """Every hanzi that a bundled font has comes out of the file as it went in."""
    assert name in texts(drawn(contact(name)))[0].replace("\r\n", "")


def test_a_character_without_a_font_is_a_sign() -> None:
    """What would refuse a certificate must not stop a look at the photos."""
    assert "张〓四" in texts(drawn(contact("张\ue000四")))[0]


def test_a_long_name_stands_whole_in_two_lines() -> None:
    """Fifty characters are divided between the parts of the name."""
    name = "阿卜杜热合曼·买买提吐尔逊·努尔艾合买提江·阿不都克里木"
    text = texts(drawn(contact(name)))[0]
    assert name in "".join(text.split())


def test_no_name_is_said_to_be_missing() -> None:
    """An empty cell does not leave an unexplained gap."""
    assert "（姓名未填）" in texts(drawn(contact("")))[0]


def test_a_photo_shrinks_to_what_a_sheet_shows() -> None:
    """A certificate's photo becomes smaller in pixels and bytes and keeps its shape."""
    small = shrink_photo(photo())
    with Image.open(io.BytesIO(small)) as picture:
        assert picture.size == (214, 300)
    assert len(small) < len(photo())


def test_a_small_photo_stays_as_it_is() -> None:
    """Nothing is enlarged."""
    tiny = photo(110, 140)
    assert shrink_photo(tiny) == tiny


def test_the_same_people_give_the_same_text_twice() -> None:
    """A second drawing differs in nothing that shows."""
    people: Sequence[Contact] = (contact(), contact("李娜", photo=b"", remark="缺照片"))
    assert texts(drawn(*people)) == texts(drawn(*people))
