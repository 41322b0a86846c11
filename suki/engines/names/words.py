"""Words that many companies share: they say little about which company it is, and are written in many ways."""

from __future__ import annotations

from typing import Final

CONNECTORS: Final = frozenset("and und et en dan va og och y e".split())
"""Between two words they are left out, like “&” and “+”."""

SMALL: Final = frozenset(
    """the of for at in on by der die das des dem den fur von vom zu zur zum im bei de la le les el los las del di da do
    dos das van ten ter het op voor ng mga untuk bagi dari cua tai cho""".split()
)
"""Articles and prepositions."""

SHORT_FOR: Final[dict[str, str]] = {
    short: long
    for line in """
        holding: holdings hldg hldgs hold holdco
        group: groups grp gruppe groupe gruppo grupo gruppen groep kelompok gp
        international: intl internationale internacional internazionale internasional int inter
        development: developments dev devt devel devts developers developer
        manufacturing: mfg manuf mfrs manufacturers manufacturer
        service: services svc svcs serv srv servis dienste dienstleistung dienstleistungen diensten
        industry: industries industrial ind inds indus indl industrie industriel industri industria
        technology: technologies tech technologie technologien techno technologi teknologi technological
        system: systems systeme sys sistem
        solution: solutions soln solns losungen
        product: products produkte produk prods prod produkt
        investment: investments invest inv invt invts investasi beleggingen
        property: properties props prop
        resource: resources res
        enterprise: enterprises ent entp enterprs
        partner: partners ptnr ptnrs partnership
        associate: associates assoc assocs association associated
        brother: brothers bros
        management: mgmt mgt managment
        engineering: eng engg engrg
        national: natl nat nasional nacional
        company: companies cies
        construction: constr const constructions
        communication: communications comms comm
        distribution: distr distribusi distributor distributors distributing
        department: dept
        laboratory: laboratories labs lab

        metropolitan: metro
        philippines: phils phil philippine pilipinas phl pinas
        deutschland: germany german deutsche deutscher
        indonesia: indonesian
        vietnam: vietnamese vn viet
        nederland: netherlands dutch nederlandse holland
        america: american usa americas
        china: chinese
        europe: european europa europaische eur
        asia: asian asien
        university: univ universitas universitat
        hospital: hosp hospitals
        insurance: ins insur
        finance: financial financing fin finanz
        bank: banking banken
        transport: transports transportation transporte trans
        logistics: logistik logistic logistica
        trading: trade trader traders handel handels dagang
        consulting: consultancy consultants consultant consult beratung advies advisory advisors advisers
        administration: admin verwaltung verwaltungs beheer
        restaurant: restaurants resto
        center: centre centers centres zentrum ctr
        electronic: electronics elektronik elektronika
        electric: electrical elec elektro
        energy: energie energi energies
        software: softwares sw
        design: designs
        security: securities sec
        project: projekt projekte projects proyek
        supply: supplies supplier suppliers
        material: materials matls materialien
        machine: machinery machines maschinen mesin
        agriculture: agricultural agri agrar
        pharmaceutical: pharmaceuticals pharma pharm farma
        power: powers pwr
        building: buildings bldg bldgs bau
        saint: st sankt
        santa: sta
        santo: sto
        mount: mt
        fund: fonds funds
        real: rl
        estate: estates immobilien
        market: markets mkt mkts
        retail: rtl
        resort: resorts
        food: foods
        water: waters
        network: networks
        venture: ventures
        mining: mine mines
    """.strip().splitlines()
    for long, _, shorts in [line.strip().partition(":")]
    for short in shorts.split()
}
"""How often-used words are shortened or inflected, and the word they count as."""

COMMON: Final = frozenset(
    {
        *(long for long in SHORT_FOR.values()),
        *"""global digital capital media marketing sales commerce commercial general first new united premier prime best
        gesellschaft betrieb werk haus house home hotel beteiligung beteiligungs beteiligungen vermogensverwaltung vermogens
        grundstucks besitz immobilien export import mitra jaya abadi makmur sentosa utama sukses karya prima indah mandiri
        thuong mai dich vu san xuat xay dung dau tu phat trien quoc te viet nam cong nghe xuat nhap khau
        corporation incorporated limited equity equities value growth income bond wind solar pensioen onderneming ondernemingen
        city world one plus premium select smart green pro net online web data cloud studio store shop agency
        office auto automotive solutions education health care travel shipping air land sea oil gas chemical steel paper
        printing packaging textile fashion club union alliance asset wealth trust""".split(),
    }
)  # fmt: skip
"""Words that count for little even where nobody knows how often they occur."""

COUNTRIES: Final = frozenset(
    """deutschland osterreich austria schweiz switzerland suisse france italia italy espana spain portugal nederland belgium
    belgique polska poland cesko czech slovakia hungary romania bulgaria croatia slovenia denmark danmark sweden sverige norway
    norge finland suomi estonia latvia lithuania ireland uk britain england scotland wales russia ukraine turkey turkiye israel
    india pakistan bangladesh lanka nepal thailand malaysia singapore indonesia philippines vietnam cambodia laos myanmar china
    taiwan japan korea australia zealand canada mexico mexiko brasil brazil argentina chile colombia peru africa nigeria kenya
    egypt maroc morocco tunisia america europe asia apac emea latam dach nordic benelux""".split()
)
"""Names of countries and regions: two different ones are two subsidiaries."""
