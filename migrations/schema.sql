-- The whole schema as the migrations together make it: `tenet db check` compares the two, and
-- `tenet db revision --autogenerate` writes the migration that is missing between them.

-- The account under which the agent speaks.
CREATE TABLE personas (
    created_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    id {{id}} NOT NULL,
    reddit_username VARCHAR(255) NOT NULL,
    display_name VARCHAR(255),
    config {{json}} NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (reddit_username)
);
CREATE INDEX idx_persona_username ON personas (reddit_username);

-- What a persona believes, and how its beliefs hang together.
CREATE TABLE belief_nodes (
    created_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    id {{id}} NOT NULL,
    persona_id {{id}} NOT NULL,
    title VARCHAR(500) NOT NULL,
    summary TEXT NOT NULL,
    current_confidence {{real}},
    tags {{json}},
    PRIMARY KEY (id),
    CONSTRAINT ck_belief_confidence_range CHECK (current_confidence IS NULL OR (current_confidence >= 0 AND current_confidence <= 1)),
    FOREIGN KEY (persona_id) REFERENCES personas (id) ON DELETE CASCADE
);
CREATE INDEX idx_belief_nodes_persona ON belief_nodes (persona_id);
CREATE INDEX idx_belief_nodes_confidence ON belief_nodes (current_confidence);

CREATE TABLE belief_edges (
    created_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    id {{id}} NOT NULL,
    persona_id {{id}} NOT NULL,
    source_id {{id}} NOT NULL,
    target_id {{id}} NOT NULL,
    relation VARCHAR(50) NOT NULL,
    weight {{real}},
    PRIMARY KEY (id),
    FOREIGN KEY (persona_id) REFERENCES personas (id) ON DELETE CASCADE,
    FOREIGN KEY (source_id) REFERENCES belief_nodes (id) ON DELETE CASCADE,
    FOREIGN KEY (target_id) REFERENCES belief_nodes (id) ON DELETE CASCADE
);
CREATE INDEX idx_belief_edges_relation ON belief_edges (relation);
CREATE INDEX idx_belief_edges_target ON belief_edges (target_id);
CREATE INDEX idx_belief_edges_persona ON belief_edges (persona_id);
CREATE INDEX idx_belief_edges_source ON belief_edges (source_id);

-- How each belief was worded over time, and on what it rests.
-- lint: allow index stance_versions.persona_id: the agent's ORM makes none, and nobody deletes personas
CREATE TABLE stance_versions (
    created_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    id {{id}} NOT NULL,
    persona_id {{id}} NOT NULL,
    belief_id {{id}} NOT NULL,
    text TEXT NOT NULL,
    confidence {{real}},
    status VARCHAR(50),
    rationale TEXT,
    PRIMARY KEY (id),
    CONSTRAINT ck_stance_confidence_range CHECK (confidence IS NULL OR (confidence >= 0 AND confidence <= 1)),
    FOREIGN KEY (persona_id) REFERENCES personas (id) ON DELETE CASCADE,
    FOREIGN KEY (belief_id) REFERENCES belief_nodes (id) ON DELETE CASCADE
);
CREATE INDEX idx_stance_versions_belief ON stance_versions (belief_id);
CREATE INDEX idx_stance_versions_status ON stance_versions (status);
CREATE INDEX idx_stance_versions_created ON stance_versions (created_at);

-- lint: allow index evidence_links.persona_id: the agent's ORM makes none, and nobody deletes personas
CREATE TABLE evidence_links (
    created_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    id {{id}} NOT NULL,
    persona_id {{id}} NOT NULL,
    belief_id {{id}} NOT NULL,
    source_type VARCHAR(50) NOT NULL,
    source_ref TEXT NOT NULL,
    strength VARCHAR(20),
    PRIMARY KEY (id),
    FOREIGN KEY (persona_id) REFERENCES personas (id) ON DELETE CASCADE,
    FOREIGN KEY (belief_id) REFERENCES belief_nodes (id) ON DELETE CASCADE
);
CREATE INDEX idx_evidence_links_source_type ON evidence_links (source_type);
CREATE INDEX idx_evidence_links_belief ON evidence_links (belief_id);

-- What the agent said and did, and why its beliefs moved.
CREATE TABLE interactions (
    created_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    id {{id}} NOT NULL,
    persona_id {{id}} NOT NULL,
    content TEXT NOT NULL,
    interaction_type VARCHAR(50) NOT NULL,
    reddit_id VARCHAR(255) NOT NULL,
    subreddit VARCHAR(255) NOT NULL,
    parent_id VARCHAR(255),
    metadata {{json}},
    embedding {{blob}},
    PRIMARY KEY (id),
    FOREIGN KEY (persona_id) REFERENCES personas (id) ON DELETE CASCADE,
    UNIQUE (reddit_id)
);
CREATE INDEX idx_interactions_persona ON interactions (persona_id);
CREATE INDEX idx_interactions_subreddit ON interactions (subreddit);
CREATE INDEX idx_interactions_created ON interactions (created_at);
CREATE INDEX idx_interactions_reddit_id ON interactions (reddit_id);
CREATE INDEX idx_interactions_type ON interactions (interaction_type);

-- lint: allow index belief_updates.persona_id: the agent's ORM makes none, and nobody deletes personas
CREATE TABLE belief_updates (
    created_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    id {{id}} NOT NULL,
    persona_id {{id}} NOT NULL,
    belief_id {{id}} NOT NULL,
    old_value {{json}},
    new_value {{json}},
    reason TEXT NOT NULL,
    trigger_type VARCHAR(50),
    updated_by VARCHAR(255),
    PRIMARY KEY (id),
    FOREIGN KEY (persona_id) REFERENCES personas (id) ON DELETE CASCADE,
    FOREIGN KEY (belief_id) REFERENCES belief_nodes (id) ON DELETE CASCADE
);
CREATE INDEX idx_belief_updates_created ON belief_updates (created_at);
CREATE INDEX idx_belief_updates_belief ON belief_updates (belief_id);
CREATE INDEX idx_belief_updates_trigger ON belief_updates (trigger_type);

-- Drafts that wait for a moderator.
CREATE TABLE pending_posts (
    created_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    id {{id}} NOT NULL,
    persona_id {{id}} NOT NULL,
    content TEXT NOT NULL,
    post_type VARCHAR(50),
    target_subreddit VARCHAR(255),
    parent_id VARCHAR(255),
    draft_metadata {{json}},
    status VARCHAR(50),
    reviewed_by VARCHAR(255),
    reviewed_at {{timestamp}},
    PRIMARY KEY (id),
    FOREIGN KEY (persona_id) REFERENCES personas (id) ON DELETE CASCADE
);
CREATE INDEX idx_pending_posts_subreddit ON pending_posts (target_subreddit);
CREATE INDEX idx_pending_posts_created ON pending_posts (created_at);
CREATE INDEX idx_pending_posts_persona ON pending_posts (persona_id);
CREATE INDEX idx_pending_posts_status ON pending_posts (status);

-- Settings of each persona.
CREATE TABLE agent_config (
    created_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    id {{id}} NOT NULL,
    persona_id {{id}} NOT NULL,
    config_key VARCHAR(255) NOT NULL,
    config_value {{json}} NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_persona_config_key UNIQUE (persona_id, config_key),
    FOREIGN KEY (persona_id) REFERENCES personas (id) ON DELETE CASCADE
);
CREATE INDEX idx_agent_config_persona ON agent_config (persona_id);
CREATE INDEX idx_agent_config_key ON agent_config (config_key);

-- Accounts.
CREATE TABLE admins (
    created_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    id {{id}} NOT NULL,
    username VARCHAR NOT NULL,
    hashed_password VARCHAR NOT NULL,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX ix_admins_username ON admins (username);

-- The console's own: accounts' roles, the ledger of decisions, claims, reasons, views, events, and
-- indices for the pages of the queue and of the beliefs.
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
    password_expires_at {{timestamp}},
    PRIMARY KEY (account_id),
    CONSTRAINT console_accounts_role CHECK (role IN ('moderator', 'operator', 'admin')),
    FOREIGN KEY (account_id) REFERENCES admins (id) ON DELETE CASCADE
);

-- A console from its login to its end. Who ended it, where that was not the console itself.
CREATE TABLE console_sessions (
    id {{id}} NOT NULL,
    account_id {{key}} NOT NULL,
    actor VARCHAR(255) NOT NULL,
    started_at {{timestamp}} NOT NULL,
    seen_at {{timestamp}} NOT NULL,
    origin VARCHAR(255),
    host VARCHAR(255),
    pid INTEGER,
    ended_at {{timestamp}},
    ended_by VARCHAR(255),
    PRIMARY KEY (id),
    FOREIGN KEY (account_id) REFERENCES admins (id) ON DELETE CASCADE
);
CREATE INDEX console_sessions_account ON console_sessions (account_id);
CREATE INDEX console_sessions_open ON console_sessions (started_at) WHERE ended_at IS NULL;

-- The second factor of an account: secret in Base32, the SHA-256 of each recovery code that was not
-- used yet, and the last step of 30 seconds that a code was accepted for.
CREATE TABLE console_totp (
    account_id {{key}} NOT NULL,
    secret VARCHAR(64) NOT NULL,
    codes TEXT NOT NULL,
    last_step BIGINT DEFAULT 0 NOT NULL,
    confirmed_at {{timestamp}},
    created_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    PRIMARY KEY (account_id),
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
    subreddit VARCHAR(100),
    post_type VARCHAR(50),
    PRIMARY KEY (id),
    UNIQUE (code),
    CONSTRAINT console_reasons_action CHECK (action IN ('approve', 'reject'))
);

-- The text of a draft while somebody edits it; gone once she decides or gives up.
CREATE TABLE console_recovery (
    account_id {{key}} NOT NULL,
    post_id {{key}} NOT NULL,
    content TEXT NOT NULL,
    based_on VARCHAR(64) NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    PRIMARY KEY (account_id, post_id),
    FOREIGN KEY (account_id) REFERENCES admins (id) ON DELETE CASCADE,
    FOREIGN KEY (post_id) REFERENCES pending_posts (id) ON DELETE CASCADE
);
CREATE INDEX console_recovery_post ON console_recovery (post_id);

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
CREATE INDEX console_pending_posts_length ON pending_posts (
    length(content), replace(created_at, 'T', ' ')) WHERE +status = 'pending';
CREATE INDEX console_pending_posts_subreddit ON pending_posts (
    substr(CAST(lower(coalesce(target_subreddit, '')) AS BLOB), 1, 64),
    replace(created_at, 'T', ' ')) WHERE +status = 'pending';
CREATE INDEX console_pending_posts_place ON pending_posts (
    persona_id, target_subreddit, replace(created_at, 'T', ' '));
CREATE INDEX console_interactions_place ON interactions (
    persona_id, subreddit, replace(created_at, 'T', ' '));
CREATE INDEX console_interactions_time ON interactions (replace(created_at, 'T', ' '));
CREATE INDEX console_interactions_persona ON interactions (
    persona_id, replace(created_at, 'T', ' '));
CREATE INDEX console_interactions_parent ON interactions (
    parent_id, replace(created_at, 'T', ' '));
CREATE INDEX console_evidence_links_ref ON evidence_links (source_ref);
CREATE INDEX console_belief_nodes_title ON belief_nodes (lower(title), id, persona_id);
CREATE INDEX console_belief_nodes_confidence ON belief_nodes (
    CASE WHEN current_confidence BETWEEN 0 AND 1 THEN current_confidence ELSE 2 END,
    lower(title), id, persona_id);
CREATE INDEX console_belief_nodes_surest ON belief_nodes (
    CASE WHEN current_confidence BETWEEN 0 AND 1 THEN - current_confidence ELSE 2 END,
    lower(title), id, persona_id);
CREATE INDEX console_belief_nodes_changed ON belief_nodes (
    replace(updated_at, 'T', ' '), id, persona_id);
CREATE INDEX console_stance_versions_time ON stance_versions (
    belief_id, replace(created_at, 'T', ' '));
CREATE INDEX console_belief_updates_time ON belief_updates (
    belief_id, replace(created_at, 'T', ' '));

-- How many edges and how much evidence each belief has: triggers keep it.
CREATE TABLE console_belief_ranks (
    id VARCHAR(36) NOT NULL,
    title TEXT,
    degree INTEGER NOT NULL,
    evidence INTEGER NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX console_belief_ranks_degree ON console_belief_ranks (- degree, title, id);
CREATE INDEX console_belief_ranks_evidence ON console_belief_ranks (- evidence, title, id);

CREATE TRIGGER console_rank_belief AFTER INSERT ON belief_nodes WHEN NEW.id IS NOT NULL
BEGIN
    DELETE FROM console_belief_ranks WHERE id = NEW.id;
    INSERT INTO console_belief_ranks VALUES (NEW.id, lower(NEW.title),
        (SELECT count(*) FROM belief_edges g WHERE g.source_id = NEW.id)
            + (SELECT count(*) FROM belief_edges g
                WHERE g.target_id = NEW.id AND g.source_id <> NEW.id),
        (SELECT count(*) FROM evidence_links v WHERE v.belief_id = NEW.id));
END;
CREATE TRIGGER console_rank_renamed AFTER UPDATE OF title ON belief_nodes
BEGIN
    UPDATE console_belief_ranks SET title = lower(NEW.title) WHERE id = NEW.id;
END;
CREATE TRIGGER console_rank_gone AFTER DELETE ON belief_nodes
BEGIN
    DELETE FROM console_belief_ranks WHERE id = OLD.id;
END;

-- An edge of a belief to itself counts once.
CREATE TRIGGER console_rank_edge AFTER INSERT ON belief_edges
BEGIN
    UPDATE console_belief_ranks SET degree = degree + 1 WHERE id IN (NEW.source_id, NEW.target_id);
END;
CREATE TRIGGER console_rank_edge_moved AFTER UPDATE OF source_id, target_id ON belief_edges
BEGIN
    UPDATE console_belief_ranks SET degree = degree - 1 WHERE id IN (OLD.source_id, OLD.target_id);
    UPDATE console_belief_ranks SET degree = degree + 1 WHERE id IN (NEW.source_id, NEW.target_id);
END;
CREATE TRIGGER console_rank_edge_gone AFTER DELETE ON belief_edges
BEGIN
    UPDATE console_belief_ranks SET degree = degree - 1 WHERE id IN (OLD.source_id, OLD.target_id);
END;

CREATE TRIGGER console_rank_evidence AFTER INSERT ON evidence_links
BEGIN
    UPDATE console_belief_ranks SET evidence = evidence + 1 WHERE id = NEW.belief_id;
END;
CREATE TRIGGER console_rank_evidence_moved AFTER UPDATE OF belief_id ON evidence_links
BEGIN
    UPDATE console_belief_ranks SET evidence = evidence - 1 WHERE id = OLD.belief_id;
    UPDATE console_belief_ranks SET evidence = evidence + 1 WHERE id = NEW.belief_id;
END;
CREATE TRIGGER console_rank_evidence_gone AFTER DELETE ON evidence_links
BEGIN
    UPDATE console_belief_ranks SET evidence = evidence - 1 WHERE id = OLD.belief_id;
END;
-- end
-- only: postgres
CREATE INDEX console_pending_posts_queue ON pending_posts (status, created_at, id);
CREATE INDEX console_pending_posts_time ON pending_posts (created_at, id);
CREATE INDEX console_pending_posts_length ON pending_posts (
    char_length(content), created_at, id) WHERE status = 'pending';
CREATE INDEX console_pending_posts_subreddit ON pending_posts (
    left(lower(coalesce(target_subreddit, '') COLLATE "C"), 24), created_at, id)
    WHERE status = 'pending';
CREATE INDEX console_pending_posts_place ON pending_posts (
    persona_id, target_subreddit, created_at, id);
CREATE INDEX console_interactions_place ON interactions (persona_id, subreddit, created_at, id);
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
CREATE INDEX console_interactions_time ON interactions (created_at, id);
CREATE INDEX console_interactions_persona ON interactions (persona_id, created_at, id);
CREATE INDEX console_interactions_parent ON interactions (parent_id, created_at, id);
CREATE INDEX console_evidence_links_ref ON evidence_links USING hash (source_ref);
CREATE INDEX console_belief_nodes_title ON belief_nodes (
    lower(title COLLATE "C"), id, persona_id);
CREATE INDEX console_belief_nodes_confidence ON belief_nodes ((
    CASE WHEN current_confidence BETWEEN 0 AND 1 THEN current_confidence ELSE 2 END),
    lower(title COLLATE "C"), id, persona_id);
CREATE INDEX console_belief_nodes_surest ON belief_nodes ((
    CASE WHEN current_confidence BETWEEN 0 AND 1 THEN - current_confidence ELSE 2 END),
    lower(title COLLATE "C"), id, persona_id);
CREATE INDEX console_belief_nodes_changed ON belief_nodes (updated_at, id, persona_id);
CREATE INDEX console_stance_versions_time ON stance_versions (
    belief_id, created_at, updated_at, id);
CREATE INDEX console_belief_updates_time ON belief_updates (
    belief_id, created_at, updated_at, id);
-- end
CREATE INDEX console_belief_edges_out ON belief_edges (source_id, target_id, relation, weight);
CREATE INDEX console_belief_edges_in ON belief_edges (target_id, source_id, relation, weight);
CREATE INDEX console_stance_versions_status ON stance_versions (belief_id, status);

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
CREATE TRIGGER console_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON console_accounts
    FOR EACH STATEMENT EXECUTE FUNCTION console_changed();
CREATE TRIGGER console_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON console_sessions
    FOR EACH STATEMENT EXECUTE FUNCTION console_changed();
-- end
