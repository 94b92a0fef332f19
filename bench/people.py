"""Invented people for the benchmark: the same rows for every contestant, drawn from a fixed seed."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter
from PIL import Image, ImageDraw, ImageFilter

from jscert.families.catalogue import Catalogue, Kind, catalogue

ISSUED_ON = date(2026, 11, 2)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰志建国文辉力健世广义兴良海山仁波宁贵福生龙元全"
    "胜学祥才发武新利清飞彬富顺信子昌成康星光天达安岩中茂进林有坚和彪博诚先敬震振壮会思群豪心邦承乐绍"
)
RARE = ("王䶮", "李𬱟", "陈𱁬", "欧阳㛃", "买买提·吐尔逊")
PLACES = [
    "南京",
    "无锡",
    "徐州",
    "常州",
    "苏州",
    "南通",
    "连云港",
    "淮安",
    "盐城",
    "扬州",
    "镇江",
    "泰州",
    "宿迁",
]
TRADES = ("建筑工程", "市政工程", "装饰工程", "机电安装", "钢结构工程", "园林建设")
QR_DIGITS = 510  # what a signed token of a usual name takes behind the URL


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    kind: str
    name: str
    sex: str
    identity_number: str
    employer: str
    post: str
    city: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a contestant prints: the form's constant words and one person's values."""

    number: str
    title_lines: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    statement: str
    caption: str
    issued_by: str
    issued_on: str
    foot: str
    photo: Path
    qr_text: str
    record: str


def make_people(count: int) -> tuple[Person, ...]:
    """Draw people, spread evenly over the five kinds; one in fifty has a rare or long name."""
    chance = random.Random(472)
    kinds = catalogue().kinds
    return tuple(_person(chance, kinds[i * len(kinds) // count], i) for i in range(count))


def _person(chance: random.Random, kind: Kind, i: int) -> Person:
    male = chance.random() < 0.7
    born = date(1968, 1, 1) + timedelta(days=chance.randrange(13_000))
    head = f"3201{chance.randrange(2, 26):02d}{born:%Y%m%d}"
    number = _with_check_digit(f"{head}{i % 500:03d}"[:14] + f"{(i * 2 + male) % 1000:03d}")
    name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))
    place = chance.choice(PLACES)
    return Person(
        kind=kind.id,
        name=chance.choice(RARE) if chance.random() < 0.02 else name,
        sex="男" if male else "女",
        identity_number=number,
        employer=f"{place}{''.join(chance.choices(GIVEN, k=2))}{chance.choice(TRADES)}有限公司",
        post=chance.choice(kind.posts[:11]).name if kind.posts else "",
        city=place,
    )


def _with_check_digit(body: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


def draw_photos(count: int) -> Iterator[bytes]:
    """Draw portrait-sized JPEGs of about 25 KB, no two alike."""
    chance = random.Random(413)
    portraits = [_portrait(chance) for _ in range(20)]
    for i in range(count):
        image = portraits[i % len(portraits)].copy()
        tie = (130 + i % 30, 300, 165 + i // 500, 340 + i // 30 % 60)
        ImageDraw.Draw(image).rectangle(tie, fill=(150, i % 256, i // 256))
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=90)
        yield buffer.getvalue()


def _portrait(chance: random.Random) -> Image.Image:
    noise = Image.frombytes("L", (295, 413), chance.randbytes(295 * 413))
    grain = noise.filter(ImageFilter.GaussianBlur(1.1)).convert("RGB")
    image = Image.new("RGB", (295, 413), (chance.randrange(60, 120), 130, 190))
    pen = ImageDraw.Draw(image)
    pen.ellipse((85, 90, 210, 250), fill=(224, 187, 160))
    pen.ellipse((40, 260, 255, 520), fill=(40, 50, chance.randrange(60, 120)))
    return Image.blend(image, grain, 0.25)


def write_photos(people: tuple[Person, ...], folder: Path) -> None:
    """Lay one photo file per person, named by identity number."""
    folder.mkdir(parents=True)
    for person, photo in zip(people, draw_photos(len(people)), strict=True):
        (folder / f"{person.identity_number}.jpg").write_bytes(photo)


def write_roster(people: tuple[Person, ...], path: Path) -> None:
    """Write the roster an exam centre would send: a sheet per kind, a header row, text cells."""
    book = xlsxwriter.Workbook(str(path))
    house = catalogue()
    for kind in house.kinds:
        sheet = book.add_worksheet(_sheet_name(kind))
        sheet.write_row(0, 0, ["姓名", "性别", "身份证号", "企业名称", "岗位名称", "设区市"])
        for row, p in enumerate((p for p in people if p.kind == kind.id), start=1):
            cells = (p.name, p.sex, p.identity_number, p.employer, p.post, p.city)
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)
    book.close()


def _sheet_name(kind: Kind) -> str:
    return {"site-management": "现场管理人员", "special-operations": "特种作业人员"}.get(
        kind.id, "安管" + kind.category
    )


def make_pages(people: tuple[Person, ...], photos: Path) -> tuple[Page, ...]:
    """Work out what each person's page says."""
    house = catalogue()
    return tuple(_page(house, person, serial, photos) for serial, person in enumerate(people, 1))


def _page(house: Catalogue, person: Person, serial: int, photos: Path) -> Page:
    kind = house.kind(person.kind)
    post = kind.find_post(person.post) if person.post else None
    city = house.city_code(person.city) or "00"
    code = post.code if post else ""
    number = kind.write_number(issued_on=ISSUED_ON, city_code=city, post_code=code, serial=serial)
    end = kind.first_end(ISSUED_ON)
    values = {
        "post": person.post,
        "name": person.name,
        "sex": person.sex,
        "identity_number": person.identity_number,
        "number": number,
        "employer": person.employer,
        "valid_until": f"{end.year}年{end.month:02d}月{end.day:02d}日" if end else "",
    }
    digits = random.Random(serial).choices("0123456789", k=QR_DIGITS)
    return Page(
        number=number,
        title_lines=kind.form.title_lines,
        rows=tuple((row.label, values[row.field]) for row in kind.form.rows),
        statement=kind.form.statement,
        caption=kind.form.qr_caption,
        issued_by=kind.form.authority_label + "江苏省住房和城乡建设厅",
        issued_on=kind.form.issued_label + kind.issued_text(ISSUED_ON),
        foot=kind.form.foot,
        photo=photos / f"{person.identity_number}.jpg",
        qr_text="HTTPS://JSCERT.EXAMPLE/V#" + "".join(digits),
        record=json.dumps(values, ensure_ascii=False),
    )
