"""Telegram chat exports: messages with text are read, service messages skipped."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from tests.support.file_reading import read_document, read_documents, read_items

STORY = "Three drones were shot down over the port at night."


def make_chat(*messages: Any, **values: Any) -> dict[str, Any]:
    values = {"name": "Harbour watch", "type": "public_channel", "id": 1234567, **values}
    return {**values, "messages": list(messages)}


def make_message(number: int = 5, **values: Any) -> dict[str, Any]:
    return {
        "id": number,
        "type": "message",
        "date": "2024-03-12T23:50:00",
        "from": "Harbour watch",
        "text": STORY,
        **values,
    }


def test_message_is_a_document(tmp_path: Path) -> None:
    document = read_document(tmp_path / "result.json", json.dumps(make_chat(make_message()), indent=1))
    assert (document.id, document.id_given, document.text, document.title) == ("Harbour watch/5", True, STORY, None)
    assert (document.published, document.published_from) == (date(2024, 3, 12), "record")
    assert (document.source, document.url) == ("Harbour watch", "https://t.me/c/1234567/5")


def test_text_in_pieces_is_one_text(tmp_path: Path) -> None:
    pieces = [
        "Three ",
        {"type": "bold", "text": "drones"},
        " were shot down.\n",
        {"type": "link", "text": "https://h.example"},
    ]
    document = read_document(tmp_path / "result.json", json.dumps(make_chat(make_message(text=pieces))))
    assert document.text == "Three drones were shot down.\nhttps://h.example"


def test_service_messages_and_pictures_without_text_are_skipped(tmp_path: Path) -> None:
    content = make_chat(
        make_message(1, type="service", action="pin_message"), make_message(2, text="", photo="p.jpg"), make_message(3)
    )
    assert [document.id for document in read_documents(tmp_path / "result.json", json.dumps(content))] == [
        "Harbour watch/3"
    ]


def test_address_is_given_only_where_it_can_be_known(tmp_path: Path) -> None:
    named = read_document(tmp_path / "a.json", json.dumps(make_chat(make_message(), username="harbour_watch")))
    assert named.url == "https://t.me/harbour_watch/5"
    assert read_document(tmp_path / "b.json", json.dumps(make_chat(make_message(), type="private_group"))).url is None


def test_export_of_many_chats_keeps_their_names(tmp_path: Path) -> None:
    chats = {
        "about": "…",
        "chats": {"list": [make_chat(make_message()), make_chat(make_message(), name="Port news", id=2)]},
    }
    documents = read_documents(tmp_path / "result.json", json.dumps(chats))
    assert [item.id for item in documents] == ["Harbour watch/5", "Port news/5"]


def test_odd_messages_raise_nothing(tmp_path: Path) -> None:
    odd_messages = [
        make_message(text=[1, None, ["x"], {"text": 5}]),
        make_message(6, date=7),
        {"id": "x"},
        5,
        None,
        make_message(7, text={}),
    ]
    documents = read_documents(tmp_path / "result.json", json.dumps(make_chat(*odd_messages)))
    assert [(item.id, item.published) for item in documents] == [("Harbour watch/6", None)]
    assert read_items(tmp_path / "b.json", json.dumps(make_chat(make_message(), name=None)))
