"""What a person sees of run.py: help, one clear sentence, exit codes."""

import os
import subprocess
import sys

import run as starter
from local_stack import commands
from local_stack.paths import ROOT
from local_stack.problems import Problem


def test_an_old_python_gets_one_clear_sentence(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))

    assert starter.main() == 1
    assert capsys.readouterr().out.startswith("Fairdue needs Python 3.11 or newer; this is Python 3.9.")


def test_an_unknown_command_shows_the_commands(capsys):
    assert commands.run(["dance"]) == 2
    assert "demo [--port N]" in capsys.readouterr().err


def test_help_is_no_error(capsys):
    assert commands.run(["--help"]) == 0
    assert "test [WORDS …]" in capsys.readouterr().out


def test_a_problem_is_one_sentence_and_no_traceback(monkeypatch, capsys):
    def fail(_words: list[str]) -> int:
        raise Problem("The folder is full.")

    monkeypatch.setitem(commands.COMMANDS, "demo", fail)

    assert commands.run(["demo"]) == 1
    assert capsys.readouterr().err == "The folder is full.\n"


def test_stop_without_a_demo_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("FAIRDUE_STATE_DIR", str(tmp_path))

    assert commands.run(["stop"]) == 0
    assert capsys.readouterr().out == "No demo runs from this folder.\n"


def test_ci_calls_the_very_command_of_the_readme():
    lines = (ROOT / ".ci" / "run").read_text().splitlines()

    assert "python3 run.py test" in lines
    assert "export FAIRDUE_BROWSER=require" in lines


def test_make_alone_lists_every_target():
    text = (ROOT / "Makefile").read_text()
    targets = text.split(".PHONY:")[1].splitlines()[0].split()

    assert [target for target in targets if f"\n{target}:" not in text] == []
    assert [line for line in text.splitlines() if line.split(":")[0] in targets and "## " not in line] == []


def test_a_run_that_requires_the_browser_fails_without_one_passed_browser_test(tmp_path):
    (tmp_path / "test_nothing.py").write_text("def test_nothing(): pass\n")
    command = [sys.executable, "-m", "pytest", "-p", "tests.stack_plugin", "-p", "no:django", "-c", os.devnull]
    env = {**os.environ, "FAIRDUE_BROWSER": "require"}
    env.pop("PYTEST_XDIST_WORKER", None)

    done = subprocess.run([*command, str(tmp_path)], cwd=ROOT, env=env, capture_output=True, text=True)

    assert done.returncode == 1
    assert "not one browser test passed" in done.stdout
