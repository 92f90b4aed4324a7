"""Loaded by Python before anything else in the service under test: notes every file it writes.

An audit hook sees each opening for writing that the program itself does, also of a file which is
gone a moment later, and nothing can take the hook away again.
"""

import os
import sys

_NOTED = os.open(os.environ["CONFIDE_WATCHED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def _note(event: str, details: tuple[object, ...]) -> None:
    if event == "open" and isinstance(details[0], str | bytes):
        path, mode, flags = details
        writes = mode and set(str(mode)) & set("wax+")
        if writes or (isinstance(flags, int) and flags & _WRITES):
            os.write(_NOTED, os.fsencode(path) + b"\n")
    elif event in {"os.rename", "os.link", "os.symlink", "shutil.copyfile"}:
        os.write(_NOTED, os.fsencode(str(details[1])) + b"\n")


sys.addaudithook(_note)
