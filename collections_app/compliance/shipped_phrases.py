"""The phrases and forbidden words Fairdue ships with: editable defaults; courteous, factual, without any threat.

Styles follow `domain.md` 1.5: M1 REMIND, M2 GUIDE, M3 FIRM, M4 TRIAGE. A script speaks to the cardholder after the
caller has made sure who is on the line; to anyone else only the identity phrase is said, never that a debt exists.
"""

import datetime
from typing import Any

APPROVED = datetime.datetime(2026, 1, 30, tzinfo=datetime.UTC)

_IDENTITY = [
    ("en", "Good day, this is the card centre of your bank. My name is … Am I speaking to the cardholder in person?"),
    ("en", "Good day, my name is … I would like to reach … personally. Could you ask them to call me back? Thank you."),
    ("zh-hans", "您好，这里是发卡银行信用卡中心，我是客户服务人员……请问是持卡人本人吗？"),
    ("zh-hans", "您好，我姓……，想联系……本人，方便的话请转告他回个电话，谢谢您，打扰了。"),
]

# bucket, outcome ("" = how the call begins), language, text
_SCRIPTS = [
    (
        1,
        "",
        "en",
        "I am calling to remind you that the minimum payment of your card has not arrived by the due date. It "
        "may be an oversight. Could you tell me when you are able to pay? If you have paid already, thank "
        "you: please tell me the day and the way, and I will check it.",
    ),
    (
        1,
        "",
        "zh-hans",
        "来电提醒您：您信用卡账单的最低还款额在到期还款日未入账，可能是一时疏忽。请问您打算哪天还款？如果您已经还款，谢谢您，请告诉我还款日期和方式，我帮您核实。",
    ),
    (
        1,
        "RPC_CALLBACK",
        "en",
        "Of course. Which day and hour suit you? I will call you then, and not before. Until then a payment "
        "reaches us by transfer to your card account.",
    ),
    (
        1,
        "RPC_CALLBACK",
        "zh-hans",
        "好的，请问哪天几点方便？我会在您约定的时间来电。在此之前您也可以直接向信用卡账户还款。",
    ),
    (
        2,
        "",
        "en",
        "Two payment dates have passed now without the minimum payment. Let us look together at what is past "
        "due, at the late fee and the interest that were charged, and at what each further month would add. "
        "The bank reports missed payments to the credit register. What made the payment difficult, and which "
        "amount is possible by when?",
    ),
    (
        2,
        "",
        "zh-hans",
        "您的账户已连续两期未还足最低还款额。我和您一起看一下目前的逾期金额、已产生的违约金和利息，以及再过一期会增加多少。银行会按规定向征信系统报送还款情况。"
        "请问是什么原因没能还款？您看哪天能还、能还多少？",
    ),
    (
        2,
        "RPC_EXCUSE",
        "en",
        "I understand. So that we can help, let us name a day and an amount that are realistic for you. If it "
        "is less than the amount past due, we note the rest with a date of its own.",
    ),
    (
        2,
        "RPC_EXCUSE",
        "zh-hans",
        "我理解您的情况。为了便于处理，我们一起定一个您做得到的日期和金额。如果一次不够，剩余部分我们再约定时间。",
    ),
    (
        3,
        "",
        "en",
        "Your account is more than two months past due. The amount past due is still growing by interest each "
        "day and by a late fee at each due date. I ask you today for a firm date and amount. If your income "
        "does not allow it, tell me openly: the bank can examine an instalment agreement that fits what you "
        "can pay.",
    ),
    (
        3,
        "",
        "zh-hans",
        "您的账户逾期已超过两个月，逾期金额每天产生利息，每个还款日还会产生违约金。今天请您确定明确的还款日期和金额。如果收入确实不足，请如实告诉我，"
        "银行可以按规定与您协商个性化分期还款方案。",
    ),
    (
        3,
        "RPC_REFUSAL",
        "en",
        "I note that you do not wish to pay. May I also note the reason? If you do not agree with the amount, "
        "you can object, and we will check it; collection rests on the disputed part meanwhile. The bank "
        "decides about the next steps and will tell you of them in writing.",
    ),
    (
        3,
        "RPC_REFUSAL",
        "zh-hans",
        "我记录下您目前不愿还款，方便说明原因吗？如果您对金额有异议，可以提出，我们会核实，争议部分核实期间暂停催收。后续如何处理由银行决定，并会书面通知您。",
    ),
    (
        4,
        "",
        "en",
        "I am calling at the time we agreed. Today we look for a solution that lasts: an instalment "
        "agreement, its amount, its first day, and what you need for it. Nothing is agreed until you have it "
        "in writing.",
    ),
    (
        4,
        "",
        "zh-hans",
        "按照约定的时间与您联系。今天我们一起商量一个长期可行的方案：分期还款的金额、首期日期以及您需要准备的材料。具体以书面协议为准。",
    ),
    (
        4,
        "HARDSHIP",
        "en",
        "Thank you for telling me. Please send proof of your income and of what happened; we put the case "
        "before the colleagues who decide on instalment agreements. Until they answer, this desk does not "
        "call you about it again.",
    ),
    (
        4,
        "HARDSHIP",
        "zh-hans",
        "感谢您如实说明。请提供收入和困难情况的证明，我们会转交负责分期协商的同事审核，答复之前本岗位不再就此来电。",
    ),
]

_COURT = ("claims that a court is calling or acts", "冒充法院，或暗示法院已经介入")
_POLICE = ("claims that the police are calling or act", "冒充公安机关，或以公安机关相威胁")
_PROSECUTOR = ("claims that a prosecutor is calling or acts", "冒充检察机关，或以检察机关相威胁")
_LAWYER = ("claims that a lawyer is calling or acts", "冒充律师，或暗示律师已经介入")
_JUDICIAL = ("claims judicial authority, which no desk has", "冒充司法机关，催收岗位没有司法权力")
_ARREST = ("threatens with arrest or prison, which nobody here can bring about", "以抓捕、坐牢相威胁，催收人员无权决定")
_CRIME = ("calls a debt a crime", "把欠款说成犯罪")
_SHAME = ("threatens to shame or to tell others", "以公开、羞辱或告知他人相威胁")

WORDS: dict[str, tuple[str, str]] = {
    "法院": _COURT,
    "法庭": _COURT,
    "传票": _COURT,
    "court": _COURT,
    "judge": _COURT,
    "summons": _COURT,
    "公安": _POLICE,
    "警察": _POLICE,
    "民警": _POLICE,
    "报警": _POLICE,
    "police": _POLICE,
    "检察": _PROSECUTOR,
    "prosecutor": _PROSECUTOR,
    "律师": _LAWYER,
    "lawyer": _LAWYER,
    "attorney": _LAWYER,
    "司法": _JUDICIAL,
    "judicial": _JUDICIAL,
    "bailiff": _JUDICIAL,
    "逮捕": _ARREST,
    "拘留": _ARREST,
    "坐牢": _ARREST,
    "判刑": _ARREST,
    "通缉": _ARREST,
    "arrest": _ARREST,
    "jail": _ARREST,
    "prison": _ARREST,
    "warrant": _ARREST,
    "诈骗": _CRIME,
    "犯罪": _CRIME,
    "刑事": _CRIME,
    "fraudster": _CRIME,
    "criminal": _CRIME,
    "老赖": _SHAME,
    "曝光": _SHAME,
    "deadbeat": _SHAME,
}


def ship(phrase_model: Any, word_model: Any) -> None:
    """Create the words and phrases that are not there yet; takes the models so that a migration can pass its own."""
    for word, (why_en, why_zh) in WORDS.items():
        word_model.objects.get_or_create(word=word, defaults={"why_en": why_en, "why_zh": why_zh})
    for language, text in _IDENTITY:
        phrase_model.objects.get_or_create(
            kind="IDENTITY", language=language, text=text, defaults={"approved_at": APPROVED}
        )
    for bucket, outcome, language, text in _SCRIPTS:
        phrase_model.objects.get_or_create(
            kind="SCRIPT",
            language=language,
            bucket=bucket,
            outcome=outcome,
            text=text,
            defaults={"approved_at": APPROVED},
        )
