"""The addresses of the negotiation; a word of the law in an address becomes a row of the law, or 404."""

from django.urls import path, register_converter

from negotiation import admin, workflow
from negotiation.views import (
    account,
    acts,
    convention,
    convention_model,
    dossier,
    incidents,
    listing,
    mandates,
    pieces,
    preparation,
    regions,
    sign_in,
)

# The region's work on its dossier has pages of its own, rather than one form.
WITHOUT_FORM = ("edit", "attach")


class ActionConverter:
    """`transmettre` ↔ the row `submit` of the law."""

    regex = "[a-z-]+"

    def to_python(self, value: str) -> workflow.Action:
        action = workflow.by_word(value)
        if action is None or action.name in WITHOUT_FORM:
            raise ValueError(value)
        return action

    def to_url(self, value: workflow.Action) -> str:
        return value.word


register_converter(ActionConverter, "action")

urlpatterns = [
    path("connexion/", sign_in.sign_in, name="sign-in"),
    path("deconnexion/", sign_in.sign_out, name="sign-out"),
    path("compte/", account.account, name="account"),
    path("dossiers/", listing.dossiers, name="dossiers"),
    path("dossiers/ouvrir/", preparation.open_dossier, name="dossier-open"),
    path("dossiers/<slug:reference>/", dossier.overview, name="dossier"),
    path("dossiers/<slug:reference>/projets/", dossier.projects, name="dossier-projects"),
    path("dossiers/<slug:reference>/financement/", dossier.financing, name="dossier-financing"),
    path("dossiers/<slug:reference>/pieces/", dossier.pieces, name="dossier-pieces"),
    path("dossiers/<slug:reference>/avis/", dossier.opinions, name="dossier-opinions"),
    path("dossiers/<slug:reference>/session/", dossier.session, name="dossier-session"),
    path("dossiers/<slug:reference>/convention/", dossier.convention, name="dossier-convention"),
    path("dossiers/<slug:reference>/journal/", dossier.journal, name="dossier-journal"),
    path("dossiers/<slug:reference>/modifier/", preparation.edit_dossier, name="dossier-edit"),
    path("dossiers/<slug:reference>/projets/ajouter/", preparation.add_project, name="project-add"),
    path("dossiers/<slug:reference>/projets/<int:number>/modifier/", preparation.edit_project, name="project-edit"),
    path(
        "dossiers/<slug:reference>/projets/<int:number>/supprimer/", preparation.remove_project, name="project-remove"
    ),
    path(
        "dossiers/<slug:reference>/projets/<int:number>/financement/",
        preparation.edit_financing,
        name="project-financing",
    ),
    path("dossiers/<slug:reference>/pieces/<int:pk>/", pieces.download, name="piece"),
    path("dossiers/<slug:reference>/pieces/<slug:code>/deposer/", pieces.attach, name="piece-attach"),
    path("dossiers/<slug:reference>/convention.pdf", convention.document, name="convention-pdf"),
    path("dossiers/<slug:reference>/proces-verbal.pdf", convention.minutes, name="signature-record-pdf"),
    path("dossiers/<slug:reference>/<action:action>/", acts.act, name="act"),
    path("modele-de-convention/", convention_model.convention_model, name="convention-model"),
    path("regions/", regions.regions, name="regions"),
    path("regions/<slug:slug>/", regions.region, name="region"),
    path("administration/personnes/", mandates.people, name="people"),
    path("administration/personnes/ajouter/", mandates.add_person, name="person-add"),
    path("administration/personnes/<int:pk>/", mandates.person, name="person"),
    path("administration/personnes/<int:pk>/modifier/", mandates.edit_person, name="person-edit"),
    path("administration/personnes/<int:pk>/mandats/ajouter/", mandates.grant, name="mandate-add"),
    path("administration/mandats/<int:pk>/fin/", mandates.end, name="mandate-end"),
    path("administration/incidents/", incidents.incidents, name="incidents"),
    path("administration/referentiel/", admin.site.urls),
]
