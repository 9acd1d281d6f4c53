"""The event model: what a document reports of a strike, each value with the characters it was read from.

Figures have a low and a high bound, as in UCDP GED. Weapons count what was launched and intercepted, as the daily
reports of the Ukrainian air force do. A claim has a speaker and a stance. A strike is one or more reports: as in MUC-4,
two reports are one strike unless side, day, place or weapon differ.
"""

from __future__ import annotations

from model.event.base import FrozenModel as FrozenModel
from model.event.document import Document as Document
from model.event.document import PublicationDateOrigin as PublicationDateOrigin
from model.event.document import Span as Span
from model.event.report import DATASET_RULE_PREFIX as DATASET_RULE_PREFIX
from model.event.report import INFERRED_SIDE_RULE_PREFIX as INFERRED_SIDE_RULE_PREFIX
from model.event.report import Candidate as Candidate
from model.event.report import Claim as Claim
from model.event.report import Damage as Damage
from model.event.report import ExtractedDocument as ExtractedDocument
from model.event.report import Figure as Figure
from model.event.report import Place as Place
from model.event.report import Report as Report
from model.event.report import Trace as Trace
from model.event.report import Weapon as Weapon
from model.event.report import When as When
from model.event.strike import PreferredFigure as PreferredFigure
from model.event.strike import Strike as Strike
from model.event.value_path import ValuePath as ValuePath
from model.taxonomy import FIGURE_NAMES as FIGURE_NAMES
from model.taxonomy import Precision as Precision
