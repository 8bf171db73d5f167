"""A dossier on its way, for the page of components: on time with the reader, late with others."""

from datetime import date

from django.utils.translation import gettext_lazy as _


def _stage(number, label, state, done_on=None, days=None, **more):
    facts = {"due_on": None, "late": False, "returns": 0, "sent_back_on": None, "stays": 1, "who": ""}
    base = {"number": number, "code": f"E{number}", "label": label, "state": state, "done_on": done_on, "days": days}
    return {**base, **facts, **more}


def _phases(review, *, counted=0):
    preliminary = [
        _stage(1, _("Délibération du conseil"), "done", date(2018, 3, 12), 41),
        _stage(2, _("Préparation de la demande"), "done", date(2018, 6, 4), 84),
        _stage(3, _("Formalisation de la demande"), "done", date(2018, 7, 1), 27, returns=counted),
    ]
    negotiation = [
        _stage(6, _("Élaboration de la liste des projets"), "future"),
        _stage(7, _("Sélection par le CROCSAD élargi"), "future"),
    ]
    return [
        {"roman": "I", "label": _("Préliminaire"), "tint": 1, "stages": preliminary},
        {"roman": "II", "label": _("Examen"), "tint": 2, "stages": review},
        {"roman": "III", "label": _("Négociation"), "tint": 3, "stages": negotiation},
        {
            "roman": "IV",
            "label": _("Signature"),
            "tint": 4,
            "stages": [_stage(8, _("Signature de la convention"), "future")],
        },
    ]


PHASES = _phases(
    [
        _stage(4, _("Examen par la DGCT"), "current", None, 6, due_on=date(2018, 7, 9), who=_("la DGCT")),
        _stage(5, _("Avis des ministères"), "future"),
    ],
    counted=1,
)
LATE_PHASES = _phases(
    [
        _stage(4, _("Examen par la DGCT"), "done", date(2018, 7, 8), 7),
        _stage(
            5,
            _("Avis des ministères"),
            "current",
            None,
            28,
            due_on=date(2018, 7, 24),
            late=True,
            who=_("ministère chargé de l’élevage, ministère chargé des finances"),
        ),
    ]
)

MY_TURN = {
    "mine": True,
    "title": _("À vous de jouer"),
    "since": date(2018, 7, 1),
    "due_on": date(2018, 7, 9),
    "late": False,
    "remarks": [
        {
            "subject": _("Projet 2, emplois et richesses"),
            "words": _("L’étude ne chiffre pas les emplois créés."),
            "by": _("Awa Traoré, chargée du dossier"),
            "on": date(2018, 7, 1),
            "status": {"tone": "todo", "label": _("À traiter")},
            "answer": None,
        },
        {
            "subject": _("Projet 1, forme et pièces"),
            "words": _("L’étude d’impact n’est pas signée."),
            "by": _("Awa Traoré, chargée du dossier"),
            "on": date(2018, 7, 1),
            "status": {"tone": "info", "label": _("Répondu")},
            "answer": {
                "text": _("Elle est signée à la page 84."),
                "by": _("Bakary Koné, agent du conseil"),
                "on": date(2018, 7, 3),
            },
        },
    ],
    "holders": [],
    "actions": [
        {"label": _("Vérifier les quatre critères"), "url": "#", "primary": True, "allowed": True},
        {"label": _("Renvoyer pour mise en conformité"), "url": "#", "primary": False, "allowed": True},
        {"label": _("Classer sans suite"), "url": "#", "destructive": True, "allowed": True},
        {
            "label": _("Transmettre aux ministères"),
            "url": "#",
            "allowed": False,
            "reason": _("Il manque deux choses avant de transmettre :"),
            "missing": [
                _("l’avis sur le critère 3 du projet 2 ;"),
                _("le compte administratif 2016 et sa décision d’approbation."),
            ],
        },
    ],
}
THEIR_TURN = {
    "mine": False,
    "title": _("En attente de deux ministères depuis 28 jours"),
    "since": date(2018, 7, 8),
    "due_on": date(2018, 7, 24),
    "late": True,
    "holders": [
        {"label": _("Ministère chargé de l’élevage et de la pêche"), "what": _("avis"), "since": date(2018, 7, 8)},
        {"label": _("Ministère chargé des finances"), "what": _("avis"), "due_on": date(2018, 7, 24)},
    ],
    "actions": [
        {
            "label": _("Relancer"),
            "url": "#",
            "allowed": False,
            "reason": _("Seule la DGCT peut relancer un ministère."),
            "missing": [],
        },
    ],
}
