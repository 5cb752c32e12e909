"""The draft of a career: the rows counsellors edit, and the editions frozen from them."""

from careers.models.career import Career
from careers.models.claims import Claim, Standing, Topic
from careers.models.details import Advantage, Milestone, Mission, Prospect, Skill, Workplace
from careers.models.disagreements import Disagreement, Stance
from careers.models.editions import Edition
from careers.models.figures import Aid, Figure, SalaryRange
from careers.models.sources import Source

__all__ = [
    "Advantage",
    "Aid",
    "Career",
    "Claim",
    "Disagreement",
    "Edition",
    "Figure",
    "Milestone",
    "Mission",
    "Prospect",
    "SalaryRange",
    "Skill",
    "Source",
    "Stance",
    "Standing",
    "Topic",
    "Workplace",
]
