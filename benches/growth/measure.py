"""Instructions at two sizes and their ratio, for each case of cases.py or those named."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from cases import CASES

# The bill of materials of one class is the case a growing company meets; the others are held at a tenth.
SIZES = {"one_class": (10_000, 100_000)}
USUAL = (1_000, 10_000)
# Above this, ten times the size costs more than a sort would.
MOST = 12.0


def instructions(program, words, folder):
    """What callgrind counts; the exit status is not looked at, for some cases are faulty on purpose."""
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder / 'counts'}", program, *words]
    said = subprocess.run(command, capture_output=True, text=True).stderr
    counted = re.search(r"Collected : (\d+)", said)
    if counted is None:
        sys.exit(f"callgrind counted nothing: {said[-500:]}")
    return int(counted.group(1))


def count(program, name, size):
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        file = folder / "scenario.toml"
        file.write_text(CASES[name](folder, size))
        check = ["check", "--quiet", str(file)]
        run = ["run", str(file), "-n", "1", "--no-charts", "--quiet", "--threads", "1", "--out", str(folder / "out")]
        return [instructions(program, words, folder) for words in (check, run)]


def main(program, names):
    steep = False
    print(f"{'case':<20}{'from':>8}{'to':>9}{'check':>18}{'times':>7}{'run':>18}{'times':>7}")
    for name in names or CASES:
        small, large = SIZES.get(name, USUAL)
        few, many = count(program, name, small), count(program, name, large)
        ratios = [after / before for before, after in zip(few, many)]
        steep |= max(ratios) > MOST
        print(
            f"{name:<20}{small:>8}{large:>9}{many[0]:>18,}{ratios[0]:>7.1f}{many[1]:>18,}{ratios[1]:>7.1f}", flush=True
        )
    sys.exit(1 if steep else 0)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
