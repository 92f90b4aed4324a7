"""Setting up: what is chosen, what is said when something is missing, and what is not done twice.

The programs that it looks for are small scripts on a path of their own, so that a machine with
too old a Python, or without a browser, can be stood in for.
"""

import os
import shutil
import sys
from pathlib import Path

import pytest

from tools import setup


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose path has nothing on it but a shell; return the folder of its programs."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("sh", "cp"):
        (programs / name).symlink_to(str(shutil.which(name)))
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setattr(setup, "VENV", tmp_path / "venv")
    monkeypatch.setattr(sys, "executable", str(programs / "python3"))
    (tmp_path / "venv").mkdir()
    return programs


def program(folder: Path, name: str, text: str) -> None:
    """Put a small program on the machine."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


WHOLE = 'case "$2" in *version_info*) echo 3.12;; *) exit 0;; esac'
WITHOUT_VENV = 'case "$2" in *version_info*) echo 3.12;; *) exit 1;; esac'
TOO_OLD = "exit 0"


def test_the_first_python_that_can_is_chosen(machine: Path) -> None:
    program(machine, "python3", TOO_OLD)
    program(machine, "python3.13", WITHOUT_VENV)
    program(machine, "python3.12", WHOLE)
    assert setup.choose_python() == str(machine / "python3.12")


def test_a_python_without_venv_is_told_its_package(
    machine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program(machine, "python3", WITHOUT_VENV)
    with pytest.raises(SystemExit):
        setup.choose_python()
    said = capsys.readouterr().err
    assert "apt-get install python3.12-venv" in said
    assert "sudo" not in said


def test_too_old_a_python_is_told_so(machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program(machine, "python3", TOO_OLD)
    with pytest.raises(SystemExit):
        setup.choose_python()
    assert "needs 3.11 or newer" in capsys.readouterr().err


def test_a_broken_environment_is_no_environment(machine: Path) -> None:
    program(machine, "python3", "exit 127")
    assert setup.version_of(str(machine / "python3")) == ""


def test_the_systems_node_is_used_where_it_is_new_enough(machine: Path) -> None:
    program(machine, "node", "echo v20.1.0")
    program(machine, "npm", "exit 0")
    assert setup.find_node() == (str(machine / "node"), [str(machine / "npm")])


@pytest.mark.parametrize("version", ["v18.20.0", "nonsense", ""])
def test_too_old_a_node_is_replaced_by_the_wheels(
    machine: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    installed: list[str] = []
    monkeypatch.setattr(setup, "install", lambda name, words: installed.append(name))
    program(machine, "python3", "echo /wheel")
    monkeypatch.setattr(setup, "PYTHON", machine / "python3")
    program(machine, "node", f"echo {version}")
    program(machine, "npm", "exit 0")
    node, npm = setup.find_node()
    assert (installed, node) == (["theme"], "/wheel/bin/node")
    assert npm == [node, "/wheel/lib/node_modules/npm/bin/npm-cli.js"]


def test_as_root_debians_browser_is_installed(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    program(machine, "apt-get", f'[ "$1" = update ] || cp "$0" "{machine}/chromium"')
    setup.fetch_browser()
    assert "Debian's Chromium" in capsys.readouterr().out


def test_without_any_browser_the_remedy_is_named(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    program(machine, "python3", "echo cannot download; exit 1")
    monkeypatch.setattr(setup, "PYTHON", machine / "python3")
    with pytest.raises(SystemExit):
        setup.fetch_browser()
    said = capsys.readouterr().err
    assert "cannot download" in said
    assert "apt-get install chromium" in said


def test_a_step_is_done_again_only_for_other_sources(machine: Path, tmp_path: Path) -> None:
    pins = tmp_path / "product.txt"
    pins.write_text("django==5.2\n", encoding="utf-8")
    setup.stamp("product", setup.digest(pins))
    assert setup.stamped("product", setup.digest(pins))
    pins.write_text("django==5.2.1\n", encoding="utf-8")
    assert not setup.stamped("product", setup.digest(pins))


def test_a_folder_is_known_by_names_and_content(tmp_path: Path) -> None:
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "a.scss").write_text("p {}", encoding="utf-8")
    before = setup.digest(tmp_path / "theme")
    (tmp_path / "theme" / "a.scss").rename(tmp_path / "theme" / "b.scss")
    assert setup.digest(tmp_path / "theme") != before
    assert setup.digest(tmp_path / "nowhere") != before
