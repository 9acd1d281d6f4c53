"""Rows that tell one strike to an account: a document made of their cells, and a report quoted from it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import reduce
from typing import Final

from model.datasets.date_formats import moment
from model.datasets.mapping import Counted, Mapping, fits, holds
from model.datasets.place_cells import WrongDegreesError, degrees, only_region, places, whole_region
from model.datasets.row_document import Quote, Sheet, shown
from model.datasets.row_groups import Group
from model.datasets.row_reader import Taking
from model.datasets.time_cells import Interval, when
from model.datasets.weapon_cells import Named, named
from model.event import INFERRED_SIDE, Account, Claim, Document, Figure, Place, Report, Trace, Weapon, When
from model.taxonomy import FIGURES, Scope, Side, WeaponKind

_COUNT: Final = re.compile(r"([0-9]{1,9})(?:\.0*)?", re.ASCII)
_FLAGGED: Final = frozenset({"1", "1.0", "true"})
_LONGEST_ID: Final = 40  # characters; a longer one is digested


def account(group: Group, taking: Taking) -> Account:
    """The account of rows that tell one strike; what is wrong with their cells is told to `taking`."""
    return _Telling(group, taking).account()


def order(mapping: Mapping) -> Iterator[str]:
    """The columns that a report is read from, in the order in which a document has them."""
    time, side, arms = mapping.when, mapping.side, mapping.weapons
    yield from filter(None, (time.start, time.end, side and side.column))
    if arms:
        counts = (arms.launched, arms.intercepted)
        yield from filter(None, (arms.column, *(count and count.column for count in counts)))
    for spec in mapping.places:
        yield from filter(None, (spec.column, spec.region))
    yield from (count.column for name in FIGURES if (count := getattr(mapping.figures, name)))


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:12]


class _Telling:
    """The values of one report as they are read, each with its trace, and the columns of each row that gave one."""

    def __init__(self, group: Group, taking: Taking) -> None:
        self.group, self.turn = group
        self.taking, self.mapping = taking, taking.mapping
        time = self.mapping.when
        interval = (time.start, time.end) if time.end else None
        self.sheet = Sheet([each.row for each in self.group], taking.names, list(order(self.mapping)), interval)
        self.used: list[set[str]] = [{time.start} for _ in self.group]
        self.trace: dict[str, Trace] = {}

    def account(self) -> Account:
        document = self._document()
        weapons = self._weapons()
        figures = {**self._joint_figures(), **self._figures()}
        report = Report(
            document=document.id,
            published=document.published,
            scope=self._scope(),
            when=self._when(),
            side=self._side(),
            places=self._places(),
            weapons=weapons,
            launched=figures.get("launched"),
            intercepted=figures.get("intercepted"),
            killed=figures.get("killed"),
            injured=figures.get("injured"),
            claims=self._claims(),
            excerpts=self.sheet.excerpts([frozenset(columns) for columns in self.used]),
            trace=self.trace,
        )
        return Account(document, (report,), origin=document.id if self._row_id() else "")

    def _quote(self, row: int, column: str | None) -> Quote | None:
        """The cell of a column, which then is one of those that the report is read from."""
        quote = self.sheet.quote(row, column)
        if quote is not None:
            self.used[row].add(quote.column)
        return quote

    def _first(self, column: str | None) -> Quote | None:
        """The cell of a column in the first row that has one."""
        return next((quote for row in range(len(self.group)) if (quote := self._quote(row, column))), None)

    def _explain(self, path: str, quote: Quote) -> None:
        self.trace[path] = quote.trace(self.mapping.name)

    def _document(self) -> Document:
        mapping, text, cells = self.mapping, self.sheet.text, self.group[0].row.cells
        identifier = self._row_id() or _digest(text)
        published = cells.get(mapping.published or "", "")
        day = moment(published, mapping.when.formats)
        return Document(
            id=f"{mapping.name}:{identifier}",
            id_given=bool(self._row_id()),
            text=text,
            source=mapping.title,
            url=self._url(),
            published=day.day if day else None,
            published_from="record" if day else None,
            published_text=published if day else None,
        )

    def _row_id(self) -> str:
        """What names the rows lastingly, whatever else in them is corrected; '' where nothing does."""
        columns = self.mapping.id
        if not columns or any(columns[0] not in each.row.cells for each in self.group):
            return ""
        written = sorted("-".join(each.row.cells.get(column, "") for column in columns) for each in self.group)
        identifier = "+".join([*written, *([str(self.turn)] if self.turn else [])])
        return identifier if len(identifier) <= _LONGEST_ID else _digest(identifier)

    def _url(self) -> str | None:
        link = self.mapping.url
        address = self.group[0].row.cells.get(link.column, "") if link else ""
        if link and not address.startswith(("https://", "http://")):
            address = next((start + address for form, start in link.prefix.items() if fits(address, (form,))), "")
        return address if address.startswith(("https://", "http://")) and not re.search(r"\s", address) else None

    def _scope(self) -> Scope:
        for rule in self.mapping.summary:
            if all(holds(rule.where, each.row.cells) for each in self.group):
                if quote := next((quote for column in rule.where if (quote := self._quote(0, column))), None):
                    self._explain("scope", quote)
                return "summary"
        return "strike"

    def _when(self) -> When:
        """The time over all rows, quoted from the first row that has all its days, else from the first."""
        time = self.mapping.when
        over = reduce(Interval.with_, (each.interval for each in self.group))
        row = next((i for i, each in enumerate(self.group) if each.interval.days == over.days), 0)
        quote = self.sheet.interval(row, time.start, time.end)
        known = self._quote(row, time.precision.column) if time.precision else None
        told = when(over, quote.text, known.text if known else "", time)
        if told.text:
            self._explain("when", quote)
        return told

    def _side(self) -> Side:
        spec = self.mapping.side
        if spec is None:
            return "unknown"
        if spec.flags:
            flagged = [(side, quote) for side, column in spec.flags.items() if (quote := self._flag(0, column))]
            if len(flagged) != 1:
                return "unknown"
            self._explain("side", flagged[0][1])
            return flagged[0][0]
        quote = self._first(spec.column)
        if quote is None:
            return spec.always or "unknown"
        if spec.always is None:
            told: tuple[tuple[Side, tuple[str, ...]], ...] = (
                ("russia", spec.russia),
                ("ukraine", spec.ukraine),
                ("other", spec.other),
            )
            side: Side = next((side for side, patterns in told if fits(quote.text, patterns)), "unknown")
            if side != "unknown":
                self._explain("side", quote)
            return side
        trace = quote.trace(self.mapping.name)
        self.trace["side"] = trace.model_copy(update={"rule": f"{INFERRED_SIDE}.dataset"})
        return spec.always

    def _flag(self, row: int, column: str) -> Quote | None:
        """The cell of a column, where it is flagged."""
        quote = self.sheet.quote(row, column)
        return self._quote(row, column) if quote and quote.text.casefold() in _FLAGGED else None

    def _weapons(self) -> tuple[Weapon, ...]:
        spec = self.mapping.weapons
        found: dict[tuple[WeaponKind, str | None], Weapon] = {}
        if spec is None:
            return ()
        for row, each in enumerate(self.group):
            for column, kind in spec.flags.items():
                if (kind, None) not in found and (quote := self._flag(row, column)):
                    self._explain(f"weapons.{len(found)}", quote)
                    found[kind, None] = Weapon(kind=kind)
            if (cell := self._quote(row, spec.column)) is None:
                continue
            names = named(cell.text, spec)
            for name in names:
                self._check(each.row.number, name)
                path = f"weapons.{len(found)}"
                self._explain(path, cell.part(name.words))
                figures = self._counted(row, path) if len(names) == 1 else {}
                found[name.kind, name.model] = Weapon(kind=name.kind, model=name.model, **figures)
        return tuple(found.values())

    def _check(self, number: int, name: Named) -> None:
        spec = self.mapping.weapons
        if spec and not name.known:
            what = f"{spec.column} is no weapon that is known"
            self.taking.wrong(number, what, "say in [weapons.called] of the mapping what it is", shown(name.words))

    def _counted(self, row: int, path: str) -> dict[str, Figure]:
        """What was launched and intercepted of the weapon of a row."""
        spec = self.mapping.weapons
        counts = {"launched": spec.launched, "intercepted": spec.intercepted} if spec else {}
        return dict(self._read(row, counts, path + "."))

    def _joint_figures(self) -> dict[str, Figure]:
        """The counts of a row that names weapons of several kinds: they are of all together."""
        spec = self.mapping.weapons
        cell = self.sheet.quote(0, spec.column) if spec else None
        if spec is None or cell is None or len(named(cell.text, spec)) < 2 or len(self.group) > 1:
            return {}
        return dict(self._read(0, {"launched": spec.launched, "intercepted": spec.intercepted}, ""))

    def _figures(self) -> dict[str, Figure]:
        return dict(self._read(0, {name: getattr(self.mapping.figures, name) for name in FIGURES}, ""))

    def _read(self, row: int, counts: dict[str, Counted | None], path: str) -> Iterator[tuple[str, Figure]]:
        for name, spec in counts.items():
            if spec is None or self._is_not_told(row, spec.column) or (quote := self._quote(row, spec.column)) is None:
                continue
            if not (match := _COUNT.fullmatch(quote.text)):
                what, remedy = f"{spec.column} is no whole number", "correct the cell; the figure is left out"
                self.taking.wrong(self.group[row].row.number, what, remedy, shown(quote.text))
                continue
            count = int(match[1])
            if count or spec.zero == "stated":
                self._explain(path + name, quote.part(match[1]))
                yield name, Figure(low=count, high=count if spec.bound == "exact" else None, text=match[1])

    def _is_not_told(self, row: int, column: str) -> bool:
        cells = self.group[row].row.cells
        return any(column in rule.columns and holds(rule.where, cells) for rule in self.mapping.not_told)

    def _places(self) -> tuple[Place, ...]:
        found: dict[Place, None] = {}
        for row in range(len(self.group)):
            for place, quote in self._named_places(row):
                if place not in found:
                    self._explain(f"places.{len(found)}", quote)
                    found[place] = None
        return tuple(found)

    def _named_places(self, row: int) -> Iterator[tuple[Place, Quote]]:
        number, cells = self.group[row].row
        for spec in self.mapping.places:
            if only_region(spec, cells):
                if quote := self._quote(row, spec.region):
                    yield whole_region(quote.text, spec, cells), quote
                continue
            try:
                at = degrees(spec, cells)
            except WrongDegreesError as error:
                self.taking.wrong(number, str(error), "correct the cell; the place stands without it", error.value)
                at = None
            if quote := self._quote(row, spec.column):
                yield from places(quote, spec, cells, at)

    def _claims(self) -> tuple[Claim, ...]:
        cells = self.group[0].row.cells
        for rule in self.mapping.claim:
            if holds(rule.where, cells) and (quote := self._quote(0, next(iter(rule.where)))):
                self._explain("claims.0", quote)
                return (Claim(side=rule.side, speaker=rule.speaker),)
        return ()
