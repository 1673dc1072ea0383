"""What a sentence says of the work, and the numbered tasks with lead, helpers and deadline."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.reader import read
from giaoban.reader.normal import normalise
from giaoban.reader.sentences import find_sentences
from giaoban.reader.tasks import find_tasks

LABELS = [
    ("Toàn huyện đã kết nạp 55 đảng viên mới.", "result"),
    ("Công tác kiểm tra được tăng cường, có chuyển biến rõ nét.", "result"),
    ("Tuy nhiên, việc rà soát quy hoạch có nơi chưa bảo đảm.", "shortcoming"),
    ("Việc sắp xếp tổ chức bộ máy còn chậm ở một số nơi.", "shortcoming"),
    ("Chế độ báo cáo chưa đáp ứng yêu cầu của cấp trên.", "shortcoming"),
    ("Đồng chí đề nghị các đơn vị bám sát chương trình công tác.", "next_task"),
    ("Trong thời gian tới, tập trung nâng cao chất lượng sinh hoạt.", "next_task"),
    ("Tiếp tục rà soát, bổ sung quy hoạch cán bộ các cấp.", "next_task"),
    ("Nâng cao trách nhiệm người đứng đầu cấp ủy cơ sở.", "next_task"),
    ("Công tác này đã tiếp tục được quan tâm đúng mức.", "result"),
    ("Dự hội nghị có các đồng chí lãnh đạo đã nghỉ hưu.", ""),
    ("Sáng 5/12, huyện tổ chức hội nghị triển khai nhiệm vụ.", ""),
    ("Hội trường nằm bên bờ sông quê.", ""),
    ("Đã phân tích các hạn chế và nguyên nhân một cách thẳng thắn.", "shortcoming"),
    ("Đã xử lý 12 vụ vi phạm trong kỳ.", "result"),
]


@pytest.mark.parametrize(("text", "label"), LABELS, ids=[row[0][:40] for row in LABELS])
def test_a_sentence_gets_its_label(text, label):
    assert [(s.surface, s.label) for s in find_sentences(normalise(text))] == [(text, label)]


REPORT = """II. HẠN CHẾ, KHUYẾT ĐIỂM
Công tác phối hợp ở cơ sở.
III. PHƯƠNG HƯỚNG, NHIỆM VỤ
Mở rộng mô hình chi bộ bốn tốt.
Tổ chức 12 lớp bồi dưỡng cho cán bộ.
I. KẾT QUẢ ĐẠT ĐƯỢC
Chất lượng sinh hoạt ở các xã.
"""


def test_the_part_decides_where_the_words_do_not():
    found = [(s.surface, s.label) for s in find_sentences(normalise(REPORT))]
    assert found == [
        ("II. HẠN CHẾ, KHUYẾT ĐIỂM", ""),
        ("Công tác phối hợp ở cơ sở.", "shortcoming"),
        ("III. PHƯƠNG HƯỚNG, NHIỆM VỤ", ""),
        ("Mở rộng mô hình chi bộ bốn tốt.", "next_task"),
        ("Tổ chức 12 lớp bồi dưỡng cho cán bộ.", "next_task"),
        ("I. KẾT QUẢ ĐẠT ĐƯỢC", ""),
        ("Chất lượng sinh hoạt ở các xã.", "result"),
    ]


def test_abbreviations_and_item_numbers_end_no_sentence():
    text = "1. Đoàn kiểm tra TP. Long Khê làm việc hai buổi. Các xã nghe báo cáo…"
    assert [s.surface for s in find_sentences(normalise(text))] == [
        "1. Đoàn kiểm tra TP. Long Khê làm việc hai buổi.",
        "Các xã nghe báo cáo…",
    ]


CONCLUSION = """KẾT LUẬN
Nhiệm vụ thời gian tới:
I. Về tổ chức
1. Giao Ban Tổ chức Tỉnh ủy chủ trì, phối hợp với Văn phòng Tỉnh ủy tham mưu đề án trước ngày 30/6/2024.
2. Công tác cán bộ:
a) Tiếp tục rà soát quy hoạch, hoàn thành trong quý III/2024;
b) Đẩy mạnh luân chuyển cán bộ, xong trước tháng 12/2024.
2.1. Đề nghị các huyện báo cáo chậm nhất ngày 15/8.
II. Về đảng viên
1. Tập trung kết nạp đảng viên mới, hoàn thành trong năm 2024.
(2) Yêu cầu các chi bộ duy trì nền nếp sinh hoạt.
"""


def test_tasks_keep_path_lead_helpers_and_deadline():
    found = [
        (
            t.path,
            t.lead and t.lead.surface,
            t.helpers and t.helpers.surface,
            t.deadline and t.deadline.surface,
            str(t.due),
        )
        for t in read(CONCLUSION).tasks
    ]
    assert found == [
        ("I.1", "Ban Tổ chức Tỉnh ủy", "Văn phòng Tỉnh ủy", "30/6/2024", "2024-06-30"),
        ("I.2.a", None, None, "quý III/2024", "2024-09-30"),
        ("I.2.b", None, None, "tháng 12/2024", "2024-12-31"),
        ("2.1", None, None, "15/8", "None"),
        ("II.1", None, None, "năm 2024", "2024-12-31"),
        ("II.1.2", None, None, None, "None"),
    ]


def test_the_wording_stays_as_written():
    for task in read(CONCLUSION).tasks:
        assert CONCLUSION[task.start : task.end] == task.surface
        for part in (task.deadline, task.lead, task.helpers):
            assert part is None or CONCLUSION[part.start : part.end] == part.surface


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("Một là, tiếp tục đổi mới nội dung.\nHai là, đề nghị chi bộ báo cáo.", ["1", "2"]),
        ("Đồng chí yêu cầu: Một là, tiếp tục đổi mới nội dung. Hai là, đề nghị chi bộ báo cáo.", ["1", "2"]),
        ("Thứ nhất, tiếp tục đổi mới nội dung.\nThứ tư, đề nghị chi bộ báo cáo.", ["1", "4"]),
        ("Nhiệm vụ thứ hai: tiếp tục đổi mới nội dung.\nNhiệm vụ 3. Đề nghị chi bộ báo cáo.", ["2", "3"]),
        ("1- Tiếp tục đổi mới nội dung.\n2/ Đề nghị chi bộ báo cáo.", ["1", "2"]),
        ("Đề nghị bốn việc, 1. Tiếp tục đổi mới nội dung.", []),
        ("1. Đã kết nạp 55 đảng viên trong kỳ.", []),
        (
            "Thống nhất các nhiệm vụ:\n1. Đoàn thanh niên làm vệ sinh.\n2. Hội phụ nữ giữ đường hoa.",
            ["1", "2"],
        ),
        ("Kết quả nhiệm vụ:\n1. Đoàn làm vệ sinh.\n2. Hội phụ nữ giữ đường hoa.", []),
        ("Toàn huyện có 1. 200 chi bộ.", []),
        (
            "Để khắc phục hạn chế, Ban Thường vụ yêu cầu:\n1. Ban Tuyên giáo nêu gương.\n2. Đoàn làm đường.",
            ["1", "2"],
        ),
        ("Kết quả thực hiện theo yêu cầu của cấp trên:\n1. Đoàn làm vệ sinh.", []),
        ("Những hạn chế so với yêu cầu:\n1. Đoàn họp ít.", []),
    ],
)
def test_every_way_of_numbering(text, paths):
    normal = normalise(text)
    assert [t.path for t in find_tasks(normal, find_sentences(normal))] == paths


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("1. Đề nghị hoàn thiện đề án; đơn vị chủ trì: Văn phòng Huyện ủy.", "Văn phòng Huyện ủy"),
        ("1. Văn phòng Tỉnh ủy chủ trì, tiếp tục số hóa hồ sơ.", "Văn phòng Tỉnh ủy"),
        ("1. Phân công Ban Dân vận theo dõi, đề nghị báo cáo hằng tháng.", "Ban Dân vận"),
        (
            "2) Huyện ủy Long Khê chủ trì, phối hợp với Huyện ủy Bình Xa báo cáo trước ngày 15/11.",
            "Huyện ủy Long Khê",
        ),
        ("a) Đoàn Thanh niên huyện chủ trì, tiếp tục rà soát đoàn viên ưu tú.", "Đoàn Thanh niên huyện"),
    ],
)
def test_the_lead_unit_in_other_words(text, lead):
    found = read(text).tasks
    assert [t.lead and t.lead.surface for t in found] == [lead]


def test_a_day_without_a_year_is_dated_by_the_text():
    text = "1. Đề nghị các xã báo cáo trước ngày 15/8.\n2. Yêu cầu chi bộ họp trước ngày 31/2.\n"
    text += "3. Tiếp tục kiện toàn trước quý I."
    assert [str(t.due) for t in read(text, on=date(2024, 5, 1)).tasks] == ["2024-08-15", "None", "2024-03-31"]


@given(st.text(alphabet="123.,;()abMột là giao chủ trì phối hợp đề nghị trước ngày /\n", max_size=200))
def test_no_text_breaks_the_reading(text):
    document = read(text)
    for mark in (*document.sentences, *document.tasks, *document.people):
        assert text[mark.start : mark.end] == mark.surface
