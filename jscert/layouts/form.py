"""The page as data: what a form prints, and what one print needs. Pure values.

Families describe their forms with these types (苏建教〔2017〕472号 附件2); the press draws them. A
`PrintJob` carries only values, so that the same job gives the same bytes anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """A printed row: `label` as drawn (`姓　　名：`), `spoken` as read (`姓名：`), `field` it shows.

    Fields: post name sex identity_number number employer valid_until.
    """

    label: str
    spoken: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One of the printed forms: everything constant on the page but the authority's own facts."""

    kind: str
    title_lines: tuple[str, ...]
    rows: tuple[FormRow, ...]
    statement: str
    qr_caption: str
    authority_label: str
    issued_label: str
    foot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What an authority adds to a form: its name, seal picture (SVG or PNG bytes), watermark text or ""."""

    authority: str
    seal_image: bytes
    watermark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """One print. `values` go with `Form.rows` by index; `photo` is a baseline JPEG (RGB or grey).

    `record` and `token` become attachments, `qr_text` the symbol; `sealed_at` (aware UTC) stands in
    the signature dictionary, the metadata and the attachments; `hole_bytes` is the room the signature needs.
    """

    number: str
    revision: int
    name: str
    values: tuple[str, ...]
    issued_text: str
    photo: bytes
    record: bytes
    token: bytes
    qr_text: str
    sealed_at: datetime
    hole_bytes: int
