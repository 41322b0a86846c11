"""The headers under which other systems and people keep what a target's columns hold, in five languages.

Written as people write them; compared without accents, case, punctuation and double spaces. The first target whose
words fit best is proposed. Sources: the usual exports of CRM and accounting systems, and everyday lists.
"""

from __future__ import annotations

from suki.base.names import search_form

_PERSON = {
    "given_name": "first name, given name, vorname, ten, nama depan, pangalan, unang pangalan, prenom, firstname",
    "family_name": "last name, surname, family name, nachname, familienname, ho, ho va ten dem, nama belakang, apelyido, lastname",
    "email": "email, e-mail, email address, e-mail address, mail, mailadresse, e-mail-adresse, email 1, email work, dia chi email, thu dien tu, surel, alamat email, contact email",
    "phone": "phone, telephone, phone number, tel, mobile, mobile phone, telefon, telefonnummer, rufnummer, handy, dien thoai, so dien thoai, sdt, telepon, no telepon, nomor telepon, hp, telepono, numero ng telepono, phone work",
    "language": "language, lang, sprache, ngon ngu, bahasa, wika, preferred language",
}
_DATES = {
    "from": "from, start, start date, valid from, since, von, ab, gueltig ab, gultig ab, beginn, tu ngay, ngay bat dau, dari, tanggal mulai, mulai, mula, petsa ng simula",
    "to": "to, until, end, end date, valid to, valid until, bis, gueltig bis, gultig bis, ende, den ngay, ngay ket thuc, sampai, tanggal selesai, hanggang, petsa ng wakas",
}
_CURRENCY = "currency, currency code, currency iso code, deal currency of value, total amount currency, waehrung, wahrung, tien te, loai tien, don vi tien te, mata uang, valuta, pera, uri ng pera"
_ID = "id, record id, external id, system id, pipedrive system id, ref, key, nr, nummer, no, ma, kode, code, so, internal id, externe id, ma so"

DEALS: dict[str, str] = {
    "id": "opportunity id, deal id, opportunity number, pipedrive system id, deal pipedrive system id, opportunity nr, ma co hoi, id peluang, "
    + _ID,
    "name": "opportunity name, deal name, deal title, title, opportunity, deal, name, verkaufschance, ten co hoi, co hoi, nama peluang, peluang, pangalan ng deal",
    "account": "account name, account id, company name, associated company, associated company ids, organization, organization name, customer, partner, kunde, firma, khach hang, pelanggan, kustomer",
    "contact": "contact person, contact, contact name, person, associated contact, primary contact, ansprechpartner, nguoi lien he, kontak",
    "owner": "opportunity owner, deal owner, owner, salesperson, sales agent, sales rep, zustaendig, nguoi phu trach, penanggung jawab, may ari",
    "pipeline": "pipeline, sales pipeline, deal pipeline, sales team, vertriebspipeline, quy trinh",
    "stage": "stage, deal stage, stage name, opportunity stage, phase, verkaufsphase, giai doan, tahap, yugto",
    "state": "status, deal status, won lost, closed won, trang thai, katayuan",
    "value": "amount, deal value, value, deal amount, total amount, expected revenue, close value, expected revenue untaxed, betrag, wert, gia tri, nilai, halaga",
    "currency": "deal currency of value, deal currency, currency of value, opportunity currency, "
    + _CURRENCY,
    "probability": "probability, probability percent, deal probability, wahrscheinlichkeit, xac suat, probabilitas, posibilidad",
    "category": "forecast category, forecast category name, prognosekategorie",
    "created": "created date, create date, deal created, deal creation date, created on, engage date, add time, erstellt am, ngay tao, tanggal dibuat",
    "expected_close": "close date, expected close date, deal expected close date, expected closing, expected closing date, schlusstermin, ngay dong du kien, perkiraan tanggal tutup",
    "closed": "closed date, closed on, deal closed on, won time, deal won time, lost time, deal lost time, abgeschlossen am, ngay dong, tanggal tutup",
    "loss_reason": "lost reason, closed lost reason, deal lost reason, loss reason, reason lost, verlustgrund, ly do that bai, alasan kalah",
    "next_step": "next step, next activity, deal next activity subject, naechster schritt, buoc tiep theo, langkah berikutnya",
    "campaign": "primary campaign source, campaign, campaign name, kampagne, chien dich, kampanye",
    "kind": "type, deal type, opportunity type, art, loai, tipe",
}
"""What a deal's columns are called elsewhere, for the target “deals”."""

KNOWN: dict[str, dict[str, str]] = {
    "accounts": {
        "id": "account id, customer id, customer number, customer no, kundennummer, kunden nr, debitorennummer, debitor, organization id, company id, client id, ma khach hang, ma kh, kode pelanggan, id pelanggan, nomor pelanggan, numero ng kustomer, "
        + _ID,
        "name": "account name, company name, company, customer name, customer, organization name, organization, organisation, client, client name, firmenname, firma, unternehmen, kundenname, kunde, ten khach hang, khach hang, ten cong ty, cong ty, don vi, nama pelanggan, pelanggan, nama perusahaan, perusahaan, pangalan ng kumpanya, kumpanya, kustomer, kliyente, display name, name",
        "legal_name": "legal name, registered name, rechtlicher name, ten phap ly, ten day du, nama resmi, legal na pangalan",
        "parent": "parent account, parent company, parent account id, parent id, muttergesellschaft, muttergesellschaft id, cong ty me, perusahaan induk, inang kumpanya, related company",
        "lifecycle": "lifecycle, lifecycle stage, account type, status, kundenstatus, trang thai, katayuan",
        "tax_number": "tax number, tax id, vat, vat number, vat id, tin, ust idnr, ustid, umsatzsteuer id, steuernummer, ma so thue, mst, npwp, nomor pokok wajib pajak",
        "website": "website, web, url, domain, company domain name, company domain, webseite, internet, trang web, situs web, situs",
        "industry": "industry, sector, branche, nganh, nganh nghe, linh vuc, industri, bidang usaha, industriya",
        "street": "street, address, street address, billing street, address line 1, organization address, billing address, strasse, straße, adresse, anschrift, dia chi, alamat, jalan, tirahan, kalye",
        "city": "city, town, billing city, ort, stadt, thanh pho, tinh thanh pho, kota, lungsod, bayan, locality",
        "region": "state, region, province, state region, billing state, billing state province, state or region, bundesland, tinh, vung, provinsi, lalawigan, rehiyon",
        "postal_code": "zip, zip code, postal code, postcode, billing zip, billing zip postal code, plz, postleitzahl, ma buu dien, ma buu chinh, kode pos, zip kodigo",
        "country": "country, country code, billing country, country region, land, laendercode, quoc gia, nuoc, negara, bansa",
        "territory": "territory, sales territory, gebiet, vertriebsgebiet, khu vuc, wilayah, teritoryo",
        "currency": _CURRENCY,
        "credit_limit": "credit limit, kreditlimit, kreditrahmen, han muc tin dung, batas kredit, limit ng kredito",
        "payment_days": "payment days, payment terms, terms, zahlungsziel, zahlungsziel tage, han thanh toan, so ngay thanh toan, termin, jangka waktu pembayaran",
        "since": "customer since, since, create date, created, created date, kunde seit, khach hang tu, ngay tao, pelanggan sejak, tanggal dibuat",
        **{name: _PERSON[name] for name in ("email", "phone", "language")},
    },
    "contacts": {
        "id": "contact id, person id, ansprechpartner nr, ma lien he, id kontak, " + _ID,
        "name": "contact name, person name, name, full name, contact person, contact, ansprechpartner, kontakt, ho ten, ho va ten, nguoi lien he, nama, nama lengkap, nama kontak, kontak, buong pangalan, contact na tao",
        "account": "account id, customer id, company id, account name, company name, company, organization, organization name, associated company, kundennummer, firmenname, firma, ma khach hang, cong ty, kode pelanggan, perusahaan, numero ng kustomer, kumpanya",
        "title": "title, job title, position, role, function, funktion, berufsbezeichnung, chuc danh, chuc vu, jabatan, posisi, posisyon, titulo",
        **_PERSON,
        **_DATES,
    },
    "leads": {
        "id": "lead id, lead number, lead nr, anfrage nr, ma dau moi, id prospek, " + _ID,
        "name": "company, lead company, company name, account name, organization, organization name, company account, partner name, firma, firmenname, unternehmen, cong ty, ten cong ty, perusahaan, nama perusahaan, kumpanya",
        "contact_name": "lead name, name, full name, contact name, person, person name, contact person, ansprechpartner, kontakt, nguoi lien he, ho ten, ho va ten, nama, nama kontak, pangalan, buong pangalan",
        "title": "title, job title, job position, position, position title, funktion, berufsbezeichnung, chuc vu, chuc danh, jabatan, posisyon",
        "website": "website, web, url, website url, company domain name, domain, webseite, trang web, situs web",
        "city": "city, town, ort, stadt, thanh pho, kota, lungsod",
        "country": "country, country region, country code, country territory, land, quoc gia, nuoc, negara, bansa",
        "industry": "industry, sector, branche, nganh, nganh nghe, linh vuc, industri, bidang usaha, industriya",
        "employees": "employees, no of employees, number of employees, company size, employee count, mitarbeiter, mitarbeiterzahl, so nhan vien, jumlah karyawan, bilang ng empleyado",
        "message": "message, description, notes, comments, internal notes, lead description, nachricht, beschreibung, notiz, noi dung, mo ta, ghi chu, pesan, deskripsi, catatan, mensahe",
        "campaign": "campaign, campaign name, campaign id, utm campaign, kampagne, chien dich, kampanye, kampanya",
        "owner": "lead owner, owner, contact owner, salesperson, owner name, sales rep, zustaendig, zustandig, besitzer, nguoi phu trach, penanggung jawab, pemilik prospek, may ari",
        "territory": "territory, sales territory, sales team, region territory, gebiet, khu vuc, wilayah",
        "status": "lead status, status, stage, lead stage, lebenszyklus, trang thai, tinh trang, katayuan",
        "reason": "lost reason, disqualification reason, unqualified reason, closed reason, verlustgrund, ly do, alasan, dahilan",
        "came": "create date, created date, created on, creation date, lead created, lead creation time, created, add time, erstellt am, eingang, ngay tao, tanggal dibuat, petsa ng paglikha",
        "contacted": "first contact, first activity date, last contacted, last activity, last activity date, first outreach date, erster kontakt, ngay lien he, kontak pertama",
        "account": "converted account, converted account id, converted to account",
        **_PERSON,
    },
    "campaigns": {
        "id": "campaign id, kampagnen id, ma chien dich, id kampanye, " + _ID,
        "name": "campaign name, campaign, name, kampagne, kampagnenname, ten chien dich, chien dich, nama kampanye, kampanye, pangalan ng kampanya, kampanya",
        "channel": "type, campaign type, channel, medium, art, kanal, loai, kenh, tipe, saluran, uri",
        "starts": "start date, start, starts, beginn, startdatum, ngay bat dau, tanggal mulai, petsa ng simula",
        "ends": "end date, end, ends, ende, enddatum, ngay ket thuc, tanggal selesai, petsa ng wakas",
        "budget": "budgeted cost, budgeted cost in campaign, budget, budget items total amount, geplante kosten, ngan sach, anggaran, badyet",
        "spent": "actual cost, actual cost in campaign, spend, spend items total amount, cost, kosten, ist kosten, chi phi, biaya, gastos",
        "owner": "campaign owner, owner, responsible, verantwortlich, nguoi phu trach, penanggung jawab, may ari",
        "brief": "description, campaign notes, notes, goal, beschreibung, mo ta, deskripsi, paglalarawan",
        "currency": _CURRENCY,
    },
    "deals": DEALS,
    "people": {
        "id": "employee id, user id, person id, employee number, personalnummer, mitarbeiternummer, ma nhan vien, id karyawan, nik, "
        + _ID,
        "name": "name, full name, employee, employee name, user name, mitarbeiter, ho ten, ho va ten, nhan vien, nama, nama lengkap, karyawan, pangalan, empleyado, sales rep, salesperson",
        "title": "title, job title, position, berufsbezeichnung, funktion, chuc danh, chuc vu, jabatan, posisi, posisyon",
        "department": "department, abteilung, phong ban, departemen, departamento, bagian",
        "manager": "manager, manager id, reports to, reportsto, supervisor, vorgesetzter, quan ly, cap tren, atasan, tagapamahala",
        "hired": "hire date, hired, start date, eintritt, eintrittsdatum, ngay vao lam, tanggal masuk, petsa ng pagkuha",
        "left": "left, leaving date, end date, austritt, austrittsdatum, ngay nghi viec, tanggal keluar",
        **_PERSON,
    },
    "products": {
        "id": "product id, sku, item id, article id, artikelnummer, artikel nr, ma hang, ma san pham, kode barang, kode produk, "
        + _ID,
        "name": "product name, product, item, item name, description, artikel, artikelbezeichnung, bezeichnung, produkt, ten hang hoa dich vu, ten hang, ten san pham, san pham, nama barang, nama produk, produk, barang, produkto, pangalan ng produkto, name",
        "code": "product code, sku, code, internal reference, artikelnummer, ma, kode",
        "parent": "category, product category, product group, group, warengruppe, kategorie, nhom hang, danh muc, kategori, kategorya",
        "unit": "unit, unit of measure, uom, product unit, einheit, mengeneinheit, don vi, don vi tinh, dvt, satuan, yunit",
        "active": "active, aktiv, for sale, dang ban, aktif, aktibo",
    },
    "prices": {
        "product": "product id, product, sku, product code, artikelnummer, ma hang, ma san pham, kode barang, produkto",
        "amount": "price, unit price, list price, sales price, product price, preis, verkaufspreis, listenpreis, gia, don gia, gia ban, harga, harga satuan, presyo",
        "price_list": "price list, pricelist, preisliste, bang gia, daftar harga",
        "min_quantity": "min quantity, minimum quantity, mindestmenge, so luong toi thieu, jumlah minimum",
        "currency": "product currency, " + _CURRENCY,
        **_DATES,
    },
    "orders": {
        "id": "order id, order number, order no, sales order, so number, auftragsnummer, bestellnummer, auftrag, ma don hang, so don hang, nomor pesanan, no pesanan, numero ng order, order reference",
        "account": "customer id, customer, customer number, account id, account name, partner, kundennummer, kunde, ma khach hang, khach hang, pelanggan, kode pelanggan, kustomer, numero ng kustomer",
        "day": "order date, date, day, auftragsdatum, bestelldatum, datum, ngay dat hang, ngay, tanggal pesanan, tanggal, petsa, petsa ng order",
        "net": "net, net amount, subtotal, untaxed amount, amount, total, netto, nettobetrag, thanh tien, tien hang, tong tien, jumlah, total harga, halaga",
        "tax": "tax, tax amount, vat amount, steuer, mwst, tien thue, thue, pajak, ppn, buwis",
        "seller": "salesperson, sales rep, seller, owner, account owner, verkaeufer, verkaufer, vertriebsmitarbeiter, nhan vien ban hang, nguoi ban, penjual, nagbenta",
        "po_number": "po number, purchase order, customer po, bestellnummer des kunden, so po, nomor po",
        "promised": "delivery date, promised date, due date, required date, liefertermin, lieferdatum, ngay giao hang, tanggal kirim",
        "shipped": "ship date, shipped date, versanddatum, ngay gui hang, tanggal pengiriman",
        "currency": _CURRENCY,
    },
    "invoices": {
        "id": "invoice id, invoice number, invoice no, invoice, rechnungsnummer, rechnung nr, beleg, belegnummer, so hoa don, ma hoa don, nomor faktur, no faktur, nomor invoice, numero ng resibo, numero ng invoice",
        "account": "customer id, customer, customer number, account id, account name, partner, bill to, kundennummer, kunde, ma khach hang, khach hang, pelanggan, kode pelanggan, kustomer, numero ng kustomer",
        "day": "invoice date, date, day, rechnungsdatum, belegdatum, datum, ngay hoa don, ngay lap, ngay, tanggal faktur, tanggal invoice, tanggal, petsa",
        "due": "due date, due, faelligkeit, falligkeit, falligkeitsdatum, fallig am, faellig am, ngay den han, han thanh toan, jatuh tempo, tanggal jatuh tempo, takdang petsa",
        "net": "net, net amount, subtotal, untaxed amount, amount, invoice amount, total, netto, nettobetrag, betrag, tien hang, thanh tien, tong tien, jumlah, dpp, halaga",
        "tax": "tax, tax amount, vat amount, steuer, mwst, umsatzsteuer, tien thue, thue gtgt, pajak, ppn, buwis",
        "seller": "salesperson, sales rep, seller, owner, verkaeufer, verkaufer, nhan vien ban hang, penjual",
        "order": "order, order id, order number, source document, auftragsnummer, so don hang, nomor pesanan",
        "currency": _CURRENCY,
    },
    "invoice_lines": {
        "invoice": "invoice id, invoice number, invoice, rechnungsnummer, so hoa don, nomor faktur",
        "line": "line, line no, line number, position, pos, stt, baris, linya",
        "product": "product id, product code, sku, artikelnummer, ma hang, kode barang",
        "description": "description, product, item, bezeichnung, beschreibung, artikel, ten hang hoa dich vu, dien giai, noi dung, keterangan, uraian, deskripsi, paglalarawan",
        "quantity": "quantity, qty, menge, anzahl, so luong, sl, jumlah, kuantitas, dami, bilang",
        "unit_price": "unit price, price, einzelpreis, preis, don gia, harga satuan, harga, presyo",
        "discount": "discount, rabatt, chiet khau, giam gia, diskon, potongan, diskwento",
        "net": "net, amount, line total, subtotal, netto, gesamt, thanh tien, total, halaga",
        "tax": "tax amount, steuerbetrag, tien thue, pajak",
    },
    "payments": {
        "id": "payment id, payment number, receipt number, check number, transaction id, zahlungsnummer, so phieu thu, ma thanh toan, nomor pembayaran, numero ng bayad",
        "account": "customer id, customer, customer number, kundennummer, ma khach hang, khach hang, pelanggan, kode pelanggan, kustomer, numero ng kustomer, beguenstigter zahlungspflichtiger, name zahlungsbeteiligter",
        "day": "payment date, date, paid on, zahlungsdatum, valutadatum, buchungstag, ngay thanh toan, ngay thu, tanggal bayar, tanggal pembayaran, petsa ng bayad",
        "amount": "amount, payment amount, paid, betrag, zahlbetrag, so tien, jumlah bayar, jumlah, halaga, bayad",
        "reference": "reference, memo, verwendungszweck, zweck, noi dung, dien giai, berita, keterangan, sanggunian, customer reference, kundenreferenz end to end",
        "invoice": "invoice, invoice number, invoice id, rechnungsnummer, so hoa don, nomor faktur",
        "method": "method, payment method, zahlungsart, buchungstext, hinh thuc thanh toan, phuong thuc thanh toan, metode pembayaran, paraan ng bayad",
        "currency": _CURRENCY,
    },
    "quotas": {
        "person": "employee id, person, person id, sales rep, salesperson, owner, mitarbeiter, ma nhan vien, nhan vien, karyawan, empleyado",
        "team": "team, team id, nhom, doi, tim, koponan",
        "amount": "quota, target, amount, goal, sales quota, ziel, vorgabe, quote, chi tieu, muc tieu, target penjualan, kuota, layunin",
        "currency": _CURRENCY,
        "measure": "measure, kennzahl, don vi do, ukuran, sukat",
        **_DATES,
    },
    "rates": {
        "base": "base, base currency, from currency, basiswaehrung, dong tien goc, mata uang asal",
        "quote": "quote, quote currency, to currency, zielwaehrung, dong tien dich, mata uang tujuan",
        "day": "date, day, rate date, datum, kursdatum, ngay, tanggal, petsa",
        "rate": "rate, exchange rate, kurs, wechselkurs, ty gia, kurs valuta, palitan",
    },
}

TELLING: dict[str, tuple[str, ...]] = {
    "invoices": ("invoice", "rechnung", "hoa don", "faktur", "beleg"),
    "orders": ("order", "auftrag", "bestell", "don hang", "pesanan"),
    "contacts": ("contact", "person", "ansprechpartner", "lien he", "kontak", "first name", "vorname"),
    "accounts": (
        "account",
        "company",
        "customer",
        "organization",
        "firm",
        "kunde",
        "khach hang",
        "pelanggan",
        "debitor",
    ),
    "products": ("product", "sku", "artikel", "san pham", "hang hoa", "barang", "produk"),
    "leads": ("lead", "anfrage", "dau moi", "prospek", "lead status", "lead source", "utm"),
    "campaigns": (
        "campaign name",
        "campaign type",
        "budgeted cost",
        "kampagnenname",
        "ten chien dich",
        "nama kampanye",
    ),
    "deals": (
        "opportunity",
        "deal",
        "deal stage",
        "close date",
        "forecast category",
        "expected revenue",
        "pipeline",
        "verkaufschance",
        "co hoi",
        "peluang",
    ),
    "payments": ("payment", "paid", "zahlung", "thanh toan", "bayar", "check number", "verwendungszweck"),
    "people": ("employee", "mitarbeiter", "nhan vien", "karyawan", "hire date", "reports to", "reportsto"),
    "invoice_lines": (
        "quantity",
        "menge",
        "so luong",
        "unit price",
        "don gia",
        "einzelpreis",
        "harga satuan",
    ),
    "quotas": ("quota", "target", "chi tieu", "ziel", "kuota"),
    "prices": ("price list", "preisliste", "bang gia", "list price"),
    "rates": ("exchange rate", "wechselkurs", "ty gia", "base currency"),
}
"""Words in headers or in a file's name that speak for a target."""


PREFIXES: dict[str, tuple[str, ...]] = {
    "contacts": ("person", "contact"),
    "accounts": ("organization", "company", "account"),
    "products": ("product",),
    "leads": ("lead", "person", "organization"),
    "deals": ("deal",),
}
"""What stands before a dash in headers such as “Person - Email (Work)”."""


def plain(header: str) -> str:
    """A header as it is compared: no accents, case, punctuation or stars."""
    letters = "".join(sign if sign.isalnum() else " " for sign in search_form(header))
    return " ".join(letters.split())


def cut(header: str) -> str:
    """The same with camel case cut into words: “InvoiceDate” is “invoice date”."""
    pairs = zip(" " + header, header, strict=False)
    return plain(
        "".join(f" {sign}" if sign.isupper() and before.islower() else sign for before, sign in pairs)
    )


def spellings(target: str) -> dict[str, tuple[str, int]]:
    """Every known spelling for a target's columns: the column, and how near to the front it stands."""
    found: dict[str, tuple[str, int]] = {}
    for column, listed in KNOWN[target].items():
        for place, spelling in enumerate([column.replace("_", " "), *listed.split(",")]):
            found.setdefault(plain(spelling), (column, place))
    return found
