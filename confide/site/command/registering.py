"""`confide register`: what a data protection officer takes over. (RECD-3)"""

import tempfile
from argparse import Namespace
from pathlib import Path

from confide.site.command.preparing import load


def run(arguments: Namespace) -> int:
    """Print the register of processing, or the impact assessment.

    Neither needs a service, let alone a key: without a data folder the terms are those that Confide
    is shipped with.
    """
    with tempfile.TemporaryDirectory() as empty:
        load(arguments.data or Path(empty))
        from confide.retention import queries

        print(queries.assessment() if arguments.assessment else queries.register(), end="")
    return 0
