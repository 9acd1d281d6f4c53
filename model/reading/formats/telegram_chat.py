"""Telegram's JSON export of a chat (result.json): each message with text is a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from model.event import Document
from model.reading import publication_date as dates
from model.reading.sources import LocatedDocument
from model.text.sanitize import replace_surrogates

_LINKED_CHAT_TYPES: Final = ("channel", "supergroup")  # kinds of chats whose messages have an address
_TEXT_KEYS: Final = ("text", "caption")


def is_chat(context: Mapping[str, Any]) -> bool:
    """Whether the fields before the messages are those that Telegram writes: the chat's name, type and id."""
    return isinstance(context.get("type"), str) and isinstance(context.get("id"), int) and "name" in context


def read_message(record: Mapping[str, Any], chat: Mapping[str, Any], where: str) -> Iterator[LocatedDocument]:
    """The document of a message; nothing for service messages and messages without text."""
    text = next((text for key in _TEXT_KEYS if (text := _plain_text(record.get(key))).strip()), "")
    number = record.get("id")
    if record.get("type", "message") != "message" or not text or not isinstance(number, int):
        return
    name = chat["name"] if isinstance(chat["name"], str) and chat["name"].strip() else str(chat["id"])
    document = Document(
        id=replace_surrogates(f"{name}/{number}"),
        id_given=True,
        text=replace_surrogates(text),
        source=replace_surrogates(name),
        url=_message_address(chat, number),
        **dates.publication_fields(("record", dates.parse_publication_date(record.get("date")))),
    )
    yield where, document


def _plain_text(text: Any) -> str:
    """The words of a string, or of a list of strings and of objects with one (a link, a bold word)."""
    if isinstance(text, str):
        return text
    parts = [part.get("text") if isinstance(part, dict) else part for part in text] if isinstance(text, list) else []
    return "".join(part for part in parts if isinstance(part, str))


def _message_address(chat: Mapping[str, Any], number: int) -> str | None:
    """The message's address: by the channel's user name if the file has it, else by its id (for members)."""
    if isinstance(user := chat.get("username"), str) and user.isascii() and user.replace("_", "").isalnum():
        return f"https://t.me/{user}/{number}"
    return f"https://t.me/c/{chat['id']}/{number}" if chat["type"].endswith(_LINKED_CHAT_TYPES) else None
