"""The query language of the search box, the commands and the exports."""

from __future__ import annotations

from model.query.errors import QueryError
from model.query.query import Query
from model.query.term import Term

__all__ = ["Query", "QueryError", "Term"]
