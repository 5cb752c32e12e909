"""How one gets to a job: rules and answers go in, verdicts with their reasons come out.

Plain Python: no Django, no database, no clock, no request. Read in this order: `rules` (what a rule is),
`answers` (what a visitor may say), `evaluation` (the definition of every verdict), `reasons` and `wording` (why, and
in which words), `space`, `profiles` and `outcomes` (the same for all the answers still possible at once),
`standing` (one person on one route), `classes` and `verdict_table` (worked out once for all who are alike),
`questionnaire` (what to ask next), `assessment` (what is said of one person), `entries`, `plan`, `levers`, `unknowns`
and `clocks` (the way ahead), `case_proof`, `skipping`, `proof`, `plan_proof` and `difference` (what holds for
everybody, and what a change changes for whom).
"""
