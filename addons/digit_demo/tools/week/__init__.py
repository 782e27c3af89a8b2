"""The week of a support team: who reported what, and what was done about it.

Hours are working hours of the programme, back from now. DIGIT Urban and MUKTASoft
have 9 of them a day, HCM Mozambique has 15.
"""

from ..ratings import add_ratings
from . import hcm, mukta, urban_closed, urban_open

WEEK = add_ratings([*urban_closed.CLOSED, *urban_open.OPEN, *mukta.MUKTA, *hcm.HCM])
