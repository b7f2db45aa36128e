"""What are demo people and companies called? Common Chinese names put together by chance; they belong to nobody."""

from random import Random

# Rough shares per thousand people; the long tail is cut.
SURNAMES: dict[str, int] = {
    "王": 72, "李": 71, "张": 68, "刘": 54, "陈": 45, "杨": 31, "黄": 22, "赵": 21, "吴": 20, "周": 19,
    "徐": 14, "孙": 14, "马": 13, "朱": 13, "胡": 12, "郭": 12, "何": 11, "林": 11, "高": 10, "罗": 9,
    "郑": 9, "梁": 9, "谢": 8, "宋": 7, "唐": 7, "许": 7, "韩": 7, "邓": 6, "冯": 6, "曹": 6,
    "彭": 6, "曾": 6, "肖": 6, "田": 5, "董": 5, "潘": 5, "袁": 5, "蔡": 5, "蒋": 5, "余": 5,
    "于": 5, "杜": 5, "叶": 5, "程": 4, "魏": 4, "苏": 4, "吕": 4, "丁": 4, "任": 4, "卢": 4,
    "姚": 4, "沈": 4, "钟": 4, "姜": 4, "崔": 4, "谭": 4, "陆": 3, "范": 3, "汪": 3, "廖": 3,
    "石": 3, "金": 3, "韦": 3, "贾": 3, "夏": 3, "方": 3, "邹": 3, "熊": 3, "白": 3, "孟": 3,
    "欧阳": 1, "上官": 1, "司徒": 1, "诸葛": 1,
}  # fmt: skip

_MALE = "伟强磊军洋勇杰涛超明刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林阳建国志文博子轩昊然泽晨嘉睿"
_FEMALE = "芳娜敏静丽艳娟霞秀燕玲桂英华慧红梅雪琳倩婷颖洁莉萍欣怡佳雨涵诗梦琪思雅可馨悦梓晗语桐"

# Names that do not follow the Han pattern, by province of the registered address.
_ELSEWHERE: dict[str, tuple[str, ...]] = {
    "新疆维吾尔自治区": ("阿依古丽·买买提", "古丽娜尔·艾山", "艾尔肯·吐尔逊", "买买提江·阿不都", "热依汗·卡德尔"),
    "西藏自治区": ("次仁卓玛", "扎西顿珠", "旦增平措", "央金拉姆", "格桑曲珍"),
    "内蒙古自治区": ("乌云其木格", "巴特尔", "苏日娜", "格日勒图", "娜仁托娅"),
}

# fmt: off
_SECTORS = (
    "科技", "贸易", "商贸", "建材", "餐饮管理", "物流", "广告", "机械", "电子",
    "服饰", "装饰工程", "食品", "汽车服务", "医疗器械",
)
# fmt: on
_BRAND = "恒盛鑫源华瑞宏达安泰金诚远博新联众创嘉禾万丰德信启航卓越同兴永利"
_FORMS = ("有限公司", "有限公司", "有限责任公司", "股份有限公司")

_SURNAME_LIST = tuple(SURNAMES)
_SURNAME_WEIGHTS = tuple(SURNAMES.values())


def person(chance: Random, *, gender: str, province: str) -> str:
    """A full name such as 王芳, 欧阳子轩 or, in a few provinces, 次仁卓玛."""
    if province in _ELSEWHERE and chance.random() < 0.4:
        return chance.choice(_ELSEWHERE[province])
    surname = chance.choices(_SURNAME_LIST, _SURNAME_WEIGHTS)[0]
    signs = _MALE if gender == "M" else _FEMALE
    given = chance.sample(signs, 1 if chance.random() < 0.22 else 2)
    return surname + "".join(given)


def company(chance: Random, *, city: str) -> str:
    """A company name such as 苏州恒盛贸易有限公司（演示）: place, brand, trade, form, mark of the demo."""
    brand = "".join(chance.sample(_BRAND, 2))
    return f"{city.removesuffix('市')}{brand}{chance.choice(_SECTORS)}{chance.choice(_FORMS)}（演示）"
