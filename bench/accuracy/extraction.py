"""Extraction quality per slot (precision, recall, F1), as a Markdown table.

Run `python -m bench.accuracy.extraction SCORER NAME=DOCS.jsonl:KEY.jsonl ...`.

SCORER is a program called as `SCORER --json --docs DOCS --key KEY REPORTS`; it prints the scores of each slot
(`{"slots": {"date": {"p": ..., "r": ..., "f1": ...}}}`, MUC-4's "all templates"). The scorer, the documents and their
keys are not part of the repository: the documents belong to their publishers.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from model.event import Document
from model.exporting.reports import report_to_json
from model.parsing import parse_document
from model.reading import find_sources, read_source


def score_documents(scorer: str, documents: str, key: str) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 per slot for the parser's output on the documents."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as reports:
        for source in find_sources([documents]):
            for item in read_source(source):
                if isinstance(item, Document):
                    reports.writelines(report_to_json(report) + "\n" for report in parse_document(item))
        reports.flush()
        command = [sys.executable, scorer, "--json", "--docs", documents, "--key", key, reports.name]
        scores = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {slot: (row["p"], row["r"], row["f1"]) for slot, row in scores["slots"].items()}


def main() -> None:
    """Print one table: a row per slot, three columns per set of documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scorer")
    parser.add_argument("sets", nargs="+", metavar="NAME=DOCS:KEY")
    options = parser.parse_args()
    names, columns = [], []
    for argument in options.sets:
        name, _, paths = argument.partition("=")
        documents, _, key = paths.rpartition(":")
        if not (Path(documents).exists() and Path(key).exists()):
            raise SystemExit(f"{argument}: no such documents or key; give NAME=DOCS.jsonl:KEY.jsonl")
        names.append(name)
        columns.append(score_documents(options.scorer, documents, key))
    print("| |", " | ".join(f"{name}: precision | recall | F1" for name in names), "|")
    print("|---" + "|---:" * (3 * len(names)) + "|")
    for slot in columns[0]:
        print(f"| {slot} |", " | ".join(f"{value:.2f}" for column in columns for value in column[slot]), "|")


if __name__ == "__main__":
    main()
