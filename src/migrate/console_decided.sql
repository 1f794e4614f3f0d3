CREATE OR REPLACE FUNCTION console_decided() RETURNS trigger
    LANGUAGE plpgsql SET search_path FROM CURRENT SET timezone = 'UTC' AS $$
DECLARE
    -- What this very transaction wrote has its number, but for what it wrote behind a savepoint:
    -- the console uses none, and nobody else needs one.
    here CONSTANT xid := CAST(pg_current_xact_id() AS xid);
    p pending_posts;
    said console_decisions;
    meta jsonb;
    settings jsonb;
    asked text;
    says text;
    two boolean;
BEGIN
    IF pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER')
        OR NOT EXISTS (SELECT FROM pg_roles
            WHERE rolname IN ('console_moderator', 'console_operator', 'console_admin')
            AND pg_has_role(session_user, oid, 'MEMBER')) THEN
        RETURN NULL;
    END IF;

    -- A draft was changed. What matters is how the transaction found it and how it leaves it.
    IF TG_TABLE_NAME = 'pending_posts' THEN
        SELECT * INTO p FROM pending_posts WHERE id = NEW.id;
        SELECT * INTO said FROM console_decisions d WHERE d.post_id = NEW.id AND d.xmin = here;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'a decision needs its row in console_decisions'
                USING ERRCODE = 'insufficient_privilege';
        ELSIF TG_NARGS > 0 AND OLD.status <> 'pending'
            AND OLD.reviewed_by IS DISTINCT FROM session_user THEN
            RAISE EXCEPTION 'somebody else decided on this draft'
                USING ERRCODE = 'insufficient_privilege';
        ELSIF (p.status = said.status_after
            AND p.content = coalesce(said.content_after, said.content_before)
            AND abs(extract(epoch FROM p.updated_at - said.decided_at)) <= 300
            AND CASE p.status
                WHEN 'pending' THEN p.reviewed_by IS NULL AND p.reviewed_at IS NULL
                ELSE p.reviewed_by = session_user AND p.reviewed_at = p.updated_at END
            AND (TG_NARGS = 0
                OR OLD.status = said.status_before AND OLD.content = said.content_before)
            ) IS NOT TRUE THEN
            RAISE EXCEPTION 'the row in console_decisions does not say what became of the draft'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NULL;
    END IF;

    -- A row was added to the ledger. The first approval of two leaves the draft alone, but for an
    -- edit; every other decision changes it, and is looked at above.
    SELECT * INTO p FROM pending_posts WHERE id = NEW.post_id FOR UPDATE;
    IF (SELECT array_agg(d.seq) FROM console_decisions d
        WHERE d.post_id = NEW.post_id AND d.xmin = here) IS DISTINCT FROM ARRAY[NEW.seq] THEN
        RAISE EXCEPTION 'a draft is decided on once in a transaction'
            USING ERRCODE = 'insufficient_privilege';
    ELSIF (p.status = NEW.status_after
        AND p.content = coalesce(NEW.content_after, NEW.content_before)
        AND NEW.content_before IS NOT NULL
        AND abs(extract(epoch FROM NEW.decided_at - now())) <= 3600
        AND (NEW.action = 'approve' AND NEW.status_after = 'pending' AND NEW.content_after IS NULL
            OR EXISTS (SELECT FROM pending_posts q WHERE q.id = NEW.post_id AND q.xmin = here))
        ) IS NOT TRUE THEN
        RAISE EXCEPTION 'a row in console_decisions needs its decision, made within the hour'
            USING ERRCODE = 'insufficient_privilege';
    END IF;

    -- Metadata that is no JSON says of no publication.
    BEGIN
        meta := CAST(p.draft_metadata AS jsonb);
    EXCEPTION WHEN data_exception THEN
        meta := NULL;
    END;
    IF (CASE NEW.action
        WHEN 'approve' THEN NEW.undoes IS NULL AND NEW.status_before = 'pending'
            AND NEW.status_after IN ('approved', 'pending')
        WHEN 'reject' THEN NEW.undoes IS NULL AND NEW.status_before = 'pending'
            AND NEW.status_after = 'rejected' AND NEW.content_after IS NULL
        WHEN 'undo' THEN NEW.status_after = 'pending'
            AND (jsonb_typeof(meta -> 'reddit_id') = 'string' AND meta ->> 'reddit_id' <> '')
                IS NOT TRUE
            AND EXISTS (SELECT FROM console_decisions d
                WHERE d.id = NEW.undoes AND d.post_id = NEW.post_id
                AND d.actor_id = NEW.actor_id AND d.action <> 'undo'
                AND d.status_after = NEW.status_before
                AND CASE WHEN d.content_after IS NULL THEN NEW.content_after IS NULL
                    ELSE NEW.content_before = d.content_after
                        AND NEW.content_after = d.content_before END)
        END) IS NOT TRUE THEN
        RAISE EXCEPTION 'the console makes no such decision'
            USING ERRCODE = 'insufficient_privilege';
    ELSIF NEW.action <> 'approve' THEN
        RETURN NULL;
    END IF;

    -- Two approvers, when what the draft said before or what it says now asks for them, or when
    -- a first one wrote what it said before.
    SELECT CAST(c.config_value AS jsonb) INTO settings FROM agent_config c
        WHERE c.persona_id = p.persona_id AND c.config_key = 'console';
    IF NOT FOUND OR jsonb_typeof(settings) = 'object'
        AND coalesce(settings ->> 'four_eyes', '') = '' THEN
        two := false;
    ELSIF jsonb_typeof(settings -> 'four_eyes') = 'string' THEN
        asked := settings ->> 'four_eyes';
    END IF;
    p.status := NEW.status_before;
    p.reviewed_by := NULL;
    p.reviewed_at := NULL;
    FOREACH says IN ARRAY ARRAY[NEW.content_before, p.content] LOOP
        p.content := says;
{{four eyes}}
    END LOOP;
    two := two OR asked IS NOT NULL AND EXISTS (
        SELECT FROM console_decisions d WHERE d.post_id = NEW.post_id AND d.seq <> NEW.seq
        AND d.action = 'approve' AND d.status_after = 'pending'
        AND d.content_after = NEW.content_before
        AND NOT EXISTS (SELECT FROM console_decisions u WHERE u.undoes = d.id));
    IF two IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE =
            'the server does not know this setting of four_eyes yet: '
            || 'the owner of the tables must run what `tenet db grants` prints';
    ELSIF two AND NEW.status_after = 'approved' AND NOT EXISTS (
        SELECT FROM console_decisions d WHERE d.post_id = NEW.post_id
        AND d.action = 'approve' AND d.status_after = 'pending'
        AND coalesce(d.content_after, d.content_before) = p.content
        AND d.actor_id <> NEW.actor_id
        AND NOT EXISTS (SELECT FROM console_decisions u WHERE u.undoes = d.id)) THEN
        RAISE EXCEPTION 'this draft needs two approvers'
            USING ERRCODE = 'insufficient_privilege';
    ELSIF NEW.status_after = 'pending' AND NOT two THEN
        RAISE EXCEPTION 'this draft needs one approver'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END;
$$
