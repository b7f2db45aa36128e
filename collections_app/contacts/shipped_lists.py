"""The outcomes and reasons Fairdue ships with (`domain.md` 4.1, 4.2); an installation adds, renames and retires."""

from typing import Any

# code, English, Chinese, class, the customer personally, rang, connected, conversation, effect, asks, channel
_OUTCOMES: tuple[tuple[str, str, str, str, bool, bool, bool, bool, str, str, str], ...] = (
    ("NO_ANSWER", "No answer", "无人接听", "FAIL", False, True, False, False, "", "", ""),
    ("BUSY", "Busy", "占线", "FAIL", False, False, False, False, "", "", ""),
    ("VOICEMAIL", "Voicemail", "语音信箱", "FAIL", False, True, False, False, "", "", ""),
    ("POWERED_OFF", "Powered off", "关机", "FAIL", False, False, False, False, "", "", ""),
    ("OUT_OF_SERVICE", "Out of service", "空号停机", "FAIL", False, False, False, False, "NUMBER_INVALID", "", ""),
    ("WRONG_NUMBER", "Wrong number", "错号", "FAIL", False, True, True, False, "NUMBER_INVALID", "", ""),
    ("HANG_UP_UNVERIFIED", "Hung up before verification", "未核身挂断", "REACH", False, True, True, False, "", "", ""),
    ("THIRD_PARTY", "Third party answered", "第三人接听", "REACH", False, True, True, False, "", "THIRD_PARTY", ""),
    (
        "RPC_PTP",
        "Promises to pay",
        "本人承诺还款",
        "SUCCESS",
        True,
        True,
        True,
        True,
        "WILLINGNESS:WILLING",
        "PROMISE",
        "",
    ),
    ("RPC_PAID_CLAIM", "Says it is paid", "称已还", "SUCCESS", True, True, True, True, "WILLINGNESS:WILLING", "", ""),
    (
        "RPC_CALLBACK",
        "Agreed a call back",
        "约定回拨",
        "SUCCESS",
        True,
        True,
        True,
        True,
        "CONSENT_CALLBACK",
        "CALLBACK",
        "",
    ),
    (
        "RPC_REFUSAL",
        "Clearly refuses",
        "明确拒还",
        "SUCCESS",
        True,
        True,
        True,
        True,
        "WILLINGNESS:REFUSES",
        "REASON",
        "",
    ),
    (
        "RPC_NO_COMMITMENT",
        "No commitment",
        "未作承诺",
        "SUCCESS",
        True,
        True,
        True,
        True,
        "WILLINGNESS:UNDECIDED",
        "REASON",
        "",
    ),
    ("RPC_EXCUSE", "Puts off", "推托", "SUCCESS", True, True, True, True, "WILLINGNESS:UNDECIDED", "REASON", ""),
    ("DISPUTE", "Disputes the debt", "异议", "STOP", True, True, True, True, "HOLD:DISPUTE", "REASON", ""),
    ("FRAUD_CLAIM", "Claims fraud", "盗刷主张", "STOP", True, True, True, True, "HOLD:FRAUD_CLAIM", "", ""),
    ("HARDSHIP", "In hardship", "困难", "STOP", True, True, True, True, "HOLD:HARDSHIP", "REASON", ""),
    (
        "PLAN_REQUEST",
        "Asks for an instalment plan",
        "分期申请",
        "STOP",
        True,
        True,
        True,
        True,
        "HOLD:HARDSHIP",
        "REASON",
        "",
    ),
    ("VULNERABLE", "Vulnerable", "弱势", "STOP", True, True, True, True, "HOLD:HARDSHIP", "", ""),
    ("BANKRUPTCY", "Bankruptcy", "破产", "STOP", False, True, True, True, "HOLD:BANKRUPTCY", "", ""),
    ("DECEASED", "Has died", "身故", "STOP", False, True, True, True, "HOLD:DECEASED", "", ""),
    ("INCARCERATED", "In custody", "在押服刑", "STOP", False, True, True, True, "HOLD:HARDSHIP", "", ""),
    ("INCAPACITY", "Without legal capacity", "无行为能力", "STOP", False, True, True, True, "HOLD:HARDSHIP", "", ""),
    ("ATTORNEY", "Represented by a lawyer", "已委托律师", "STOP", True, True, True, True, "STOP:ATTORNEY", "", ""),
    (
        "CEASE_REQUEST",
        "Asks us to stop all contact",
        "要求停止联系",
        "STOP",
        True,
        True,
        True,
        True,
        "STOP:CEASE",
        "",
        "",
    ),
    (
        "MEDIUM_OPT_OUT",
        "Does not want this channel",
        "拒绝该联系方式",
        "STOP",
        True,
        True,
        True,
        True,
        "STOP:OPT_OUT",
        "",
        "",
    ),
    ("COMPLAINT", "Complains", "投诉", "STOP", True, True, True, True, "HOLD:COMPLAINT", "", ""),
    ("VISIT_MET", "Visit: met", "外访见面", "REACH", False, True, True, True, "", "", "VISIT"),
    ("VISIT_ABSENT", "Visit: nobody there", "外访无人", "FAIL", False, False, False, False, "", "", "VISIT"),
    ("VISIT_MOVED", "Visit: moved away", "外访已搬离", "FAIL", False, False, False, False, "", "", "VISIT"),
    ("VISIT_REFUSED", "Visit: not let in", "外访被拒", "REACH", False, True, True, False, "", "", "VISIT"),
    ("LETTER_SENT", "Letter sent", "信函已寄出", "SENT", False, False, False, False, "", "", "LETTER"),
    ("LETTER_DELIVERED", "Letter delivered", "信函已妥投", "SENT", False, True, False, False, "", "", "LETTER"),
    ("LETTER_SIGNED", "Letter signed for", "信函已签收", "REACH", False, True, False, False, "", "", "LETTER"),
    ("LETTER_RETURNED", "Letter returned", "信函退回", "FAIL", False, False, False, False, "", "", "LETTER"),
)

# code, English, Chinese, for persons, for companies
_REASONS: tuple[tuple[str, str, str, bool, bool], ...] = (
    ("FORGOT", "Forgot", "忘记", True, True),
    ("CASH_FLOW_TIMING", "Money comes later", "资金周转时点", True, False),
    ("UNEMPLOYED", "Unemployed", "失业", True, False),
    ("INCOME_CUT", "Lower income", "收入减少", True, False),
    ("ILLNESS", "Illness", "患病", True, False),
    ("FAMILY_EVENT", "Event in the family", "家庭变故", True, False),
    ("OVER_INDEBTED", "Over-indebted", "过度负债", True, False),
    ("DISPUTE_AMOUNT", "Disputes the amount", "对金额有异议", True, False),
    ("DISPUTE_TRANSACTION", "Disputes a transaction", "对交易有异议", True, False),
    ("FRAUD_VICTIM", "Victim of fraud", "被盗刷或诈骗", True, False),
    ("SYSTEM_PAYMENT_FAILURE", "Payment failed technically", "系统扣款失败", True, False),
    ("UNWILLING", "Unwilling", "无还款意愿", True, False),
    ("IN_CUSTODY", "In custody", "在押", True, False),
    ("DECEASED", "Has died", "身故", True, False),
    ("UNKNOWN", "Not known", "原因不明", True, True),
    ("FINANCE_FORGOT", "Accounts payable forgot", "财务忘了付款", False, True),
    ("APPROVER_NOT_SIGNED", "The approver has not signed", "老板没有签字", False, True),
    ("PROCESS_PENDING", "Their process is not finished", "流程没走完", False, True),
    ("PASSED_BETWEEN_DEPARTMENTS", "Departments refer to each other", "部门互相推诿", False, True),
    ("EXCUSE", "Excuses", "打马虎眼、找托词", False, True),
)
_OUTCOME_COLUMNS = (
    "code",
    "name_en",
    "name_zh",
    "outcome_class",
    "right_party",
    "rang",
    "connected",
    "conversation",
    "effect",
    "asks",
    "channel",
)
_REASON_COLUMNS = ("code", "name_en", "name_zh", "for_persons", "for_companies")


def outcomes() -> list[dict[str, Any]]:
    """The shipped outcomes as columns, in the order of the log form."""
    return _rows(_OUTCOME_COLUMNS, _OUTCOMES)


def reasons() -> list[dict[str, Any]]:
    """The shipped reasons as columns, in the order of the log form."""
    return _rows(_REASON_COLUMNS, _REASONS)


def ship(outcome_model: Any, reason_model: Any) -> None:
    """Create what is not there yet; takes the models so that a migration can pass its own."""
    outcome_model.objects.bulk_create([outcome_model(**row) for row in outcomes()], ignore_conflicts=True)
    reason_model.objects.bulk_create([reason_model(**row) for row in reasons()], ignore_conflicts=True)


def _rows(columns: tuple[str, ...], table: Any) -> list[dict[str, Any]]:
    """Positions leave room, so that an installation can put its own codes between ours."""
    return [dict(zip(columns, row, strict=True)) | {"position": place * 10} for place, row in enumerate(table, start=1)]
