"""The private PostgreSQL and Valkey that this very test run stands on."""

import os
from pathlib import Path

import pytest
import redis
from django.db import connection

from collections_app.shared.redis_urls import cache_url
from local_stack.postgres import TESTS, Postgres
from local_stack.problems import Problem
from local_stack.programs import PostgresPrograms, postgres_programs
from local_stack.servers import running
from local_stack.users import ServerUser


@pytest.fixture
def cluster(tmp_path) -> Postgres:
    """A cluster that is never started; its data folder exists."""
    (tmp_path / "pg").mkdir()
    return Postgres(
        home=tmp_path,
        name="pg",
        log=tmp_path / "log",
        user=ServerUser(name="me", uid=os.geteuid(), gid=os.getegid(), lent=False),
        programs=PostgresPrograms(folder=Path("/nowhere"), major=18),
        settings=TESTS,
    )


@pytest.mark.django_db
def test_chinese_names_can_be_searched_by_trigrams():
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute("SELECT similarity('张三', '张三丰') > 0, show_trgm('张三') <> '{}'")
        assert cursor.fetchone() == (True, True)


@pytest.mark.django_db
def test_postgresql_is_one_of_the_versions_we_stand_for():
    assert 15 <= connection.pg_version // 10000 <= 18


def test_valkey_answers_as_redis():
    assert redis.Redis.from_url(cache_url(os.environ["REDIS_URL"])).ping()


def test_with_servers_named_in_the_environment_none_is_started(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@elsewhere/db")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere/0")

    with running(Path("/no/python"), "test") as environment:
        assert environment == {}


def test_a_lock_file_whose_pid_was_reused_is_dropped(cluster):
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n")

    cluster._clear_stale_pid()

    assert not (cluster.data / "postmaster.pid").exists()


def test_data_of_another_user_are_refused(cluster):
    stranger = ServerUser(name="stranger", uid=os.geteuid() + 1, gid=os.getegid(), lent=False)
    cluster.user = stranger

    with pytest.raises(Problem, match="was made by another user"):
        cluster.start()


def test_data_of_a_version_this_machine_does_not_have_are_refused(tmp_path, monkeypatch):
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("postgres", "initdb", "psql"):
        (programs / name).write_text('#!/bin/sh\necho "postgres (PostgreSQL) 17.2"\n')
        (programs / name).chmod(0o755)
    monkeypatch.setenv("FAIRDUE_PG_BIN", str(programs))
    user = ServerUser(name="me", uid=os.geteuid(), gid=os.getegid(), lent=False)
    data = tmp_path / "pg"
    assert postgres_programs(Path("/no/python"), user, data=data).major == 17

    data.mkdir()
    (data / "PG_VERSION").write_text("16\n")

    with pytest.raises(Problem, match="made by PostgreSQL 16"):
        postgres_programs(Path("/no/python"), user, data=data)
