"""Which columns a bank file may have. `docs/reference/bank-files.md` shows the same tables; a test compares them."""

from dataclasses import dataclass, replace
from enum import StrEnum


class Form(StrEnum):
    """How the text of a column is read."""

    KEY = "key"
    TEXT = "text"
    CODE = "code"
    DATE = "date"
    AMOUNT = "amount"
    WHOLE = "whole"
    CURRENCY = "currency"
    DIGITS = "digits"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"


# Encrypted while the file is read; in clear they reach neither a table nor the list of rejects.
PROTECTED = frozenset({Form.ID_NUMBER, Form.PHONE, Form.EMAIL, Form.ADDRESS})


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: `longest` counts characters, `low` and `high` bound whole numbers, `negative` allows a minus.

    `private` values are not repeated in the list of rejects; `free` text keeps its full-width characters.
    """

    name: str
    form: Form
    required: bool = False
    longest: int = 0
    codes: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    negative: bool = False
    private: bool = False
    free: bool = False

    @property
    def protected(self) -> bool:
        """True when the value is encrypted before it is stored anywhere."""
        return self.form in PROTECTED

    @property
    def masked(self) -> bool:
        """True when a reject may not repeat the value."""
        return self.private or self.protected

    @property
    def described(self) -> str:
        """The form in words of the reference page. Example: `1 to 31`, `PERSON, COMPANY`, `text, up to 40`."""
        match self.form:
            case Form.CODE:
                return ", ".join(self.codes)
            case Form.WHOLE:
                return f"{self.low} to {self.high}"
            case Form.DIGITS:
                return f"{self.longest} digits"
            case Form.CURRENCY:
                return "ISO 4217 code"
            case Form.DATE:
                return "date"
            case Form.AMOUNT:
                return "amount, may be negative" if self.negative else "amount"
            case Form.PHONE:
                return "phone number, encrypted"
            case Form.EMAIL:
                return "e-mail address, encrypted"
            case Form.ID_NUMBER | Form.ADDRESS:
                return f"text, up to {self.longest}, encrypted"
        return f"text, up to {self.longest}"


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One kind of file. `key` is what makes a row the same row in a later file."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """Every column by name, in order."""
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError when the layout has none."""
        return self._by_name()[name]

    def missing(self, header: list[str]) -> list[str]:
        """Required columns that `header` lacks."""
        return [column.name for column in self.columns if column.required and column.name not in header]

    def unknown(self, header: list[str]) -> list[str]:
        """Names in `header` that are no column of this layout."""
        known = self._by_name()
        return [name for name in header if name not in known]

    def of_form(self, form: Form) -> list[Column]:
        """The columns read in one way, in order."""
        return [column for column in self.columns if column.form is form]

    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}


def _key(name: str, *, longest: int = 40) -> Column:
    return Column(name=name, form=Form.KEY, required=True, longest=longest)


def _text(name: str, longest: int) -> Column:
    return Column(name=name, form=Form.TEXT, longest=longest)


def _free(name: str, longest: int, *, required: bool = False, private: bool = False) -> Column:
    return Column(name=name, form=Form.TEXT, required=required, longest=longest, private=private, free=True)


def _codes(name: str, *codes: str, required: bool = False) -> Column:
    return Column(name=name, form=Form.CODE, required=required, codes=codes)


def _date(name: str, *, required: bool = False) -> Column:
    return Column(name=name, form=Form.DATE, required=required)


def _amount(name: str, *, required: bool = False, negative: bool = False) -> Column:
    return Column(name=name, form=Form.AMOUNT, required=required, negative=negative)


def _whole(name: str, low: int, high: int, *, required: bool = False) -> Column:
    return Column(name=name, form=Form.WHOLE, required=required, low=low, high=high)


def _address(prefix: str) -> tuple[Column, ...]:
    return (
        _free(f"{prefix}_province", 40),
        _free(f"{prefix}_city", 60),
        Column(name=f"{prefix}_address", form=Form.ADDRESS, longest=300, free=True),
    )


PERSON = (
    _codes("kind", "PERSON", "COMPANY", required=True),
    _free("name", 120, required=True),
    _text("id_type", 20),
    Column(name="id_number", form=Form.ID_NUMBER, longest=40),
    _date("birth_date"),
    _codes("gender", "M", "F"),
    _text("language", 20),
    Column(name="mobile", form=Form.PHONE, longest=30),
    Column(name="home_phone", form=Form.PHONE, longest=30),
    Column(name="work_phone", form=Form.PHONE, longest=30),
    Column(name="email", form=Form.EMAIL, longest=120),
    *_address("registered"),
    *_address("home"),
    *_address("employer"),
)
"""What describes the cardholder. No reject repeats any of it: a row one column off puts a name anywhere."""

CARDHOLDERS = Layout(
    name="cardholders",
    key=("customer_no",),
    columns=(
        _key("customer_no"),
        *(replace(column, private=True) for column in (*PERSON, _date("recorded_date"))),
    ),
)

ACCOUNTS = Layout(
    name="accounts",
    key=("account_no",),
    columns=(
        _key("account_no"),
        _key("customer_no"),
        _key("product", longest=20),
        Column(name="currency", form=Form.CURRENCY, required=True),
        _date("opened_on", required=True),
        _whole("statement_day", 1, 31, required=True),
        _whole("due_day", 1, 31),
        _whole("due_offset_days", 0, 27),
        _amount("credit_limit", required=True),
        _amount("cash_limit"),
        Column(name="card_last4", form=Form.DIGITS, longest=4),
        _text("card_token", 64),
        _date("first_statement_date"),
        _codes("statements_by", "BANK", "OWN", required=True),
        _codes("charges_by", "BANK", "OWN", required=True),
        _codes("status", "OPEN", "CLOSED", "CHARGED_OFF"),
        _date("status_since"),
        _date("recorded_date"),
    ),
)

STATEMENTS = Layout(
    name="statements",
    key=("account_no", "statement_date"),
    columns=(
        _key("account_no"),
        _date("statement_date", required=True),
        _date("due_date"),
        _amount("balance", required=True, negative=True),
        _amount("minimum_due", required=True),
        _amount("past_due"),
        _amount("interest"),
        _amount("fees"),
        _whole("months_past_due", 0, 999),
        _date("recorded_date"),
    ),
)

ENTRY_KINDS = (
    "PURCHASE",
    "CASH_ADVANCE",
    "INSTALMENT",
    "INTEREST",
    "LATE_FEE",
    "OTHER_FEE",
    "PAYMENT",
    "PAYMENT_REVERSAL",
    "REFUND",
    "CHARGE_REVERSAL",
    "WAIVER",
)
COMPONENTS = ("PURCHASE", "CASH", "INSTALMENT", "INTEREST", "LATE_FEE", "OTHER_FEE")

ENTRIES = Layout(
    name="entries",
    key=("account_no", "source_ref"),
    columns=(
        _key("account_no"),
        _key("source_ref", longest=80),
        _codes("kind", *ENTRY_KINDS, required=True),
        _codes("component", *COMPONENTS),
        _amount("amount", required=True),
        _date("posting_date", required=True),
        _date("value_date"),
        _text("reverses_ref", 80),
        _free("description", 200, private=True),
        _date("recorded_date"),
    ),
)

LAYOUTS: dict[str, Layout] = {layout.name: layout for layout in (CARDHOLDERS, ACCOUNTS, STATEMENTS, ENTRIES)}


def guess_layout(header: list[str]) -> Layout:
    """The layout whose columns fit `header` best; with a perfect fit nothing is missing and nothing unknown.

    Example: a header of account_no, statement_date, balance, minimum_due is the statements layout.
    """
    return min(LAYOUTS.values(), key=lambda layout: len(layout.missing(header)) + len(layout.unknown(header)))
