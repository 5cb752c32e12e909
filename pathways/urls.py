from django.urls import path

from pathways.views import agenda, codes, embedding, home, interview, questionnaire, routes, totals

urlpatterns = [
    path("", home.home, name="home"),
    path("metiers/<slug:career>/voies/", routes.compare, name="routes"),
    path("metiers/<slug:career>/voies/<slug:route>/", routes.route, name="route"),
    path("metiers/<slug:career>/eligibilite/", questionnaire.question, name="start"),
    path("metiers/<slug:career>/eligibilite/verifier/", questionnaire.check, name="check"),
    path("metiers/<slug:career>/eligibilite/resultat/", questionnaire.result, name="result"),
    path("metiers/<slug:career>/eligibilite/agenda.ics", agenda.agenda, name="agenda"),
    path("code/", codes.ask, name="codes"),
    path("code/<str:code>.svg", codes.drawing, name="code-drawing"),
    path("code/<str:code>/", codes.code, name="code"),
    path("integrer/", embedding.embedding, name="embedding"),
    path("entretien/", interview.interview, name="interview"),
    path("chiffres/", totals.totals, name="totals"),
]
