"""What ./test runs, one named check after another; the first that fails decides the exit code.

With arguments: only pytest, with these arguments. The summary line of pytest comes last either way.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
# Where a branch that no test takes is a rule that nobody checked: pure rules, access, and the doors.
WHOLE = "*/rules.py,*/rules/*.py,*/access.py,*/services.py,*/services/*.py"
TEMPLATES = [str(path) for path in sorted(CHECKOUT.glob("giaoban/**/templates/**/*.html"))]
REPORT = ["report", "--show-missing", "--skip-covered", "--fail-under=100", f"--include={WHOLE}"]

CHECKS = {
    "ruff": [BIN / "ruff", "check"],
    "mypy": [BIN / "mypy"],
    "import-linter": [BIN / "lint-imports"],
    "djade": [BIN / "djade", "--check", "--target-version", "5.2", *TEMPLATES],
    "makemigrations": [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"],
    "messages": [sys.executable, CHECKOUT / "tools/messages.py", "--check"],
    "pytest": [
        BIN / "pytest",
        "-n",
        "2",
        "--dist",
        "loadfile",
        "--no-loadscope-reorder",
        "--cov",
        "--cov-report=",
    ],
    "coverage": [BIN / "coverage", *REPORT],
}
RUNNING = {"pytest", "coverage"}
# Checks read the settings, but neither a database nor a data folder. Pytest makes its own environment.
NO_HOUSE = {
    "DJANGO_SETTINGS_MODULE": "giaoban.config.settings",
    "GIAOBAN_DATA": str(CHECKOUT / ".cache/test"),
    "GIAOBAN_SECRET_KEY": "unused",
    "GIAOBAN_POOL": "0",
    "PYTHONWARNINGS": "ignore:Got an error checking a consistent migration history",
}


def main(arguments: list[str]) -> int:
    os.chdir(CHECKOUT)
    if arguments:
        return subprocess.run([BIN / "pytest", *arguments], check=False).returncode
    code, summary = 0, ""
    with ThreadPoolExecutor(max_workers=2) as pool:  # what reads only goes two at a time, the rest after it
        reading = {
            name: pool.submit(_read, command) for name, command in CHECKS.items() if name not in RUNNING
        }
    for name, command in CHECKS.items():
        print(f"── {name}", flush=True)
        if name in reading:
            failed, said = reading[name].result()
            print(said, end="", flush=True)
        else:
            failed, last = _run(command, {} if name == "pytest" else NO_HOUSE)
            summary = last if name == "pytest" else summary
        if failed:
            print(f"✗ {name} ({failed})", flush=True)
        code = code or failed
    print(summary, flush=True)
    return code


def _read(command: list[str | Path]) -> tuple[int, str]:
    done = subprocess.run(
        command, env={**os.environ, **NO_HOUSE}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


def _run(command: list[str | Path], settings: dict[str, str]) -> tuple[int, str]:
    """Show the output as it comes and keep its last line."""
    environment = {**os.environ, **settings}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        last = ""
        for line in process.stdout or ():
            print(line, end="", flush=True)
            last = line.strip() or last
    return process.returncode, last


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
