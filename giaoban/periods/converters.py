"""A period's code as a part of an address: `2019-t09-9t`, `2018-q1`, `2015-2020`."""


class PeriodConverter:
    regex = r"[12][0-9]{3}(?:-[a-z0-9]{1,4}){0,2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
