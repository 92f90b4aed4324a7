"""Processes of a test's own, in a database of their own."""

import subprocess
import sys

from tests.ledger.history import ROOT

SETUP = """
import sys
from tests.ledger.worker import TABLES, connection
from django.core.management import call_command
call_command("migrate", verbosity=0)
with connection.cursor() as cursor:
    for statement in TABLES.split(";")[:-1]:
        cursor.execute(statement)
"""


def start(place: dict[str, str], *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.ledger.worker", *words],
        cwd=ROOT,
        env=place,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(place: dict[str, str], *words: str) -> str:
    ran = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=place, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout
