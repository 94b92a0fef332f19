"""The cities of Jiangsu: their two-digit codes and what rosters call them.

The codes are inferred from real certificate numbers; 00, the department itself, is our default.
"""

from __future__ import annotations

from jscert.families.family import text_key

DEPARTMENT = "00"
CITIES = {
    "01": "南京",
    "02": "无锡",
    "03": "徐州",
    "04": "常州",
    "05": "苏州",
    "06": "南通",
    "07": "连云港",
    "08": "淮安",
    "09": "盐城",
    "10": "扬州",
    "11": "镇江",
    "12": "泰州",
    "13": "宿迁",
}
DEPARTMENT_NAME = "江苏省住房和城乡建设厅"
DEPARTMENT_WORDS = (
    DEPARTMENT,
    DEPARTMENT_NAME,
    "江苏省",
    "江苏省住建厅",
    "省住房和城乡建设厅",
    "省住建厅",
    "省厅",
    "省级",
    "省直",
    "省属",
    "省本级",
    "省厅本级",
)


def city_code(text: str) -> str | None:
    """Give the code of a city by name or code: 南京, 南京市, 江苏省南京市, 江苏南京, 01."""
    key = text_key(text)
    if key in DEPARTMENT_WORDS:
        return DEPARTMENT
    if key in CITIES:
        return key
    bare = key.removeprefix("江苏省").removeprefix("江苏").removesuffix("市")
    for code, name in CITIES.items():
        if bare == name:
            return code
    return None


def city_name(code: str) -> str:
    """Give the name of a code; the code itself if it is not one of ours."""
    return DEPARTMENT_NAME if code == DEPARTMENT else CITIES.get(code, code)
