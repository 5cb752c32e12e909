"""The pages other sites may show in a frame, under their own addresses: what may be framed is seen in the address."""

from django.urls import path

from pathways.views import agenda, embedding, questionnaire

app_name = "cadre"
urlpatterns = [
    path("metiers/<slug:career>/eligibilite/", embedding.framed(questionnaire.question), name="start"),
    path("metiers/<slug:career>/eligibilite/verifier/", embedding.framed(questionnaire.check), name="check"),
    path("metiers/<slug:career>/eligibilite/resultat/", embedding.framed(questionnaire.result), name="result"),
    path("metiers/<slug:career>/eligibilite/agenda.ics", embedding.framed(agenda.agenda), name="agenda"),
    path("hauteur.js", embedding.script, name="script"),
]
