"""The texts that the site cites, numbered: `docs/sources.md` lists them, and nothing in the code cites another.

What the site has of each is told in `known`: a text that was never read is said to be so, with who tells of it.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Text:
    """A text: its number in the list, its title, its day where it has one, how a page names it, what is known of it.

    `places` are the parts of it that may be cited; a text without any is cited as a whole. `marks` are what tells it
    in a sentence, in English or French: its number, or its name.
    """

    number: int
    title: str
    day: date | None
    short: str
    known: str
    marks: tuple[str, ...]
    places: tuple[str, ...] = ()


DECREE = Text(
    1,
    "Décret n°2014-0644/P-RM du 21 août 2014 déterminant les modalités d’élaboration, de mise en œuvre et de "
    "suivi-évaluation du contrat-plan État-Région ou District",
    date(2014, 8, 21),
    _("décret n°2014-0644"),
    "Les articles 2 et 11, et les quatre critères d’éligibilité, tels que [2] les cite ; le reste n’a pas été lu.",
    ("2014-0644",),
    ("article 2", "article 11"),
)
FINANCING, WORKS, FOLLOW_UP = "section 4, financement", "section 4, mise en œuvre", "section 4, suivi-évaluation"
GRID = Text(
    2,
    "« Négociation d’un contrat-plan État-Région », grille méthodologique, GRDR et Conseil régional de Kayes (vers "
    "2019)",
    None,
    _("grille méthodologique"),
    "Lue en entier. Elle rapporte la procédure de la DGCT et l’expérience de Kayes ; elle ne porte pas de date.",
    ("grille méthodologique", "methodological grid", "grid"),
    (*(f"étape {number}" for number in range(1, 9)), "tableau 2.2", "section 4", FINANCING, WORKS, FOLLOW_UP),
)
MANUAL = Text(
    3,
    "Manuel de procédures définissant les modalités d’élaboration, de mise en œuvre et de suivi-évaluation des "
    "contrats-plans État-Région ou District, DGCT, novembre 2015",
    date(2015, 11, 1),
    _("manuel de procédures"),
    "Non lu : [2] en donne le titre et dit que la négociation le suit.",
    ("manual of November 2015",),
)
CODE_2017 = Text(
    4,
    "Loi n°2017-051 du 2 octobre 2017 portant Code des collectivités territoriales",
    date(2017, 10, 2),
    _("loi n°2017-051"),
    "Visée dans les conventions de son temps ; son contenu n’est pas appliqué par le site.",
    ("2017-051",),
)
CODE_2023 = Text(
    5,
    "Loi n°2023-004 du 13 mars 2023 portant Code des collectivités territoriales",
    date(2023, 3, 13),
    _("loi n°2023-004"),
    "Visée ; numéro et date à vérifier au Journal officiel.",
    ("2023-004",),
)
DISTRICT_2017 = Text(
    6,
    "Loi n°2017-053 du 2 octobre 2017 portant statut particulier du District de Bamako",
    date(2017, 10, 2),
    _("loi n°2017-053"),
    "Visée dans les conventions de son temps, d’après la presse.",
    ("2017-053",),
)
DISTRICT_2023 = Text(
    7,
    "Loi n°2023-005 du 13 mars 2023 portant statut particulier du District de Bamako",
    date(2023, 3, 13),
    _("loi n°2023-005"),
    "Visée ; au sommaire du Journal officiel n°10 du 14 avril 2023.",
    ("2023-005", "Journal officiel n°10"),
)
CROCSAD_2008 = Text(
    8,
    "Décret n°08-095/P-RM du 21 février 2008 relatif aux comités régionaux d’orientation, de coordination et de suivi "
    "des actions de développement",
    date(2008, 2, 21),
    _("décret n°08-095"),
    "Visé dans les conventions de son temps ; intitulé à vérifier au Journal officiel.",
    ("08-095",),
)
CROCSAD_2023 = Text(
    9,
    "Décret n°2023-0407/PT-RM du 4 août 2023 relatif aux comités régionaux d’orientation, de coordination et de suivi "
    "des actions de développement",
    date(2023, 8, 4),
    _("décret n°2023-0407"),
    "Visé ; intitulé à vérifier au Journal officiel.",
    ("2023-0407",),
)
TERRITORY = Text(
    10,
    "Lois n°2023-006 et n°2023-007 du 13 mars 2023, sur les circonscriptions administratives et sur les collectivités "
    "territoriales",
    date(2023, 3, 13),
    _("lois n°2023-006 et n°2023-007"),
    "Leur effet seul est repris : dix-neuf régions et le District, avec leurs cercles, à compter de ce jour.",
    ("2023-006", "2023-007"),
)
PRESS = Text(
    11,
    "Presse : news.abamako.com/h/269624.html (avril 2022), sur la session du CROCSAD de Kayes",
    date(2022, 4, 28),
    _("presse d’avril 2022"),
    "Un seul jalon de l’histoire de Kayes en vient.",
    ("news.abamako.com/h/269624.html",),
)
COMMUNES = Text(
    12,
    "Ordonnance n°78-34/CMLN du 18 août 1978, sur le District de Bamako",
    date(1978, 8, 18),
    _("ordonnance n°78-34"),
    "Le nombre de ses communes, six, en vient.",
    ("78-34",),
)
NORTH = Text(
    13,
    "Loi n°2012-017 du 2 mars 2012, qui fait des régions de Taoudénit et de Ménaka",
    date(2012, 3, 2),
    _("loi n°2012-017"),
    "Le jour depuis lequel ces deux régions existent en vient.",
    ("2012-017",),
)
CENSUS = Text(
    14,
    "5e recensement général de la population et de l’habitat (RGPH5, 2022)",
    None,
    _("RGPH5"),
    "Les populations des régions, reprises par maliweb.net ; celles qui n’ont pas été trouvées restent non connues.",
    ("RGPH5",),
)

TEXTS = (
    DECREE,
    GRID,
    MANUAL,
    CODE_2017,
    CODE_2023,
    DISTRICT_2017,
    DISTRICT_2023,
    CROCSAD_2008,
    CROCSAD_2023,
    TERRITORY,
    PRESS,
    COMMUNES,
    NORTH,
    CENSUS,
)
# A contract-plan exists since its decree: no delay, no share and no act is older.
ORIGIN = DECREE.day
