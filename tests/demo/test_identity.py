"""Numbers of demo people look right and belong to nobody."""

from datetime import date
from random import Random

from collections_app.demo import identity
from collections_app.shared.card_numbers import contains_card_number


def test_the_check_sign_of_the_standards_own_example_is_x():
    assert identity.id_check_sign("11010519491231002") == "X"


def test_identity_numbers_carry_the_birth_date_and_fail_their_check():
    chance = Random(1)
    for _ in range(2_000):
        number = identity.identity_number(chance, born=date(1985, 2, 14), gender="F")
        assert number.startswith("99999919850214")
        assert int(number[16]) % 2 == 0
        assert number[17] != identity.id_check_sign(number[:17])
        assert not contains_card_number(number)


def test_company_codes_end_in_a_sign_no_code_has():
    code = identity.company_code(Random(1))
    assert len(code) == 18
    assert code[-1] == "Z"


def test_lines_of_one_owner_differ():
    assert {identity.phone(42, line=line) for line in range(3)} == {"00010000042", "00020000042", "00030000042"}
