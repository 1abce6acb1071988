"""Articles of one sentence that says who did what to whom, and when; ledgers of them, made by hand without a parser."""

import calendar
from datetime import date

import ledgers

from detente.events.ontology import Ontology
from detente.records import Moment, Precision, digest

ONTOLOGY = Ontology()
PUBLISHED = "2024-03-10"


def act(actors, recipients="", kind="ASSAULT", when=None, published=PUBLISHED, outlet=None, **said):
    """The reading of an article with one claim. Parties are codes with blanks between.

    `when`: a day, a month or a year; without one, what the text does not date. `said`: other fields of the claim.
    """
    words = f"{actors} {kind} {recipients} {when} {' '.join(map(str, said.values()))}."
    about = {"published": published and date.fromisoformat(published), "outlet": outlet}
    given = {"score": ONTOLOGY.score(kind, None), "quad": ONTOLOGY.quad(kind), "when": moment(when, about["published"])}
    parties = {"actors": actors.split(), "recipients": recipients.split()}
    return ledgers.report(digest(words), words, about=about, kind=kind, **parties, **(given | said))


def moment(text, published):
    """The moment of `2024-03-05`, `2024-03` or `2024`; without one that of the article, if it has a date."""
    if text is None:
        return Moment(start=published, end=published, precision=Precision.PUBLISHED) if published else Moment()
    year, month, day = (int(part) for part in (text + "-0-0").split("-")[:3])
    if not month:
        return Moment(start=date(year, 1, 1), end=date(year, 12, 31), precision=Precision.YEAR)
    if not day:
        last = calendar.monthrange(year, month)[1]
        return Moment(start=date(year, month, 1), end=date(year, month, last), precision=Precision.MONTH)
    return ledgers.day(text)


def ledger(folder, *acts):
    """A reader of a new ledger."""
    folder.mkdir(exist_ok=True)
    if acts:
        ledgers.shard(folder, *acts)
    return ledgers.indexed(folder)
