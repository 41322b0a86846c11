"""The sample company: a printer and packager in Manila with customers in four countries. All of it is invented."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from suki.base.access import Function

FIRM = {
    "name": "Habi Print and Packaging Inc.",
    "currency": "PHP",
    "country": "PH",
    "timezone": "Asia/Manila",
    "language": "en",
}
DEPARTMENTS = ("Sales", "Marketing", "Creative studio", "Production house", "Finance", "Management")
TERRITORIES = (("Luzon", "PH"), ("Visayas", "PH"), ("Germany", "DE"), ("Viet Nam", "VN"), ("Indonesia", "ID"))
TEAMS = ("Home market", "Export")


@dataclass(frozen=True)
class Colleague:
    """Somebody who works for the sample firm; `key` names them in this file and in their mail address."""

    key: str
    name: str
    title: str
    function: Function
    department: str
    language: str
    team: str = ""
    territory: str = ""
    reports_to: str = ""

    @property
    def email(self) -> str:
        return f"{self.key}@habi.example"


PEOPLE = (
    Colleague("ramon", "Ramon Aguilar", "President", Function.SENIOR_MANAGEMENT, "Management", "en"),
    Colleague(
        "grace",
        "Grace Tolentino",
        "Sales Director",
        Function.SALES_MANAGER,
        "Sales",
        "fil",
        reports_to="ramon",
    ),
    Colleague(
        "katrin",
        "Katrin Vogel",
        "Vertriebsleiterin Export",
        Function.SALES_MANAGER,
        "Sales",
        "de",
        reports_to="grace",
    ),
    Colleague(
        "marisol",
        "Marisol Reyes",
        "Key Account Manager",
        Function.ACCOUNT_MANAGER,
        "Sales",
        "en",
        "Home market",
        "Luzon",
        "grace",
    ),
    Colleague(
        "joy",
        "Joy Tan",
        "Account Manager",
        Function.ACCOUNT_MANAGER,
        "Sales",
        "fil",
        "Home market",
        "Visayas",
        "grace",
    ),
    Colleague(
        "jonas",
        "Jonas Petersen",
        "Kundenbetreuer",
        Function.ACCOUNT_MANAGER,
        "Sales",
        "de",
        "Export",
        "Germany",
        "katrin",
    ),
    Colleague(
        "minh",
        "Lê Quang Minh",
        "Quản lý khách hàng",
        Function.ACCOUNT_MANAGER,
        "Sales",
        "vi",
        "Export",
        "Viet Nam",
        "katrin",
    ),
    Colleague(
        "sari",
        "Sari Wulandari",
        "Account Manager",
        Function.ACCOUNT_MANAGER,
        "Sales",
        "id",
        "Export",
        "Indonesia",
        "katrin",
    ),
    Colleague(
        "leo",
        "Leo Dimaculangan",
        "Business Development Representative",
        Function.SALES_REPRESENTATIVE,
        "Sales",
        "fil",
        "Home market",
        "",
        "grace",
    ),
    Colleague(
        "ngoc",
        "Trần Bích Ngọc",
        "Điều phối kinh doanh",
        Function.SALES_COORDINATOR,
        "Sales",
        "vi",
        reports_to="grace",
    ),
    Colleague(
        "ines", "Ines Navarro", "Marketing Manager", Function.MARKETING, "Marketing", "en", reports_to="ramon"
    ),
    Colleague(
        "dewi",
        "Dewi Kartika",
        "Creative Director",
        Function.DEPARTMENT_LEAD,
        "Creative studio",
        "id",
        reports_to="ramon",
    ),
    Colleague(
        "bernd", "Bernd Hollmann", "Finanzbuchhalter", Function.FINANCE, "Finance", "de", reports_to="ramon"
    ),
    Colleague(
        "amihan",
        "Amihan Cruz",
        "System Administrator",
        Function.ADMINISTRATOR,
        "Management",
        "en",
        reports_to="ramon",
    ),
)

PRODUCTS = (
    (
        "Cartons",
        (
            ("CT-20", "Folding carton, 2 litres", "42.50", "31.00"),
            ("CT-05", "Folding carton, half litre", "18.20", "13.60"),
        ),
    ),
    (
        "Labels and sleeves",
        (
            ("LB-10", "Paper label, roll", "1240.00", "820.00"),
            ("LB-30", "Shrink sleeve, roll", "2310.00", "1580.00"),
        ),
    ),
    (
        "Display stands",
        (("DS-01", "Floor display", "3850.00", "2980.00"), ("DS-02", "Counter display", "940.00", "712.00")),
    ),
    ("Flexible pouches", (("FP-01", "Stand-up pouch, 100", "760.00", "540.00"),)),
    (
        "Design studio",
        (
            ("ST-01", "Design hour", "1450.00", "845.00"),
            ("ST-02", "Print-ready artwork", "9800.00", "5900.00"),
        ),
    ),
)
"""Groups with their products: code, name, list price and standard cost of a unit in PHP."""

RATES = {"EUR": Decimal("66.42"), "VND": Decimal("0.00228"), "IDR": Decimal("0.00358")}
"""What one unit of the currency is worth in PHP when the sample begins; it drifts a little every month."""


@dataclass(frozen=True)
class Customer:
    """A sample customer: its size says how much it orders, its trend how that changes over the year."""

    name: str
    city: str
    country: str
    owner: str
    size: int
    trend: str
    contacts: tuple[tuple[str, str], ...] = ()
    parent: str = ""
    key_account: bool = False
    first_owner: str = ""


CUSTOMERS = (
    Customer("Bahaghari Holdings Inc.", "Makati", "PH", "marisol", 0, "0"),
    Customer(
        "Bahaghari Foods Corp.",
        "Biñan",
        "PH",
        "marisol",
        9,
        "0.012",
        (
            ("Lourdes Villanueva", "Chief Finance Officer"),
            ("Emil Dizon", "Plant Engineer"),
            ("Teresita Sy", "Purchasing Manager"),
        ),
        "Bahaghari Holdings Inc.",
        True,
        "joy",
    ),
    Customer(
        "Bahaghari Beverages Corp.",
        "Calamba",
        "PH",
        "marisol",
        4,
        "0.02",
        (("Gil Mercado", "Logistics Head"),),
        "Bahaghari Holdings Inc.",
    ),
    Customer(
        "Mutya Cosmetics Inc.",
        "Makati",
        "PH",
        "marisol",
        6,
        "0.004",
        (("Cora Salonga", "Technical Director"),),
        "",
        True,
    ),
    Customer(
        "Luzon Pharma Distribution Inc.",
        "Quezon City",
        "PH",
        "marisol",
        3,
        "-0.03",
        (("Arturo Bautista", "Owner"),),
    ),
    Customer(
        "San Lorenzo Beverage Company",
        "Cebu",
        "PH",
        "joy",
        5,
        "0.022",
        (("Pilar Enriquez", "Purchasing Officer"),),
        "",
        True,
    ),
    Customer(
        "Panaderia de Molo Cooperative", "Iloilo", "PH", "joy", 1, "0", (("Nena Jalandoni", "Manager"),)
    ),
    Customer("Davao Cannery Corp.", "Davao", "PH", "joy", 4, "-0.08", (("Rey Abella", "Plant Manager"),)),
    Customer(
        "Kapeng Barako Roasters",
        "Batangas",
        "PH",
        "marisol",
        2,
        "0.05",
        (("Dado Macaraig", "Founder"),),
        first_owner="leo",
    ),
    Customer(
        "Kastanienhof Feinkost GmbH & Co. KG",
        "Berlin",
        "DE",
        "jonas",
        8,
        "-0.01",
        (("Dr. Anneliese Engelhardt", "Einkaufsleiterin"), ("Sabine Brandt", "Marketing")),
        "",
        True,
    ),
    Customer(
        "Havelland Molkereigenossenschaft eG",
        "Potsdam",
        "DE",
        "jonas",
        5,
        "0.008",
        (("Uwe Krause", "Technischer Leiter"),),
    ),
    Customer(
        "Nordlicht Naturkosmetik GmbH",
        "Hamburg",
        "DE",
        "jonas",
        3,
        "0.001",
        (("Frauke Jessen", "Geschäftsführerin"),),
    ),
    Customer(
        "Spreeufer Kaffeerösterei GmbH", "Berlin", "DE", "jonas", 1, "0.015", (("Özlem Ünal", "Einkauf"),)
    ),
    Customer(
        "Công ty Cổ phần Thực phẩm Sông Hồng",
        "Hà Nội",
        "VN",
        "minh",
        7,
        "0.018",
        (("Nguyễn Thị Tuyết", "Trưởng phòng mua hàng"), ("Đỗ Văn Khánh", "Giám đốc nhà máy")),
        "",
        True,
    ),
    Customer(
        "Công ty TNHH Trà Thái Nguyên Xanh",
        "Thái Nguyên",
        "VN",
        "minh",
        3,
        "0.01",
        (("Phạm Thu Hà", "Kế toán trưởng"),),
    ),
    Customer(
        "Tập đoàn Dược phẩm Hoàn Kiếm",
        "Hà Nội",
        "VN",
        "minh",
        3,
        "0.014",
        (("Vũ Đình Long", "Phó giám đốc"),),
    ),
    Customer(
        "PT Nusantara Rasa Abadi",
        "Jakarta",
        "ID",
        "sari",
        6,
        "0.003",
        (("Rudi Wibowo", "Manajer Pembelian"), ("Ayu Lestari", "Keuangan")),
        "",
        True,
    ),
    Customer(
        "PT Melati Kosmetika Indonesia",
        "Jakarta",
        "ID",
        "sari",
        3,
        "-0.004",
        (("Intan Permata", "Brand Manager"),),
    ),
    Customer(
        "PT Bumi Kelapa Sejahtera", "Surabaya", "ID", "sari", 2, "0.006", (("Bambang Susilo", "Direktur"),)
    ),
)

CURRENCY_OF = {"PH": "PHP", "DE": "EUR", "VN": "VND", "ID": "IDR"}
LANGUAGE_OF = {"PH": "fil", "DE": "de", "VN": "vi", "ID": "id"}
DIALLING_CODE = {"PH": "+63 2", "DE": "+49 30", "VN": "+84 24", "ID": "+62 21"}
TERRITORY_OF = {"DE": "Germany", "VN": "Viet Nam", "ID": "Indonesia"}
VISAYAS = ("Cebu", "Iloilo", "Davao")
