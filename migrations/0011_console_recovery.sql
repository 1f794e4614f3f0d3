-- The text of a draft while somebody edits it; gone once she decides or gives up.
-- tenet:up
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

-- tenet:down
DROP TABLE console_recovery;
