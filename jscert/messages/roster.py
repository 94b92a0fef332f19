"""Messages about rosters: files, sheets, headers, cells, photos, and people already certified."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.errors import Code
from jscert.messages.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping


def words_of(facts: Mapping[str, object]) -> dict[str, str]:
    """Give the words for the column a misspelt one resembles: none where it resembles none."""
    near = facts.get("near")
    return {"near_word": f"（相近的列名：{near}）" if near else ""}


MESSAGES: dict[Code, Message] = {
    Code.ROSTER_UNREADABLE: Message(
        "名册 {roster} 读不出来：文件损坏、不完整或没有读取权限",
        "用 WPS 或 Excel 打开后另存为 .xlsx，关闭文件再试",
    ),
    Code.ROSTER_NOT_WORKBOOK: Message(
        "名册 {roster} 不是电子表格，实际内容是 {found}",
        "请给出电子表格文件（.xlsx、.xls、.et、.ods 或 .csv），不要只改文件后缀",
    ),
    Code.ROSTER_UNRECOGNISED: Message(
        "认不出名册 {roster} 是什么文件；如是 CSV，其中有坏字，或混用了几种编码",
        "在 WPS 或 Excel 中打开，核对文字无误，另存为 .xlsx 再试",
    ),
    Code.ROSTER_ENCRYPTED: Message(
        "名册 {roster} 设有打开密码或已加密，无法读取",
        "用 WPS 或 Excel 取消密码，另存后再试；压缩包请先解压",
    ),
    Code.ROSTER_FORMAT_UNSUPPORTED: Message(
        "名册 {roster} 的实际格式是 {found}，能读取的是 .xlsx、.xlsm、.xls、.et、.ods、.csv、.tsv",
        "用 WPS 或 Excel 打开，另存为 .xlsx 再试；身份证号一列须先设为文本格式",
    ),
    Code.ROSTER_NO_HEADER: Message(
        "名册 {roster} 中找不到表头行：没有同时含“姓名”和“身份证号”的一行",
        "在人员上方加一行表头，至少写明“姓名”“身份证号”",
    ),
    Code.ROSTER_EMPTY: Message(
        "名册 {roster} 中没有人员",
        "确认文件是否正确，人员应写在表头的下方",
    ),
    Code.ROSTER_KIND_UNKNOWN: Message(
        "工作表“{sheet}”看不出是哪一种证书的名册",
        "用 --kind 指明，或把证书名称写进工作表名、标题，或加“证书类别”一列",
    ),
    Code.ROSTER_KIND_CONFLICT: Message(
        "证书种类互相矛盾：名册写的是“{said}”，另一处要求的是“{asked}”",
        "核对工作表名、标题、“证书类别”列和 --kind，使它们一致",
    ),
    Code.ROSTER_TOO_LARGE: Message(
        "名册 {roster} 过大，或解压后大得不正常，为安全起见没有打开",
        "删去多余的空行、空列和图片，或拆成几份名册",
    ),
    Code.COLUMN_MISSING: Message(
        "工作表“{sheet}”的表头缺少“{wanted}”列",
        "补上这一列；列名可用的写法见参考文档，也可在 jscert.toml 的 [roster.columns] 中添加",
    ),
    Code.COLUMN_DOUBLE: Message(
        "“{shown}”列与 {other} 列是同一项内容，无法判断以哪一列为准",
        "只保留一列，或改掉另一列的列名",
    ),
    Code.COLUMN_UNKNOWN: Message(
        "不认识“{shown}”列，没有使用其中的内容",
        "如属笔误请改正列名{near_word}；确实无关则不必处理",
    ),
    Code.ROW_KIND_UNKNOWN: Message(
        "证书类别“{shown}”不是已知的证书种类",
        "改为五种证书之一，例如“项目负责人”或“特种作业人员”",
    ),
    Code.SHEET_HIDDEN: Message(
        "工作表“{sheet}”是隐藏的，其中内容没有读取",
        "如其中有要发证的人员，请取消隐藏后再试",
    ),
    Code.SHEET_SKIPPED: Message(
        "工作表“{sheet}”里没有找到表头，没有读取",
        "如其中有要发证的人员，请补上含“姓名”“身份证号”的表头行",
    ),
    Code.SHEET_EMPTY: Message(
        "工作表“{sheet}”的表头下方没有人员",
        "确认是否漏填；空表可以删去",
    ),
    Code.ROWS_HIDDEN: Message(
        "工作表“{sheet}”有 {count} 行人员是隐藏或被筛选掉的（第 {rows} 行），已照常读取",
        "如不应发证，请删去这些行；应当发证的不必处理",
    ),
    Code.COLUMNS_HIDDEN: Message(
        "工作表“{sheet}”的 {columns} 列是隐藏的，其中内容已照常使用",
        "取消隐藏，核对其中的内容；无误的不必处理",
    ),
    Code.ROW_STRUCK: Message(
        "这一行整行划有删除线，按已删除处理，没有读取",
        "如应当发证，请取消删除线；确已删除的不必处理",
    ),
    Code.LINES_UNREAD: Message(
        "工作表“{sheet}”人员下方的第 {rows} 行不像人员，没有读取",
        "如是要发证的人员，请补上姓名和身份证号；是签章、说明的不必处理",
    ),
    Code.HEADER_MOVED: Message(
        "工作表“{sheet}”这一行又是一个表头，各列的次序与上面的表头不同",
        "把下面的人员移到另一个工作表，或调整成与上面相同的列",
    ),
    Code.SHEET_OF_EXAMPLES: Message(
        "工作表“{sheet}”不是名册，其中 {count} 人没有读取",
        "要发证的人员请填到名册表里；这些人已在名册表里的，不必处理",
    ),
    Code.CELL_MERGED: Message(
        "“{field}”单元格与另一人的合并在一起，分不清是谁的",
        "取消合并，每人一行分别填写",
    ),
    Code.NAME_MISSING: Message("姓名没有填写", "按身份证填写姓名"),
    Code.NAME_CHARACTER: Message(
        "姓名“{shown}”中有不能用于姓名或无法印出的字符 {characters}",
        "按身份证改正；造字（私用区字符）须换成国家标准中的正式字形",
    ),
    Code.ROWS_OVERLONG: Message(
        "名册 {roster} 第 {rows} 行的格数比表头多，各列可能错开了",
        "内容里有分隔符（如逗号）的，给整格加上英文双引号；行末多余的分隔符删去；或改交 .xlsx 名册",
    ),
    Code.NAME_OF_FIRM: Message(
        "姓名“{shown}”像是单位的名称",
        "核对“姓名”和“企业名称”两列的列名、内容是否填反",
    ),
    Code.NOT_PASSED: Message(
        "考核结果写的是“{shown}”，没有合格的人员不能发证",
        "没有合格的，删去这一行；已经合格的，改正这一格",
    ),
    Code.SHEET_OF_FAILED: Message(
        "工作表“{sheet}”的名称或标题“{shown}”说明表中是没有合格的人员",
        "不发证的，删去或隐藏这个工作表；确要发证的，改正它的名称和标题",
    ),
    Code.NAME_TOO_LONG: Message(
        "姓名长 {length} 个字，超过 {limit} 个字或证书上放不下",
        "核对姓名是否混入了其他内容",
    ),
    Code.NAME_SEPARATOR: Message(
        "姓名中的间隔号已统一为“·”：{shown}",
        "核对与身份证是否一致，不必处理",
    ),
    Code.NAME_BLANKS: Message(
        "姓名中的空格已去掉：{shown}",
        "核对与身份证是否一致，不必处理",
    ),
    Code.TEXT_CHARACTER: Message(
        "“{field}”的内容“{shown}”中有无法印出的字符 {characters}",
        "改用国家标准中的正式字形，去掉表情和特殊符号",
    ),
    Code.TEXT_TOO_LONG: Message(
        "“{field}”的内容共 {length} 个字，证书上放不下",
        "按营业执照或岗位目录填写规范名称，核对是否混入其他内容",
    ),
    Code.CELL_ERROR: Message(
        "“{field}”单元格是公式错误值 {shown}",
        "改正公式，或把正确内容直接填成文本",
    ),
    Code.IDENTITY_MISSING: Message("身份证号没有填写", "按身份证填写 18 位号码"),
    Code.IDENTITY_NUMERIC: Message(
        "身份证号单元格是数字格式（{shown}），后三位可能已被表格软件改成 000",
        "把该列设为文本格式，再按身份证重新填写；不能只改格式",
    ),
    Code.IDENTITY_ROUNDED: Message(
        "身份证号 {shown} 在存成 CSV 时只留下了前 15 位，后三位已经丢失",
        "在原表中把该列设为文本格式，按身份证重新填写再存；号码确以 000 结尾的，请改交 .xlsx 名册",
    ),
    Code.IDENTITY_COLUMNS: Message(
        "两列身份证号不一致：这一列是 {shown}，另一列是 {other}",
        "按身份证核对，改正其中一列，或只保留一列",
    ),
    Code.IDENTITY_FORM: Message(
        "身份证号 {shown} 不是 18 位号码",
        "应为 17 位数字加 1 位数字或 X，按身份证核对",
    ),
    Code.IDENTITY_CHECK_DIGIT: Message(
        "身份证号 {shown} 的校验码不对，至少有一位写错了",
        "按身份证逐位核对",
    ),
    Code.IDENTITY_LEGACY: Message(
        "{shown} 是旧式号码（15 位），不能用于新证书",
        "按现行身份证件填写 18 位号码",
    ),
    Code.IDENTITY_PROVINCE: Message(
        "身份证号 {shown} 开头的地区代码不存在",
        "按身份证核对前六位",
    ),
    Code.IDENTITY_BIRTH_DATE: Message(
        "身份证号 {shown} 中的出生日期不存在、在将来，或与出生日期列不一致",
        "按身份证核对号码第 7 至 14 位和出生日期列",
    ),
    Code.IDENTITY_SEX: Message(
        "性别“{shown}”与身份证号不符或无法识别，按号码应为“{expected}”",
        "按身份证核对性别和号码的第 17 位",
    ),
    Code.IDENTITY_UNDER_AGE: Message(
        "到 {day} 只有 {age} 周岁，不满 {limit} 周岁",
        "核对身份证号；未满规定年龄不能发证",
    ),
    Code.IDENTITY_OVER_AGE: Message(
        "到 {day} 已满 {age} 周岁，超过上限 {limit} 周岁",
        "核对身份证号；上限在 jscert.toml 的 [age] 中设置",
    ),
    Code.IDENTITY_DOUBLE: Message(
        "{shown} 在这批名册中出现多次，另一处是 {other}",
        "同一人同一种证书（同一岗位、工种）只保留一行",
    ),
    Code.IDENTITY_OTHER_NAME: Message(
        "{shown} 在另一处（{other}）用的是别的姓名",
        "同一个身份证号只能是一个人，按身份证核对两处的姓名和号码",
    ),
    Code.PERSON_RESEMBLES: Message(
        "与 {other} 的姓名、出生日期都相同，身份证号却不同",
        "核对是否同一人重复填写、号码写错；确是两人的不必处理",
    ),
    Code.IDENTITY_RESEMBLES: Message(
        "身份证号 {shown} 与 {other} 的号码只差一位",
        "按身份证核对两处的号码；都没有写错的不必处理",
    ),
    Code.VERIFICATION_MISSING: Message(
        "没有实名核验通过的结果",
        "完成实名核验，把结果填入“实名核验结果”列；是否必须核验在 jscert.toml 的 [identity] 中设置",
    ),
    Code.VERIFICATION_FAILED: Message(
        "实名核验没有通过：{shown}",
        "核对姓名、身份证号，重新核验；没有通过核验的人员不能发证",
    ),
    Code.VERIFICATION_UNREADABLE: Message(
        "看不懂实名核验结果“{shown}”",
        "改为“通过”或“不通过”；还没有核验的留空",
    ),
    Code.EMPLOYER_MISSING: Message("企业名称没有填写", "填写营业执照上的企业全称"),
    Code.POST_MISSING: Message("岗位或工种没有填写", "填写岗位（工种）的规范名称"),
    Code.POST_UNKNOWN: Message(
        "“{shown}”不是“{kind}”的岗位或工种，最相近的是“{near}”",
        "改为岗位（工种）目录中的名称",
    ),
    Code.CITY_MISSING: Message(
        "没有设区市，证书编号需要它",
        "加“设区市”列，或用 --city 指明，或在 jscert.toml 的 [numbering] 中设置 city",
    ),
    Code.CITY_UNKNOWN: Message(
        "“{shown}”不是江苏省的设区市",
        "填写设区市名称或两位代码，例如“南京”或“01”",
    ),
    Code.DATE_UNREADABLE: Message(
        "“{field}”的内容“{shown}”不是日期",
        "写成 2026-11-22 的样式，或设为日期格式",
    ),
    Code.DATE_IN_FUTURE: Message(
        "“{field}”{shown} 晚于发证日期 {day}",
        "核对日期；考核、核验都应在发证之前",
    ),
    Code.CREDIT_CODE_FORM: Message(
        "统一社会信用代码“{shown}”的位数或校验码不对",
        "按营业执照核对 18 位代码；没有可以留空",
    ),
    Code.PHOTO_MISSING: Message(
        "没有 {shown} 的照片",
        "把照片放进本人那一行的照片单元格，或以身份证号命名放进照片文件夹或压缩包，用 --photos 指明",
    ),
    Code.PHOTO_UNREADABLE: Message(
        "{shown} 的照片不是可用的图片，或已损坏",
        "换成正常的 JPEG 或 PNG 证件照",
    ),
    Code.PHOTO_OF_OTHER: Message(
        "{shown} 的照片文件名里写的是另一人（{other}）的姓名",
        "核对照片是谁的，按本人的身份证号和姓名改正文件名",
    ),
    Code.PHOTO_DOUBLE: Message(
        "{shown} 的照片与另一人（{other}）是同一张图片",
        "核对两人的照片，改正后再试",
    ),
    Code.PHOTO_SHAPE: Message(
        "{shown} 的照片为 {width}×{height} 像素，宽高比不是证件照的比例",
        "裁成一寸证件照（宽高比约 5:7，例如 295×413 像素）",
    ),
    Code.PHOTO_SMALL: Message(
        "{shown} 的照片只有 {width}×{height} 像素，太小",
        "至少 {min_width}×{min_height} 像素，最好 295×413 像素",
    ),
    Code.PHOTO_TOO_LARGE: Message(
        "{shown} 的照片文件或像素过大，为安全起见没有打开",
        "换成 295×413 像素左右的证件照",
    ),
    Code.PHOTOS_UNREADABLE: Message(
        "照片来源 {source} 打不开，或不是文件夹、ZIP 压缩包",
        "用 --photos 指明照片文件夹或未加密的 ZIP 压缩包",
    ),
    Code.PHOTO_AMBIGUOUS: Message(
        "{shown} 有 {count} 张内容不同的照片",
        "每人只保留一张",
    ),
    Code.PHOTO_COARSE: Message(
        "{shown} 的照片为 {width}×{height} 像素，印出来会不够清晰",
        "建议换成 295×413 像素以上的照片，不影响发证",
    ),
    Code.PHOTO_TWO_ON_ROW: Message(
        "{shown} 这一行有 {count} 张图片（{cells}），无法判断哪一张是照片",
        "每行只保留一张照片，放在本人那一行的照片单元格内，删去其余图片",
    ),
    Code.PICTURE_WITHOUT_PERSON: Message(
        "单元格 {cell} 上的图片不在任何人员的行上，没有使用",
        "如是某人的照片，请移到本人那一行（以图片中心所在的行为准）；其他图片不必处理",
    ),
    Code.PHOTO_BLANK: Message(
        "{shown} 的照片只有一种颜色，看不到人像",
        "换成本人的证件照",
    ),
    Code.PHOTO_FORMAT: Message(
        "{shown} 的照片是 {found} 格式，不能使用",
        "另存为 JPEG 或 PNG 再试；不要只改文件后缀",
    ),
    Code.PHOTO_ABSENT: Message(
        "{shown} 的照片不在名册文件里：只是链接，或另存时丢失了",
        "在原来的软件中打开，删去后重新插入照片再保存；或改用照片文件夹",
    ),
    Code.PHOTO_CONFLICT: Message(
        "{shown} 在名册中（{cell}）的照片与照片文件夹中的不是同一张",
        "核对哪一张是本人现在的照片，只保留一张",
    ),
    Code.PHOTOS_ENCRYPTED: Message(
        "照片压缩包 {source} 设有密码，无法读取",
        "解压后用 --photos 指明文件夹，或重新压缩，不设密码",
    ),
    Code.PHOTOS_NESTED: Message(
        "照片压缩包 {source} 里还有压缩包，没有打开",
        "全部解压到一个文件夹，再用 --photos 指明这个文件夹",
    ),
    Code.HELD_WITH_OTHER_FACTS: Message(
        "{shown} 已持有有效证书 {number}，但登记的内容与名册不同",
        "如信息有变，请办理变更，不要重新发证；名册有误则改正名册",
    ),
    Code.HELD_UNDER_OTHER_NAME: Message(
        "{shown} 持有证书 {number}，登记的姓名与名册不同",
        "核对姓名和身份证号；确已改名的，先用 jscert change 变更原证书；原证书都已失效的，核实后加 --again",
    ),
    Code.HELD_AND_ENDED: Message(
        "{shown} 的证书 {number} 已经终止或到期",
        "如再次考核合格，请填写晚于原发证日期的合格日期，或使用 --again",
    ),
}
