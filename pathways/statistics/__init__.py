"""What all questionnaires together say of the rules, without knowing anybody (docs/adr/0017).

Read in this order: `visitors` (whose questionnaires count), `marks` (what is counted of one), `tally` (counted in
memory, added up beside the requests), `storage` (sums by day, and what becomes of days that grow old), `totals` (read
back, never to the unit), `charts` (the tables they are shown as), `board` (those of the public page, in memory).
"""
