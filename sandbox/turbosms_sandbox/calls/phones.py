"""Phone numbers: their form, and the country they belong to."""

from __future__ import annotations

import re

_UKRAINIAN = re.compile(r"380[0-9]{9}", re.ASCII)
_INTERNATIONAL = re.compile(r"[1-9][0-9]{7,14}", re.ASCII)

# ITU-T E.164 country codes with their countries. A code that several countries share stands for the
# largest of them. A-68: the country is decided by this code alone, and operators are not looked at:
# every 380 number of 12 digits counts.
_CODES = """
1 US  7 RU  20 EG  27 ZA  30 GR  31 NL  32 BE  33 FR  34 ES  36 HU  39 IT  40 RO  41 CH  43 AT
44 GB  45 DK  46 SE  47 NO  48 PL  49 DE  51 PE  52 MX  53 CU  54 AR  55 BR  56 CL  57 CO  58 VE
60 MY  61 AU  62 ID  63 PH  64 NZ  65 SG  66 TH  81 JP  82 KR  84 VN  86 CN  90 TR  91 IN  92 PK
93 AF  94 LK  95 MM  98 IR  211 SS  212 MA  213 DZ  216 TN  218 LY  220 GM  221 SN  222 MR  223 ML
224 GN  225 CI  226 BF  227 NE  228 TG  229 BJ  230 MU  231 LR  232 SL  233 GH  234 NG  235 TD
236 CF  237 CM  238 CV  239 ST  240 GQ  241 GA  242 CG  243 CD  244 AO  245 GW  248 SC  249 SD
250 RW  251 ET  252 SO  253 DJ  254 KE  255 TZ  256 UG  257 BI  258 MZ  260 ZM  261 MG  262 RE
263 ZW  264 NA  265 MW  266 LS  267 BW  268 SZ  269 KM  290 SH  291 ER  297 AW  298 FO  299 GL
350 GI  351 PT  352 LU  353 IE  354 IS  355 AL  356 MT  357 CY  358 FI  359 BG  370 LT  371 LV
372 EE  373 MD  374 AM  375 BY  376 AD  377 MC  378 SM  380 UA  381 RS  382 ME  383 XK  385 HR
386 SI  387 BA  389 MK  420 CZ  421 SK  423 LI  500 FK  501 BZ  502 GT  503 SV  504 HN  505 NI
506 CR  507 PA  508 PM  509 HT  590 GP  591 BO  592 GY  593 EC  594 GF  595 PY  596 MQ  597 SR
598 UY  599 CW  670 TL  672 NF  673 BN  674 NR  675 PG  676 TO  677 SB  678 VU  679 FJ  680 PW
681 WF  682 CK  683 NU  685 WS  686 KI  687 NC  688 TV  689 PF  690 TK  691 FM  692 MH  850 KP
852 HK  853 MO  855 KH  856 LA  880 BD  886 TW  960 MV  961 LB  962 JO  963 SY  964 IQ  965 KW
966 SA  967 YE  968 OM  970 PS  971 AE  972 IL  973 BH  974 QA  975 BT  976 MN  977 NP  992 TJ
993 TM  994 AZ  995 GE  996 KG  998 UZ
"""
_words = _CODES.split()
_COUNTRIES = dict(zip(_words[::2], _words[1::2], strict=True))
COUNTRIES = frozenset(_COUNTRIES.values())
"""Every country that a number can belong to, by its ISO 3166 code."""


def read_phone(value: object) -> str | None:
    """The number as digits alone, or None if `value` is no international number.

    Documentation: message/send, recipients. A-69: a leading `+` and a JSON number are accepted too,
    and blanks at either end are dropped, because a `+` in a query string decodes to one.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    phone = value.strip(" ").removeprefix("+")
    if _UKRAINIAN.fullmatch(phone):
        return phone
    return phone if _INTERNATIONAL.fullmatch(phone) and country_of(phone) else None


def country_of(phone: str) -> str | None:
    """The ISO code of the country of a number in digits, or None if it belongs to none."""
    if phone.startswith("380"):
        return "UA" if len(phone) == 12 else None
    for length in (3, 2, 1):
        country = _COUNTRIES.get(phone[:length])
        if country is not None:
            return country
    return None
