-- Orders of the queue. Only what waits is in these indices, so that they are as large as the queue
-- is deep, and an agent that adds a draft pays for it once.
-- tenet:up

-- The sign before the status keeps SQLite from looking for what waits in an index that starts with
-- the status, and then sorting all of it. There is no index by confidence or flags: SQLite holds its
-- functions for JSON unsafe in a schema, and where none is trusted (PRAGMA trusted_schema=OFF, as
-- tenet sets it) no draft could be inserted.
-- only: sqlite
CREATE INDEX console_pending_posts_length ON pending_posts (
    length(content), replace(created_at, 'T', ' ')) WHERE +status = 'pending';
CREATE INDEX console_pending_posts_subreddit ON pending_posts (
    substr(CAST(lower(coalesce(target_subreddit, '')) AS BLOB), 1, 64),
    replace(created_at, 'T', ' ')) WHERE +status = 'pending';
-- end
-- only: postgres
CREATE INDEX console_pending_posts_length ON pending_posts (
    char_length(content), created_at, id) WHERE status = 'pending';
CREATE INDEX console_pending_posts_subreddit ON pending_posts (
    left(lower(coalesce(target_subreddit, '') COLLATE "C"), 24), created_at, id)
    WHERE status = 'pending';
-- A column of JSON that is not JSONB is read, but has no index: its conversion may not stand in one.
DO $$
BEGIN
    IF (SELECT atttypid FROM pg_attribute WHERE attrelid = 'pending_posts'::regclass
            AND attname = 'draft_metadata') <> 'jsonb'::regtype THEN
        RETURN;
    END IF;
    CREATE INDEX console_pending_posts_confidence ON pending_posts ((
        CASE WHEN jsonb_typeof(CAST(draft_metadata AS jsonb)
            #> '{belief_proposals,updates,0,proposed_confidence}') = 'number'
        THEN CAST(least(1000, greatest(0, round(1000 * CAST(CAST(draft_metadata AS jsonb)
            #>> '{belief_proposals,updates,0,proposed_confidence}' AS numeric)))) AS integer)
        WHEN jsonb_typeof(CAST(draft_metadata AS jsonb)
            #> '{belief_proposals,new_belief,initial_confidence}') = 'number'
        THEN CAST(least(1000, greatest(0, round(1000 * CAST(CAST(draft_metadata AS jsonb)
            #>> '{belief_proposals,new_belief,initial_confidence}' AS numeric)))) AS integer)
        ELSE 2000 END), created_at, id) WHERE status = 'pending';
    CREATE INDEX console_pending_posts_flags ON pending_posts ((
        - greatest(CASE WHEN jsonb_typeof(CAST(draft_metadata AS jsonb) #> '{evaluation,flags}') = 'array'
            THEN jsonb_array_length(CAST(draft_metadata AS jsonb) #> '{evaluation,flags}') ELSE 0 END,
            CASE WHEN CAST(draft_metadata AS jsonb) #>> '{evaluation,flagged}' = 'true' THEN 1 ELSE 0 END)),
        created_at, id) WHERE status = 'pending';
END;
$$;
-- end

-- tenet:down
DROP INDEX console_pending_posts_subreddit;
DROP INDEX console_pending_posts_length;
-- only: postgres
DROP INDEX IF EXISTS console_pending_posts_flags;
DROP INDEX IF EXISTS console_pending_posts_confidence;
-- end
