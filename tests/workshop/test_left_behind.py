"""Runs beside each other, or after one that was killed, clear the same left folders."""

import warnings

import pytest

LEFT = "(rm_rf) error removing /tmp/pytest-of-somebody/garbage-1\n<class 'OSError'>: [Errno 39]"


def test_a_folder_of_another_run_that_cannot_be_cleared_fails_no_run() -> None:
    warnings.warn(pytest.PytestWarning(LEFT), stacklevel=1)
    with pytest.raises(pytest.PytestWarning, match="Anything else"):
        warnings.warn(pytest.PytestWarning("Anything else."), stacklevel=1)
