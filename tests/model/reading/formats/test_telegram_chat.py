"""Telegram chat exports: messages with text are read, service messages skipped."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from tests.support.file_reading import read_document, read_documents, read_items

STORY = "Three drones were shot down over the port at night."


def chat(*messages: Any, **about: Any) -> dict[str, Any]:
    about = {"name": "Harbour watch", "type": "public_channel", "id": 1234567, **about}
    return {**about, "messages": list(messages)}


def message(number: int = 5, **values: Any) -> dict[str, Any]:
    return {
        "id": number,
        "type": "message",
        "date": "2024-03-12T23:50:00",
        "from": "Harbour watch",
        "text": STORY,
        **values,
    }


def test_message_is_a_document(tmp_path: Path) -> None:
    found = read_document(tmp_path / "result.json", json.dumps(chat(message()), indent=1))
    assert (found.id, found.id_given, found.text, found.title) == ("Harbour watch/5", True, STORY, None)
    assert (found.published, found.published_from) == (date(2024, 3, 12), "record")
    assert (found.source, found.url) == ("Harbour watch", "https://t.me/c/1234567/5")


def test_text_in_pieces_is_one_text(tmp_path: Path) -> None:
    pieces = [
        "Three ",
        {"type": "bold", "text": "drones"},
        " were shot down.\n",
        {"type": "link", "text": "https://h.example"},
    ]
    found = read_document(tmp_path / "result.json", json.dumps(chat(message(text=pieces))))
    assert found.text == "Three drones were shot down.\nhttps://h.example"


def test_service_messages_and_pictures_without_text_are_skipped(tmp_path: Path) -> None:
    content = chat(message(1, type="service", action="pin_message"), message(2, text="", photo="p.jpg"), message(3))
    assert [found.id for found in read_documents(tmp_path / "result.json", json.dumps(content))] == ["Harbour watch/3"]


def test_address_is_given_only_where_it_can_be_known(tmp_path: Path) -> None:
    named = read_document(tmp_path / "a.json", json.dumps(chat(message(), username="harbour_watch")))
    assert named.url == "https://t.me/harbour_watch/5"
    assert read_document(tmp_path / "b.json", json.dumps(chat(message(), type="private_group"))).url is None


def test_export_of_many_chats_keeps_their_names(tmp_path: Path) -> None:
    chats = {"about": "…", "chats": {"list": [chat(message()), chat(message(), name="Port news", id=2)]}}
    found = read_documents(tmp_path / "result.json", json.dumps(chats))
    assert [item.id for item in found] == ["Harbour watch/5", "Port news/5"]


def test_odd_messages_raise_nothing(tmp_path: Path) -> None:
    odd = [
        message(text=[1, None, ["x"], {"text": 5}]),
        message(6, date=7),
        {"id": "x"},
        5,
        None,
        message(7, text={}),
    ]
    found = read_documents(tmp_path / "result.json", json.dumps(chat(*odd)))
    assert [(item.id, item.published) for item in found] == [("Harbour watch/6", None)]
    assert read_items(tmp_path / "b.json", json.dumps(chat(message(), name=None)))
