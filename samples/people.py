"""The invented people of the samples: names, firms, identity numbers, the special cases, crowds.

Nobody here exists. Identity numbers carry the unassigned region 320199 with a right check digit, or are
the published test numbers. Sheets are made of them in `make_samples.py`.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

REGION = "320199"
EMPLOYERS = (
    "江苏样例建设集团有限公司",
    "南京虚构建筑安装工程有限公司",
    "苏州示范市政园林股份有限公司",
    "无锡假想装饰装修工程有限公司",
    "徐州例证机械施工有限公司",
    "南通样本建筑劳务有限公司",
    "常州模拟设备安装有限公司",
    "扬州范例古建工程有限公司",
)
LONG_EMPLOYER = (
    "江苏省样例市高新技术产业开发区虚构第一建筑安装装饰市政工程总承包集团"
    "股份有限公司城北分公司项目管理中心"
)
CITIES = ("南京", "无锡", "徐州", "常州", "苏州", "南通", "连云港", "淮安", "盐城", "扬州", "镇江")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英文辉志建华玉兰健波宁海燕红梅鑫浩宇晨思远嘉欣"
POSTS = (
    *("土建施工员", "装饰装修施工员", "设备安装施工员", "市政工程施工员", "土建质量员"),
    *("装饰装修质量员", "设备安装质量员", "市政工程质量员", "材料员", "机械员", "劳务员"),
    *("资料员", "标准员"),
)
TRADES = (
    *("建筑电工", "架子工", "附着升降脚手架工", "信号司索工", "塔吊司机", "施工升降机司机"),
    *("物料提升机司机", "塔式起重机安装拆卸工", "高处作业吊篮安装拆卸工", "建筑焊工"),
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An invented person."""

    name: str
    identity_number: str
    employer: str
    city: str
    passed_on: date = date(2025, 12, 5)

    @property
    def woman(self) -> bool:
        """Tell the sex from the number, as the law does."""
        return int(self.identity_number[16:17] or "1") % 2 == 0

    @property
    def sex(self) -> str:
        """Give the word a roster carries."""
        return "女" if self.woman else "男"


def identity_number(born_on: date, order: int) -> str:
    """Make a number of the unassigned region 320199 with the right check digit."""
    first_17 = f"{REGION}{born_on:%Y%m%d}{order:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(first_17, _WEIGHTS, strict=True))
    return first_17 + "10X98765432"[total % 11]


def invent_people(seed: int) -> Iterator[Person]:
    """Invent people without end; no number comes twice within one seed, nor with the sample's seeds."""
    rng = random.Random(seed)
    for number in count():
        # Day and order walk through 14,000 days × 999 orders without repeating
        born_on = date(1966, 1, 1) + timedelta(days=(number * 37 + seed * 101) % 14_000)
        order = 1 + (number // 14_000 * 31 + seed * 7 + number % 7) % 999
        yield Person(
            name=rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice((1, 2, 2)))),
            identity_number=identity_number(born_on, order),
            employer=rng.choice(EMPLOYERS),
            city=rng.choice(CITIES),
        )


def special(
    name: str, number: str = "", employer: str = EMPLOYERS[0], city: str = "南京"
) -> Person:
    """Invent a person by name; without a number, one is made that depends on the name alone."""
    if not number:
        order = sum(map(ord, name)) % 999
        number = identity_number(date(1970, 1, 1) + timedelta(days=order * 9), order)
    return Person(name=name, identity_number=number, employer=employer, city=city)


SPECIALS: dict[str, tuple[Person, ...]] = {
    "site": (
        special("欧阳若兰", "320102199003072020"),
        special("王䶮"),
        special("阿卜杜热依木·买买提吐尔逊·阿不都克里木江"),
    ),
    "trades": (
        special("李𬱟"),
        special("黄志强", "810000199105110030"),
        special("司马长风", "32010219900307101X"),
    ),
    "a": (
        special("陈𱁬"),
        special("古丽娜尔·艾合买提江·吐尔逊阿依·麦麦提", employer=EMPLOYERS[2], city="苏州"),
        special("何绮雯", "820000198507220045", employer=LONG_EMPLOYER),
    ),
    "b": (
        special("诸葛明远", employer=LONG_EMPLOYER),
        special("林建华", "830000198809091017", city="无锡"),
        special("王龑", employer=EMPLOYERS[4], city="徐州"),
    ),
    "c": (
        special("安娜·彼得罗娃", "911124198108030024", city="南通"),
        special("上官婉晴", employer=LONG_EMPLOYER, city="泰州"),
        special("赵𫖯", employer=EMPLOYERS[6], city="常州"),
    ),
}
