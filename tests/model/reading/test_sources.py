"""Which files are found where, and the errors for paths without documents."""

from __future__ import annotations

import gzip
import os
import zipfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from model.event import Document
from model.reading import Problem, Source, bundled_documents_path, find_sources, read_source
from model.reading.document_count import estimate_documents
from model.reading.sources import origin_of


def list_problems(path: Path) -> list[str]:
    return [
        str(item) for source in find_sources([str(path)]) for item in read_source(source) if isinstance(item, Problem)
    ]


def write_files(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("A drone hit a depot.\n")


def test_folders_are_searched_recursively_in_order_of_names(tmp_path: Path) -> None:
    write_files(tmp_path, "b.txt", "a/z.md", "a/c/y.HTML", "a/b.jsonl", "c.jsonl.gz", "d.htm")
    write_files(tmp_path, ".hidden.txt", ".git/x.txt", "notes.docx", "README", "a/picture.png")
    paths = [os.path.relpath(source.path, tmp_path) for source in find_sources([str(tmp_path)])]
    assert paths == ["a/b.jsonl", "a/c/y.HTML", "a/z.md", "b.txt", "c.jsonl.gz", "d.htm"]


def test_paths_keep_their_order_and_a_file_is_read_once(tmp_path: Path) -> None:
    write_files(tmp_path, "a.txt", "b.txt")
    b = str(tmp_path / "b.txt")
    names = [Path(source.path).name for source in find_sources([b, str(tmp_path), b, "-", "-"])]
    assert names == ["b.txt", "a.txt", "-"]


def test_symlinks_are_followed_to_files_but_not_in_circles(tmp_path: Path) -> None:
    write_files(tmp_path, "in/a.txt", "elsewhere.txt")
    (tmp_path / "in/circle").symlink_to(tmp_path / "in")
    (tmp_path / "in/b.txt").symlink_to(tmp_path / "elsewhere.txt")
    (tmp_path / "in/c.txt").symlink_to(tmp_path / "in")
    assert [Path(source.path).name for source in find_sources([str(tmp_path / "in")])] == ["a.txt", "b.txt"]


def test_pipes_in_folders_are_skipped(tmp_path: Path) -> None:
    write_files(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "b.txt")
    assert len(find_sources([str(tmp_path)])) == 1


def test_missing_path_is_a_problem(tmp_path: Path) -> None:
    assert list_problems(tmp_path / "no.txt") == [f"{tmp_path}/no.txt: does not exist; check the path"]


def test_dangling_symlink_in_a_folder_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    assert list_problems(tmp_path) == [f"{tmp_path}/a.txt: does not exist; check the path"]


def test_unknown_suffix_is_a_problem_only_in_a_named_file(tmp_path: Path) -> None:
    write_files(tmp_path, "report.docx", "a.txt")
    assert list_problems(tmp_path) == []
    [line] = list_problems(tmp_path / "report.docx")
    assert "report.docx: is of an unknown kind; the kinds that can be read are .txt .md" in line


def test_folder_without_documents_is_a_problem(tmp_path: Path) -> None:
    write_files(tmp_path, "x.docx")
    [line] = list_problems(tmp_path)
    assert line.startswith(f"{tmp_path}: no documents in this folder; the kinds that can be read are")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file_is_a_problem(tmp_path: Path) -> None:
    write_files(tmp_path, "a.txt", "shut/b.txt")
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "shut").chmod(0)
    try:
        assert [line.partition(": ")[2][:19] for line in list_problems(tmp_path)] == ["may not be read (pe"] * 2
    finally:
        (tmp_path / "shut").chmod(0o700)


def test_hostile_name_reaches_no_terminal(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\x1b[31m\xff\xe2\x80\xae.txt"
    with open(name, "wb"):
        pass
    [line] = list_problems(tmp_path)
    assert line == f"{tmp_path}/␛[31m\\xff\ufffd.txt: is empty"


def test_id_made_from_a_name_is_printable_text(tmp_path: Path) -> None:
    write_files(tmp_path, "caf\udce9.txt", "caf\\xe9.txt", "caf\udcea.txt")
    documents = [item for source in find_sources([str(tmp_path)]) for item in read_source(source)]
    assert [item.id for item in documents if isinstance(item, Document)] == [r"caf\xe9", r"caf\xe9", r"caf\xea"]
    origins = {origin_of(item, source) for source in find_sources([str(tmp_path)]) for item in _read_documents(source)}
    assert len(origins) == 3
    "".join(origins).encode()


def test_undecodable_bytes_in_an_address_are_percent_encoded() -> None:
    assert find_sources(["http://h.example/caf\udce9.txt"]) == [Source("http://h.example/caf%e9.txt")]


def test_documents_are_counted_in_advance(tmp_path: Path) -> None:
    write_files(tmp_path, "a.txt", "b.html")
    (tmp_path / "c.jsonl").write_text("{}\n{}\n{}\n")
    (tmp_path / "d.jsonl.gz").write_bytes(b"no gzip")
    assert estimate_documents(find_sources([str(tmp_path), "missing.txt"])) == 5
    assert estimate_documents(find_sources(["-"])) is None


def test_bundled_documents_are_found() -> None:
    assert len(list(bundled_documents_path().glob("*.txt"))) >= 5


def test_single_document_file_is_marked(tmp_path: Path) -> None:
    write_files(
        tmp_path, "a.txt", "a.md.gz", "a.html", "a.pdf", "a.json", "a.csv", "a.xml", "a.zip", "a.jsonl", "a.warc.gz"
    )
    single = [Path(source.path).name for source in find_sources([str(tmp_path)]) if source.is_single_document]
    assert single == ["a.html", "a.md.gz", "a.pdf", "a.txt"]
    assert not any(
        source.is_single_document for source in find_sources(["-", "https://h.example/a.txt", "missing.txt"])
    )


def test_sources_and_documents_can_be_pickled(tmp_path: Path) -> None:
    write_files(tmp_path, "a.txt")
    with ProcessPoolExecutor(1) as pool:
        [[document]] = pool.map(_read_documents, find_sources([str(tmp_path)]))
    assert document.id == "a"


def _read_documents(source: Source) -> list[Document]:
    return [item for item in read_source(source) if isinstance(item, Document)]


def test_formats_that_need_reading_are_not_counted_in_advance(tmp_path: Path) -> None:
    write_files(tmp_path, "a.txt", "b.csv")
    assert estimate_documents(find_sources([str(tmp_path)])) is None


def test_gzip_suffix_keeps_the_stem(tmp_path: Path) -> None:
    (tmp_path / "raid.txt.gz").write_bytes(gzip.compress(b"A drone hit a depot."))
    [source] = find_sources([str(tmp_path)])
    assert [document.id for document in _read_documents(source)] == ["raid"]


@pytest.mark.parametrize("name", ["a.txt.gz", "a.html.gz", "a.json.gz", "a.csv.gz", "a.xml.gz", "a.pdf.gz"])
def test_truncated_gzip_is_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(gzip.compress(f'["{os.urandom(500).hex()}"]'.encode())[:300])
    assert list_problems(tmp_path / name) == [f"{tmp_path}/{name}: the gzip data is broken; get the file again"]


def test_origin_is_given_only_where_it_is_permanent(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A drone hit a depot.")
    (tmp_path / "b.jsonl").write_text('{"id": "7", "text": "A drone hit a depot."}\n{"text": "Two did."}\n')
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("d/e.txt", "A drone hit a depot.")
        archive.writestr("f.jsonl", '{"text": "A drone hit a depot."}\n')
    (tmp_path / "g.csv").write_text("id,text\n7,A drone hit a depot.\n7,Two did.\n")
    names = [
        origin_of(document, source).replace(str(tmp_path), "")
        for source in find_sources([str(tmp_path)])
        for document in _read_documents(source)
    ]
    assert names == ["/a.txt", "/b.jsonl\n7", "", "/c.zip\ne", "", "/g.csv\n7", ""]
    assert origin_of(Document(id="stdin", text="A drone."), Source("-")) == ""
    assert origin_of(Document(id="x", id_given=True, text="A drone."), Source("https://h.example/x")).startswith(
        "https:"
    )
