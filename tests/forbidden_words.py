"""Words that other systems get wrong, by language, each with what it really means. From the field's glossary.

They are regular expressions between word boundaries.
"""

FORBIDDEN: dict[str, dict[str, str]] = {
    "de": {
        "Konto": "an account is a Kunde; Konto is a bank or login account",
        "Konten": "an account is a Kunde; Konto is a bank or login account",
        "Accounts?": "an account is a Kunde",
        "Quoten?": "a quota is a Vertriebsziel; Quote means ratio",
        "Kontingent": "a quota is a Vertriebsziel",
        "Gutschriften? .*Rechnung": "a credit note is a Rechnungskorrektur",
        "Gelegenheit(en)?": "an opportunity is a Verkaufschance",
        "Kommission(en)?": "commission is Provision",
        "Territori(um|en)": "a territory is a Vertriebsgebiet",
        "[Dd]u": "people are addressed by Sie",
        "[Dd]eine?[nrms]?": "people are addressed by Sie",
    },
    "vi": {
        "[Tt]ài khoản": "an account is a khách hàng; tài khoản is a bank or login account",
        "Chì": "the metal, not a lead",
        "[Ll]ãnh thổ": "a national territory, not a sales territory",
        "[Dd]oanh thu gối": "not a pipeline",
        "[Hh]ạn ngạch": "an import quota; a sales quota is a chỉ tiêu doanh số",
        "[Cc]ài đặt": "settings are thiết lập",
    },
    "id": {
        "[Rr]ekening(?! koran)": "an account is a pelanggan; rekening is a bank account",
        "[Aa]kun": "an account is a pelanggan; akun is a ledger or login account",
        "[Mm]emimpin prospek": "memimpin is to lead people",
        "[Kk]uota": "a sales quota is a target penjualan",
        "[Kk]esempatan": "an opportunity is a peluang penjualan",
        "[Ff]aktur pajak": "a tax invoice only",
        "[Kk]amu": "people are addressed by Anda",
    },
    "fil": {
        "[Kk]liyente": "business nouns stay English: client, customer, account",
        "[Kk]omisyon": "business nouns stay English: commission",
        "[Bb]ayarin": "business nouns stay English: invoice, payment",
        "[Uu]lat": "business nouns stay English: report",
        "[Kk]ota": "business nouns stay English: quota",
        "[Tt]alaan": "the ledger stays English",
        "[Pp]alitan ng salapi": "an exchange rate stays English",
    },
}
