"""Stored forms of documents, reports and strikes."""
