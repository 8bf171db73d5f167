"""Values of the real length for the page of components; the Kayes figures are those of its contract."""

from datetime import UTC, date, datetime

from django.utils.translation import gettext_lazy as _

from cper.words.templatetags.french import money

AWAITED = {"tone": "todo", "label": _("À traiter")}
ELSEWHERE = {"tone": "elsewhere", "label": _("En attente de la DGCT")}
LATE = {"tone": "late", "label": _("En retard de 12 jours")}
DONE = {"tone": "done", "label": _("Signé")}
REFUSED = {"tone": "refused", "label": _("Classé sans suite")}
STATUSES = [
    AWAITED,
    ELSEWHERE,
    LATE,
    DONE,
    REFUSED,
    {"tone": "info", "label": _("Avis demandé")},
    {"tone": "draft", "label": _("Brouillon")},
]

FIRST = _("Aménagement de 4 espaces et 2 puits pastoraux")
SECOND = _("Construction du musée régional du patrimoine culturel et des savoir-faire artisanaux")
DGCT_AGENT = _("Direction générale des collectivités territoriales")

SHARES = [
    {"label": _("État"), "amount": 1_658_587_763, "rate": 9_309, "tone": "state"},
    {"label": _("Conseil régional"), "amount": 181_715_163, "rate": 1_020, "tone": "region"},
]

TABS = [
    {"label": _("Projets"), "url": "#", "current": True, "count": 2},
    {"label": _("Financement"), "url": "#financement", "current": False, "count": None},
    {"label": _("Pièces"), "url": "#pieces", "current": False, "count": 11},
    {"label": _("Avis"), "url": "#avis", "current": False, "count": 3},
    {"label": _("Session"), "url": "#session", "current": False, "count": None},
    {"label": _("Journal"), "url": "#journal", "current": False, "count": 24},
]

FILTERS = {
    "search": {"name": "q", "label": _("Référence, région ou projet"), "value": "", "error": ""},
    "selects": [
        {
            "name": "etape",
            "label": _("Étape"),
            "options": [{"value": "", "label": _("Toutes les étapes"), "selected": True}],
        },
        {
            "name": "region",
            "label": _("Région"),
            "options": [{"value": "", "label": _("Toutes les régions"), "selected": True}],
        },
    ],
    "active": True,
    "reset_url": "#",
}

DOSSIERS = [
    {"title": FIRST, "reference": "CPER-KAYES-2018-01", "region": "Kayes", "status": AWAITED, "amount": 1_781_715_164},
    {"title": SECOND, "reference": "CPER-SEGOU-2017-02", "region": "Ségou", "status": LATE, "amount": 24_880_378_360},
    {
        "title": _("Bitumage de la route Taoudénit–Tombouctou"),
        "reference": "CPER-TAOUDENIT-2025-01",
        "region": "Taoudénit",
        "status": ELSEWHERE,
        "amount": None,
    },
]

FACTS = [
    {"label": _("Durée du contrat"), "value": _("60 mois, du 31 août 2018 au 30 août 2023")},
    {"label": _("Montant des projets"), "value": money(2_173_127_401), "note": _("Deux projets")},
    {"label": _("PDESC"), "value": _("2017-2021, en cours de validité"), "url": "#", "url_label": _("Changer")},
    {"label": _("Génération"), "value": _("première")},
]

PIECES = [
    {
        "label": _("Délibération autorisant à négocier et à signer le CPER"),
        "state": "present",
        "state_label": _("Déposée"),
        "version": 2,
        "size": 1_248_300,
        "sha256": "9f2c41d07be85a6610c3fe5d2a7b48e09c6d1f3a58b7024e6cd91fa0b3e7d254",
        "uploaded_on": date(2018, 3, 14),
        "by": _("secrétariat du Conseil régional de Kayes"),
        "download_url": "#",
        "replace_url": "#",
        "replace_label": _("Remplacer"),
    },
    {
        "label": _("Étude de faisabilité, étude d’impact environnemental et social comprise"),
        "state": "required",
        "state_label": _("Manque"),
        "hint": _("Demandée avant de quitter l’étape E2."),
        "replace_url": "#",
        "replace_label": _("Déposer"),
    },
    {
        "label": _("Procès-verbal du CROCSAD élargi au comité de suivi"),
        "state": "missing",
        "state_label": _("Pas encore demandé"),
    },
    {
        "label": _("Accord de financement du partenaire (à défaut, lettre d’intention)"),
        "state": "not_applicable",
        "state_label": _("Sans objet"),
    },
]

EVENTS = [
    {
        "when": datetime(2018, 7, 1, 10, 42, tzinfo=UTC),
        "act": _("Demande transmise au ministère chargé des collectivités territoriales"),
        "who": "Mamadou Coulibaly",
        "function": _("le Président du Conseil régional de Kayes, P.I. le Vice-président"),
        "comment": "",
        "from_label": _("E3 Formalisation"),
        "to_label": _("E4 Examen"),
        "tone": "done",
    },
    {
        "when": datetime(2018, 6, 18, 16, 5, tzinfo=UTC),
        "act": _("Dossier renvoyé pour mise en conformité"),
        "who": "Fatoumata Traoré",
        "function": DGCT_AGENT,
        "comment": _(
            "L’étude d’impact du projet 2 n’est pas jointe. Le compte administratif 2016 n’est pas approuvé."
        ),
        "from_label": _("E4 Examen"),
        "to_label": _("E3 Formalisation"),
        "tone": "refused",
    },
]

OPINIONS = [
    {
        "institution": _("Ministère chargé de l’élevage et de la pêche"),
        "status": {"tone": "done", "label": _("Favorable")},
        "text": _("Le projet répond aux orientations nationales. La faisabilité technique est établie."),
        "given_on": date(2018, 7, 16),
        "signatory": "Aïssata Maïga",
        "function": _("le Ministre chargé de l’élevage, P.O. la Secrétaire générale"),
    },
    {
        "institution": _("Ministère chargé des finances"),
        "status": {"tone": "elsewhere", "label": _("Attendu")},
        "asked_on": date(2018, 7, 8),
        "due_on": date(2018, 7, 24),
    },
    {
        "institution": _("Ministère chargé de l’artisanat, de la culture, de l’industrie hôtelière et du tourisme"),
        "status": {"tone": "refused", "label": _("À corriger")},
        "text": _("Le matériau des murs n’est pas adapté ; l’étude financière est à recalculer."),
        "given_on": date(2018, 7, 12),
        "signatory": "Ousmane Diarra",
        "function": _("Directeur national"),
    },
]

DECISIONS = [
    {
        "rank": 1,
        "project": FIRST,
        "status": {"tone": "done", "label": _("Retenu")},
        "amount": 1_781_715_164,
        "comment": "",
    },
    {
        "rank": None,
        "project": SECOND,
        "status": {"tone": "elsewhere", "label": _("Reporté")},
        "amount": None,
        "comment": _("L’enveloppe proposée ne le couvre pas cette année."),
    },
]

DIFFERENCE = [
    {
        "subject": f"Projet 1\u00a0: {FIRST}",
        "changes": [
            {"what": _("Nature"), "before": _("Économique"), "after": _("Infrastructure"), "gap": ""},
            {
                "what": _("Coût total déclaré"),
                "before": "1\u00a0781\u00a0715\u00a0164\u00a0FCFA",
                "after": "1\u00a0850\u00a0000\u00a0000\u00a0FCFA",
                "gap": "+68\u00a0284\u00a0836\u00a0FCFA",
            },
            {"what": _("État, 2027"), "before": "", "after": "1\u00a0658\u00a0587\u00a0763\u00a0FCFA", "gap": ""},
        ],
    },
]

CHECKLIST = [
    {"label": _("Deux projets inscrits, chacun avec son coût"), "done": True},
    {
        "label": _("Le financement du projet 1 dépasse son coût"),
        "done": False,
        "note": _("Écart de 58 587 762 FCFA"),
        "url": "#",
        "url_label": _("Corriger"),
    },
    {"label": _("La durée du projet 1 (84 mois) dépasse celle du contrat (60 mois)"), "done": False},
]

PARTS = [
    {"label": _("Le projet"), "url": "#", "state": "done"},
    {"label": _("Sites et durée"), "url": "#", "state": "current"},
    {"label": _("Financement"), "url": "#", "state": "todo"},
]

FINANCING = {
    "caption": _("Plan de financement du contrat de Kayes"),
    "years": [2019, 2020, 2021, 2022, 2023],
    "rows": [
        {
            "label": _("État"),
            "tone": "state",
            "amounts": [400_000_000, 400_000_000, 400_000_000, 400_000_000, 450_000_000],
            "total": 2_050_000_000,
        },
        {
            "label": _("Conseil régional de Kayes"),
            "tone": "region",
            "amounts": [36_343_033, 36_343_033, 36_343_033, 36_343_032, 36_343_032],
            "total": 181_715_163,
        },
        {
            "label": _("Partenaires techniques et financiers"),
            "tone": "partner",
            "amounts": [None, None, None, None, None],
            "total": None,
        },
    ],
    "column_totals": [436_343_033, 436_343_033, 436_343_033, 436_343_032, 486_343_032],
    "total": 2_231_715_163,
    "cost": 2_173_127_401,
    "gap": 58_587_762,
}

FORM_VALUES = {
    "title": FIRST,
    "nature": "economic",
    "cost": 1_781_715_164,
    "starts_on": date(2018, 11, 1),
    "sites": ["bafoulabe"],
}

COLOURS = [
    {"value": "#1f1a14", "use": _("le texte")},
    {"value": "#0c5138", "use": _("la voix de l’État, l’acte principal")},
    {"value": "#2d3c8c", "use": _("les liens, l’information")},
    {"value": "#d9a514", "use": _("ce qui vous attend")},
    {"value": "#a61c1c", "use": _("retard, refus, acte irréversible")},
    {"value": "#5f5347", "use": _("ce qui est ailleurs")},
]
