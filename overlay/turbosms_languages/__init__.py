"""Texts for people, in English and Ukrainian.

What the command line, campaigns and the readers of tables have in common. It is not for
applications: its names may change with any version.

A text is written in English, as `_("{name} has {count:,} rows.", name=…, count=…)`. The result is a
string in English, for programs, logs and exceptions, which remembers what it is made of; `spoken`
makes of it the text for the reader. So whatever is printed for programs needs no care, and what is
printed for people goes through `spoken`, once, where it is printed.
"""

from turbosms_languages.exception_details import with_detail
from turbosms_languages.language import LANGUAGES, current_language, set_language, speaking
from turbosms_languages.system_errors import reason_of
from turbosms_languages.texts import (
    Text,
    by_language,
    context_text,
    in_english,
    joined,
    otherwise,
    plural_text,
    said,
    spoken,
    text,
)

_ = text
_c = context_text
_n = plural_text

__all__ = [
    "LANGUAGES",
    "Text",
    "_",
    "_c",
    "_n",
    "by_language",
    "current_language",
    "in_english",
    "joined",
    "otherwise",
    "reason_of",
    "said",
    "set_language",
    "speaking",
    "spoken",
    "with_detail",
]
