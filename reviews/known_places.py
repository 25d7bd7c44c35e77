"""Words and names that affiliations are made of."""

from __future__ import annotations

# What kind of place it is, in the languages where they are most often met. Two names of different
# kinds are two places: Boston University, Boston College.
KINDS = {
    "university": "u univ universidad universidade universita universitaet universitas universite "
    "universitetet universitet universiteit universitesi university universities",
    "institute": "inst institut institutet instituto institute institutes istituto",
    "college": "college",
    "academy": "academy academie akademie",
    "hochschule": "hochschule fachhochschule",
    "hospital": "hospital klinikum",
}
SMALL = (
    "a am an and at auf d da de degli del della der des di do dos du e et for für in la le les of "
    "on studi the und van y zu zur"
)
# What is a part of an institution, or what a company is by law.
TRIMMINGS = (
    "ag center centre chair co corp corporation department dept dipartimento départment "
    "département departamento division ecole école escuela fachbereich facultad faculty fakultät "
    "gmbh group inc incorporated lab laboratoire laboratories laboratory labs limited llc ltd plc "
    "program programme pty sa school section team unit"
)
# What begins so is a part of an institution.
UNITS = (
    "center centre chair department dept dipartimento départment département departamento division "
    "fachbereich facultad faculty fakultät group lab laboratoire laboratory program school section"
)
# What says of no place which it is: what is studied there, and what somebody does.
SAYS_NOTHING = (
    "ai applied architecture artificial arts biology business chemistry computational computer "
    "computing communication communications cs cse data design economics education eecs electrical "
    "electronic electronics engineer engineering graduate health humanities informatics "
    "information informatik intelligence intelligent language law learning life linguistics "
    "machine management mathematical mathematics mathematik mechanical medical medicine natural "
    "neuroscience philosophy physics political professor psychology research researcher robotics "
    "science sciences scientist social software statistics student studies systems technical "
    "technology theoretical candidate doctoral independent phd postdoc postdoctoral senior junior "
    "lecturer company consultant freelance freelancer industry no none not n affiliated "
    "affiliation employed institution private retired scholar self stealth startup tba "
    "unaffiliated unemployed unknown developer founder"
)
# Who writes this of themselves names no place beside it, but the town where they live.
WITHOUT = (
    "consultant founder freelance freelancer independent industry no none not private retired self "
    "startup unaffiliated unemployed unknown"
)
# Where it is, if that stands between commas.
COUNTRIES = (
    "argentina|australia|austria|belgium|brazil|canada|chile|china|pr china|czech republic|denmark|"
    "england|finland|france|germany|greece|hong kong|hungary|india|iran|ireland|israel|italy|japan|"
    "korea|mexico|netherlands|the netherlands|new zealand|norway|poland|portugal|qatar|"
    "republic of korea|romania|russia|saudi arabia|scotland|singapore|south africa|south korea|"
    "spain|sweden|switzerland|taiwan|turkey|united arab emirates|united kingdom|united states|"
    "united states of america|usa|uae|prc|vietnam"
)
# Words that are written in several ways.
SPELLED = {
    "bruxelles": "brussels",
    "geneve": "geneva",
    "genf": "geneva",
    "firenze": "florence",
    "københavn": "copenhagen",
    "köln": "cologne",
    "lisboa": "lisbon",
    "milano": "milan",
    "moskva": "moscow",
    "münchen": "munich",
    "napoli": "naples",
    "padova": "padua",
    "praha": "prague",
    "peking": "beijing",
    "roma": "rome",
    "saint": "st",
    "tech": "technology",
    "technical": "technology",
    "technische": "technology",
    "technischen": "technology",
    "technological": "technology",
    "technologies": "technology",
    "torino": "turin",
    "warszawa": "warsaw",
    "wien": "vienna",
}
# Words that stand for several, where they are not the whole name.
SHORTENED = {
    "iit": "indian institute of technology",
    "mpi": "max planck institute",
    "nit": "national institute of technology",
    "suny": "state university of new york",
    "tu": "technical university",
    "uc": "university of california",
    "umass": "university of massachusetts",
    "unc": "university of north carolina",
    "ut": "university of texas",
}
# Names that one knows by others.
ALSO = {
    "ai2": "allen institute for ai",
    "allen institute for artificial intelligence": "allen institute for ai",
    "caltech": "california institute of technology",
    "deepmind": "google",
    "école polytechnique fédérale de lausanne": "epfl",
    "eidgenössische technische hochschule zürich": "eth",
    "ethz": "eth",
    "facebook": "meta",
    "georgia tech": "georgia institute of technology",
    "imperial college": "imperial college london",
    "israel institute of technology": "technion",
    "institute of science and technology austria": "ist austria",
    "kungliga tekniska högskolan": "kth",
    "ludwig maximilians universität münchen": "lmu",
    "university of munich": "lmu",
    "massachusetts institute of technology": "mit",
    "miami university": "miami university ohio",
    "penn state": "pennsylvania state university",
    "royal institute of technology": "kth",
    "stony brook university": "state university of new york stony brook",
    "technical university of denmark": "dtu",
    "virginia tech": "virginia polytechnic institute and state university",
    "washington university": "washington university in st louis",
    "york university": "york university toronto",
}
# What begins so is of these, whatever follows: a team, a branch, a town.
WHOLE = (
    "adobe alibaba amazon apple baidu bosch bytedance deepmind epfl eth facebook google huawei ibm "
    "inria intel kth lmu meta microsoft mila mit nvidia openai oracle riken rwth salesforce "
    "samsung sap siemens sony technion tencent"
)
# Many institutions of one name, told apart by what follows it; and the one that is meant if
# nothing does.
CAMPUSES = {
    "indian institute of technology": "",
    "max planck institute": "",
    "national institute of technology": "",
    "state university of new york": "",
    "university of california": "",
    "university of colorado": "boulder",
    "university of illinois": "urbana champaign",
    "university of maryland": "college park",
    "university of massachusetts": "amherst",
    "university of michigan": "ann arbor",
    "university of minnesota": "twin cities",
    "university of north carolina": "chapel hill",
    "university of rome": "",
    "university of texas": "austin",
    "university of washington": "seattle",
    "university of wisconsin": "madison",
}
# The same, told apart by what stands before it.
UMBRELLAS = "university of london|chinese academy of sciences"
# What is not only a department's: hospitals of a university are places of their own.
OWN_CAMPUS = "center centre health medical"
