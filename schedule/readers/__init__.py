"""Who could have read something of a submission, and when: for the day on which it matters.

It stands in the last app because it must know of all of them.
"""

from schedule.readers.answer import THINGS, Reader, could_have_read

__all__ = ["THINGS", "Reader", "could_have_read"]
