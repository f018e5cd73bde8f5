"""The command ``launchsim``, as ``python -m launchsim`` and as the script of the package."""

from __future__ import annotations

import signal
import sys

from . import _core


def main() -> None:
    """Runs the command with what was typed and ends with its exit status."""
    # The command ends cleanly by itself; Python's own handler would only be asked when it is over.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(_core.command(sys.argv[1:]))


if __name__ == "__main__":
    main()
