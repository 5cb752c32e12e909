import subprocess
import sys
from pathlib import Path

ENGINE = Path(__file__).parents[3] / "pathways" / "engine"

IMPORT_ALL = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(f"pathways.engine.{name}")
print(*sorted(name for name in sys.modules if name.split(".")[0] in {"django", "careers", "pathways"}))
"""


def test_the_engine_imports_nothing_but_itself():
    """In an interpreter of its own: here Django is there already."""
    modules = sorted(path.stem for path in ENGINE.glob("*.py") if path.stem != "__init__")
    run = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, *modules], cwd=ENGINE.parents[1], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["pathways", "pathways.engine", *(f"pathways.engine.{module}" for module in modules)]
