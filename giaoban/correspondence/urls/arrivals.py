"""Both registers: papers that arrive and papers that leave, printed and as files."""

from django.urls import path

from giaoban.correspondence.views import arrivals, deliveries, handling, outgoing, printing, series

IN, ONE = "van-ban-den", "van-ban-den/<int:arrival_id>"
OUT = "van-ban-di"
coordinate_urlpatterns = [
    path(f"{IN}/", arrivals.book, name="arrivals"),
    path(f"{IN}/ghi-so/", arrivals.enter, name="arrival_enter"),
    path(f"{IN}/nhan-dang/", arrivals.recognise, name="arrival_recognise"),
    path(f"{IN}/cho-nhan/", deliveries.waiting, name="deliveries"),
    path(f"{IN}/cho-nhan/<int:delivery_id>/vao-so/", deliveries.receive, name="delivery_receive"),
    path(f"{IN}/cho-nhan/<int:delivery_id>/mo/", deliveries.open_, name="delivery_open"),
    path(f"{IN}/in/", printing.incoming, name="arrivals_print"),
    path(f"{IN}/in/<slug:sheet>/", printing.incoming_file, name="arrivals_file"),
    path(f"{ONE}/", arrivals.arrival, name="arrival"),
    path(f"{ONE}/dinh-chinh/", arrivals.correct, name="arrival_correct"),
    path(f"{ONE}/but-phe/", handling.remark, name="arrival_remark"),
    path(f"{ONE}/giai-quyet/", handling.settle, name="arrival_settle"),
    path(f"{ONE}/mo-lai/", handling.undo_settle, name="arrival_reopen"),
    path(f"{ONE}/tra-loi/", handling.reply, name="arrival_reply"),
    path(f"{ONE}/tep/", handling.attach, name="arrival_scan"),
    path(f"{OUT}/", outgoing.register, name="outgoing"),
    path(f"{OUT}/in/", printing.outgoing, name="outgoing_print"),
    path(f"{OUT}/in/<slug:sheet>/", printing.outgoing_file, name="outgoing_file"),
    path(f"{OUT}/lay-so/", series.give, name="number_give"),
    path(f"{OUT}/so/<int:number_id>/huy/", series.cancel, name="number_cancel"),
    path(f"{OUT}/quyen-so/", series.books, name="series"),
    path(f"{OUT}/<int:issue_id>/noi-nhan/", outgoing.receipts, name="receipts"),
]
