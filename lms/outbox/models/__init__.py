"""Messages and what people want to hear of."""

from .messages import Message
from .preferences import NoticePreference, Topic

__all__ = ["Message", "NoticePreference", "Topic"]
