"""A worker that is asked to end finishes the mail that it is at, and no more."""

import signal
import threading
from types import FrameType
from typing import Any

SIGNALS = (signal.SIGTERM, signal.SIGINT)


class StopsBetween:
    """Notes that the process is asked to end, besides what it does about that itself."""

    def __init__(self) -> None:
        self.is_asked = False
        self._before: dict[int, Any] = {}
        self._unanswered: list[int] = []

    def __enter__(self) -> "StopsBetween":
        """Listen, where Python lets us: in the main thread, which is where the worker runs its tasks."""
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._ask) for number in SIGNALS}
        return self

    def __exit__(self, *error: object) -> None:
        """Leave everything as it was; what nobody else has answered ends the process now."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        for number in self._unanswered:
            signal.raise_signal(number)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.is_asked = True
        before = self._before[number]
        if callable(before):
            before(number, frame)
        elif before == signal.SIG_DFL:
            self._unanswered.append(number)
