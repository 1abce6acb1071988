"""Claims -> events, the plain way: the same parties, type and day are one happening; copies are told by equal text.

Parties to an act that is always mutual (data/ontology/types.csv) are the same whoever is said to have visited whom. An
event keeps all its claims, asserted, announced, feared and denied side by side: `counts` says whether at least one of
them is a report (actual or historical, no hearsay, not judged wrong).
"""

from detente.events.ontology import Ontology

# A claim without a date of its own is dated by its document, or by the first that printed its very sentence within the
# week before; not if it looks back. Without any date it joins only copies of its own sentence. `origins` counts
# different sentences: a sentence printed twice is one origin.
EVENTS = """
CREATE TEMP TABLE clustered AS
WITH told AS (
    SELECT id AS claim, type,
        list_sort(list_distinct(list_transform(actor, lambda x: coalesce(x.code, '"' || x.text || '"')))) AS doers,
        list_sort(list_distinct(list_transform(recipient, lambda x: coalesce(x.code, '"' || x.text || '"')))) AS others,
        md5(lower(regexp_replace(trim(words), '\\s+', ' ', 'g'))) AS wording,
        CASE WHEN reality <> 'historical' THEN min(published) OVER (
            PARTITION BY wording ORDER BY published RANGE BETWEEN INTERVAL 7 DAY PRECEDING AND CURRENT ROW
        ) END AS printed,
        "when".precision NOT IN ('published', 'unknown') AS dated,
        CASE WHEN dated THEN "when"."start" ELSE printed END AS first,
        CASE WHEN dated THEN "when"."end" ELSE printed END AS last
    FROM claims
), keyed AS (
    SELECT * EXCLUDE (doers, others, printed, dated), type IN ({mutual}) AS mutual_type,
        CASE WHEN mutual_type THEN list_sort(list_distinct(doers || others)) ELSE doers END AS actor,
        CASE WHEN mutual_type THEN [] ELSE others END AS recipient
    FROM told
)
SELECT md5(to_json([
        type, actor::VARCHAR, recipient::VARCHAR, coalesce(first::VARCHAR || '/' || last::VARCHAR, wording)
    ])) AS event, claim, actor, recipient, first, last, wording
FROM keyed;

CREATE TABLE event_claims AS SELECT event, claim FROM clustered;

CREATE TABLE events AS
SELECT event AS id, any_value(type) AS type,
    arg_max(mode, (counts, certainty, claim)) AS mode, any_value(e.actor) AS actor, any_value(e.recipient) AS recipient,
    any_value(first) AS "start", any_value(last) AS "end",
    CASE WHEN any_value(first) IS NULL THEN 'unknown' ELSE min("when".precision) END AS precision,
    any_value(quad) AS quad, coalesce(avg(score) FILTER (counts), avg(score)) AS score, bool_or(counts) AS counts,
    count(DISTINCT document) AS reports, count(DISTINCT outlet) AS outlets, count(DISTINCT e.wording) AS origins,
    count(*) FILTER (NOT hearsay AND reality = 'actual') AS actual,
    count(*) FILTER (NOT hearsay AND reality = 'historical') AS historical,
    count(*) FILTER (hearsay) AS hearsay,
    count(*) FILTER (NOT hearsay AND reality = 'future') AS future,
    count(*) FILTER (NOT hearsay AND reality = 'hypothetical') AS hypothetical,
    count(*) FILTER (NOT hearsay AND reality = 'negation') AS negation
FROM clustered e JOIN claims c ON c.id = e.claim
GROUP BY event ORDER BY "start", id;

CREATE TABLE dyads AS
WITH told AS (
    SELECT e.event, c.type IN ({mutual}) OR len(c.recipient) = 0 AS mutual,
        [x.code FOR x IN c.actor IF x.code IS NOT NULL] AS actors,
        CASE WHEN len(c.recipient) = 0 AND c.type IN ({mutual}, {alone}) THEN actors
            ELSE [x.code FOR x IN c.recipient IF x.code IS NOT NULL] END AS others
    FROM event_claims e JOIN claims c ON c.id = e.claim
), pairs AS (
    SELECT event, mutual, actor, unnest(others) AS recipient
    FROM (SELECT event, mutual, unnest(actors) AS actor, others FROM told)
)
SELECT DISTINCT event, CASE WHEN mutual THEN least(actor, recipient) ELSE actor END AS actor,
    CASE WHEN mutual THEN greatest(actor, recipient) ELSE recipient END AS recipient, mutual
FROM pairs WHERE actor <> recipient;
"""


def sql() -> str:
    """What makes the tables event_claims, events and dyads of the index out of its claims."""
    rows = Ontology().types.values()
    always, alone = (", ".join(f"'{row.type}'" for row in rows if row.mutual == how) for how in ("always", "alone"))
    return EVENTS.replace("{mutual}", always).replace("{alone}", alone)
