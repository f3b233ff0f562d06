"""The dossiers that come with the program."""

from pathlib import Path

# A wheel carries them inside the package; in a checkout they stand at the top, where people edit them.
_PLACES = (Path(__file__).with_name("dossiers"), Path(__file__).parents[1] / "dossiers")


def bundled_dossiers() -> list[Path]:
    """Return the bundled dossier files, sorted by name."""
    for place in _PLACES:
        if place.is_dir():
            return sorted(place.glob("*.yaml"))
    raise FileNotFoundError(f"this installation has no dossiers: neither {_PLACES[0]} nor {_PLACES[1]} exists")
