-- The console's own: accounts' roles, the ledger of decisions, claims, reasons, views, events, and
-- indices for the pages of the queue and of the beliefs.
-- tenet:up

-- Accounts and drafts are named by ids of the type that the agent gave them.
-- only: postgres
DO $$
BEGIN
    EXECUTE 'CREATE DOMAIN console_id AS ' || (
        SELECT format_type(atttypid, atttypmod) FROM pg_attribute
        WHERE attrelid = 'admins'::regclass AND attname = 'id');
END;
$$;
-- end

CREATE TABLE console_accounts (
    account_id {{key}} NOT NULL,
    role VARCHAR(20) NOT NULL,
    must_change_password INTEGER DEFAULT 0 NOT NULL,
    failures INTEGER DEFAULT 0 NOT NULL,
    next_try_at {{timestamp}},
    disabled INTEGER DEFAULT 0 NOT NULL,
    last_login_at {{timestamp}},
    created_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    PRIMARY KEY (account_id),
    CONSTRAINT console_accounts_role CHECK (role IN ('moderator', 'operator', 'admin')),
    FOREIGN KEY (account_id) REFERENCES admins (id) ON DELETE CASCADE
);

-- No foreign keys: the ledger outlives drafts and accounts.
CREATE TABLE console_decisions (
    seq {{serial}} NOT NULL,
    id {{id}} NOT NULL,
    post_id {{key}} NOT NULL,
    actor_id {{key}},
    actor VARCHAR(255) NOT NULL,
    action VARCHAR(20) NOT NULL,
    reason TEXT,
    note TEXT,
    status_before VARCHAR(50),
    status_after VARCHAR(50),
    content_before TEXT,
    content_after TEXT,
    seen_hash VARCHAR(64),
    viewing_ms BIGINT,
    batch_id {{id}},
    undoes {{id}},
    decided_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    PRIMARY KEY (seq),
    UNIQUE (id),
    CONSTRAINT console_decisions_action CHECK (action IN ('approve', 'reject', 'undo'))
);
CREATE INDEX console_decisions_post ON console_decisions (post_id);
CREATE INDEX console_decisions_actor ON console_decisions (actor_id, seq);
CREATE INDEX console_decisions_batch ON console_decisions (batch_id) WHERE batch_id IS NOT NULL;
CREATE UNIQUE INDEX console_decisions_undoes ON console_decisions (undoes) WHERE undoes IS NOT NULL;

-- Who has a draft open, and until when.
CREATE TABLE console_claims (
    post_id {{key}} NOT NULL,
    account_id {{key}} NOT NULL,
    actor VARCHAR(255) NOT NULL,
    claimed_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    expires_at {{timestamp}} NOT NULL,
    PRIMARY KEY (post_id),
    FOREIGN KEY (post_id) REFERENCES pending_posts (id) ON DELETE CASCADE,
    FOREIGN KEY (account_id) REFERENCES admins (id) ON DELETE CASCADE
);
CREATE INDEX console_claims_account ON console_claims (account_id);

-- Saved reasons for decisions.
CREATE TABLE console_reasons (
    id {{id}} NOT NULL,
    code VARCHAR(50) NOT NULL,
    text TEXT NOT NULL,
    action VARCHAR(20) DEFAULT 'reject' NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    created_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (code),
    CONSTRAINT console_reasons_action CHECK (action IN ('approve', 'reject'))
);

-- Saved filters; without an account, everybody's.
CREATE TABLE console_views (
    id {{id}} NOT NULL,
    account_id {{key}},
    pane VARCHAR(50) NOT NULL,
    name VARCHAR(255) NOT NULL,
    filter TEXT NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    created_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (account_id, pane, name),
    FOREIGN KEY (account_id) REFERENCES admins (id) ON DELETE CASCADE
);

CREATE TABLE console_events (
    seq {{serial}} NOT NULL,
    id {{id}} NOT NULL,
    at {{timestamp}} DEFAULT {{now}} NOT NULL,
    actor_id {{key}},
    actor VARCHAR(255),
    kind VARCHAR(50) NOT NULL,
    subject TEXT,
    detail TEXT,
    PRIMARY KEY (seq),
    UNIQUE (id)
);
CREATE INDEX console_events_kind ON console_events (kind, seq);

-- Ledger and event log only grow.
-- only: sqlite
CREATE TRIGGER console_decisions_no_update BEFORE UPDATE ON console_decisions
BEGIN
    SELECT RAISE(ABORT, 'console_decisions is append-only');
END;
CREATE TRIGGER console_decisions_no_delete BEFORE DELETE ON console_decisions
BEGIN
    SELECT RAISE(ABORT, 'console_decisions is append-only');
END;
CREATE TRIGGER console_events_no_update BEFORE UPDATE ON console_events
BEGIN
    SELECT RAISE(ABORT, 'console_events is append-only');
END;
CREATE TRIGGER console_events_no_delete BEFORE DELETE ON console_events
BEGIN
    SELECT RAISE(ABORT, 'console_events is append-only');
END;
-- end
-- only: postgres
CREATE FUNCTION console_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END;
$$;
CREATE TRIGGER console_decisions_no_update BEFORE UPDATE ON console_decisions
    FOR EACH ROW EXECUTE FUNCTION console_append_only();
CREATE TRIGGER console_decisions_no_delete BEFORE DELETE ON console_decisions
    FOR EACH ROW EXECUTE FUNCTION console_append_only();
CREATE TRIGGER console_decisions_no_truncate BEFORE TRUNCATE ON console_decisions
    FOR EACH STATEMENT EXECUTE FUNCTION console_append_only();
CREATE TRIGGER console_events_no_update BEFORE UPDATE ON console_events
    FOR EACH ROW EXECUTE FUNCTION console_append_only();
CREATE TRIGGER console_events_no_delete BEFORE DELETE ON console_events
    FOR EACH ROW EXECUTE FUNCTION console_append_only();
CREATE TRIGGER console_events_no_truncate BEFORE TRUNCATE ON console_events
    FOR EACH STATEMENT EXECUTE FUNCTION console_append_only();
-- end

-- The agent writes a time in two forms; one of them sorts. SQLite ends each index with the order of
-- insertion.
-- only: sqlite
CREATE INDEX console_pending_posts_queue ON pending_posts (status, replace(created_at, 'T', ' '));
CREATE INDEX console_pending_posts_time ON pending_posts (replace(created_at, 'T', ' '));
CREATE INDEX console_belief_nodes_title ON belief_nodes (lower(title), id);
-- end
-- only: postgres
CREATE INDEX console_pending_posts_queue ON pending_posts (status, created_at, id);
CREATE INDEX console_pending_posts_time ON pending_posts (created_at, id);
-- As SQLite has it: only letters of ASCII are one in both cases.
CREATE INDEX console_belief_nodes_title ON belief_nodes (lower(title COLLATE "C"), id);
-- end

-- Whoever listens to console_changed hears which tables a transaction changed, each once.
-- only: postgres
CREATE FUNCTION console_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_catalog.pg_notify('console_changed', TG_TABLE_NAME);
    RETURN NULL;
END;
$$;
CREATE TRIGGER console_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON personas
    FOR EACH STATEMENT EXECUTE FUNCTION console_changed();
CREATE TRIGGER console_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON belief_nodes
    FOR EACH STATEMENT EXECUTE FUNCTION console_changed();
CREATE TRIGGER console_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON belief_edges
    FOR EACH STATEMENT EXECUTE FUNCTION console_changed();
CREATE TRIGGER console_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON stance_versions
    FOR EACH STATEMENT EXECUTE FUNCTION console_changed();
CREATE TRIGGER console_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON evidence_links
    FOR EACH STATEMENT EXECUTE FUNCTION console_changed();
CREATE TRIGGER console_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON interactions
    FOR EACH STATEMENT EXECUTE FUNCTION console_changed();
CREATE TRIGGER console_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON belief_updates
    FOR EACH STATEMENT EXECUTE FUNCTION console_changed();
CREATE TRIGGER console_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON pending_posts
    FOR EACH STATEMENT EXECUTE FUNCTION console_changed();
CREATE TRIGGER console_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON agent_config
    FOR EACH STATEMENT EXECUTE FUNCTION console_changed();
CREATE TRIGGER console_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON console_claims
    FOR EACH STATEMENT EXECUTE FUNCTION console_changed();
-- end

-- tenet:down
DROP INDEX console_belief_nodes_title;
DROP INDEX console_pending_posts_time;
DROP INDEX console_pending_posts_queue;
DROP TABLE console_events;
DROP TABLE console_views;
DROP TABLE console_reasons;
DROP TABLE console_claims;
DROP TABLE console_decisions;
DROP TABLE console_accounts;
-- only: postgres
-- What the grants of the console's roles added to the agent's tables.
DROP FUNCTION IF EXISTS console_decided() CASCADE;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_policy WHERE polrelid = 'admins'::regclass AND polname = 'console_all') THEN
        DROP POLICY IF EXISTS console_own ON admins;
        DROP POLICY console_all ON admins;
        ALTER TABLE admins DISABLE ROW LEVEL SECURITY;
    END IF;
END;
$$;
DROP FUNCTION console_changed() CASCADE; -- and its triggers on the agent's tables
DROP FUNCTION console_append_only();
DROP DOMAIN console_id;
-- end
