"""Gives every test process a data folder of its own, before any settings are read.

Loaded by pytest first of all (`-p tests.sandbox`), since Django's settings read the environment
once: a developer's own `.data` is never touched, and never decides what a test sees.
"""

import atexit
import os
import shutil
import tempfile

os.environ["CONFIDE_DATA"] = tempfile.mkdtemp(prefix="confide-tests-")
# Nor does a mail server of their own hear from a test.
os.environ.pop("CONFIDE_MAIL", None)
atexit.register(shutil.rmtree, os.environ["CONFIDE_DATA"], ignore_errors=True)
