"""`confide policy`: check a policy file before it is used."""

from argparse import Namespace

from confide.site.command.preparing import check_terms
from confide.site.command.trouble import Trouble


def run(arguments: Namespace) -> int:
    """Say everything that is wrong with the file, or that nothing is."""
    if not arguments.file.exists():
        raise Trouble(f"There is no file {arguments.file}.")
    check_terms(arguments.file)
    print(f"{arguments.file} can be used.")
    return 0
