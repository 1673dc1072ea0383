"""Only `vi_number` groups digits: the id of the thousandth record stands in an address as it is."""

from django.template import Context, Template


def test_an_id_is_written_as_it_is_and_a_figure_in_groups():
    row = Context({"pk": 1234567})
    assert Template('<a href="?x={{ pk }}">').render(row) == '<a href="?x=1234567">'
    assert Template("{{ pk|vi_number }}").render(row) == "1.234.567"
