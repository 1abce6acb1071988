"""Writer: readings, judgements and rejects are added, and what is there already is not added again."""

import time
from datetime import date, timedelta

import msgspec
import pytest
from ledgers import CODER, START, added, asked, claim, document, files, names, reading, report

from detente import __version__
from detente.ledger import writer as module
from detente.ledger.parts import Parts
from detente.ledger.store import Ledger
from detente.ledger.writer import REJECTS, Recorded, Writer
from detente.records import Judgement, Reject, Verdict


@pytest.fixture
def calls():
    """Times at which the writer published."""
    return []


@pytest.fixture
def writer(tmp_path, calls):
    """A writer of an empty folder that only notes when it would publish."""
    return Writer(tmp_path, lambda _: calls.append(time.monotonic()))


def months(folder):
    """The months of each document, by its own id."""
    return dict(asked(folder, "SELECT ref, seen FROM documents"))


def reject(ref, message="m"):
    """An input that could not be read."""
    return Reject(ref=ref, where=f"in.jsonl:{ref}", reason="empty", message=message)


def rejects(folder):
    """The ids in rejects.jsonl, in order."""
    lines = (folder / REJECTS).read_bytes().splitlines()
    return [msgspec.json.decode(line, type=Reject).ref for line in lines]


def judgement(made, verdict, minutes, by="ann"):
    """A verdict so many minutes after the first."""
    at = START + timedelta(minutes=minutes)
    return Judgement(id=f"{made.id}{by}{minutes}", claims=(made.id,), verdict=Verdict(verdict), by=by, judged=at)


def test_writer_add_records_document_claims_and_run(writer, tmp_path):
    """A reading is recorded with its document, its claims, and when, by what and from where it was read."""
    of = document()
    before = module.now()
    writer.add([Recorded(reading=reading(of, claim(of), claim(of, "AID")), place="news.jsonl:7")])
    after = module.now()
    ((*found, coded),) = asked(
        tmp_path, "SELECT run, document, place, coder, version, sentences, claims, coded FROM runs"
    )
    assert found == [writer.run, of.id, "news.jsonl:7", CODER, __version__, 1, 2]
    assert before <= coded <= after
    assert asked(tmp_path, "SELECT type FROM claims ORDER BY type") == [("AID",), ("ASSAULT",)]


def test_writer_add_sorts_documents_by_month_of_publication(writer, tmp_path):
    """A document lies with those of the month in which it was published; one without a date, with those of today."""
    days = {"a": date(2023, 12, 31), "b": date(2024, 1, 1), "c": date(2024, 1, 31), "d": None}
    added(writer, *(report(ref, about={"published": published}) for ref, published in days.items()))
    today = f"{module.now():%Y-%m}"
    assert months(tmp_path) == {"a": "2023-12", "b": "2024-01", "c": "2024-01", "d": today}
    assert [part.month for part in Parts(tmp_path).on_disk() if part.table == "runs"] == ["2023-12", "2024-01", today]


def test_writer_add_again_records_only_the_reading(writer, tmp_path):
    """A new reading of a document that is there lies in the document's month and brings no second document."""
    of = document(published=None)
    added(writer, reading(of))
    before = Parts(tmp_path).on_disk()
    added(writer, reading(of, claim(of), coder="xx-2"), again=True, seen="2020-02")
    new = [part for part in Parts(tmp_path).on_disk() if part not in before]
    assert [(part.table, part.month) for part in new] == [("claims", "2020-02"), ("runs", "2020-02")]
    assert asked(tmp_path, "SELECT coder FROM documents JOIN claims USING (coder)") == [("xx-2",)]


def test_writer_add_of_claims_of_another_id_binds_them_to_the_document(writer, tmp_path):
    """Claims come with the input's own id of the document; in the ledger they have the ledger's."""
    of = document()
    added(writer, reading(of, msgspec.structs.replace(claim(of), document=of.ref)))
    assert asked(tmp_path, "SELECT document FROM claims") == [(of.id,)]


def test_writer_add_twice_is_once(writer, tmp_path):
    """The same readings given again, in another order, write nothing: the same shard is the same part."""
    added(writer, report("a"), report("b"))
    before = files(tmp_path)
    added(writer, report("b"), report("a"))
    assert files(tmp_path) == before
    added(writer, report("a"), report("c"))
    assert months(tmp_path).keys() == {"a", "b", "c"}
    assert asked(tmp_path, "SELECT count(*) FROM claims") == [(3,)]


def test_writer_add_of_nothing_writes_nothing(writer, tmp_path):
    """No readings, no parts."""
    writer.add([])
    assert names(Parts(tmp_path).on_disk()) == []


def test_writer_later_call_is_newer_even_in_the_same_instant(writer, tmp_path, monkeypatch):
    """Of two readings recorded at the same time on the clock, the second is the newer one."""
    monkeypatch.setattr(module, "now", lambda: START)
    of = document()
    added(writer, report())
    added(writer, reading(of, claim(of, "AID"), coder="xx-2"), again=True)
    added(writer, reading(of, claim(of, "CONSULT"), coder="xx-3"), again=True)
    assert asked(tmp_path, "SELECT type FROM claims") == [("CONSULT",)]
    assert len(set(asked(tmp_path, "SELECT coded FROM runs"))) == 3


def test_writer_known_are_those_that_were_published(tmp_path):
    """A document is known when the ledger was published with it, superseded ones too."""
    one, other, new = (document(ref, text=f"Text {ref}.", url="https://gazette.example/1") for ref in "abc")
    ledger = Ledger(tmp_path / "ledger", pytest.fail)
    with ledger.writing(make=True) as writer:
        assert writer.known([one]) == set()
        added(writer, reading(one), reading(other))
        assert writer.known([one, other]) == set()
    with ledger.writing(make=True) as writer:
        assert writer.known([one, other, new]) == {one.id, other.id}
        assert writer.known([]) == set()


def test_writer_reject_stands_there_once(writer, tmp_path):
    """Each reject is written once, however often it is met, by this writer or by another."""
    writer.reject([reject("a"), reject("b"), reject("a")])
    writer.reject([reject("b"), reject("c")])
    again = Writer(tmp_path, lambda _: None)
    again.reject([reject("a"), reject("c"), reject("d"), reject("a", "other\nwords")])
    assert rejects(tmp_path) == ["a", "b", "c", "d", "a"]


def test_writer_reject_survives_a_half_written_line(writer, tmp_path):
    """A line that a killed run wrote half of is dropped, and its reject written whole when it is met again."""
    writer.reject([reject("a"), reject("é")])
    path = tmp_path / REJECTS
    whole = path.read_bytes()
    for cut in range(len(whole.splitlines(keepends=True)[0]) + 1, len(whole)):
        path.write_bytes(whole[:cut])
        Writer(tmp_path, lambda _: None).reject([reject("a"), reject("é")])
        assert path.read_bytes() == whole, cut


def test_writer_no_reject_makes_no_file(writer, tmp_path):
    """Without rejects there is no rejects.jsonl."""
    writer.reject([])
    assert list(tmp_path.iterdir()) == []


def test_writer_judge_newest_verdict_shows(writer, tmp_path):
    """Of several verdicts on a claim the newest shows; one judged wrong does not count until it is judged otherwise."""
    one, other = report("a"), report("b")
    added(writer, one, other)
    seen = []
    for minutes, verdict, by in [(1, "right", "ann"), (3, "wrong", "bob"), (2, "right", "cid"), (4, "unsure", "ann")]:
        writer.judge(judgement(one.claims[0], verdict, minutes, by))
        seen += asked(
            tmp_path, "SELECT verdict, counts FROM claims JOIN documents d ON d.id = document WHERE ref = 'a'"
        )
    assert seen == [("right", True), ("wrong", False), ("wrong", False), ("unsure", True)]
    assert asked(tmp_path, 'SELECT count(*), count(DISTINCT "by") FROM judgements') == [(4, 3)]
    assert asked(tmp_path, "SELECT verdict FROM claims JOIN documents d ON d.id = document WHERE ref = 'b'") == [
        (None,)
    ]


def test_writer_judge_lies_in_its_own_month(writer, tmp_path):
    """A judgement lies in the month in which it was given, not in that of the claim; the same one twice is once."""
    given = judgement(report().claims[0], "right", 60 * 24 * 40)
    for _ in range(2):
        writer.judge(given)
    assert [(part.table, part.month) for part in Parts(tmp_path).finished()] == [("judgements", "2024-12")]


def test_writer_publishes_now_and_then(writer, calls, monkeypatch):
    """A long run publishes when it has worked much longer than publishing takes, and not before."""
    clock = [time.monotonic()]
    monkeypatch.setattr(module.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(writer, "_publish", lambda _: (calls.append(clock[0]), clock.__setitem__(0, clock[0] + 4)))
    done = []
    for _ in range(200):
        clock[0] += 1
        done.append(writer.publish_now_and_then())
    assert done.count(True) == len(calls) == 3
    assert calls[0] - (clock[0] - 200 - 3 * 4) == pytest.approx(module.SOONEST, abs=1)
    assert calls[1] - calls[0] == pytest.approx(4 + module.REST * 4, abs=1)
