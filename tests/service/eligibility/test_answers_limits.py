"""GET /v1/limit-amounts and GET /v1/meal-amounts."""

from typing import Any

import httpx
import pytest

from shared.domain.roles import Role
from tests.clinic import Clinic


async def ask(clinic: Clinic, path: str = "/v1/limit-amounts", **query: Any) -> httpx.Response:
    who = query.pop("who", {})
    return await clinic.http.get(path, params=query, headers=clinic.headers(**who))


async def test_the_limit_of_a_month(clinic: Clinic) -> None:
    answer = await clinic.http.get(
        "/v1/limit-amounts?category=A03&month=2026-11&total_cost_yen=1000000&setting=inpatient&turns_75=false&band=",
        headers=clinic.headers(),
    )

    assert answer.status_code == 200, answer.text
    assert answer.json() == {
        "category": "A03",
        "label": "ウ",
        "month": "2026-11",
        "table": "2026-08",
        "status": "in_force",
        "limit_yen": 92940,
        "many_times_limit_yen": 44400,
        "outpatient_limit_yen": None,
        "halved": False,
    }


async def test_the_outpatient_cap_halved_in_the_month_of_75(clinic: Clinic) -> None:
    answer = await ask(
        clinic, category="B04", month="2026-11", total_cost_yen=500_000, setting="outpatient", turns_75="true"
    )

    body = answer.json()
    assert (body["limit_yen"], body["outpatient_limit_yen"], body["many_times_limit_yen"]) == (11000, 11000, None)
    assert body["halved"] is True


@pytest.mark.parametrize(
    ("cost", "yen"), [(30_000, 6_000), (50_000, 8_000), (150_000, 18_000)], ids=["30000", "50000", "150000"]
)
async def test_the_relief_of_those_who_paid_20_percent_since_2022(clinic: Clinic, cost: int, yen: int) -> None:
    # 大阪府後期高齢者医療広域連合: 6,000円+(総医療費-30,000円)×0.1 又は18,000円のいずれか低い方.
    answer = await ask(clinic, category="B09", month="2024-05", total_cost_yen=cost, setting="outpatient")

    body = answer.json()
    assert (body["table"], body["limit_yen"], body["outpatient_limit_yen"]) == ("2022-10", yen, yen)


async def test_a_category_that_did_not_exist_yet_is_refused(clinic: Clinic) -> None:
    answer = await ask(clinic, category="B09", month="2019-05", total_cost_yen=50_000, setting="outpatient")

    assert (answer.status_code, answer.json()["type"]) == (422, "urn:onshi:problem:request-invalid")
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/query/category", "no-such-category-then")


async def test_a_planned_table_says_so(clinic: Clinic) -> None:
    answer = await ask(clinic, category="A03", month="2027-08", total_cost_yen=1_000_000, band="28-34")

    body = answer.json()
    assert (body["table"], body["status"], body["limit_yen"]) == ("2027-08", "planned", 92940)


async def test_what_the_category_alone_does_not_decide_names_the_bands(clinic: Clinic) -> None:
    answer = await ask(clinic, category="A03", month="2027-08", total_cost_yen=1_000_000)

    assert answer.status_code == 422
    body = answer.json()
    assert body["type"] == "urn:onshi:problem:band-needed"
    assert [error["code"] for error in body["errors"]] == ["44-50", "36-41", "28-34"]
    assert body["errors"][2]["pointer"] == "/query/band"


async def test_a_month_without_a_table_is_refused(clinic: Clinic) -> None:
    for month in ("2018-07", "2028-08"):
        limit = await ask(clinic, category="A05", month=month, total_cost_yen=1_000_000)
        assert (limit.status_code, limit.json()["type"]) == (422, "urn:onshi:problem:month-without-table")
    # From June 2026 on the price of a meal could not be confirmed.
    for month in ("2016-03", "2026-06", "2026-11", "2039-05"):
        for path in ("/v1/meal-amounts", "/v1/living-amounts"):
            meal = await ask(clinic, path, category="A03", month=month)
            assert (meal.status_code, meal.json()["type"]) == (422, "urn:onshi:problem:month-without-table")
            assert ("公表資料がない" in meal.json()["detail_ja"]) is (month > "2026-05")


async def test_every_wrong_parameter_is_named_at_once(clinic: Clinic) -> None:
    answer = await ask(clinic, category="A99", month="2026-13", total_cost_yen=-1, setting="home", mode="x")

    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:onshi:problem:request-invalid"
    assert {error["pointer"] for error in answer.json()["errors"]} == {
        "/query/category",
        "/query/month",
        "/query/total_cost_yen",
        "/query/setting",
        "/query/mode",
    }


async def test_a_band_of_another_category_is_refused(clinic: Clinic) -> None:
    answer = await ask(clinic, category="A03", month="2027-08", total_cost_yen=0, band="127-up")

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "unknown-band")


async def test_the_price_of_a_meal(clinic: Clinic) -> None:
    ordinary = await ask(clinic, "/v1/meal-amounts", category="A03", month="2026-05")
    long_stay = await ask(clinic, "/v1/meal-amounts", category="B05", month="2026-05", long_stay="true")

    assert ordinary.json() == {
        "category": "A03",
        "label": "ウ",
        "month": "2026-05",
        "table": "2025-04",
        "meal_yen": 510,
    }
    assert long_stay.json()["meal_yen"] == 190


async def test_a_meal_and_a_day_in_a_long_term_bed(clinic: Clinic) -> None:
    # 墨田区（令和7年4月から）: 難病患者は1食300円・居住費0円; 生活療養(Ⅱ)は470円.
    ordinary = await ask(clinic, "/v1/living-amounts", category="B04", month="2026-05", second="true")
    intractable = await ask(clinic, "/v1/living-amounts", category="B04", month="2026-05", need="intractable")

    assert ordinary.json() == {
        "category": "B04",
        "label": "一般",
        "month": "2026-05",
        "table": "2025-04",
        "meal_yen": 470,
        "day_yen": 370,
    }
    assert (intractable.json()["meal_yen"], intractable.json()["day_yen"]) == (300, 0)


@pytest.mark.parametrize("role", [Role.INSTITUTION, Role.LIMITED, Role.INSURER, Role.MUNICIPALITY])
async def test_anybody_who_may_check_may_ask(clinic: Clinic, role: Role) -> None:
    answer = await ask(clinic, category="A05", month="2026-11", total_cost_yen=0, who={"role": role})

    assert (answer.status_code, answer.json()["limit_yen"]) == (200, 36900)


async def test_nobody_else(clinic: Clinic) -> None:
    query: dict[str, Any] = {"category": "A05", "month": "2026-11", "total_cost_yen": 0}

    without = await clinic.http.get("/v1/limit-amounts", params=query)
    operator = await ask(clinic, **query, who={"role": Role.OPERATOR, "institution": None})

    assert (without.status_code, without.json()["type"]) == (401, "urn:onshi:problem:token-missing")
    assert (operator.status_code, operator.json()["type"]) == (403, "urn:onshi:problem:scope-missing")


async def test_nothing_is_recorded(clinic: Clinic) -> None:
    await ask(clinic, category="A05", month="2026-11", total_cost_yen=0)

    assert await clinic.records() == []
