"""How one gets to a job: rules and answers go in, verdicts with their reasons come out.

Plain Python: no Django, no database, no clock, no request. Read in this order: `rules` (what a rule is),
`answers` (what a visitor may say), `evaluation` (the definition of every verdict, with its reasons), `space`
(the same, for all the answers still possible at once), `questionnaire` (what to ask next), `assessment`
(everything a page or `manage.py assess` says about one person).
"""
