"""The public pages: all of them, from the release alone, and clear where there is none."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from benefits.models import Release
from tests.english import in_english

FIXED = ["home", "catalogue:measures", "catalogue:departments", "catalogue:privacy", "catalogue:accessibility"]


@pytest.fixture
def numbers(published: Release) -> list[int]:
    return [measure["number"] for measure in published.content["rulebook"]["measures"]]


@pytest.fixture
def department_keys(published: Release) -> list[str]:
    return [department["key"] for department in published.content["rulebook"]["departments"]]


@pytest.mark.parametrize("name", [*FIXED, "catalogue:sitemap"])
def test_a_page_is_made_from_the_release_with_one_query_at_most(
    client: Client, published: Release, django_assert_max_num_queries, name: str
) -> None:
    with django_assert_max_num_queries(1):
        response = client.get(reverse(name))
    assert response.status_code == 200
    assert "这些措施尚未施行，内容可能修改或取消。" in response.content.decode()


@pytest.mark.parametrize("name", [*FIXED, "catalogue:sitemap"])
def test_every_page_has_one_heading_the_footer_and_the_way_to_clear(
    client: Client, published: Release, name: str
) -> None:
    html = client.get(reverse(name)).content.decode()
    assert html.count("<h1") == 1
    for words in ("主办单位", "网站标识码", "ICP备案号", "公安备案号", "我为政府网站找错", "演示网站"):
        assert words in html
    assert reverse("check:clear") in html


def test_every_measure_has_its_page(client: Client, numbers: list[int], django_assert_max_num_queries) -> None:
    assert numbers == list(range(1, 14))
    with django_assert_max_num_queries(1):
        pages = [client.get(reverse("catalogue:measure", args=[number])) for number in numbers]
    assert {page.status_code for page in pages} == {200}


def test_a_measure_shows_text_departments_benefits_and_commitments(client: Client, published: Release) -> None:
    html = client.get(reverse("catalogue:measure", args=[9])).content.decode()
    assert "0-18 个月婴幼儿给予 500 元/月/孩" in html
    assert "（责任单位：市财政局、市发展改革委" in html
    assert 'id="childcare-subsidy"' in html
    assert "孩子满19个月、不超过36个月" in html
    assert "拟每月给予300元" in html
    assert "无锡经开区管委会" in html
    assert "政府承诺" in html
    assert "第（九）条" in html


def test_a_measure_in_english_is_a_translation_above_the_text_that_counts(client: Client, published: Release) -> None:
    address = reverse("catalogue:measure", args=[9])
    assert "Unofficial translation" not in client.get(address).content.decode()
    with in_english(client):
        html = client.get(address).content.decode()
    places = [
        html.rindex(words)
        for words in (
            "Unofficial translation. Only the Chinese text counts.",
            "500 yuan a month for each infant aged 0–18 months",
            "(Responsible departments: Wuxi Finance Bureau, ",
            "0-18 个月婴幼儿给予 500 元/月/孩",
        )
    ]
    assert places == sorted(places)


def test_a_measure_that_nobody_translated_is_shown_as_it_is(client: Client, published: Release) -> None:
    content = published.content
    for measure in content["content"]["measures"]:
        del measure["text_en"]
    Release.objects.create(number=2, content=content, checksum="2", published_at=published.published_at, note="old")
    with in_english(client):
        html = client.get(reverse("catalogue:measure", args=[9])).content.decode()
    assert "0-18 个月婴幼儿给予 500 元/月/孩" in html
    assert "Unofficial translation" not in html


def test_every_department_has_its_page(
    client: Client, department_keys: list[str], django_assert_max_num_queries
) -> None:
    assert len(department_keys) == 35
    with django_assert_max_num_queries(1):
        pages = [client.get(reverse("catalogue:department", args=[key])) for key in department_keys]
    for page in pages:
        assert page.status_code == 200
        assert "请拨打12345政务服务便民热线咨询" in page.content.decode()


def test_a_telephone_that_staff_fill_in_takes_the_place_of_12345(client: Client, published: Release) -> None:
    content = published.content
    department = next(each for each in content["content"]["departments"] if each["key"] == "finance")
    department |= {"telephone": "0510-00000000", "hours": {"zh": "工作日9:00至17:00", "en": ""}}
    Release.objects.create(
        number=2, content=content, checksum="2", published_at=published.published_at, note="telephone"
    )
    html = client.get(reverse("catalogue:department", args=["finance"])).content.decode()
    assert "电话：0510-00000000" in html
    assert "时间：工作日9:00至17:00" in html
    assert "请拨打12345" not in html


@pytest.mark.parametrize(("name", "args"), [("catalogue:measure", [14]), ("catalogue:department", ["nobody"])])
def test_what_is_not_there_is_a_clear_404(client: Client, published: Release, name: str, args: list) -> None:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 404
    assert "没有找到这个页面" in response.content.decode()


def test_without_a_release_a_page_says_so(client: Client, db: None) -> None:
    response = client.get(reverse("home"))
    assert response.status_code == 503
    assert response["Retry-After"]
    assert "还没有发布内容" in response.content.decode()
