"""Programs of Node.js that check the site and are no part of it: installed at first use into a folder git ignores."""

import shutil
import subprocess
import sys
from pathlib import Path

CACHE = Path(__file__).resolve().parent.parent / ".cache" / "node"


def installed(package: str, version: str, *, needs: tuple[str, ...] = ()) -> Path:
    """The folder of a package. Ends the program, saying why, when it can't be had: nothing was checked then."""
    missing = [program for program in ("node", "npm", *needs) if not shutil.which(program)]
    if missing:
        sys.exit(f"NOT RUN. Install first: {', '.join(missing)}.")
    folder = CACHE / f"{package}-{version}"
    found = folder / "node_modules" / package
    if found.exists():
        return found
    print(f"Installing {package} {version}", file=sys.stderr)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"name": "checks", "private": true}\n', encoding="utf-8")
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if subprocess.run([*command, f"{package}@{version}"], cwd=folder, check=False).returncode:
        shutil.rmtree(folder)
        sys.exit(f"NOT RUN. {package} {version} could not be installed.")
    return found
