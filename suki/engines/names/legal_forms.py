"""Legal forms by country: what stands after a company's name, or before it, and says nothing about which company it is.

A line reads: the form as it is usually written, then its other spellings, without accents, dots and connectors
(“and”, “und”, “&”), because names are read that way before they are looked up. Forms that mean the same to whoever keeps
accounts stand on one line, so that “Inc.” and “Incorporated” are no difference, and “GmbH” and “AG” are one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

FORMS: Final[Mapping[str, str]] = {
    "DE": """
        GmbH: gmbh, mbh, gesellschaft mit beschrankter haftung, ges mbh, g mbh
        gGmbH: ggmbh, gemeinnutzige gmbh, gemeinnutzige gesellschaft mit beschrankter haftung
        UG: ug, ug haftungsbeschrankt, unternehmergesellschaft, unternehmergesellschaft haftungsbeschrankt
        AG: ag, aktiengesellschaft
        GmbH & Co. KG: gmbh co kg, gmbh cokg, mbh co kg, gmbh kg, ug co kg, ug haftungsbeschrankt co kg, ug haftungsbeschrankt kg, ug co kg haftungsbeschrankt, ag co kg, se co kg, bv co kg, ltd co kg, sarl co kg
        GmbH & Co. OHG: gmbh co ohg
        KG: kg, co kg, cokg, kommanditgesellschaft
        Inv. KG: inv kg, invkg, investment kg, investmentkommanditgesellschaft, geschlossene investment kg, gmbh co geschlossene investment kg, gmbh co geschl inv kg
        KGaA: kgaa, ag co kgaa, gmbh co kgaa, se co kgaa, kommanditgesellschaft auf aktien
        OHG: ohg, offene handelsgesellschaft
        GbR: gbr, egbr, gesellschaft burgerlichen rechts
        PartG: partg, partg mbb, partgmbb, mbb, partnerschaftsgesellschaft
        e.K.: ek, ekfm, ekfr, eingetragener kaufmann, eingetragene kauffrau
        eG: eg, eingetragene genossenschaft
        e.V.: ev, eingetragener verein
        VVaG: vvag, versicherungsverein auf gegenseitigkeit
        AöR: aor, anstalt des offentlichen rechts
        KdöR: kdor, korperschaft des offentlichen rechts""",
    "AT": """
        GmbH: gmbh, gesmbh, ges m b h, gesellschaft mbh
        FlexKapG: flexkapg, flexible kapitalgesellschaft
        OG: og, offene gesellschaft
        KEG: keg
        e.U.: eu, einzelunternehmen
        Gen.m.b.H.: genmbh, regenmbh""",
    "CH": """
        AG: ag, sa
        GmbH: gmbh, sarl, sagl
        Genossenschaft: genossenschaft""",
    "LI": "Anstalt: anstalt, etablissement",
    "US": """
        Inc.: inc, incorporated, corp, corporation, co, company, co inc, company inc, corporation inc
        LLC: llc, limited liability company, llc co
        PLLC: pllc
        LLP: llp, limited liability partnership
        LP: lp, limited partnership
        P.C.: pc, professional corporation
        PBC: pbc""",
    "CA": "Inc.: inc, incorporated, ltee, limitee, ulc",
    "GB": """
        Ltd: ltd, limited, co ltd, company limited, private limited, company ltd
        PLC: plc, public limited company
        LLP: llp
        CIC: cic
        CIO: cio
        Unlimited: unltd, unlimited""",
    "IE": """
        Ltd: ltd, limited, teo, teoranta
        DAC: dac, designated activity company
        CLG: clg
        PLC: plc, cpt
        UC: uc""",
    "AU": "Pty Ltd: pty ltd, pty limited, proprietary limited, pty",
    "NZ": "Ltd: ltd, limited, tapui",
    "ZA": "Pty Ltd: pty ltd, rf\nCC: cc\nNPC: npc",
    "IN": "Pvt Ltd: pvt ltd, private limited, pvt limited, p ltd\nLtd: ltd, limited\nLLP: llp\nOPC: opc",
    "PK": "Pvt Ltd: pvt ltd, private limited, smc pvt ltd",
    "BD": "Ltd: ltd, limited",
    "SG": "Pte Ltd: pte ltd, pte limited, private limited, pte\nLLP: llp",
    "MY": "Sdn Bhd: sdn bhd, sendirian berhad\nBhd: bhd, berhad\nPLT: plt",
    "HK": "Ltd: ltd, limited, co ltd",
    "PH": """
        Inc.: inc, incorporated, corp, corporation, co, company, co inc, company inc
        OPC: opc, one person corporation
        Ltd: ltd, limited, co ltd, ltd co""",
    "ID": """
        PT: pt, p t, perseroan terbatas, pt tbk, tbk, persero, pt persero, persero tbk, pt persero tbk
        CV: cv, c v, persekutuan komanditer, commanditaire vennootschap
        UD: ud, usaha dagang
        Firma: fa, firma
        Koperasi: koperasi
        Perum: perum
        Yayasan: yayasan
        PD: pd, perusahaan daerah""",
    "VN": """
        TNHH: cong ty tnhh, cty tnhh, tnhh, cong ty trach nhiem huu han, trach nhiem huu han, cong ty tnhh mtv, cong ty tnhh mot thanh vien, tnhh mtv, tnhh mot thanh vien, mtv
        Cổ phần: cong ty co phan, cty co phan, ctcp, cong ty cp, cty cp, co phan, jsc, joint stock company, jont stock company, corp jsc
        Công ty: cong ty, cty
        Tập đoàn: tap doan
        Tổng công ty: tong cong ty
        Doanh nghiệp tư nhân: doanh nghiep tu nhan, dntn
        Hợp tác xã: hop tac xa, htx
        Hộ kinh doanh: ho kinh doanh, hkd
        Ltd: co ltd, company limited, ltd, limited""",
    "TH": "Co., Ltd.: co ltd, company limited, ltd\nPCL: pcl, public company limited",
    "JP": "KK: kk, kabushiki kaisha, kabushiki gaisha, co ltd\nGK: gk, godo kaisha\nYK: yk, yugen kaisha",
    "KR": "Co., Ltd.: co ltd, chusik hoesa, jusik hoesa",
    "CN": "Co., Ltd.: co ltd, company limited, group co ltd",
    "TW": "Co., Ltd.: co ltd",
    "NL": """
        B.V.: bv, besloten vennootschap
        N.V.: nv, naamloze vennootschap
        V.O.F.: vof, vennootschap onder firma
        C.V.: cv, commanditaire vennootschap
        Maatschap: maatschap, stille maatschap
        Stichting: stichting, stg
        Coöperatie: cooperatie, cooperatief ua, cooperatie ua, ua
        Vereniging: vereniging
        Eenmanszaak: eenmanszaak""",
    "BE": """
        BV: bv, bvba, srl, sprl, besloten vennootschap
        NV: nv, sa, naamloze vennootschap, societe anonyme
        CV: cv, cvba, scrl, cvoa
        CommV: commv, comm v, scomm
        VOF: vof, snc
        VZW: vzw, asbl, ivzw, aisbl""",
    "LU": "SA: sa\nSàrl: sarl, sarl s\nSCA: sca\nSCSp: scsp, scs\nSICAV: sicav, sicar, sif",
    "FR": """
        SA: sa, societe anonyme
        SAS: sas, sasu, societe par actions simplifiee
        SARL: sarl, eurl, societe a responsabilite limitee
        SNC: snc, societe en nom collectif
        SCA: sca
        SCI: sci, societe civile immobiliere
        SCOP: scop, scic
        SELARL: selarl, selas
        GIE: gie
        EI: ei, entreprise individuelle""",
    "ES": """
        S.A.: sa, sociedad anonima, sau
        S.L.: sl, slu, srl, sociedad limitada, sociedad de responsabilidad limitada
        S.L.L.: sll, slne
        S.C.: sc, sociedad civil, scp
        S. Coop.: s coop, sccl, sociedad cooperativa
        C.B.: cb""",
    "PT": "Lda: lda, limitada, unipessoal lda, sociedade unipessoal lda\nS.A.: sa, sgps, sgps sa\nCRL: crl",
    "BR": "Ltda: ltda, limitada\nS.A.: sa, s a\nEireli: eireli\nME: mei, epp\nSLU: slu",
    "IT": """
        S.r.l.: srl, srls, societa a responsabilita limitata, s r l
        S.p.A.: spa, societa per azioni, s p a
        S.a.s.: sas, societa in accomandita semplice
        S.n.c.: snc, societa in nome collettivo
        S.a.p.A.: sapa
        S.c.a.r.l.: scarl, scrl, soc coop, societa cooperativa
        S.s.: ss""",
    "MX": "S.A. de C.V.: sa de cv, sab de cv, sapi de cv, sa\nS. de R.L.: s de rl, s de rl de cv, srl de cv\nS.C.: sc\nA.C.: ac",
    "AR": "S.A.: sa\nS.R.L.: srl\nS.A.S.: sas",
    "CL": "S.A.: sa\nSpA: spa\nLtda.: ltda, limitada\nEIRL: eirl",
    "CO": "S.A.S.: sas\nS.A.: sa\nLtda.: ltda, limitada",
    "PE": "S.A.C.: sac\nS.A.: sa, saa\nS.R.L.: srl\nE.I.R.L.: eirl",
    "DK": "A/S: as, aktieselskab\nApS: aps, anpartsselskab\nIVS: ivs\nK/S: ks\nI/S: is\nAmbA: amba, fmba, smba",
    "SE": "AB: ab, aktiebolag, ab publ, publ\nHB: hb, handelsbolag\nKB: kb, kommanditbolag\nEk. för.: ek for, ekonomisk forening",
    "NO": "AS: as, aksjeselskap\nASA: asa\nANS: ans\nDA: da\nENK: enk\nNUF: nuf\nKS: ks",
    "FI": "Oy: oy, osakeyhtio, oy ab, ab oy\nOyj: oyj, abp\nKy: ky\nTmi: tmi\nOsk: osk, osuuskunta",
    "IS": "ehf.: ehf\nhf.: hf\nohf.: ohf\nslf.: slf\nses.: ses",
    "EE": "OÜ: ou, osauhing\nAS: as, aktsiaselts\nFIE: fie\nTÜ: tu\nMTÜ: mtu",
    "LV": "SIA: sia\nAS: as\nIK: ik\nPS: ps",
    "LT": "UAB: uab\nAB: ab\nMB: mb\nVšĮ: vsi",
    "PL": """
        Sp. z o.o.: sp z oo, sp z o o, spolka z oo, spolka z ograniczona odpowiedzialnoscia
        Sp. z o.o. sp.k.: sp z oo sp k, sp z oo sp komandytowa
        S.A.: sa, spolka akcyjna
        Sp. k.: sp k, spk, spolka komandytowa
        Sp. j.: sp j, spj, spolka jawna
        P.S.A.: psa
        S.c.: sc, spolka cywilna""",
    "CZ": "s.r.o.: sro, spol s ro, spolecnost s rucenim omezenym\na.s.: as, akc spol, akciova spolecnost\nv.o.s.: vos\nk.s.: ks\nz.s.: zs",
    "SK": "s.r.o.: sro, spol s ro, spolocnost s rucenim obmedzenym\na.s.: as, akciova spolocnost\nk.s.: ks\nv.o.s.: vos",
    "HU": "Kft.: kft, korlatolt felelossegu tarsasag\nZrt.: zrt\nNyrt.: nyrt\nRt.: rt\nBt.: bt, beteti tarsasag\nKkt.: kkt\nE.v.: ev",
    "RO": "S.R.L.: srl, srl d, sc srl\nS.A.: sa\nS.C.S.: scs\nS.N.C.: snc\nPFA: pfa",
    "BG": "OOD: ood, ood bg\nEOOD: eood\nAD: ad\nEAD: ead\nET: et\nООД: оод, еоод, ад, еад, ет",
    "HR": "d.o.o.: doo, j doo, jdoo\nd.d.: dd\nobrt: obrt\nj.t.d.: jtd\nk.d.: kd",
    "SI": "d.o.o.: doo\nd.d.: dd\ns.p.: sp\nd.n.o.: dno\nk.d.: kd",
    "RS": "d.o.o.: doo\na.d.: ad\no.d.: od\nPR: pr",
    "BA": "d.o.o.: doo\nd.d.: dd",
    "MK": "DOO: doo, dooel\nAD: ad",
    "AL": "Sh.p.k.: shpk\nSh.a.: sha",
    "GR": "A.E.: ae, aebe, aeve\nE.P.E.: epe\nI.K.E.: ike, mike\nO.E.: oe\nE.E.: ee\nSA: sa",
    "CY": "Ltd: ltd, limited\nPLC: plc",
    "MT": "Ltd: ltd, limited\nPLC: plc",
    "TR": "A.Ş.: as, a s, anonim sirketi\nLtd. Şti.: ltd sti, limited sirketi, sti, san tic ltd sti\nKoll. Şti.: koll sti",
    "RU": """
        OOO: ooo, ооо, общество с ограниченнои ответственностью
        AO: ao, ао, oao, оао, zao, зао, pao, пао
        IP: ип""",
    "UA": "TOV: tov, тов\nPrAT: prat, прат, pat, пат, at, ат\nFOP: fop, фоп",
    "BY": "OOO: ooo, ооо, odo, одо\nOAO: oao, оао",
    "KZ": "TOO: too, тоо\nAO: ao, ао",
    "IL": "Ltd: ltd, bm",
    "AE": "LLC: llc, wll\nFZE: fze, fzc, fzco, fz llc\nPJSC: pjsc\nDMCC: dmcc",
    "SA": "LLC: llc, ltd\nCJSC: cjsc, sjsc",
    "EG": "S.A.E.: sae\nLLC: llc",
    "LB": "SAL: sal\nSARL: sarl",
    "MA": "SARL: sarl, sarl au\nSA: sa",
    "TN": "SARL: sarl, suarl\nSA: sa",
    "NG": "Ltd: ltd, limited\nPLC: plc",
    "KE": "Ltd: ltd, limited\nPLC: plc",
    "EU": "SE: se, societas europaea\nSCE: sce\nEEIG: eeig, ewiv, gie",
}  # fmt: skip
"""By ISO 3166 code of the country; `EU` holds what every member state has."""

ALONE_ONLY_AT_AN_END: Final = frozenset(
    """cooperatie vereniging genossenschaft koperasi yayasan anstalt firma company corporation limited incorporated
    publ persero unlimited cooperative maatschap limitada obrt private""".split()
)
"""Forms that are words of their own: inside a name they belong to it."""


KNOWN_ABROAD: Final = frozenset("ag kg ug eg ev ek se oy ab as sa bv nv cv pt ud co lp kk".split())
"""Forms of two letters that are read as forms whatever the country; all others are words outside their own."""


@lru_cache(maxsize=512)
def forms_of(country: str) -> Mapping[tuple[str, ...], str]:
    """Each spelling, in words, with the form it stands for; the country's own first, then everybody else's."""
    spellings: dict[tuple[str, ...], str] = {}
    others = [code for code in FORMS if code not in (country, "EU")]
    for code in (country, "EU", *others):
        for line in FORMS.get(code, "").splitlines():
            form, _, written = line.strip().partition(":")
            for spelling in filter(None, map(with_letters_joined, map(str.split, written.split(",")))):
                if code in (country, "EU") or len("".join(spelling)) > 2 or spelling[0] in KNOWN_ABROAD:
                    spellings.setdefault(tuple(spelling), form)
    return spellings


def with_letters_joined(words: Sequence[str]) -> list[str]:
    """Letters that stand one after the other are one word: “D. R. Kool” as “DR Kool”, “e. V.” as “eV”."""
    joined: list[str] = []
    open_run = False
    for word in words:
        letter = len(word) == 1 and word.isalpha()
        if letter and open_run:
            joined[-1] += word
        else:
            joined.append(word)
        open_run = letter
    return joined


@lru_cache(maxsize=1)
def longest_spelling() -> int:
    """How many words the longest spelling has."""
    return max(len(line.split()) for forms in FORMS.values() for line in re.split(r"[,:\n]", forms))


@lru_cache(maxsize=1)
def first_words() -> frozenset[str]:
    """The words with which some spelling begins: most words of most names are none of them."""
    return frozenset(spelling[0] for country in FORMS for spelling in forms_of(country))
