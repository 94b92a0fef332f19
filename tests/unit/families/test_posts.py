"""Posts and trades, by whatever name a roster calls them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jscert.families import site_management, special_operations
from jscert.families.catalogue import CatalogueSettings, catalogue
from jscert.families.family import Post, post_index, text_key

TRADES = catalogue().kind("special-operations")
POSTS = catalogue().kind("site-management")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("建筑电工", "01"),
        ("电工", "01"),
        ("架子工", "02"),
        ("普通脚手架工", "02"),
        ("建筑架子工(普通脚手架)", "02"),
        (" 建筑架子工 （普通脚手架） ", "02"),
        ("附着升降脚手架工", "03"),
        ("起重信号司索工", "04"),
        ("信号司索工", "04"),
        ("塔式起重机司机", "05"),
        ("塔吊司机", "05"),
        ("施工升降机司机", "06"),
        ("物料提升机司机", "07"),
        ("塔式起重机安装拆卸工", "08"),
        ("建筑起重机械安装拆卸工（施工升降机）", "09"),
        ("物料提升机安装拆卸工", "10"),
        ("吊篮安装拆卸工", "11"),
        ("建筑焊工", "99"),
        ("焊工", "99"),
        ("经省级以上住房和城乡建设主管部门认定的其他工种类别", "99"),
    ],
)
def test_trades(text: str, code: str) -> None:
    """A trade is found by its full name and its common ones."""
    found = TRADES.find_post(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text", ["", "起重机械司机", "安装拆卸工", "施工升降机", "土建施工员", "工"]
)
def test_what_could_mean_several_trades_means_none(text: str) -> None:
    """A word that does not tell trades apart is not guessed at."""
    assert TRADES.find_post(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("土建施工员", "土建施工员"),
        ("施工员（土建）", "土建施工员"),
        ("施工员-土建", "土建施工员"),
        ("市政施工员", "市政工程施工员"),
        ("装饰质检员", "装饰装修质量员"),
        ("质量员(设备安装)", "设备安装质量员"),
        ("资料员", "资料员"),
        ("标准员", "标准员"),
    ],
)
def test_posts(text: str, name: str) -> None:
    """A post is found however its branch is written."""
    found = POSTS.find_post(text)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("text", ["施工员", "质量员", "安全员", "专职安全员"])
def test_no_such_post(text: str) -> None:
    """A bare 施工员 could be four posts, and 安全员 is none of this family."""
    assert POSTS.find_post(text) is None


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("建筑电功", "建筑电工"),
        ("塔吊司几", "建筑起重机械司机（塔式起重机）"),
        ("附着升降脚手架工人", "建筑架子工（附着升降脚手架）"),
        ("qwerty", ""),
        ("", ""),
    ],
)
def test_the_nearest_trade(text: str, nearest: str) -> None:
    """A slip of the pen is answered with the trade that was meant; nonsense with nothing."""
    assert TRADES.nearest_post(text) == nearest


def test_post_codes_count_from_one() -> None:
    """The thirteen posts have the codes 01 to 13."""
    assert [post.code for post in POSTS.posts] == [f"{n:02d}" for n in range(1, 14)]


def test_trade_codes() -> None:
    """The trades have the codes 01 to 11 and 99."""
    codes = sorted({post.code for post in TRADES.posts})
    assert codes == [*(f"{n:02d}" for n in range(1, 12)), "99"]


@pytest.mark.parametrize("kind", [TRADES, POSTS], ids=lambda kind: kind.id)
def test_no_word_means_two_posts(kind: object) -> None:
    """Every name and alias of the built-in tables belongs to one post."""
    posts = getattr(kind, "posts", ())
    words = [text_key(word) for post in posts for word in (post.name, *post.aliases)]
    assert sorted(words) == sorted(set(words))


def test_two_posts_of_one_name_are_refused() -> None:
    """A table that names a post twice is a contradiction."""
    with pytest.raises(ValueError, match="one name"):
        post_index([Post(code="01", name="资料员"), Post(code="02", name="资料 员")])


def test_a_name_wins_over_anothers_alias() -> None:
    """An authority may have a post that elsewhere is only a byname."""
    index = post_index([Post(code="01", name="甲", aliases=("乙",)), Post(code="02", name="乙")])
    assert index["乙"].code == "02"


def test_an_authority_may_have_its_own_posts() -> None:
    """The table of posts is a setting."""
    own = replace(site_management.DEFAULT, posts=(("07", "造价员"),))
    kind = catalogue(CatalogueSettings(site_management=own)).kind("site-management")
    assert [(post.code, post.name) for post in kind.posts] == [("07", "造价员")]


def test_an_authority_may_recognise_other_trades() -> None:
    """Trades recognised by the province are numbered under 99."""
    own = replace(special_operations.DEFAULT, other_trades=("建筑幕墙安装工",))
    kind = catalogue(CatalogueSettings(special_operations=own)).kind("special-operations")
    found = kind.find_post("建筑幕墙安装工")
    assert found is not None
    assert found.code == "99"
    assert kind.find_post("建筑焊工") is None
