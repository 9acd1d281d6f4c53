"""Small tables in the columns of the known datasets, and reading them like files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from model.datasets import find_mapping, read_accounts
from model.datasets.mapping import DatasetMapping
from model.event import ExtractedDocument, Report
from model.problem import Problem


def split_header(line: str) -> list[str]:
    """The columns of a CSV file, from its first line."""
    return line.split(",")


AIR_FORCE_COLUMNS = split_header(
    "time_start,time_end,model,launch_place,target,target_main,launched,destroyed,not_reach_goal,still_attacking,"
    "border_crossing,is_shahed,num_hit_location,num_fall_fragment_location,carrier,turbojet,turbojet_destroyed,"
    "affected region,destroyed_details,launched_details,launch_place_details,source"
)
ACLED_COLUMNS = split_header(
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
    "actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,"
    "latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
)
VIINA_COLUMNS = split_header(
    "viina_version,event_id_1pd,date,n_reports,event_ids,sources,geonameid,feature_code,asciiname,ADM1_NAME,ADM1_CODE,"
    "ADM2_NAME,ADM2_CODE,longitude,latitude,GEO_PRECISION,t_mil_b,a_rus_b,a_ukr_b,a_rus_init_b,a_ukr_init_b,a_civ_b,"
    "a_other_b,t_aad_b,t_airstrike_b,t_airalert_b,t_uav_b,t_armor_b,t_arrest_b,t_artillery_b,t_control_b,t_firefight_b,"
    "t_ied_b,t_raid_b,t_occupy_b,t_property_b,t_cyber_b,t_hospital_b,t_milcas_b,t_civcas_b,t_retreat_b,t_loc_b,t_san_b,"
    "tid"
)

# The wave of 29 December 2023 as the Air Force counted it, and a row of the day before.
WAVE_ROWS = [
    {
        "time_start": start,
        "time_end": end,
        "model": model,
        "target": target,
        "launched": launched,
        "destroyed": destroyed,
        "border_crossing": "{}",
        "launch_place": "Kursk oblast",
        "source": "kpszsu/posts/pfbid0wave",
    }
    for start, end, model, target, launched, destroyed in (
        ("2023-12-29 06:30", "2023-12-29 09:30", "X-59", "Ukraine", "1.0", "0.0"),
        ("2023-12-29 06:30", "2023-12-29 09:30", "X-47 Kinzhal", "Ukraine", "5.0", "0.0"),
        ("2023-12-29 06:30", "2023-12-29 09:30", "X-31P", "Ukraine", "4.0", "0.0"),
        ("2023-12-29 06:00", "2023-12-29 09:30", "X-101/X-555", "Ukraine", "90.0", "87.0"),
        ("2023-12-29 05:00", "2023-12-29 09:30", "X-22 and X-32", "north and center", "8.0", "0.0"),
        ("2023-12-29 05:00", "2023-12-29 09:30", "C-300/C-400 and Iskander-M", "Kharkiv oblast", "14.0", "0.0"),
        ("2023-12-28 23:00", "2023-12-29 06:00", "Shahed-136/131", "Ukraine", "36.0", "27.0"),
    )
]


def make_table(columns: Sequence[str], rows: Iterable[dict[str, str]]) -> csv.DictReader[str]:
    """The rows as read from a CSV file with these columns; a missing value is an empty cell."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    buffer.seek(0)
    return csv.DictReader(buffer)


def read_table(
    columns: Sequence[str], rows: Iterable[dict[str, str]], mapping: DatasetMapping | None = None
) -> tuple[list[ExtractedDocument], list[str]]:
    """The documents of the table, every report validated against its document, and the problems as printed."""
    mapping = mapping or find_mapping(columns)
    assert mapping is not None
    accounts: list[ExtractedDocument] = []
    problems: list[str] = []
    for item in read_accounts(make_table(columns, rows), mapping, "table.csv"):
        if isinstance(item, Problem):
            problems.append(str(item))
        else:
            accounts.append(item)
    for account in accounts:
        for report in account.reports:
            validated = Report.model_validate(report.model_dump(by_alias=True), context={"document": account.document})
            assert validated == report
    return accounts, problems


def read_single_report(columns: Sequence[str], row: dict[str, str]) -> Report:
    """The report of a table with one valid row."""
    accounts, problems = read_table(columns, [row])
    assert problems == []
    assert len(accounts) == 1
    (report,) = accounts[0].reports
    return report
