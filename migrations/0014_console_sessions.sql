-- Who is in now, and what a login asks for beside the pass phrase.
-- tenet:up
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

-- Until when a pass phrase that somebody else chose lets its owner in.
ALTER TABLE console_accounts ADD COLUMN password_expires_at {{timestamp}};

-- only: postgres
CREATE TRIGGER console_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON console_accounts
    FOR EACH STATEMENT EXECUTE FUNCTION console_changed();
CREATE TRIGGER console_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON console_sessions
    FOR EACH STATEMENT EXECUTE FUNCTION console_changed();
-- end

-- tenet:down
-- only: postgres
DROP TRIGGER console_changed ON console_accounts;
-- end
ALTER TABLE console_accounts DROP COLUMN password_expires_at;
DROP TABLE console_totp;
DROP TABLE console_sessions;
