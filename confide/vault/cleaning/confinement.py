"""How the child shuts itself in before it reads a stranger's first byte.

Each step holds by itself; where a kernel or a host refuses one, the others remain:

1. No new privileges, and no other process may look into this one.
2. Memory and processor time are limited; no file can grow; no file, socket or pipe can be opened
   any more, nor a process started.
3. A network of its own with nothing in it, where the host lets people without privileges make one.
4. The kernel lets through the few calls that work on memory and on what is already open, and
   answers every other one with a refusal (seccomp).
"""

import ctypes
import errno
import os
import resource
import struct
import sys
from typing import Final

MEMORY: Final = 1024 * 1024 * 1024
_NO_NEW_PRIVS, _DUMPABLE, _SECCOMP, _FILTER = 38, 4, 22, 2
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_KILL, _REFUSE, _ALLOW = 0x80000000, 0x00050000 | errno.EPERM, 0x7FFF0000

# read write close fstat newfstatat lseek mmap mprotect munmap mremap brk madvise futex sched_yield
# getpid gettid clock_gettime gettimeofday getrandom sigaltstack rt_sigaction rt_sigprocmask
# rt_sigreturn exit exit_group
# No signal is sent, not even to itself: tgkill would reach every process of the same user.
_CALLS: Final = {
    "x86_64": (0xC000003E, (0, 1, 3, 5, 262, 8, 9, 10, 11, 25, 12, 28, 202, 24, 39, 186, 228, 96,
                            318, 131, 13, 14, 15, 60, 231)),
    "aarch64": (0xC00000B7, (63, 64, 57, 80, 79, 62, 222, 226, 215, 216, 214, 233, 98, 124, 172,
                             178, 113, 169, 278, 132, 134, 135, 139, 93, 94)),
}  # fmt: skip


def confine(*, seconds: int) -> tuple[str, ...]:
    """Shut this process in for good. Answers which of the steps above hold here."""
    held = [*_alone(), *_limited(seconds)]
    if sys.platform == "linux":
        held += _filtered()
    return tuple(held)


def _alone() -> list[str]:
    if sys.platform != "linux":
        return []
    libc = ctypes.CDLL(None, use_errno=True)
    held = ["no-new-privileges"] if libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 else []
    libc.prctl(_DUMPABLE, 0, 0, 0, 0)
    if libc.unshare(_NEW_USER | _NEW_NET) == 0:
        held.append("own-network")
    return held


def _limited(seconds: int) -> list[str]:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        # What is open stays usable, and no number is left for anything more: not even after
        # something was closed, since the limit counts numbers and not how many are in use.
        (resource.RLIMIT_NOFILE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(what, (most, most))
    return ["limits"]


def _filtered() -> list[str]:
    machine = os.uname().machine
    if machine not in _CALLS:
        return []
    kind, calls = _CALLS[machine]
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, kind), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    # Each comparison jumps over those that are left, and over the refusal, to the last step.
    steps += [(_EQUAL, len(calls) - n, 0, call) for n, call in enumerate(calls)]
    steps += [(_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    done = libc.prctl(_SECCOMP, _FILTER, ctypes.c_char_p(program), 0, 0)
    return ["calls"] if done == 0 else []
