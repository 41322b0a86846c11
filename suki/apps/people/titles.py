"""Titles differ from firm to firm; this library of common ones suggests what somebody's day is about."""

from __future__ import annotations

from suki.base.access import Function
from suki.base.names import search_form

_WORDS: list[tuple[Function, tuple[str, ...]]] = [
    (
        Function.SALES_MANAGER,
        (
            "sales manager",
            "sales director",
            "head of sales",
            "sales lead",
            "sales supervisor",
            "regional manager",
            "area manager",
            "vertriebsleiter",
            "verkaufsleiter",
            "leiter vertrieb",
            "truong phong kinh doanh",
            "giam doc kinh doanh",
            "manajer penjualan",
            "kepala penjualan",
            "vp sales",
            "vp of sales",
            "vice president of sales",
            "vice president, sales",
            "vice president sales",
        ),
    ),
    (
        Function.SENIOR_MANAGEMENT,
        (
            "chief",
            "ceo",
            "cfo",
            "coo",
            "cso",
            "president",
            "managing director",
            "general manager",
            "general director",
            "geschaftsfuhrer",
            "vorstand",
            "giam doc dieu hanh",
            "tong giam doc",
            "direktur utama",
            "direktur",
            "owner",
            "founder",
        ),
    ),
    (
        Function.SALES_COORDINATOR,
        (
            "sales coordinator",
            "sales admin",
            "sales assistant",
            "sales support",
            "order desk",
            "order management",
            "vertriebsinnendienst",
            "innendienst",
            "dieu phoi kinh doanh",
            "tro ly kinh doanh",
            "koordinator penjualan",
            "admin sales",
        ),
    ),
    (
        Function.ACCOUNT_MANAGER,
        (
            "account manager",
            "key account",
            "account executive",
            "account director",
            "client manager",
            "client partner",
            "client service",
            "relationship manager",
            "customer success",
            "kundenbetreuer",
            "kundenberater",
            "quan ly khach hang",
            "cham soc khach hang",
            "manajer akun",
            "account supervisor",
        ),
    ),
    (
        Function.SALES_REPRESENTATIVE,
        (
            "sales representative",
            "sales rep",
            "business development",
            "business developer",
            "field sales",
            "sales executive",
            "sales agent",
            "sales associate",
            "sales consultant",
            "salesperson",
            "sales engineer",
            "telesales",
            "vertriebsmitarbeiter",
            "verkaufer",
            "aussendienst",
            "nhan vien kinh doanh",
            "nhan vien ban hang",
            "tenaga penjualan",
            "sales",
        ),
    ),
    (Function.MARKETING, ("marketing", "tiep thi", "pemasaran", "communications", "brand manager")),
    (
        Function.FINANCE,
        (
            "finance",
            "accounting",
            "accountant",
            "accounts receivable",
            "accounts payable",
            "controller",
            "controlling",
            "buchhaltung",
            "buchhalter",
            "ke toan",
            "tai chinh",
            "keuangan",
            "akuntan",
            "collections",
        ),
    ),
    (
        Function.ADMINISTRATOR,
        (
            "system administrator",
            "network administrator",
            "database administrator",
            "it administrator",
            "it manager",
            "information services manager",
            "systemadministrator",
            "quan tri he thong",
            "administrator sistem",
        ),
    ),
    (
        Function.DEPARTMENT_LEAD,
        (
            "head of",
            "department manager",
            "production supervisor",
            "project manager",
            "creative director",
            "art director",
            "abteilungsleiter",
            "truong phong",
            "kepala",
            "manager",
            "supervisor",
            "leiter",
            "lead",
        ),
    ),
]
"""Ordered: the first function one of whose words stands in the title wins."""


def suggested_functions(title: str) -> list[Function]:
    """The functions a title suggests: one, or department member where nothing is known about the title."""
    words = f" {search_form(title).replace(',', ' , ').replace('-', ' ')} "
    plain = " ".join(words.replace(",", " ").split())
    for function, known in _WORDS:
        if any(_stands_in(word, plain) for word in known):
            return [function]
    return [Function.DEPARTMENT_MEMBER]


def _stands_in(word: str, title: str) -> bool:
    plain = " ".join(word.replace(",", " ").split())
    return f" {plain} " in f" {title} " or (len(plain) > 8 and plain in title)
