"""Where do demo people live? Provinces by rough weight of population, with a few cities each."""

from dataclasses import dataclass
from random import Random

# Province: millions of inhabitants, cities. Cards are denser in cities, so the eastern ones are rounded up.
PROVINCES: dict[str, tuple[int, tuple[str, ...]]] = {
    "广东省": (127, ("广州市", "深圳市", "东莞市", "佛山市", "惠州市", "湛江市")),
    "山东省": (101, ("济南市", "青岛市", "烟台市", "潍坊市", "临沂市")),
    "河南省": (98, ("郑州市", "洛阳市", "南阳市", "新乡市")),
    "江苏省": (90, ("南京市", "苏州市", "无锡市", "南通市", "徐州市")),
    "四川省": (84, ("成都市", "绵阳市", "南充市", "泸州市")),
    "河北省": (74, ("石家庄市", "唐山市", "保定市", "邯郸市")),
    "浙江省": (72, ("杭州市", "宁波市", "温州市", "金华市", "嘉兴市")),
    "湖南省": (66, ("长沙市", "株洲市", "衡阳市", "常德市")),
    "安徽省": (61, ("合肥市", "芜湖市", "阜阳市", "安庆市")),
    "湖北省": (58, ("武汉市", "襄阳市", "宜昌市", "荆州市")),
    "广西壮族自治区": (50, ("南宁市", "柳州市", "桂林市")),
    "云南省": (47, ("昆明市", "曲靖市", "大理市")),
    "江西省": (45, ("南昌市", "赣州市", "九江市")),
    "福建省": (45, ("福州市", "厦门市", "泉州市", "漳州市")),
    "辽宁省": (42, ("沈阳市", "大连市", "鞍山市")),
    "陕西省": (40, ("西安市", "宝鸡市", "咸阳市")),
    "贵州省": (39, ("贵阳市", "遵义市", "毕节市")),
    "山西省": (35, ("太原市", "大同市", "临汾市")),
    "上海市": (34, ("上海市",)),
    "重庆市": (32, ("重庆市",)),
    "黑龙江省": (31, ("哈尔滨市", "齐齐哈尔市", "大庆市")),
    "北京市": (30, ("北京市",)),
    "新疆维吾尔自治区": (26, ("乌鲁木齐市", "喀什市", "伊宁市")),
    "甘肃省": (25, ("兰州市", "天水市")),
    "内蒙古自治区": (24, ("呼和浩特市", "包头市", "赤峰市")),
    "吉林省": (24, ("长春市", "吉林市")),
    "天津市": (17, ("天津市",)),
    "海南省": (10, ("海口市", "三亚市")),
    "宁夏回族自治区": (7, ("银川市",)),
    "青海省": (6, ("西宁市",)),
    "西藏自治区": (4, ("拉萨市",)),
}

_NAMES = tuple(PROVINCES)
_WEIGHTS = tuple(weight for weight, _cities in PROVINCES.values())
_STREETS = ("演示路", "样例街", "示范大道", "虚构巷", "测试新村")


@dataclass(frozen=True)
class Place:
    province: str
    city: str
    line: str


def place(chance: Random, *, province: str | None = None) -> Place:
    """An address that does not exist: a real city, an invented street (演示路 is "demo road")."""
    province = province or chance.choices(_NAMES, _WEIGHTS)[0]
    city = chance.choice(PROVINCES[province][1])
    door = f"{chance.randint(1, 28)}栋{chance.randint(1, 32)}0{chance.randint(1, 4)}室"
    return Place(province, city, f"{chance.choice(_STREETS)}{chance.randint(1, 999)}号{door}")
