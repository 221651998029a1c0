"""Months as systems name them that were never told to speak Vietnamese: German, French, Spanish, Chinese. Used by
`calendar_days`."""

MONTHS: dict[str, int] = {}
"""The name of a month, in full or cut as systems cut it, in small letters -> its number."""

for _names in (
    "januar februar märz april mai juni juli august september oktober november dezember",
    "jan feb mär apr mai jun jul aug sep okt nov dez",
    "jänner feber mrz",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "janv févr mars avr mai juin juil août sept oct nov déc",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ene feb mar abr may jun jul ago sept oct nov dic",
    "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月",
):
    for _number, _name in enumerate(_names.split(), 1):
        MONTHS.setdefault(_name, _number)

_WRITTEN = sorted((name for name in MONTHS if "月" not in name), key=len, reverse=True)
NAME = rf"(?<!\w)(?P<m>{'|'.join(_WRITTEN)})\.?(?!\w)"
"""A month by its name in a language with an alphabet."""
CHINESE = r"(?<![\d十〇零])(?P<m>1[0-2]|0?[1-9]|十[一二]|[一二三四五六七八九十])\s?[月월]"
"""A month in Chinese, Japanese or Korean: by its number in either script."""


def month_of(words: str) -> int:
    """The number of the month that NAME or CHINESE matched; 0 for no month."""
    return MONTHS.get(words) or MONTHS.get(f"{words}月", 0)
