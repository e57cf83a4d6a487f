"""Contacts out to a spreadsheet and back: looked at first, all or nothing, every fault named by its row."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from benefits.admin import spreadsheets
from benefits.admin.spreadsheets import as_written, harmless, read_table
from benefits.models import Department
from config.uploads import SmallFile
from tests import factories
from tests.sign_in import signed_in

pytestmark = pytest.mark.django_db

HEADINGS = ["标识", "名称", "电话", "地址", "地址（英文）", "办公时间", "办公时间（英文）", "网址"]
PAGE, CONFIRM = "/admin/contacts/", "/admin/contacts/confirm/"


@pytest.fixture
def health() -> Department:
    return factories.DepartmentFactory(key="health", name_zh="市卫生健康委", telephone="0510-81823276")


@pytest.fixture
def tax() -> Department:
    return factories.DepartmentFactory(key="tax", name_zh="市税务局")


@pytest.fixture
def publisher(client):
    signed_in(client, factories.UserFactory(publisher=True, username="wang"))
    return client


def row(department: Department, **changes: str) -> list[str]:
    """A department's row as it is exported, with changes by column."""
    now = [department.key, department.name_zh, department.telephone, department.address_zh, department.address_en]
    now += [department.hours_zh, department.hours_en, department.website]
    names = ["key", "name", "telephone", "address", "address_en", "hours", "hours_en", "website"]
    return [changes.get(name, value) for name, value in zip(names, now, strict=True)]


def csv_file(*rows: list[str], headings: list[str] = HEADINGS, encoding: str = "utf-8-sig") -> SimpleUploadedFile:
    stream = StringIO()
    csv.writer(stream).writerows([headings, *rows])
    return SimpleUploadedFile("联系方式.csv", stream.getvalue().encode(encoding))


def xlsx_file(*rows: list[object], headings: list[str] = HEADINGS) -> SimpleUploadedFile:
    book = Workbook()
    for cells in [headings, *rows]:
        book.active.append(cells)
    stream = BytesIO()
    book.save(stream)
    return SimpleUploadedFile("联系方式.xlsx", stream.getvalue())


def uploaded(client, file: SimpleUploadedFile):
    page = client.post(PAGE, {"table": file})
    assert page.status_code == 200
    return page


def faults(client, file: SimpleUploadedFile) -> list[str]:
    """What is said about the file: by row, or of the whole of it."""
    page = uploaded(client, file)
    if page.context["preview"] is None:
        return page.context["form"].errors["table"]
    assert page.context["preview"].changes == []
    return [f"{fault.row}：{fault.reason}" for fault in page.context["preview"].faults]


def changes(client, file: SimpleUploadedFile) -> list[tuple[str, ...]]:
    page = uploaded(client, file)
    assert page.context["preview"] is not None, page.context["form"].errors
    assert page.context["preview"].faults == []
    return [tuple(change) for change in page.context["preview"].changes]


def confirmed(client, file: SimpleUploadedFile) -> str:
    """Uploads, confirms, and gives the message."""
    sealed = uploaded(client, file).context["preview"].sealed
    page = client.post(CONFIRM, {"sealed": sealed}, follow=True)
    return str(next(iter(page.context["messages"])))


def test_what_is_changed_in_the_table_is_shown_and_done_only_when_it_is_confirmed(publisher, health, tax):
    file = csv_file(row(health, telephone="0510-1", website="https://wjw.wuxi.gov.cn/"), row(tax))
    page = uploaded(publisher, file)
    assert [tuple(change) for change in page.context["preview"].changes] == [
        ("市卫生健康委", "电话", "0510-81823276", "0510-1"),
        ("市卫生健康委", "网址", "", "https://wjw.wuxi.gov.cn/"),
    ]
    assert Department.objects.get(key="health").telephone == "0510-81823276"
    publisher.post(CONFIRM, {"sealed": page.context["preview"].sealed})
    assert Department.objects.get(key="health").telephone == "0510-1"
    assert not tax.history.filter(history_type="~").exists(), "a row that changes nothing is no change"


def test_the_history_names_who_imported(publisher, health):
    confirmed(publisher, csv_file(row(health, telephone="0510-1")))
    entry = health.history.first()
    assert (entry.history_user.username, entry.history_change_reason) == ("wang", "导入联系方式")
    assert health.history.count() == 2, "looking at what would change leaves no trace"


@pytest.mark.parametrize("make", [csv_file, xlsx_file])
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"key": "helth"}, "3：没有标识为“helth”的责任单位。"),
        ({"key": ""}, "3：没有标识为“”的责任单位。"),
        ({"key": "health", "name": "市卫生健康委"}, "3：与第2行是同一个责任单位。"),
        ({"name": "市卫生健康委"}, "3：这个标识是“市税务局”的，名称却写着“市卫生健康委”"),
        ({"website": "http://tax.wuxi.gov.cn/"}, "3：网址：请填以 https:// 开头的完整网址"),
        ({"website": "javascript:alert(1)"}, "3：网址：请填以 https:// 开头的完整网址"),
        ({"telephone": "1" * 61}, "3：电话："),
        ({"address": "=1+1"}, "3：地址：这一格像公式。"),
        ({"address": "＝HYPERLINK(1)"}, "3：地址：这一格像公式。"),
        ({"hours": "@SUM(1)"}, "3：办公时间：这一格像公式。"),
        ({"hours": "-1+cmd|' /C calc'!A0"}, "3：办公时间：这一格像公式。"),
        ({"telephone": "5108182327"}, "3：电话：“5108182327”开头的0可能被表格软件去掉了。"),
        ({"address": "a\x7fb"}, "3：地址：有看不见的控制符。"),
    ],
)
def test_a_wrong_row_is_refused_by_its_number_and_nothing_is_done(publisher, health, tax, make, change, fault):
    file = make(row(health, telephone="0510-1"), row(tax, **change))
    found = faults(publisher, file)
    assert len(found) == 1
    assert found[0].startswith(fault)
    assert Department.objects.get(key="health").telephone == "0510-81823276"


def test_every_wrong_row_is_named_at_once_by_its_number_in_the_spreadsheet(publisher, health, tax):
    found = faults(publisher, csv_file([], row(health, website="http://a.cn/"), [""], row(tax, address="=1")))
    assert [fault.split("：")[0] for fault in found] == ["3", "5"]


@pytest.mark.parametrize("telephone", ["12345", "400-123-4567", "4001234567", "13812345678", "+86 510 8182-3276", "-"])
def test_a_telephone_as_people_write_it_is_no_formula_and_lacks_no_zero(publisher, health, telephone):
    assert changes(publisher, csv_file(row(health, telephone=telephone)))[0][3] == telephone


def test_a_telephone_that_excel_made_a_number_of_is_read_as_its_digits(publisher, health):
    assert changes(publisher, xlsx_file(row(health, telephone=12345.0)))[0][3] == "12345"


@pytest.mark.parametrize("number", ["13800138000", "13800138000.0", "1.3800138E10"])
def test_a_long_telephone_is_its_digits_however_excel_keeps_the_number(number):
    sheet = SHEET.format(f"<sheetData><row><c><v>{number}</v></c></row></sheetData>")
    assert read_table(SmallFile("a.xlsx", _with_sheet(sheet)))[0].cells[0] == "13800138000"


def test_text_in_a_workbook_is_read_in_all_the_ways_it_may_stand_there():
    cells = (
        '<c t="inlineStr"><is><r><t>梁</t></r><r><t>溪</t></r><rPh><t>liangxi</t></rPh></is></c>'
        '<c t="str"><v>a_x000D_b</v></c><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c><c r="H1"><f>SUM(A1)</f></c>'
    )
    sheet = SHEET.format(f'<sheetData><row r="3">{cells}</row></sheetData>')
    (row,) = read_table(SmallFile("a.xlsx", _with_sheet(sheet)))
    assert row.number == 3
    assert row.cells[:8] == ["梁溪", "a b", "TRUE", "=#REF!", "", "", "", "=SUM(A1)"]


@pytest.mark.parametrize(
    ("headings", "fault"),
    [
        (HEADINGS[:-1], "缺少这些列：网址"),
        ([*HEADINGS, "联系人"], "多出这些列：联系人"),
        ([*HEADINGS, "电话"], "重复了这些列：电话"),
        ([], "缺少这些列：标识"),
    ],
)
def test_a_table_with_other_columns_is_refused(publisher, health, headings, fault):
    found = faults(publisher, csv_file(row(health), headings=headings))
    assert any(fault in one for one in found)


def test_columns_in_another_order_and_empty_ones_are_understood(publisher, health):
    cells = [*reversed(row(health, telephone="0510-1")), ""]
    assert changes(publisher, csv_file(cells, headings=[*reversed(HEADINGS), ""]))[0][3] == "0510-1"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gbk", "gb18030"])
def test_csv_is_understood_however_excel_or_wps_saves_it(publisher, health, encoding):
    file = csv_file(row(health, address="无锡市观山路199号"), encoding=encoding)
    assert changes(publisher, file)[0][3] == "无锡市观山路199号"


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.csv", "标识".encode("utf-16"), "不是 CSV 文本，或者编码认不出。"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "不是 CSV 文本，或者编码认不出。"),
        ("a.csv", b'a,"b\n', "不是正确的 CSV 表格"),
        ("a.csv", b"a" * 200_000, "不是正确的 CSV 表格"),
        ("a.csv", b"a\n" * 1002, "表格超过1000行"),
        ("a.xlsx", b"PK\x03\x04 and no more", "打不开这个表格"),
        ("a.xlsx", "标识".encode(), "打不开这个表格"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "这里只收 .xlsx、.csv 文件。"),
        ("a.xlsx", b"", "这个文件是空的。"),
    ],
)
def test_a_file_that_is_no_table_is_refused_at_its_field(publisher, health, name, content, fault):
    page = uploaded(publisher, SimpleUploadedFile(name, content))
    assert page.context["form"].errors["table"][0].startswith(fault)
    assert page.context["preview"] is None


def test_no_file_is_said_in_words(publisher):
    assert publisher.post(PAGE).context["form"].errors["table"] == ["请选择改好的表格文件。"]


def _with_sheet(sheet: str) -> bytes:
    """A real workbook with another sheet in the place of its own."""
    book, stream = BytesIO(), BytesIO()
    Workbook().save(book)
    with ZipFile(book) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return stream.getvalue()


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (lambda: _with_sheet("0" * 200 * 2**20), "表格解开后太大"),
        (lambda: _with_sheet(SHEET.format('<dimension ref="A1:XFD1048576"/><sheetData/>')), "第1行缺少这些列"),
        (lambda: _with_sheet(SHEET.format('<sheetData><row r="1048576"/></sheetData>')), "表格超过1000行"),
        (
            lambda: _with_sheet('<!DOCTYPE a [<!ENTITY b "c">]>' + SHEET.format("<sheetData>&b;&d;</sheetData>")),
            "打不开这个表格",
        ),
    ],
    ids=["zip bomb", "a size that is not so", "a row a million down", "entities"],
)
def test_a_workbook_made_to_harm_is_refused_at_once(publisher, health, content, fault):
    file = SimpleUploadedFile("a.xlsx", content())
    began = time.monotonic()
    found = faults(publisher, file)
    assert time.monotonic() - began < 2
    assert fault in found[0]


class TestExport:
    def test_both_forms_hold_every_department_and_change_nothing_when_they_come_back(self, publisher, health, tax):
        health.address_zh, health.hours_zh = "=1+1 号", "'周一至周五"
        health.telephone = "+86 510 81823276"
        health.save()
        for form, name in (("xlsx", "a.xlsx"), ("csv", "a.csv")):
            content = publisher.get(reverse(f"admin:contacts_{form}")).getvalue()
            assert changes(publisher, SimpleUploadedFile(name, content)) == []

    def test_the_csv_is_one_that_excel_reads_and_takes_no_cell_of_for_a_formula(self, publisher, health):
        Department.objects.update(address_zh="＝HYPERLINK(1)", hours_zh="@SUM(1)", telephone="0510-1")
        text = publisher.get(reverse("admin:contacts_csv")).getvalue().decode()
        assert text.startswith("\ufeff标识,名称,电话")
        assert "health,市卫生健康委,0510-1,'＝HYPERLINK(1),,'@SUM(1),," in text

    def test_the_workbook_keeps_telephones_as_text(self, publisher, health):
        content = publisher.get(reverse("admin:contacts_xlsx")).getvalue()
        cell = load_workbook(BytesIO(content)).active["C2"]
        assert (cell.value, cell.number_format, cell.data_type) == ("0510-81823276", "@", "s")


class TestRights:
    @pytest.fixture
    def editor(self, client, health):
        signed_in(client, factories.UserFactory(is_editor=True, department=health))
        return client

    def test_an_editor_changes_the_own_department_alone(self, editor, health, tax):
        assert "已修改1项" in confirmed(editor, csv_file(row(health, telephone="0510-1"), row(tax)))
        assert Department.objects.get(key="health").telephone == "0510-1"

    def test_an_editor_s_table_with_another_department_changed_is_refused_by_row(self, editor, health, tax):
        found = faults(editor, csv_file(row(health, telephone="0510-1"), row(tax, telephone="0510-2")))
        assert found == ["3：您只能改本单位的联系方式。请把这一行恢复原样，或者删去。"]

    def test_an_auditor_exports_and_imports_nothing(self, client, health):
        signed_in(client, factories.UserFactory(auditor=True))
        assert client.get(reverse("admin:contacts_csv")).status_code == 200
        assert "上传并预览" not in client.get(PAGE).content.decode()
        assert client.post(PAGE, {"table": csv_file(row(health))}).status_code == 403
        assert client.post(CONFIRM, {"sealed": "a"}).status_code == 403

    @pytest.mark.parametrize("address", [PAGE, CONFIRM, "/admin/contacts/xlsx/", "/admin/contacts/csv/"])
    def test_whoever_may_not_read_the_policy_does_not_come_here(self, client, address):
        assert client.get(address).status_code == 302
        signed_in(client, factories.UserFactory(administrator=True))
        assert client.get(address).status_code == 403


class TestConfirming:
    @pytest.fixture
    def sealed(self, publisher, health) -> Callable[[], str]:
        return uploaded(publisher, csv_file(row(health, telephone="0510-1"))).context["preview"].sealed

    def test_what_another_has_changed_meanwhile_is_not_overwritten(self, publisher, health, sealed):
        Department.objects.filter(key="health").update(telephone="0510-9")
        page = publisher.post(CONFIRM, {"sealed": sealed}, follow=True)
        assert "市卫生健康委的联系方式又有变动" in page.content.decode()
        assert Department.objects.get(key="health").telephone == "0510-9"

    def test_a_second_click_does_nothing_more(self, publisher, health, sealed):
        publisher.post(CONFIRM, {"sealed": sealed})
        publisher.post(CONFIRM, {"sealed": sealed})
        assert health.history.count() == 2

    def test_a_preview_is_its_reader_s_own_and_cannot_be_made_up(self, client, publisher, health, sealed):
        signed_in(client, factories.UserFactory(publisher=True))
        for forged in (sealed, sealed[:-1], "", "a" * 1000):
            page = client.post(CONFIRM, {"sealed": forged}, follow=True)
            assert "预览已经过期" in page.content.decode()
        assert Department.objects.get(key="health").telephone == "0510-81823276"

    def test_whoever_has_lost_the_right_meanwhile_changes_nothing(self, client, health, tax):
        editor = factories.UserFactory(is_editor=True, department=health)
        signed_in(client, editor)
        sealed = uploaded(client, csv_file(row(health, telephone="0510-1"))).context["preview"].sealed
        editor.department = tax
        editor.save()
        assert "您只能改本单位" in client.post(CONFIRM, {"sealed": sealed}, follow=True).content.decode()
        assert Department.objects.get(key="health").telephone == "0510-81823276"


@hypothesis_settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_any_text_that_goes_out_is_harmless_and_comes_back_the_same(text):
    assert as_written(harmless(text)) == text
    assert not spreadsheets.is_formula(harmless(text))


def test_text_goes_through_a_workbook_and_csv_unchanged():
    rows = [["标识", "a"], ["1", "=1"], ["05", "长长" * 20]]
    for name, content in (
        ("a.xlsx", spreadsheets.xlsx_bytes("表", rows)),
        ("a.csv", "".join(spreadsheets.csv_text(rows)).encode()),
    ):
        read = read_table(SmallFile(name, content))
        assert [[as_written(cell) for cell in row.cells][:2] for row in read] == rows
