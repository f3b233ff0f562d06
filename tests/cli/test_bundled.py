"""The bundled dossiers, found in a checkout and in a wheel."""

import subprocess
import sys
import zipfile
from pathlib import Path

from bot.cli.load import bundled_dossiers

ROOT = Path(__file__).parents[2]


def test_checkout_has_its_dossiers_at_the_top() -> None:
    found = bundled_dossiers()

    assert found == sorted((ROOT / "dossiers").glob("*.yaml"))
    assert found


def test_wheel_carries_dossiers_and_migrations(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "--wheel-dir", str(tmp_path), str(ROOT)], check=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path / "installed")

    found = subprocess.run(
        [sys.executable, "-c", "from bot.cli.load import bundled_dossiers as b; print(*b(), sep='\\n')"],
        cwd=tmp_path / "installed",
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()

    shipped = tmp_path / "installed" / "bot" / "bundled"
    assert found == [str(shipped / path.name) for path in bundled_dossiers()]
    assert (tmp_path / "installed" / "db" / "migrations" / "env.py").is_file()
