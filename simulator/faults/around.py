"""What a simulator puts around the ports of eligibility, when it opens a world: the faults that are no transport's."""

from services.eligibility.opening.around import Around
from simulator.faults.data.answers import FaultyAnswers
from simulator.faults.data.progress import FaultyProgress
from simulator.faults.refusals.log import FaultyLog

AROUND = Around(log=FaultyLog, answers=FaultyAnswers, progress=FaultyProgress)
