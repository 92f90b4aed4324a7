"""`python -m bench`: measure, print, and with --write put it into docs/performance.md."""

import argparse
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench.sizes import FULL, KEPT, PAIRS, TINY, TINY_KEPT, TINY_PAIRS, kept


def main() -> int:
    """Measure on the database that was asked for, in a folder that is gone afterwards."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--postgresql", action="store_true", help="measure on a PostgreSQL instead")
    parser.add_argument("--backups", action="store_true", help="measure backups and restoring")
    parser.add_argument("--cases", type=int, default=KEPT.cases, help="how many to back up")
    parser.add_argument("--presence", action="store_true", help="try to tell who uses the service")
    parser.add_argument("--pairs", type=int, default=PAIRS, help="of how many runs each")
    parser.add_argument("--way", action="store_true", help="a student's side, and floods")
    parser.add_argument("--figures", action="store_true", help="measure counting and releases")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md anew")
    parser.add_argument("--tiny", action="store_true", help="a few rows, to see that it runs")
    asked = parser.parse_args()
    words = ["python -m bench", *(word for word in sys.argv[1:] if word != "--write")]
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="confide-bench-"))
        _prepare(Path(folder), asked)
        if asked.postgresql:
            from tools import postgres

            os.environ["CONFIDE_DATABASE"] = stack.enter_context(postgres.running(durable=True))
        _measure(" ".join(words), asked)
    return 0


def _prepare(folder: Path, asked: argparse.Namespace) -> None:
    for name in [name for name in os.environ if name.startswith("CONFIDE_")]:
        del os.environ[name]
    os.umask(0o077)
    if not (asked.backups or asked.presence or asked.way or asked.figures):
        # Without it the cookies would ask for https, and there is none on the loopback.
        (folder / "DEMONSTRATION").touch()
    if asked.presence or asked.way:
        os.environ["CONFIDE_SIDE"] = "public"
    os.environ["CONFIDE_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"


def _measure(command: str, asked: argparse.Namespace) -> None:
    import django

    django.setup()
    from bench import report
    from bench.run import run, run_backups, run_figures, run_presence, run_way

    if asked.presence:
        measured = run_presence(command, pairs=TINY_PAIRS if asked.tiny else asked.pairs)
    elif asked.way:
        measured = run_way(command, tiny=asked.tiny)
    elif asked.backups:
        measured = run_backups(command, TINY_KEPT if asked.tiny else kept(asked.cases))
    elif asked.figures:
        measured = run_figures(command, TINY if asked.tiny else FULL)
    else:
        measured = run(command, TINY if asked.tiny else FULL)
    print(measured.section())
    if asked.write:
        report.write(measured)
        print(f"Written to {report.DOCUMENT.relative_to(Path.cwd())}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
