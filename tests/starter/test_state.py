"""The state folder: locks, keys, sockets and ports."""

import os
import socket
import stat
from pathlib import Path

import pytest

from local_stack import keys, ports, sockets
from local_stack.locks import Lock
from local_stack.problems import Problem
from local_stack.users import ServerUser


@pytest.fixture
def myself() -> ServerUser:
    return ServerUser(name="me", uid=os.geteuid(), gid=os.getegid(), lent=False)


@pytest.fixture
def state(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("FAIRDUE_STATE_DIR", str(tmp_path))
    return tmp_path


def test_a_lock_names_its_holder_to_the_next_one(tmp_path):
    first, second = Lock(tmp_path / "demo.lock"), Lock(tmp_path / "demo.lock")
    assert first.take("http://127.0.0.1:8000/")

    assert not second.take()
    assert second.holder() == (os.getpid(), "http://127.0.0.1:8000/")

    first.release()
    assert second.take()


def test_a_lock_file_that_nobody_holds_blocks_nobody(tmp_path):
    (tmp_path / "demo.lock").write_text("1 http://127.0.0.1:8000/\n")

    assert Lock(tmp_path / "demo.lock").holder() is None
    assert Lock(tmp_path / "demo.lock").take()


def test_keys_are_made_once_and_kept_for_their_owner_alone(state, monkeypatch):
    for name in ("SECRET_KEY", "FIELD_KEY", "HASH_KEY"):
        monkeypatch.delenv(name, raising=False)

    made = keys.private_keys()

    assert made.keys() == {"SECRET_KEY", "FIELD_KEY", "HASH_KEY"}
    assert keys.private_keys() == made
    assert stat.S_IMODE((state / keys.FILE_NAME).stat().st_mode) == 0o600


def test_a_key_of_the_environment_wins(state, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "mine")

    assert "SECRET_KEY" not in keys.private_keys()


def test_sockets_stand_beside_the_data(tmp_path, myself):
    home = Path("/tmp") / f"fairdue-test-{os.getpid()}"
    home.mkdir()
    try:
        assert sockets.socket_dir(home, "pg", myself) == home / "run" / "pg"
    finally:
        (home / "run" / "pg").rmdir()
        (home / "run").rmdir()
        home.rmdir()


def test_sockets_of_a_long_path_move_to_a_short_private_folder(tmp_path, myself):
    home = tmp_path / ("x" * 120)
    home.mkdir()

    folder = sockets.socket_dir(home, "pg", myself)

    assert len(bytes(folder / ".s.PGSQL.5432")) <= 103
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert folder == sockets.socket_dir(home, "pg", myself)
    folder.rmdir()


def test_a_folder_of_somebody_else_is_refused(tmp_path):
    stranger = ServerUser(name="stranger", uid=os.geteuid() + 1, gid=os.getegid(), lent=False)

    with pytest.raises(Problem, match="belongs to another user"):
        stranger.make_private(tmp_path / "pg")


def test_a_taken_port_that_was_asked_for_is_a_problem():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        with pytest.raises(Problem, match="is taken"):
            ports.free_port("127.0.0.1", taken.getsockname()[1])


def test_a_taken_port_that_nobody_asked_for_gives_the_next_one(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setattr(ports, "FIRST_PORT", taken.getsockname()[1])

        assert ports.free_port("127.0.0.1", None) > taken.getsockname()[1]
