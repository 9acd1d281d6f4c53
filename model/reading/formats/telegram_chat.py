"""Telegram's own export of a chat as JSON (result.json): each message with words is a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from model.event import Document
from model.reading import publication_date as dates
from model.reading.sources import LocatedDocument
from model.text.sanitize import replace_surrogates

_LINKED_CHAT_TYPES: Final = ("channel", "supergroup")  # kinds of chats whose messages have an address
_TEXT_KEYS: Final = ("text", "caption")


def is_chat(about: Mapping[str, Any]) -> bool:
    """Whether what stands before the messages is what Telegram writes there: the chat's name, its type and its id."""
    return isinstance(about.get("type"), str) and isinstance(about.get("id"), int) and "name" in about


def read_message(record: Mapping[str, Any], chat: Mapping[str, Any], where: str) -> Iterator[LocatedDocument]:
    """The document of a message; service messages and those without words give none."""
    words = next((words for key in _TEXT_KEYS if (words := _plain_text(record.get(key))).strip()), "")
    number = record.get("id")
    if record.get("type", "message") != "message" or not words or not isinstance(number, int):
        return
    name = chat["name"] if isinstance(chat["name"], str) and chat["name"].strip() else str(chat["id"])
    yield (
        where,
        Document(
            id=replace_surrogates(f"{name}/{number}"),
            id_given=True,
            text=replace_surrogates(words),
            source=replace_surrogates(name),
            url=_message_address(chat, number),
            **dates.publication_fields(("record", dates.parse_publication_date(record.get("date")))),
        ),
    )


def _plain_text(text: Any) -> str:
    """The words of a text, which is a string or a list of strings and of objects, one for each link or bold word."""
    if isinstance(text, str):
        return text
    parts = text if isinstance(text, list) else []
    return "".join(
        part if isinstance(part, str) else _plain_text(part.get("text")) for part in parts if _is_text_part(part)
    )


def _is_text_part(part: object) -> bool:
    return isinstance(part, str) or (isinstance(part, dict) and isinstance(part.get("text"), str))


def _message_address(chat: Mapping[str, Any], number: int) -> str | None:
    """The message's address: by the channel's user name where the file tells it, else by its number (for members)."""
    if isinstance(user := chat.get("username"), str) and user.isascii() and user.replace("_", "").isalnum():
        return f"https://t.me/{user}/{number}"
    return f"https://t.me/c/{chat['id']}/{number}" if chat["type"].endswith(_LINKED_CHAT_TYPES) else None
