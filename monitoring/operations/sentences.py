"""What the database refuses by itself, in the words of the page: its triggers, its constraints where they stand."""

from django.apps import apps
from django.db.models import BaseConstraint
from django.utils.translation import gettext_lazy

from monitoring.models import FundingWindow

SENTENCES = {
    "tranche_within_the_plan": gettext_lazy(
        "Le plan de financement ne donne pas cette somme à ce projet pour cette année."
    ),
    "monitoring_fundingwindow_name_key": FundingWindow._meta.get_field("name").error_messages["unique"],
    "movements_in_order": gettext_lazy(
        "On ne paie pas plus que ce qui est mobilisé, on ne justifie pas plus que ce qui est payé."
    ),
    "movement_of_the_plan": gettext_lazy("Le plan de financement ne donne rien de cette source à ce projet."),
    "report_sessions_in_order": gettext_lazy("Les sessions se suivent comme leurs trimestres."),
    "report_session_corrected_within_bounds": gettext_lazy(
        "Une session se tient une fois son trimestre ouvert et son canevas proposé, avant l’adoption du rapport."
    ),
    "recommendation_due_after_its_session": gettext_lazy("Une recommandation n’est pas attendue avant sa session."),
    "meetings_in_order": gettext_lazy("Les réunions d’un comité se suivent."),
    "budget_of_the_plan": gettext_lazy("Le plan de financement ne prévoit rien de cette source pour cet exercice."),
    "reversal_of_the_same_movement": gettext_lazy("Une contre-passation reprend en tout le mouvement qu’elle annule."),
} | {
    constraint.name: constraint.violation_error_message
    for model in apps.get_app_config("monitoring").get_models()
    for constraint in model._meta.constraints
    if constraint.violation_error_message != BaseConstraint.default_violation_error_message
}
