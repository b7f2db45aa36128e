"""Personal data is encrypted, found by keyed hash, and survives a rotated key."""

import pytest
from cryptography.fernet import Fernet

from collections_app.shared.crypto import decrypt, encrypt, keyed_hash
from collections_app.shared.errors import Refused


def test_what_is_encrypted_comes_back_and_never_looks_the_same():
    assert decrypt(encrypt("13812342210")) == "13812342210"
    assert encrypt("张三") != encrypt("张三")
    assert b"138" not in encrypt("13812342210")
    assert decrypt(memoryview(encrypt("张三"))) == "张三"


def test_a_new_key_in_front_reads_the_old_and_writes_the_new(settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.FIELD_KEYS = [old]
    before = encrypt("x")
    settings.FIELD_KEYS = [new, old]
    after = encrypt(decrypt(before))
    assert decrypt(before) == decrypt(after) == "x"
    settings.FIELD_KEYS = [new]
    assert decrypt(after) == "x"
    with pytest.raises(Refused) as refused:
        decrypt(before)
    assert refused.value.code == "undecryptable"


def test_the_hash_is_stable_and_depends_on_the_key(settings):
    first = keyed_hash("13812342210")
    assert first == keyed_hash("13812342210")
    assert len(first) == 64
    settings.HASH_KEY = "another"
    assert keyed_hash("13812342210") != first
