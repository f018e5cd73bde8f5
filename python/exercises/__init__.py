"""Eight exercises for a class, each with the task in the head of its scenario and its answer here.

``python -m exercises newsvendor`` in the folder ``python`` of the repository prints an answer; tests/test_exercises.py holds
each to what the literature says.
"""

from pathlib import Path

from launchsim import Scenario

FOLDER = Path(__file__).parents[2] / "scenarios" / "exercises"


def scenario(name: str) -> Scenario:
    """The scenario of an exercise."""
    return Scenario.open(FOLDER / f"{name}.toml")
