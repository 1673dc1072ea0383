"""Beginnings of everything the reader looks for, over and over: where a bad expression would blow up."""

PIECES = (
    "a", " ", "1", "1.", "1,", "1/", "1-", "- ", "1 ", "(", ")", "(a 1, ", "\n", ".", ". ", "1. ",
    "a) ", "một là, ", "Nguyễn ", "Nguyễn Văn ", "đồng chí ", "Phó Bí thư ", "Ủy viên, ",
    "chủ trì ", "đồng chí Lê Hoa chủ trì ", "hội nghị ", "giao ban ", "sáng 3/4 ", "sáng 3/4 họp ",
    "ngày 3/4/2019 ", "tháng 9 và ", "quý ", "6 tháng ", "trên 5 ", "12 đảng viên ", "1 lượt ",
    "nghìn tỷ ", "% ", "giao ban tổ chức ", "phối hợp ", "trước ngày 3/4 ", "điểm cầu ", "tại a ",
    "tại ", "lượt xem", "khóa 1, ", "8/8 ", "số 1 ", "kỷ niệm 9 năm ", "xuân năm ",
    "kỳ họp thứ 8, ", "báo cáo kết quả ", "Quy định số 5-QĐ/TW do ", "của Sở Nội vụ tại ", "3/4/2019 - ",
    "3, 3, 4/5 ", "ban chấp hành ", "e\u0301\u0323", "&amp;",
)  # fmt: skip
