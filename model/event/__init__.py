"""The event model: what a document says of a strike, each value with the very characters that say it.

The words are the field's own. Figures keep a low and a high bound as UCDP GED does; weapons count what was
launched and intercepted as the air-force dailies do; a claim has a speaker and a stance; a strike is one or more
reports (MUC-4: two reports are one unless side, day, place or weapon differ).
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
from model.taxonomy import SIDES as SIDES
from model.taxonomy import WEAPON_KINDS as WEAPON_KINDS
from model.taxonomy import Basis as Basis
from model.taxonomy import Effect as Effect
from model.taxonomy import ObjectKind as ObjectKind
from model.taxonomy import Precision as Precision
from model.taxonomy import PreferenceRule as PreferenceRule
from model.taxonomy import Scope as Scope
from model.taxonomy import Side as Side
from model.taxonomy import Stance as Stance
from model.taxonomy import WeaponKind as WeaponKind
