"""Folding of place names for look-up, and romanization of Cyrillic names as in English news.

Standards: the Ukrainian national system of 2010 (KMU 55: Kyiv, Avdiivka), BGN/PCGN for Ukrainian (1965: Avdiyivka) and
for Russian (1947: Avdeyevka), each with the simplifications of newsrooms.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_FOLDING_TABLE = str.maketrans(
    dict.fromkeys("'’‘ʼʻ`´′ʹ″ʺ”“\u00ad", None) | dict.fromkeys("-‐‑‒–—\u00a0\u202f\t\n", " ")
)
_POSSESSIVE_PATTERN = re.compile(r"['’ʼ]s$")


@lru_cache(maxsize=20_000)
def fold_place_name(name: str) -> str:
    """The look-up form of a name: no case, accents, apostrophes or possessive 's; hyphens become spaces."""
    folded = _POSSESSIVE_PATTERN.sub("", name.casefold()).translate(_FOLDING_TABLE)
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return " ".join(folded.split())


_SHARED_LETTERS = dict(zip("абвдзклмнопрстуф", "abvdzklmnoprstuf", strict=True)) | {
    "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ъ": "", "'": "",
}  # fmt: skip
_KMU_LETTERS = _SHARED_LETTERS | {
    "г": "h", "ґ": "g", "е": "e", "є": "ie", "и": "y", "і": "i", "ї": "i", "й": "i", "ю": "iu", "я": "ia",
}  # fmt: skip
_BGN_UKRAINIAN_LETTERS = _KMU_LETTERS | {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_BGN_RUSSIAN_LETTERS = _SHARED_LETTERS | {
    "г": "g", "е": "e", "ё": "yo", "и": "i", "й": "y", "ы": "y", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
_INITIAL_LETTERS = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_LETTERS_BEFORE_YE = "аеёиоуыэюяьъйіїє"

UKRAINIAN_ALPHABET = frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'")
RUSSIAN_ALPHABET = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")


def _romanize_word(word: str, table: dict[str, str]) -> str:
    letters = word.replace("’", "'").replace("ʼ", "'")
    if table is _KMU_LETTERS:
        letters = letters.replace("зг", "зgh")
    first = _INITIAL_LETTERS.get(letters[0], table.get(letters[0], letters[0]))
    return first + "".join(table.get(letter, letter) for letter in letters[1:])


def _romanize_name(name: str, table: dict[str, str]) -> str:
    return re.sub(r"[^\s-]+", lambda word: _romanize_word(word[0], table), name.casefold())


def capitalize_name(name: str) -> str:
    """Capitalizes each word of a name except prepositions."""
    small = {"on", "na", "nad", "de"}
    words = re.split(r"([\s-])", name)
    return "".join(w if i and w in small else w[:1].upper() + w[1:] for i, w in enumerate(words))


def romanize_ukrainian(name: str) -> str:
    """A Ukrainian name by KMU 55, as in current news."""
    return capitalize_name(_romanize_name(name, _KMU_LETTERS))


def shorten_endings(name: str) -> str:
    """A romanized Russian name with adjective endings as newsrooms write them: Nizhniy becomes Nizhny."""
    return re.sub(r"[iy]y\b", "y", name)


def romanize_russian(name: str) -> str:
    """A Russian name by BGN/PCGN with newsroom endings."""
    return capitalize_name(shorten_endings(_romanize_name(_insert_y(name), _BGN_RUSSIAN_LETTERS)))


def _insert_y(name: str) -> str:
    """Writes "йе" for each "е" that is "ye" in BGN/PCGN (word-initial, or after a vowel or sign)."""
    return re.sub(rf"(?:(?<=[{_LETTERS_BEFORE_YE}])|\b)е", "йе", name.casefold())


def list_ukrainian_spellings(name: str) -> set[str]:
    """The folded spellings of a Ukrainian name in English texts."""
    forms = {
        _romanize_name(name, _KMU_LETTERS),
        _romanize_name(name, _BGN_UKRAINIAN_LETTERS),
        _romanize_name(name, _BGN_UKRAINIAN_LETTERS | {"й": "i"}),
    }
    forms |= {re.sub(r"(yi|yy)\b", ending, form) for form in list(forms) for ending in ("y", "yi", "yy", "iy")}
    forms |= {re.sub(r"iia\b", "ia", form) for form in list(forms)}
    return {fold_place_name(form) for form in forms}


def list_russian_spellings(name: str) -> set[str]:
    """The folded spellings of a Russian name in English texts."""
    plain, strict = _romanize_name(name, _BGN_RUSSIAN_LETTERS), _romanize_name(_insert_y(name), _BGN_RUSSIAN_LETTERS)
    forms = {plain, strict, plain.replace("yo", "e"), strict.replace("yo", "e")}
    forms |= {re.sub(r"([iy])y\b", ending, form) for form in list(forms) for ending in ("y", "iy", "i")}
    return {fold_place_name(form) for form in forms}
