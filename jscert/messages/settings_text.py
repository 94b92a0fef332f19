"""The commented settings file that a new authority folder starts with.

`{authority}` is replaced by the authority's name as a TOML string. A test holds it against the table
of settings: every key stands here with its default, commented out only where the default is empty.
"""

from __future__ import annotations

TEMPLATE = """\
# jscert 发证目录的设置。
# 改动只影响以后发的证书；写错的设置项或取值，jscert 会指出来并拒绝运行。
# 标有“默认为本软件自定”的，公开文件没有规定，请按本机构的实际规定核对后使用。

[authority]
# 印在证书上的发证单位名称。
name = {authority}
# 印章图片（SVG 或 PNG），写相对于本目录的路径。
# 试用单位空着就用内置的样章；正式单位必须写，没有印章不能发证。
# Windows 路径请用单引号，例如 'D:\\证书\\印章.png'。
seal_image = ""
# 二维码开头的网址，连同后面的“#”不超过 30 个字符；用大写字母，二维码更小。
# 二维码里“#”之后的内容不会发往任何服务器。
verify_url = "HTTPS://JSCERT.EXAMPLE/V"
# 发证单位的统一社会信用代码（18 位）；导出数据时用来编证照标识，空着就不编。
credit_code = ""

[numbering]
# 名册没有“设区市”一列、命令也没有 --city 时用哪个市：填市名或代码（01 南京 … 13 宿迁）。
# "00" 表示省厅本级（默认为本软件自定）；"" 表示必须逐行写明。
city = "00"

# 以下每一类证书的编号都有：
#   serial        流水号位数，5 至 8
#   year          年份位数，4 或 2
#   scope         哪些内容变了流水号就从头数：year 年、city 市、category 类别、code 岗位或工种
#   serial_range  本机构专用的流水号区段，如 [20001, 29999]；不共用登记簿的机构靠它避免重号；[] 表示不限
#   later         以后改用的规则，从 since 那天起，例如 [{ since = 2027-01-01, serial = 6 }]
# 某年某范围一旦发出第一个编号，该范围的规则就固定下来；要改，请从下一年 1 月 1 日起改。

[numbering.safety]
# 安管人员：苏建安A(2026)0100001
serial = 5
year = 4
# C 类证书编号用的类别字样：C、C1、C2 或 C3。
category_c = "C"
# 流水号范围默认为本软件自定；A、B、C 三类合用。
scope = ["year", "city"]
serial_range = []
later = []

[numbering.special-operations]
# 特种作业人员：苏A012026000001（市字母 + 工种 2 位 + 年 4 位 + 流水号）
serial = 6
year = 4
code = 2
# 流水号范围默认为本软件自定；各工种、各市合用。
scope = ["year"]
serial_range = []
later = []
# 省级认定的其他工种，编号中一律用 99。
other_trades = ["建筑焊工"]

[numbering.special-operations.letters]
# 各市的字母，同车牌（默认为本软件自定）；00 是省厅本级。
00 = "Z"
01 = "A"
02 = "B"
03 = "C"
04 = "D"
05 = "E"
06 = "F"
07 = "G"
08 = "H"
09 = "J"
10 = "K"
11 = "L"
12 = "M"
13 = "N"

[numbering.site-management]
# 现场管理人员：322601000001（32 + 年 2 位 + 岗位 2 位 + 流水号；分段默认为本软件自定）
serial = 6
year = 2
code = 2
scope = ["year"]
serial_range = []
later = []

[numbering.site-management.posts]
# 岗位代码（默认为本软件自定）。这张表整张替换内置的岗位表；已用过的代码不要改作他用。
01 = "土建施工员"
02 = "装饰装修施工员"
03 = "设备安装施工员"
04 = "市政工程施工员"
05 = "土建质量员"
06 = "装饰装修质量员"
07 = "设备安装质量员"
08 = "市政工程质量员"
09 = "材料员"
10 = "机械员"
11 = "劳务员"
12 = "资料员"
13 = "标准员"

[validity]
# 有效期的最后一天："same-day" 发证日加年限的同一天，"day-before" 前一天（默认为本软件自定）。
end_rule = "same-day"
# 有效年限。现场管理人员证书没有有效期。
safety = 3
special-operations = 2
# 以后改用的年限，例如 [{ since = 2027-01-01, safety = 5 }]
later = []
# 有效期满前几个月起可以办理延续、复核（默认 3 个月）。
window_months = 3

[age]
# 发证时的年龄：不小于 minimum 周岁；maximum 为 0 表示没有上限（默认为本软件自定）。
minimum = 18
maximum = 0

[identity]
# 是否必须实名核验：true 时，名册里没有“实名核验结果”或结果不是通过的，不能发证。
# 名册写明没有通过的，无论如何都不能发证。
require_verification = false

[roster.columns]
# 名册表头另外还认哪些叫法，补充在内置叫法之外，例如 name = ["持证人员"]。
# unused 里的列不用，也不再提醒。
name = []
identity_number = []
sex = []
birth_on = []
employer = []
credit_code = []
post = []
kind = []
city = []
passed_on = []
photo = []
verification = []
verified_on = []
verification_reference = []
number = []
ground = []
issued_on = []
valid_until = []
first_issued_on = []
identity_tail = []
outcome = []
unused = []

[photos]
# 照片的尺寸（像素）与宽高比：小于 min 或比例不符的不收，小于 good 的收下并提醒。
# 超过 kept_bytes 字节的照片会重新压缩。以上取值默认为本软件自定。
min_width_px = 110
min_height_px = 140
good_width_px = 295
good_height_px = 413
min_aspect = 0.7
max_aspect = 0.8
kept_bytes = 35000

[registry]
# 登记簿的数据库地址；空着用本目录里的 registry.sqlite。
url = ""

[trust]
# 状态列表超过多少天，核验时就提醒状态旧了（默认为本软件自定）。
status_max_age_days = 7
"""
