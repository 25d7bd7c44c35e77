"""What institution an address belongs to, by its domain."""

from __future__ import annotations

import re

# Anybody may have an address there.
FREE_MAIL = frozenset(
    "126.com 139.com 163.com 189.cn 21cn.com acm.org aim.com alice.it aliyun.com arcor.de att.net "
    "au.com bellsouth.net biglobe.ne.jp bigpond.com bigpond.net.au bk.ru blueyonder.co.uk "
    "bluewin.ch bol.com.br btinternet.com centrum.cz charter.net comcast.net computer.org cox.net "
    "daum.net docomo.ne.jp duck.com earthlink.net eircom.net email.cz ezweb.ne.jp foxmail.com "
    "free.fr freenet.de hanmail.net hetnet.nl home.nl hushmail.com icloud.com ieee.org inbox.ru "
    "interia.pl internet.ru juno.com kabelmail.de kpnmail.nl laposte.net libero.it list.ru mac.com "
    "mailbox.org me.com nate.com naver.com nifty.com ntlworld.com o2.pl ocn.ne.jp onet.pl "
    "online.de online.no optonline.net optusnet.com.au orange.fr planet.nl plala.or.jp pm.me "
    "posteo.de qq.com rambler.ru rediffmail.com rocketmail.com rogers.com sapo.pt sbcglobal.net "
    "seznam.cz sfr.fr shaw.ca sina.cn sina.com sina.com.cn skynet.be sky.com so-net.ne.jp "
    "softbank.jp softbank.ne.jp sohu.com sympatico.ca t-online.de talktalk.net telenet.be "
    "telia.com telus.net terra.com.br tiscali.it tom.com tutamail.com ukr.net uol.com.br "
    "verizon.net videotron.ca virginmedia.com virgilio.it vodafone.de vodafone.ne.jp walla.com "
    "wanadoo.fr web.de wp.pl xs4all.nl xtra.co.nz ya.ru yeah.net ymail.com ziggo.nl "
    # Set aside for examples (RFC 2606): nobody's.
    "example.com example.net example.org".split()
)
# The same below the name of any country.
FREE_EVERYWHERE = frozenset(
    "aol fastmail gmail gmx googlemail hey hotmail live mail msn outlook proton protonmail tuta "
    "tutanota yahoo yandex zoho".split()
)
# Nobody's own below any country: ac.uk, edu.cn, co.jp. An institution is one label further.
BELOW_ANY = frozenset("ac co com edu gob gov gouv govt gv mil net org or res".split())
# And below some: where institutions are, mostly of the public suffix list (publicsuffix.org).
BELOW = {
    "au": "asn id",
    "ca": "ab bc gc mb nb nf nl ns nt nu on pe qc sk yk",
    "id": "desa go my sch web",
    "il": "idf k12 muni",
    "in": "ernet firm gen ind nic",
    "jp": "ad ed go gr lg ne",
    "ke": "go me ne sc",
    "kr": "es go hs kg ms ne pe re sc",
    "nz": "cri gen geek health iwi maori school",
    "pl": "art bialystok bydgoszcz czest gda gdansk katowice kielce krakow lodz lublin olsztyn "
    "opole poznan radom rzeszow szczecin torun warszawa waw wroc wroclaw zgora",
    "ru": "msk nov nsk spb",
    "th": "go in mi",
    "tw": "club idv",
    "ua": "dp kharkiv kharkov kiev kyiv lviv odesa odessa",
    "uk": "ltd me nhs plc police sch",
    "us": "ak al ar az ca ct dc de fl ga hi ia id il in ks ky la ma md me mi mn mo ms mt nc nd ne "
    "nh nj nm nv ny oh ok or pa ri sc sd tn tx ut va vt wa wi wv wy",
}
# Domains of two letters, and no others, are those of countries (ISO 3166).
COUNTRY_CODE = 2
BELOW_A_STATE = frozenset("cc k12 lib state tec".split())


def institution(email: str) -> str:
    """The domain of an address as its institution has it: cs.uni.edu and uni.edu are one.

    Nothing for addresses that anybody may have.
    """
    labels = email.casefold().rpartition("@")[2].strip(".").split(".")
    domain = ".".join(labels[-_own(labels) :])
    is_anybodys = domain in FREE_MAIL or domain.partition(".")[0] in FREE_EVERYWHERE
    return "" if is_anybodys or "." not in domain else domain


def is_domain(text: str) -> bool:
    """Whether it is typed as the domain of an institution: kth.se, or @kth.se."""
    return re.fullmatch(r"@?[\w-]+(\.[\w-]+)+", text) is not None


def _own(labels: list[str]) -> int:
    """How many labels at the end name the institution."""
    *_, third, second, country = ["", "", *labels]
    below = BELOW_ANY.union(BELOW.get(country, "").split())
    if len(country) != COUNTRY_CODE or second not in below:
        return 2
    return 4 if country == "us" and third in BELOW_A_STATE else 3
